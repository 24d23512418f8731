import { entries, escape, frame } from "../../_includes/parts.mjs";

export const data = {
  layout: null,
  pagination: { data: "collections.lists", size: 1, alias: "list" },
  permalink: ({ list }) => `/${list.url}`,
  eleventyExcludeFromCollections: true,
};

export function render(data) {
  const { base, list } = data;
  const link = ([name, slug, count]) => `<li><a href="${base}${list.url}${slug}/">${escape(name)}</a> ${count}</li>`;
  const inside = list.members ? `<ul>\n${list.members.map(link).join("\n")}\n</ul>` : entries(list.pages, base);
  return frame({ ...data, title: list.title, url: `/${list.url}` }, `<h1>${escape(list.title)}</h1>\n${inside}`);
}
