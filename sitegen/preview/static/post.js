// Asks the preview for something, or to write something; gives what it says, or throws why not.

const own = document.querySelector("script[data-version][data-token]");
const token = { "X-Sitegen-Token": own.dataset.token };

// The address of the page as the preview knows it.
export const page = () => decodeURIComponent(location.pathname).slice(own.dataset.base.length);

async function refused(answer) {
  const said = await answer.json();
  return Object.assign(new Error(said.reason), { paste: said.paste });
}

export async function ask(what, given) {
  const answer = await fetch(`${own.dataset.base}-/${what}?${new URLSearchParams(given)}`, { cache: "no-store", headers: token });
  if (answer.ok) return answer;
  throw await refused(answer);
}

export async function post(what, given) {
  const answer = await fetch(`${own.dataset.base}-/${what}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...token },
    body: JSON.stringify(given),
  });
  if (answer.status === 201) return (await answer.json()).done;
  throw await refused(answer);
}
