// On paper the notes of the margin become endnotes, and the terms follow in the same count.

export function start() {
  const places = new Map();

  const gather = () => {
    if (places.size) return;
    const text = document.querySelector(".column .text");
    const list = document.querySelector(".endnotes");
    const notes = [...document.querySelectorAll(".column .margin .note")];
    for (const note of notes) {
      places.set(note, note.parentNode);
      list.append(note);
      note.querySelector("details").open = true;
    }
    document.documentElement.style.setProperty("--notes", notes.length);
    const cards = [...document.querySelectorAll(".terms .card")];
    for (const [index, card] of cards.entries()) {
      const term = card.id.slice("term-".length);
      for (const link of text.querySelectorAll(`a.term[data-term="${CSS.escape(term)}"]`)) link.dataset.number = notes.length + index + 1;
    }
  };
  const scatter = () => {
    for (const [note, place] of places) place.append(note);
    places.clear();
    dispatchEvent(new Event("hashchange"));
  };
  addEventListener("beforeprint", gather);
  addEventListener("afterprint", scatter);
}
