import { entries, frame } from "../../_includes/parts.mjs";

export const data = { layout: null, permalink: "/", eleventyExcludeFromCollections: true };

export function render(data) {
  const { articles } = data.collections;
  const main = `<h1>Bench</h1>\n<p>${articles.length} articles</p>\n${entries(articles.slice(0, 12), data.base)}`;
  return frame({ ...data, title: "Home", url: "/" }, main);
}
