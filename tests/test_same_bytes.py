"""The same in is the same out: whoever builds, where, in how many processes, in which order files are found."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.archive import Site

ROOT = Path(__file__).parent.parent
ALMANAC = ROOT / "tests" / "archives" / "almanac"

# A build by the command, in an order of directories that a number decides ("" for the system's own), with every
# build worth other processes.
BUILD = """\
import os, random, sys
root, umask, order, jobs = sys.argv[1:]
os.umask(int(umask, 8))
if order:
    chance, scandir, listdir = random.Random(order), os.scandir, os.listdir
    def shuffled(found):
        return chance.sample(found, len(found))
    class Shuffled:
        def __init__(self, path="."):
            with scandir(path) as entries:
                self.entries = iter(shuffled(list(entries)))
        def __iter__(self): return self
        def __next__(self): return next(self.entries)
        def __enter__(self): return self
        def __exit__(self, *_): pass
        def close(self): pass
    os.scandir = Shuffled
    os.listdir = lambda path=".": shuffled(listdir(path))
from sitegen.build import batches, executing, records
executing.ENOUGH, batches.BATCH, records.BATCH = 0, 7, 3
from sitegen.cli import main
sys.argv = ["sitegen", "-C", root, "build", "--now", "2024-12-31", "--jobs", jobs]
main()
"""


class Circumstances(NamedTuple):
    """Under what an archive is built: all of it should be the same to the site."""

    place: str = "archive"
    umask: str = "022"
    order: str = ""
    jobs: int = 1
    environment: dict[str, str] = {}  # noqa: RUF012
    command: tuple[str, ...] = ()


CIRCUMSTANCES = {
    "two processes": Circumstances(jobs=2),
    "five processes": Circumstances(jobs=5),
    "five processes in another order": Circumstances(jobs=5, order="five"),
    "another order": Circumstances(order="one"),
    "yet another order": Circumstances(order="two"),
    "another path": Circumstances(place="else where/ü/長/" + "deep/" * 20 + "it"),
    "a strict umask": Circumstances(umask="077"),
    "no umask": Circumstances(umask="000"),
    "Turkish": Circumstances(environment={"LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr"}),
    "no locale": Circumstances(environment={"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}),
    "ASCII": Circumstances(environment={"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}),
    "a far zone": Circumstances(environment={"TZ": "Pacific/Kiritimati"}),
    "an odd zone": Circumstances(environment={"TZ": "Asia/Kathmandu"}),
    "a hash seed": Circumstances(environment={"PYTHONHASHSEED": "0"}),
    "another hash seed": Circumstances(environment={"PYTHONHASHSEED": "4294967295"}),
    "no home": Circumstances(environment={"HOME": "/nowhere", "USER": "nobody", "LOGNAME": "nobody", "HOSTNAME": "x"}),
    "continuous integration": Circumstances(environment={"CI": "1", "NO_COLOR": "1", "COLUMNS": "40", "TERM": "dumb"}),
    "a source date": Circumstances(environment={"SOURCE_DATE_EPOCH": "0"}),
    "no assertions": Circumstances(environment={"PYTHONOPTIMIZE": "2"}),
    "one processor": Circumstances(jobs=2, command=("taskset", "-c", "0")),
    "all at once": Circumstances(
        "at once/ü", "027", "three", 2, {"PYTHONHASHSEED": "7", "TZ": "America/St_Johns", "LANG": "ja_JP.eucJP"}
    ),
}


def built(folder, circumstances):
    """The mode and the bytes of every file and folder of the site, by path."""
    root = folder / circumstances.place
    shutil.copytree(ALMANAC, root, ignore=shutil.ignore_patterns("_site", ".sitegen"))
    site = Site.at(root)
    site.write("templates/404.html", "{% include 'zebra.html' %}{% include 'ant.html' %}")
    site.write("templates/zebra.html", "Zebra.")
    site.write("templates/ant.html", "Ant.")
    for name in ("zebra.css", "ant.css", "deep/in/it.txt"):
        site.write(f"static/{name}", name)
    done = subprocess.run(
        [*circumstances.command, sys.executable, "-c", BUILD,
         str(root), circumstances.umask, circumstances.order, str(circumstances.jobs)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "1", **circumstances.environment},
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    made = root / "_site"
    return {
        path.relative_to(made).as_posix(): (path.stat().st_mode, path.read_bytes() if path.is_file() else b"")
        for path in made.rglob("*")
    }


@pytest.fixture(scope="module")
def plainly(tmp_path_factory):
    return built(tmp_path_factory.mktemp("plainly"), Circumstances())


@pytest.mark.parametrize("circumstances", CIRCUMSTANCES.values(), ids=CIRCUMSTANCES)
def test_the_same_in_is_the_same_out(tmp_path, plainly, circumstances):
    if circumstances.command and shutil.which(circumstances.command[0]) is None:
        pytest.skip(f"needs {circumstances.command[0]}")
    found = built(tmp_path, circumstances)
    assert sorted(found) == sorted(plainly)
    assert [path for path in plainly if found[path] != plainly[path]] == []
    # Where an archive stands is nobody's business.
    assert not any(str(tmp_path).encode() in data for _, data in found.values())


def test_names_are_read_as_utf_8_whatever_the_locale_says(tmp_path, plainly):
    command = ["localedef", "-i", "en_US", "-f", "ISO-8859-1", str(tmp_path / "en_US.ISO-8859-1")]
    if shutil.which("localedef") is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this machine can't make a locale of another encoding")
    latin = {"LOCPATH": str(tmp_path), "LC_ALL": "en_US.ISO-8859-1"}
    assert built(tmp_path, Circumstances(environment=latin)) == plainly
