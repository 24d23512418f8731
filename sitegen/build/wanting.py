"""What is wanted of a draft: the keys of its outputs, as far as possible without making what they are made of."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.build.drafting import Draft
from sitegen.build.keys import key_of
from sitegen.build.making import key_of_output
from sitegen.discover import digest_of
from sitegen.facets import Facets
from sitegen.incremental import Wanted, Written
from sitegen.outputs import Emitted, Facet, Output
from sitegen.owners import Owners


class Reaches:
    """What each output of a draft may see at most, as digests."""

    def __init__(self, draft: Draft) -> None:
        self._templates = draft.templates
        self._facets = Facets(draft.reading.site)
        self._common: dict[tuple[str, tuple[Facet, ...]], bytes] = {}

    def of(self, one: Emitted) -> str:
        """The digest of all that an output may see, "" where that may be everything."""
        if one.sees is None:
            return ""
        common = self._common.get((one.template, one.sees))
        if common is None:
            template = self._templates.digest(one.template) if one.template else ""
            common = bytes.fromhex(key_of("reach", template, [self._facets.seal(facet) for facet in one.sees]))
            self._common[one.template, one.sees] = common
        own = self._facets.article(one.article) if one.article else self._facets.term(one.term) if one.term else b""
        return digest_of(common + own)


class Outputs(dict[str, Output]):
    """The outputs of a draft by path, each made when it is asked for."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._reaches = Reaches(draft)

    def __missing__(self, path: str) -> Output:
        made = self[path] = self._draft.emitted[path].output(self._draft.reading.site)
        return made

    def wanted(self, path: str, owners: Owners, manifest: Mapping[str, Written]) -> Wanted:
        """What is wanted at a path; nothing is made to know it where all that it may see is as it was."""
        one, templates = self._draft.emitted[path], self._draft.templates
        reach = self._reaches.of(one)
        known = manifest.get(path)
        key = known.key if known and reach and known.reach == reach else key_of_output(self[path], templates)
        return Wanted(key, owners.of(one), reach)
