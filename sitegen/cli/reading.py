"""`mentions`, `explain` and `schema`: what an archive holds, why, and what its files may hold."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.cli.opening import archive_or_exit, options_of


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line: the ledger.")
@click.pass_obj
def mentions(root: Path, as_json: bool) -> None:
    """Print every mention found and what was decided about it."""
    import msgspec

    from sitegen.build import read_mentions
    from sitegen.store import Store

    archive = archive_or_exit(root)
    store = Store(archive.state / "cache.sqlite")
    _, found = read_mentions(archive, options_of(None, drafts=True), store)
    store.close(forget_unused=False)
    for line in (mention for group in found.values() for mention in group):
        if as_json:
            click.echo(msgspec.json.encode(line).decode())
        else:
            linked = "linked" if line.linked else "not linked"
            place = f"{archive.config.content}/{line.source}:{line.line}:{line.column}"
            click.echo(f"{place}: {line.surface} = {line.term}, {line.state}, {linked} ({line.rule})")


@click.command()
@click.argument("place", metavar="FILE:LINE[:COLUMN]")
@click.pass_obj
def explain(root: Path, place: str) -> None:
    """Tell why a word in an article is linked or not, and what speaks for it."""
    from sitegen.build import read_mentions, texts_of
    from sitegen.explain import explain as story_of
    from sitegen.explain import parse_spot
    from sitegen.store import Store

    archive = archive_or_exit(root)
    try:
        spot = parse_spot(place, archive.config.content)
    except ValueError as failure:
        raise click.UsageError(str(failure)) from None
    store = Store(archive.state / "cache.sqlite")
    content, found = read_mentions(archive, options_of(None, drafts=True), store)
    store.close(forget_unused=False)
    try:
        text = texts_of(archive, content.site).get(spot.source, "")
        click.echo(story_of(content.site, found.get(spot.source, ()), text, spot), nl=False)
    except LookupError as failure:
        raise click.ClickException(str(failure.args[0])) from None


@click.command()
@click.argument("which", type=click.Choice(["config", "article", "term"]))
def schema(which: str) -> None:
    """Print the JSON Schema of a file format."""
    from sitegen.formats import json_schema

    click.echo(json_schema(which))
