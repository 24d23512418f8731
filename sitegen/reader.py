"""The gate for files: bytes from disk become text, or a problem that says where they don't."""

from __future__ import annotations

import codecs
import os
import stat
from pathlib import Path

from sitegen.problems import Problem, ProblemError, error, warning

LARGEST = 64 * 1024 * 1024

# What Python calls encodings and no text is in: escapes, host names, and one that can spell half a character.
_NO_TEXT = frozenset(["idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"])

# White space that text may hold; the other C0 controls have no meaning in it.
_CONTROLS = {code: "\ufffd" for code in range(32) if chr(code) not in "\t\n\r"}


def read_bytes(path: Path | str, name: str) -> bytes:
    """The bytes of a regular file; `name` is what problems call it.

    Raises ProblemError for what is not a regular file, can't be read, or is larger than 64 MiB.
    Links are not followed (O_NOFOLLOW): discovery decides about links.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        handle = os.open(path, flags | getattr(os, "O_BINARY", 0))
    except OSError as failure:
        raise ProblemError(error(name, 0, f"can't be read: {failure.strerror}")) from None
    try:
        state = os.fstat(handle)
        if not stat.S_ISREG(state.st_mode):
            raise ProblemError(error(name, 0, "is not a regular file", "remove it"))
        if state.st_size > LARGEST:
            remedy = "split it, or leave it out"
            raise ProblemError(error(name, 0, f"is larger than {LARGEST >> 20} MiB", remedy))
        pieces = []
        # A file object would ask the system three things more of each file.
        while piece := os.read(handle, state.st_size + 1):
            pieces.append(piece)
        return b"".join(pieces)
    except OSError as failure:
        raise ProblemError(error(name, 0, f"can't be read: {failure.strerror}")) from None
    finally:
        os.close(handle)


def decode(data: bytes, name: str, encoding: str = "utf-8") -> tuple[str, list[Problem]]:
    """Text of bytes: BOM dropped, line ends as line feeds, stray controls as U+FFFD (warned of).

    Raises ProblemError with the offset of the first byte that the encoding does not have, and for
    an encoding that Python does not know.
    """
    try:
        codec = codecs.lookup(encoding)
        if not getattr(codec, "_is_text_encoding", True) or codec.name in _NO_TEXT:
            raise LookupError
        text, _ = codec.decode(data, "strict")
    except (LookupError, ValueError) as failure:
        if isinstance(failure, UnicodeDecodeError):
            raise _undecodable(failure, data, name, encoding) from None
        remedy = "write a name from the IANA list, such as windows-1252"
        raise ProblemError(error(name, 0, f"encoding {encoding!r} is not known", remedy)) from None
    text = _one_line_end(text).removeprefix("\ufeff")
    # An isprintable-like scan would be slower than the translation of the rare text that needs it.
    if any(chr(code) in text for code in _CONTROLS):
        line = next(i for i, part in enumerate(text.split("\n"), 1) if part != part.translate(_CONTROLS))
        found = warning(name, line, "holds control characters, shown as U+FFFD", "remove them")
        return text.translate(_CONTROLS), [found]
    return text, []


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _undecodable(failure: UnicodeDecodeError, data: bytes, name: str, encoding: str) -> ProblemError:
    # A decoder that takes a signature off counts from behind it.
    offset = failure.start + len(data) - len(failure.object)
    line = _one_line_end(data[:offset].decode(encoding, "replace")).count("\n") + 1
    message = f"is not {encoding.upper()}: byte 0x{data[offset]:02x} at offset {offset}"
    remedy = "save it as UTF-8, or name its encoding in the sidecar: encoding: windows-1252"
    return ProblemError(error(name, line, message, remedy))
