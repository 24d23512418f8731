import { escape, href, summary } from "./parts.mjs";

export function render({ base, origin, feed }) {
  const entries = feed.pages.map((p) => {
    const address = origin + href(base, p.url);
    return `<entry>
<title>${escape(p.data.title)}</title>
<id>${address}</id>
<link rel="alternate" type="text/html" href="${address}"/>
<updated>${p.date.toISOString()}</updated>
<author><name>${escape(p.data.publisher)}</name></author>
<summary>${escape(summary(p.templateContent))}</summary>
</entry>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<title>${escape(feed.title)}</title>
<id>${origin}${base}${feed.url}</id>
<updated>${feed.pages[0].date.toISOString()}</updated>
<link rel="alternate" type="text/html" href="${origin}${base}${feed.url}"/>
${entries.join("\n")}
</feed>
`;
}
