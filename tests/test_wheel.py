"""The built wheel, installed into a fresh environment, works from an empty directory."""

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_wheel_works_from_an_empty_directory(tmp_path):
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path / "dist"), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    environment = tmp_path / "venv"
    venv.create(environment, with_pip=False)
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    site = subprocess.run(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])"],
        check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    installer = [sys.executable, "-m", "zipfile", "-e", str(wheel), site]
    subprocess.run(installer, check=True)
    # The packages that it needs are those of this environment; the wheel itself stands alone.
    (Path(site) / "others.pth").write_text("\n".join(p for p in sys.path if p.endswith("site-packages")) + "\n")
    for name in (
        "static/live.js",
        "static/panel.js",
        "static/idiomorph.js",
        "static/idiomorph.LICENSE",
        "templates/panel.html",
    ):
        assert (Path(site) / "sitegen/preview" / name).is_file(), name
    empty = tmp_path / "empty"
    empty.mkdir()
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COV"))}

    def run(*arguments):
        return subprocess.run(
            [str(python), "-m", "sitegen", *arguments], cwd=empty, env=clean, check=True, capture_output=True, text=True
        ).stdout

    assert run("--version").startswith("sitegen ")
    where = subprocess.run(
        [str(python), "-c", "import sitegen; print(sitegen.__file__)"],
        cwd=empty, env=clean, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    assert str(environment) in where
    run("init", ".")
    assert "1 exact" in run("build", "-b", "https://example.org/")
    assert (empty / "_site/assets/style.css").stat().st_size > 1000
    assert "GPU" in (empty / "_site/articles/first-article/index.html").read_text()
