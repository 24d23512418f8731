// Notes beside their passages: level with the line, never on one another; either side lights the other.
// On narrow screens a note is folded below its paragraph until its passage or its number is chosen.

const GAP = 14;

export function start() {
  let all = [];
  const known = new WeakSet();
  const wide = matchMedia("(min-width: 64rem)");
  const passageOf = (note) => document.getElementById(decodeURIComponent(note.querySelector(".number").hash.slice(1)));

  const unfold = (note) => { note.querySelector("details").open = wide.matches || location.hash === `#${note.id}`; };
  const fold = () => {
    if (matchMedia("print").matches) return;
    for (const note of all) unfold(note);
  };
  const align = () => {
    for (const note of all) note.style.top = "";
    if (!wide.matches) return;
    // Read all places before any is written: one layout, not one a note.
    const places = all.map((note) => [note, note.getBoundingClientRect(), passageOf(note)?.getClientRects()[0]]);
    let lowest = -Infinity;
    for (const [note, natural, passage] of places) {
      const wanted = Math.max(passage ? passage.top : natural.top, lowest, natural.top);
      note.style.top = `${wanted - natural.top}px`;
      lowest = wanted + natural.height + GAP;
    }
  };
  const light = (id, on) => {
    for (const one of document.querySelectorAll(`[data-note="${CSS.escape(id)}"]`)) one.classList.toggle("lit", on);
  };
  // Passages may stand in one another: all that something is in are lit, until it is in them no more.
  const around = (target) => {
    const ids = new Set();
    for (let one = target?.closest?.("[data-note]"); one; one = one.parentElement?.closest("[data-note]")) ids.add(one.dataset.note);
    return ids;
  };
  for (const [event, lit] of [["pointerover", true], ["pointerout", false], ["focusin", true], ["focusout", false]]) {
    document.addEventListener(event, (e) => {
      const other = around(e.relatedTarget);
      for (const id of around(e.target)) if (!other.has(id)) light(id, lit);
    });
  }
  document.addEventListener("click", (e) => {
    const passage = e.target.closest?.("mark.passage");
    if (!passage || wide.matches || e.target.closest("a")) return;
    document.getElementById(`note-${passage.dataset.note}`)?.querySelector("details").toggleAttribute("open");
  });
  const settle = () => { fold(); align(); };
  const watch = new ResizeObserver(align);
  // The notes of the page as it is now; one that is new is folded as the others were, what a reader opened stays open.
  const gather = () => {
    all = [...document.querySelectorAll(".column .margin .note")];
    for (const note of all) {
      if (known.has(note)) continue;
      known.add(note);
      if (!matchMedia("print").matches) unfold(note);
      watch.observe(note);
    }
    watch.observe(document.querySelector(".column"));
    align();
  };
  gather();
  wide.addEventListener("change", settle);
  addEventListener("hashchange", settle);
  document.addEventListener("contentchange", gather);
}
