"""What to do is a comparison, and each thing done has its reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.incremental import Todo, Wanted, Written, plan

KEY = Wanted("k")
OURS = Written("k", 1, 2)


@pytest.mark.parametrize(
    ("wanted", "manifest", "on_disk", "held", "todo"),
    [
        ({}, {}, {}, set(), Todo({}, (), ())),
        ({"a": KEY}, {}, {}, set(), Todo({"a": "new"}, (), ())),
        ({"a": KEY}, {}, {"a": (1, 2)}, set(), Todo({"a": "new"}, (), ())),
        ({"a": KEY}, {"a": OURS}, {}, set(), Todo({"a": "missing"}, (), ())),
        ({"a": KEY}, {"a": OURS}, {"a": (9, 2)}, set(), Todo({"a": "altered"}, (), ())),
        ({"a": KEY}, {"a": OURS}, {"a": (1, 9)}, set(), Todo({"a": "altered"}, (), ())),
        ({"a": Wanted("other")}, {"a": OURS}, {"a": (1, 2)}, set(), Todo({"a": "changed"}, (), ())),
        ({"a": KEY}, {"a": OURS}, {"a": (1, 2)}, set(), Todo({}, ("a",), ())),
        ({"a": Wanted("k", "from")}, {"a": OURS}, {"a": (1, 2)}, set(), Todo({}, ("a",), ())),
        ({}, {"b": OURS, "a": OURS}, {"a": (1, 2)}, set(), Todo({}, (), ("a", "b"))),
        ({}, {"b": OURS, "a": OURS}, {"a": (1, 2), "b": (1, 2)}, {"a"}, Todo({}, ("a",), ("b",))),
        ({}, {"a": OURS}, {"a": (9, 9)}, {"a"}, Todo({}, ("a",), ())),
        ({}, {"a": OURS}, {}, {"a"}, Todo({}, (), ("a",))),
        ({}, {}, {"a": (1, 2)}, {"a"}, Todo({}, (), ())),
    ],
)
def test_plan(wanted, manifest, on_disk, held, todo):
    assert plan(wanted, manifest, on_disk, held) == todo


PATHS = st.sampled_from("abcdef")
KEYS = st.sampled_from(["k", "l"])
NUMBERS = st.integers(0, 1)
WANTED = st.dictionaries(PATHS, st.builds(Wanted, KEYS))
MANIFEST = st.dictionaries(PATHS, st.builds(Written, KEYS, NUMBERS, NUMBERS))
ON_DISK = st.dictionaries(PATHS, st.tuples(NUMBERS, NUMBERS))


@given(WANTED, MANIFEST, ON_DISK, st.sets(PATHS))
def test_what_is_wanted_is_written_or_kept_and_only_ours_is_removed(wanted, manifest, on_disk, held):
    # Only what nothing makes is held.
    held -= wanted.keys()
    todo = plan(wanted, manifest, on_disk, held)
    done = [*todo.write, *todo.keep, *todo.remove]
    assert len(done) == len(set(done))
    assert wanted.keys() <= todo.write.keys() | set(todo.keep)
    assert todo.write.keys() <= wanted.keys()
    assert set(todo.remove) == manifest.keys() - wanted.keys() - (held & on_disk.keys())
    assert all(path in manifest and path in on_disk for path in todo.keep)


@given(WANTED, MANIFEST, ON_DISK)
def test_what_was_done_leaves_nothing_to_do(wanted, manifest, on_disk):
    todo = plan(wanted, manifest, on_disk)
    after = {path: manifest[path] for path in todo.keep} | {
        path: Written(wanted[path].key, 5, 6) for path in todo.write
    }
    there = {path: (one.size, one.time) for path, one in after.items()}
    assert plan(wanted, after, there) == Todo({}, tuple(wanted), ())
