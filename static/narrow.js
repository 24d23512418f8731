// The notes narrowed down by language, term and month; what is chosen stands in the address.

export function start() {
  const box = document.querySelector(".narrow");
  const choices = [...box.querySelectorAll("select")];
  const none = box.querySelector("[role=status]");
  if (!choices.length) return;
  box.hidden = false;

  const fits = (note, { name, value }) => {
    const has = note.dataset[name] ?? note.closest(".of-article").dataset[name] ?? "";
    return !value || has.split(" ").includes(value);
  };
  const narrow = () => {
    let any = false;
    for (const group of document.querySelectorAll(".of-article")) {
      let some = false;
      for (const note of group.querySelectorAll(".note")) {
        note.hidden = !choices.every((choice) => fits(note, choice));
        some ||= !note.hidden;
      }
      group.hidden = !some;
      any ||= some;
    }
    none.hidden = any;
  };
  const asked = new URLSearchParams(location.search);
  for (const choice of choices) {
    choice.value = asked.get(choice.name) ?? "";
    if (choice.selectedIndex < 0) choice.value = "";
  }
  box.addEventListener("change", () => {
    const chosen = choices.filter(({ value }) => value).map(({ name, value }) => [name, value]);
    const search = new URLSearchParams(chosen).toString();
    history.replaceState(null, "", search ? `?${search}` : location.pathname);
    narrow();
  });
  document.addEventListener("contentchange", narrow);
  narrow();
}
