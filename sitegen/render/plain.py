"""Plain text as found: paragraphs between blank lines, and lines that are section headings."""

from __future__ import annotations

import re

from sitegen.markup import element
from sitegen.urls import slugify

LONGEST_HEADING = 120

_BLANK = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_CLOSING = tuple(".!?…:;,。！？：；，\"'»”’)）」』")


def render_plain(body: str) -> str:
    """Mark-up of a plain text: `<p>` and `<h2>` only, white space inside as in the source.

    A single line of at most 120 characters without closing punctuation that stands between
    paragraphs is a heading.
    """
    paragraphs = [part.strip() for part in _BLANK.split(body) if part.strip()]
    last = len(paragraphs) - 1
    out = []
    seen: set[str] = set()
    for number, text in enumerate(paragraphs):
        if 0 < number < last and is_heading(text):
            anchor = slugify(text) or str(number)
            anchor = f"{anchor}-{number}" if anchor in seen else anchor
            seen.add(anchor)
            out.append(element("h2", text, [("id", anchor)]))
        else:
            out.append(element("p", text))
    return "\n".join(out)


def is_heading(text: str) -> bool:
    """Whether a paragraph on its own looks like a section heading; a line of signs alone does not."""
    if len(text) > LONGEST_HEADING or "\n" in text or text.endswith(_CLOSING):
        return False
    return any(map(str.isalnum, text))
