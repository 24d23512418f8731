// Asks the preview to write something; gives what was done, or throws what it says.

const own = document.querySelector("script[data-version][data-token]");

export async function post(what, given) {
  const answer = await fetch(`${own.dataset.base}-/${what}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Sitegen-Token": own.dataset.token },
    body: JSON.stringify(given),
  });
  const said = await answer.json();
  if (answer.status === 201) return said.done;
  throw Object.assign(new Error(said.reason), { paste: said.paste });
}
