// What pages have in common.
export const escape = (text) =>
  String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

export function time(date) {
  const iso = date.toISOString().slice(0, 10);
  return `<time datetime="${iso}">${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}</time>`;
}

export const href = (base, url) => base + url.slice(1);

export const entries = (pages, base) =>
  `<ul>\n${pages
    .map((p) => `<li>${time(p.date)} <a href="${href(base, p.url)}">${escape(p.data.title)}</a> ${escape(p.data.publisher)}</li>`)
    .join("\n")}\n</ul>`;

export const frame = ({ title, base, origin, url, language = "en" }, main) => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)} · Bench</title>
<link rel="canonical" href="${origin}${href(base, url)}">
<meta property="og:url" content="${origin}${href(base, url)}">
<meta property="og:title" content="${escape(title)}">
<link rel="alternate" type="application/atom+xml" href="${base}feed.xml">
<link rel="alternate" type="application/feed+json" href="${base}feed.json">
</head>
<body>
<header><a href="${base}">Bench</a>
<nav><a href="${base}archive/">Archive</a> <a href="${base}tags/">Tags</a> <a href="${base}publishers/">Publishers</a></nav></header>
<main>
${main}
</main>
</body>
</html>
`;

export const summary = (html) => html.replace(/<[^>]*>/g, "").slice(0, 320);
