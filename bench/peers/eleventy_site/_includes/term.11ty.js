import { escape, frame, href } from "./parts.mjs";

// A layout, for layouts are rendered when the text of all articles has been.
export function render(data) {
  const { base, page, term } = data;
  const places = this.backlinks(term.id)
    .map(({ page: article, mention }) => {
      const link = href(base, article.url);
      const hit = `<a href="${link}#${mention.anchor}">${escape(term.label)}</a>`;
      const around = `${escape(mention.before)}${hit}${escape(mention.after)}`;
      return `<li><a href="${link}">${escape(article.data.title)}</a>: ${around}</li>`;
    })
    .join("\n");
  const main = `<h1>${escape(term.label)}</h1>\n<p>${escape(term.definition)}</p>\n<ol>\n${places}\n</ol>`;
  return frame({ title: term.label, base, origin: data.origin, url: page.url }, main);
}
