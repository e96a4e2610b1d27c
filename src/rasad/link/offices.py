"""Who held an office when: the `offices` of `vocabulary/actors/persons`, counted in months.

An office is known by the year or the month of taking it up and of leaving it. Within the first and the last of these it
may be held by either of two, so that a holder is certain only strictly between them.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date

BESIDE = "beside"  # the mark of an office held beside others; see vocabulary/actors/persons/README.md


def month_of(day: date) -> int:
    """Return the number of a day's month, counted from the year 0."""
    return day.year * 12 + day.month - 1


@dataclass(frozen=True, slots=True)
class Office:
    """An office and the months in which a person held it.

    Attributes:
        key: The office, a `key` of `vocabulary/actors/roles.toml`.
        place: ISO 3166 alpha-3 of the country, or the id of an organisation without `org:`.
        taken: The first and the last month in which it may have been taken up.
        left: The first and the last month in which it may have been left.
        beside: Whether others hold it at the same time, so that the title alone never means this person.
    """

    key: str
    place: str
    taken: tuple[int, int]
    left: tuple[int, int]
    beside: bool = False

    @classmethod
    def read(cls, text: str, open_to: str) -> Office:
        """Return the office that a line such as `president USA 2009/01-2017/01` tells of.

        Args:
            text: Office, place, the years or months of taking up and leaving, and `beside` where it applies.
            open_to: The last month for which an office without an end is still known to be held.
        """
        key, place, years, *mark = text.split()
        first, dash, last = years.partition("-")
        if not dash or mark not in ([], [BESIDE]):
            raise ValueError(f"no office: {text!r}")
        left = _months(last) if last else (_months(open_to)[1] + 1, sys.maxsize)
        return cls(key, place, _months(first), left, bool(mark))

    def certain(self, month: int) -> bool:
        """Return whether the person, and nobody else, held the office all through a month."""
        return not self.beside and self.taken[1] < month < self.left[0]

    def possible(self, month: int) -> bool:
        """Return whether the person may have held the office in a month."""
        return self.taken[0] <= month <= self.left[1]


def _months(text: str) -> tuple[int, int]:
    year, slash, month = text.partition("/")
    if not slash:
        return int(year) * 12, int(year) * 12 + 11
    if not 1 <= int(month) <= 12:
        raise ValueError(f"no month: {text!r}")
    return (int(year) * 12 + int(month) - 1,) * 2
