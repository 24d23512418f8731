"""An automaton over folded forms (Aho and Corasick 1975): all places of all forms in one pass over a text."""

from __future__ import annotations

from collections.abc import Sequence

from ahocorasick_rs import AhoCorasick, MatchKind


class Automaton:
    """Compiled forms; where there are none, nothing is found. Its length is their number."""

    def __init__(self, forms: Sequence[str]) -> None:
        self._count = len(forms)
        self._matcher = AhoCorasick(forms, matchkind=MatchKind.Standard) if forms else None

    def __len__(self) -> int:
        return self._count

    def run(self, low: str) -> list[tuple[int, int, int]]:
        """Each place of each form in a folded text, with overlaps: the form's number, start and end."""
        if self._matcher is None:
            return []
        return self._matcher.find_matches_as_indexes(low, overlapping=True)
