"""Periods: months, years, quarters, seasons, weeks of a month."""

from __future__ import annotations

from datetime import timedelta

from rasad.mentions.times.calendar import (
    iso_week,
    month_index,
    months_between,
    nth_weekday,
    season_of,
    week_of,
    year_of,
)
from rasad.mentions.times.context import ENDS, Context, Reading, reading
from rasad.mentions.times.dates import (
    Year,
    month_of_words,
    year_at,
    year_number,
)
from rasad.mentions.times.days import any_date
from rasad.mentions.times.lexicon import words_of

_PREPOSITIONS = ("in", "since", "during", "until", "part", "between", "from", "before", "after", "to")


def year_period(ctx: Context, at: int, *, bare: bool = False) -> Reading | None:
    """Return a year: `عام 2014`, `العام الماضي`, `عامي 2011 و2012`, and a bare `2014` where it can be no count."""
    unit = ctx.sense(at).kinds.get("unit")
    found = year_at(ctx, at)
    if found is None and (bare or _bare_year(ctx, at) or _year_in_words(ctx, at)):
        found = year_number(ctx, at)
    if found is None:
        return None
    days = year_of(found.year, found.calendar)
    stop = found.stop
    pair = unit is not None and unit[1] == "dual"
    second = _second_year(ctx, stop, found) if unit is None or pair or ctx.is_number(at) else None
    if second is not None and days is not None:
        other = year_of(second.year, second.calendar)
        if other is not None and other[0] > days[0]:
            return Reading(second.stop, (days[0], other[1]), "interval", found.relative, weight="year")
    return reading(stop, days, "year", relative=found.relative)


def _bare_year(ctx: Context, at: int) -> bool:
    """Return whether a lone number of four digits can be a year: after a preposition or a bracket, no noun after it."""
    word = ctx.word(at)
    if not ctx.is_number(at, 4):
        return False
    before, following = ctx.sense(at - 1).kinds, ctx.word(at + 1)
    if following in ("-", "/") and ctx.is_number(at + 2, 4) and (1900 <= int(word) <= 2100 or word[:2] in ("13", "14")):
        whole = ctx.touching(at + 1) and ctx.touching(at + 2)
        whole = whole or (ctx.word(at - 1), ctx.word(at + 3)) == ("(", ")")
        return int(word) + 1 == int(ctx.word(at + 2)) or (whole and word < ctx.word(at + 2) < "2101" and word > "1900")
    if not 1900 <= int(word) <= 2100:
        return False
    if following in words_of("counted") or following in ("%", ":", "ر") or ctx.has(at + 1, "unit"):
        return False
    if ctx.text[ctx.tokens[at].end : ctx.tokens[at].end + 1] in ("/", "-", "x") and not ctx.is_number(at + 2, 4):
        return False
    if ctx.word(at - 1) == "و" and ctx.is_number(at - 2, 4):
        return True
    last = ctx.word(at - 1)
    if any(kind in before for kind in _PREPOSITIONS) or last in words_of("dated") or last[1:] in words_of("dated"):
        return word != "2000" or following in ("", ".", "،", ",", "و", ")", "\n")
    return ctx.word(at - 1) in ("ل", "(", "لسنه", "موسم", "-") and following in (")", "-", ".", "،", "/", "\n", "")


def _year_in_words(ctx: Context, at: int) -> bool:
    """Return whether a number in words can be a year: `في ألف وتسعمئة وتسعين` and no noun after it."""
    if ctx.word(at)[:1].isdigit() or not any(kind in ctx.sense(at - 1).kinds for kind in _PREPOSITIONS):
        return False
    numeral = ctx.numeral(at)
    if numeral is not None and numeral.used == 2 and ctx.word(at + 2) not in ENDS:
        return False
    return numeral is not None and numeral.used >= 2 and not ctx.word(at + numeral.used)[:1].isalpha()


def _second_year(ctx: Context, at: int, first: Year) -> Year | None:
    """Return the year of `2014-2018`, `2015/2016`, `2011 و2012`."""
    joint = ctx.skip(at, "-", "/", "و")
    if joint == at or not ctx.is_number(joint):
        return None
    second = year_number(ctx, joint)
    if second is None or second.calendar != first.calendar or second.year - first.year >= 200:
        return None
    return second if ctx.word(at) != "و" or second.year == first.year + 1 else None


