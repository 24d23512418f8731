"""The cache is disposable: whatever happens to its file, it answers rightly or not at all."""

import sqlite3

import pytest

from sitegen.store import Store

KEY, OTHER = "00" * 16, "11" * 16


def test_values_come_back_and_unused_ones_go(tmp_path):
    store = Store(tmp_path / "cache")
    store.put(KEY, b"x")
    store.put(OTHER, b"y")
    store.close(forget_unused=True)
    store = Store(tmp_path / "cache")
    assert store.get(KEY) == b"x"
    store.close(forget_unused=True)
    store = Store(tmp_path / "cache")
    assert store.get(OTHER) is None
    assert store.get(KEY) == b"x"
    store.close(forget_unused=False)


def test_what_is_held_counts_as_asked_for(tmp_path):
    store = Store(tmp_path / "cache")
    store.put(KEY, b"x")
    assert store.holds(KEY)
    assert not store.holds(OTHER)
    store.close(forget_unused=True)
    store = Store(tmp_path / "cache")
    assert store.holds(KEY)
    store.close(forget_unused=True)
    store = Store(tmp_path / "cache")
    assert store.get(KEY) == b"x"
    store.close(forget_unused=False)


def test_what_is_written_down_is_held_no_more_and_outlives_whoever_put_it(tmp_path):
    store = Store(tmp_path / "cache")
    store.put(KEY, b"x")
    store.write_down()
    assert store._waiting == {}
    assert store.get(KEY) == b"x"
    other = Store(tmp_path / "cache")
    assert other.get(KEY) == b"x"
    for one in (store, other):
        one.close(forget_unused=False)


@pytest.mark.parametrize("cut", [0, 1, 100, 5000, 20000])
def test_a_damaged_file_is_made_anew(tmp_path, cut):
    path = tmp_path / "cache"
    store = Store(path)
    for number in range(200):
        store.put(f"{number:032x}", bytes([number]) * 500)
    store.close(forget_unused=False)
    data = path.read_bytes()
    path.write_bytes(data[:cut] + b"\xff" * 64 + data[cut + 64 :])
    store = Store(path)
    for number in range(200):
        assert store.get(f"{number:032x}") in (None, bytes([number]) * 500)
    store.close(forget_unused=False)


def test_a_cache_that_another_holds_is_left_alone(tmp_path):
    path = tmp_path / "cache.sqlite"
    first = Store(path)
    first.put(KEY, b"kept")
    first.close(forget_unused=False)
    holder = sqlite3.connect(path)
    holder.execute("BEGIN EXCLUSIVE")
    second = Store(path)
    second.put(KEY, b"in memory")
    assert second.get(KEY) == b"in memory"
    second.close(forget_unused=False)
    holder.close()
    assert Store(path).get(KEY) == b"kept"


def test_where_no_file_can_be_memory_serves(tmp_path):
    (tmp_path / "taken").write_text("x")
    store = Store(tmp_path / "taken" / "cache.sqlite")
    store.put(KEY, b"value")
    assert store.get(KEY) == b"value"
    store.close(forget_unused=True)
