// A note that one points at can be edited, and withdrawn: at the second click, so that none goes by mistake.

import { article } from "./annotate.js";
import { made } from "./made.js";
import { ask, page, post } from "./post.js";

const NOTE = "main aside.note[data-note]";

// A button that asks once more before it does something.
function surely(button, words, act) {
  const calm = () => { button.classList.remove("sure"); button.textContent = words().withdraw; };
  button.addEventListener("click", () => {
    if (button.classList.contains("sure")) { act(); return; }
    button.classList.add("sure");
    button.textContent = words().sure;
  });
  return calm;
}

export function editing(root, form) {
  let words = null;
  let pointed = null;
  const edit = made("button", { type: "button", className: "edit" });
  const withdraw = made("button", { type: "button", className: "withdraw" });
  const tools = made("div", { className: "tools", hidden: true }, edit, withdraw);
  root.append(tools);
  const calm = surely(withdraw, () => words, async () => {
    try {
      await post("changes", { page: page(), note: pointed.dataset.note });
      point(null);
    } catch (failure) { withdraw.textContent = failure.message; }
  });

  function point(note) {
    pointed = note;
    tools.hidden = !note || !words || !article() || !form.hidden;
    if (tools.hidden) return;
    edit.textContent = words.edit;
    calm();
    // In its last line, or before its number where that is its only one.
    const spot = note.getBoundingClientRect();
    const number = note.querySelector(".number").getBoundingClientRect();
    const mirrored = getComputedStyle(note).direction === "rtl";
    const folded = spot.height < 2 * number.height;
    const { left, right } = folded ? { left: number.right + 4, right: number.left - 4 } : spot;
    tools.style.left = mirrored ? `${left}px` : "";
    tools.style.right = mirrored ? "" : `${document.documentElement.clientWidth - right}px`;
    tools.style.top = `${Math.min(Math.max(spot.bottom - tools.offsetHeight, 8), innerHeight - 40)}px`;
  }

  // Opens the form with what a note says; `failed` hears why that can't be.
  async function open(note, failed) {
    if (form.busy()) return;
    let said = null;
    try {
      said = await (await ask("note", { page: page(), note })).json();
    } catch (failure) {
      failed(failure.paste === undefined ? words.away : failure.message);
      return;
    }
    const gone = made("button", { type: "button", className: "gone", textContent: words.withdraw });
    surely(gone, () => words, () => form.during(gone, () => post("changes", { page: page(), note })));
    const place = made("p", { className: "where" }, made("code", { textContent: `${said.file}:${said.line}` }));
    if (said.in_article) place.append(" ", words.in_article);
    form.open(words, { ...said, first: [place], last: [gone] }, ({ kind, body, was, now, sources }) =>
      post("edits", { page: page(), note, seen: said.seen, kind, body, was, now, sources }));
    point(null);
  }

  edit.addEventListener("click", () => open(pointed.dataset.note, (why) => { edit.textContent = why; }));
  document.addEventListener("pointerover", (event) => {
    const note = event.target.closest?.(NOTE);
    if (note && note !== pointed) point(note);
    else if (!note && pointed && event.target !== root.host && !event.target.closest?.("mark.passage")) point(null);
  });
  document.addEventListener("focusin", (event) => {
    const note = event.target.closest?.(NOTE);
    if (note && note !== pointed) point(note);
  });
  document.addEventListener("contentchange", () => point(null));
  addEventListener("scroll", () => point(null), { passive: true });
  return { speak: (fresh) => { words = fresh; }, open };
}
