"""The gate for addresses: slugs, permalinks, output paths, links between them, links elsewhere.

A permalink is an address below the site's root without the leading slash: `articles/hopper/`
for a page in a folder of its own, `feed.xml` for a file, `""` for the home page.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from functools import lru_cache
from typing import NewType
from urllib.parse import quote, unquote, urlsplit

Slug = NewType("Slug", str)
Permalink = NewType("Permalink", str)
OutputPath = NewType("OutputPath", str)

LONGEST_SLUG = 80
LONGEST_NAME = 200
SCHEMES = frozenset({"http", "https", "mailto"})

_NOT_IN_SLUG = re.compile(r"[^\w]+|_+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_UNFIT = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')
_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def slugify(text: str) -> Slug:
    """The slug of a text: lower case, NFC, letters and digits of any script, `-`, at most 80.

    Empty when the text has no letter or digit.
    """
    folded = unicodedata.normalize("NFC", text).lower()
    marks_kept = "".join(c if _in_slug(c) else "-" for c in folded)
    return Slug(_NOT_IN_SLUG.sub("-", marks_kept).strip("-")[:LONGEST_SLUG].rstrip("-"))


def _in_slug(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")


def check_slug(text: str) -> Slug:
    """Take a slug that an editor wrote, as it is. Raises ValueError if it is not one."""
    if text != slugify(text) or not text:
        raise ValueError(f"{text!r} is not a slug")
    if _RESERVED.fullmatch(text):
        raise ValueError(f"{text!r} is a device name on Windows")
    return Slug(text)


def output_path(permalink: Permalink) -> OutputPath:
    """The file, relative to the output folder, that a permalink is served from.

    Raises ValueError for anything that could leave the output folder or that some file
    system can't hold.
    """
    path = permalink + "index.html" if permalink == "" or permalink.endswith("/") else permalink
    for name in path.split("/"):
        if wrong := _wrong_name(name):
            raise ValueError(f"{permalink!r} {wrong}")
    return OutputPath(path)


@lru_cache(maxsize=1024)
def _wrong_name(name: str) -> str:
    """What is wrong with a permalink that has a name; "" for nothing."""
    if name in {"", ".", ".."} or len(name.encode()) > LONGEST_NAME:
        return "is not an address below the site's root"
    if _UNFIT.search(name) or name[-1] in ". " or _RESERVED.fullmatch(name):
        return "has a name that not every file system can hold"
    return ""


@lru_cache(maxsize=65536)
def encode(permalink: str) -> str:
    """A permalink as written in an address: percent-encoded UTF-8 (RFC 3986)."""
    return quote(permalink, safe="/-._~:#!$&'()*+,;=@")


@lru_cache(maxsize=4096)
def _up(folder: str) -> str:
    return "../" * folder.count("/")


def relative(page: Permalink, target: str) -> str:
    """The link from one page to another, relative, so that it holds under any base path."""
    return (_up(page) + encode(target)) or "./"


def absolute(base_url: str, target: str) -> str:
    """The full address of a permalink; `base_url` ends with a slash."""
    return base_url + encode(target)


def base_path_of(base_url: str) -> str:
    """The path of a site's address, from slash to slash: `/repo/` of `https://example.org/repo/`, `/` of ""."""
    return f"/{urlsplit(base_url).path.strip('/')}/".replace("//", "/")


def safe_href(address: str) -> str | None:
    """An address that content may link to, or None.

    Only http, https, mailto, relative addresses and fragments pass (WHATWG URL: a browser drops
    control characters and reads a backslash as a slash, so neither is let through).
    """
    text = address.strip()
    if not text or _CONTROL.search(text) or "\\" in text or text.startswith("//"):
        return None
    scheme, colon, _ = text.partition(":")
    if colon and not re.search(r"[/?#]", scheme):
        return text if scheme.lower() in SCHEMES and _well_formed(text) else None
    return text


def _well_formed(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme == "mailto" or bool(parts.hostname)
    except ValueError:
        return False


def host(address: str) -> str:
    """The host of an address without `www.`, for people to read."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def is_external(address: str) -> bool:
    """Whether an address that passed `safe_href` has a scheme of its own."""
    return bool(re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", address))


def is_address(text: str) -> bool:
    """Whether a text is a full address that content may link to."""
    return safe_href(text) is not None and is_external(text)


def resolve_reference(source: str, reference: str) -> tuple[str, str] | None:
    """A relative reference in a source as (path in the content folder, fragment with its `#`).

    None if it leaves the content folder or is a mere fragment.
    """
    path, hash_, fragment = reference.partition("#")
    path = unquote(path.partition("?")[0])
    if not path or path.startswith("/"):
        return None
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
    if joined.startswith("../") or joined in {"..", "."}:
        return None
    return joined, hash_ + fragment
