"""Ways to leave one thing out of a key, as a careless program would: each is a function of a MonkeyPatch."""

import msgspec

from sitegen import discover, templates, theme
from sitegen.build import inputs, keys, live, making, records, wanting
from sitegen.build.annotating import Settings
from sitegen.facets import Facets
from sitegen.outputs import Page
from sitegen.pages.article import ArticleSeen


def parts_of(module, fits, change):
    """Leave something out of the keys of a module: `change` takes the parts of those that fit, and gives others."""

    def leave_out(patch):
        patch.setattr(module, "key_of", lambda *parts: keys.key_of(*(change(parts) if fits(parts) else parts)))

    return leave_out


def at(*places):
    return lambda parts: tuple(None if number in places else part for number, part in enumerate(parts))


def of_kind(kind):
    return lambda parts: parts[0] == kind


def each(place, *kept):
    """Of every member of a list among the parts, only what stands at some places."""
    return lambda parts: tuple(
        [tuple(member[one] for one in kept) for member in part] if number == place else part
        for number, part in enumerate(parts)
    )


def sources(group, *kept):
    """Of every source of a group of those that a whole build reads, only what stands at some places."""

    def change(parts):
        groups = [[tuple(one[n] for n in kept) for one in g] if i == group else g for i, g in enumerate(parts[3])]
        return (*parts[:3], groups, *parts[4:])

    return change


def setting(*names):
    """Of what records have in common, all but some settings."""

    def change(parts):
        known = parts[0]
        rules = msgspec.structs.replace(known.rules, **dict.fromkeys({*names} & {"density", "cap", "undecided"}))
        others = dict.fromkeys({*names} & {"folder", "markdown", "terms"})
        return (msgspec.structs.replace(known, rules=rules, **others),)

    return parts_of(records, lambda parts: isinstance(parts[0], Settings), change)


def output(kind, change):
    """Leave something out of the keys of outputs of a kind; `change` takes the output and the templates."""

    def leave_out(patch):
        whole = making.key_of_output

        def key_of_output(one, known):
            return change(one, known) if isinstance(one, kind) else whole(one, known)

        for module in (live, making, wanting):
            patch.setattr(module, "key_of_output", key_of_output)

    return leave_out


def seen(*fields):
    """Leave what the pages of articles see out of their keys, all or some of it."""

    def change(one, known):
        of_article = isinstance(one.seen, ArticleSeen)
        left = dict.fromkeys(fields or msgspec.structs.asdict(one.seen)) if of_article else {}
        return keys.key_of(known.digest(one.template), one.permalink, msgspec.structs.replace(one.seen, **left))

    return output(Page, change)


def together(*ways):
    def leave_out(patch):
        for way in ways:
            way(patch)

    return leave_out


def replacing(owner, name, other):
    return lambda patch: patch.setattr(owner, name, other)


def facet(name):
    """Leave a facet of the site out of what an output may see: `article` is the record of its own."""

    def leave_out(patch):
        if name == "article":
            patch.setattr(Facets, "article", lambda self, slug: b"")
        else:
            whole = Facets.seal
            patch.setattr(Facets, "seal", lambda self, one: b"" if one == name else whole(self, one))

    return leave_out


def used_templates(patch):
    """Leave the templates that one uses out of its digest; none that was compiled before has such a digest."""
    patch.setattr(inputs, "read_templates", lambda own: templates.Templates(theme.TemplateFiles(own)))
    patch.setattr(templates.Templates, "_closure", lambda self, names: {name: self._source(name) for name in names})


def contents_only(own, theme):
    return discover.digest_of(b"".join(sorted(own.values())))


def as_written(self):
    return {path: (one.size, one.time) for path, one in self.manifest.items()}


def same_but(signed, state):
    return (signed.size, signed.modified) == (state.st_size, state.st_mtime_ns)
