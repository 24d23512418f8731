"""Whatever a key leaves out, some edit makes an incremental build differ from a clean one: each input of each key is
left out in turn, so that we know that the law's tests would see it.

Not in the table is what another part of the same key says already: where a body starts follows from its bytes and
their encoding; which view a page has, its body and its language from what the page sees; the pictures of an article
from the addresses that it refers to; and of an article that refers to others its own key, without which its slice of
the glossary is not known either.
"""

import os
import shutil
import struct
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from sitegen import discover, sealed, theme, write
from sitegen.annotate import LinkRules
from sitegen.build import Options, articles, content, drafting, inputs, keys, records, slices, wanting
from sitegen.build.annotating import Settings
from sitegen.build.live import Worked, work_out
from sitegen.config import find_archive
from sitegen.outputs import Asset, Copy, Page, Parts
from sitegen.pages.article import ArticleSeen
from sitegen.problems import ProblemError
from sitegen.store import Store
from tests.archive import CONFIG, GPU, TODAY, Site
from tests.build.omissions import (
    as_written,
    at,
    contents_only,
    each,
    facet,
    of_kind,
    output,
    parts_of,
    replacing,
    same_but,
    seen,
    setting,
    sources,
    together,
    used_templates,
)

ROOT = Path(__file__).parent.parent.parent
TERMS = GPU + (
    '- {id: hbm, kind: memory, label: {any: HBM}, definition: {en: "Stacked chips."}, '
    "related: [{is: part-of, term: gpu}]}\n"
    "- {id: hopper, kind: architecture, label: {any: Hopper}, prior: cue, cues: {near: {any: [Nvidia]}}}\n"
    "- {id: grain, kind: concept, label: {any: Hopper}, prior: cue, cues: {near: {any: [silo]}}}\n"
)
# The address is one that nobody can follow, which is a warning that names the file.
MORE = (
    "- {id: tpu, kind: component, label: {any: TPU}, definition: {en: A processor for tensors.}, "
    "sources: [{title: A book, url: nowhere}]}\n"
)
TABLE = "| a | b |\n|---|---|\n| 1 | 2 |\n"


