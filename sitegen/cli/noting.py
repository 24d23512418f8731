"""`export notes` and `import notes`: notes as W3C annotations, and what readers wrote elsewhere."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.cli.opening import archive_or_exit
from sitegen.cli.wording import counted, show_problems

if TYPE_CHECKING:
    from sitegen.config import Archive
    from sitegen.incoming import Addition, Sourced
    from sitegen.interchange.annotations import Annotation
    from sitegen.problems import Problem


@click.command(name="notes")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True), default="-")
@click.option("--article", metavar="SLUG", help="The notes of one article only.")
@click.pass_obj
def export_notes(root: Path, file: str, article: str | None) -> None:
    """Write all notes as a W3C annotation collection (JSON-LD), to FILE or to the screen."""
    from sitegen.incoming import exported
    from sitegen.interchange.annotations import article_address, as_written, to_annotations

    archive = archive_or_exit(root)
    config = archive.config
    articles = _articles(archive)
    address, label = f"{config.base_url}notes/#annotations" if config.base_url else "urn:sitegen:notes", config.title
    if article is not None:
        articles = tuple(one for one in articles if one.article.slug == article)
        if not articles:
            raise click.ClickException(f"no article has the slug {article}")
        address = f"{article_address(config.base_url, articles[0].article.slug)}annotations.jsonld"
        label = articles[0].article.title
    found = [as_written(about, note) for about, note in exported(articles, config.base_url)]
    with click.open_file(file, "wb") as out:
        out.write(to_annotations(found, address, label))
    if file != "-":
        click.echo(f"Wrote {counted(len(found), 'note')} to {file}")


@click.command(name="notes")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Print what would be written.")
@click.pass_obj
def import_notes(root: Path, file: Path, dry_run: bool) -> None:
    """Add the annotations of a W3C collection or of Hypothes.is (JSON) as proposed notes to sidecars."""
    from sitegen.incoming import take_in

    archive = archive_or_exit(root)
    config = archive.config
    annotations, problems = _read(file)
    arrived = take_in(annotations, _articles(archive), folder=config.content, base_url=config.base_url, file=file.name)
    problems = (*problems, *arrived.problems)
    for addition in arrived.additions:
        name = f"{config.content}/{addition.path}"
        if dry_run:
            click.echo(f"# {name}")
            click.echo(addition.text, nl=False)
        elif (failed := _write(archive, addition)) is None:
            click.echo(f"Wrote {counted(addition.notes, 'proposed note')} to {name}")
        else:
            problems = (*problems, failed)
    for name, lines in arrived.pastes:
        click.echo(f"# To paste for {name}:")
        click.echo(lines, nl=False)
    if not arrived.additions:
        click.echo("Nothing to add")
    show_problems(problems)
    sys.exit(1 if any(problem.severity == "error" for problem in problems) else 0)


def _articles(archive: Archive) -> tuple[Sourced, ...]:
    from sitegen.discover import discover
    from sitegen.incoming import sourced

    return sourced(
        discover(archive.content, archive.config.content), archive.config.content, archive.config.languages[0]
    )


def _read(file: Path) -> tuple[tuple[Annotation, ...], tuple[Problem, ...]]:
    from sitegen.interchange.annotated import from_annotations
    from sitegen.interchange.hypothesis import from_hypothesis, rows_of
    from sitegen.interchange.linked import read_json
    from sitegen.problems import ProblemError
    from sitegen.reader import read_bytes

    try:
        data = read_bytes(file.resolve(), file.name)
        rows = rows_of(read_json(data, file.name))
    except ProblemError as failure:
        return (), (failure.problem,)
    return from_annotations(data, file.name) if rows is None else from_hypothesis(rows, file.name)


def _write(archive: Archive, addition: Addition) -> Problem | None:
    from sitegen.problems import error
    from sitegen.sidecar import write_sidecar

    try:
        write_sidecar(archive.content / addition.path, addition.text, addition.was)
    except FileExistsError:
        name = f"{archive.config.content}/{addition.path}"
        return error(name, 0, "changed while notes were read, left as it is", "import again")
    return None
