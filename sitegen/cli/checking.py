"""`check`: what is wrong with an archive, which notes are adrift, and their mending."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.cli.following import follow_on
from sitegen.cli.opening import archive_or_exit, build_options, options_of
from sitegen.cli.wording import counted, show_problems

if TYPE_CHECKING:
    from sitegen.config import Archive
    from sitegen.mending import Adrift
    from sitegen.problems import Problem

MOST_ADVICE = 200
MOST_NOTES = 50


@click.command()
@build_options
@click.option("--fix", is_flag=True, help="Write new selectors of notes that have moved into their sidecars.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON: problems, advice on the glossary, notes adrift.")
@click.pass_obj
def check(
    root: Path, base_url: str | None, drafts: bool, strict: bool, now: str | None, fix: bool, as_json: bool
) -> None:
    """Report every problem of the archive without building it, and examine its glossary."""
    from sitegen.build import check as check_site

    archive = archive_or_exit(root, base_url=base_url)
    adrift, refused = _mend(archive, fix=fix, as_json=as_json)
    report = check_site(archive, options_of(now, drafts=drafts, strict=strict), follow_on(sys.stderr))
    problems = tuple(sorted({*report.problems, *refused}))
    if as_json:
        import msgspec

        notes = [_as_row(one) for one in adrift]
        click.echo(msgspec.json.encode({"problems": problems, "advice": report.advice, "notes": notes}).decode())
    else:
        click.echo(f"Checked {counted(report.articles, 'article')} and {counted(report.terms, 'term')}")
        for advice in report.advice[:MOST_ADVICE]:
            click.echo(f"advice: {advice}")
        if len(report.advice) > MOST_ADVICE:
            click.echo(f"and {len(report.advice) - MOST_ADVICE:,} more; --json has them all")
        _show(adrift)
        show_problems(problems)
    sys.exit(1 if report.failed or refused else 0)


def _mend(archive: Archive, *, fix: bool, as_json: bool) -> tuple[list[Adrift], list[Problem]]:
    """The notes that are adrift, and what is wrong with the sidecars that should have been mended.

    With `fix` those that were mended are adrift no more.
    """
    from sitegen.discover import discover
    from sitegen.mending import annotated_articles, mended, notes_adrift
    from sitegen.problems import error
    from sitegen.sidecar import write_sidecar
    from sitegen.versions import earlier_versions

    config = archive.config
    articles = annotated_articles(discover(archive.content, config.content), config.content, config.languages[0])
    adrift = list(notes_adrift(articles, config.markdown, lambda path: earlier_versions(archive.content / path)))
    if not fix:
        return adrift, []
    files, problems = mended(adrift, articles, config.content)
    for file in files:
        name = f"{config.content}/{file.path}"
        try:
            write_sidecar(archive.content / file.path, file.text, file.was)
        except FileExistsError:
            problems.append(error(name, 0, "changed while its notes were followed, left as it is", "check again"))
        else:
            click.echo(f"Mended {name}: {', '.join(file.notes)}", err=as_json)
            adrift = [one for one in adrift if one.file != name or one.note.id not in file.notes]
    return adrift, problems


def _show(adrift: Sequence[Adrift]) -> None:
    from sitegen.problems import visible

    for one in adrift[:MOST_NOTES]:
        what = "has moved" if one.state == "moved" else f"lost its passage: {one.reason}"
        click.echo(visible(f"{one.file}:{one.line}: note {one.note.id} {what}"))
        if one.proposal:
            version = f" ({one.version})" if one.version else ""
            # An article is evidence: what is sure goes into sidecars only.
            by_hand = " by hand" if one.proposal.sure and one.is_in_article else ""
            click.echo(f"  {one.proposal.origin}{version}; to paste{by_hand}:")
            click.echo(one.lines, nl=False)
    if len(adrift) > MOST_NOTES:
        click.echo(f"and {counted(len(adrift) - MOST_NOTES, 'note')} more; --json has them all")


def _as_row(one: Adrift) -> dict[str, object]:
    proposal = one.proposal
    row: dict[str, object] = {"file": one.file, "line": one.line, "note": one.note.id, "state": one.state}
    row |= {"reason": one.reason, "sure": bool(proposal and proposal.sure), "version": one.version}
    return row | {"origin": proposal.origin if proposal else "", "selector": proposal.selector if proposal else None}
