"""The cache is disposable: whatever happens to its file, it answers rightly or not at all."""

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
