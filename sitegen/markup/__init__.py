"""The one place that knows tags: text out of mark-up with a map back, spans into mark-up by offset.

Input is always what the sanitiser wrote: well-formed, attributes in double quotes, no comments.
The text is the plain text of an article: its blocks in order, joined by two line feeds.
"""

from sitegen.markup.flat import Flat, Run, Zone, flatten, html_offset, text_of
from sitegen.markup.tags import (
    Target,
    attributes_of,
    element,
    escape,
    map_attributes,
    map_tags,
    rewrite_references,
    tag,
)
from sitegen.markup.weave import Insertion, Span, weave, wrap

__all__ = [
    "Flat",
    "Insertion",
    "Run",
    "Span",
    "Target",
    "Zone",
    "attributes_of",
    "element",
    "escape",
    "flatten",
    "html_offset",
    "map_attributes",
    "map_tags",
    "rewrite_references",
    "tag",
    "text_of",
    "weave",
    "wrap",
]
