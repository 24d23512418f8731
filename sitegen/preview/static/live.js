// Brings what was saved into the open page: only what differs, so that one stays where one was reading.

import { annotating } from "./annotate.js";
import { editing } from "./editing.js";
import { noteForm } from "./form.js";
import { panel } from "./panel.js";
import { shell } from "./shell.js";

const scriptOf = (page) => page.querySelector("script[data-version][data-token]");
const own = scriptOf(document);
const { base, token } = own.dataset;
const broken = document.body.classList.contains("broken");
const over = shell(base, { broken });
const form = noteForm(over.root);
const notes = annotating(over.root, form);
const edits = editing(over.root, form);
const side = panel(over.root, over.corner, { form, notes, edits });
let version = own.dataset.version;
let files = null;
let busy = Promise.resolve();
let stream = null;

const read = (text) => new DOMParser().parseFromString(text, "text/html");
const plain = (href) => new URL(href, location.href).pathname;
const listed = (root) => {
  const found = [...root.querySelectorAll("head :is(script[src], link[rel=stylesheet])")];
  return [...new Set(found.map((one) => plain(one.src || one.href)))].join("\n");
};

async function refresh() {
  const answer = await fetch(location.pathname, { cache: "no-cache", headers: { Accept: "text/html" } });
  const page = read(await answer.text());
  const theirs = scriptOf(page);
  if (!theirs || broken || page.body.classList.contains("broken") || listed(page) !== listed(document)) {
    location.reload();
    return;
  }
  version = theirs.dataset.version;
  const { morph } = await import("./morph.js");
  morph(page);
}

// A style sheet that changed takes the place of the old one when it is there, so that nothing flashes.
function restyle(path) {
  const old = [...document.querySelectorAll("link[rel=stylesheet]")].filter((link) => plain(link.href) === path);
  if (!old.length) return;
  const fresh = old[0].cloneNode();
  fresh.href = `${path}?${files[path.slice(base.length)]}`;
  fresh.addEventListener("load", () => old.forEach((link) => link.remove()), { once: true });
  old.at(-1).after(fresh);
}

function loaded(path) {
  return performance.getEntriesByType("resource").some((one) => plain(one.name) === path)
    || [...document.scripts, ...document.images].some((one) => one.src && plain(one.src) === path);
}

async function take(state) {
  const before = files;
  files = state.files;
  over.show(state);
  notes.speak(state.words);
  edits.speak(state.words);
  const changed = before ? Object.keys(files).filter((name) => files[name] !== before[name]) : [];
  const addresses = changed.map((name) => base + name);
  if (addresses.some((path) => !path.endsWith(".css") && loaded(path))) {
    location.reload();
    return;
  }
  addresses.filter((path) => path.endsWith(".css")).forEach(restyle);
  if (state.version && state.version !== version) await refresh();
  await side.refresh(state.words);
}

function open() {
  if (stream) return;
  const asked = new URLSearchParams({ token, page: decodeURIComponent(location.pathname) });
  stream = new EventSource(`${base}-/events?${asked}`);
  stream.addEventListener("open", () => over.away(false));
  stream.addEventListener("error", () => {
    over.away(true);
    // A new preview has another token, which only a new page has.
    if (stream?.readyState === EventSource.CLOSED) { shut(); setTimeout(again, 1000); }
  });
  stream.addEventListener("state", (event) => {
    const state = JSON.parse(event.data);
    busy = busy.then(() => take(state)).catch(() => {
      // A new stream tells once more what this page could not fetch.
      over.away(true);
      shut();
      setTimeout(() => { if (!document.hidden) open(); }, 1000);
    });
  });
}

function shut() {
  stream?.close();
  stream = null;
}

async function again() {
  const answer = await fetch(location.pathname, { cache: "no-store" }).catch(() => null);
  const text = await answer?.text().catch(() => "");
  // Another program may have the port by now.
  if (text && scriptOf(read(text))) location.reload();
  else setTimeout(again, 1000);
}

// What was opened last is closed first.
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  if (form.close() || notes.escape()) return;
  side.escape();
});

// A browser has only a few connections for all pages of a server: those that no one sees do without.
document.addEventListener("visibilitychange", () => (document.hidden ? shut() : open()));
addEventListener("pagehide", shut);
addEventListener("pageshow", (event) => { if (event.persisted && !document.hidden) open(); });
if (!document.hidden) open();
