// Beside an article: what there is to see to in it. It is there when it is asked for, and stays while the page changes.

import { article } from "./annotate.js";
import { choose } from "./choices.js";
import { made } from "./made.js";
import { ask, page } from "./post.js";

const WIDE = matchMedia("(min-width: 64rem)");
const WIDTH = 384;
const GAP = 24;

// A page that is loaded anew has its panel as it was.
function kept(value) {
  try {
    if (value !== undefined) sessionStorage.setItem("panel", value);
    return sessionStorage.getItem("panel") === location.pathname;
  } catch { return false; }
}

const sameAs = (one) =>
  [one.localName, one.dataset.act, one.dataset.note, one.value, one.closest("[data-form]")?.dataset.form, one.href].join(" ");

export function panel(root, corner, { form, notes, edits }) {
  let words = null;
  let shown = "";
  let armed = "";
  const button = made("button", { type: "button", className: "aside", hidden: true });
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-controls", "side");
  corner.prepend(button);
  const heading = made("h2", { id: "side-heading" });
  const close = made("button", { type: "button", className: "close" });
  const hint = made("p", { className: "hint", hidden: true });
  const said = made("output");
  const inside = made("div", { className: "all" });
  const side = made("aside", { className: "side", id: "side", hidden: true, tabIndex: -1 }, made("header", {}, heading, close), hint, said, inside);
  side.setAttribute("aria-labelledby", heading.id);
  root.append(side);

  // The page makes room where it has some; else the panel takes the place of the margin. The text is never covered.
  function settle() {
    const whole = document.documentElement;
    whole.style.removeProperty("padding-inline-end");
    side.style.removeProperty("inline-size");
    const column = document.querySelector("main .column");
    if (side.hidden || !WIDE.matches || !column) return;
    if (whole.clientWidth - document.querySelector("main").offsetWidth >= WIDTH - GAP) {
      whole.style.setProperty("padding-inline-end", `${WIDTH}px`);
      side.style.setProperty("inline-size", `${WIDTH}px`);
      return;
    }
    const { left, right } = column.getBoundingClientRect();
    const room = getComputedStyle(whole).direction === "rtl" ? left : whole.clientWidth - right;
    side.style.setProperty("inline-size", `${room - GAP}px`);
  }

  function toggle(open, { focus = true } = {}) {
    if (side.hidden === !open) return;
    side.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    kept(open ? location.pathname : "");
    if (!open) arm("");
    settle();
    if (focus) (open ? side : button).focus({ preventScroll: true });
  }

  function arm(note) {
    armed = note;
    hint.hidden = !note;
    side.classList.toggle("arming", Boolean(note));
    said.textContent = "";
    for (const one of inside.querySelectorAll("[data-act=move]")) one.setAttribute("aria-pressed", String(one.dataset.note === note));
    notes.arm(note || null, (why, paste = "") => { if (why) said.textContent = `${why}\n${paste}`.trim(); else arm(""); });
  }

  // What one is at is there in the new content too, unless it is done.
  function put(fresh) {
    const had = inside.contains(root.activeElement) ? sameAs(root.activeElement) : "";
    const unfolded = inside.querySelector("details")?.open ?? false;
    inside.replaceChildren(...fresh.childNodes);
    inside.querySelector("details")?.toggleAttribute("open", unfolded);
    if (had) ([...inside.querySelectorAll("a, button, summary")].find((one) => sameAs(one) === had) ?? side).focus({ preventScroll: true });
    if (armed && !inside.querySelector(`[data-act=move][data-note="${CSS.escape(armed)}"]`)) arm("");
    else if (armed) arm(armed);
  }

  async function refresh(fresh) {
    words = fresh;
    [heading.textContent, close.textContent, hint.textContent] = [words.panel, words.close, words.select];
    let answer = null;
    try {
      if (document.querySelector("main.article")) answer = await ask("panel", { page: page() });
    } catch (failure) {
      // Who can't be asked may be asked again; a page that goes has no more to say.
      if (failure.paste === undefined) return;
    }
    if (!answer) {
      button.hidden = true;
      toggle(false, { focus: false });
      return;
    }
    const text = await answer.text();
    if (text !== shown) {
      shown = text;
      const content = new DOMParser().parseFromString(text, "text/html").querySelector(".inside");
      const { count, label } = content.dataset;
      const badge = made("span", { className: "badge", textContent: count, ariaHidden: "true" });
      button.replaceChildren(words.panel, ...(count === "0" ? [] : [badge, made("span", { className: "unseen", textContent: ` (${label})` })]));
      put(content);
    }
    button.hidden = false;
    if (kept()) toggle(true, { focus: false });
    settle();
  }

  button.addEventListener("click", () => toggle(side.hidden));
  close.addEventListener("click", () => toggle(false));
  side.addEventListener("click", (event) => {
    choose(event);
    const { act, note } = event.target.closest?.("[data-act]")?.dataset ?? {};
    if (act === "move" && !form.busy()) arm(armed === note ? "" : note);
    if (act === "edit") { arm(""); edits.open(note, (why) => { said.textContent = why; }); }
    // On a narrow screen what is gone to would be behind the panel.
    if (event.target.closest?.("a") && !WIDE.matches) toggle(false);
  });
  WIDE.addEventListener("change", settle);
  addEventListener("resize", settle);
  return {
    refresh,
    escape: () => {
      if (armed) { arm(""); return true; }
      const open = !side.hidden;
      toggle(false);
      return open;
    },
  };
}
