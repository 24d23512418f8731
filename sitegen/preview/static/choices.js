// A click decides what a word means in an article: the pin is in its sidecar, and the question goes.

import { post } from "./post.js";

export async function choose(event) {
  const button = event.target.closest?.(".choices button");
  if (!button) return;
  const choices = button.closest(".choices");
  const said = choices.querySelector("output");
  for (const one of choices.querySelectorAll("button")) one.disabled = true;
  try {
    await post("pins", { page: choices.dataset.page, form: choices.dataset.form, term: button.value });
  } catch (failure) {
    said.textContent = `${failure.message} ${failure.paste ?? ""}`;
    for (const one of choices.querySelectorAll("button")) one.disabled = false;
  }
}
