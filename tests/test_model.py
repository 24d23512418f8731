"""The values that stages hand on: plain, frozen, the same after they were stored."""

import msgspec
import pytest

from sitegen.model import (
    Article,
    Block,
    Document,
    GlossaryEntry,
    Mention,
    Note,
    Place,
    PlacedNote,
    Places,
    Record,
    Tally,
    Term,
    in_language,
)
from tests.archive import Site
from tests.records import index_of


@pytest.mark.parametrize(
    ("texts", "languages", "expected"),
    [
        ("one text", ("en",), ("one text", "any")),
        ({}, ("en",), ("", "any")),
        ({"fr": "un"}, ("en",), ("un", "fr")),
        ({"en": "one", "fr": "un"}, ("fr", "en"), ("un", "fr")),
        ({"en": "one", "fr": "un"}, ("de", "en"), ("one", "en")),
        ({"en": "one", "fr": "un"}, ("fr-CA",), ("un", "fr")),
        ({"en": "one", "fr": "un", "fr-CA": "icitte"}, ("fr-CA",), ("icitte", "fr-CA")),
        ({"de": "eins", "any": "1"}, ("en",), ("1", "any")),
        ({"de": "eins", "fr": "un"}, ("en",), ("eins", "de")),
    ],
)
def test_in_language(texts, languages, expected):
    assert in_language(texts, languages) == expected


@pytest.mark.parametrize(
    "kind", [Article, Block, Document, GlossaryEntry, Mention, Note, Place, PlacedNote, Places, Record, Tally, Term]
)
def test_values_are_frozen(kind):
    assert kind.__struct_config__.frozen


def test_a_record_is_the_same_after_it_was_stored(tmp_path):
    site = Site(tmp_path)
    site.article(
        "one",
        "## Part\n\nThe GPU & more.",
        date="2024-01",
        tags="[a, b]",
        translation="{of: x, by: machine}",
        status="published\nnotes: [{id: n, kind: correction, quote: GPU, was: GPU, now: chip, body: {en: B}, date: 2024}]",
    )
    record = index_of(site).records[0]
    assert (len(record.places), len(record.notes), len(record.headings)) == (1, 1, 1)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(record), type=Record) == record
    assert msgspec.json.decode(msgspec.json.encode(record), type=Record) == record
