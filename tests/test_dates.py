"""Dates as precise as they are."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.dates import PartialDate, month_name, parse_date, spoken

ROOT = Path(__file__).parent.parent


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
        ("2023-06-14", "de-1996", "14. Juni 2023"),
        ("2023-06-14", "en-x-private", "June 14, 2023"),
        ("2023-06", "tlh", "2023-06"),
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


@pytest.mark.parametrize("languages", [["ja", "de", "it"], ["de", "it", "ja"]])
def test_a_month_has_its_own_language_whatever_was_asked_before(languages):
    program = f"from sitegen.dates import month_name; print(*[month_name(6, l) for l in {languages}])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    expected = {"ja": "6月", "de": "Juni", "it": "giugno"}
    assert done.stdout.split() == [expected[language] for language in languages]
    assert month_name(6, "tlh") == "06"
