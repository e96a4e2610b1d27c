"""Dates with a day number: `3 و4 مايو`, both calendars given together, days numbered in a period, holidays."""

from __future__ import annotations

from datetime import date

from rasad.mentions.times.alone import day_of_this_month
from rasad.mentions.times.calendar import Days, day_of, hijri_year, nth_weekday, shift
from rasad.mentions.times.context import ENDS, Context, Reading, reading
from rasad.mentions.times.dates import (
    day_number,
    in_digits,
    month_at,
    month_index_of,
    month_name,
    nearest_day,
    relative_month,
    year_at,
)
from rasad.mentions.times.lexicon import words_of

_JOINTS = ("الي", "حتي", "-", "وحتي")
_FAR_AHEAD = 240  # a bare 7 April said in mid-April is this one, whatever governs it
OPENERS = (",", "،", "(", "-", "/")


def date_at(ctx: Context, at: int) -> Reading | None:
    """Return a date with one or more day numbers: `3 و4 مايو`, `الخامس عشر من شهر آذار`, `20 من الشهر المقبل`."""
    found = day_number(ctx, at)
    if found is None:
        return None
    first, stop = found
    last = first
    while (more := _another_day(ctx, stop)) is not None:
        last, stop = more
    dashed = ctx.skip(stop, "-", ".")
    begin = ctx.skip(dashed, "من")
    month = month_at(ctx, begin, beside_day=True)
    if month is not None and dashed > stop and month.name.trust == "number" and month.year is None:
        return None  # 1 - صفر is a score
    if month is None:
        relative = relative_month(ctx, begin)
        if relative is None or relative.closed is None:
            return None
        start = relative.closed[0]
        return _span(relative.stop, start.year, start.month, (first, last), relative=True)
    stop = month.stop
    if month.year is not None or month.name.calendar == "hijri":
        year, number = month_index_of(ctx, month, at)
        relative_year = month.year is None or month.year.relative
        found_days = day_of(year, number, first, month.name.calendar), day_of(year, number, last, month.name.calendar)
        if found_days[0] is None or found_days[1] is None:
            return None
        days = found_days[0][0], found_days[1][1]
        return Reading(stop, days, _length(first, last), relative_year, weight="day")
    start_day = _day_without_year(ctx, month.number, first, month.direction, at)
    if start_day is None:
        return None
    read = _span(stop, start_day.year, month.number, (first, last), relative=True)
    if read is not None:
        read.partial = (month.number, first)
    return read


def _day_without_year(ctx: Context, month: int, day: int, direction: str | None, at: int) -> date | None:
    """Return the date on its modifier's side; without one the nearest, or the next where a future word governs it."""
    if direction is None and ctx.past_only:
        return nearest_day(ctx, month, day, "past")
    if direction is None and ctx.looks_ahead(at):
        coming = nearest_day(ctx, month, day, "next")
        if coming is not None and (coming - ctx.base).days <= _FAR_AHEAD:
            return coming
    return nearest_day(ctx, month, day, direction)


def _another_day(ctx: Context, at: int) -> tuple[int, int] | None:
    """Return a further day number of a list or range (`و4`, `- 4`, `إلى 4`) and the index after it."""
    joint = ctx.skip(at, "و", *_JOINTS)
    if joint == at and not (ctx.sense(at).joined or ctx.word(at).startswith("و")):
        return None
    return day_number(ctx, joint) if ctx.word(joint) != "و" else None


def _length(first: int, last: int) -> str:
    return "day" if first == last else "interval"


def _span(stop: int, year: int, month: int, numbers: tuple[int, int], *, relative: bool) -> Reading | None:
    first, last = day_of(year, month, numbers[0]), day_of(year, month, numbers[1])
    if first is None or last is None or first > last:
        return None
    return Reading(stop, (first[0], last[0]), _length(*numbers), relative, weight="day")


def month_first(ctx: Context, at: int) -> Reading | None:
    """Return a date with the month before the day: `سبتمبر 10, 2001`, `مايو الحادي والعشرون`, `أكتوبر-2`.

    Without a year the number must be an ordinal, or nothing may follow it, since `في مايو 10 قتلى` has no day.
    """
    named = month_name(ctx, at)
    if named is None or named[0].calendar == "hijri":
        return None
    stop = ctx.skip(named[1], "-", "/", ".") if ctx.touching(named[1]) else named[1]
    found = day_number(ctx, stop)
    if found is None:
        return None
    year = year_at(ctx, found[1], bare=True)
    if year is not None:
        days = day_of(year.year, named[0].number, found[0])
        return reading(year.stop, days, "day", relative=year.relative) if days else None
    numeral = ctx.numeral(stop)
    ordinal = numeral is not None and numeral.ordinal and numeral.definite and not numeral.prefix.startswith("و")
    if not ordinal and not (ctx.is_number(stop) and ctx.word(found[1]) in ENDS):
        return None
    if named[0].trust != "alone":
        return None
    day = _day_without_year(ctx, named[0].number, found[0], None, at)
    return reading(found[1], (day, day), "day", relative=True) if day else None


def any_date(ctx: Context, at: int) -> Reading | None:
    """Return a date in words or digits, with the same date of another calendar after it where one stands there."""
    read = date_at(ctx, at) or month_first(ctx, at)
    if read is None and ctx.word(at)[:1].isdigit():
        read = in_digits(ctx, at)
    if read is None:
        return None
    second = _corresponding(ctx, read.stop)
    if second is None:
        return read
    gregorian = read if _is_gregorian(ctx, at, read.stop) else second
    gregorian.stop, gregorian.relative = second.stop, read.relative and second.relative
    return gregorian


