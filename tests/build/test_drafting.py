"""A build that is told what was saved publishes what a build of the whole archive does."""

from sitegen.build import Options, built, edit_of
from sitegen.config import find_archive
from tests.archive import GPU, TODAY, Site

HEAD = "---\ntitle: One\ndate: 2024-01-01\nlanguage: en\n"
TERMS = GPU + "- {id: hbm, kind: memory, label: {any: HBM}}\n- {id: tsv, kind: process, label: {any: TSV}}\n"
SAVES = [
    {"content/glossary/terms.yaml": TERMS, "content/three.md": f"{HEAD}---\nTSV and HBM.\n"},
    {"content/two.md": f"{HEAD}---\nHBM.\n", "content/four.md": f"{HEAD}---\nTSV.\n"},
    {"content/two.md": f"{HEAD}---\nTSV.\n", "content/four.md": f"{HEAD}---\nHBM.\n"},
    {"content/two.md": f"{HEAD}---\nHBM.\n", "content/four.md": f"{HEAD}---\nTSV.\n"},
    {"content/glossary/terms.yaml": GPU},
    {"content/one.md": f"{HEAD}---\nThe GPU, and more.\n"},
    {"content/one.md": f"{HEAD}tags: [a]\naliases: [old]\n---\nThe GPU.\n", "static/mine.css": "a {}"},
    {"content/glossary/terms.yaml": GPU.replace("A processor", "One")},
    {"content/one.md": f"{HEAD}unknown: key\n---\nThe GPU.\n"},
    {"content/two.md": f"{HEAD}---\nNo term.\n"},
    {"content/one.md": f"{HEAD}---\nMended, the GPU.\n", "templates/home.html": "Mine."},
    {"content/new.md": f"{HEAD}---\nA new GPU.\n", "templates/home.html": "{{ view.nothing }}"},
    {"templates/home.html": "Mine again."},
]


def test_saves_that_are_told_of_make_the_site_that_the_archive_makes(tmp_path):
    site = Site(tmp_path)
    site.article("one", "The GPU is a chip.")
    site.article("two", "Another GPU.", language="fr")
    options = Options(TODAY)
    draft, waiting, published = built(find_archive(site.root, {}), options).draft, frozenset(), []
    for saves in SAVES:
        for name, text in saves.items():
            site.write(name, text)
        waiting |= saves.keys()
        archive = find_archive(site.root, {})
        edit = edit_of(archive, options, draft, waiting)
        assert edit is not None
        done = built(archive, options, edit=edit)
        clean = site.build("_clean")
        assert [str(problem) for problem in done.report.problems] == [str(problem) for problem in clean.problems]
        published.append(clean.published)
        if done.report.published:
            assert site.files() == site.files("_clean")
            draft, waiting = done.draft, frozenset()
    assert published == [*[True] * 5, True, True, True, False, False, True, False, True]
    assert built(find_archive(site.root, {}), options).draft is None


def test_what_is_no_file_of_the_content_is_no_edit(tmp_path):
    site = Site(tmp_path)
    archive, options = find_archive(site.root, {}), Options(TODAY)
    draft = built(archive, options).draft
    assert edit_of(archive, options, draft, ["sitegen.toml"]) is None
    assert edit_of(archive, Options(TODAY, drafts=True), draft, ["content/one.md"]) is None
    found = edit_of(archive, options, draft, ["content/2024/one.md", "templates/home.html", "static/a.css"])
    assert found.files == ("2024/one.md",)
