"""Values that carry the digest of their content, so that what is made of them can be keyed at little cost."""

from __future__ import annotations

import hashlib
import pickle
from functools import lru_cache
from typing import Any, Generic, TypeVar

import msgspec

T = TypeVar("T")
U = TypeVar("U")


class Sealed(Generic[T]):
    """A value with its seal: the digest (BLAKE2b, 128 bits) of its encoding, or of what it is a part of.

    Two with the same seal are equal.
    """

    __slots__ = ("seal", "value")

    def __init__(self, value: T, seal: bytes | None = None) -> None:
        self.value = value
        self.seal = seal_of(value) if seal is None else seal

    def part(self, value: U) -> Sealed[U]:
        """A part of the value, known by the seal of the whole: it changes no more often than that."""
        return Sealed(value, self.seal)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and self.seal == other.seal

    def __hash__(self) -> int:
        return hash(self.seal)

    def __repr__(self) -> str:
        return f"Sealed({self.value!r})"


class Common(Sealed[T]):
    """A sealed value that many see: it is packed for other processes once, and once unpacked there."""

    __slots__ = ("_packed",)

    def __init__(self, value: T, seal: bytes | None = None) -> None:
        super().__init__(value, seal)
        self._packed = b""

    def __reduce__(self) -> tuple[Any, ...]:
        self._packed = self._packed or pickle.dumps(self.value, protocol=5)
        return _unpacked, (self.seal, self._packed)


@lru_cache(maxsize=4096)
def _unpacked(seal: bytes, packed: bytes) -> Common[Any]:
    return Common(pickle.loads(packed), seal)


def encoded(value: object) -> bytes:
    """A value in MessagePack, the same bytes for the same value; of a sealed one in it stands the seal alone.

    Raises TypeError for what msgspec can't encode.
    """
    return _ENCODER.encode(value)


def seal_of(value: object) -> bytes:
    """The digest of a value that msgspec can encode."""
    return hashlib.blake2b(_ENCODER.encode(value), digest_size=16).digest()


def _seal(value: Any) -> bytes:
    if isinstance(value, Sealed):
        return value.seal
    raise TypeError(f"{type(value).__name__} has no encoding")


_ENCODER = msgspec.msgpack.Encoder(enc_hook=_seal, order="deterministic")
