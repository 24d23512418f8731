"""Bytes as answers: types, entity tags, ranges."""

from __future__ import annotations

import mimetypes
import re

from starlette.datastructures import Headers
from starlette.responses import Response

from sitegen.preview.guard import HEADERS

_TYPES = {
    ".json": "application/json",
    ".jsonl": "text/plain",
    ".jsonld": "application/ld+json",
    ".js": "text/javascript",
    ".xml": "application/xml",
    ".yaml": "text/plain",
    ".md": "text/plain",
    ".webp": "image/webp",
    ".avif": "image/avif",
}
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def type_of(path: str) -> str:
    """The media type of a file by its name."""
    suffix = "." + path.rsplit(".", 1)[-1]
    return _TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"


def answer(data: bytes, kind: str, version: str, headers: Headers, status: int = 200) -> Response:
    """Some bytes, part of them, or word that they are as they were, as a request's headers ask for."""
    tag = f'"{version}"'
    ours = HEADERS | {"ETag": tag}
    if status != 200:
        return Response(data, status, ours, media_type=kind)
    if tag in re.split(r"\s*,\s*", headers.get("if-none-match", "").replace("W/", "")):
        return Response(None, 304, ours)
    ours["Accept-Ranges"] = "bytes"
    asked = _RANGE.fullmatch(headers.get("range", ""))
    if asked is None or asked.groups() == ("", "") or headers.get("if-range", tag) != tag:
        return Response(data, 200, ours, media_type=kind)
    start, end = _range(asked, len(data))
    if start >= end:
        return Response(None, 416, ours | {"Content-Range": f"bytes */{len(data)}"})
    ours["Content-Range"] = f"bytes {start}-{end - 1}/{len(data)}"
    return Response(data[start:end], 206, ours, media_type=kind)


def _range(asked: re.Match[str], size: int) -> tuple[int, int]:
    first, last = asked.groups()
    if not first:
        return max(size - int(last), 0), size
    return int(first), min(int(last) + 1, size) if last else size
