"""What goes wrong while a preview runs: broken files that are mended, storms, folders that go, a process that is stopped."""

import hashlib
import os
import re
import shutil
import signal
import threading

import pytest

from sitegen.build import Options, build
from sitegen.config import find_archive
from tests.archive import CONFIG, GPU, TODAY, Site
from tests.serving import as_built, serving
from tests.test_preview import files_of, free_port

ARTICLE = "---\ntitle: one\ndate: 2024\nlanguage: en\n---\nThe GPU is a chip.\n"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("archive"))
    site.write("content/one.md", ARTICLE)
    site.article("two", "Another GPU.")
    with serving(site.root, "-p", str(free_port())) as running:
        running.site = site
        yield running


# What is written into which file, and what of it is named. None deletes the file.
BREAKS = [
    ("content/one.md", "---\ntitle: one\ndate: never\n---\nx", "content/one.md:3"),
    ("content/one.md", "---\ntitle: [one\n---\nx", "content/one.md:"),
    ("content/one.md", "---\ntitle: one\n", "content/one.md:"),
    ("content/one.md", "---\ntitle: one\ntitle: two\n---\nx", "content/one.md:3"),
    ("content/one.md", "---\ntitel: one\n---\nx", "content/one.md:2"),
    ("content/one.md", "---\nlanguage: klingonese\n---\nx", "content/one.md:2"),
    ("content/one.md", "---\nstatus: finished\n---\nx", "content/one.md:2"),
    ("content/one.md", b"---\ntitle: one\n---\n\xff\xfe", "content/one.md:"),
    ("content/one.md", "---\nslug: two\ntitle: x\n---\nx", "content/two.md"),
    ("content/one.md", "---\nnotes:\n  - {id: n, kind: context}\n---\nx", "content/one.md:3"),
    ("content/one.md", "---\nnotes:\n  - {id: n, kind: wrong, body: x, quote: x}\n---\nx", "content/one.md:3"),
    ("content/one.md", "---\npins: [{form: GPU}]\n---\nx", "content/one.md:2"),
    ("content/one.yaml", "title: one\n", "content/one"),
    ("content/one.yaml", "notes: [", "content/one.yaml:"),
    ("content/one.yaml", "notes: {}\n", "content/one.yaml:1"),
    ("content/lost.yaml", "title: lost\n", "content/lost.yaml"),
    ("content/glossary/terms.yaml", "- id: gpu\n", "content/glossary/terms.yaml:1"),
    ("content/glossary/terms.yaml", GPU + GPU, "content/glossary/terms.yaml:5"),
    ("content/glossary/terms.yaml", "{", "content/glossary/terms.yaml:"),
    ("content/glossary/more.yaml", GPU.replace("gpu", "g p u"), "content/glossary/more.yaml:1"),
    ("templates/home.html", "{% if %}", "templates/home.html:1"),
    ("templates/home.html", "\n\n{{ view.nothing }}", "templates/home.html:3"),
    ("templates/home.html", "{% include 'nothing.html' %}", "templates/home.html:1"),
    ("templates/home.html", "{% extends 'home.html' %}", "templates/home.html"),
    ("templates/parts.html", "{% macro x() %}", "templates/parts.html:1"),
    ("templates/article.html", "{{ 1 // 0 }}", "templates/article.html:1"),
    ("templates/404.html", b"\xff", "templates/404.html:1"),
    ("sitegen.toml", "title =", "sitegen.toml:1"),
    ("sitegen.toml", CONFIG + "titel = 'x'\n", "sitegen.toml:"),
    ("sitegen.toml", CONFIG + 'content = "nowhere"\n', "nowhere"),
    ("sitegen.toml", None, ""),
]


