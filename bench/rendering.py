"""What reading Markdown costs: `python bench/rendering.py` prints it for each engine.

The articles are those of `bench/archive.py`, of 5 KB; times are CPU, the least of some runs.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import msgspec
from archive import Archive, files

from sitegen.discover import Found, digest_of
from sitegen.model import EXTENSIONS, Article, MarkdownOptions
from sitegen.parse import parse_article
from sitegen.render import render
from sitegen.render.engines import engine_of

ARTICLES = 300
RUNS = 7


def read(archive: Archive) -> list[Article]:
    """The articles of an archive with their bodies."""
    found = []
    for number in range(ARTICLES):
        name, text = next(files(archive, number))
        data = text.encode()
        parsed = parse_article(Found(name, data, digest_of(data)), None, "content", "en").article
        assert parsed
        found.append(parsed)
    return found


def least(work: Callable[[Article], object], articles: list[Article]) -> float:
    """The microseconds that some work takes for an article."""
    times = []
    for _ in range(RUNS):
        begun = time.process_time()
        for one in articles:
            work(one)
        times.append(time.process_time() - begun)
    return min(times) / len(articles) * 1e6


def main() -> None:
    print("| µs an article | engine | with the sanitiser |\n|---|---|---|")
    for style in ("markdown", "prose"):
        articles = read(msgspec.structs.replace(Archive(), style=style))
        for engine in EXTENSIONS:
            alone = least(partial(by_engine, MarkdownOptions(engine)), articles)
            whole = least(partial(render, options=MarkdownOptions(engine)), articles)
            print(f"| {style}, {engine} | {alone:.0f} | {whole:.0f} |")


def by_engine(options: MarkdownOptions, article: Article) -> str:
    """What an engine makes of an article."""
    return engine_of(options.engine).body(article.body, options.active)


if __name__ == "__main__":
    main()
