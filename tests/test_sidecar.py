"""Notes go into sidecars, selectors are renewed there, and every other byte stays."""

import os
import stat

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.interchange.written import as_node
from sitegen.sidecar import add_notes, add_pins, replace_fields, write_sidecar
from sitegen.yamlfile import read_yaml

NEW = [{"id": "new", "kind": "context", "quote": "a: b", "start": 3, "body": {"en": "One.\n\nTwo."}, "date": "2024-01"}]
LINES = """\
- id: new
  kind: context
  quote: 'a: b'
  start: 3
  body:
    en: |-
      One.

      Two.
  date: 2024-01
"""


def indented(column):
    return "".join(" " * column + line if line.strip() else line for line in LINES.splitlines(keepends=True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", f"notes:\n{indented(2)}"),
        ("# only this\n", f"# only this\nnotes:\n{indented(2)}"),
        ("title: x", f"title: x\nnotes:\n{indented(2)}"),
        ("notes:\n  - id: a # one\n# end\ntags: [ a ]\n", f"notes:\n  - id: a # one\n{indented(2)}# end\ntags: [ a ]\n"),
        ("notes:\n- id: a\n  body: |\n    x\n\npins: []", f"notes:\n- id: a\n  body: |\n    x\n\n{LINES}pins: []"),
        ("notes:\n    -   id: a\n        body: x\n          y", f"notes:\n    -   id: a\n        body: x\n          y\n{indented(4)}"),
        ("notes: # none yet\ntitle: x\n", f"notes: # none yet\n{indented(2)}title: x\n"),
        ("notes: []  # none\ntitle: x\n", f"notes:  # none\n{indented(2)}title: x\n"),
    ],
)  # fmt: skip
def test_notes_go_behind_those_that_are_there(text, expected):
    assert add_notes(text, NEW) == expected


FLOW = r'{id: new, kind: context, quote: "a: b", start: 3, body: {en: "One.\n\nTwo."}, date: 2024-01}'


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("notes: [{id: a},  {id: b} ] # x\n", "notes: [{id: a},  {id: b}, {", "} ] # x\n"),
        ("{title: x}\n", "{title: x, notes: [{", "}]}\n"),
        ("{notes: [], title: x}", "{notes: ", ", title: x}"),
        ("{}", "{notes: [", "]}"),
    ],
)
def test_notes_in_brackets_stay_in_brackets(text, start, end):
    added = add_notes(text, NEW)
    assert added.startswith(start)
    assert added.endswith(end)
    assert added.count("\n") == text.count("\n")


def test_line_ends_and_the_mark_at_the_start_stay():
    added = add_notes("\ufefftitle: x\r\n# y\r\n", NEW)
    assert added.startswith("\ufefftitle: x\r\n# y\r\nnotes:\r\n  - id: new\r\n")
    assert "\n" not in added.replace("\r\n", "")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a", "not a mapping"),
        ("a: [", "is not YAML"),
        ("[" * 5000, "is not YAML"),
        ("notes: text", "not a list"),
        ("notes: {a: b}", "not a list"),
        ("title: x\n...\n", "does not let"),
        ("body: |\n  no line end", "does not let"),
    ],
)
def test_what_can_not_take_notes_says_so(text, message):
    with pytest.raises(ValueError, match=message):
        add_notes(text, NEW)


def test_no_notes_change_nothing():
    assert add_notes("a: [", []) == "a: ["


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=20)
NOTES = st.lists(
    st.fixed_dictionaries({"id": TEXT, "body": st.one_of(TEXT, st.dictionaries(TEXT, TEXT, max_size=2))}),
    min_size=1,
    max_size=3,
)
FILES = st.sampled_from(
    [
        "",
        "title: x\n",
        "notes: []\n",
        "notes:\n- {id: a}\n# z\n",
        "notes: [{id: a}]",
        "pins:\n  - x: |+\n      y\n\n",
        "{}",
    ]
)


@given(FILES, NOTES)
@example("", [{"id": "\n", "body": " \n \n"}])
@example("{}", [{"id": "\u2028", "body": "#"}])
def test_what_goes_in_is_read_as_it_was(text, notes):
    before = read_yaml(text, "a")
    known = dict(before.value) if before else {}
    old = known.get("notes")
    added = read_yaml(add_notes(text, notes), "a")
    values = plain(added)
    assert values.pop("notes") == [*(plain(old) or []), *notes]
    assert values == {key: plain(value) for key, value in known.items() if key != "notes"}


