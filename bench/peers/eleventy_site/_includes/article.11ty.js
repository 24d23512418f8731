import { escape, frame, href, time } from "./parts.mjs";

const slug = (text) => text.toLowerCase().replaceAll(" ", "-");

export function render(data) {
  const { title, base, page, publisher, language, tags, content } = data;
  const [newer, older] = this.around(page.url);
  const list = (taxonomy, name) => `<a href="${base}${taxonomy}/${slug(name)}/">${escape(name)}</a>`;
  const terms = this.termsOf(page.url)
    .map((term) => `<dt><a href="${term.href}">${escape(term.label)}</a></dt><dd><p>${escape(term.definition)}</p></dd>`)
    .join("\n");
  const minutes = Math.ceil(content.length / 1200);
  return frame(
    { ...data, url: page.url, language },
    `<h1>${escape(title)}</h1>
<p>${time(page.date)} ${list("publishers", publisher)} ${list("languages", language)} ${minutes} minutes</p>
<article>
${content}
${terms ? `<dl>\n${terms}\n</dl>` : ""}
</article>
<p>${tags.map((tag) => list("tags", tag)).join(" ")}</p>
<nav>
${newer ? `<a rel="next" href="${href(base, newer.url)}">${escape(newer.data.title)}</a>` : ""}
${older ? `<a rel="prev" href="${href(base, older.url)}">${escape(older.data.title)}</a>` : ""}
</nav>`,
  );
}
