// A note on words that are selected in an article: a button beside them, a small form, and the sidecar has it.

import { post } from "./post.js";

const CONTEXT = 64;
const KINDS = ["correction", "context", "source", "translation", "dispute", "question"];
const BLOCKS = "p, li, h2, h3, h4, h5, h6, pre, blockquote, dt, dd, tr, td, th, figcaption, div";

function made(tag, properties = {}, ...inside) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...inside);
  return element;
}

// The text of an article as its source has it, without what annotation added, and where each piece of it stands.
function reading(root) {
  const pieces = [];
  let text = "";
  let block = null;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent.closest("[data-added], .margin") || !parent.closest(BLOCKS)) continue;
    const own = parent.closest(BLOCKS);
    if (own === root) continue;
    if (block && own !== block) text += "\n\n";
    block = own;
    pieces.push({ node, start: text.length });
    text += node.data;
  }
  return { text, pieces };
}

function offset({ text, pieces }, node, at) {
  const point = document.createRange();
  point.setStart(node, at);
  for (const piece of pieces) {
    if (piece.node === node) return piece.start + Math.min(at, piece.node.length);
    if (point.comparePoint(piece.node, 0) >= 0) return piece.start;
  }
  return text.length;
}

// The words selected, with some before and after them; null where none of the article's own are.
export function selected(root, selection = getSelection()) {
  if (!root || selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!root.contains(range.startContainer) || !root.contains(range.endContainer)) return null;
  const read = reading(root);
  let start = offset(read, range.startContainer, range.startOffset);
  let end = offset(read, range.endContainer, range.endOffset);
  while (start < end && /\s/u.test(read.text[start])) start += 1;
  while (end > start && /\s/u.test(read.text[end - 1])) end -= 1;
  if (start >= end) return null;
  return {
    quote: read.text.slice(start, end),
    prefix: read.text.slice(Math.max(0, start - CONTEXT), start),
    suffix: read.text.slice(end, end + CONTEXT),
    place: range.getBoundingClientRect(),
  };
}

