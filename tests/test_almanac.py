"""The made-up archive in six languages: what is found in it, and that annotation leaves its text alone.

After a change that is meant, `SITEGEN_WRITE_EXPECTED=1` writes the expected files anew.
"""

import datetime
import os
import re
import shutil
from pathlib import Path
from typing import get_args
from urllib.parse import unquote, urljoin

import html5lib
import pytest

from sitegen.build import Options, build, read_content, read_mentions
from sitegen.config import find_archive
from sitegen.discover import discover, read_source
from sitegen.markup import flatten
from sitegen.model import EXTENSIONS, AnchorState, NoteKind
from sitegen.parse import parse_article
from sitegen.render import render
from sitegen.store import Store

HERE = Path(__file__).parent / "archives"
OPTIONS = Options(datetime.date(2024, 12, 31))


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return built(tmp_path_factory.mktemp("almanac"))


@pytest.fixture(scope="module", params=EXTENSIONS)
def either(request, tmp_path_factory):
    """The archive as each engine reads it."""
    return built(tmp_path_factory.mktemp(request.param), f'[markdown]\nengine = "{request.param}"\n')


def built(root, more=""):
    shutil.copytree(HERE / "almanac", root / "a", ignore=shutil.ignore_patterns("_site", ".sitegen"))
    with (root / "a" / "sitegen.toml").open("a") as file:
        file.write(more)
    archive = find_archive(root / "a", {})
    assert build(archive, OPTIONS).published
    return archive


def as_expected(name, text):
    path = HERE / name
    if os.environ.get("SITEGEN_WRITE_EXPECTED"):
        path.write_text(text)
    assert text == path.read_text()


def test_the_ledger(site):
    _, mentions = read_mentions(site, OPTIONS, Store(None))
    lines = [
        f"{n.source}:{n.line}:{n.column} {n.surface!r} {n.term} {n.state}{' linked' if n.linked else ''} ({n.rule})"
        for group in mentions.values()
        for n in group
    ]
    as_expected("almanac-ledger.txt", "\n".join(lines) + "\n")


def test_the_addresses(site):
    files = sorted(p.relative_to(site.destination).as_posix() for p in site.destination.rglob("*") if p.is_file())
    as_expected("almanac-addresses.txt", "\n".join(files) + "\n")


def test_the_problems(site):
    content = read_content(site, OPTIONS, Store(None))
    as_expected("almanac-problems.txt", "\n".join(str(p) for p in content.problems) + "\n")


def test_positions_point_at_the_surface(either):
    _, mentions = read_mentions(either, OPTIONS, Store(None))
    for line in (mention for group in mentions.values() for mention in group):
        source = (either.content / line.source).read_text().split("\n")[line.line - 1]
        assert source[line.column - 1 :].startswith(line.surface), line


def elements(tree, name, **attributes):
    return [e for e in tree.iter(name) if all(e.get(k) == v for k, v in attributes.items())]


def words_of(element, out):
    if "data-added" in element.attrib or element.get("class") == "margin":
        out.append(element.tail or "")
        return
    out.append(element.text or "")
    for child in element:
        words_of(child, out)
    out.append(element.tail or "")


def test_annotation_leaves_every_text_as_it_was(either):
    sources = discover(either.content, "content")
    beside = {s.stem: s for s in sources.sidecars}
    tried = 0
    for found in sources.articles:
        article = parse_article(
            read_source(found), read_source(beside[found.stem]) if found.stem in beside else None, "content", "en"
        ).article
        page = either.destination / "articles" / article.slug / "index.html"
        if not page.exists() or article.meta.show != "full":
            continue
        tree = html5lib.parse(page.read_text(), namespaceHTMLElements=False)
        (text,) = [e for e in tree.iter("div") if e.get("class") == "text"]
        shown = []
        for child in text:
            words_of(child, shown)
        plain = flatten(render(article, either.config.markdown).html).text
        assert "".join("".join(shown).split()) == "".join(plain.split()), found.path
        tried += 1
    assert tried > 30


def test_every_link_of_every_page_leads_somewhere(either):
    base = either.config.base_url
    ids = {}
    links = []
    for path in either.destination.rglob("*.html"):
        tree = html5lib.parse(path.read_text(), namespaceHTMLElements=False)
        address = base + path.relative_to(either.destination).as_posix().removesuffix("index.html")
        ids[address] = [e.get("id") for e in tree.iter() if isinstance(e.tag, str) and e.get("id")]
        links += [
            (address, e.get(k)) for e in tree.iter() for k in ("href", "src") if isinstance(e.tag, str) and e.get(k)
        ]
    for address, names in ids.items():
        assert len(names) == len(set(names)), address
    for address, link in links:
        target, _, fragment = urljoin(address, link).partition("#")
        if not target.startswith(base):
            assert re.match(r"https?://|mailto:|/almanac/", target), (address, link)
            continue
        path = either.destination / unquote(target.removeprefix(base))
        assert (path / "index.html").is_file() or path.is_file(), (address, link)
        if fragment and target in ids:
            assert unquote(fragment) in ids[target], (address, link)


def test_every_page_begins_with_its_policy(site):
    pages = list(site.destination.rglob("*.html"))
    assert len(pages) > 100
    for path in pages:
        head = html5lib.parse(path.read_text(), namespaceHTMLElements=False).find("head")
        assert head[0].get("http-equiv") == "Content-Security-Policy", path
        assert "default-src 'none'; script-src 'self'" in head[0].get("content")
        assert not [e for e in head.iter("script") if not e.get("src") and e.get("type") != "application/ld+json"]


def test_every_kind_state_and_verdict_of_a_note_occurs(site):
    notes = [placed for record in read_content(site, OPTIONS, Store(None)).site.records for placed in record.notes]
    assert {placed.state for placed in notes} == set(get_args(AnchorState))
    assert {placed.note.kind for placed in notes} == set(get_args(NoteKind))
    assert {placed.note.verdict or "" for placed in notes} >= {"true", "false", "mixed"}
    assert {placed.note.target for placed in notes} == {"passage", "title", "article"}
