"""What linking costs: `python bench/linking.py` prints it for 100, 1,000 and 10,000 terms.

The articles and their mentions are the same whatever the number of terms; times are CPU. One term in
four needs evidence, as in the glossary of the seeds.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence

from archive import words

from sitegen.annotate.mentions import LinkRules, mentions_of
from sitegen.discover import Found, digest_of
from sitegen.glossary.lexicon import Lexicon
from sitegen.glossary.senses import Senses
from sitegen.markup import flatten
from sitegen.model import Article, Cues, MarkdownOptions, Relation, Term
from sitegen.parse import parse_article
from sitegen.render import render

ARTICLES = 100
SIZE = 5000
SPOKEN_OF = 100
RULES = LinkRules("section", 0, "warning")


def term(number: int) -> Term:
    """A term: a code, a name of two words in four languages, a common noun, or a name that needs a cue."""
    name = f"term-{number:05}"
    kin = (Relation("made-by", f"term-{number // 50 * 50:05}"),)
    word = "".join("bdfgklmnprstvz"[int(digit)] + "aeiou"[int(digit) % 5] for digit in f"{number:05}")
    match number % 8:
        case 0 | 2 | 4:
            return Term(name, "product", {"any": f"X{number}"}, forms={"zh": (f"模型{number}",)}, related=kin)
        case 1 | 3 | 5:
            forms = {
                "fr": (f"carte {word}elle",),
                "de": (f"neuronales {word.title()}netz",),
                "es": (f"tarjeta {word}ada",),
            }
            return Term(name, "component", {"en": f"{word} card"}, forms=forms)
        case 6:
            label = {"en": word, "fr": word, "de": word.title(), "es": word}
            return Term(name, "component", label, cues=Cues(against={"en": (f"{word}less",)}))
        case _:
            cues = Cues(
                near={"any": ("GPU", f"X{number - 3}", f"X{number - 7}")}, against={"en": ("poet", f"{word}ish")}
            )
            return Term(name, "architecture", {"any": word.title()}, prior="cue", cues=cues, related=kin)


def article(chance: random.Random) -> str:
    """About 5 KB in paragraphs with a mention every thirty-five words or so."""
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < SIZE:
        text = words(chance, chance.randint(50, 90))
        for _ in range(2):
            label = term(int(SPOKEN_OF * chance.random() ** 2)).label
            assert isinstance(label, dict)
            text[chance.randrange(len(text))] = label.get("any") or label["en"]
        for at in range(9, len(text), 12):
            text[at] = f"{text[at]}."
            text[at - 1] = text[at - 1].title()
        paragraphs.append(" ".join(text) + ".")
    return "\n\n".join(paragraphs)


def parsed(body: str) -> tuple[Article, str, str]:
    """An article, the source before its body, and its rendered body."""
    source = f"---\ntitle: t\ndate: 2024\nlanguage: en\n---\n{body}\n".encode()
    article = parse_article(Found("a.md", source, digest_of(source)), None, "content", "en").article
    assert article is not None
    return article, source.decode()[: article.body_start], render(article, MarkdownOptions()).html


def cost(work: Callable[[], object], times: int = 1) -> float:
    """The least CPU time of some runs, in milliseconds."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best * 1000


def link(articles: Sequence[tuple[Article, str, str]], lexicon: Lexicon, senses: Senses) -> int:
    """From rendered bodies to ledgers; the number of mentions."""
    return sum(
        len(mentions_of(flatten(html), a, head, lexicon, senses, RULES, [], []).lines) for a, head, html in articles
    )


def main() -> None:
    """Print the figures."""
    chance = random.Random(7)
    articles = [parsed(article(chance)) for _ in range(ARTICLES)]
    size = sum(len(html) for _, _, html in articles) / ARTICLES
    costs = {}
    for count in (100, 1000, 10000):
        terms = sorted((term(n) for n in range(count)), key=lambda t: t.id)
        compiled: list[tuple[Lexicon, Senses]] = []

        def compile_all(terms: Sequence[Term] = terms, out: list[tuple[Lexicon, Senses]] = compiled) -> None:
            lexicon = Lexicon(terms)
            out.append((lexicon, Senses(lexicon)))

        compiling = cost(compile_all, 2)
        lexicon, senses = compiled[-1]
        mentions = link(articles, lexicon, senses)
        costs[count] = cost(lambda lexicon=lexicon, senses=senses: link(articles, lexicon, senses), 9) / ARTICLES
        print(
            f"{count:6} terms: compiled in {compiling:7.1f} ms; {costs[count]:.3f} ms an article of {size:.0f} bytes"
            f" with {mentions / ARTICLES:.1f} mentions"
        )
    print(f"10,000 terms cost {costs[10000] / costs[100]:.2f} times as much as 100")


if __name__ == "__main__":
    main()
