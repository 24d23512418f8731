"""The short way through Python-Markdown gives what Python-Markdown gives."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.model import EXTENSIONS
from sitegen.render.markdown import converter
from tests.render.markdowns import BLOCKS, DOCUMENT


def plain_and_quick(text, extensions):
    return [converter(extensions, quick=quick).reset().convert(text) for quick in (False, True)]


@pytest.mark.parametrize("extensions", [EXTENSIONS["markdown"], ()], ids=["all", "none"])
def test_every_kind_of_block_beside_every_other(extensions):
    for first in BLOCKS:
        for second in BLOCKS:
            for by in ("\n\n", "\n"):
                text = f"Prose before.\n\n{first}{by}Prose of HBM[^1] and [ref]\nin two lines.\n\n{second}{by}Prose."
                plain, quick = plain_and_quick(text, extensions)
                assert quick == plain, text


@settings(max_examples=400, deadline=None)
@given(DOCUMENT, st.sampled_from([EXTENSIONS["markdown"], (), ("tables", "footnotes"), ("attr_list", "def_list")]))
def test_any_document(text, extensions):
    plain, quick = plain_and_quick(text, extensions)
    assert quick == plain
