"""The gate for mark-up: what content may hold, once, before anything is added to it."""

from __future__ import annotations

import html
import re

import nh3

from sitegen.markup import attributes_of, map_attributes, map_tags, tag
from sitegen.urls import is_external, safe_href

_TAGS = {
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
}
_INLINE = {
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "br",
    "cite",
    "code",
    "del",
    "dfn",
    "em",
    "i",
    "ins",
    "kbd",
    "mark",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
    "u",
    "var",
    "wbr",
    "p",
    "ul",
    "ol",
    "li",
    "blockquote",
}
_EVERYWHERE = {"class", "dir", "id", "lang", "title"}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": _EVERYWHERE,
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "col": {"span"},
    "time": {"datetime"},
    "details": {"open"},
    "q": {"cite"},
    "blockquote": {"cite"},
    "del": {"datetime"},
    "ins": {"datetime"},
}
_DROPPED = {
    "script",
    "style",
    "template",
    "iframe",
    "object",
    "embed",
    "svg",
    "math",
    "noscript",
    "title",
    "textarea",
    "select",
}

# Classes that content may use: Pygments' short names, alignment, footnotes, and linking on or off.
_CLASS = re.compile(
    r"[a-z][a-z0-9]{0,2}|codehilite|linenos|align-(?:left|center|right)|footnote(?:-ref|-backref)?|noterm|term|headerlink|language-[A-Za-z0-9_+#.-]{1,40}|lead|aside|caption"
)
_ID = re.compile(r"[^\s\"'<>&]{1,120}")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_NUMBER = re.compile(r"\d{1,5}")

PREFIX = "s-"

_WRITTEN_ADDRESS = re.compile(r"<(?:a|img)\b[^<>]*?\s(href|src)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s<>]+)", re.IGNORECASE)


def _keep(element: str, attribute: str, value: str) -> str | None:
    if attribute == "href" or attribute == "src" or attribute == "cite":
        return _address(attribute, value)
    if attribute == "id":
        # The prefix keeps content's ids apart from the page's own, and from names of the DOM.
        return PREFIX + value if _ID.fullmatch(value) else None
    if attribute == "class":
        return " ".join(name for name in value.split() if _CLASS.fullmatch(name)) or None
    if attribute == "lang":
        return value if _LANGUAGE.fullmatch(value) else None
    if attribute == "dir":
        return value if value in {"ltr", "rtl", "auto"} else None
    if attribute in {"colspan", "rowspan", "start", "span", "width", "height"}:
        return value if _NUMBER.fullmatch(value) else None
    return value


def _address(attribute: str, value: str) -> str | None:
    address = safe_href(value)
    if address is None:
        return None
    if attribute == "src" and is_external(address):
        return None
    return "#" + PREFIX + address[1:] if address.startswith("#") and len(address) > 1 else address


_BODY = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_DROPPED,
    attributes=_ATTRIBUTES,
    attribute_filter=_keep,
    link_rel=None,
    strip_comments=True,
    url_schemes={"http", "https", "mailto"},
)
_FRAGMENT = nh3.Cleaner(
    tags=_INLINE,
    clean_content_tags=_DROPPED,
    attributes={"*": {"lang", "dir", "class"}, "a": {"href"}},
    attribute_filter=_keep,
    link_rel=None,
    strip_comments=True,
    url_schemes={"http", "https", "mailto"},
)


def sanitise_body(source: str) -> str:
    """Rendered mark-up of an article with only what a news text needs.

    Elements and attributes outside the allow-list are dropped, their text is kept; scripts and
    styles go with their content. Ids get a prefix, addresses pass `urls.safe_href`. Links elsewhere
    get `rel="noopener noreferrer external"`. Headings are shifted to start at level 2, and an id
    that occurs twice gets a number.
    """
    return _tidy(_BODY.clean(source))


def dropped_addresses(source: str) -> tuple[str, ...]:
    """The addresses of links and pictures in rendered mark-up that `sanitise_body` leaves out, for people to know."""
    found = set()
    for name, quoted in _WRITTEN_ADDRESS.findall(source):
        address = html.unescape(quoted.strip("\"'"))
        if _address(name.lower(), address) is None:
            found.add(address)
    return tuple(sorted(found))


def sanitise_fragment(source: str) -> str:
    """Rendered mark-up of a note or a definition: running text, lists and links only."""
    return map_attributes(_FRAGMENT.clean(source), _external)


def _external(name: str, raw: str) -> str | None:
    if name != "a":
        return None
    attributes = attributes_of(raw)
    if not is_external(attributes.get("href", "")):
        return None
    return tag("a", (attributes | {"rel": "noopener noreferrer external"}).items())


def _tidy(source: str) -> str:
    return _links_and_ids(_shifted(source)) if 'id="' in source or "<a " in source or "<h" in source else source


def _shifted(source: str) -> str:
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", source)]
    shift = 2 - min(levels) if levels else 0
    if not shift:
        return source

    def change(slash: str, name: str, raw: str) -> str | None:
        return f"<{slash}h{min(int(name[1]) + shift, 6)}{raw}>" if re.fullmatch("h[1-6]", name) else None

    return map_tags(source, change)


def _links_and_ids(source: str) -> str:
    seen: dict[str, int] = {}
    taken = set(re.findall(' id="([^"]*)"', source))

    def change(name: str, raw: str) -> str | None:
        own = _with_own_id(raw, seen, taken) if ' id="' in raw else raw
        return _external(name, own) or (f"<{name}{own}>" if own is not raw else None)

    return map_attributes(source, change)


def _with_own_id(raw: str, seen: dict[str, int], taken: set[str]) -> str:
    """Attributes with an id that no element before has; a new one has a number that no element has."""
    attributes = attributes_of(raw)
    name = attributes["id"]
    seen[name] = seen.get(name, 0) + 1
    if seen[name] == 1:
        return raw
    while f"{name}-{seen[name]}" in taken:
        seen[name] += 1
    own = f"{name}-{seen[name]}"
    taken.add(own)
    return tag("", (attributes | {"id": own}).items())[1:-1]