def quarter_at(ctx: Context, at: int) -> Reading | None:
    """Return `الربع الثاني من العام الحالي`, `النصف الأول من عام 2015`, `الربعين الأول والثاني`."""
    word = ctx.word(at)
    word = word[ctx.sense(at).prefix :] if ctx.sense(at).prefix else word
    length = 3 if word in ("الربع", "الربعين", "الربعان") else 6 if word == "النصف" else 0
    if length == 3 and not (ctx.numeral(at + 1) and ctx.sense(at + 1).numeral):
        return _this_quarter(ctx, at)
    numeral = ctx.numeral(at + 1) if length else None
    if numeral is None or not numeral.ordinal or numeral.value is None or not 1 <= numeral.value <= 12 / length:
        return None
    stop = at + 1 + numeral.used
    first = last = int(numeral.value)
    more = ctx.numeral(stop)
    if more is not None and more.ordinal and more.value is not None and more.prefix.startswith("و"):
        last, stop = int(more.value), stop + more.used
    begin = ctx.skip(stop, "من", "ل", "في")
    period = month_of_words(ctx, begin)
    if period is not None:
        return _half_month(period, first) if length == 6 else None
    year = year_at(ctx, begin) or year_at(ctx, begin, bare=begin > stop)
    if year is None and length == 3:
        return _quarter_of_now(ctx, at, stop, first) if first == last else None
    if year is None or year.calendar != "gregorian" or not first <= last <= 12 / length:
        return None
    number = year_number(ctx, year.stop)
    stop = number.stop if number and ctx.is_number(year.stop) else year.stop
    start = year.year * 12 + (first - 1) * length
    return reading(
        stop, months_between(start, start + (last - first + 1) * length - 1), "interval", relative=year.relative
    )


def _this_quarter(ctx: Context, at: int) -> Reading | None:
    """Return `الربع الماضي`, `الربع الحالي`."""
    modifier = ctx.sense(at + 1).kinds.get("modifier")
    if modifier not in ("past", "next", "current") or not ctx.sense(at + 1).definite:
        return None
    first = month_index(ctx.base) // 3 * 3 + {"past": -3, "next": 3, "current": 0}[modifier]
    return reading(at + 2, months_between(first, first + 2), "interval", relative=True)


def _quarter_of_now(ctx: Context, at: int, stop: int, number: int) -> Reading | None:
    """Return `الربع الثالث` with no year: the latest that has begun, or the next where a future word governs it."""
    first = ctx.base.year * 12 + (number - 1) * 3
    now = month_index(ctx.base)
    if first > now and not ctx.looks_ahead(at):
        first -= 12
    elif first + 2 < now and ctx.looks_ahead(at):
        first += 12
    return reading(stop, months_between(first, first + 2), "interval", relative=True)


def _half_month(month: Reading, half: int) -> Reading | None:
    if month.closed is None or half > 2:
        return None
    first, last = month.closed
    middle = first + timedelta(days=14)
    month.days = (first, middle) if half == 1 else (middle + timedelta(days=1), last)
    month.granularity = "interval"
    return month


def numbered_week_at(ctx: Context, at: int) -> Reading | None:
    """Return `الأسبوع الأول من أكتوبر`: the nth week from the month's first Monday, or the nth ISO week of a year."""
    if ctx.sense(at).kinds.get("unit") != ("week", "singular"):
        return None
    if not ctx.sense(at).definite:  # أسبوع 16 سبتمبر
        inner = any_date(ctx, at + 1)
        week = week_of(inner.closed[0]) if inner and inner.closed and inner.granularity == "day" else None
        return reading(inner.stop, week, "week", relative=inner.relative) if inner and week else None
    numeral = ctx.numeral(at + 1)
    if numeral is None or not numeral.ordinal or numeral.value is None or numeral.value > 53:
        return None
    number, begin = int(numeral.value), ctx.skip(at + 1 + numeral.used, "من", "في")
    month = month_of_words(ctx, begin)
    if month is not None and month.closed is not None:
        monday = nth_weekday(month.closed[0].year, month.closed[0].month, 1, number)
        week = week_of(monday) if monday else None
        return reading(month.stop, week, "week", relative=month.relative) if week else None
    year = year_at(ctx, begin)
    if year is None or year.calendar != "gregorian":
        return None
    return reading(year.stop, iso_week(year.year, number), "week", relative=year.relative)


def season_at(ctx: Context, at: int) -> Reading | None:
    """Return a season: `صيف عام 2014`, `هذا الخريف`, `الشتاء المقبل`, `الصيف` (of the base's year)."""
    this = ctx.has(at, "this")
    begin = ctx.skip(at + 1 if this else at, "فصل")
    season = ctx.sense(begin).kinds.get("season")
    if season is None or ctx.word(begin + 1) == "العربي":
        return None
    stop, year, relative = begin + 1, ctx.base.year, True
    found = year_at(ctx, stop, bare=True)
    word = ctx.sense(stop)
    if found is not None and found.calendar == "gregorian":
        stop, year, relative = found.stop, found.year, found.relative
    elif not ctx.sense(begin).definite:
        return None
    elif word.definite and word.kinds.get("modifier") in ("past", "next", "current"):
        stop += 1
        bounds = season_of(year, season)
        if bounds and word.kinds["modifier"] == "past" and bounds[1] >= ctx.base:
            year -= 1
        elif bounds and word.kinds["modifier"] == "next" and bounds[0] <= ctx.base:
            year += 1
    elif not this and not any(kind in ctx.sense(at - 1).kinds for kind in _PREPOSITIONS):
        return None
    return reading(stop, season_of(year, season), "season", relative=relative)
