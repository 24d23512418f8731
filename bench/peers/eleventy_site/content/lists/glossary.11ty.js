import { escape, frame } from "../../_includes/parts.mjs";

// As many pages as there are glossaries: one, or none.
export const data = {
  layout: null,
  pagination: { data: "glossaries", size: 1, alias: "glossary" },
  permalink: "/glossary/",
  eleventyExcludeFromCollections: true,
};

export function render(data) {
  const entry = (term) => `<dt><a href="${term.href}">${escape(term.label)}</a></dt><dd>${escape(term.definition)}</dd>`;
  const main = `<h1>Glossary</h1>\n<dl>\n${data.terms.map(entry).join("\n")}\n</dl>`;
  return frame({ ...data, title: "Glossary", url: "/glossary/" }, main);
}
