// The box above the glossary: letters and accents as one likes.

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function start() {
  const box = document.querySelector(".filter");
  box.hidden = false;
  const [text, kind] = [box.querySelector("input"), box.querySelector("select")];
  const narrow = () => {
    const wanted = plain(text.value.trim());
    for (const letter of document.querySelectorAll(".letter")) {
      let any = false;
      for (const card of letter.querySelectorAll(".card")) {
        card.hidden = !plain(card.textContent).includes(wanted) || (kind.value && card.dataset.kind !== kind.value);
        any ||= !card.hidden;
      }
      letter.hidden = !any;
    }
  };
  box.addEventListener("input", narrow);
  document.addEventListener("contentchange", narrow);
}
