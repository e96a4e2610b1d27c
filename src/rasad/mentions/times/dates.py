"""Calendar dates: months, years, days, weekdays, and dates in digits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from rasad.mentions.times.calendar import (
    Days,
    day_of,
    hijri_year,
    month_index,
    month_of,
    months_between,
)
from rasad.mentions.times.context import ENDS, Context, Reading, reading
from rasad.mentions.times.lexicon import MonthName

_ISO = re.compile(r"([12][0-9]{3})[./-]([0-9]{1,2})[./-]([0-9]{1,2})(?:T[0-9:.]+Z?)?(?![0-9])")
_DMY = re.compile(r"([0-9]{1,2}) ?([./-]) ?([0-9]{1,2}) ?\2 ?([0-9]{4}|[0-9]{2})(?![0-9/])")
_MONTH_YEAR = re.compile(r"(?:([12][0-9]{3})/([0-9]{1,2})|([0-9]{1,2})/([12][0-9]{3}))(?![0-9/])")
_YEAR_MONTH = re.compile(r"((?:19|20)[0-9]{2})\.(0?[1-9]|1[0-2])(?![0-9])")
_DAY_MONTH = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})(?![0-9/-]|[.,][0-9])")
_AD, _AH = (
    frozenset({"م", "ميلادي", "ميلاديه", "الميلادي", "للميلاد"}),
    frozenset({"ه", "هجري", "هجريه", "الهجري", "للهجره"}),
)
_HIJRI_YEARS = range(1300, 1470)  # a bare year in these in today's news is Hijri, never medieval
_TIME_WORDS = ("in", "since", "during", "until", "part", "between")  # not من: من مارس is "who practised"


@dataclass(frozen=True, slots=True)
class Year:
    """A year read from tokens."""

    year: int
    calendar: str
    stop: int
    relative: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """A month read from tokens; `year` where the words give one."""

    name: MonthName
    stop: int
    year: Year | None = None
    direction: str | None = None  # a modifier: past, next, current

    @property
    def number(self) -> int:
        """The month's number in its calendar."""
        return self.name.number


def month_name(ctx: Context, at: int) -> tuple[MonthName, int] | None:
    """Return the month named at a token and the index after it, a second name of the same month included."""
    found = _one_name(ctx, at)
    if found is None:
        return None
    name, stop = found
    for signs in (("/",), ("(",), ("-",), ("[",), ()):
        inner = stop if not signs else ctx.skip(stop, *signs)
        if signs and inner == stop:
            continue
        second = _one_name(ctx, inner)
        if second and second[0].number == name.number and second[0].calendar == name.calendar:
            stop = second[1]
            if signs in (("(",), ("[",)):
                stop = ctx.skip(stop, ")", "]")
            return MonthName(name.calendar, name.number), stop
    return name, stop


def _one_name(ctx: Context, at: int) -> tuple[MonthName, int] | None:
    kinds = ctx.sense(at).kinds
    if "pairs" in kinds:
        name = kinds["pairs"]["month"].get(ctx.word(at + 1))
        if name is not None:
            return name, at + 2
    name = kinds.get("month")
    if name is None:
        return None
    return name, ctx.skip(at + 1, "المبارك") if name.calendar == "hijri" else at + 1


def year_at(ctx: Context, at: int, *, bare: bool = False) -> Year | None:
    """Return the year at a token: `عام 2014`, `2015م`, `1437 هـ`, `العام الماضي`; a bare number only where `bare`."""
    comma = ctx.skip(at, ",", "،") if bare else at
    begin = ctx.skip(comma, "من", "في") if bare else at
    unit = ctx.sense(begin).kinds.get("unit")
    relative = relative_year(ctx, begin)
    if relative is not None:
        return relative
    if unit in (("year", "singular"), ("year", "dual")) and not (begin > at and ctx.sense(begin).prefix):
        if ctx.is_number(begin + 1, 3) and ctx.word(begin + 2) not in _AH:
            return Year(int(ctx.word(begin + 1)), "gregorian", begin + 2)
        return year_number(ctx, begin + 1) or _year_in_pairs(ctx, begin + 1)
    found = year_number(ctx, comma) or (_year_in_pairs(ctx, comma) if bare else None)
    return found if found and (bare or ctx.word(found.stop - 1) in _AD | _AH) else None


