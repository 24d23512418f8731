"""Problems as people read them."""

import pytest

from sitegen.problems import error


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", r"a\x1b[31mb"),
        ("a\nb", r"a\nb"),
        ("a\u202eb", r"a\u202eb"),
        ("a\udcffb", r"a\udcffb"),
        ("« café »\u00a0中文", "« café »\u00a0中文"),
    ],
)
def test_nothing_in_a_problem_can_move_a_terminal(text, shown):
    assert str(error(text, 3, text, text)) == f"{shown}:3: {shown} ({shown})"
