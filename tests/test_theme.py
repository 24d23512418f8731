"""The files of templates are those of one moment, a site's own before the theme's."""

import jinja2
import pytest

from sitegen.theme import TemplateFiles, digest_of_files, theme_folder


def text_of(files, name):
    return files.get_source(jinja2.Environment(autoescape=True), name)[0]


def test_a_file_of_the_site_stands_before_that_of_the_theme_which_a_prefix_names(tmp_path):
    (tmp_path / "404.html").write_bytes(b"own\r\nlines\rof all kinds\n")
    files = TemplateFiles(tmp_path)
    assert text_of(files, "404.html") == "own\nlines\nof all kinds\n"
    assert text_of(files, "sitegen:404.html") == (theme_folder("templates") / "404.html").read_text()
    assert text_of(files, "base.html") == text_of(files, "sitegen:base.html")
    assert [files.is_own(name) for name in ("404.html", "./404.html", "sitegen:404.html", "base.html")] == [
        True, True, False, False,
    ]  # fmt: skip


def test_what_is_saved_later_is_no_part_of_them(tmp_path):
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts/one.html").write_text("before")
    files = TemplateFiles(tmp_path)
    (tmp_path / "parts/one.html").write_text("after")
    (tmp_path / "two.html").write_text("new")
    assert text_of(files, "parts/one.html") == "before"
    assert "two.html" not in files.list_templates()
    assert TemplateFiles(tmp_path).digest != files.digest
    (tmp_path / "parts/one.html").write_text("before")
    (tmp_path / "two.html").unlink()
    assert TemplateFiles(tmp_path).digest == files.digest


def test_a_folder_that_is_not_there_or_is_the_theme_itself_has_nothing_of_its_own(tmp_path):
    absent, itself = TemplateFiles(tmp_path / "none"), TemplateFiles(theme_folder("templates"))
    assert absent.list_templates() == itself.list_templates() == TemplateFiles(tmp_path).list_templates()
    assert not itself.is_own("base.html")


@pytest.mark.parametrize(
    "name", ["none.html", "../secret.html", "parts/../../secret.html", "/etc/passwd", "sitegen:", ""]
)
def test_nothing_outside_of_the_folders_is_a_template(tmp_path, name):
    (tmp_path / "secret.html").write_text("secret")
    (tmp_path / "own").mkdir()
    with pytest.raises(jinja2.TemplateNotFound):
        text_of(TemplateFiles(tmp_path / "own"), name)


def test_what_can_not_be_read_says_why_when_it_is_asked_for(tmp_path):
    (tmp_path / "one.html").symlink_to("/proc/self/mem")
    files = TemplateFiles(tmp_path)
    assert files.is_own("one.html")
    with pytest.raises(OSError, match="Input/output error"):
        text_of(files, "one.html")


def test_digests_tell_names_and_contents_and_folders_apart():
    seen = [
        digest_of_files({"a": b"bc"}, {}), digest_of_files({"ab": b"c"}, {}), digest_of_files({}, {"a": b"bc"}),
        digest_of_files({"a": b"b", "c": b""}, {}), digest_of_files({"a": b"b\0c\x000\0"}, {}),
    ]  # fmt: skip
    assert len({*seen}) == len(seen)
