// Where there is no page: the addresses that are most like the one asked for.

const MOST = 5;
const LIKE = 0.3;

function pieces(text) {
  const padded = ` ${text} `;
  return new Set(Array.from({ length: Math.max(padded.length - 2, 0) }, (_, at) => padded.slice(at, at + 3)));
}

// The share of three-letter pieces that two texts have in common (Dice).
function likeness(one, other) {
  let common = 0;
  for (const piece of one) common += other.has(piece);
  return (2 * common) / (one.size + other.size || 1);
}

const name = (path) => decodeURIComponent(path).split("/").filter(Boolean).at(-1)?.replace(/\.html$/, "").toLowerCase() ?? "";

// The paths that a sitemap has, or the sitemaps that a long one is in.
const listed = async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) return [];
  const sitemap = new DOMParser().parseFromString(await answer.text(), "application/xml");
  const paths = [...sitemap.querySelectorAll("loc")].map((loc) => new URL(loc.textContent).pathname);
  return sitemap.documentElement.localName === "sitemapindex" ? (await Promise.all(paths.map(listed))).flat() : paths;
};

export async function start() {
  const section = document.querySelector("[data-sitemap]");
  const root = new URL(section.dataset.sitemap, location.href).pathname.replace(/sitemap\.xml$/, "");
  const asked = pieces(name(location.pathname));
  const near = (await listed(section.dataset.sitemap))
    .map((path) => ({ path, like: likeness(asked, pieces(name(path))) }))
    .filter(({ path, like }) => like >= LIKE && path.startsWith(root))
    .sort((one, other) => other.like - one.like)
    .slice(0, MOST);
  for (const { path } of near) {
    const link = document.createElement("a");
    link.href = path;
    link.textContent = decodeURIComponent(path.slice(root.length));
    const item = document.createElement("li");
    item.append(link);
    section.querySelector("ul").append(item);
  }
  section.hidden = near.length === 0;
}
