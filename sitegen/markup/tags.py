"""Tags: written with their values escaped, read as the sanitiser wrote them, changed one by one."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping

import msgspec

# A pattern that begins with one character is looked for many times faster than one of several.
TAG = re.compile(r'<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^>"]++|"[^"]*+")*+)>')
_WITH_ATTRIBUTES = re.compile(r'<([a-zA-Z][a-zA-Z0-9]*)(\s(?:[^>"]++|"[^"]*+")*+)>')
_SPECIAL = re.compile("[&<>\"']")
_ATTRIBUTE = re.compile(r'([a-z][a-z0-9:-]*)(?:="([^"]*)")?', re.I)


def escape(text: str) -> str:
    """Text as mark-up, fit for content and for attributes in double quotes."""
    return html.escape(text) if _SPECIAL.search(text) else text


def tag(name: str, attributes: Iterable[tuple[str, str]] = ()) -> str:
    """An opening tag with its attribute values escaped."""
    written = [f' {key}="{escape(value)}"' for key, value in attributes]
    return f"<{name}{''.join(written)}>"


def element(name: str, text: str, attributes: Iterable[tuple[str, str]] = ()) -> str:
    """An element that holds text."""
    return f"{tag(name, attributes)}{escape(text)}</{name}>"


def attributes_of(raw: str) -> dict[str, str]:
    """The attributes of a tag as the sanitiser wrote them, decoded."""
    return {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(raw)}


def map_tags(source: str, change: Callable[[str, str, str], str | None]) -> str:
    """Mark-up with its tags changed: `change(slash, name, attributes)` gives a new tag, or None."""

    def tag_for(found: re.Match[str]) -> str:
        changed = change(found[1], found[2], found[3])
        return found[0] if changed is None else changed

    return TAG.sub(tag_for, source)


def map_attributes(source: str, change: Callable[[str, str], str | None]) -> str:
    """Mark-up with the tags that have attributes changed: `change(name, attributes)` gives a new tag, or None."""

    def tag_for(found: re.Match[str]) -> str:
        changed = change(found[1], found[2])
        return found[0] if changed is None else changed

    return _WITH_ATTRIBUTES.sub(tag_for, source)


class Target(msgspec.Struct, frozen=True, array_like=True):
    """Where a reference leads; a picture's width and height in pixels, 0 where they are not known."""

    address: str
    width: int = 0
    height: int = 0


def rewrite_references(source: str, targets: Mapping[str, Target]) -> str:
    """Mark-up with `href` and `src` values replaced; `targets` is by the decoded values.

    A picture gets its size, unless it is written with one: a page then stays still while it loads.
    """

    def change(name: str, raw: str) -> str | None:
        if name not in {"a", "img"}:
            return None
        attributes = attributes_of(raw)
        key = "href" if name == "a" else "src"
        target = targets.get(attributes.get(key, ""))
        if target is None:
            return None
        attributes[key] = target.address
        if name == "img" and target.width and not attributes.keys() & {"width", "height"}:
            attributes |= {"width": str(target.width), "height": str(target.height)}
        return tag(name, attributes.items())

    return map_attributes(source, change)