def relative_year(ctx: Context, at: int) -> Year | None:
    """Return `العام الماضي`, `هذا العام`, `السنة المقبلة`, with a year in digits after it where it stands there."""
    this = ctx.has(at, "this")
    at = at + 1 if this else at
    if ctx.sense(at).kinds.get("unit") != ("year", "singular") or not ctx.sense(at).definite:
        return None
    offset = 0 if this else None
    stop = at + 1
    modifier = ctx.sense(stop).kinds.get("modifier")
    twice = ctx.word(stop) in ("قبل", "بعد")
    if twice:
        modifier = ctx.sense(stop + 1).kinds.get("modifier")
    if modifier in ("past", "next", "current"):
        stop += 1 + twice
        offset = {"past": -1, "next": 1, "current": 0}[modifier] * (1 + twice)
    if offset is None:
        return None
    number = year_number(ctx, stop)
    if number is not None and ctx.is_number(stop):
        return number
    return Year(ctx.base.year + offset, "gregorian", stop, relative=True)


def year_number(ctx: Context, at: int) -> Year | None:
    """Return a year written as a number of four digits or in words, with its suffix."""
    if ctx.is_number(at, 4) or (ctx.is_number(at, 3) and ctx.word(at + 1) in _AD | _AH):
        value, stop = int(ctx.word(at)), at + 1
    else:
        numeral = ctx.numeral(at) if ctx.word(at) and not ctx.word(at)[0].isdigit() else None
        if numeral is None or numeral.value is None or numeral.ordinal or not 1000 < numeral.value < 2200:
            return None
        if numeral.value != int(numeral.value):
            return None
        value, stop = int(numeral.value), at + numeral.used
    suffix = ctx.word(stop)
    if suffix in _AH:
        return Year(value, "hijri", stop + 1)
    if suffix in _AD:
        return Year(value, "gregorian", stop + 1)
    if not 1000 <= value <= 2199:
        return None
    return Year(value, "hijri" if value in _HIJRI_YEARS else "gregorian", stop)


def _year_in_pairs(ctx: Context, at: int) -> Year | None:
    """Return a year read in pairs, as translations have it: `عام تسعة عشر تسعة وتسعون` (1999)."""
    high = ctx.numeral(at)
    low = ctx.numeral(at + high.used) if high is not None and high.value in range(15, 22) else None
    if high is None or low is None or low.value not in range(10, 100) or low.prefix or high.ordinal or low.ordinal:
        return None
    if ctx.word(at)[0].isdigit() or ctx.word(at + high.used)[0].isdigit():
        return None
    return Year(int(high.value or 0) * 100 + int(low.value or 0), "gregorian", at + high.used + low.used)


def month_at(ctx: Context, at: int, *, beside_day: bool = False) -> Month | None:
    """Return the month at a token with its year or modifier; `beside_day` where a day number stands before it."""
    this = ctx.has(at, "this")
    at += this
    named = ctx.sense(at).kinds.get("unit", ("", ""))
    begin = at + 1 if named[0] == "month" and named[1] in ("singular", "dual") else at
    found = month_name(ctx, begin)
    if found is None or (begin > at and ctx.sense(begin).prefix):
        return None
    name, stop = found
    year = year_at(ctx, stop, bare=True)
    if year is not None and year.calendar != name.calendar:
        if name.calendar == "gregorian" and ctx.word(year.stop - 1) not in _AH:
            year = Year(year.year, "gregorian", year.stop, year.relative)  # 5 ديسمبر 1391
        elif name.calendar == "hijri" and year.relative:
            base = hijri_year(ctx.base)
            year = Year(base + year.year - ctx.base.year, "hijri", year.stop, True) if base else None
        else:
            year = None
    modifier = "current" if this and name.trust == "alone" and year is None else None
    if year is None and not this:
        word = ctx.sense(stop)
        if word.kinds.get("modifier") in ("past", "next", "current") and word.definite and not word.prefix:
            modifier = word.kinds["modifier"]
            stop += 1
            late = year_at(ctx, stop)
            if late is not None and not late.relative and late.calendar == name.calendar:
                year = late
    beside = beside_day or begin > at or year is not None or modifier is not None
    if not beside and not _trusted(ctx, at, name, stop):
        return None
    return Month(name, year.stop if year else stop, year, modifier)


def _trusted(ctx: Context, at: int, name: MonthName, stop: int) -> bool:
    if name.trust == "alone":
        return True
    if name.trust == "number":
        return False
    before = ctx.sense(at - 1).kinds
    if any(kind in before for kind in _TIME_WORDS):
        return True
    return bool(ctx.sense(at).prefix and not ctx.sense(at).joined and ctx.word(at)[0] == "ل" and ctx.is_number(stop))


