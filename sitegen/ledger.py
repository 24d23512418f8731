"""The ledger: every mention found, and what was decided about it, as lines of JSON."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from sitegen.model import Mention

_SHOWN = ("accepted", "misspelt")


class Changes(msgspec.Struct, frozen=True):
    """How a ledger differs from an older one: mentions found and lost, and those that changed their sense."""

    found: int
    lost: int
    changed: int

    def __bool__(self) -> bool:
        return bool(self.found or self.lost or self.changed)


def encoded(mentions: Iterable[Mention]) -> bytes:
    """Mentions as JSON Lines, in UTF-8."""
    return msgspec.json.Encoder().encode_lines(mentions)


def decoded(lines: bytes) -> tuple[Mention, ...]:
    """The mentions of a ledger, or of a part of one."""
    return tuple(msgspec.json.Decoder(Mention).decode_lines(lines))


def changes(before: bytes, after: bytes) -> Changes:
    """What became of the mentions of one ledger in another. A line of either that can't be read counts as none."""
    old_lines, new_lines = set(before.splitlines()), set(after.splitlines())
    # A line that both have can't tell a difference.
    old, new = _shown(old_lines - new_lines), _shown(new_lines - old_lines)
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


def _shown(lines: Iterable[bytes]) -> dict[tuple[str, str, int], str]:
    decoder = msgspec.json.Decoder(_Shown)
    found = {}
    for line in lines:
        try:
            one = decoder.decode(line)
        except msgspec.DecodeError:
            continue
        if one.state in _SHOWN:
            found[one.article, one.surface, one.occurrence] = one.term
    return found
