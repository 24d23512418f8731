"""From a save to the words painted in an open page: `python bench/preview.py --articles 1000 --saves 20`.

sitegen and `hugo server` each serve an archive of their own, the same one, with the same article open in a real
browser; saves alternate between them. Prints a table in Markdown: milliseconds, p50 and p95, for the article in view,
for the definition of the most mentioned term, which the article in view shows, and for the base template; and what
each costs while nothing happens. Needs Linux and Chromium.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.archive import Archive, paragraphs, term_entry, term_label, write
from bench.compare import CACHE, PEERS, machine
from bench.peers import Generator, MissingError
from bench.peers.ours import ours

PATIENCE = 120_000
# In every page, also after it is loaded anew: when what is looked for is there, and has been painted.
LOOKING = """(() => {
  const look = () => {
    const words = sessionStorage.getItem("wanted");
    if (words && document.body?.textContent.includes(words)) {
      sessionStorage.removeItem("wanted");
      requestAnimationFrame(() => requestAnimationFrame(() => {
        sessionStorage.setItem("painted", performance.timeOrigin + performance.now());
      }));
    }
    requestAnimationFrame(look);
  };
  look();
})()"""


class Save(msgspec.Struct, frozen=True):
    """A kind of save: what it is called, and what becomes of a file's text with some words in it."""

    name: str
    file: Callable[[Entrant], Path]
    change: Callable[[str, str], str]


class Entrant(msgspec.Struct, frozen=True):
    """A preview that runs, with the article that is open in a browser, and the template of all pages."""

    name: str
    process: subprocess.Popen[str]
    page: Page
    article: Path
    template: Path

    @property
    def glossary(self) -> Path:
        return self.article.parent / "glossary" / "terms.yaml"


def _defined(text: str, words: str) -> str:
    entry = term_entry(0)
    return text.replace(entry, entry.replace('."}', f' {words}."}}'), 1)


SAVES = (
    Save("article in view", lambda one: one.article, lambda text, words: f"{text}\n\n{words}\n"),
    Save("definition of the most mentioned term", lambda one: one.glossary, _defined),
    Save("base template", lambda one: one.template, lambda text, words: text.replace("</main>", f"{words}</main>")),
)


def main() -> None:
    options = _options()
    generators, missing = [ours()], []
    for name in filter(None, options.peers.split(",")):
        try:
            generators.append(PEERS[name](options.cache))
        except MissingError as failure:
            missing.append(f"{name} was not measured: {failure}")
    able = [one for one in generators if one.preview is not None]
    missing += [
        f"{one.name} was not measured: there is no driver for its preview" for one in generators if one not in able
    ]
    archive = Archive(options.articles, options.terms)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        times, idle = measured(able, archive, Path(folder), options.saves, options.idle)
    print(table(times, idle, [f"{one.name} {one.version}" for one in able]))
    print(f"\n{options.articles:,} articles of 5 KB, {options.terms:,} terms; {options.saves} saves each. {machine()}")
    for line in missing:
        print(f"\n{line}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--terms", type=int, default=1000)
    parser.add_argument("--saves", type=int, default=20)
    parser.add_argument("--peers", default="hugo", help="of " + ", ".join(PEERS) + '; "" for none')
    parser.add_argument("--idle", type=float, default=20, help="seconds to look at the cost of doing nothing")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where the peers are installed")
    parser.add_argument("--folder", type=Path, help="where archives and sites are made and deleted at the end")
    options = parser.parse_args()
    if unknown := {*filter(None, options.peers.split(","))} - {*PEERS}:
        parser.error(f"unknown peers: {', '.join(sorted(unknown))}")
    return options


