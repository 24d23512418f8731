import { frame } from "../../_includes/parts.mjs";

export const data = { layout: null, permalink: "/404.html", eleventyExcludeFromCollections: true };

export function render(data) {
  return frame({ ...data, title: "Not found", url: "/404.html" }, "<h1>Not found</h1>");
}
