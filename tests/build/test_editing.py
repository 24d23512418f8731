"""What is read again after a save is what is read of the whole archive."""

import pytest

from sitegen.build import Options
from sitegen.build.content import read_archive
from sitegen.build.editing import read_again
from sitegen.config import find_archive
from sitegen.store import Store
from tests.archive import GPU, TODAY, Site

NOTE = "notes: [{id: n, kind: context, quote: the GPU, body: See the GPU.}]\n"
TERMS = "content/glossary/terms.yaml"
SIDECAR = "content/plain.yaml"


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path)
    made.article("one", "A text on the GPU, and [another](two.md).", tags="[a]")
    made.article("two", "It says the GPU. ![](p.png)", date="2023-05")
    made.article("draft", "Not yet.", status="draft")
    made.write("content/plain.txt", " date 2022 Plain\n\nA text on the GPU.\n")
    made.write(SIDECAR, "publisher: The Paper\nlanguage: en\n")
    made.write("content/p.png", b"\x89PNG")
    return made


def article(body, **meta):
    fields = {"title": "one", "date": "2024-01-01", "language": "en", **meta}
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in fields.items()) + f"---\n{body}\n"


def archive_of(site):
    return find_archive(site.root, {})


# Each is a save of some files, and whether these alone need to be read.
SAVES = [
    ({}, True),
    ({"one.md": article("Other words, no term.", tags="[a]")}, True),
    ({"one.md": article("Much GPU.", title="New", tags="[b, c]", date="2020", aliases="[old]")}, True),
    ({"one.md": article("The GPU.") + "\n[x](nowhere.md) [y](plain.txt) ![z](p.png)"}, True),
    ({"plain.txt": " date 2022-03 Plain\n\nAnother text on the GPU, now longer.\n"}, True),
    ({"plain.yaml": "publisher: Another\nlanguage: fr\n" + NOTE}, True),
    ({"plain.yaml": NOTE, "plain.txt": "the GPU", "two.md": article("x", translation="{of: one}")}, True),
    ({"glossary/terms.yaml": GPU.replace("A processor", "One")}, True),
    ({"glossary/terms.yaml": "\n\n" + GPU + "  related: [{is: uses, term: gpu}]\n"}, False),
    ({"glossary/terms.yaml": GPU.replace("GPU}", "GPU, fr: processeur}")}, False),
    ({"one.md": article("x", slug="elsewhere")}, False),
    ({"one.md": article("x", slug="two")}, False),
    ({"one.md": article("x", status="draft")}, False),
    ({"draft.md": article("x", status="draft")}, False),
    ({"draft.md": article("x")}, False),
    ({"new.md": article("x")}, False),
    ({"one.md": None}, False),
    ({"p.png": b"\x89PNG other"}, False),
    ({"one.md": "---\ntitle: [\n---\nx"}, True),
    ({"one.md": b"\xff\xfe\x00"}, True),
    ({"plain.yaml": "unknown: key\n"}, True),
    ({"glossary/terms.yaml": "- {id: gpu, kind: nothing, label: G}\n"}, True),
    ({"one.md": article("The GPU.", embargo="2030")}, False),
]


def save(site, files):
    for name, text in files.items():
        if text is None:
            site.remove(f"content/{name}")
        else:
            site.write(f"content/{name}", text)


def seen(reading):
    content = reading.content
    site = content.site
    return {
        "problems": content.problems,
        "hidden": content.hidden,
        "records": site.records,
        "mentioned": site.mentioned,
        "entries": site.entries,
        "sources": {path: source.digest for path, source in site.sources.items()},
        "addresses": site.addresses.articles,
    }


def failed(reading):
    return [problem for problem in reading.content.problems if problem.severity == "error"]


@pytest.mark.parametrize(("files", "alone"), SAVES)
def test_a_save(site, files, alone):
    store = Store(None)
    before = read_archive(archive_of(site), Options(TODAY), store)
    save(site, files)
    found = read_again(before, archive_of(site), tuple(files), store)
    expected = read_archive(archive_of(site), Options(TODAY), Store(None))
    if not alone:
        assert found is None
        return
    if failed(expected):
        assert failed(found) == failed(expected)
        assert found.site.records == before.site.records
    else:
        assert seen(found) == seen(expected)


def test_what_was_wrong_before_is_read_with_what_is_saved_after_it(site):
    store = Store(None)
    before = read_archive(archive_of(site), Options(TODAY), store)
    save(site, {"one.md": "---\ntitle: [\n---\nx"})
    assert failed(read_again(before, archive_of(site), ["one.md"], store))
    save(site, {"one.md": article("Mended, and the GPU."), "two.md": article("x", title="two")})
    found = read_again(before, archive_of(site), ["one.md", "two.md"], store)
    assert seen(found) == seen(read_archive(archive_of(site), Options(TODAY), Store(None)))


def test_another_configuration_means_another_reading(site):
    store = Store(None)
    before = read_archive(archive_of(site), Options(TODAY), store)
    site.write("sitegen.toml", 'title = "Other"\n')
    assert read_again(before, archive_of(site), [], store) is None