def png(width, more=b""):
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, 10) + b"\x08\2\0\0\0" + more


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Where all archives here are made, one after the other: templates at the same place are compiled once."""
    return tmp_path_factory.mktemp("keys")


@pytest.fixture
def site(place, monkeypatch):
    # Every file is old enough to be taken as unchanged; this system's clock is finer than any.
    monkeypatch.setattr(discover, "TICK", 0)
    for name in ("archive", "clean"):
        shutil.rmtree(place / name, ignore_errors=True)
    made = Site(place / "archive")
    made.write("content/glossary/terms.yaml", TERMS)
    made.write("content/glossary/more.yaml", MORE)
    note = "\nnotes:\n  - {id: n, kind: context, quote: a chip, body: It has HBM.}"
    made.article("one", f"The GPU is a chip. A GPU again, and Hopper.\n\n{TABLE}", status="published" + note)
    made.article("two", "A TPU, [one](one.md) and ![a chart](chart.png).", date="2024-02-01")
    made.article("three", "Another TPU.", date="2024-02-02")
    made.article("four", "A third TPU, with HBM.", date="2024-02-03")
    made.article("un", "Une puce.", date="2023-01-01", language="fr", translation="{of: one, language: en}")
    made.write("content/chart.png", png(20))
    made.write("content/found.txt", " date 2023-06 As it was found\n\nA text about nothing that matters.\n")
    made.write("content/found.yaml", "lang: en\n")
    made.write("content/short.txt", " date 2023-05 12\n\n34\n")
    made.write("content/price.md", b"It costs 5 \xa4.\n")
    made.write("content/price.yaml", "date: 2023-04-01\nlanguage: en\ntitle: A price\nencoding: iso-8859-1\n")
    made.write("templates/404.html", "{% include 'lost.html' %}{% include 'words.html' %}")
    made.write("templates/lost.html", "Lost.")
    made.write("templates/words.html", "Words.")
    made.write("static/own.css", "a {}")
    return made


# What a build came to: whether it published, with what problems, and if it did, the files by their paths.
Outcome = tuple[bool, tuple[object, ...], dict[str, bytes]]


def by_build(site):
    """The site as builds one after the other leave it."""

    def outcome(**options) -> Outcome:
        report = site.build(**options)
        return report.published, report.problems, site.files() if report.published else {}

    return outcome


def by_preview(site, *, edits=False):
    """The site as a preview that runs has it. With `edits` it is told which files were saved, and looks at no other."""
    store = Store(site.root / ".sitegen/preview.sqlite")
    kept: list[tuple[Worked, dict[str, bytes], dict[str, bytes]]] = []

    def outcome(today=TODAY, **options) -> Outcome:
        older, before, had = kept[-1] if kept else (None, {}, {})
        has = {path.relative_to(site.root).as_posix(): path.read_bytes() for path in _sources(site)}
        saved = {path for path in had.keys() | has.keys() if had.get(path) != has.get(path)} if edits and kept else None
        worked = work_out(find_archive(site.root, {}), Options(today, **options), store, older, saved)
        snapshot, problems = worked.snapshot, worked.report.problems
        if snapshot is None:
            return False, problems, {}
        # A browser keeps what it has of a file whose version is still the same.
        same = {p for p in before if p in snapshot.paths and snapshot.version(p) == older.snapshot.version(p)}
        files = {path: before[path] if path in same else snapshot.get(path) for path in snapshot.paths}
        for path in files:
            snapshot.version(path)
        kept.append((worked, files, has))
        return True, problems, files

    return outcome


by_edits = partial(by_preview, edits=True)


def _sources(site):
    folders = [site.root / name for name in ("content", "texts", "templates", "static")]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [*files, *site.root.glob("*.toml")]


def clean(site, **options) -> Outcome:
    other = Site.at(site.root.parent / "clean")
    shutil.copytree(site.root, other.root, symlinks=True, ignore=shutil.ignore_patterns("_site", ".sitegen"))
    report = other.build(**options)
    return report.published, report.problems, other.files() if report.published else {}


# Edits. What they give are the options of the build that follows.


def writes(name, text):
    return lambda site: site.write(name, text)


def replaces(name, old, new):
    def edit(site):
        before = (site.root / name).read_bytes()
        after = before.replace(old.encode(), new.encode())
        assert after != before
        site.write(name, after)

    return edit


def renames(name, other):
    return lambda site: (site.root / name).rename(site.root / other) and None


def configures(text):
    return writes("sitegen.toml", text)


def moves_content(site):
    (site.root / "content").rename(site.root / "texts")
    site.write("sitegen.toml", CONFIG + 'content = "texts"\n')


def moves_configuration(site):
    site.remove("sitegen.toml")
    site.write("pyproject.toml", '[tool.sitegen]\ntitle = "Test"\n')


def swaps_templates(site):
    site.write("templates/lost.html", "Words.")
    site.write("templates/words.html", "Lost.")


def exchanges_terms(site):
    """One article speaks of what another spoke of: as many as before speak of each."""
    replaces("content/one.md", "GPU", "TPU")(site)
    replaces("content/three.md", "TPU", "GPU")(site)


def edits_unseen(site):
    path = site.root / "content/one.md"
    state = path.stat()
    path.write_bytes(path.read_bytes().replace(b"a chip", b"a ship"))
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


def links(folder):
    return lambda site: (site.root / folder / "link.md").symlink_to("one.md")


def is_later(site):
    return {"today": TODAY.replace(year=2030)}


class Case(NamedTuple):
    """An input of a key: how it is left out, and an edit that must be noticed then. `before` comes before the first
    build; `preview` says that a preview depends on it too."""

    leave_out: Callable
    edit: Callable
    before: Callable = lambda site: None
    preview: bool = True


RELATED = "content/three.md"
UNDATED = writes("content/found.txt", "A text about nothing, long enough to tell its language, without a date.\n")
NO_ADDRESS = configures('title = "Test"\n')
SCHEDULED = replaces("content/four.md", "language: en", "language: en\nexpires: 2029")


def has_sidecar(parts):
    return len(parts) > 3 and parts[3]


CASES: Mapping[str, Case] = {
    # The record of an article.
    "record: path": Case(parts_of(articles, of_kind("texts"), at(1)), renames("content/three.md", "content/tri.md")),
    "record: bytes": Case(parts_of(articles, of_kind("texts"), at(2)), replaces("content/three.md", "Another", "A new")),
    "record: sidecar's path": Case(
        parts_of(articles, has_sidecar, lambda parts: (*parts[:3], parts[3][1], *parts[4:])),
        renames("content/found.yaml", "content/found.yml"),
    ),
    "record: sidecar's bytes": Case(
        parts_of(articles, has_sidecar, lambda parts: (*parts[:3], parts[3][0], *parts[4:])),
        writes("content/found.yaml", "lang: en\ntitle: Another\n"),
    ),
    "record: whether there is a sidecar": Case(
        parts_of(articles, of_kind("texts"), at(3)), lambda site: site.remove("content/price.yaml")
    ),
    "record: content folder": Case(
        together(parts_of(articles, lambda parts: True, at(4)), setting("folder")), moves_content, UNDATED
    ),
    "record: language of the site": Case(
        parts_of(articles, lambda parts: True, at(5)), configures(CONFIG.replace('"en", "fr"', '"fr", "en"'))
    ),
    "record: what all have in common": Case(
        parts_of(articles, of_kind("texts"), at(6)), configures(CONFIG + '[links]\ndensity = "all"\n')
    ),
    "record: slice of the glossary": Case(
        parts_of(articles, of_kind("kept"), at(2)), replaces("content/glossary/terms.yaml", "HBM}", "chip}")
    ),
    # An article as it was parsed, which is asked for where its record is another.
    "parsed: path": Case(parts_of(articles, of_kind("parsed"), at(1)), renames("content/three.md", "content/tri.md")),
    "parsed: bytes": Case(
        parts_of(articles, of_kind("parsed"), at(2)), replaces("content/three.md", "title: three", "title: third")
    ),
    "parsed: sidecar": Case(
        parts_of(articles, of_kind("parsed"), at(3)), writes("content/found.yaml", "lang: en\ntitle: Another\n")
    ),
    "parsed: content folder": Case(parts_of(articles, of_kind("parsed"), at(4)), moves_content, UNDATED),
    "parsed: language of the site": Case(
        parts_of(articles, of_kind("parsed"), at(5)), configures(CONFIG.replace('"en", "fr"', '"fr", "en"'))
    ),
    # What all records have in common.
    "common: markdown": Case(setting("markdown"), configures(CONFIG + "[markdown]\nextensions = []\n")),
    "common: density": Case(setting("density"), configures(CONFIG + '[links]\ndensity = "all"\n')),
    "common: cap": Case(
        setting("cap"),
        configures(CONFIG + '[links]\ndensity = "all"\ncap = 1\n'),
        configures(CONFIG + '[links]\ndensity = "all"\n'),
    ),
    "common: undecided": Case(setting("undecided"), configures(CONFIG + '[links]\nundecided = "error"\n')),
    "slices: terms": Case(
        parts_of(slices, of_kind("slices"), at(1)), replaces("content/glossary/terms.yaml", "HBM}", "chip}")
    ),
    # The rendered body, and where it refers to.
    "document: bytes": Case(
        parts_of(records, of_kind("document"), at(2)), replaces("content/three.md", "Another", "Even a")
    ),
    "document: encoding": Case(
        parts_of(records, of_kind("document"), at(4)), replaces("content/price.yaml", "8859-1", "8859-15")
    ),
    "document: markdown": Case(
        parts_of(records, of_kind("document"), at(5)), configures(CONFIG + "[markdown]\nextensions = []\n")
    ),
    "references: document": Case(
        parts_of(records, of_kind("references"), at(1)), replaces("content/three.md", "Another", "[Another](one.md)")
    ),
    "referring record: targets": Case(
        parts_of(records, of_kind("annotated"), at(2)), replaces("content/one.md", "title: one", "title: one\nslug: eins")
    ),
    "referring record: slice of the glossary": Case(
        parts_of(records, of_kind("annotated"), at(4)), replaces("content/glossary/more.yaml", "TPU}", "XPU}")
    ),
    "size: picture": Case(parts_of(records, of_kind("size"), at(1)), writes("content/chart.png", png(30))),
    # What articles have to do with one another.
    "related: slug": Case(
        parts_of(content, of_kind("related"), each(1, 1)), replaces(RELATED, "title: three", "title: three\nslug: tri")
    ),
    "related: order": Case(
        parts_of(content, of_kind("related"), lambda parts: (0, sorted(parts[1]))),
        replaces(RELATED, "2024-02-02", "2024-03-01"),
    ),
    "related: terms": Case(parts_of(content, of_kind("related"), each(1, 0)), replaces(RELATED, "TPU", "GPU")),
    "glossary: folder": Case(
        parts_of(content, of_kind("glossary"), at(1)),
        moves_content,
    ),
    "glossary: path": Case(
        parts_of(content, of_kind("glossary"), each(2, 1)),
        renames("content/glossary/more.yaml", "content/glossary/others.yaml"),
    ),
    "glossary: bytes": Case(
        parts_of(content, of_kind("glossary"), each(2, 0)), replaces("content/glossary/more.yaml", "tensors", "sums")
    ),
    # Templates.
    "templates: those that one uses": Case(
        used_templates, writes("templates/lost.html", "Astray.")
    ),
    "templates: which digests are known": Case(
        parts_of(drafting, of_kind("templates"), at(1)), writes("templates/lost.html", "Astray.")
    ),
    "templates: names": Case(replacing(theme, "digest_of_files", contents_only), swaps_templates),
    # Outputs.
    "asset: bytes": Case(output(Asset, lambda one, known: one.permalink), writes("static/own.css", "b {}")),
    "copy: bytes": Case(output(Copy, lambda one, known: one.permalink), writes("content/chart.png", png(20, b"more"))),
    "ledger: parts": Case(output(Parts, lambda one, known: one.permalink), replaces("content/three.md", "TPU", "GPU")),
    "page: template": Case(
        output(Page, lambda one, known: keys.key_of(one.template, one.view.__qualname__, one.seen)),
        writes("templates/lost.html", "Astray."),
    ),
    "page: what it sees": Case(seen(), replaces("content/three.md", "title: three", "title: third")),
    "article: site": Case(seen("about"), configures(CONFIG.replace("Test", "Another"))),
    "article: record": Case(seen("record"), replaces("content/three.md", "Another", "A new")),
    "article: newer": Case(seen("newer"), replaces("content/two.md", "title: two", "title: second")),
    "article: older": Case(seen("older"), replaces("content/un.md", "title: un", "title: uno")),
    "article: related": Case(seen("related"), replaces("content/two.md", "title: two", "title: second")),
    "article: translations": Case(seen("translations"), replaces("content/un.md", "title: un", "title: un\nslug: uno")),
    "article: terms": Case(seen("terms"), replaces("content/glossary/more.yaml", "tensors", "sums")),
    "article: terms of notes": Case(seen("aside"), replaces("content/glossary/terms.yaml", "Stacked", "Piled")),
    # What an output may see, which is asked before it is made.
    "reach: template": Case(
        parts_of(wanting, of_kind("reach"), at(1)), writes("templates/article.html", "{{ view.title }}"), preview=False
    ),
    "reach: site": Case(facet("about"), configures(CONFIG.replace("Test", "Another")), preview=False),
    "reach: other articles": Case(
        facet("listed"), replaces("content/two.md", "title: two", "title: second"), preview=False
    ),
    "reach: terms": Case(facet("terms"), replaces("content/glossary/more.yaml", "tensors", "sums"), preview=False),
    "reach: related articles": Case(facet("related"), exchanges_terms, preview=False),
    "reach: record": Case(facet("article"), replaces("content/three.md", "Another", "A new"), preview=False),
    "sealed: value": Case(
        replacing(sealed, "_ENCODER", msgspec.msgpack.Encoder(enc_hook=lambda value: b"", order="deterministic")),
        replaces("content/three.md", "title: three", "title: third"),
    ),
    # What a whole build reads.
    "build: file of the configuration": Case(
        parts_of(inputs, lambda parts: True, at(0)), moves_configuration, NO_ADDRESS, preview=False
    ),
    "build: configuration": Case(
        parts_of(inputs, lambda parts: True, at(1)), configures(CONFIG.replace("Test", "Another")), preview=False
    ),
    "build: options": Case(parts_of(inputs, lambda parts: True, at(2)), is_later, SCHEDULED, preview=False),
    **{
        f"build: {name}": Case(parts_of(inputs, lambda parts: True, change), edit, preview=False)
        for name, change, edit in [
            ("articles' paths", sources(0, 1), renames("content/three.md", "content/tri.md")),
            ("articles' bytes", sources(0, 0), replaces("content/three.md", "Another", "A new")),
            ("sidecars' paths", sources(1, 1), renames("content/found.yaml", "content/found.yml")),
            ("sidecars' bytes", sources(1, 0), writes("content/found.yaml", "lang: en\ntitle: Another\n")),
            ("glossary's paths", sources(2, 1), renames("content/glossary/more.yaml", "content/glossary/a.yaml")),
            ("glossary's bytes", sources(2, 0), replaces("content/glossary/more.yaml", "tensors", "sums")),
            ("pictures' paths", sources(3, 1), renames("content/chart.png", "content/other.png")),
            ("pictures' bytes", sources(3, 0), writes("content/chart.png", png(30))),
            ("problems of sources", at(4), links("content")),
            ("templates", at(5), writes("templates/lost.html", "Astray.")),
            ("static names", each(6, 1), renames("static/own.css", "static/owl.css")),
            ("static bytes", each(6, 0), writes("static/own.css", "b {}")),
            ("problems of static files", at(7), links("static")),
        ]
    },
    "disk: time of change of a source": Case(replacing(discover, "_is_same", same_but), edits_unseen, preview=False),
    "disk: sizes and times of files": Case(
        replacing(write.Output, "on_disk", as_written), writes("_site/index.html", "not ours"), preview=False
    ),
}  # fmt: skip


def differs(site, way, case, *, broken):
    """Whether the site that an edit gives differs from that of a clean build."""
    case.before(site)
    made = way(site)
    with pytest.MonkeyPatch.context() as harm:
        if broken:
            case.leave_out(harm)
        made()
        options = case.edit(site) or {}
        try:
            after = made(**options)
        except (KeyError, ProblemError):
            # What is stale may also not fit what is new.
            after = None
    return after != clean(site, **options)


def ways(*names):
    known = {"build": by_build, "preview": by_preview, "edits": by_edits}
    return [
        pytest.param(case, known[of], id=f"{name}, {of}")
        for name, case in CASES.items()
        for of in names
        if case.preview or of == "build"
    ]


@pytest.mark.parametrize(("case", "way"), ways("build", "preview"))
def test_what_a_key_leaves_out_is_noticed(site, case, way):
    assert differs(site, way, case, broken=True)


@pytest.mark.parametrize(("case", "way"), ways("build", "preview", "edits"))
def test_with_whole_keys_the_same_edits_leave_nothing_stale(site, case, way):
    assert not differs(site, way, case, broken=False)


def test_no_part_of_a_key_is_forgotten_here():
    left_out = {name.partition(": ")[2] for name in CASES}
    # What a page of an article sees says its language twice: with the record and the languages of the site.
    seen_as = {"about": "site", "aside": "terms of notes"}
    fields = {seen_as.get(field.name, field.name) for field in msgspec.structs.fields(ArticleSeen)}
    assert fields - {"language"} <= left_out
    settings = {field.name for struct in (Settings, LinkRules) for field in msgspec.structs.fields(struct)}
    assert settings - {"folder", "rules"} <= left_out
