"""Set up and run: `python3 run.py serve`, `python3 run.py test`, or any command of sitegen.

Needs Python 3.11 or later and pip, nothing else; makes a virtual environment in `.venv`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
WINDOWS = os.name == "nt"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
CHECKER = "vnu-jar@26.9.27"
HELP = """\
python3 run.py serve [OPTIONS]   set up, build the archive, serve it and follow every save
python3 run.py test [--no-browser] [PYTEST OPTIONS]
                                 set up and run every check and test
python3 run.py COMMAND …         set up and run any other command of sitegen
"""


def stamp(lock: Path) -> str:
    """What an environment made from a lock file is known by."""
    return hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()


def venv_python(folder: Path) -> Path:
    """The Python of a virtual environment."""
    return folder / ("Scripts/python.exe" if WINDOWS else "bin/python")


def set_up(*, for_tests: bool) -> Path:
    """Bring the virtual environment up to its lock file, and give its Python."""
    folder = Path(os.environ.get("SITEGEN_VENV", ROOT / ".venv"))
    python = venv_python(folder)
    full = ROOT / "requirements-dev.txt"
    lock = full if for_tests else ROOT / "requirements.txt"
    mark = folder / "sitegen.stamp"
    known = mark.read_text() if mark.is_file() and python.exists() else ""
    if known in {stamp(lock), stamp(full)}:
        return python
    print(f"Setting up {folder} (once)", flush=True)
    make_environment(folder)
    install(python, lock)
    fresh = mark.with_suffix(".new")
    fresh.write_text(stamp(lock))
    fresh.replace(mark)
    return python


def make_environment(folder: Path) -> None:
    """Make a virtual environment, with pip where Python brings it."""
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(folder)], capture_output=True, text=True, check=False
    )
    if made.returncode == 0:
        return
    # Debian keeps ensurepip in python3-venv; the pip outside can install into the environment too.
    bare = [sys.executable, "-m", "venv", "--clear", "--without-pip", str(folder)]
    if subprocess.run(bare, check=False).returncode:
        sys.exit("Python can't make a virtual environment here. On Debian: apt install python3-venv")


def install(python: Path, lock: Path) -> None:
    """Install a hashed lock file, with uv where it is at hand, else with pip."""
    if uv := shutil.which("uv"):
        command = [uv, "pip", "install", "--quiet", "--python", str(python)]
    else:
        command = [*pip_for(python), "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    done = subprocess.run([*command, "--require-hashes", "-r", str(lock)], check=False)
    if done.returncode:
        sys.exit(f"Installing {lock.name} failed; see above. Run the command again once it can work.")


def pip_for(python: Path) -> list[str]:
    """The command that runs pip for an environment: its own, or else the one outside."""
    own = [str(python), "-m", "pip"]
    if subprocess.run([*own, "--version"], capture_output=True, check=False).returncode == 0:
        return own
    return [sys.executable, "-m", "pip", "--python", str(python)]


def find_browser(environment: dict[str, str], places: Sequence[str] = PLACES) -> str | None:
    """A Chromium-like browser: SITEGEN_BROWSER, then PATH, then the usual places."""
    if chosen := environment.get("SITEGEN_BROWSER"):
        return chosen
    on_path = (shutil.which(name, path=environment.get("PATH", "")) for name in BROWSERS)
    return next((found for found in on_path if found), None) or next(
        (place for place in places if Path(place).is_file()), None
    )


def need_browser(python: Path) -> str:
    """A browser, installed if need be. Ends the run where none can be had."""
    if found := find_browser(dict(os.environ)):
        return found
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("Installing Chromium with apt-get", flush=True)
        apt_get("chromium", "fonts-noto-cjk")
        if found := find_browser(dict(os.environ)):
            return found
    show = "import playwright.sync_api as p; print(p.sync_playwright().start().chromium.executable_path)"
    for attempt in (False, True):
        if attempt:
            subprocess.run([str(python), "-m", "playwright", "install", "chromium"], check=False)
        told = subprocess.run([str(python), "-c", show], capture_output=True, text=True, check=False)
        if told.stdout.strip() and Path(told.stdout.strip()).is_file():
            return told.stdout.strip()
    sys.exit("No browser for the browser tests: install Chromium, or set SITEGEN_BROWSER to one.")


def need_checker(folder: Path) -> str:
    """The Nu HTML checker, from npm, with a Java to run it where that can be installed; "" without."""
    jar = folder / "node_modules/vnu-jar/build/dist/vnu.jar"
    if not jar.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        npm = ["npm", "install", "--no-save", "--ignore-scripts", "--prefix", str(folder), CHECKER]
        done = subprocess.run(npm, check=False, cwd=folder, capture_output=True, text=True)
        if done.returncode:
            print(f"npm can't install {CHECKER}:\n{done.stderr.strip()}", file=sys.stderr, flush=True)
    if not shutil.which("java") and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("Installing Java with apt-get", flush=True)
        apt_get("default-jre-headless")
    return str(jar) if jar.is_file() and shutil.which("java") else ""


def apt_get(*packages: str) -> None:
    """Install packages of Debian; what failed shows when the program is looked for."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    options = ["-o", "DPkg::Lock::Timeout=600", "-qq"]
    install = ["apt-get", *options, "install", "-y", "--no-install-recommends", *packages]
    for command in (["apt-get", *options, "update"], install):
        subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)


def test(arguments: list[str]) -> int:
    """Run every check, stopping at the first that fails."""
    python = set_up(for_tests=True)
    environment = os.environ | {"PYTHONPATH": str(ROOT), "SITEGEN_BROWSER": ""}
    browser = "--no-browser" not in arguments
    rest = [a for a in arguments if a != "--no-browser"]
    if browser:
        environment["SITEGEN_BROWSER"] = need_browser(python)
    if shutil.which("npm") and (os.environ.get("CI") or shutil.which("java")):
        environment["SITEGEN_VNU"] = need_checker(python.parent.parent / "tools")
    py = [str(python), "-m"]
    if rest:
        return subprocess.call([*py, "pytest", *rest], cwd=ROOT, env=environment)
    steps = [
        ("lint", [*py, "ruff", "check", "--quiet"]),
        ("format", [*py, "ruff", "format", "--check", "--quiet"]),
        ("types", [*py, "mypy", "--no-error-summary"]),
        (
            "tests",
            [*py, "pytest", "-q", "-n", "2", "-m", "not browser", "--cov", "--cov-report=term:skip-covered"],
        ),
    ]
    if browser:
        steps.append(("browser tests", [*py, "pytest", "-q", "-m", "browser"]))
    for name, command in steps:
        begun = time.monotonic()
        print(f"== {name}", flush=True)
        if code := subprocess.call(command, cwd=ROOT, env=environment):
            print(f"== {name} failed", flush=True)
            return code
        print(f"== {name}: {time.monotonic() - begun:.1f} s", flush=True)
    if not browser:
        print("== The browser tests were LEFT OUT (--no-browser)", flush=True)
    return 0


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):
        sys.exit("sitegen needs Python 3.11 or later.")
    if not arguments or arguments[0] in {"-h", "--help"}:
        print(HELP, end="")
        return 0
    if arguments[0] == "test":
        return test(arguments[1:])
    python = set_up(for_tests=False)
    os.environ["PYTHONPATH"] = str(ROOT)
    command = [str(python), "-m", "sitegen", *arguments]
    if WINDOWS:
        return subprocess.call(command)
    os.execv(command[0], command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
