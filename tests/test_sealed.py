"""A sealed value stands for its content in whatever it is part of."""

import msgspec
import pytest

from sitegen.sealed import Sealed, encoded, seal_of


class Pair(msgspec.Struct, frozen=True):
    first: object
    second: object


def test_values_that_are_alike_have_one_seal():
    one, two = Sealed({"a": 1, "b": (2, 3)}), Sealed({"b": [2, 3], "a": 1})
    assert one.seal == two.seal == seal_of(one.value)
    assert one == two
    assert len({one, two}) == 1
    assert Sealed("a") != Sealed("b") != "b"


def test_a_seal_can_be_given_by_whoever_knows_it():
    assert Sealed("anything", b"known").seal == b"known"


@pytest.mark.parametrize("inside", [Pair, lambda a, b: (a, b), lambda a, b: {"x": [a], "y": b}])
def test_what_contains_sealed_values_differs_by_their_content(inside):
    one, same, other = (seal_of(inside(Sealed(text), 1)) for text in ("a", "a", "b"))
    assert one == same != other


def test_a_sealed_value_is_encoded_by_its_seal_alone():
    assert len(encoded([Sealed("x" * 10_000)])) < 40


def test_what_has_no_encoding_is_refused():
    with pytest.raises(TypeError, match="object has no encoding"):
        encoded(object())
