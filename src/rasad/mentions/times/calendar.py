"""Days of periods: inclusive (first, last) pairs of the Gregorian calendar, and Hijri dates brought to them.

Weeks run from Monday (ISO 8601), seasons from 1 March in three months (the annotation guide's SP SU FA WI). Hijri
dates follow the Umm al-Qura calendar (hijridate), 1343-1500 AH; others give `None`.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from hijridate import Gregorian, Hijri

Days = tuple[date, date]
_SEASON_START = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def guarded(build: Callable[[], Days]) -> Days | None:
    """Return what `build` gives, `None` where it falls outside the calendar."""
    try:
        return build()
    except (ValueError, OverflowError):
        return None


def day_of(year: int, month: int, day: int, calendar: str = "gregorian") -> Days | None:
    """Return one day; `None` where the calendar has no such day."""
    if calendar == "hijri":
        return guarded(lambda: _same(Hijri(year, month, day).to_gregorian()))
    return guarded(lambda: _same(date(year, month, day)))


def month_of(year: int, month: int, calendar: str = "gregorian") -> Days | None:
    """Return the days of a month."""
    if calendar == "hijri":
        return guarded(lambda: _hijri_month(year, month))
    return guarded(lambda: (date(year, month, 1), date(year, month, monthrange(year, month)[1])))


def year_of(year: int, calendar: str = "gregorian") -> Days | None:
    """Return the days of a year."""
    if calendar == "hijri":
        return guarded(lambda: (_hijri_month(year, 1)[0], _hijri_month(year, 12)[1]))
    return guarded(lambda: (date(year, 1, 1), date(year, 12, 31)))


def years(first: int, last: int) -> Days | None:
    """Return the days from the first day of one year to the last day of another."""
    return guarded(lambda: (date(first, 1, 1), date(last, 12, 31)))


def months_between(first: int, last: int) -> Days | None:
    """Return the days of a run of months, each counted as `year * 12 + month - 1`."""
    start, end = month_of(first // 12, first % 12 + 1), month_of(last // 12, last % 12 + 1)
    return (start[0], end[1]) if start and end else None


def week_of(day: date, offset: int = 0) -> Days | None:
    """Return the ISO week of a day, or the one `offset` weeks later."""
    return guarded(lambda: _run(day + timedelta(days=7 * offset - day.weekday()), 7))


def iso_week(year: int, week: int) -> Days | None:
    """Return a week of a year by its ISO number."""
    return guarded(lambda: _run(date.fromisocalendar(year, week, 1), 7))


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """Return the nth Monday (1) ... Sunday (7) of a month, `None` where there is none."""
    if not 1 <= year <= 9999:
        return None
    first = date(year, month, 1)
    day = 1 + (weekday - first.isoweekday()) % 7 + 7 * (nth - 1)
    return date(year, month, day) if day <= monthrange(year, month)[1] else None


def weekday_after(base: date, weekday: int, direction: str, *, further: bool = False) -> date | None:
    """Return the weekday (1 Monday ... 7 Sunday) nearest to the base.

    Directions: `past` and `next` include the base day itself, as news of a Wednesday means that day by الأربعاء (the
    annotation guide's first example); `before` and `after` (الماضي, المقبل) do not. `further` is one week beyond
    (بعد المقبل).
    """
    back = (base.isoweekday() - weekday) % 7
    ahead = (weekday - base.isoweekday()) % 7
    offset = {"past": -back, "next": ahead, "before": -(back or 7), "after": ahead or 7}[direction]
    offset += (7 if offset > 0 else -7) * further
    try:
        return base + timedelta(days=offset)
    except OverflowError:
        return None


def season_of(year: int, season: str) -> Days | None:
    """Return the days of a season; winter runs into the next year."""
    start = year * 12 + _SEASON_START[season] - 1
    return months_between(start, start + 2)


def shift(day: date, *, days: int = 0) -> Days | None:
    """Return the day so many days later."""
    return guarded(lambda: _same(day + timedelta(days=days)))


def shift_months(day: date, months: int) -> date | None:
    """Return the same day so many months later, cut to the month's length."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    if not 1 <= year <= 9999:
        return None
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def month_index(day: date) -> int:
    """Return the month counted from year 0."""
    return day.year * 12 + day.month - 1


def hijri_year(day: date) -> int | None:
    """Return the Hijri year of a day."""
    try:
        return int(Gregorian(day.year, day.month, day.day).to_hijri().year)
    except (ValueError, OverflowError):
        return None


def _same(day: date) -> Days:
    plain = date(day.year, day.month, day.day)
    return plain, plain


def _run(first: date, length: int) -> Days:
    return first, first + timedelta(days=length - 1)


def _hijri_month(year: int, month: int) -> Days:
    first = _same(Hijri(year, month, 1).to_gregorian())[0]
    return first, first + timedelta(days=Hijri(year, month, 1).month_length() - 1)
