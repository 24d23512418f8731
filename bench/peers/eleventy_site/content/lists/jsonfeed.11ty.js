export const data = {
  layout: "jsonfeed.11ty.js",
  pagination: { data: "collections.feeds", size: 1, alias: "feed" },
  permalink: ({ feed }) => `/${feed.url}feed.json`,
  eleventyExcludeFromCollections: true,
};

export function render() {
  return "";
}
