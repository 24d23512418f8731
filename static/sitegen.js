// Everything here adds comfort; each page is whole without it. A page loads only what it has a use for.

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

// What was begun goes on by itself when the content changes, as it does in the preview.
const begun = new Set();
function begin(name, selector) {
  if (begun.has(name) || document.querySelector(selector) === null) return;
  begun.add(name);
  import(`./${name}.js`).then((one) => one.start());
}

function all() {
  begin("notes", ".column .margin .note");
  begin("cards", "a.term");
  begin("print", ".column .text");
  begin("filter", ".filter");
  begin("narrow", ".narrow");
  begin("missing", "[data-sitemap]");
}

theme();
all();
document.addEventListener("contentchange", all);
