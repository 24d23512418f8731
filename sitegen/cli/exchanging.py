"""`export` and `import`: glossaries of and for other programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.cli.opening import archive_or_exit
from sitegen.cli.wording import counted, show_problems

if TYPE_CHECKING:
    from sitegen.config import Archive
    from sitegen.discover import Found
    from sitegen.model import Term
    from sitegen.problems import Problem

FORMATS = {".jsonld": "skos", ".json": "skos", ".csv": "csv"}


@click.group(name="export")
def export_() -> None:
    """Write what an archive has in the formats of other programs."""


@click.group(name="import")
def import_() -> None:
    """Take in what other programs have written."""


@export_.command(name="terms")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True), default="-")
@click.option("--format", "format_", type=click.Choice(["skos", "csv"]), help="By default as the file's name ends.")
@click.pass_obj
def export_terms(root: Path, file: str, format_: str | None) -> None:
    """Write the glossary as SKOS in JSON-LD or as a CSV table, to FILE or to the screen."""
    from sitegen.interchange.skos import to_skos
    from sitegen.interchange.table import to_table

    archive = archive_or_exit(root)
    terms, problems = _glossary(archive)
    config = archive.config
    if (format_ or FORMATS.get(Path(file).suffix.lower(), "skos")) == "csv":
        data = to_table(terms).encode()
    else:
        data = to_skos(terms, f"{config.title}: Glossary", config.base_url)
    with click.open_file(file, "wb") as out:
        out.write(data)
    if file != "-":
        click.echo(f"Wrote {counted(len(terms), 'term')} to {file}")
    show_problems(problems)
    sys.exit(1 if problems else 0)


@import_.command(name="terms")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "format_", type=click.Choice(["skos", "csv"]), help="By default as the file's name ends.")
@click.option("--into", metavar="NAME", help="The file of the glossary to write (default: the name of FILE).")
@click.option("--dry-run", is_flag=True, help="Print what would be written.")
@click.pass_obj
def import_terms(root: Path, file: Path, format_: str | None, into: str | None, dry_run: bool) -> None:
    """Add the terms of a SKOS or CSV file to the glossary, as a file of their own."""
    from sitegen.interchange.written import as_yaml

    archive = archive_or_exit(root)
    format_ = format_ or FORMATS.get(file.suffix.lower())
    if format_ is None:
        raise click.UsageError(f"{file.name} does not say what it is; add --format skos or --format csv")
    target = archive.content / "glossary" / Path(into or file.stem).with_suffix(".yaml").name
    if target.exists():
        raise click.ClickException(f"{target} is there already; name another with --into")
    terms, problems = _read(file, format_)
    terms, clashes = _new(archive, terms, target.name)
    text = as_yaml(terms) if terms else ""
    problems = (*problems, *clashes)
    if dry_run:
        click.echo(text, nl=False)
    elif text:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as out:
            out.write(text)
        click.echo(f"Wrote {counted(len(terms), 'term')} to {target}")
    else:
        click.echo("Nothing to add")
    show_problems(problems)
    sys.exit(1 if any(problem.severity == "error" for problem in problems) else 0)


def _glossary(archive: Archive) -> tuple[tuple[Term, ...], tuple[Problem, ...]]:
    from sitegen.glossary.terms import read_glossary

    glossary = read_glossary(_files(archive), archive.config.content)
    return tuple(entry.term for entry in glossary.entries), glossary.problems


def _files(archive: Archive) -> tuple[Found, ...]:
    from sitegen.discover import discover, read_source

    return tuple(read_source(source) for source in discover(archive.content, archive.config.content).glossary)


def _read(file: Path, format_: str) -> tuple[tuple[Term, ...], tuple[Problem, ...]]:
    from sitegen.interchange.skos import from_skos
    from sitegen.interchange.table import from_table
    from sitegen.problems import ProblemError
    from sitegen.reader import decode, read_bytes

    try:
        data = read_bytes(file.resolve(), file.name)
        if format_ == "skos":
            return from_skos(data, file.name)
        text, doubts = decode(data, file.name)
    except ProblemError as failure:
        return (), (failure.problem,)
    terms, problems = from_table(text, file.name)
    return terms, (*doubts, *problems)


def _new(archive: Archive, terms: tuple[Term, ...], name: str) -> tuple[tuple[Term, ...], tuple[Problem, ...]]:
    """The terms that the glossary can take, and what is wrong with the others."""
    from sitegen.discover import Found
    from sitegen.glossary.terms import read_glossary
    from sitegen.interchange.written import as_yaml
    from sitegen.problems import warning

    files = _files(archive)
    known = {entry.term.id: entry for entry in read_glossary(files, archive.config.content).entries}
    taken = [term.id for term in terms if term.id in known]
    problems = [
        warning(known[key].file, known[key].line, f"{key}: stands in the glossary already, left as it is")
        for key in taken
    ]
    fresh = tuple(term for term in terms if term.id not in known)
    tried = read_glossary([*files, Found(f"glossary/{name}", as_yaml(fresh).encode(), "")], archive.config.content)
    file = f"{archive.config.content}/glossary/{name}"
    wrong = tuple(problem for problem in tried.problems if problem.file == file)
    return (() if wrong else fresh), (*problems, *wrong)