export function annotating(root, { base }) {
  const article = () => document.querySelector(".article .column .text:not(.held)");
  const page = () => decodeURIComponent(location.pathname).slice(base.length);
  let words = null;
  let chosen = null;

  const button = made("button", { type: "button", className: "annotate", hidden: true });
  const form = made("form", { className: "note-form", hidden: true, noValidate: true });
  root.append(button, form);

  const field = (label, control) => made("label", {}, made("span", { textContent: label }), control);
  const input = (name, properties = {}) => made("input", { name, autocomplete: "off", ...properties });

  function build() {
    const kind = made("select", { name: "kind" }, ...KINDS.map((one) => made("option", { value: one, textContent: words[one] })));
    kind.value = "context";
    const change = made("div", { className: "change", hidden: true }, field(words.was, input("was")), field(words.now, input("now")));
    kind.addEventListener("change", () => { change.hidden = kind.value !== "correction"; });
    const body = made("textarea", { name: "body", rows: 3, required: true });
    const said = made("p", { className: "said", hidden: true });
    said.setAttribute("role", "alert");
    const paste = made("pre", { className: "paste", hidden: true });
    const save = made("button", { type: "submit", className: "save", textContent: words.save });
    const cancel = made("button", { type: "button", textContent: words.cancel });
    cancel.addEventListener("click", close);
    // A note that has lost its passage may find it in the words that are selected.
    const lost = [...document.querySelectorAll("[aria-labelledby=lost] .note[data-note]")];
    const which = made("select", { name: "note" }, made("option", { value: "", textContent: words.fresh }),
      ...lost.map((one) => made("option", { value: one.dataset.note, textContent: `${words.move}: ${one.querySelector(".body").textContent.trim().slice(0, 60)}` })));
    which.addEventListener("change", () => { form.classList.toggle("moving", which.value !== ""); });
    form.classList.remove("moving");
    form.replaceChildren(
      made("blockquote", { textContent: chosen.quote }),
      ...(lost.length ? [made("div", { className: "which" }, which)] : []),
      field(words.kind, kind), change, field(words.note, body),
      made("div", { className: "pair" }, field(words.source, input("source_title")), field(words.address, input("source_url", { type: "url", placeholder: "https://" }))),
      field(words.author, input("author", { value: author() })),
      said, paste, made("footer", {}, cancel, save),
    );
    form.lang = document.documentElement.lang;
    form.hidden = false;
    button.hidden = true;
    change.querySelector("[name=was]").value = chosen.quote;
    body.focus();
  }

  function author(value) {
    try {
      if (value !== undefined) sessionStorage.setItem("author", value);
      return sessionStorage.getItem("author") ?? "";
    } catch { return ""; }
  }

  function close() {
    form.hidden = true;
    chosen = null;
  }

  function say(text, paste = "") {
    const [said, lines] = [form.querySelector(".said"), form.querySelector(".paste")];
    said.textContent = text;
    said.hidden = !text;
    lines.textContent = paste;
    lines.hidden = !paste;
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { note, ...given } = Object.fromEntries(new FormData(form));
    if (given.kind !== "correction" || !given.now) given.was = given.now = "";
    author(given.author);
    const { quote, prefix, suffix } = chosen;
    const place = { page: page(), quote, prefix, suffix };
    const save = form.querySelector(".save");
    save.disabled = true;
    try {
      const id = await (note ? post("changes", { ...place, note }) : post("notes", { ...given, ...place }));
      close();
      shown(id);
    } catch (failure) {
      say(failure.paste === undefined ? words.away : failure.message, failure.paste);
    } finally { save.disabled = false; }
  });

  // The note comes with the next version of the page, as any other does.
  function shown(id) {
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

  function offer() {
    if (!words || !form.hidden) return;
    const found = selected(article());
    button.hidden = !found;
    if (!found) return;
    chosen = found;
    button.textContent = words.annotate;
    const { place } = found;
    button.style.top = `${Math.min(Math.max(place.bottom + 8, 8), innerHeight - 48)}px`;
    button.style.left = `${Math.min(Math.max(place.left, 8), innerWidth - 140)}px`;
  }

  // A note that one points at can be withdrawn: at the second click, so that none goes by mistake.
  const withdraw = made("button", { type: "button", className: "withdraw", hidden: true });
  root.append(withdraw);
  let pointed = null;
  function point(note) {
    pointed = note;
    withdraw.hidden = !note || !words || !article();
    if (withdraw.hidden) return;
    withdraw.textContent = words.withdraw;
    withdraw.classList.remove("sure");
    const spot = note.getBoundingClientRect();
    withdraw.style.top = `${Math.max(spot.bottom - 4, 8)}px`;
    withdraw.style.left = `${Math.max(spot.left + 12, 8)}px`;
  }
  document.addEventListener("pointerover", (event) => {
    const note = event.target.closest?.("main aside.note[data-note]");
    if (note && note !== pointed) point(note);
    else if (!note && pointed && event.target !== root.host && !event.target.closest?.("mark.passage")) point(null);
  });
  document.addEventListener("contentchange", () => point(null));
  withdraw.addEventListener("click", async () => {
    if (!withdraw.classList.contains("sure")) {
      withdraw.classList.add("sure");
      withdraw.textContent = words.sure;
      return;
    }
    try {
      await post("changes", { page: page(), note: pointed.dataset.note });
      point(null);
    } catch (failure) { withdraw.textContent = failure.message; }
  });

  // A press on the button must not take the selection away.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", build);
  document.addEventListener("selectionchange", offer);
  addEventListener("scroll", () => { offer(); point(null); }, { passive: true });
  addEventListener("keydown", (event) => { if (event.key === "Escape") { close(); button.hidden = true; } });
  return { speak: (fresh) => { words = fresh; } };
}
