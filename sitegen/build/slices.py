"""Which slice of the glossary each article sees, so that a new term is a matter of the articles that can contain it.

The store has the folded texts of each article. Slices are kept by groups of articles, under keys of their texts and
of the terms: after an edit of a definition all are there, after one of an article those of its group are looked for
again, and after one of a form those of all, in one pass over the texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from zlib import crc32

from sitegen.build.annotating import linker, slices_of_batch
from sitegen.build.articles import Named
from sitegen.build.executing import SLICE, batched, in_order, is_worth_it
from sitegen.build.keys import key_of
from sitegen.glossary.slices import SIZE
from sitegen.store import Store

# Small groups make an edit of one article cheap, large ones make it cheap to read them all.
LARGEST_GROUP = 64
# Articles whose texts go to another process together.
BATCH = 100


def read_slices(
    terms: bytes, named: Sequence[Named], store: Store, executor: Executor | None = None
) -> dict[str, bytes]:
    """The digest of the slice that each article sees, by its key; not of those whose texts the store does not have.

    `terms` are encoded. A pass over many texts goes to `executor` in batches, if there is one.
    """
    groups = _groups(terms, named, store)
    slices: dict[str, bytes] = {}
    missing: list[str] = []
    for keys, stored in zip(groups.values(), store.get_each(tuple(groups)), strict=True):
        if stored is None:
            missing += keys
        else:
            digests = (stored.value[at : at + SIZE] for at in range(0, len(stored.value), SIZE))
            slices.update(zip(keys, digests, strict=True))
    slices.update(_looked_for(terms, missing, store, executor))
    return slices


def keep_slices(terms: bytes, named: Sequence[Named], slices: Mapping[str, bytes], store: Store) -> None:
    """Put the slices that all articles see into the store, where `read_slices` looks for them."""
    for key, keys in _groups(terms, named, store).items():
        if not store.holds(key) and all(one in slices for one in keys):
            store.put(key, b"".join(slices[one] for one in keys))


def _groups(terms: bytes, named: Sequence[Named], store: Store) -> dict[str, list[str]]:
    """The keys of the articles whose texts the store has, in groups under the keys of their slices."""
    groups: dict[int, list[str]] = {}
    # A power of two, so that they stay the same groups while articles come one by one.
    number = 1 << (len(named) // LARGEST_GROUP).bit_length()
    for one in named:
        if store.holds(one.key):
            groups.setdefault(crc32(one.source.path.encode()) % number, []).append(one.key)
    common = key_of("slices", terms)
    return {key_of(common, keys): keys for keys in groups.values()}


def _looked_for(
    terms: bytes, keys: Sequence[str], store: Store, executor: Executor | None
) -> Iterator[tuple[str, bytes]]:
    """The slices of articles, each with the article's key, by a look at their texts."""
    groups = list(batched(keys, BATCH))
    calls = ((terms, tuple(one.value if one else b"" for one in store.get_each(group))) for group in groups)
    if executor is None or not is_worth_it(len(keys) * SLICE):
        found: Iterator[list[bytes]] = (slices_of_batch(*call) for call in calls)
    else:
        # Processes that are forked from this one have it too.
        linker(terms)
        found = in_order(executor, slices_of_batch, calls)
    for group, digests in zip(groups, found, strict=True):
        yield from ((key, digest) for key, digest in zip(group, digests, strict=True) if digest)
