// The page becomes another version of itself; what a reader did to it stays.

import { Idiomorph } from "./idiomorph.js";

// Scripts and readers set these; a new version of a page has nothing to say about them.
const THEIRS = new Set(["open", "hidden", "checked", "value", "selected"]);
const BLOCKS = "p, li, dt, dd, tr, h2, h3, h4, h5, h6, pre, blockquote, .annotated, .entry, .of-article, article, section";
const MARK = "same-as-";

function digest(text) {
  let [one, two] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at++) {
    one = Math.imul(one ^ text.charCodeAt(at), 2654435761);
    two = Math.imul(two ^ text.charCodeAt(at), 1597334677);
  }
  return `${(one >>> 0).toString(36)}${(two >>> 0).toString(36)}`;
}

// Blocks with the same words are the same block, wherever they stand now.
function name(root) {
  const counts = new Map();
  const named = [];
  for (const block of root.querySelectorAll(BLOCKS)) {
    if (block.id) continue;
    const words = digest(`${block.localName} ${block.textContent}`);
    const count = (counts.get(words) ?? 0) + 1;
    counts.set(words, count);
    block.id = `${MARK}${words}-${count}`;
    named.push(block);
  }
  return named;
}

function unname(root) {
  for (const block of root.querySelectorAll(`[id^="${MARK}"]`)) block.removeAttribute("id");
}

const callbacks = {
  beforeNodeRemoved: (node) => !(node instanceof Element && node.matches(".hover, [data-kept]")),
  beforeAttributeUpdated: (attribute, node) =>
    !(THEIRS.has(attribute) || (attribute === "href" && node.matches("link[rel=stylesheet]"))),
};

function head(page) {
  document.title = page.title;
  const kept = "script[src], link[rel=stylesheet]";
  const ours = [...document.head.children].filter((one) => !one.matches(`${kept}, title`));
  const theirs = [...page.head.children].filter((one) => !one.matches(`${kept}, title`));
  const known = new Map(ours.map((one) => [one.outerHTML, one]));
  for (const one of theirs) if (!known.delete(one.outerHTML)) document.head.append(one);
  for (const one of known.values()) one.remove();
}

function root(page) {
  for (const name of ["lang", "dir"]) {
    const value = page.documentElement.getAttribute(name);
    if (value === null) document.documentElement.removeAttribute(name);
    else document.documentElement.setAttribute(name, value);
  }
}

export function morph(page) {
  const { scrollX, scrollY } = window;
  const height = document.documentElement.scrollHeight;
  const spot = anchor();
  root(page);
  head(page);
  name(document.body);
  name(page.body);
  Idiomorph.morph(document.body, page.body, { morphStyle: "outerHTML", ignoreActiveValue: true, callbacks });
  unname(document.body);
  document.dispatchEvent(new CustomEvent("contentchange"));
  const moved = spot?.element.isConnected ? spot.element.getBoundingClientRect().top - spot.top : 0;
  if (spot?.element.isConnected) scrollTo(scrollX, window.scrollY + moved);
  else if (document.documentElement.scrollHeight === height) scrollTo(scrollX, scrollY);
}

// The block at the top of what is in view: where it is now it shall stay.
function anchor() {
  if (window.scrollY === 0) return null;
  for (const element of document.querySelectorAll("main :is(p, li, h1, h2, h3, dt, tr, pre)")) {
    const { top, bottom } = element.getBoundingClientRect();
    if (bottom > 0) return { element, top };
  }
  return null;
}
