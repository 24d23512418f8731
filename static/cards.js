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
    if (!fill(link)) return;
    panel.lang = document.documentElement.lang;
    panel.showPopover();
    open = link;
    mark(link);
    place(link);
  }

  function fill(link) {
    const card = document.getElementById(`term-${link.dataset.term}`);
    if (!card) return false;
    const list = document.createElement("dl");
    list.append(card.cloneNode(true));
    list.firstChild.removeAttribute("id");
    panel.replaceChildren(list);
    return true;
  }

  function mark(link) {
    link.classList.add("open");
    link.setAttribute("aria-describedby", panel.id);
  }

  // The text may become another while a card is open.
  function renew() {
    if (!open) return;
    if (!open.isConnected || !fill(open)) { hide(); return; }
    mark(open);
    place(open);
  }

  // One listener for all links, those too that come into the page later.
  const linkOf = (target) => target.closest?.("a.term") ?? null;
  let touched = null;
  const on = (event, action) => document.addEventListener(event, (e) => { const link = linkOf(e.target); if (link) action(e, link); });
  on("pointerover", (e, link) => { if (e.pointerType === "mouse" && linkOf(e.relatedTarget ?? document) !== link) later(() => show(link), REST); });
  on("pointerout", (e, link) => { if (e.pointerType === "mouse" && linkOf(e.relatedTarget ?? document) !== link) later(hide, LEAVE); });
  on("focusin", (e, link) => { if (link.matches(":focus-visible")) show(link); });
  on("focusout", (e, link) => { if (!panel.contains(e.relatedTarget)) later(hide, LEAVE); });
  on("pointerdown", (e, link) => { touched = e.pointerType === "touch" && open !== link ? link : null; });
  on("click", (e, link) => { if (touched === link) { e.preventDefault(); touched = null; show(link); } });
  panel.addEventListener("pointerenter", () => clearTimeout(timer));
  panel.addEventListener("pointerleave", (e) => { if (e.pointerType === "mouse") later(hide, LEAVE); });
  panel.addEventListener("focusout", (e) => { if (!panel.contains(e.relatedTarget)) hide(); });
  addEventListener("keydown", (e) => { if (e.key === "Escape") hide(); });
  addEventListener("pointerdown", (e) => { if (open && !panel.contains(e.target) && e.target.closest?.("a.term") !== open) hide(); });
  addEventListener("scroll", () => { if (open) hide(); }, { passive: true });
  addEventListener("resize", hide);
  document.addEventListener("contentchange", renew);
  // The pointer may have come to rest, and the focus too, before this script did.
  const under = document.querySelector("a.term:hover");
  const focused = document.querySelector("a.term:focus-visible");
  if (focused) show(focused);
  else if (under) later(() => show(under), REST);
}
