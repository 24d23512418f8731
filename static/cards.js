// The card of a term, taken from the list below the article: by pointer after a rest, by focus, by tap.

const REST = 250;
const LEAVE = 200;

export function start() {
  const panel = document.createElement("div");
  panel.className = "hover";
  panel.popover = "manual";
  panel.id = "hover-card";
  panel.setAttribute("role", "note");
  document.body.append(panel);
  let open = null;
  let timer = 0;

  const later = (action, wait) => { clearTimeout(timer); timer = setTimeout(action, wait); };

  function hide() {
    clearTimeout(timer);
    if (!open) return;
    open.classList.remove("open");
    open.removeAttribute("aria-describedby");
    open = null;
    panel.hidePopover();
  }

  function place(link) {
    const spot = link.getClientRects()[0] ?? link.getBoundingClientRect();
    const size = panel.getBoundingClientRect();
    const below = spot.bottom + 8 + size.height < innerHeight || spot.top < size.height + 8;
    const top = below ? spot.bottom + 8 : spot.top - 8 - size.height;
    const left = Math.min(Math.max(spot.left, 16), innerWidth - size.width - 16);
    panel.style.top = `${Math.max(8, Math.min(top, innerHeight - size.height - 8))}px`;
    panel.style.left = `${Math.max(left, 8)}px`;
  }

  function show(link) {
    clearTimeout(timer);
    if (open === link) return;
    hide();
    const card = document.getElementById(`term-${link.dataset.term}`);
    if (!card) return;
    const list = document.createElement("dl");
    list.append(card.cloneNode(true));
    list.firstChild.removeAttribute("id");
    panel.replaceChildren(list);
    panel.lang = document.documentElement.lang;
    panel.showPopover();
    open = link;
    link.classList.add("open");
    link.setAttribute("aria-describedby", panel.id);
    place(link);
  }

  for (const link of document.querySelectorAll("a.term")) {
    link.addEventListener("pointerenter", (e) => { if (e.pointerType === "mouse") later(() => show(link), REST); });
    link.addEventListener("pointerleave", (e) => { if (e.pointerType === "mouse") later(hide, LEAVE); });
    link.addEventListener("focus", () => { if (link.matches(":focus-visible")) show(link); });
    link.addEventListener("blur", (e) => { if (!panel.contains(e.relatedTarget)) later(hide, LEAVE); });
    let touched = false;
    link.addEventListener("pointerdown", (e) => { touched = e.pointerType === "touch" && open !== link; });
    link.addEventListener("click", (e) => { if (touched) { e.preventDefault(); touched = false; show(link); } });
  }
  panel.addEventListener("pointerenter", () => clearTimeout(timer));
  panel.addEventListener("pointerleave", (e) => { if (e.pointerType === "mouse") later(hide, LEAVE); });
  panel.addEventListener("focusout", (e) => { if (!panel.contains(e.relatedTarget)) hide(); });
  addEventListener("keydown", (e) => { if (e.key === "Escape") hide(); });
  addEventListener("pointerdown", (e) => { if (open && !panel.contains(e.target) && e.target.closest?.("a.term") !== open) hide(); });
  addEventListener("scroll", () => { if (open) hide(); }, { passive: true });
  addEventListener("resize", hide);
  // The pointer may have come to rest, and the focus too, before this script did.
  const under = document.querySelector("a.term:hover");
  const focused = document.querySelector("a.term:focus-visible");
  if (focused) show(focused);
  else if (under) later(() => show(under), REST);
}
