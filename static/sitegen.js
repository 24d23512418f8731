// Everything here adds comfort; each page is whole without it.

const root = document.documentElement;

function theme() {
  const box = document.querySelector(".theme");
  if (!box) return;
  let kept = "auto";
  try { kept = localStorage.getItem("theme") ?? "auto"; } catch { /* storage may be barred */ }
  const show = (choice) => {
    if (choice === "auto") delete root.dataset.theme;
    else root.dataset.theme = choice;
  };
  show(kept);
  for (const input of box.querySelectorAll("input")) {
    input.checked = input.value === kept;
    input.addEventListener("change", () => {
      show(input.value);
      try { localStorage.setItem("theme", input.value); } catch { /* see above */ }
    });
  }
  box.hidden = false;
}

// The card of a term, taken from the list below the article.
function cards() {
  const panel = document.createElement("div");
  panel.className = "hover";
  panel.popover = "manual";
  panel.id = "hover-card";
  panel.setAttribute("role", "note");
  document.body.append(panel);
  let open = null;
  let timer = 0;

  const hide = () => {
    clearTimeout(timer);
    if (!open) return;
    open.classList.remove("open");
    open.removeAttribute("aria-describedby");
    open = null;
    panel.hidePopover();
  };
  const place = (link) => {
    const spot = link.getClientRects()[0] ?? link.getBoundingClientRect();
    const size = panel.getBoundingClientRect();
    const below = spot.bottom + 8 + size.height < innerHeight || spot.top < size.height + 8;
    const top = below ? spot.bottom + 8 : spot.top - 8 - size.height;
    const left = Math.min(Math.max(spot.left, 16), innerWidth - size.width - 16);
    panel.style.top = `${Math.max(8, Math.min(top, innerHeight - size.height - 8))}px`;
    panel.style.left = `${left}px`;
  };
  const show = (link) => {
    clearTimeout(timer);
    if (open === link) return;
    hide();
    const card = document.getElementById(`term-${link.dataset.term}`);
    if (!card) return;
    const list = document.createElement("dl");
    list.append(card.cloneNode(true));
    list.firstChild.removeAttribute("id");
    panel.replaceChildren(list);
    panel.showPopover();
    open = link;
    link.classList.add("open");
    link.setAttribute("aria-describedby", panel.id);
    place(link);
  };
  const later = (action, wait) => { clearTimeout(timer); timer = setTimeout(action, wait); };

  for (const link of document.querySelectorAll("a.term")) {
    link.addEventListener("pointerenter", (e) => { if (e.pointerType === "mouse") later(() => show(link), 250); });
    link.addEventListener("pointerleave", (e) => { if (e.pointerType === "mouse") later(hide, 200); });
    link.addEventListener("focus", () => show(link));
    link.addEventListener("blur", (e) => { if (!panel.contains(e.relatedTarget)) later(hide, 100); });
    let touched = false;
    link.addEventListener("pointerdown", (e) => { touched = e.pointerType === "touch" && open !== link; });
    link.addEventListener("click", (e) => { if (touched) { e.preventDefault(); touched = false; show(link); } });
  }
  panel.addEventListener("pointerenter", () => clearTimeout(timer));
  panel.addEventListener("pointerleave", () => later(hide, 200));
  panel.addEventListener("focusout", (e) => { if (!panel.contains(e.relatedTarget)) hide(); });
  addEventListener("keydown", (e) => { if (e.key === "Escape") hide(); });
  addEventListener("pointerdown", (e) => { if (open && !panel.contains(e.target) && e.target.closest("a.term") !== open) hide(); });
  addEventListener("scroll", () => { if (open) hide(); }, { passive: true });
}

// Notes beside their passages: aligned with the line, never on one another; either side lights the other.
function notes() {
  const all = [...document.querySelectorAll(".text aside.note")];
  if (!all.length) return;
  const wide = matchMedia("(min-width: 64rem)");
  const passageOf = (note) => document.getElementById(`passage-${note.dataset.note}`);
  const fold = () => {
    for (const note of all) note.querySelector("details").open = wide.matches || location.hash === `#${note.id}`;
  };
  const align = () => {
    for (const note of all) note.style.top = "";
    if (!wide.matches) return;
    let lowest = -Infinity;
    for (const note of all) {
      const natural = note.getBoundingClientRect();
      const passage = passageOf(note)?.getClientRects()[0];
      const wanted = Math.max(passage ? passage.top - 2 : natural.top, lowest, natural.top);
      note.style.top = `${wanted - natural.top}px`;
      lowest = wanted + natural.height + 16;
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
      if (wide.matches || e.target.closest("a")) return;
      const note = document.getElementById(`note-${mark.dataset.note}`);
      if (note) note.querySelector("details").toggleAttribute("open");
    });
  }
  const settle = () => { fold(); align(); };
  settle();
  wide.addEventListener("change", settle);
  addEventListener("hashchange", settle);
  new ResizeObserver(align).observe(document.querySelector(".text"));
  addEventListener("beforeprint", () => { for (const one of document.querySelectorAll(".text aside.note details")) one.open = true; });
  document.fonts?.ready.then(align);
}

function filter() {
  const box = document.querySelector(".filter");
  if (!box) return;
  box.hidden = false;
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  box.querySelector("input").addEventListener("input", (e) => {
    const wanted = plain(e.target.value);
    for (const letter of document.querySelectorAll(".letter")) {
      let any = false;
      for (const card of letter.querySelectorAll(".card")) {
        card.hidden = !plain(card.textContent).includes(wanted);
        any ||= !card.hidden;
      }
      letter.hidden = !any;
    }
  });
}

theme();
if (document.querySelector("a.term")) cards();
notes();
filter();
