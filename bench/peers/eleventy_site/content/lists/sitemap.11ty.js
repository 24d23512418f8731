import { href } from "../../_includes/parts.mjs";

export const data = { layout: null, permalink: "/sitemap.xml", eleventyExcludeFromCollections: true };

export function render({ base, origin, terms, collections }) {
  const located = (url, date) => `<url><loc>${origin}${href(base, url)}</loc>${date ? `<lastmod>${date}</lastmod>` : ""}</url>`;
  const all = [
    ...collections.articles.map((p) => located(p.url, p.date.toISOString().slice(0, 10))),
    ...collections.lists.map((list) => located(`/${list.url}`)),
    ...terms.map((term) => located(`/terms/${term.id}/`)),
  ];
  return `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${all.join("\n")}
</urlset>
`;
}
