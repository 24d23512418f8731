"""Keys: digests of everything that a result depends on."""

from __future__ import annotations

import hashlib
import os
import sys
from functools import cache
from pathlib import Path

from sitegen import __version__
from sitegen.sealed import seal_of

_PACKAGES = (
    "babel",
    "imagesize",
    "jinja2",
    "markdown",
    "markupsafe",
    "msgspec",
    "nh3",
    "pygments",
    "pyromark",
    "ahocorasick-rs",
    "rapidfuzz",
    "py3langid",
)


@cache
def generator_digest() -> str:
    """The digest of the program itself and of the packages that shape its output."""
    state = hashlib.blake2b(__version__.encode(), digest_size=16)
    folder = Path(__file__).parent.parent
    for path in sorted(path for ending in ("jsonld", "po", "py", "txt") for path in folder.rglob(f"*.{ending}")):
        state.update(path.read_bytes())
    for name in _installed():
        state.update(f"{name}\n".encode())
    return state.hexdigest()


def _installed() -> list[str]:
    """The packages that shape output, each with its version, as the folders say that installers leave beside them.

    To ask importlib.metadata takes longer than to look at a whole archive.
    """
    wanted = {name.replace("-", "_") for name in _PACKAGES}
    found = set()
    for folder in filter(os.path.isdir, sys.path):
        for name in os.listdir(folder):
            if name.endswith((".dist-info", ".egg-info")) and name.partition("-")[0].lower() in wanted:
                found.add(name)
    return sorted(found)


def key_of(*parts: object) -> str:
    """A key: the digest of the program and of some values."""
    return seal_of((generator_digest(), *parts)).hex()
