"""The ledger: every mention found, and what was decided about it, as lines of JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from sitegen.crossref import Site
from sitegen.model import Evidence, MentionState, Record, Refusal

_SHOWN = ("accepted", "misspelt")


class LedgerLine(msgspec.Struct, frozen=True):
    """A mention with its article's slug and source.

    `line` and `column` count from 1, in code points of the source; `start` and `end` are offsets in
    the plain text; `occurrence` counts the surface in the source's body.
    """

    article: str
    source: str
    term: str
    surface: str
    line: int
    column: int
    start: int
    end: int
    occurrence: int
    state: MentionState
    linked: bool
    rule: str
    score: float
    evidence: tuple[Evidence, ...]
    refused: tuple[Refusal, ...]


class Changes(msgspec.Struct, frozen=True):
    """How a ledger differs from an older one: mentions found and lost, and those that changed their sense."""

    found: int
    lost: int
    changed: int

    def __bool__(self) -> bool:
        return bool(self.found or self.lost or self.changed)


def lines_of(record: Record) -> Iterator[LedgerLine]:
    """The lines of an article, in the order of its text."""
    article = record.article
    for m in record.mentions:
        yield LedgerLine(
            article.slug, article.source, m.term, m.surface, m.line, m.column, m.start, m.end, m.occurrence,
            m.state, m.linked, m.rule, m.score, m.evidence, m.refused,
        )  # fmt: skip


def ledger_lines(site: Site) -> Iterator[LedgerLine]:
    """The lines of a site, sorted by article and place."""
    for record in sorted(site.records, key=lambda r: r.article.slug):
        yield from lines_of(record)


def encoded(lines: Iterable[LedgerLine]) -> bytes:
    """Lines as JSON Lines, in UTF-8."""
    return msgspec.json.Encoder().encode_lines(lines)


def changes(before: bytes, after: bytes) -> Changes:
    """What became of the mentions of one ledger in another. A line of either that can't be read counts as none."""
    old, new = _shown(before), _shown(after)
    return Changes(
        found=len(new.keys() - old.keys()),
        lost=len(old.keys() - new.keys()),
        changed=sum(old[key] != new[key] for key in old.keys() & new.keys()),
    )


class _Shown(msgspec.Struct, frozen=True):
    article: str
    term: str
    surface: str
    occurrence: int
    state: str


def _shown(ledger: bytes) -> dict[tuple[str, str, int], str]:
    decoder = msgspec.json.Decoder(_Shown)
    found = {}
    for line in ledger.splitlines():
        try:
            one = decoder.decode(line)
        except msgspec.DecodeError:
            continue
        if one.state in _SHOWN:
            found[one.article, one.surface, one.occurrence] = one.term
    return found
