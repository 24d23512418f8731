// A note on words that are selected in an article: a button beside them, a small form, and the sidecar has it.

import { made } from "./made.js";
import { page, post } from "./post.js";
import { selected } from "./selection.js";

export const article = () => document.querySelector(".article .column .text:not(.held)");

function author(value) {
  try {
    if (value !== undefined) sessionStorage.setItem("author", value);
    return sessionStorage.getItem("author") ?? "";
  } catch { return ""; }
}

// The note comes with the next version of the page, as any other does.
function reveal(id) {
  const look = () => {
    const note = document.getElementById(`note-${id}`);
    if (!note) return false;
    document.removeEventListener("contentchange", look);
    getSelection().removeAllRanges();
    note.querySelector("details").open = true;
    note.scrollIntoView({ block: "nearest" });
    return true;
  };
  if (!look()) document.addEventListener("contentchange", look);
}

export function annotating(root, form) {
  let words = null;
  let chosen = null;
  let moving = null;
  const button = made("button", { type: "button", className: "annotate", hidden: true });
  root.append(button);

  const place = () => ({ page: page(), quote: chosen.quote, prefix: chosen.prefix, suffix: chosen.suffix });

  function build() {
    // A note that has lost its passage may find it in the words that are selected.
    const lost = [...document.querySelectorAll("[aria-labelledby=lost] .note[data-note]")];
    const which = made("select", { name: "note" }, made("option", { value: "", textContent: words.fresh }),
      ...lost.map((one) => made("option", { value: one.dataset.note, textContent: `${words.move}: ${one.querySelector(".body").textContent.trim().slice(0, 60)}` })));
    which.addEventListener("change", () => { form.element.classList.toggle("moving", which.value !== ""); });
    const first = lost.length ? [made("div", { className: "which" }, which)] : [];
    const there = place();
    form.open(words, { kind: "context", quote: chosen.quote, sources: [], author: author(), first }, async ({ note, sources, ...given }) => {
      author(given.author);
      const wanted = { ...given, ...there, sources: sources.map(({ title, url }) => ({ title, url })) };
      reveal(await (note ? post("changes", { ...there, note }) : post("notes", wanted)));
    });
    button.hidden = true;
  }

  async function move() {
    const { note, done } = moving;
    button.disabled = true;
    try {
      const id = await post("changes", { ...place(), note });
      arm(null);
      done("");
      reveal(id);
    } catch (failure) { done(failure.message, failure.paste); } finally { button.disabled = false; }
  }

  // The next words that are selected are those of a note; `done` hears of it, and why it could not be.
  function arm(note, done) {
    moving = note ? { note, done } : null;
    button.hidden = true;
    if (note) offer();
  }

  function offer() {
    if (!words || !form.hidden) return;
    const found = selected(article());
    button.hidden = !found;
    if (!found) return;
    chosen = found;
    button.textContent = moving ? words.move : words.annotate;
    const { place } = found;
    button.style.top = `${Math.min(Math.max(place.bottom + 8, 8), innerHeight - 48)}px`;
    button.style.left = `${Math.min(Math.max(place.left, 8), innerWidth - 140)}px`;
  }

  // A press on the button must not take the selection away.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => (moving ? move() : build()));
  document.addEventListener("selectionchange", offer);
  addEventListener("scroll", offer, { passive: true });
  return {
    speak: (fresh) => { words = fresh; },
    arm,
    escape: () => { const was = !button.hidden; button.hidden = true; return was && !moving; },
  };
}
