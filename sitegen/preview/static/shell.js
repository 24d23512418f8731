// The preview's own pieces over the page: problems of what was saved, the way to the desk.

import { made as element } from "./made.js";

const made = (tag, className = "", text = "") => element(tag, { className, textContent: text });

function lines(problem) {
  const block = made("pre");
  for (const [number, text] of problem.lines) {
    const line = made("span", number === problem.line ? "line here" : "line");
    line.append(made("span", "number", number), `${text}\n`);
    block.append(line);
  }
  return block;
}

function section(problem) {
  const one = made("section", "problem");
  const heading = made("h2");
  heading.append(made("span", "place", problem.line ? `${problem.file}:${problem.line}` : problem.file), problem.message);
  one.append(heading);
  if (problem.lines.length) one.append(lines(problem));
  if (problem.remedy) one.append(made("p", "remedy", problem.remedy));
  return one;
}

export function shell(base, { broken }) {
  const host = made("sitegen-preview");
  const root = host.attachShadow({ mode: "open" });
  const styles = ["tasks.css", "live.css"].map((name) => element("link", { rel: "stylesheet", href: `${base}-/${name}` }));
  const overlay = made("aside", "overlay");
  overlay.setAttribute("role", "alert");
  overlay.hidden = true;
  const corner = made("div", "corner");
  const gone = made("output");
  gone.hidden = true;
  const desk = made("a");
  desk.href = `${base}-/`;
  desk.hidden = true;
  corner.append(gone, desk);
  root.append(...styles, overlay, corner);
  // Beside the body, which is made anew with the page.
  document.documentElement.append(host);
  // At the page's end nothing of it lies under the corner.
  document.documentElement.style.setProperty("padding-block-end", "3.4rem");
  let hidden = "";
  let said = "";

  function show({ problems, words }) {
    host.dataset.theme = document.documentElement.dataset.theme ?? "auto";
    host.lang = words.lang;
    gone.textContent = words.away;
    desk.textContent = words.desk;
    desk.hidden = broken || location.pathname === `${base}-/`;
    const now = JSON.stringify(problems);
    if (now !== said) hidden = "";
    said = now;
    overlay.hidden = broken || problems.length === 0 || hidden === now;
    if (overlay.hidden) return;
    const hide = made("button", "", words.hide);
    hide.type = "button";
    hide.addEventListener("click", () => { hidden = now; overlay.hidden = true; });
    const header = made("header");
    header.append(made("p", "", words.broken), hide);
    const inside = made("div");
    inside.append(header, ...problems.map(section));
    overlay.replaceChildren(inside);
  }
  return { show, away: (is) => { gone.hidden = !is || !gone.textContent; }, root, corner };
}
