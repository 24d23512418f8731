"""The program and its packages are in every key: a new version makes everything anew."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import markdown
import pytest

from tests.archive import Site

ROOT = Path(__file__).parent.parent.parent

BUILD = """\
import sys
from sitegen.build import keys
left_out = sys.argv[2]
if left_out == "program":
    keys.generator_digest = lambda: "\\n".join(keys._installed())
elif left_out == "packages":
    keys._installed = lambda: []
sys.argv = ["sitegen", "-C", sys.argv[1], "build", "--now", "2024-06-01"]
from sitegen.cli import main
main()
"""


def edited(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def edits_words(program):
    edited(program / "sitegen/locale/fr.po", 'msgstr "Archives"', 'msgstr "Dossiers"')


def edits_code(program):
    edited(program / "sitegen/pages/article.py", "WORDS_A_MINUTE = 220", "WORDS_A_MINUTE = 2")


def updates_a_package(program):
    (installed,) = Path(markdown.__file__).parent.parent.glob("[Mm]arkdown-*.dist-info")
    shutil.copytree(installed, program / "markdown-99.dist-info")
    with (program / "markdown/__init__.py").open("a") as module:
        module.write(
            "_convert = Markdown.convert\nMarkdown.convert = lambda self, text: _convert(self, text) + 'More.'\n"
        )


@pytest.fixture
def program(tmp_path):
    """The program in a folder of its own, with a package of those that it uses."""
    folder = tmp_path / "program"
    for name in ("sitegen", "templates", "static"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(Path(markdown.__file__).parent, folder / "markdown", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.mark.parametrize("whole", [True, False], ids=["whole", "left out"])
@pytest.mark.parametrize(
    ("part", "update"),
    [("program", edits_words), ("program", edits_code), ("packages", updates_a_package)],
    ids=["words", "code", "package"],
)
def test_a_new_program_and_new_packages_make_everything_anew(tmp_path, program, part, update, whole):
    def build(archive):
        done = subprocess.run(
            [sys.executable, "-c", BUILD, str(archive), "" if whole else part],
            cwd=program, env=os.environ | {"PYTHONPATH": str(program), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return Site.at(archive).files()

    site = Site(tmp_path / "archive")
    site.article("one", "The GPU is a chip.\n\n| a |\n|---|\n| b |")
    site.article("deux", "Le GPU est une puce.", language="fr")
    first = build(site.root)
    update(program)
    again = build(site.root)
    shutil.copytree(site.root, tmp_path / "clean", ignore=shutil.ignore_patterns("_site", ".sitegen"))
    anew = build(tmp_path / "clean")
    assert anew != first
    assert again == (anew if whole else first)
