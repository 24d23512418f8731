"""The ledger: every mention found, and what was decided about it."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.crossref import Site

_LEDGER = (
    "term", "surface", "line", "column", "start", "end", "occurrence", "state", "linked", "rule", "score",
    "evidence", "refused",
)  # fmt: skip


def ledger_lines(site: Site) -> Iterator[dict[str, object]]:
    """The ledger: every mention by article and place, with the decision about it."""
    for record in sorted(site.records, key=lambda r: r.article.slug):
        for mention in record.mentions:
            line: dict[str, object] = {"article": record.article.slug, "source": record.article.source}
            line |= {name: getattr(mention, name) for name in _LEDGER}
            yield line