@pytest.mark.parametrize(("file", "text", "named"), BREAKS, ids=[f"{n}-{b[0]}" for n, b in enumerate(BREAKS)])
def test_what_breaks_is_named_the_site_stays_and_what_is_mended_is_shown(served, file, text, named):
    site = served.site
    path = site.root / file
    before = path.read_bytes() if path.exists() else None
    good = served.get("articles/one/")

    def break_it():
        path.unlink() if text is None else site.write(file, text)

    def mend_it():
        path.unlink() if before is None else path.write_bytes(before)

    state = served.told(
        break_it,
        lambda state: any(place.startswith(named) for place in files_of(state["problems"])),
        "articles/one/",
    )
    assert served.process.poll() is None
    assert str(site.root) not in str(state["problems"])
    assert served.get("articles/one/")[:2] == good[:2]
    served.told(mend_it, lambda state: state["problems"] == [], "articles/one/")
    assert served.get("articles/one/")[:2] == good[:2]


def test_of_two_that_are_broken_one_stays_when_the_other_is_mended(served):
    site = served.site
    site.write("content/one.md", ARTICLE.replace("2024", "never"))
    served.told(
        lambda: site.write("templates/home.html", "{% if %}"),
        lambda state: {"content/one.md:3", "templates/home.html:1"} <= set(files_of(state["problems"])),
    )
    served.told(
        lambda: site.write("content/one.md", ARTICLE),
        lambda state: files_of(state["problems"]) == ["templates/home.html:1"],
    )
    served.told(lambda: site.remove("templates/home.html"), lambda state: not state["problems"])


def test_content_that_goes_and_comes_back_is_followed(served):
    site = served.site
    content, aside = site.root / "content", site.root / "aside"
    served.told(lambda: content.rename(aside), lambda state: state["problems"])
    served.told(lambda: aside.rename(content), lambda state: not state["problems"])
    shutil.copytree(content, aside)
    served.told(lambda: shutil.rmtree(content), lambda state: state["problems"])
    served.told(lambda: aside.rename(content), lambda state: not state["problems"])
    served.until(
        "articles/one/", "is followed", lambda: site.write("content/one.md", ARTICLE.replace("a chip", "followed"))
    )
    served.until("articles/one/", "a chip", lambda: site.write("content/one.md", ARTICLE))
    (content / "loop").symlink_to(content)
    served.until("articles/three/", "Third", lambda: site.article("deep/down/three", "Third words."))
    (content / "loop").unlink()
    shutil.rmtree(content / "deep")


# What is watched: a file in it, the page that shows the file, and its text with a place for words.
ROOTS = {
    "content": ("content/one.md", "articles/one/", ARTICLE.replace("a chip", "@")),
    "glossary": ("content/glossary/terms.yaml", "terms/gpu/", GPU.replace("pictures", "@")),
    "templates": ("templates/404.html", "404.html", "@"),
    "static": ("static/own.txt", "assets/own.txt", "@"),
    "archive": ("content/one.md", "articles/one/", ARTICLE.replace("a chip", "@")),
}


def watched(tmp_path, what):
    """A preview's archive, the folder of it that is watched, a file in there, and a way to save words in that file."""
    site = Site(tmp_path / "archive")
    file, page, text = ROOTS[what]
    folder = site.root if what == "archive" else (site.root / file).parent

    def save(words, into=folder):
        path = into / (site.root / file).relative_to(folder)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("@", words))

    save("first words")
    return site, folder, page, save


@pytest.mark.parametrize("what", ROOTS)
@pytest.mark.parametrize("goes", ["moved", "removed"])
def test_a_folder_that_is_watched_goes_and_comes_back(tmp_path, what, goes):
    site, folder, page, save = watched(tmp_path, what)
    aside = tmp_path / "aside"
    with serving(site.root, "-p", str(free_port())) as served:
        served.until(page, "first words")
        if goes == "moved":
            folder.rename(aside)
        else:
            shutil.copytree(folder, aside)
            shutil.rmtree(folder)
        assert served.get("index.html")[0] == 200
        aside.rename(folder)
        served.until(page, "second words", lambda: save("second words"))
        served.until(page, "third words", lambda: save("third words"))


