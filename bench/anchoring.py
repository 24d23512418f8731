"""How notes fare when texts change: `python bench/anchoring.py` prints it, beside the Hypothes.is client.

*right*: on its passage; *lost*: an orphan, though its passage stands somewhere; *wrong*: silently on
other words. Of passages that are gone, *right* is to be an orphan. Then it prints what placing costs.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import msgspec

from sitegen.model import Note
from sitegen.notes import excerpts
from sitegen.notes.anchoring import place_note
from sitegen.notes.selectors import selector_at, with_selector
from tests.notes.fate import client_fate, mended_fate, our_fate
from tests.notes.mutations import GONE, Case, cases
from tests.notes.passages import Passage, passages, texts

EACH = 7
PARTS = 8
NOTE = Note(id="n", kind="context", body="")


def main() -> None:
    chosen = passages(EACH)
    print(f"{len(chosen)} passages")
    # Parts of a fixed number, so that every machine makes the same edits.
    with ProcessPoolExecutor() as pool:
        counted = list(pool.map(_counted, [chosen[number::PARTS] for number in range(PARTS)]))
    ours, mended, bare, client = (sum(counts, Counter()) for counts in zip(*counted, strict=True))
    _print_table(
        [
            ("sitegen build", ours), ("sitegen check --fix, old text", mended),
            ("build, 32 letters of context", bare), ("Hypothes.is client", client),
        ]
    )  # fmt: skip
    _print_speed()


def _counted(chosen: list[Passage]) -> tuple[Counter[tuple[str, str]], ...]:
    """How many cases there are of each edit and fate."""
    ours: Counter[tuple[str, str]] = Counter()
    mended: Counter[tuple[str, str]] = Counter()
    client: Counter[tuple[str, str]] = Counter()
    bare: Counter[tuple[str, str]] = Counter()
    for case in cases(chosen):
        ours[_name(case), our_fate(case)] += 1
        mended[_name(case), mended_fate(case)] += 1
        client[_name(case), client_fate(case)] += 1
    for case in cases(chosen, side=32):
        bare[_name(case), our_fate(case)] += 1
    return ours, mended, bare, client


def _name(case: Case) -> str:
    return case.edit if case.now[1:] != GONE else f"{case.edit} (gone)"


def _print_table(columns: list[tuple[str, Counter[tuple[str, str]]]]) -> None:
    fates = ("right", "lost", "wrong")
    print(f"{'':26}" + "".join(f"  {name:>31}" for name, _ in columns))
    print(f"{'edit':26}" + "".join(f"  {fate:>9}" for _ in columns for fate in fates))
    edits = list(dict.fromkeys(edit for edit, _ in columns[0][1]))
    groups = [([edit], edit) for edit in edits]
    groups += [([e for e in edits if "gone" not in e], "all that exist"), ([e for e in edits if "gone" in e], "all that are gone")]  # fmt: skip
    for members, name in groups:
        numbers = [sum(counts[edit, fate] for edit in members) for _, counts in columns for fate in fates]
        print(f"{name:26}" + "".join(f"  {number:9}" for number in numbers))
    for name, counts in columns:
        exist = {fate: sum(n for (e, f), n in counts.items() if f == fate and "gone" not in e) for fate in fates}
        wrong = sum(n for (_, fate), n in counts.items() if fate == "wrong")
        print(f"{name}: {exist['right'] / sum(exist.values()):.1%} recovered, {wrong} wrong")


def _print_speed() -> None:
    long = "\n\n".join(text for _, text in texts())
    short = next(text for language, text in texts() if language == "fr" and len(text) > 2500)
    # Read backwards it stands nowhere in the long text.
    short = (short + "\n\n" + long)[:5000][::-1]
    long = (long * 12)[:999_000] + "\n\n" + short
    print(f"\n{'milliseconds of CPU':34}  {'5 KB':>8}  {'1 MB':>8}")
    at = short.index(" ", 2400) + 1
    for name, size, lost in (
        ("exact", 60, ""), ("exact, shifted", 60, "shift"), ("lost, a phrase", 60, "zq"), ("lost, a sentence", 200, "zq"), ("lost, a page", 2000, "zq"),
    ):  # fmt: skip
        costs = []
        for text in (short, long):
            note = with_selector(NOTE, selector_at(short, at, at + size))
            start = text.index(note.quote) if lost != "shift" else 0
            note = msgspec.structs.replace(note, start=start)
            if lost == "zq":
                note = with_selector(NOTE, selector_at(_muddled(short), at, at + size))
            assert (place_note(note, text).state == "orphan") == (lost == "zq"), name
            costs.append(_cost(lambda note=note, text=text: place_note(note, text)))
        print(f"{name:34}  {costs[0]:8.3f}  {costs[1]:8.3f}")


def _muddled(text: str) -> str:
    """A text with every fifth letter another, so that nothing of it is found by likeness."""
    return "".join(c if n % 5 or not c.isalpha() else "x" for n, c in enumerate(text))


def _cost(work: Callable[[], object]) -> float:
    """The least CPU time of some runs with nothing kept from the one before, in milliseconds."""
    times = []
    for _ in range(7):
        excerpts.whole_ground.cache_clear()
        begun = time.process_time_ns()
        work()
        times.append((time.process_time_ns() - begun) / 1e6)
    return min(times)


if __name__ == "__main__":
    main()
