"""Dates as precise as they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.dates import PartialDate, month_name, parse_date, spoken


@given(st.dates())
def test_days_come_back(day):
    assert str(parse_date(day.isoformat())) == day.isoformat()
    assert parse_date(day.isoformat()).first_day == day == parse_date(day.isoformat()).last_day


@pytest.mark.parametrize(
    "text", ["", "23", "2023-13", "2023-00", "2023-02-30", "2023-1-1", "2023-01-00", "0000", "2023-06-", "١٩٩٩"]
)
def test_what_is_not_a_date(text):
    with pytest.raises(ValueError, match="not a date"):
        parse_date(text)


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("2023", "en", "2023"),
        ("2023-06", "en", "June 2023"),
        ("2023-06", "fr", "juin 2023"),
        ("2023-06-14", "fr", "14 juin 2023"),
        ("2023-06", "zh", "2023年6月"),
    ],
)
def test_spoken(text, language, words):
    assert spoken(parse_date(text), language) == words


def test_order_and_bounds():
    assert sorted(map(parse_date, ["2023-06-01", "2023", "2022-12", "2023-06"])) == [
        PartialDate(2022, 12), PartialDate(2023), PartialDate(2023, 6), PartialDate(2023, 6, 1),
    ]  # fmt: skip
    assert parse_date("2024-02").last_day.day == 29
    assert month_name(6, "fr") == "juin"
