"""YAML becomes nodes that know their lines, or one located problem."""

import time

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.problems import ProblemError
from sitegen.yamlfile import DEEPEST, MOST_VALUES, Node, read_yaml


def refused(text, first_line=1):
    """What the problem of a text says, without its remedy."""
    with pytest.raises(ProblemError) as caught:
        read_yaml(text, "a.yaml", first_line=first_line)
    return str(caught.value.problem).partition(" (")[0]


def plain(node):
    """A node as mappings, lists and text."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    return node.value if isinstance(node.value, str) else [plain(child) for child in node.value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a", "a"),
        ("a: b", {"a": "b"}),
        ("- a\n- [b, {c: d}]", ["a", ["b", {"c": "d"}]]),
        ("no: 12:30\nyes: 2024-06-01\n1: ~\nnull: true\n0x1f: 1e3", {"no": "12:30", "yes": "2024-06-01", "1": "~", "null": "true", "0x1f": "1e3"}),
        ("a:\nb: ''", {"a": "", "b": ""}),
        ("a: |\n  one\n  two\nb: >\n  one\n  two\n", {"a": "one\ntwo\n", "b": "one two\n"}),
        ('a: "\\u00e9 \\n \\U0001F600"', {"a": "é \n \U0001f600"}),
        ("a: !!str b\nc: ! d", {"a": "b", "c": "d"}),
        ("&x a: &y b", {"a": "b"}),
        ("---\na: b\n...\n", {"a": "b"}),
        ("<<: {a: b}", {"<<": {"a": "b"}}),
        ("\ufeffa: b", {"a": "b"}),
        ("[]", []),
        ("{}", {}),
    ],
)  # fmt: skip
def test_values(text, value):
    assert plain(read_yaml(text, "a.yaml")) == value


@pytest.mark.parametrize("text", ["", "\n\n", "# a comment", "---", "''", "&x"])
def test_nothing_is_none(text):
    assert read_yaml(text, "a.yaml") is None


def test_every_value_and_key_has_its_line():
    assert read_yaml("# x\na: b\nc:\n  - d\n\n  - e:\n      f\n", "a.yaml", first_line=10) == Node(
        {
            "a": Node("b", 11),
            "c": Node((Node("d", 13), Node({"e": Node("f", 16)}, 15, {"e": 15})), 13),
        },
        11,
        {"a": 11, "c": 12},
    )


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85"])
def test_lines_are_those_that_editors_count(end):
    text = f"a: 'x{end}{end}y'\nb: c\n"
    assert read_yaml(text, "a.yaml").key_lines == {"a": 1, "b": 2}
    assert refused(f"{text}b: d") == "a.yaml:3: has the key 'b' twice, first in line 2"
    assert refused(f"{text}- d").startswith("a.yaml:3:1: is not YAML: ")


@pytest.mark.parametrize("end", ["\r", "\r\n"])
def test_other_ends_of_lines(end):
    assert read_yaml(f"a: b{end}c: d{end}", "a.yaml").value["c"].value == "d"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: &x b\nc: *x", "a.yaml:2: uses an alias"),
        ("a: b\n<<: *x", "a.yaml:2: uses an alias"),
        ("a: !!int 1", "a.yaml:1: uses the tag tag:yaml.org,2002:int"),
        ("a:\n  !!python/object/apply:os.system [x]", "a.yaml:2: uses the tag tag:yaml.org,2002:python/object/apply:os.system"),
        ("!mine {a: b}", "a.yaml:1: uses the tag !mine"),
        ("!!map {a: b}", "a.yaml:1: uses the tag tag:yaml.org,2002:map"),
        ("a: b\nc: d\na: e", "a.yaml:3: has the key 'a' twice, first in line 1"),
        ("- {a: b, 'a': e}", "a.yaml:1: has the key 'a' twice, first in line 1"),
        ("? [a]\n: b", "a.yaml:1: has a list or a mapping as a key"),
        ("a: b\n? {c: d}\n: e", "a.yaml:2: has a list or a mapping as a key"),
        ("a: b\n---\nc: d", "a.yaml:2: holds a second document"),
        ("a: b: c", "a.yaml:1:5: is not YAML: mapping values are not allowed in this context"),
        ("a: 'x'\nb: [", "a.yaml:2:1: is not YAML: did not find expected node content"),
        ("\n\ta: b", "a.yaml:2:1: is not YAML: found character that cannot start any token"),
        ("a: b\nc: 'd\ne", "a.yaml:3:2: is not YAML: found unexpected end of stream"),
        ('a: b\nc: "\\ud800"', "a.yaml:2:7: is not YAML: found invalid Unicode character escape code"),
        ("a: é\nc: \x7f", "a.yaml:2: is not YAML: control characters are not allowed"),
        ("a: é\nc: d\n\ufffe: e", "a.yaml:3: is not YAML: control characters are not allowed"),
        ("a: b\nc: d\n\x1b", "a.yaml:3: is not YAML: control characters are not allowed"),
    ],
)  # fmt: skip
def test_what_is_refused(text, message):
    assert refused(text) == message
    where = int(message.split(":")[1])
    assert refused(text, 10) == message.replace(f"a.yaml:{where}", f"a.yaml:{where + 9}").replace("line 1", "line 10")


NESTED = {
    "flow": lambda depth: "[" * depth + "]" * depth,
    "block": lambda depth: "- " * depth + "a",
    "mappings": lambda depth: "{a: " * depth + "}" * depth,
}


@pytest.mark.parametrize("nested", NESTED.values(), ids=NESTED.keys())
def test_depth(nested):
    assert read_yaml(nested(DEEPEST), "a.yaml")
    for depth in (DEEPEST + 1, 5_000, 100_000):
        begun = time.process_time()
        assert refused(nested(depth)) == "a.yaml:1: is too large or too deep"
        assert time.process_time() - begun < 2


def test_size():
    # The document and the list count too.
    fits = "- a\n" * (MOST_VALUES - 3)
    assert len(read_yaml(fits, "a.yaml").value) == MOST_VALUES - 3
    assert refused(f"{fits}- a\n- a\n- a\n") == f"a.yaml:{MOST_VALUES - 1}: is too large or too deep"


def test_a_billion_laughs_end_at_the_first():
    rounds = "".join(
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert refused(f"a: &a x\n{rounds}") == "a.yaml:2: uses an alias"


SIGNS = st.text(
    st.sampled_from(list("ab:-?[]{}&*!|>'\"%@`#,.~<= \n\t\\\r\x85\u2028\ufeff\x7fé\U0001f600")), max_size=40
)


@given(st.one_of(SIGNS, st.text(max_size=40)), st.integers(1, 50))
@example("a: \x85\n*b", 1)
@example("\n\n'", 1)
@example("?", 1)
def test_any_text_is_a_node_or_one_located_problem(text, first_line):
    lines = range(first_line, first_line + text.count("\n") + 1)
    try:
        node = read_yaml(text, "a.yaml", first_line=first_line)
    except ProblemError as failure:
        problem = failure.problem
        assert (problem.severity, problem.file) == ("error", "a.yaml")
        assert problem.line in lines
        assert problem.column >= 0
    else:
        todo = [node] if node else []
        while todo:
            one = todo.pop()
            assert one.line in lines
            assert one.key_lines.keys() == (one.value.keys() if isinstance(one.value, dict) else set())
            assert all(line in lines for line in one.key_lines.values())
            todo += (
                one.value.values() if isinstance(one.value, dict) else one.value if isinstance(one.value, tuple) else ()
            )


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    TEXTS, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)), max_leaves=8
).filter(lambda value: value != "")


@given(VALUES, st.booleans())
def test_what_is_written_as_yaml_comes_back(value, flow):
    text = yaml.dump(value, Dumper=yaml.CSafeDumper, allow_unicode=True, default_flow_style=flow, default_style='"')
    assert plain(read_yaml(text, "a.yaml")) == value
