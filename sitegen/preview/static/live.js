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
const sheets = (root) => [...root.querySelectorAll("head link[rel=stylesheet]")];
const listed = (root) => {
  const found = [...root.querySelectorAll("head :is(script[src], link[rel=stylesheet])")];
  return [...new Set(found.map((one) => plain(one.src || one.href)))].join("\n");
};

// The page as it is now; null where this one has to be loaded anew to become it.
async function fetched() {
  const answer = await fetch(location.pathname, { cache: "no-cache", headers: { Accept: "text/html" } });
  const page = read(await answer.text());
  const same = scriptOf(page) && !broken && !page.body.classList.contains("broken") && listed(page) === listed(document);
  return same ? page : null;
}

// Style sheets that changed are fetched beside the old ones; what this gives lets each take the place of its own.
async function restyled(searchOf) {
  const waiting = [];
  for (const old of sheets(document)) {
    const [path, { search }] = [plain(old.href), new URL(old.href)];
    const wanted = searchOf(path);
    if (!wanted || wanted === search) continue;
    const fresh = old.cloneNode();
    Object.assign(fresh, { href: path + wanted, media: "not all" });
    waiting.push({ old, fresh, there: new Promise((done, fail) => {
      fresh.addEventListener("load", done, { once: true });
      fresh.addEventListener("error", fail, { once: true });
    }) });
    old.after(fresh);
  }
  try {
    await Promise.all(waiting.map(({ there }) => there));
  } catch (failure) {
    waiting.forEach(({ fresh }) => fresh.remove());
    throw failure;
  }
  return () => waiting.forEach(({ old, fresh }) => { fresh.media = old.media; old.remove(); });
}

// What differs of the page and of its styles comes at once, so that no one sees the one without the other.
async function become(page, versions) {
  const theirs = new Map(page ? sheets(page).map((one) => [plain(one.href), new URL(one.href).search]) : []);
  const told = (version) => (version ? `?${version}` : "");
  const restyle = await restyled((path) => theirs.get(path) || told(versions[path.slice(base.length)]));
  const { morph } = page ? await import("./morph.js") : {};
  restyle();
  if (!page) return;
  version = scriptOf(page).dataset.version;
  morph(page);
}

function loaded(path) {
  return performance.getEntriesByType("resource").some((one) => plain(one.name) === path)
    || [...document.scripts, ...document.images].some((one) => one.src && plain(one.src) === path);
}

async function take(state) {
  over.show(state);
  notes.speak(state.words);
  edits.speak(state.words);
  const changed = files ? Object.keys(state.files).filter((name) => state.files[name] !== files[name]) : [];
  const others = changed.filter((name) => !name.endsWith(".css") && loaded(base + name));
  // What this page loaded when it began may be older than what it is told first.
  const older = !files && own.dataset.assets && state.assets && state.assets !== own.dataset.assets;
  const outgrown = older || others.length > 0;
  const isNew = state.version && state.version !== version;
  const page = isNew && !outgrown ? await fetched() : null;
  if (outgrown || (isNew && !page)) {
    location.reload();
    return;
  }
  await become(page, state.files);
  files = state.files;
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