def month_index_of(ctx: Context, month: Month, at: int) -> tuple[int, int]:
    """Return (year, month) of a month, its year found from the base where the words give none.

    A bare month is the latest one not after the base month, for the past is the default of news, or the next one where
    a future word governs it; the month just ahead is that one, since the one eleven months ago would be given a year.
    A modifier decides otherwise: الماضي the latest before, المقبل the first after.
    """
    if month.year is not None:
        return month.year.year, month.number
    if month.name.calendar == "hijri":
        return _hijri_month_year(ctx, month, at), month.number
    now = month_index(ctx.base)
    index = ctx.base.year * 12 + month.number - 1
    ahead = month.direction == "next" or (month.direction is None and ctx.looks_ahead(at))
    bare_past = month.direction is None and not ahead
    latest = now if ctx.past_only else now + 1
    if (month.direction == "past" and index >= now) or (bare_past and index > latest):
        index -= 12
    elif ahead and (index < now or (index == now and month.direction == "next")):
        index += 12
    return index // 12, month.number


def _hijri_month_year(ctx: Context, month: Month, at: int) -> int:
    year = hijri_year(ctx.base) or 1400
    days = month_of(year, month.number, "hijri")
    ahead = month.direction == "next" or (month.direction is None and ctx.looks_ahead(at))
    if days and days[0] > ctx.base and not ahead and month.direction != "current":
        return year - 1 if (days[0] - ctx.base).days > 45 or month.direction == "past" else year
    if days and days[1] < ctx.base and ahead:
        return year + 1
    return year


def month_days(ctx: Context, month: Month, at: int) -> Days | None:
    """Return the days of a month."""
    year, number = month_index_of(ctx, month, at)
    return month_of(year, number, month.name.calendar)


def relative_month(ctx: Context, at: int) -> Reading | None:
    """Return `الشهر الماضي`, `هذا الشهر`, `الشهر الجاري`."""
    this = ctx.has(at, "this")
    at = at + 1 if this else at
    if ctx.sense(at).kinds.get("unit") != ("month", "singular") or not ctx.sense(at).definite:
        return None
    twice = ctx.word(at + 1) in ("قبل", "بعد")
    word = ctx.sense(at + 1 + twice)
    modifier = word.kinds.get("modifier") if word.definite and not word.prefix else None
    if modifier not in ("past", "next", "current"):
        if not this:
            return None
        modifier, stop = "current", at + 1
    else:
        stop = at + 2 + twice
    offset = {"past": -1, "next": 1, "current": 0}[modifier] * (1 + twice)
    index = month_index(ctx.base) + offset
    return reading(stop, months_between(index, index), "month", relative=True)


def month_of_words(ctx: Context, at: int) -> Reading | None:
    """Return a month: `مايو/أيار 2013`, `شهر أبريل الفائت`, `هذا سبتمبر`, `الشهر المقبل`, `شهري يونيو ويوليو`."""
    relative = relative_month(ctx, at)
    if relative is not None:
        return relative
    month = month_at(ctx, at)
    if month is None:
        return None
    days = month_days(ctx, month, at)
    read = reading(month.stop, days, "month", relative=month.year is None or month.year.relative)
    if month.year is None and month.name.calendar == "gregorian":
        read.partial = (month.number, 0)
    return read


def day_number(ctx: Context, at: int) -> tuple[int, int] | None:
    """Return (day of a month, index after it): digits or words, cardinal or ordinal."""
    if ctx.is_number(at):
        value = int(ctx.word(at)) if len(ctx.word(at)) < 3 else 0
        return (value, at + 1) if 1 <= value <= 31 else None
    numeral = ctx.numeral(at)
    if numeral is None or numeral.value is None or numeral.value != int(numeral.value):
        return None
    return (int(numeral.value), at + numeral.used) if 1 <= numeral.value <= 31 else None


def nearest_day(ctx: Context, month: int, day: int, direction: str | None) -> date | None:
    """Return the date of a day and month nearest to the base; a modifier sets the side."""
    candidates = [days[0] for year in range(ctx.base.year - 1, ctx.base.year + 2) if (days := day_of(year, month, day))]
    if direction == "past":
        candidates = [day for day in candidates if day <= ctx.base]
        return max(candidates, default=None)
    if direction == "next":
        candidates = [day for day in candidates if day >= ctx.base]
        return min(candidates, default=None)
    if direction == "current":
        candidates = [day for day in candidates if day.year == ctx.base.year]
    return min(candidates, key=lambda day: (abs((day - ctx.base).days), day), default=None)