# In the content folder itself links are refused, and what is linked from `static` is not copied.
@pytest.mark.parametrize("what", ["content", "templates", "archive"])
def test_a_folder_that_a_link_takes_the_place_of_is_followed(tmp_path, what):
    site, folder, page, save = watched(tmp_path, what)
    aside, other = tmp_path / "aside", tmp_path / "other"
    with serving(site.root, "-p", str(free_port())) as served:
        served.until(page, "first words")
        folder.rename(aside)
        folder.symlink_to(aside)
        served.until(page, "behind a link", lambda: save("behind a link", aside))
        served.until(page, "behind it again", lambda: save("behind it again", aside))
        if what != "archive":
            shutil.copytree(aside, other)
            save("elsewhere", other)
            folder.unlink()
            served.until(page, "elsewhere", lambda: folder.symlink_to(other))
            served.until(page, "there again", lambda: save("there again", other))
        folder.unlink()
        aside.rename(folder)
        served.until(page, "as before", lambda: save("as before"))


def test_nested_folders_made_and_filled_in_one_go_are_all_there(served):
    site = served.site
    outside = site.root / "outside"
    names = [f"{'/'.join(f'd{number % turn}' for turn in range(2, 6))}/deep{number}" for number in range(200)]
    for name in names:
        path = outside / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(ARTICLE.replace("title: one", f"title: {path.stem}"))
    shutil.copytree(outside, site.root / "content/copied")
    served.until("articles/deep199/", "is a chip")
    assert [name for name in names if served.get(f"articles/{name.rpartition('/')[2]}/")[0] != 200] == []
    shutil.rmtree(site.root / "content/copied")
    served.until("articles/deep199/", "!is a chip")
    outside.rename(site.root / "content/moved")
    served.until("articles/deep0/", "is a chip")
    assert [name for name in names if served.get(f"articles/{name.rpartition('/')[2]}/")[0] != 200] == []
    served.until("articles/deep0/", "!is a chip", lambda: shutil.rmtree(site.root / "content/moved"))


def test_every_answer_belongs_to_one_build(served):
    site = served.site
    wrong, turn, done = [], 0, threading.Event()

    def read():
        while not done.is_set():
            status, page, _ = served.get("articles/one/")
            found = set(re.findall(rb"turn(\d+)", page))
            if status != 200 or len(found) > 1:
                wrong.append((status, found))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for turn in range(1, 21):
        text = ARTICLE.replace("a chip", f"turn{turn}").replace("title: one", f"title: turn{turn}")
        served.until("articles/one/", f"is turn{turn}.", lambda text=text: site.write("content/one.md", text))
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    served.until("articles/one/", "a chip", lambda: site.write("content/one.md", ARTICLE))


def test_a_preview_that_was_stopped_for_a_while_catches_up(served):
    site = served.site
    served.process.send_signal(signal.SIGSTOP)
    site.write("content/one.md", ARTICLE.replace("a chip", "asleep"))
    served.process.send_signal(signal.SIGCONT)
    served.until("articles/one/", "is asleep")
    served.until("articles/one/", "a chip", lambda: site.write("content/one.md", ARTICLE))


def digest(files):
    return {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}


def test_after_a_storm_the_preview_is_what_a_build_is(tmp_path):
    site = Site(tmp_path)
    for number in range(300):
        site.article(f"n{number}", f"The GPU is number {number}.")
    with serving(tmp_path, "-p", str(free_port())) as served:
        served.until("articles/n7/", "number 7")
        content = tmp_path / "content"
        for _ in range(66):
            for number in range(300):
                os.utime(content / f"n{number}.md")
        for number in range(300):
            site.article(f"n{number}", f"The GPU is storm {number}.")
        for number in (1, *range(100, 200)):
            site.remove(f"content/n{number}.md")
        (content / "n2.md").rename(content / "m2.md")
        served.until("articles/n299/", "storm 299")
        served.until("articles/m2/", "storm 2.")
        served.until("articles/n199/", "!storm")
        rebuilt = [line for line in served.lines if re.search(r", in \d+ ms$", line)]
        assert len(rebuilt) <= 4
        archive = find_archive(tmp_path, {}, {"base_url": served.address})
        assert build(archive, Options(TODAY)).published
        shown = {}
        for path in site.files():
            status, data, _ = served.get(path)
            assert status == 200, path
            shown[path] = as_built(data)
        assert digest(shown) == digest(site.files())