def _corresponding(ctx: Context, at: int) -> Reading | None:
    """Return the second date of `15 شوال 1437هـ الموافق 20 يوليو 2016`."""
    begin = ctx.skip(at, *OPENERS)
    named = ctx.has(begin, "corresponding")
    begin = begin + 1 if named else begin
    if begin == at:
        return None
    inner = date_at(ctx, begin) or (in_digits(ctx, begin) if ctx.word(begin)[:1].isdigit() else None)
    if inner is None or not (named or _is_gregorian(ctx, begin, inner.stop) != _is_gregorian(ctx, at - 3, at)):
        return None
    if ctx.word(begin - 1) == "(":
        inner.stop = ctx.skip(inner.stop, ")")
    return inner


def _is_gregorian(ctx: Context, first: int, stop: int) -> bool:
    kinds = [ctx.sense(index).kinds for index in range(max(0, first), stop)]
    names = [kind["month"] for kind in kinds if "month" in kind]
    names += [name for kind in kinds if "pairs" in kind for name in kind["pairs"]["month"].values()]
    return not any(name.calendar == "hijri" for name in names) and ctx.word(stop - 1) != "ه"


def numbered_day_at(ctx: Context, at: int) -> Reading | None:
    """Return a day by its number in a period.

    `أول أيام رمضان`, `اليوم الأول من شهر ذي الحجة`, `أول يوم جمعة من يوليو`, `يوم 27`; `اليوم السابع` alone is found
    and not resolved.
    """
    unit = ctx.sense(at).kinds.get("unit")
    counted = False
    if unit == ("day", "dual") and ctx.word(at).endswith("ي"):
        return any_date(ctx, at + 1)  # يومي 16 و19 مارس
    if unit == ("day", "singular"):
        if not ctx.sense(at).definite:
            return any_date(ctx, at + 1) or day_of_this_month(ctx, at)
        if ctx.is_number(at + 1) and ctx.word(at + 2) in ENDS and ctx.has(at - 1, "in"):
            return day_of_this_month(ctx, at)  # في اليوم 27
        same = ctx.word(at - 1) in words_of("outlet", "same_before")
        following = ctx.sense(at + 1).kinds.get("modifier") == "same" and ctx.sense(at + 1).definite
        if same or following:  # اليوم التالي: of the story, not of the base
            return Reading(at + 1 + (following and not same), relative=True, weight="none")
        numeral = ctx.numeral(at + 1)
        if numeral is None or not (numeral.ordinal and numeral.definite) or numeral.value is None:
            return None
        number, stop = int(numeral.value), at + 1 + numeral.used
        quoted = ctx.word(at - 1) == '"' or ctx.word(stop) == '"' or ctx.word(at - 1) in words_of("outlet")
        unresolved = None if quoted else Reading(stop, weight="none", relative=True)
    else:
        numeral = ctx.numeral(at)
        if numeral is None or not numeral.ordinal or numeral.value is None or numeral.definite:
            return None
        number, stop, unresolved = int(numeral.value), at + numeral.used, None
        counted = ctx.sense(stop).kinds.get("unit", ("",))[0] == "day"
        stop += counted
    weekday = ctx.sense(stop).kinds.get("weekday")
    begin = ctx.skip(stop + 1 if weekday else stop, "من", "في")
    if counted and ctx.has(begin, "holidays"):
        return _day_of_holiday(ctx, begin, number)
    month = month_at(ctx, begin, beside_day=begin > stop or counted)
    if month is not None:
        year, name = month_index_of(ctx, month, at)
        found = _nth(year, name, number, weekday, month.name.calendar)
        return reading(month.stop, found, "day", relative=month.year is None or month.year.relative)
    this = relative_month(ctx, begin) if begin > stop else None
    if this is None or this.closed is None:
        return unresolved
    first = this.closed[0]  # أول جمعة من الشهر المقبل
    return reading(this.stop, _nth(first.year, first.month, number, weekday), "day", relative=True)


def _nth(year: int, month: int, number: int, weekday: int | None, calendar: str = "gregorian") -> Days | None:
    """Return a month's day, or its nth weekday."""
    if not weekday:
        return day_of(year, month, number, calendar) if number <= 31 else None
    found = nth_weekday(year, month, weekday, number) if calendar == "gregorian" else None
    return (found, found) if found else None


def _day_of_holiday(ctx: Context, at: int, number: int) -> Reading | None:
    """Return `ثاني أيام عيد الفطر`."""
    holiday = holiday_at(ctx, at)
    if holiday is None or holiday.closed is None or number > 7:
        return None
    return reading(holiday.stop, shift(holiday.closed[0], days=number - 1), "day", relative=holiday.relative)


def holiday_at(ctx: Context, at: int) -> Reading | None:
    """Return a holiday with a computable date (`times.toml`); without a year, the one nearest to the base."""
    for rest, holiday in ctx.sense(at).kinds["holidays"]:
        if tuple(ctx.words[at + 1 : at + 1 + len(rest)]) != rest:
            continue
        stop = at + 1 + len(rest)
        calendar, number, day = holiday["calendar"], holiday["month"], holiday["day"]
        year = year_at(ctx, stop, bare=True)
        wanted = [year.year] if year and year.calendar == calendar else []
        if not wanted:
            now = hijri_year(ctx.base) if calendar == "hijri" else ctx.base.year
            wanted = [(now or 0) + k for k in (-1, 0, 1)]
        days = [found for y in wanted if (found := day_of(y, number, day, calendar))]
        best = min(days, key=lambda found: abs((found[0] - ctx.base).days), default=None)
        stop = year.stop if year and len(wanted) == 1 else stop
        if best is None:
            return Reading(stop, weight="none", relative=True)
        last = shift(best[0], days=holiday.get("days", 1) - 1)
        return Reading(stop, (best[0], last[0] if last else None), "day", len(wanted) > 1, weight="day")
    return None
