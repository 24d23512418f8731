"""Several builds at once, beside a watch and a preview, under a lock whose holder dies, and while content is written."""

import contextlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.archive import GPU, Site
from tests.serving import serving
from tests.test_preview import free_port
from tests.waiting import until

ROOT = Path(__file__).parent.parent.parent
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT), "CI": "1"}
ROUNDS = int(os.environ.get("SITEGEN_ROUNDS", "3"))


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path / "archive")
    for number in range(30):
        made.article(f"n{number}", f"The GPU is number {number}.", tags=f"[t{number % 3}]")
    return made


def command(site, *arguments):
    return [sys.executable, "-u", "-m", "sitegen", "-C", str(site.root), "build", "--now", "2024-06-01", *arguments]


def started(site, *arguments, **options):
    return subprocess.Popen(
        command(site, *arguments), env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options
    )  # fmt: skip


def ended(process):
    said, _ = process.communicate(timeout=60)
    return process.returncode, said


def clean(site):
    """The files of a clean build of what an archive has now."""
    other = Site.at(site.root.parent / "clean")
    shutil.rmtree(other.root, ignore_errors=True)
    shutil.copytree(site.root, other.root, ignore=shutil.ignore_patterns("_site", ".sitegen"))
    other.build()
    return other.files()


def has(site, files):
    """Whether the output folder has these files, and is not exchanged while one looks."""
    try:
        return site.files() == files
    except FileNotFoundError:
        return False


def no_litter(site):
    return {path.name for path in site.root.iterdir()} == {"_site", ".sitegen", "content", "sitegen.toml"}


def edit(site, turn):
    for number in range(turn % 7, 30, 7):
        site.article(f"n{number}", f"The GPU is number {number} of turn {turn}.")
    site.article(f"new{turn}", f"It came in turn {turn}.")
    (site.root / f"content/new{turn - 2}.md").unlink(missing_ok=True)


def test_eight_builds_at_once_leave_what_one_leaves(site):
    for turn in range(ROUNDS):
        edit(site, turn)
        for code, said in map(ended, [started(site) for _ in range(8)]):
            assert (code, "Traceback" in said) == (0, False), said
        assert site.files() == clean(site)
        assert no_litter(site)


def test_builds_of_different_sites_at_once_leave_one_of_them_whole(site):
    for turn in range(ROUNDS):
        edit(site, turn)
        addresses = [f"https://{name}.example/" for name in ("one", "two", "three")]
        for code, said in map(ended, [started(site, "--base-url", address) for address in addresses]):
            assert code == 0, said
        files = site.files()
        found = {address for data in files.values() for address in re.findall(rb"https://\w+\.example/", data)}
        assert len(found) == 1
        assert ended(started(site, "--base-url", found.pop().decode()))[0] == 0
        assert site.files() == files


@contextlib.contextmanager
def watching(site):
    process = started(site, "--watch")
    lines = []
    reader = threading.Thread(target=lambda: lines.extend(process.stdout), daemon=True)
    reader.start()
    try:
        until(lambda: any(line.startswith("Watching") for line in lines))
        yield process, lines
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(20)
        reader.join(20)
        process.stdout.close()
    assert code == 0
    assert not any("Traceback" in line for line in lines), "".join(lines)


def test_a_build_beside_a_watch_and_a_preview(site):
    with watching(site), serving(site.root, "-p", str(free_port())) as served:
        for turn in range(ROUNDS):
            edit(site, turn)
            code, said = ended(started(site))
            assert code == 0, said
            served.until(f"articles/new{turn}/", f"It came in turn {turn}.")
            wanted = clean(site)
            # The watch may have begun with a part of the edit, and comes again for the rest.
            until(lambda wanted=wanted: has(site, wanted))
    assert no_litter(site)


HOLDER = """\
import sys
from pathlib import Path
from sitegen.write import Output
root = Path(sys.argv[1])
with Output(root / "_site", root / ".sitegen").locked():
    print("locked", flush=True)
    sys.stdin.read()
"""


