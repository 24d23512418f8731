// Words that are selected in an article, as its source has them.

const CONTEXT = 64;
const BLOCKS = "p, li, h2, h3, h4, h5, h6, pre, blockquote, dt, dd, tr, td, th, figcaption, div";

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
