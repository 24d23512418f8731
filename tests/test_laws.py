"""Incremental output is clean output after any edits."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from sitegen import discover
from tests.archive import CONFIG, GPU, Site

# More rounds find more: `SITEGEN_ROUNDS=200 python3 run.py test tests/test_laws.py`.
ROUNDS = int(os.environ.get("SITEGEN_ROUNDS", "5"))

NAMES = st.sampled_from(["one", "two", "2024/three", "2023-05-04-four"])
BODIES = st.sampled_from(
    [
        "The GPU.",
        "No term at all.",
        "A GPU and a GPU.\n\n## Part\n\nThe GPU again, and see [one](one.md).",
        "*GPU*s and ![a chart](chart.png)",
        "On the GPU:\n- one\n- *two*[^a]\n\n[^a]: a GPU",
        "Grâce & <b>bold</b> with 10 000 chips",
    ]
)
PLAIN = " date 2023-06 A title as found\n\nThe GPU of this text.\n\nA heading\n\nThe end, and one more GPU.\n"
SIDECAR = (
    "language: en\nnotes:\n  - {id: n, kind: correction, quote: of this text, was: this, now: that, body: Said.}\n"
)
TERMS = st.sampled_from(
    [
        GPU,
        GPU.replace("pictures", "images"),
        GPU.replace("any: GPU", "any: heading"),
        GPU
        + "- {id: chip, kind: concept, label: {any: chips}, definition: {en: Small.}, related: [{is: uses, term: gpu}]}\n",
    ]
)
CONFIGS = st.sampled_from(
    [
        CONFIG,
        CONFIG.replace("Test", "Other"),
        CONFIG.replace('base_url = "https://example.org/repo/"\n', ""),
        CONFIG + "[links]\ndensity = 'all'\n[feeds]\nsize = 1\n",
        CONFIG.replace('"en", "fr"', '"fr", "en"'),
        CONFIG + "[markdown]\nengine = 'commonmark'\n",
        CONFIG + "[markdown]\nengine = 'commonmark'\nextensions = []\n",
    ]
)
TEMPLATES = st.sampled_from(
    [
        ("list.html", '{% extends "sitegen:list.html" %}{% block class %}ours{% endblock %}'),
        ("parts.html", "{% include 'sitegen:parts.html' %}"),
        ("footer.html", "ours"),
        ("404.html", "{% include 'footer.html' ignore missing %}{{ view.frame.title }}"),
    ]
)


class Edits(RuleBasedStateMachine):
    """An archive under edits; after each, the site is that of a clean build, or the last good one if that fails."""

    @initialize()
    def start(self):
        self.folder = Path(tempfile.mkdtemp())
        self.site = Site(self.folder / "kept")
        self.kept = {}
        # No test's file would be old enough to be taken as unchanged; this system's clock is finer than any.
        self.tick, discover.TICK = discover.TICK, 20_000_000

    def teardown(self):
        discover.TICK = self.tick
        shutil.rmtree(self.folder, ignore_errors=True)

    def sources(self):
        return sorted(p for p in (self.site.root / "content").rglob("*.*") if "glossary" not in p.parts)

    @rule(name=NAMES, body=BODIES, date=st.sampled_from(["2024-01-01", "2023-05", "2022"]))
    def write_article(self, name, body, date):
        self.site.article(name, body, date=date)

    @rule()
    def write_plain_text(self):
        self.site.write("content/plain.txt", PLAIN)

    @precondition(lambda self: (self.site.root / "content/plain.txt").exists())
    @rule(text=st.sampled_from([SIDECAR, SIDECAR.replace("of this", "of no"), "language: fr\ntags: [a]\n"]))
    def write_sidecar(self, text):
        self.site.write("content/plain.yaml", text)

    @rule(data=st.sampled_from([b"\x89PNG", b"\x89PNG2"]))
    def write_picture(self, data):
        self.site.write("content/chart.png", data)

    @rule(text=TERMS)
    def write_terms(self, text):
        self.site.write("content/glossary/terms.yaml", text)

    @rule(text=CONFIGS)
    def configure(self, text):
        self.site.write("sitegen.toml", text)

    @rule(file=TEMPLATES)
    def write_template(self, file):
        self.site.write(f"templates/{file[0]}", file[1])

    @rule(name=st.sampled_from(["style.css", "own/extra.txt"]), text=st.sampled_from(["a", "b"]))
    def write_static(self, name, text):
        self.site.write(f"static/{name}", text)

    @rule(which=st.integers(0, 9), folder=st.sampled_from(["content", "templates", "static"]))
    def remove(self, which, folder):
        files = sorted(p for p in (self.site.root / folder).rglob("*.*") if "glossary" not in p.parts)
        if files:
            files[which % len(files)].unlink()
        sidecar = self.site.root / "content/plain.yaml"
        if not (self.site.root / "content/plain.txt").exists():
            sidecar.unlink(missing_ok=True)

    @precondition(lambda self: (self.site.root / "content/one.md").exists())
    @rule(name=st.sampled_from(["renamed", "two"]))
    def rename(self, name):
        (self.site.root / "content/one.md").rename(self.site.root / f"content/{name}.md")

    @rule(moment=st.sampled_from([0, 1_000_000_000, 4_000_000_000]))
    def touch(self, moment):
        for path in self.sources():
            os.utime(path, (moment, moment))

    @precondition(lambda self: self.sources())
    @rule(which=st.integers(0, 9))
    def edit_unseen(self, which):
        """Change a word and leave size and time as they were."""
        path = self.sources()[which % len(self.sources())]
        state = path.stat()
        path.write_bytes(path.read_bytes().replace(b"GPU", b"CPU"))
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))

    @rule()
    def keep(self):
        self.kept = {p.relative_to(self.site.root): p.read_bytes() for p in self.sources()}

    @precondition(lambda self: self.kept)
    @rule()
    def revert(self):
        for path in self.sources():
            path.unlink()
        for path, data in self.kept.items():
            self.site.write(str(path), data)

    @rule()
    def alter_output(self):
        (self.site.root / "_site/index.html").write_text("not ours")

    @invariant()
    def incremental_is_clean(self):
        if not hasattr(self, "site"):
            return
        before = self.site.files()
        report = self.site.build()
        clean = self.folder / "clean"
        shutil.copytree(self.site.root, clean, ignore=shutil.ignore_patterns("_site", ".sitegen"))
        expected = Site.at(clean).build()
        assert report.published == expected.published
        assert report.problems == expected.problems
        assert self.site.files() == (Site.at(clean).files() if report.published else before)
        shutil.rmtree(clean)


Edits.TestCase.settings = settings(max_examples=ROUNDS, stateful_step_count=10, deadline=None)
TestEdits = pytest.mark.timeout(60 + 60 * ROUNDS)(Edits.TestCase)
