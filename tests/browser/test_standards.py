"""Every kind of page passes axe-core and the Nu HTML checker.

`SITEGEN_EVERY_PAGE=1 python3 run.py test tests/browser/test_standards.py` checks all pages of the document's
archive and of the almanac, at both widths, light and dark; it takes a quarter of an hour.
"""

import gzip
import itertools
import os
import subprocess
from pathlib import Path

import pytest

from tests.browser.test_pages import ARTICLE, PAGES

AXE = (Path(__file__).parent.parent / "vendor" / "axe.min.js").read_text()
EVERY = bool(os.environ.get("SITEGEN_EVERY_PAGE"))
WIDTHS = (375, 1440)
SCHEMES = ("light", "dark")


def violations(page):
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")["violations"]
    return [(v["id"], v["nodes"][0]["html"]) for v in found]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing(open_page, address, width, scheme):
    assert violations(open_page(address, width=width, scheme=scheme, bypass_csp=True)) == []


@pytest.mark.skipif(not EVERY, reason="SITEGEN_EVERY_PAGE=1 asks for it")
@pytest.mark.timeout(3600)
def test_axe_finds_nothing_on_any_page(browser, served_folder, server_address):
    wrong = {}
    for width, scheme in itertools.product(WIDTHS, SCHEMES):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
        page = context.new_page()
        for path in sorted(served_folder.rglob("*.html")):
            if 'http-equiv="refresh"' in path.read_text():
                continue
            page.goto(server_address + path.relative_to(served_folder).as_posix())
            if found := violations(page):
                wrong[path.relative_to(served_folder).as_posix(), width, scheme] = found
        context.close()
    assert wrong == {}


def test_the_html_is_valid(served_folder, site_folder):
    jar = os.environ.get("SITEGEN_VNU", "")
    if not jar:
        assert not os.environ.get("CI"), "the Nu HTML checker is part of CI; see need_checker in run.py"
        pytest.skip("the Nu HTML checker needs Java and npm")
    names = [a if a.endswith(".html") else f"{a}index.html" for a in PAGES]
    every = sorted(served_folder.rglob("*.html"))
    moved = next(path for path in every if 'http-equiv="refresh"' in path.read_text())
    pages = every if EVERY else [moved, *(site_folder / name for name in names)]
    command = ["java", "-jar", jar, "--errors-only", "--format", "gnu", *map(str, pages)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0


def test_an_article_with_all_that_it_loads_is_small(site_folder):
    files = [site_folder / ARTICLE / "index.html", *(site_folder / "assets").iterdir()]
    sizes = {f.name: len(gzip.compress(f.read_bytes())) for f in files}
    assert sum(sizes.values()) < 60_000
    assert sizes["style.css"] < 12_000
    assert sum(size for name, size in sizes.items() if name.endswith(".js")) < 10_000
