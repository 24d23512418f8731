"""What emitters give: an address, and either a view for a template or bytes."""

from __future__ import annotations

import msgspec

from sitegen.urls import Permalink
from sitegen.views import View


class Page(msgspec.Struct, frozen=True):
    """A page made by a template. `body` names the annotated body that it needs from the store."""

    permalink: Permalink
    template: str
    view: View
    body: str = ""
    language: str = "en"


class Asset(msgspec.Struct, frozen=True):
    """A file of bytes."""

    permalink: Permalink
    data: bytes


class Parts(msgspec.Struct, frozen=True):
    """A file of parts that the store has under their digests, one after the other."""

    permalink: Permalink
    parts: tuple[str, ...]


Output = Page | Asset | Parts