def measured(
    generators: Sequence[Generator], archive: Archive, folder: Path, saves: int, seconds: float
) -> tuple[dict[str, list[list[float]]], list[float]]:
    """Milliseconds of every save by its kind, for each generator, and the share of a processor that each takes at rest."""
    with sync_playwright() as playwright, ExitStack() as running:
        path = os.environ.get("SITEGEN_BROWSER") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        entrants = [
            running.enter_context(served(one, archive, folder / f"{number}", free_port(), browser))
            for number, one in enumerate(generators)
        ]
        for one in entrants:
            settle(one.process)
        idle = [cost(one.process, seconds) for one in entrants]
        times: dict[str, list[list[float]]] = {}
        for save in SAVES:
            times[save.name] = [[] for _ in entrants]
            # The first save of a kind warms up what has slept until then.
            for number in range(saves + 1):
                for one, found in zip(entrants, times[save.name], strict=True):
                    taken = painted(one, save, f"painted{number}x{save.name.replace(' ', '')}")
                    if number:
                        found.append(taken)
        browser.close()
    return times, idle


@contextmanager
def served(generator: Generator, archive: Archive, folder: Path, port: int, browser: Browser) -> Iterator[Entrant]:
    """A generator's preview of an archive of its own, with an article that shows the first term open."""
    assert generator.preview is not None
    write(archive, folder / "archive")
    preview = generator.preview(archive, folder / "archive", folder / "site", port)
    process = subprocess.Popen(
        preview.command, cwd=preview.folder, env=os.environ | {"CI": "1"}, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        address = next((found[1] for line in process.stdout if (found := re.search(preview.serving, line))), None)
        assert address, f"{generator.name} does not serve"
        threading.Thread(target=process.stdout.read, daemon=True).start()
        number = next(n for n in range(archive.articles) if term_label(0) in " ".join(paragraphs(archive, n)).split())
        # Whoever waits for something in a page is no script of the page.
        page = browser.new_context(bypass_csp=True).new_page()
        page.set_default_timeout(PATIENCE)
        page.add_init_script(LOOKING)
        page.goto(f"{address}articles/a{number:05}/")
        yield Entrant(generator.name, process, page, folder / f"archive/content/a{number:05}.md", preview.template)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def free_port() -> int:
    """A port that no one listens on now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def painted(one: Entrant, save: Save, words: str) -> float:
    """Save some words, wait until they are painted, and take them back; gives the milliseconds that it took."""
    file = save.file(one)
    text = file.read_text()
    changed = save.change(text, words)
    assert words in changed
    one.page.bring_to_front()
    one.page.evaluate("(words) => { sessionStorage.clear(); sessionStorage.setItem('wanted', words); }", words)
    begun = time.time()
    file.write_text(changed)
    seen = one.page.wait_for_function("sessionStorage.getItem('painted')").json_value()
    settle(one.process)
    file.write_text(text)
    settle(one.process)
    return float(seen) - begun * 1000


def settle(process: subprocess.Popen[str]) -> None:
    """Wait until a preview has made the rest and does nothing."""
    while cost(process, 0.5) > 20:
        pass


def cost(process: subprocess.Popen[str], seconds: float) -> float:
    """The share of a processor that a process takes for some seconds, in per cent."""
    before = ticks(process)
    time.sleep(seconds)
    return (ticks(process) - before) / os.sysconf("SC_CLK_TCK") / seconds * 100


def ticks(process: subprocess.Popen[str]) -> int:
    """The ticks of processor time that a process has taken."""
    return sum(map(int, Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]))


def table(times: dict[str, list[list[float]]], idle: Sequence[float], names: Sequence[str]) -> str:
    """The p50 and p95 of every kind of save, and the cost of nothing, as a table in Markdown."""
    lines = [f"| ms from a save to the screen: p50, p95 | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    for save, found in times.items():
        cells = [f"{statistics.median(one):,.0f}, {percentile(one, 95):,.0f}" for one in found]
        lines.append(f"| {save} | {' | '.join(cells)} |")
    lines.append(f"| at rest, % of a processor | {' | '.join(f'{one:.2f}' for one in idle)} |")
    return "\n".join(lines)


def percentile(values: Sequence[float], share: int) -> float:
    """The smallest value that so many per cent of all do not exceed."""
    return sorted(values)[math.ceil(len(values) * share / 100) - 1]


if __name__ == "__main__":
    main()
