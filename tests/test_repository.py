"""What the repository promises about itself."""

import hashlib
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE, TESTS = ROOT / "sitegen", ROOT / "tests"
# A package whose modules are tested as one, by what goes in and what comes out.
AS_ONE = {"glossary"}
SEED = "000_e888722ed7d0647b.txt"


def test_the_seed_is_as_it_was_found():
    digest = hashlib.sha256((ROOT / "seeds" / SEED).read_bytes()).hexdigest()
    assert digest == "2188b08585adc30c5fe76a9c9627332547d3c2b36ec37e5a3424608bec5fcb02"


@pytest.mark.parametrize("workflow", sorted((ROOT / ".github/workflows").glob("*.yml")), ids=lambda p: p.name)
def test_actions_are_pinned_by_commit(workflow):
    uses = re.findall(r"uses: (.+)", workflow.read_text())
    assert uses
    for line in uses:
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v[\d.]+", line), line


@pytest.mark.parametrize(("lock", "extra"), [("requirements.txt", False), ("requirements-dev.txt", True)])
def test_every_dependency_is_locked_with_hashes(lock, extra):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *(project["optional-dependencies"]["test"] if extra else [])]
    text = (ROOT / lock).read_text()
    locked = set(re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE))
    assert {re.match(r"[\w-]+", name)[0].lower().replace("_", "-") for name in wanted} <= locked
    assert "--hash=sha256:" in text
    assert "://" not in text


def test_ci_calls_the_readme_command():
    script = ROOT / ".ci" / "run"
    assert "python3 run.py test" in script.read_text()
    assert script.stat().st_mode & 0o111


def named_after(module):
    """The tests that mirror a module: of its name in the same folder or above, or of its package's name."""
    *folders, name = module.relative_to(PACKAGE).with_suffix("").parts
    yield TESTS.joinpath(*folders, f"test_{name}.py")
    yield TESTS / f"test_{name}.py"
    for depth, package in enumerate(folders):
        yield TESTS.joinpath(*folders[:depth], f"test_{package}.py")


def importing(module):
    """The tests in a module's folder that import it."""
    folders = module.relative_to(PACKAGE).parent
    dotted = ".".join(module.relative_to(ROOT).with_suffix("").parts)
    tests = (TESTS / folders).glob("test_*.py") if folders.parts else ()
    return (test for test in tests if f"from {dotted} import" in test.read_text())


def is_mirrored(module):
    as_one = module.relative_to(PACKAGE).parts[0] in AS_ONE
    return as_one or any(test.is_file() for test in named_after(module)) or any(importing(module))


def test_every_module_has_its_tests():
    modules = [path for path in sorted(PACKAGE.rglob("*.py")) if not path.stem.startswith("__")]
    missing = {path.relative_to(PACKAGE).as_posix() for path in modules if not is_mirrored(path)}
    assert missing == set()


def test_what_is_tested_as_one_has_tests():
    for package in AS_ONE:
        assert list((TESTS / package).glob("test_*.py"))
