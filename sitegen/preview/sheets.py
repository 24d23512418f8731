"""Style sheets are asked for by version, so that a page and its looks are of one build, whatever was saved meanwhile."""

from __future__ import annotations

import posixpath
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping

# Bytes of replaced style sheets that pages which are just loading may still ask for.
MOST_LEFT = 8 << 20

_SHEET = re.compile(rb'<link rel="stylesheet" href="([^"?#:]+)"')


def versioned(page: bytes, name: str, base_path: str, versions: Mapping[str, str]) -> bytes:
    """A page whose links to style sheets ask for their versions. `name` and the keys are paths of files of the site."""
    head, end, body = page.partition(b"</head>")
    folder = base_path + posixpath.dirname(name)

    def link(found: re.Match[bytes]) -> bytes:
        target = posixpath.normpath(posixpath.join(folder, found[1].decode("utf-8", "replace")))
        version = versions.get(target.removeprefix(base_path))
        return found[0][:-1] + b"?" + version.encode() + b'"' if version else found[0]

    return _SHEET.sub(link, head) + end + body


class Replaced:
    """The style sheets of earlier builds, the latest ones, by path and version."""

    def __init__(self) -> None:
        self._left: OrderedDict[tuple[str, str], bytes] = OrderedDict()

    def keep(self, older: Mapping[str, str], newer: Mapping[str, str], bytes_of: Callable[[str], bytes]) -> None:
        """Keep the sheets of which there is another version now, or none; `bytes_of` gives those of the older one."""
        for path, version in older.items():
            if path.endswith(".css") and newer.get(path) != version:
                self._left[path, version] = bytes_of(path)
        size = sum(map(len, self._left.values()))
        while size > MOST_LEFT:
            size -= len(self._left.popitem(last=False)[1])

    def get(self, path: str, version: str) -> bytes | None:
        """A style sheet of an earlier build."""
        return self._left.get((path, version))
