"""The configuration: where it stands, what goes before what, what is wrong with it."""

import pytest

from sitegen.config import ConfigError, find_archive
from sitegen.model import EXTENSIONS, MarkdownOptions


def test_a_file_of_its_own_or_a_table_of_the_project(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[tool.sitegen]\ntitle = "A"\n[tool.sitegen.links]\ncap = 3\n')
    archive = find_archive(tmp_path, {})
    assert (archive.config.title, archive.config.links.cap, archive.file) == ("A", 3, "pyproject.toml")
    (tmp_path / "sitegen.toml").write_text('title = "B"\n')
    assert find_archive(tmp_path, {}).config.title == "B"


def test_flags_come_before_the_environment_before_the_file(tmp_path):
    (tmp_path / "sitegen.toml").write_text('title = "B"\nbase_url = "https://a.example"\n')
    assert find_archive(tmp_path, {}).config.base_url == "https://a.example/"
    environment = {"SITEGEN_BASE_URL": "https://b.example/"}
    assert find_archive(tmp_path, environment).config.base_url == "https://b.example/"
    assert (
        find_archive(tmp_path, environment, {"base_url": "https://c.example/"}).config.base_url == "https://c.example/"
    )


def test_an_engine_comes_with_its_extensions_unless_some_are_named(tmp_path):
    (tmp_path / "sitegen.toml").write_text('title = "B"\n[markdown]\nengine = "commonmark"\n')
    assert find_archive(tmp_path, {}).config.markdown.active == EXTENSIONS["commonmark"]
    (tmp_path / "sitegen.toml").write_text('title = "B"\n[markdown]\nextensions = ["toc"]\n')
    assert find_archive(tmp_path, {}).config.markdown == MarkdownOptions("markdown", ("toc",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["title is missing"]),
        ("title = = 1", ["sitegen.toml:1: is not TOML"]),
        ('title = "x"\nbase_url = "example.org"', ["sitegen.toml:2: base_url 'example.org' is not an address"]),
        ('title = "x"\nbase_url = "javascript:x"', ["sitegen.toml:2: base_url"]),
        ('title = "x"\nlanguages = []', ["sitegen.toml:2: languages is empty"]),
        ('title = "x"\nlanguages = ["e n"]', ["sitegen.toml:2: 'e n' is not a language"]),
        ('title = "x"\n[links]\ndensity = "some"', ["sitegen.toml:3: links.density 'some' is not known"]),
        ('title = "x"\n[feeds]\nsize = "many"', ["sitegen.toml:3: feeds.size 'many' is not a whole number"]),
        (
            'title = "x"\n[markdown]\nextensions = ["snippets"]',
            ["sitegen.toml:3: the extension 'snippets' is not offered"],
        ),
        (
            'title = "x"\n[markdown]\nengine = "commonmark"\nextensions = ["tables", "abbr", "tabels"]',
            [
                "sitegen.toml:4: the engine commonmark has no extension 'abbr' "
                '(leave it out, or write engine = "markdown")',
                "sitegen.toml:4: the extension 'tabels' is not offered (did you mean 'tables'?)",
            ],
        ),
        (
            'title = "x"\n[markdown]\nengine = "common"',
            ["sitegen.toml:3: markdown.engine 'common' is not known (did you mean 'commonmark'?)"],
        ),
        ('title = "x"\ncontent = ""', ["sitegen.toml:2: content is empty"]),
        ('title = ""', ["sitegen.toml:1: title is empty"]),
        ('title = "x"\nlanguages = ["en", "EN"]', ["sitegen.toml:2: languages names one twice"]),
        ('title = "x"\n[feeds]\nsize = 0', ["sitegen.toml:3: size 0 is out of range (write 1 to 10000)"]),
        ('title = "x"\n[links]\ncap = -1', ["sitegen.toml:3: cap -1 is out of range"]),
        ('title = "x"\n[serve]\nport = 70000', ["sitegen.toml:3: port 70000 is out of range"]),
        ('title = "x"\n\nnot toml', ["sitegen.toml:3: is not TOML"]),
        ('titel = "x"', ["sitegen.toml:1: unknown key titel (did you mean 'title'?)", "title is missing"]),
    ],
)
def test_problems(tmp_path, text, expected):
    (tmp_path / "sitegen.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        find_archive(tmp_path, {})
    found = [str(p) for p in caught.value.problems]
    assert len(found) == len(expected)
    for problem, start in zip(found, expected, strict=True):
        assert start in problem


def test_problems_of_a_table_are_found_behind_the_tables_of_others(tmp_path):
    text = '[project]\nlanguages = "a"\n[tool.other]\ntitle = "b"\n[tool.sitegen]\ntitle = "c"\nlanguages = "en"\n'
    (tmp_path / "pyproject.toml").write_text(text)
    with pytest.raises(ConfigError, match=r"^pyproject\.toml:7: languages is not a list"):
        find_archive(tmp_path, {})


@pytest.mark.parametrize("text", ["tool = 3", "[tool]\nsitegen = 3"])
def test_what_should_be_a_table(tmp_path, text):
    (tmp_path / "pyproject.toml").write_text(text)
    with pytest.raises(ConfigError, match="is not a table"):
        find_archive(tmp_path, {})


def test_problems_of_flags_and_of_the_environment_name_them(tmp_path):
    (tmp_path / "sitegen.toml").write_text('title = "B"\n')
    with pytest.raises(ConfigError, match=r"^SITEGEN_BASE_URL: base_url 'x' is not an address"):
        find_archive(tmp_path, {"SITEGEN_BASE_URL": "x"})
    with pytest.raises(ConfigError, match=r"^--base-url: base_url 'y' is not an address"):
        find_archive(tmp_path, {"SITEGEN_BASE_URL": "x"}, {"base_url": "y"})


def test_no_archive(tmp_path):
    with pytest.raises(ConfigError, match="sitegen init"):
        find_archive(tmp_path, {})
