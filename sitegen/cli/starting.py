"""`init`."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

_FILES = {
    "sitegen.toml": "sitegen.toml",
    "first-article.txt": "content/first-article.txt",
    "first-article.yaml": "content/first-article.yaml",
    "terms.yaml": "content/glossary/terms.yaml",
}


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".")
def init(folder: Path) -> None:
    """Start an archive: a small one that works, to be filled."""
    starter = Path(__file__).parent.parent / "starter"
    if taken := [name for name in _FILES.values() if (folder / name).exists()]:
        raise click.ClickException(f"{folder / taken[0]} is there already; nothing was written")
    for name, target in _FILES.items():
        (folder / target).parent.mkdir(parents=True, exist_ok=True)
        (folder / target).write_bytes((starter / name).read_bytes())
        click.echo(f"Wrote {folder / target}")
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("_site/\n.sitegen/\n")
        click.echo(f"Wrote {ignore}")
    place = "" if folder == Path() else f" -C {shlex.quote(str(folder))}"
    click.echo(f"Next: sitegen{place} serve")
