"""Every kind of page passes axe-core and the Nu HTML checker.

`SITEGEN_EVERY_PAGE=1` checks all pages instead of one of each kind, those of the almanac too.
"""

import gzip
import os
import subprocess
from pathlib import Path

import pytest

from tests.browser.test_pages import ARTICLE, PAGES

AXE = (Path(__file__).parent.parent / "vendor" / "axe.min.js").read_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1440])
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing(open_page, address, width, scheme):
    page = open_page(address, width=width, scheme=scheme, bypass_csp=True)
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []


def test_the_html_is_valid(site_folder):
    jar = os.environ.get("SITEGEN_VNU", "")
    if not jar:
        assert not os.environ.get("CI"), "the Nu HTML checker is part of CI; see need_checker in run.py"
        pytest.skip("the Nu HTML checker needs Java and npm")
    every = os.environ.get("SITEGEN_EVERY_PAGE")
    names = [a if a.endswith(".html") else f"{a}index.html" for a in PAGES]
    pages = sorted(site_folder.rglob("*.html")) if every else [site_folder / name for name in names]
    command = ["java", "-jar", jar, "--errors-only", "--format", "gnu", *map(str, pages)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0


def test_an_article_with_all_that_it_loads_is_small(site_folder):
    files = [site_folder / ARTICLE / "index.html", *(site_folder / "assets").iterdir()]
    sizes = {f.name: len(gzip.compress(f.read_bytes())) for f in files}
    assert sum(sizes.values()) < 60_000
    assert sizes["style.css"] < 12_000
    assert sizes["sitegen.js"] < 10_000
