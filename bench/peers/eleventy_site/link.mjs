// Links the first mention of a term in each section, on the tokens of markdown-it, and keeps every link with
// what stands before and after it. Words are looked up in a map by the first word of a label.
const WORD = /[\p{L}\p{N}]+/gu;
const AROUND = 110;

function byFirstWord(terms) {
  const found = new Map();
  for (const term of [...terms].sort((a, b) => b.label.length - a.label.length)) {
    const first = term.label.match(WORD)[0];
    if (!found.has(first)) found.set(first, []);
    found.get(first).push(term);
  }
  return found;
}

const isWord = (text, at) => at < text.length && /[\p{L}\p{N}]/u.test(text[at]);

function at(text, word, lexicon) {
  return lexicon
    .get(word[0])
    ?.find((term) => text.startsWith(term.label, word.index) && !isWord(text, word.index + term.label.length));
}

export function linkTerms(markdown, terms, mentions) {
  const lexicon = byFirstWord(terms);
  const escape = markdown.utils.escapeHtml;

  function linked(token, make, section, Token) {
    const { content } = token;
    const made = [];
    let from = 0;
    const put = (text) => {
      if (text) made.push(Object.assign(new Token("text", "", 0), { content: text }));
    };
    for (const word of content.matchAll(WORD)) {
      if (word.index < from) continue;
      const term = at(content, word, lexicon);
      if (!term || section.seen.has(term)) continue;
      section.seen.add(term);
      const anchor = `m-${term.id}-${section.number}`;
      put(content.slice(from, word.index));
      const html = `<a class="term" href="${term.href}" id="${anchor}">${escape(term.label)}</a>`;
      made.push(Object.assign(new Token("html_inline", "", 0), { content: html }));
      make(term, anchor, word.index);
      from = word.index + term.label.length;
    }
    if (!made.length) return [token];
    put(content.slice(from));
    return made;
  }

  markdown.core.ruler.push("terms", (state) => {
    const found = [];
    let section = { number: 0, seen: new Set() };
    let heading = false;
    for (const block of state.tokens) {
      if (block.type === "heading_open") {
        heading = true;
        section = { number: section.number + 1, seen: new Set() };
      } else if (block.type === "heading_close") heading = false;
      if (block.type !== "inline" || heading) continue;
      const plain = block.children.map((child) => child.content).join("");
      let before = 0;
      let inLink = 0;
      block.children = block.children.flatMap((child) => {
        const start = before;
        before += child.content.length;
        if (child.type === "link_open") inLink += 1;
        if (child.type === "link_close") inLink -= 1;
        if (child.type !== "text" || inLink) return [child];
        const make = (term, anchor, offset) => {
          const place = start + offset;
          const end = place + term.label.length;
          found.push({ term, anchor, before: plain.slice(Math.max(0, place - AROUND), place), after: plain.slice(end, end + AROUND) });
        };
        return linked(child, make, section, state.Token);
      });
    }
    if (state.env.page) mentions.set(state.env.page.url, found);
  });
}
