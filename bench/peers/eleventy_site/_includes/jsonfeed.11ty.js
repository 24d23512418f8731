import { href, summary } from "./parts.mjs";

export function render({ base, origin, feed }) {
  const items = feed.pages.map((p) => {
    const url = origin + href(base, p.url);
    return { id: url, url, title: p.data.title, date_published: p.date, summary: summary(p.templateContent) };
  });
  const home = `${origin}${base}${feed.url}`;
  return JSON.stringify({ version: "https://jsonfeed.org/version/1.1", title: feed.title, home_page_url: home, items });
}
