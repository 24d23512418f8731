"""The digests of the parts of a site, so that an output that sees only unchanged ones need not be made to know its key."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from functools import cached_property

from sitegen.crossref import Site
from sitegen.outputs import Facet
from sitegen.pages.parts import rounded
from sitegen.sealed import seal_of


class Facets:
    """The seals of a site's facets, each worked out when it is asked for."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def seal(self, facet: Facet) -> bytes:
        """The digest of a facet."""
        seal: bytes = getattr(self, f"_{facet}")
        return seal

    def article(self, slug: str) -> bytes:
        """The seals of an article's record and of what pages show of the terms that it speaks of."""
        record = self._site.sealed[slug]
        shown = self._shown
        parts = [record.seal, *(shown[places.term] for places in record.value.places)]
        parts += [shown[term] for note in record.value.notes for term in note.linked]
        return b"".join(parts)

    def term(self, term: str) -> bytes:
        """The seals of what pages show of a term and of the records of the articles that mention it."""
        return self._shown[term] + self._mentioning.get(term, b"")

    @cached_property
    def _mentioning(self) -> dict[str, bytearray]:
        """The seals of the records that mention each term, in the order of the site."""
        found: dict[str, bytearray] = defaultdict(bytearray)
        for record in self._site.records:
            seal = self._site.sealed[record.article.slug].seal
            for places in record.places:
                found[places.term] += seal
        return found

    @cached_property
    def _about(self) -> bytes:
        return seal_of((self._site.about, self._site.config))

    @cached_property
    def _addresses(self) -> bytes:
        addresses = self._site.addresses
        return seal_of((addresses.articles, addresses.terms, sorted(addresses.unreadable)))

    @cached_property
    def _listed(self) -> bytes:
        listed = self._site.listed
        return hashlib.blake2b(b"".join(listed[slug].seal for slug in sorted(listed)), digest_size=16).digest()

    @cached_property
    def _terms(self) -> bytes:
        return hashlib.blake2b(b"".join(self._shown.values()), digest_size=16).digest()

    @cached_property
    def _shown(self) -> dict[str, bytes]:
        """The digest of what pages show of each term: all of it, how many speak of it, how its relations are called."""
        site = self._site
        found = {}
        for key, entry in site.entries.items():
            others = [relation.term for relation in entry.term.related]
            others += [other for _, other in site.inverse.get(key, ())]
            named = [site.entries[other].term.label for other in others if other in site.entries]
            count = rounded(len(site.mentioned.get(key, ())))
            found[key] = seal_of((entry.term, count, site.inverse.get(key, ()), named))
        return found

    @cached_property
    def _related(self) -> bytes:
        # Which terms articles mention, not what comes of it: that may not have been worked out.
        return seal_of([(record.article.slug, record.spoken_of) for record in self._site.records])

    @cached_property
    def _notes(self) -> bytes:
        return seal_of(self._site.notes)
