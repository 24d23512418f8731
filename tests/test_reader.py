"""Bytes from disk become text, or one problem that says where they don't."""

import encodings.aliases
import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.problems import ProblemError
from sitegen.reader import LARGEST, decode, read_bytes


def refused(work, *arguments):
    """What a problem says that some work ends in, without its remedy."""
    with pytest.raises(ProblemError) as caught:
        work(*arguments)
    return str(caught.value.problem).partition(" (")[0]


@pytest.mark.parametrize("data", [b"", b"words\n", bytes(range(256)) * 1000])
def test_a_file_is_read_whole(tmp_path, data):
    (tmp_path / "a").write_bytes(data)
    assert read_bytes(tmp_path / "a", "a") == data


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: None, "content/x: can't be read: No such file or directory"),
        (Path.mkdir, "content/x: is not a regular file"),
        (os.mkfifo, "content/x: is not a regular file"),
        (lambda path: path.symlink_to(__file__), "content/x: can't be read: Too many levels of symbolic links"),
        (lambda path: path.symlink_to("/dev/zero"), "content/x: can't be read: Too many levels of symbolic links"),
    ],
    ids=["nothing", "folder", "pipe", "link to a file", "link to a device"],
)
def test_what_is_no_file_is_named(tmp_path, make, message):
    make(tmp_path / "x")
    assert refused(read_bytes, tmp_path / "x", "content/x") == message


def test_a_device_is_refused_at_once():
    assert refused(read_bytes, Path("/dev/zero"), "x") == "x: is not a regular file"


@pytest.mark.skipif(not os.path.exists("/proc/self/mem"), reason="needs a file that can be opened but not read")
def test_a_disk_that_fails_is_a_problem():
    assert refused(read_bytes, Path("/proc/self/mem"), "x") == "x: can't be read: Input/output error"


def test_a_file_beyond_all_measure_is_refused_without_being_read(tmp_path):
    (tmp_path / "x").touch()
    os.truncate(tmp_path / "x", LARGEST + 1)
    assert refused(read_bytes, tmp_path / "x", "x") == "x: is larger than 64 MiB"


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        (b"", "utf-8", ""),
        ("né".encode(), "utf-8", "né"),
        (b"n\xe9", "windows-1252", "né"),
        (b"n\xe9", "Latin1", "né"),
        ("日本".encode("shift_jis"), "shift_jis", "日本"),
        (b"\xef\xbb\xbfa", "utf-8", "a"),
        (b"\xef\xbb\xbfa", "utf-8-sig", "a"),
        ("\ufeffa".encode("utf-16-le"), "utf-16-le", "a"),
        ("né\r\n日".encode("utf-16"), "utf-16", "né\n日"),
        ("a\ufeffb\ufeff".encode(), "utf-8", "a\ufeffb\ufeff"),
        (b"a\r\nb\rc\n\rd\r\r\ne", "utf-8", "a\nb\nc\n\nd\n\ne"),
        ("a\tb\u2028c\x85d\x7f".encode(), "utf-8", "a\tb\u2028c\x85d\x7f"),
    ],
)
def test_text(data, encoding, text):
    assert decode(data, "a.txt", encoding) == (text, [])


@pytest.mark.parametrize(
    ("data", "text", "line"),
    [
        (b"a\0b", "a\ufffdb", 1),
        (b"a\nb\x1bc\x07", "a\nb\ufffdc\ufffd", 2),
        (b"a\r\nb\rc\x0c", "a\nb\nc\ufffd", 3),
    ],
)
def test_stray_controls_are_shown_and_warned_of(data, text, line):
    found, (problem,) = decode(data, "a.txt")
    assert found == text
    assert (problem.severity, problem.file, problem.line) == ("warning", "a.txt", line)
    assert problem.message == "holds control characters, shown as U+FFFD"


@pytest.mark.parametrize(
    ("data", "encoding", "message"),
    [
        (b"caf\xe9", "utf-8", "a.txt:1: is not UTF-8: byte 0xe9 at offset 3"),
        (b"a\nb\n\nc\xff\n", "utf-8", "a.txt:4: is not UTF-8: byte 0xff at offset 6"),
        (b"a\r\nb\r\nc\xff", "utf-8", "a.txt:3: is not UTF-8: byte 0xff at offset 7"),
        (b"a\rb\rc\xff", "utf-8", "a.txt:3: is not UTF-8: byte 0xff at offset 5"),
        (b"a\n\xed\xa0\x80", "utf-8", "a.txt:2: is not UTF-8: byte 0xed at offset 2"),
        (b"a\n\xf0\x9f", "utf-8", "a.txt:2: is not UTF-8: byte 0xf0 at offset 2"),
        (b"\xef\xbb\xbfab\xff", "utf-8", "a.txt:1: is not UTF-8: byte 0xff at offset 5"),
        (b"\xef\xbb\xbfab\n\xff", "utf-8-sig", "a.txt:2: is not UTF-8-SIG: byte 0xff at offset 6"),
        (b"a\n\x81", "windows-1252", "a.txt:2: is not WINDOWS-1252: byte 0x81 at offset 2"),
        ("\u010a\u0a0d\n".encode("utf-16-le") + b"\x00\xd8", "utf-16-le", "a.txt:2: is not UTF-16-LE: byte 0x00 at offset 6"),
    ],
)  # fmt: skip
def test_the_first_wrong_byte_is_named(data, encoding, message):
    assert refused(decode, data, "a.txt", encoding) == message


@pytest.mark.parametrize(
    "encoding",
    ["", "nope", "base64", "zip", "rot13", "hex", "idna", "punycode", "utf-7", "UTF7", "unicode_escape", "Unicode-Escape",
     "raw_unicode_escape", "undefined", "a\0b", "aliases", "../utf_8", "é", "x" * 5000],
)  # fmt: skip
def test_what_is_no_encoding_of_texts_is_refused(encoding):
    assert refused(decode, b"a", "a.txt", encoding) == f"a.txt: encoding {encoding!r} is not known"


@given(st.binary(max_size=40), st.sampled_from(sorted(set(encodings.aliases.aliases.values()))))
@example(b"\x80", "utf_8_sig")
@example(b"\x1b$", "iso2022_jp")
def test_any_bytes_in_any_encoding_are_text_or_one_problem(data, encoding):
    try:
        text, problems = decode(data, "a.txt", encoding)
    except ProblemError as failure:
        problem = failure.problem
        assert problem.severity == "error"
        assert problem.line <= data.count(b"\n") + data.count(b"\r") + 1
        assert problem.line or f"encoding {encoding!r}" in problem.message
    else:
        text.encode()
        assert not set(text) & {chr(code) for code in range(32) if chr(code) not in "\t\n"}
        assert [p.severity for p in problems] in ([], ["warning"])


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff", include_characters="\n\t")))
def test_text_comes_back_as_it_was(text):
    assert decode(text.encode(), "a.txt") == (text, [])
    assert decode(text.replace("\n", "\r\n").encode("utf-8-sig"), "a.txt") == (text, [])
