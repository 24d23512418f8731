"""A sealed value stands for its content in whatever it is part of."""

import pickle

import msgspec
import pytest

from sitegen.sealed import Common, Sealed, encoded, seal_of


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


def test_a_part_has_the_seal_of_the_whole():
    whole = Sealed((1, 2))
    assert (whole.part(1).value, whole.part(1).seal) == (1, whole.seal)


@pytest.mark.parametrize("inside", [Pair, lambda a, b: (a, b), lambda a, b: {"x": [a], "y": b}])
def test_what_contains_sealed_values_differs_by_their_content(inside):
    one, same, other = (seal_of(inside(Sealed(text), 1)) for text in ("a", "a", "b"))
    assert one == same != other


def test_a_sealed_value_is_encoded_by_its_seal_alone():
    assert len(encoded([Sealed("x" * 10_000)])) < 40


def test_what_has_no_encoding_is_refused():
    with pytest.raises(TypeError, match="object has no encoding"):
        encoded(object())


def test_what_many_see_is_packed_once_and_unpacked_once():
    one = Common(("a", 1))
    first, second = (pickle.loads(pickle.dumps([one, one], protocol=5)) for _ in range(2))
    assert first == [one, one]
    assert first[0].value == ("a", 1)
    assert first[0] is first[1] is second[0]
    assert encoded(first) == encoded([Sealed(("a", 1))] * 2)
