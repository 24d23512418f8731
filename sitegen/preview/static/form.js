// The small form of a note: filled with what there is, and what it says is handed on when it is saved.

import { made } from "./made.js";

const KINDS = ["correction", "context", "source", "translation", "dispute", "question"];

const field = (label, control) => made("label", {}, made("span", { textContent: label }), control);
const input = (name, properties = {}) => made("input", { name, autocomplete: "off", ...properties });
const area = (name, value = "", rows = 1) => made("textarea", { name, value, rows });

function source(words, { title = "", url = "", number = -1 } = {}) {
  const one = made("div", { className: "pair" },
    field(words.source, input("source_title", { value: title })),
    field(words.address, input("source_url", { value: url, type: "url", placeholder: "https://" })));
  one.dataset.number = number;
  return one;
}

export function noteForm(root) {
  const form = made("form", { className: "note-form", hidden: true, noValidate: true });
  root.append(form);
  let away = "";
  let save = null;
  let before = null;

  // `given` is what the note says: kind, body, was, now, sources; `first`, `author` and `last` are more to fill in or to do.
  function open(words, given, saving) {
    [save, away, before] = [saving, words.away, root.activeElement ?? document.activeElement];
    const kind = made("select", { name: "kind" }, ...KINDS.map((one) => made("option", { value: one, textContent: words[one] })));
    kind.value = given.kind;
    const change = made("div", { className: "change", hidden: given.kind !== "correction" },
      field(words.was, area("was", given.was || given.quote)), field(words.now, area("now", given.now)));
    kind.addEventListener("change", () => { change.hidden = kind.value !== "correction"; });
    const body = area("body", given.body, 3);
    body.lang = document.documentElement.lang;
    const sources = made("div", { className: "sources" }, ...(given.sources.length ? given.sources : [{}]).map((one) => source(words, one)));
    const another = made("button", { type: "button", className: "another", textContent: words.another });
    another.addEventListener("click", () => { sources.append(source(words)); sources.lastChild.querySelector("input").focus(); });
    const said = made("p", { className: "said", hidden: true });
    said.setAttribute("role", "alert");
    const cancel = made("button", { type: "button", textContent: words.cancel });
    cancel.addEventListener("click", close);
    form.classList.remove("moving");
    form.replaceChildren(
      made("blockquote", { textContent: given.quote, hidden: !given.quote }),
      ...(given.first ?? []),
      field(words.kind, kind), change,
      field(given.language ? `${words.note} (${given.language})` : words.note, body),
      sources, another,
      ...(given.author === undefined ? [] : [field(words.author, input("author", { value: given.author }))]),
      said, made("pre", { className: "paste", hidden: true }),
      made("div", { className: "last" }, ...(given.last ?? []), cancel, made("button", { type: "submit", className: "save", textContent: words.save })),
    );
    form.setAttribute("aria-label", words.note);
    form.hidden = false;
    body.focus();
  }

  function close() {
    if (form.hidden) return false;
    form.hidden = true;
    before?.focus?.({ preventScroll: true });
    return true;
  }

  function say(text, paste = "") {
    const [said, lines] = [form.querySelector(".said"), form.querySelector(".paste")];
    said.textContent = text;
    said.hidden = !text;
    lines.textContent = paste;
    lines.hidden = !paste;
    (paste ? lines : said).scrollIntoView({ block: "nearest" });
  }

  function values() {
    const { source_title, source_url, ...given } = Object.fromEntries(new FormData(form));
    if (given.kind !== "correction" || !given.now) given.was = given.now = "";
    const sources = [...form.querySelectorAll("[data-number]")].map((one) => ({
      title: one.querySelector("[name=source_title]").value,
      url: one.querySelector("[name=source_url]").value.trim(),
      number: Number(one.dataset.number),
    }));
    return { ...given, sources };
  }

  // Does something with the note, and closes the form, or says why that can't be.
  async function during(button, doing) {
    button.disabled = true;
    try {
      await doing();
      close();
    } catch (failure) {
      say(failure.paste === undefined ? away : failure.message, failure.paste);
    } finally { button.disabled = false; }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    during(form.querySelector(".save"), () => save(values()));
  });
  // Several lines are for the note itself; elsewhere, and with a key held, Enter saves.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || ["was", "now"].includes(event.target.name)) { event.preventDefault(); form.requestSubmit(); }
  });
  // Whether something is being written, which then has the focus: what was typed is not thrown away.
  function busy() {
    if (!form.hidden) form.querySelector("[name=body]").focus();
    return !form.hidden;
  }
  return { open, close, during, busy, element: form, get hidden() { return form.hidden; } };
}
