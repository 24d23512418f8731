export const data = {
  layout: "term.11ty.js",
  pagination: { data: "terms", size: 1, alias: "term" },
  permalink: ({ term }) => `/terms/${term.id}/`,
  eleventyExcludeFromCollections: true,
};

export function render() {
  return "";
}
