// Everything here adds comfort; each page is whole without it. A page loads only what it has a use for.

const has = (selector) => document.querySelector(selector) !== null;

function theme() {
  const box = document.querySelector(".theme");
  if (!box) return;
  const root = document.documentElement;
  const kept = root.dataset.theme ?? "auto";
  for (const input of box.querySelectorAll("input")) {
    input.checked = input.value === kept;
    input.addEventListener("change", () => {
      if (input.value === "auto") delete root.dataset.theme;
      else root.dataset.theme = input.value;
      try { localStorage.setItem("theme", input.value); } catch { /* storage may be barred */ }
    });
  }
  box.hidden = false;
}

theme();
if (has(".column .margin .note")) import("./notes.js").then((notes) => notes.start());
if (has("a.term")) import("./cards.js").then((cards) => cards.start());
if (has(".column .text")) import("./print.js").then((print) => print.start());
if (has(".filter")) import("./filter.js").then((filter) => filter.start());
if (has(".narrow")) import("./narrow.js").then((narrow) => narrow.start());
if (has("[data-sitemap]")) import("./missing.js").then((missing) => missing.start());
