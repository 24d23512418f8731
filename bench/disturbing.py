"""Edits of all kinds to an archive, one after the other, as a seed decides: what an editor may do in a long day."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.archive import term_entry, words

Edit = Callable[[Path, random.Random], str]

FIRST_FREE_TERM = 500_000
ONCE_IN = 5
BROKEN = {
    "a date": ("content/{article}", "---\ntitle: Broken\ndate: never\n---\nWords.\n"),
    "front matter": ("content/{article}", "---\ntitle: [broken\n---\nWords.\n"),
    "a term": ("content/glossary/more.yaml", "- id: Broken Term\n"),
    "a template": ("templates/home.html", "{% if %}"),
    "the configuration": ("sitegen.toml", "title = \n"),
}


def disturbed(root: Path, chance: random.Random, favourite: str) -> Iterator[str]:
    """Edit an archive without end; gives what was done each time. What is broken is mended by the next edit.

    The article with the stem `favourite` is edited most, and never renamed or removed.
    """
    size = len(_articles(root))
    while True:
        if chance.randrange(ONCE_IN) == 0:
            yield from _broken(root, chance)
        elif chance.randrange(ONCE_IN) < 2:
            yield _rewrite(_named(root, favourite), chance)
        else:
            more = len(_articles(root)) < size
            edit = chance.choice([*_OFTEN, _add if more else _remove(favourite), _rename(favourite)])
            yield edit(root, chance)


def _broken(root: Path, chance: random.Random) -> Iterator[str]:
    what = chance.choice(sorted(BROKEN))
    name, text = BROKEN[what]
    path = root / name.format(article=chance.choice(_articles(root)).name)
    before = path.read_bytes() if path.is_file() else None
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    yield f"broke {what}"
    if before is None:
        path.unlink()
    else:
        path.write_bytes(before)
    yield f"mended {what}"


def _articles(root: Path) -> list[Path]:
    return sorted(path for path in (root / "content").glob("*.*") if path.suffix in (".md", ".txt"))


def _named(root: Path, stem: str) -> Path:
    return next(path for path in _articles(root) if path.stem == stem)


def _rewrite(path: Path, chance: random.Random) -> str:
    """Another last paragraph, with a mention of some term; the article stays as long as it was."""
    blocks = path.read_text().rstrip().split("\n\n")
    paragraph = [*words(chance, 30), term_entry(chance.randrange(20)).split("any: ")[1].split("}")[0]]
    path.write_text("\n\n".join([*blocks[:-1], " ".join(paragraph) + "."]) + "\n")
    return "edited an article"


def _edit(root: Path, chance: random.Random) -> str:
    return _rewrite(chance.choice(_articles(root)), chance)


def _retitle(root: Path, chance: random.Random) -> str:
    path = chance.choice(_articles(root))
    lines = path.read_text().split("\n")
    if lines[0] == "---":
        lines[1] = f"title: {' '.join(words(chance, 5)).capitalize()}"
        path.write_text("\n".join(lines))
    return "gave an article another title"


def _sidecar(root: Path, chance: random.Random) -> str:
    """A note at an article as a whole, which may have one of those already, or none any more."""
    path = chance.choice(_articles(root)).with_suffix(".yaml")
    if path.exists() and "by: soak" in path.read_text():
        path.unlink()
        return "removed a sidecar"
    if path.exists():
        return _edit(root, chance)
    body = " ".join(words(chance, 12))
    path.write_text(f"notes:\n  - {{id: soak, kind: context, target: article, body: {body}, author: 'by: soak'}}\n")
    return "wrote a sidecar"


def _define(root: Path, chance: random.Random) -> str:
    path = root / "content/glossary/terms.yaml"
    entries = path.read_text().split("\n- id: ")
    number = chance.randrange(min(20, len(entries)))
    before, _, _ = entries[number].partition("definition: ")
    entries[number] = f'{before}definition: {{en: "{" ".join(words(chance, 15))}."}}'
    path.write_text("\n- id: ".join(entries).rstrip() + "\n")
    return "defined a term anew"


def _term(root: Path, chance: random.Random) -> str:
    path = root / "content/glossary/more.yaml"
    numbers = [FIRST_FREE_TERM + chance.randrange(9) for _ in range(chance.randrange(4))]
    path.write_text("".join(map(term_entry, sorted(set(numbers)))))
    return "wrote other terms"


def _template(root: Path, chance: random.Random) -> str:
    path = root / "templates" / chance.choice(["article.html", "term.html", "home.html"])
    path.parent.mkdir(exist_ok=True)
    if path.exists():
        path.unlink()
        return "removed a template"
    said = " ".join(words(chance, 3))
    block = f"{{% block content %}}<p>{said}</p>{{{{ super() }}}}{{% endblock %}}"
    path.write_text(f'{{% extends "sitegen:{path.name}" %}}{block}')
    return "wrote a template"


def _static(root: Path, chance: random.Random) -> str:
    path = root / "static" / chance.choice(["own.css", "own.txt"])
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"/* {' '.join(words(chance, 9))} */\n")
    return "wrote a static file"


def _configure(root: Path, chance: random.Random) -> str:
    path = root / "sitegen.toml"
    kept = [line for line in path.read_text().splitlines() if not line.startswith("title")]
    path.write_text("\n".join([f'title = "{" ".join(words(chance, 2))}"', *kept]) + "\n")
    return "gave the site another title"


def _add(root: Path, chance: random.Random) -> str:
    title, body = " ".join(words(chance, 5)), "\n\n".join(" ".join(words(chance, 60)) for _ in range(8))
    head = f"---\ntitle: {title}\ndate: 20{chance.randrange(14, 24)}-0{chance.randrange(1, 10)}-11\nlanguage: en\n---\n"
    (root / "content" / f"new{chance.randrange(10**6)}.md").write_text(f"{head}\n{body} X0 and X3.\n")
    return "added an article"


def _remove(favourite: str) -> Edit:
    def edit(root: Path, chance: random.Random) -> str:
        path = chance.choice([path for path in _articles(root) if path.stem != favourite])
        path.unlink()
        path.with_suffix(".yaml").unlink(missing_ok=True)
        return "removed an article"

    return edit


def _rename(favourite: str) -> Edit:
    def edit(root: Path, chance: random.Random) -> str:
        path = chance.choice([path for path in _articles(root) if path.stem != favourite])
        stem = f"renamed{chance.randrange(10**6)}"
        if path.with_suffix(".yaml").exists():
            path.with_suffix(".yaml").rename(path.with_name(f"{stem}.yaml"))
        path.rename(path.with_name(f"{stem}{path.suffix}"))
        return "renamed an article"

    return edit


_OFTEN: tuple[Edit, ...] = (_edit, _retitle, _sidecar, _define, _term, _template, _static, _configure)
