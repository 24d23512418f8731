"""Dates as precise as they are: a year, a month or a day."""

from __future__ import annotations

import calendar
import copy
import datetime
import re
from functools import lru_cache
from typing import Any

import msgspec
from babel import Locale, UnknownLocaleError, localedata
from babel.dates import format_date, format_skeleton

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


class PartialDate(msgspec.Struct, frozen=True, order=True):
    """A Gregorian year, month or day; `month` and `day` are 0 where they are not known.

    Sorts by time, the less precise first. `str()` gives ISO 8601 at its own precision.
    """

    year: int
    month: int = 0
    day: int = 0

    def __str__(self) -> str:
        parts = [f"{self.year:04}", *(f"{n:02}" for n in (self.month, self.day) if n)]
        return "-".join(parts)

    @property
    def first_day(self) -> datetime.date:
        """The earliest day that it may mean."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> datetime.date:
        """The latest day that it may mean."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


def parse_date(text: str) -> PartialDate:
    """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD` (ISO 8601, EDTF level 0).

    Raises ValueError for other spellings and for days that no calendar has.
    """
    found = _ISO.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not a date")
    date = PartialDate(*(int(part or 0) for part in found.groups()))
    wrong_month = found[2] is not None and not 1 <= date.month <= 12
    if wrong_month or (found[3] is not None and date.day == 0) or date.year == 0:
        raise ValueError(f"{text!r} is not a date")
    try:
        _ = date.first_day
    except ValueError:
        raise ValueError(f"{text!r} is not a date") from None
    return date


class _Alone(Locale):
    """A locale with data of its own: Babel writes what it resolves into data that locales share."""

    @property
    def _data(self) -> localedata.LocaleDataDict:
        return _own_data(str(self))


@lru_cache(maxsize=32)
def _own_data(name: str) -> localedata.LocaleDataDict:
    data: dict[str | int | None, Any] = dict(localedata.load(name).items())
    return localedata.LocaleDataDict(copy.deepcopy(data))


@lru_cache(maxsize=256)
def _locale(language: str) -> Locale | None:
    """The locale of a language tag, or of its first part; None for a language that Babel has no words of."""
    for tag in (language, language.partition("-")[0]):
        try:
            return _Alone.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


@lru_cache(maxsize=8192)
def spoken(date: PartialDate, language: str) -> str:
    """The date as people of a language write it: "June 2023", "14 juin 2023", "2023年6月"; else in ISO 8601."""
    locale = _locale(language)
    if locale is None:
        return str(date)
    if date.day:
        return format_date(date.first_day, "long", locale=locale)
    return format_skeleton("yMMMM" if date.month else "y", date.first_day, locale=locale)


@lru_cache(maxsize=1024)
def month_name(month: int, language: str) -> str:
    """The name of a month (1 to 12) on its own, as in a list of months; else its two digits."""
    locale = _locale(language)
    return f"{month:02}" if locale is None else str(locale.months["stand-alone"]["wide"][month])