@contextlib.contextmanager
def holding(site):
    """A process that has the lock of the output folder, and ends when its input does."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(site.root)], env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        assert process.stdout.readline() == b"locked\n"
        yield process


def waits_for_a_lock(process):
    """Whether the system says that a process waits for a lock."""
    lines = Path("/proc/locks").read_text().splitlines()
    return any("->" in line and str(process.pid) in line.split() for line in lines)


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="Linux alone tells who waits")
@pytest.mark.parametrize("end", ["ends", "is killed"])
def test_a_build_waits_for_whoever_has_the_lock_and_goes_on_when_that_one(site, end):
    with holding(site) as holder:
        build = started(site)
        until(lambda: waits_for_a_lock(build))
        assert build.poll() is None
        holder.stdin.close() if end == "ends" else holder.kill()
        code, said = ended(build)
    assert code == 0, said
    assert site.files() == clean(site)


def test_the_lock_of_a_build_that_was_killed_is_nobodys(site):
    with holding(site) as holder:
        holder.kill()
    assert len([*(site.root / ".sitegen").glob("*.lock")]) == 1
    assert ended(started(site))[0] == 0


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
@pytest.mark.parametrize("failure", ["ENOLCK", "EOPNOTSUPP", "ENOSYS"])
def test_where_nothing_can_be_locked_nothing_is_written_and_the_reason_is_said(site, failure):
    site.build()
    before = site.files()
    edit(site, 1)
    done = subprocess.run(
        ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"inject=flock:error={failure}", *command(site)],
        env=ENVIRONMENT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "can't be locked" in done.stderr
    assert str(site.root / ".sitegen") in done.stderr
    assert site.files() == before


def test_whatever_is_written_while_it_builds_the_last_state_is_what_stays(site):
    chance = random.Random(13)
    content = site.root / "content"

    def disturb():
        name = f"n{chance.randrange(30)}"
        path = content / f"{name}.md"
        match chance.choice(["write", "remove", "rename", "terms", "folder", "mode", "truncate"]):
            case "remove":
                path.unlink(missing_ok=True)
            case "rename" if path.is_file():
                path.replace(content / f"n{chance.randrange(30)}.md")
            case "terms":
                site.write("content/glossary/terms.yaml", GPU.replace("pictures", f"turn {chance.random()}"))
            case "folder" if not path.exists():
                site.article(f"{name}/in", "The GPU is in a folder.")
                shutil.rmtree(content / name)
            case "mode" if path.is_file():
                path.chmod(0)
                path.chmod(0o644)
            case "truncate" if path.is_file():
                os.truncate(path, 0)
                site.article(name, f"The GPU was empty, {chance.random()}.")
            case _:
                site.article(name, f"The GPU is {chance.random()}.", date=f"2024-0{chance.randrange(1, 9)}")

    with watching(site) as (_, lines):
        for _ in range(3 * ROUNDS):
            builds = [started(site) for _ in range(2)]
            while any(build.poll() is None for build in builds):
                disturb()
            for build in builds:
                code, said = ended(build)
                # A file may be half written, which is a problem of that moment; it is never a bug.
                assert code in (0, 1), said
                assert "Traceback" not in said, said
        site.article("n1", "The last words on the GPU.")
        wanted = clean(site)
        until(lambda: has(site, wanted))
    assert "".join(lines).count("Built") >= 2
    assert no_litter(site)


def test_whoever_reads_the_site_while_it_is_built_finds_every_page_whole(site):
    wrong, built, done = [], [], threading.Event()

    def build(turn):
        for number in range(30):
            body, title = f"The GPU of turn{turn}.", f"number {number}"
            site.article(f"n{number}", body, title=title, summary=f"turn{turn}")
        assert site.build().published
        built.append(turn)

    def read():
        chance = random.Random(threading.get_ident())
        while not done.is_set():
            path = site.root / f"_site/articles/n{chance.randrange(30)}/index.html"
            over = built[-1]
            try:
                page = path.read_text()
            except OSError as failure:
                wrong.append(str(failure))
                continue
            found = {int(turn) for turn in re.findall(r"turn(\d+)", page)}
            # A page is of one build, and of none that was over before it was read.
            if not page.rstrip().endswith("</html>") or len(found) != 1 or min(found) < over:
                wrong.append(f"{path} of {found}, after {over}")

    build(1)
    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        for turn in range(2, 10 * ROUNDS):
            build(turn)
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert wrong == []