def in_digits(ctx: Context, at: int) -> Reading | None:
    """Return a date in digits: `2016/04/21`, `21-4-2016`, ISO, `2015/3`, and `21/4` where it can be no fraction."""
    text, start = ctx.text, ctx.tokens[at].start
    if start and text[start - 1] in "/-.":
        return None
    if match := _ISO.match(text, start):
        year, month, day = map(int, match.groups())
        days = _numeric(year, month, day)
    elif match := _DMY.match(text, start):
        year = int(match[4]) + (0 if len(match[4]) == 4 else 2000 if int(match[4]) < 70 else 1900)
        if len(match[4]) == 2 and match[2] == ".":
            return None
        days = _numeric(year, int(match[3]), int(match[1])) or _numeric(year, int(match[1]), int(match[3]))
    elif match := _MONTH_YEAR.match(text, start):
        year, month = (int(match[1]), int(match[2])) if match[1] else (int(match[4]), int(match[3]))
        days = month_of(year, month) if 1 <= month <= 12 else None
        return reading(_token_at(ctx, at, match.end()), days, "month") if days else None
    elif named := _year_first(ctx, at):
        return named
    elif match := _YEAR_MONTH.match(text, start):  # 2015.3 is a decimal but where a time must stand
        stop = _token_at(ctx, at, match.end())
        timed = ctx.came(at) or any(kind in ctx.sense(at - 1).kinds for kind in (*_TIME_WORDS, "date"))
        days = month_of(int(match[1]), int(match[2])) if timed and ctx.word(stop) in ENDS else None
        return reading(stop, days, "month") if days else None
    elif match := _DAY_MONTH.match(text, start):
        return _day_month(ctx, at, match)
    else:
        return None
    if days is None:
        return None
    stop = _token_at(ctx, at, match.end())
    return reading(ctx.skip(stop, "م", "ه"), days, "day")


def _year_first(ctx: Context, at: int) -> Reading | None:
    """Return `2016 نوفمبر 16`, `2016-نوفمبر-16`."""
    named = month_name(ctx, ctx.skip(at + 1, "-", "/", ".", "،")) if ctx.is_number(at, 4) else None
    if named is None or named[0].calendar != "gregorian":
        return None
    begin = ctx.skip(named[1], "-", "/", ".", "،")
    found = day_number(ctx, begin) if ctx.is_number(begin) else None
    days = day_of(int(ctx.word(at)), named[0].number, found[0]) if found else None
    return reading(found[1], days, "day") if found and days else None


def _numeric(year: int, month: int, day: int) -> Days | None:
    return day_of(year, month, day, "hijri" if year in _HIJRI_YEARS else "gregorian")


def _day_month(ctx: Context, at: int, match: re.Match[str]) -> Reading | None:
    """Return `21/4`, `22-4`, and `08/12, 2015`, the day first where both numbers could be a month."""
    first, second = int(match[1]), int(match[3])
    day, month = (first, second) if second <= 12 else (second, first)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    stop = _token_at(ctx, at, match.end())
    if match[2] != "." and ctx.word(stop) in (",", "،") and ctx.is_number(stop + 1, 4):
        days = day_of(int(ctx.word(stop + 1)), month, day) if ctx.word(stop + 1)[:2] in ("19", "20") else None
        return reading(stop + 2, days, "day") if days else None
    if not _is_date(ctx, at, match, stop):
        return None
    found = nearest_day(ctx, month, day, None)
    return reading(stop, (found, found), "day", relative=True) if found else None


def _is_date(ctx: Context, at: int, match: re.Match[str], stop: int) -> bool:
    """Return whether two numbers are day and month: where a date must stand, or written as nothing else is."""
    before, high = ctx.sense(at - 1).kinds, max(int(match[1]), int(match[3]))
    dated = "weekday" in before or "date" in before or "corresponding" in before
    dated = dated or before.get("unit") == ("day", "singular") or ctx.has(at - 2, "weekday")
    if match[2] == ".":  # a decimal elsewhere
        return dated and high > 12 and ctx.word(stop) in ENDS
    padded = match[1][0] == "0" or match[3][0] == "0"
    likely = match[2] == "/" and len(match[3]) == 2 and (padded or high > 12)
    return dated or likely or (high > 12 and (ctx.word(at - 1) == "في" or ctx.came(at)))


def _token_at(ctx: Context, at: int, position: int) -> int:
    while at < len(ctx.tokens) and ctx.tokens[at].start < position:
        at += 1
    return at
