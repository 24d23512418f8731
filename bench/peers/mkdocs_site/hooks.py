"""Lists and feeds for MkDocs, which has none: pages that are added when all articles have been read."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

FEED = 20


class Article(NamedTuple):
    """What lists, feeds and the article's own page show of it."""

    page: Page
    url: str
    title: str
    day: str
    shown: str
    publisher: str
    publisher_url: str
    language: str
    tags: list[tuple[str, str]]
    minutes: int

    @property
    def summary(self) -> str:
        return re.sub("<[^>]*>", "", self.page.content or "")[:320]


class State:
    """What one event leaves for the next, in one build."""

    articles: list[Article]
    by_url: dict[str, Article]
    shown: dict[str, dict[str, Any]]
    environment: Environment


def slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def article(page: Page) -> Article:
    meta = page.meta
    date = meta["date"]
    return Article(
        page=page,
        url=page.url,
        title=meta["title"],
        day=date.isoformat(),
        shown=f"{date.day} {date:%B %Y}",
        publisher=meta["publisher"],
        publisher_url=f"publishers/{slug(meta['publisher'])}/",
        language=meta["language"],
        tags=[(tag, f"tags/{slug(tag)}/") for tag in meta["tags"]],
        minutes=1 + len(page.markdown or "") // 1200,
    )


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Sort the articles, and add the pages that list them."""
    pages = [file.page for file in files.documentation_pages() if file.src_uri.startswith("articles/")]
    State.environment = env
    State.articles = sorted((article(page) for page in pages if page), key=lambda one: (one.day, one.url), reverse=True)
    State.by_url = {one.url: one for one in State.articles}
    State.shown = {}
    for newer, older in zip(State.articles, State.articles[1:], strict=False):
        newer.page.next_page, older.page.previous_page = older.page, newer.page
    _add_list(config, files, "archive/", "Archive", listed=State.articles)
    for key, group in _grouped(lambda one: [one.day[:4], one.day[:7]]):
        _add_list(config, files, f"archive/{key.replace('-', '/')}/", key, listed=group)
    for taxonomy, keys in _TAXONOMIES.items():
        groups = _grouped(keys)
        members = [(name, f"{taxonomy}/{slug(name)}/", len(group)) for name, group in groups]
        _add_list(config, files, f"{taxonomy}/", taxonomy, members=members)
        for name, group in groups:
            _add_list(config, files, f"{taxonomy}/{slug(name)}/", name, listed=group)


_TAXONOMIES: dict[str, Callable[[Article], Iterable[str]]] = {
    "tags": lambda one: [name for name, _ in one.tags],
    "publishers": lambda one: [one.publisher],
    "languages": lambda one: [one.language],
}


def _grouped(keys: Callable[[Article], Iterable[str]]) -> list[tuple[str, list[Article]]]:
    found: dict[str, list[Article]] = defaultdict(list)
    for one in State.articles:
        for key in keys(one):
            found[key].append(one)
    return sorted(found.items())


def _add_list(config: MkDocsConfig, files: Files, address: str, title: str, **shown: Any) -> None:
    file = File.generated(config, f"{address}index.md", content="", inclusion=InclusionLevel.NOT_IN_NAV)
    page = Page(title, file, config)
    page.meta, page.content = {"template": "list.html", "title": title}, ""
    files.append(file)
    State.shown[page.url] = shown


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Any) -> dict[str, Any]:
    """What the templates of this site see beside what MkDocs gives them."""
    context["article"] = State.by_url.get(page.url)
    if page.is_homepage:
        context["articles"] = State.articles
    context.update(State.shown.get(page.url, {}))
    return context


def on_post_build(config: MkDocsConfig) -> None:
    """Write the feeds of the archive and of each language."""
    feeds = [("", config.site_name, State.articles)]
    feeds += [(f"languages/{name}/", name, group) for name, group in _grouped(lambda one: [one.language])]
    template = State.environment.get_template("feed.xml")
    site = config.site_url or ""
    for address, title, articles in feeds:
        entries = articles[:FEED]
        folder = Path(config.site_dir) / address
        atom = template.render(title=title, home=site + address, site=site, entries=entries)
        (folder / "feed.xml").write_text(atom)
        items = [
            {
                "id": site + one.url,
                "url": site + one.url,
                "title": one.title,
                "date_published": one.day,
                "summary": one.summary,
            }
            for one in entries
        ]
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": title, "home_page_url": site, "items": items}
        (folder / "feed.json").write_text(json.dumps(feed))
