"""Pictures are as large as their headers say, whatever else they hold."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.discover import discover
from sitegen.pictures import Pictures
from tests.archive import Site


def png(width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("name", "data", "size"),
    [
        ("a.png", png(640, 480), (640, 480)),
        ("a.gif", b"GIF89a" + struct.pack("<HH", 7, 9) + b"\0" * 8, (7, 9)),
        ("a.jpg", png(3, 4), (3, 4)),
        ("a.png", b"", (0, 0)),
        ("a.png", b"\x89PNG\r\n\x1a\n", (0, 0)),
        ("a.png", png(0, 4), (0, 0)),
        ("a.png", png(1 << 30, 4), (0, 0)),
    ],
)
def test_sizes(tmp_path, name, data, size):
    (tmp_path / name).write_bytes(data)
    pictures = Pictures(discover(tmp_path, "content").pictures)
    assert name in pictures
    assert pictures.size(name) == size


@given(st.binary(max_size=60), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF", b"GIF89a"]))
def test_no_header_ends_a_build(tmp_path_factory, data, head):
    folder = tmp_path_factory.mktemp("pictures")
    (folder / "a.webp").write_bytes(head + data)
    assert all(n >= 0 for n in Pictures(discover(folder, "content").pictures).size("a.webp"))


def test_a_page_says_how_large_its_pictures_are(tmp_path):
    site = Site(tmp_path)
    site.write("content/chart.png", png(640, 480))
    site.article("one", '![Chart](chart.png) <img src="chart.png" alt="" width="10">')
    site.build()
    page = site.page("articles/one")
    assert '<img alt="Chart" src="chart.png" width="640" height="480">' in page
    assert 'width="10"' in page
    site.write("content/chart.png", png(64, 48))
    assert {"articles/one/index.html", "articles/one/chart.png"} <= site.build().written.keys()
    assert 'width="64" height="48"' in site.page("articles/one")