def plain(node):
    if node is None or isinstance(node, str):
        return node
    if isinstance(node.value, dict):
        return {key: plain(value) for key, value in node.value.items()}
    return [plain(item) for item in node.value] if isinstance(node.value, tuple) else node.value


SELECTOR = {"quote": "new words", "prefix": "a ", "suffix": "", "start": 7}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "notes:\n  - id: a\n    quote: old   # why\n    body: x\n",
            'notes:\n  - id: a\n    quote: "new words"   # why\n    prefix: "a "\n    suffix: ""\n    start: 7\n    body: x\n',
        ),
        (
            "notes:\n- prefix: >\n    old\n    words\n  start: 1\n  id: a\n  suffix: 'b'\n  quote:\n# end\n",
            'notes:\n- prefix: "a "\n  start: 7\n  id: a\n  suffix: ""\n  quote: "new words"\n# end\n',
        ),
        (
            "notes:\n- id: a\n  quote: |\n    old\n  prefix: x\n  suffix: |\n    y\n\n# the next\n- id: b\n",
            'notes:\n- id: a\n  quote: "new words"\n  prefix: "a "\n  suffix: ""\n  start: 7\n\n# the next\n- id: b\n',
        ),
        ("notes: [{id: b}, {id: a, quote: x, kind: c}]", 'notes: [{id: b}, {id: a, quote: "new words", prefix: "a ", suffix: "", start: 7, kind: c}]'),
    ],
)  # fmt: skip
def test_a_selector_is_renewed_in_its_place(text, expected):
    assert replace_fields(text, "a", SELECTOR) == expected


@pytest.mark.parametrize("text", ["", "notes: x", "notes: [{id: b}]", "notes: [{id: a}, {id: a}]", "title: x"])
def test_a_note_that_is_not_there_once_is_not_changed(text):
    with pytest.raises(ValueError, match="notes with the id 'a'"):
        replace_fields(text, "a", SELECTOR)


@given(TEXT, TEXT)
def test_a_new_selector_is_read_as_it_was(quote, prefix):
    text = "notes:\n  - id: a\n    quote: |\n      x\n    kind: c # d\n"
    changed = replace_fields(text, "a", {"quote": quote, "prefix": prefix})
    note = {"id": "a", "quote": quote, "prefix": prefix, "kind": "c"}
    assert plain(read_yaml(changed, "a")) == plain(as_node({"notes": [note]}, 1))
    assert changed.endswith("    kind: c # d\n")


def test_a_file_is_written_at_once_or_not_at_all(tmp_path):
    path = tmp_path / "a.yaml"
    write_sidecar(path, "é\n", None)
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o644
    os.chmod(path, 0o600)
    write_sidecar(path, "b\n", "é\n".encode())
    assert (path.read_text(), stat.S_IMODE(os.stat(path).st_mode)) == ("b\n", 0o600)
    for was in (None, b"other"):
        with pytest.raises(FileExistsError, match="changed meanwhile"):
            write_sidecar(path, "c\n", was)
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("a.yaml", "b\n")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "pins:\n  - form: Grace\n    term: none\n"),
        ("title: x # mine\n", "title: x # mine\npins:\n  - form: Grace\n    term: none\n"),
        (
            "pins:\n- {form: A, term: a}\nnotes: []\n",
            "pins:\n- {form: A, term: a}\n- form: Grace\n  term: none\nnotes: []\n",
        ),
        ("pins: [{form: A, term: a}]\n", "pins: [{form: A, term: a}, {form: Grace, term: none}]\n"),
    ],
)
def test_pins_are_added_and_all_else_stays(text, expected):
    assert yaml.safe_load(add_pins(text, [{"form": "Grace", "term": "none"}])) == yaml.safe_load(expected)
    assert add_pins(text, []) == text
    assert all(line in add_pins(text, [{"form": "Grace", "term": "none"}]) for line in text.rstrip("]\n").splitlines())


def test_a_note_is_withdrawn_by_its_status():
    text = "notes:\n  - id: a # first\n    body: x\n    sources:\n      - title: t\n  - {id: b, body: y}\n"
    once = replace_fields(text, "a", {"status": "withdrawn"})
    assert once == text.replace("      - title: t\n", '      - title: t\n    status: "withdrawn"\n')
    assert replace_fields(text, "b", {"status": "withdrawn"}) == text.replace(
        "body: y}", 'body: y, status: "withdrawn"}'
    )
    assert replace_fields(once, "a", {"status": "published"}) == once.replace("withdrawn", "published")
