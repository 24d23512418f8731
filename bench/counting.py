"""What a generator made, counted, so that those who do less are found out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import msgspec

TAXONOMIES = ("tags", "publishers", "languages")
# A list that leads to lists of its parts, instead of showing them.
DIVIDED = b'<ul class="members">'
TERM_LINK = re.compile(rb'<a class="term"')
ARTICLE_LINK = re.compile(rb'href="[^"#]*articles/([^"/#]+)/')
ENTRY = re.compile(rb"<entry\b")
LOCATED = re.compile(rb"<loc>[^<]*/articles/[^<]*</loc>")
# Generators read mark-up between two words of a term, and the ends of sections, in their own ways.
NEARLY = 0.03


class Work(msgspec.Struct, frozen=True):
    """What is in an output: pages of articles, lists and what they list, entries of feeds and of the
    sitemap, links of terms, pages of terms, and how many articles all of these lead back to."""

    articles: int
    lists: int
    listed: int
    entries: int
    located: int
    links: int
    terms: int
    backlinks: int


class UnequalError(Exception):
    """Two outputs that are not the same work."""


def work(output: Path) -> Work:
    """Count what an output folder has."""
    articles = sorted(output.glob("articles/*/index.html"))
    lists = sorted((output / "archive").rglob("index.html"))
    lists += [page for name in TAXONOMIES for page in sorted((output / name).glob("*/index.html"))]
    terms = sorted(output.glob("terms/*/index.html"))
    feeds = [output / "feed.xml", *sorted(output.glob("languages/*/feed.xml"))]
    json_feeds = [output / "feed.json", *sorted(output.glob("languages/*/feed.json"))]
    entries = sum(len(ENTRY.findall(feed.read_bytes())) for feed in feeds)
    entries += sum(len(json.loads(feed.read_bytes())["items"]) for feed in json_feeds)
    return Work(
        articles=len(articles),
        lists=len(lists),
        listed=sum(listed_in(page.parent) for page in lists),
        entries=entries,
        # A long sitemap is an index, without articles' addresses, of several.
        located=sum(len(LOCATED.findall(sitemap.read_bytes())) for sitemap in output.glob("sitemap*.xml")),
        links=sum(len(TERM_LINK.findall(page.read_bytes())) for page in articles),
        terms=len(terms),
        backlinks=sum(len(set(ARTICLE_LINK.findall(page.read_bytes()))) for page in terms),
    )


def listed_in(folder: Path) -> int:
    """How many articles the list in a folder shows or leads to."""
    page = (folder / "index.html").read_bytes()
    parts = sorted(path for path in folder.iterdir() if path.is_dir()) if DIVIDED in page else []
    return len(ARTICLE_LINK.findall(page)) + sum(map(listed_in, parts))


def compare(name: str, theirs: Work, ours: Work) -> None:
    """Raise UnequalError unless another generator did the same work as we did."""
    for field in Work.__struct_fields__:
        got, wanted = getattr(theirs, field), getattr(ours, field)
        slack = NEARLY * wanted if field in ("links", "backlinks") else 0
        if abs(got - wanted) > slack:
            raise UnequalError(f"{name} made {got:,} {field}, sitegen {wanted:,}:\n{theirs}\n{ours}")


def showing(output: Path, marker: str) -> int:
    """How many pages show a word."""
    wanted = marker.encode()
    return sum(wanted in page.read_bytes() for page in output.rglob("*.html"))
