export const data = {
  layout: "atom.11ty.js",
  pagination: { data: "collections.feeds", size: 1, alias: "feed" },
  permalink: ({ feed }) => `/${feed.url}feed.xml`,
  eleventyExcludeFromCollections: true,
};

export function render() {
  return "";
}
