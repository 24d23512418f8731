"""Nodes become values of types, or every problem at once with its line."""

import types
import typing
from typing import Literal

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sitegen.config import Config
from sitegen.dates import PartialDate
from sitegen.interchange.written import as_node, written
from sitegen.model import Metadata, Term
from sitegen.schema import read_as
from sitegen.yamlfile import read_yaml


class Inner(msgspec.Struct, frozen=True):
    name: str
    size: int = 0


class Outer(msgspec.Struct, frozen=True):
    """One field of each kind that the types of the program are built of."""

    text: str
    choice: Literal["on", "off"] = "on"
    count: int = 0
    flag: bool = False
    day: PartialDate | None = None
    words: tuple[str, ...] = ()
    by_name: dict[str, tuple[str, ...]] = {}
    either: str | dict[str, str] = ""
    switch: Literal["off"] | Inner = "off"
    inner: Inner | None = None
    many: tuple[Inner, ...] = ()
    from_: str = msgspec.field(default="", name="from")


def read(text, wanted=Outer):
    value, problems = read_as(read_yaml(text, "a.yaml"), wanted, "a.yaml")
    assert (value is None) == bool(problems)
    assert all(p.severity == "error" for p in problems)
    return value, [str(p) for p in problems]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("", {}),
        ("choice: off", {"choice": "off"}),
        ("count: -12", {"count": -12}),
        ("count: 007", {"count": 7}),
        ("flag: true", {"flag": True}),
        ("day: 2024-06", {"day": PartialDate(2024, 6)}),
        ("words: [a, 'true', 12]", {"words": ("a", "true", "12")}),
        ("words:", {"words": ()}),
        ("by_name: {en: [a, b], fr: []}", {"by_name": {"en": ("a", "b"), "fr": ()}}),
        ("by_name:", {"by_name": {}}),
        ("either: a", {"either": "a"}),
        ("either: {en: a}", {"either": {"en": "a"}}),
        ("switch: off", {"switch": "off"}),
        ("switch: {name: a}", {"switch": Inner("a")}),
        ("inner: {name: a, size: 2}", {"inner": Inner("a", 2)}),
        ("many: [{name: a}, {name: b}]", {"many": (Inner("a"), Inner("b"))}),
        ("from: x", {"from_": "x"}),
    ],
)
def test_values(text, fields):
    assert read(f"text: x\n{text}") == (Outer("x", **fields), [])


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("[]", ["a.yaml:1: this is not a mapping of keys (write key: value lines)"]),
        ("x", ["a.yaml:1: this is not a mapping of keys (write key: value lines)"]),
        ("count: 1", ["a.yaml:1: text is missing (add text: …)"]),
        ("text: [a]", ['a.yaml:1: text is not text (write text: "…")']),
        ("text: x\ncount: 1.5", ["a.yaml:2: count '1.5' is not a whole number"]),
        ("text: x\ncount: ١", ["a.yaml:2: count '١' is not a whole number"]),
        ("text: x\ncount: " + "9" * 19, ["a.yaml:2: count '" + "9" * 19 + "' is not a whole number"]),
        ("text: x\nflag: yes", ["a.yaml:2: flag 'yes' is not known (known: false, true)"]),
        ("text: x\nflag: True", ["a.yaml:2: flag 'True' is not known (did you mean 'true'?)"]),
        ("text: x\nchoice: of", ["a.yaml:2: choice 'of' is not known (did you mean 'off'?)"]),
        ("text: x\nswitch: no", ["a.yaml:2: switch 'no' is not known (known: off)"]),
        ("text: x\nswitch: {size: 1}", ["a.yaml:2: switch.name is missing (add name: …)"]),
        ("text: x\nday: soon", ["a.yaml:2: day 'soon' is not a date (write YYYY, YYYY-MM or YYYY-MM-DD)"]),
        ("text: x\nwords: a", ["a.yaml:2: words is not a list (write words: […])"]),
        ("text: x\nby_name: [a]", ["a.yaml:2: by_name is not a mapping (write by_name: {en: …})"]),
        ("text: x\nby_name:\n  en: a\n  fr: b", ["a.yaml:3: by_name.en is not a list (write by_name.en: […])", "a.yaml:4: by_name.fr is not a list (write by_name.fr: […])"]),
        ("text: x\nmany:\n- name: a\n  sise: 1\n- size: x\n- b", ["a.yaml:4: unknown key many.sise (did you mean 'size'?)", "a.yaml:5: many.size 'x' is not a whole number", "a.yaml:5: many.name is missing (add name: …)", "a.yaml:6: many is not a mapping of keys (write key: value lines)"]),
        ("txet: x\n\nfrom_: y", ["a.yaml:1: unknown key txet (did you mean 'text'?)", "a.yaml:3: unknown key from_ (did you mean 'from'?)", "a.yaml:1: text is missing (add text: …)"]),
        ("text:\n  a: b\ncount: c\nflag: d", ['a.yaml:2: text is not text (write text: "…")', "a.yaml:3: count 'c' is not a whole number", "a.yaml:4: flag 'd' is not known (known: false, true)"]),
    ],
)  # fmt: skip
def test_every_problem_is_reported_with_its_line(text, problems):
    assert read(text) == (None, problems)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
DAYS = st.dates().map(lambda day: PartialDate(day.year, day.month, day.day))
DATES = st.one_of(DAYS, DAYS.map(lambda day: PartialDate(day.year, day.month)), DAYS.map(lambda d: PartialDate(d.year)))
PLAIN = {str: TEXT, int: st.integers(1 - 10**17, 10**18 - 1), bool: st.booleans(), PartialDate: DATES}


def values(wanted):
    """Values of a type that is built as those of the program are."""
    origin, inner = typing.get_origin(wanted), typing.get_args(wanted)
    if origin in (typing.Union, types.UnionType):
        return st.one_of(*(values(member) for member in inner))
    if origin is Literal:
        return st.sampled_from(inner)
    if origin is tuple:
        return st.lists(values(inner[0]), max_size=2).map(tuple)
    if origin is dict:
        return st.dictionaries(TEXT, values(inner[1]), max_size=2)
    if wanted in PLAIN or wanted is types.NoneType:
        return PLAIN.get(wanted, st.none())
    hints = typing.get_type_hints(wanted)
    fields = {field.name: (values(hints[field.name]), field.required) for field in msgspec.structs.fields(wanted)}
    required = {name: kind for name, (kind, needed) in fields.items() if needed}
    optional = {name: kind for name, (kind, needed) in fields.items() if not needed}
    return st.fixed_dictionaries(required, optional=optional).map(lambda given: wanted(**given))


@pytest.mark.parametrize(
    "wanted", [Outer, Metadata, Config, tuple[Term, ...]], ids=["example", "metadata", "config", "terms"]
)
def test_what_is_written_is_read_as_it_was(wanted):
    @given(values(wanted))
    def there_and_back(value):
        plain = written(value)
        assert read_as(as_node(plain, 1), wanted, "a.yaml") == (value, [])
        text = yaml.dump(plain, Dumper=yaml.CSafeDumper, allow_unicode=True)
        assert read_as(read_yaml(text, "a.yaml"), wanted, "a.yaml") == (value, [])

    there_and_back()
