"""From a save to the words painted in an open page: `python bench/preview.py ARCHIVE --saves 10`.

ARCHIVE is one that `bench/archive.py` made. Prints milliseconds, p50 and p95, for an article in view, the definition
of a term on it, and the base template; and what the preview costs while nothing happens.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
PAINTED = """(words) => new Promise((done) => {
  const look = () => document.body.innerText.includes(words)
    ? requestAnimationFrame(() => requestAnimationFrame(() => done(performance.timeOrigin + performance.now())))
    : requestAnimationFrame(look);
  look();
})"""


def main() -> None:
    """Measure an archive, and leave its files as they were."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--saves", type=int, default=10)
    parser.add_argument("--idle", type=float, default=20, help="seconds to look at the cost of doing nothing")
    given = parser.parse_args()
    article = sorted((given.archive / "content").rglob("a*100.*"))[0]
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "sitegen", "-C", str(given.archive), "serve", "-p", "18700"],
        cwd=ROOT, env=os.environ | {"CI": "1"}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    address = next(found[1] for line in process.stdout if (found := re.match(r"Serving (\S+)", line)))
    try:
        with sync_playwright() as playwright:
            path = os.environ.get("SITEGEN_BROWSER") or shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            page = browser.new_page()
            page.goto(f"{address}articles/{article.stem}/")
            settle(process)
            print(f"idle: {cost(process, given.idle):.2f} % of a processor")
            measure("article", page, process, article, lambda text, words: f"{text}\n\n{words}\n", given.saves)
            base = given.archive / "templates/base.html"
            theme = (ROOT / "templates/base.html").read_text()
            base.parent.mkdir(exist_ok=True)
            base.write_text(theme)
            settle(process)
            measure(
                "base template",
                page,
                process,
                base,
                lambda text, words: text.replace("</main>", f"{words}</main>"),
                given.saves,
            )
            base.unlink()
            browser.close()
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def measure(
    what: str, page: Page, process: subprocess.Popen[str], file: Path, change: Callable[[str, str], str], saves: int
) -> None:
    """Save a file again and again, each time with words of its own, and time their way to the screen."""
    text = file.read_text()
    times = []
    for number in range(saves):
        words = f"painted{number}x{what.replace(' ', '')}"
        begun = time.time()
        file.write_text(change(text, words))
        times.append(page.evaluate(PAINTED, words) - begun * 1000)
        settle(process)
    file.write_text(text)
    times.sort()
    print(
        f"{what}: p50 {statistics.median(times):.0f} ms, p95 {times[int(len(times) * 0.95)]:.0f} ms, least {times[0]:.0f} ms"
    )


def settle(process: subprocess.Popen[str]) -> None:
    """Wait until the preview has made the rest and does nothing."""
    while cost(process, 1.0) > 20:
        pass


def cost(process: subprocess.Popen[str], seconds: float) -> float:
    """The share of a processor that a process takes for some seconds, in per cent."""
    before = ticks(process)
    time.sleep(seconds)
    return (ticks(process) - before) / os.sysconf("SC_CLK_TCK") / seconds * 100


def ticks(process: subprocess.Popen[str]) -> int:
    """The ticks of processor time that a process has taken."""
    return sum(map(int, Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]))


if __name__ == "__main__":
    main()
