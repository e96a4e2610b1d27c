"""The day an article was published, from the forms that sources write it in; only what can be read one way."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate
from functools import cache
from typing import Any

from rasad.arabic.letters import fold_word, has_arabic
from rasad.vocabulary import load

# Arabic-Indic and Persian digits to ASCII, marks of direction dropped.
_DIGITS = {base + d: str(d) for base in (0x0660, 0x06F0) for d in range(10)} | dict.fromkeys(
    (0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), None
)
_TIME = (
    r"(?:(?:[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?|T\d{4}(?:\d\d)?)\s*(?:[AaPp]\.?[Mm]\.?)?\s*"
    r"(?:Z|z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?(?:\[[\w/+-]{1,40}\])?)?"
)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + _TIME)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T\d{4,6}Z?)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})" + _TIME)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d{1,9})?")
# الأحد، 18 شباط/فبراير 2018 - 10:30
_NAMED = re.compile(
    r"(?:[^\W\d]{3,10}[،,]?\s+)?(\d{1,2})\s+([^\W\d][^\d]{1,40}?)[،,]?\s+(\d{4})"
    r"(?:[\s،,–-]+(?:الساعة\s+)?\d{1,2}:\d{2}(?::\d{2})?(?:\s*[^\W\d]{1,6})?)?"
)

_LONGEST = 100
_YEARS = range(1800, 2200)  # printed news; beyond lies an error


def parse_date(value: Any) -> date:
    """Return the day as the source writes it, in its own time zone; seconds since 1970 give the day in UTC.

    Raises:
        ValueError: It is no day (`0000-00-00`, `2018-02`), or can be read two ways (`03/04/2018`).
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _checked(_from_epoch(str(value)))
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise ValueError("it is not the words of a date")
    text = value.translate(_DIGITS).strip()
    if found := _YEAR_FIRST.fullmatch(text):
        return _checked(date(int(found[1]), int(found[3]), int(found[4])))
    if found := _YEAR_LAST.fullmatch(text):
        return _checked(_year_last(int(found[1]), int(found[3]), int(found[4])))
    if found := _COMPACT.fullmatch(text):
        return _checked(date(int(found[1]), int(found[2]), int(found[3])))
    if _EPOCH.fullmatch(text):
        return _checked(_from_epoch(text))
    if has_arabic(text) and (found := _NAMED.fullmatch(text)):
        return _checked(date(int(found[3]), _month(found[2]), int(found[1])))
    return _checked(_rfc822(text))


def _year_last(first: int, second: int, year: int) -> date:
    if first <= 12 and second <= 12 and first != second:
        raise ValueError("day and month cannot be told apart; write it as year-month-day")
    day, month = (first, second) if second <= 12 else (second, first)
    return date(year, month, day)


def _month(words: str) -> int:
    """Return the number of an Arabic month name, or of two names of the same month (`كانون الثاني/يناير`)."""
    names = [" ".join(fold_word(name).split()) for name in re.split(r"[/()]", words)]
    numbers = {_months().get(name, 0) for name in names if name}
    if len(numbers) != 1 or 0 in numbers:
        raise ValueError(f"{words!r} is no month that is known: write it as year-month-day")
    return numbers.pop()


@cache
def _months() -> dict[str, int]:
    from babel import Locale  # slow to import, and few sources write names

    found = {fold_word(name): int(number) for number, names in load("months")["extra"].items() for name in names}
    for country in ("EG", "IQ", "SY", "LB", "JO", "PS", "DZ", "TN", "MA", "MR", "SA"):
        months = Locale("ar", country).months["format"]["wide"]
        found.update((fold_word(name), number) for number, name in months.items())
    return found


def _from_epoch(text: str) -> date:
    if not _EPOCH.fullmatch(text):
        raise ValueError("the number is neither seconds nor milliseconds since 1970")
    whole = text.partition(".")[0]
    seconds = int(whole) // (1000 if len(whole) == 13 else 1)
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).date()


def _rfc822(text: str) -> date:
    """Read `Mon, 04 Mar 2019 10:00:00 +0300` and its like; it must have a year of four digits."""
    try:
        found = (parsedate(text) or parsedate(f"{text} 00:00:00")) if re.search(r"\b\d{4}\b", text) else None
    except (TypeError, IndexError, ValueError, OverflowError):
        found = None
    if found is None or str(found[0]) not in text:
        raise ValueError("it is in no form that is known: write it as year-month-day")
    return date(found[0], found[1], found[2])


def _checked(day: date) -> date:
    if day.year not in _YEARS:
        raise ValueError(f"the year {day.year} lies outside {_YEARS.start}-{_YEARS.stop - 1}")
    return day
