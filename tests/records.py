"""The records of a small archive on disk."""

from __future__ import annotations

from sitegen.build import Options, read_mentions
from sitegen.build.making import EMITTERS
from sitegen.config import find_archive
from sitegen.crossref import Site as Index
from sitegen.model import Mention, Record
from sitegen.outputs import Output, Page
from sitegen.store import Store
from sitegen.views import View
from tests.archive import TODAY, Site


def index_of(site: Site) -> Index:
    """The site that an archive makes, without errors."""
    return index_and_mentions(site)[0]


def index_and_mentions(site: Site) -> tuple[Index, dict[str, tuple[Mention, ...]]]:
    """The site that an archive makes, without errors, and the mentions in each source."""
    content, mentions = read_mentions(find_archive(site.root, {}), Options(TODAY), Store(None))
    assert [p for p in content.problems if p.severity == "error"] == []
    return content.site, mentions


def records_of(site: Site) -> tuple[Record, ...]:
    """Its articles' records, newest first."""
    return index_of(site).records


def views_of(site: Site) -> dict[str, View]:
    """The views of the pages that people read by their permalinks."""
    pages = [one for one in outputs_of(index_of(site)) if isinstance(one, Page) and not one.template.endswith(".xml")]
    return {one.permalink: one.view(one.seen) for one in pages}


def outputs_of(index: Index) -> list[Output]:
    """Everything that the emitters give for a site, in their order."""
    return [one.output(index) for emit in EMITTERS for one in emit(index.addresses)]
