// Notes beside their passages: level with the line, never on one another; either side lights the other.
// On narrow screens a note is folded below its paragraph until its passage or its number is chosen.

const GAP = 14;

export function start() {
  const all = [...document.querySelectorAll(".column .margin .note")];
  const wide = matchMedia("(min-width: 64rem)");
  const passageOf = (note) => document.getElementById(decodeURIComponent(note.querySelector(".number").hash.slice(1)));

  const fold = () => {
    if (matchMedia("print").matches) return;
    for (const note of all) note.querySelector("details").open = wide.matches || location.hash === `#${note.id}`;
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
  for (const one of document.querySelectorAll("[data-note]")) {
    for (const [event, on] of [["pointerenter", true], ["pointerleave", false], ["focusin", true], ["focusout", false]]) {
      one.addEventListener(event, () => light(one.dataset.note, on));
    }
  }
  for (const mark of document.querySelectorAll("mark.passage")) {
    mark.addEventListener("click", (e) => {
      if (wide.matches || e.target.closest("a") || e.target.closest("mark.passage") !== mark) return;
      document.getElementById(`note-${mark.dataset.note}`)?.querySelector("details").toggleAttribute("open");
    });
  }
  const settle = () => { fold(); align(); };
  settle();
  wide.addEventListener("change", settle);
  addEventListener("hashchange", settle);
  const watch = new ResizeObserver(align);
  watch.observe(document.querySelector(".column"));
  for (const note of all) watch.observe(note);
}
