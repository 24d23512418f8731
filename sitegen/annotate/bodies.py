"""The bodies of notes: Markdown as sanitised mark-up, with the glossary's terms linked."""

from __future__ import annotations

import msgspec

from sitegen.annotate.body import link_tag
from sitegen.annotate.mentions import first_mentions
from sitegen.glossary.lexicon import Lexicon
from sitegen.glossary.senses import Senses, Sight
from sitegen.markup import Span, flatten, wrap
from sitegen.model import Article, Engine, PlacedNote
from sitegen.render.engines import engine_of
from sitegen.sanitise import sanitise_fragment


def with_bodies(
    placed: PlacedNote, article: Article, lexicon: Lexicon, senses: Senses, engine: Engine, sights: list[Sight]
) -> PlacedNote:
    """A note with its body in each of its languages; one that is for all is taken to be in the article's.

    Each term is linked once, as `terms` and `pins` of the article's metadata let it be. What the bodies show of the
    glossary goes to `sights`.
    """
    body = placed.note.body
    bodies: dict[str, str] = {}
    linked: set[str] = set()
    for language, text in ({"any": body} if isinstance(body, str) else body).items():
        html = sanitise_fragment(engine_of(engine).fragment(text))
        flat = flatten(html)
        spoken = article.language if language == "any" else language
        found = first_mentions(flat, spoken, article.meta, lexicon, senses, sights)
        bodies[language] = wrap(flat, [Span(start, end, link_tag(term), "</a>") for start, end, term in found])
        linked |= {term for _, _, term in found}
    return msgspec.structs.replace(placed, bodies=bodies, linked=tuple(sorted(linked)))
