"""The grammar of time expressions put together: which rules may start at a word, and ranges between two times."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from rasad.mentions.times import alone, clock, counts, dates, days, decades, ends, periods, portions, weekdays
from rasad.mentions.times.calendar import Days, day_of, month_index, months_between, years
from rasad.mentions.times.context import ENDS, Context, Reading

Rule = Callable[[Context, int], Reading | None]

_IN_PART = frozenset({"صباحا", "مساء", "ليلا", "فجرا", "ظهرا", "عصرا"})
_RANGE_JOINTS = ("الي", "حتي", "وحتي", "والي", "لغايه")


def _weekday(ctx: Context, at: int) -> Reading | None:
    return weekdays.weekday_at(ctx, at)


def _year(ctx: Context, at: int) -> Reading | None:
    return periods.year_period(ctx, at)


def _vague(ctx: Context, at: int) -> Reading | None:
    return Reading(at + 1, granularity="open", relative=True, weight="none")


def _now(ctx: Context, at: int) -> Reading | None:
    return Reading(at + 1, (ctx.base, ctx.base), "day", True, weight="day")


def _around_noon(ctx: Context, at: int) -> Reading | None:
    """Return `بعد ظهر الأحد`, `قبل منتصف ليل الأحد`."""
    begin = at + 2 if ctx.word(at + 1) == "منتصف" else at + 1
    return weekdays.daypart_at(ctx, begin) if ctx.bare(begin, "daypart") else None


def _these_days(ctx: Context, at: int) -> Reading | None:
    unit = ctx.sense(at + 1).kinds.get("unit")
    if unit != ("day", "plural") or not ctx.sense(at + 1).definite or ctx.sense(at + 1).prefix:
        return None
    return Reading(at + 2, granularity="open", relative=True, weight="none")


def _recently(ctx: Context, at: int) -> Reading | None:
    if ctx.word(at + 1) in ("الاخيره", "الراهنه", "الحاليه") and ctx.word(at).endswith("الاونه"):
        return Reading(at + 2, granularity="open", relative=True, weight="none")
    return None


def _earlier(ctx: Context, at: int) -> Reading | None:
    read = portions.within_at(ctx, at)
    if read is None or read.closed is not None:
        return read
    begin = ctx.skip(read.stop, "من")
    if ctx.sense(begin).joined or ctx.sense(begin).prefix:
        return read
    inner = weekdays.weekday_at(ctx, begin) or weekdays.deictic_at(ctx, begin)
    if inner is None and "daypart" in ctx.sense(begin).kinds:
        inner = weekdays.daypart_at(ctx, begin)
    return inner or read


# The rules that may start at a word of a kind; the longest reading wins, of equal ones the first.
_RULES: dict[str, tuple[Rule, ...]] = {
    "month": (dates.month_of_words, days.month_first),
    "pairs": (dates.month_of_words,),
    "weekday": (_weekday, ends.last_named_at),
    "deictic": (weekdays.deictic_at,),
    "unit": (
        _weekday, weekdays.deictic_at, weekdays.week_at, days.numbered_day_at, periods.numbered_week_at,
        dates.month_of_words, _year, decades.decade_at, counts.plain_at, clock.clock_at,
        ends.last_named_at,
    ),
    "this": (weekdays.deictic_at, weekdays.week_at, dates.month_of_words, _year, periods.season_at, _these_days),
    "part": (portions.part_at,),
    "daypart": (weekdays.daypart_at,),
    "season": (periods.season_at,),
    "decade": (decades.decade_at,),
    "before": (counts.led_at, _around_noon),
    "after": (counts.led_at, weekdays.deictic_at, _around_noon),
    "since": (counts.led_at,),
    "during": (counts.led_at,),
    "last": (counts.led_at, ends.last_of_at),
    "first": (weekdays.deictic_at, days.numbered_day_at),
    "quarter": (periods.quarter_at, ends.last_named_at),
    "half": (periods.quarter_at, ends.last_named_at),
    "every": (counts.set_at,),
    "set": (counts.set_at,),
    "open": (_earlier, _vague),
    "now": (_now,),
    "moment": (_earlier,),
    "recently": (_recently,),
    "holidays": (days.holiday_at,),
}  # fmt: skip
_NUMBER_RULES: tuple[Rule, ...] = (
    days.any_date,
    counts.plain_at,
    clock.clock_at,
    _year,
    days.numbered_day_at,
    alone.day_alone,
    decades.millennium_at,
)
STARTERS = frozenset(_RULES)


def read_at(ctx: Context, at: int) -> Reading | None:
    """Return the longest time expression that starts at a token, ranges included; `None` beyond the calendar."""
    try:
        return _read(ctx, at)
    except OverflowError:  # days past the year 9999 or before the year 1
        return None


def _read(ctx: Context, at: int) -> Reading | None:
    kinds = ctx.sense(at).kinds
    if "since" in kinds:
        counted, since = counts.led_at(ctx, at), _since(ctx, at)
        if counted is not None and (since is None or counted.stop >= since.stop):
            return counted
        return since
    if "from" in kinds or "between" in kinds:
        return _between(ctx, at)
    read = _simple(ctx, at)
    return _with_daypart(ctx, _to(ctx, at, read)) if read is not None else None


def _with_daypart(ctx: Context, read: Reading) -> Reading:
    """Take in the part of the day after a day: `الخميس مساء`, `غدا بعد الظهر`."""
    if read.weight != "day" or read.granularity != "day":
        return read
    stop = read.stop
    if ctx.word(stop) in ("بعد", "قبل") and ctx.word(stop + 1) == "الظهر":
        read.stop = stop + 2
    elif ctx.word(stop) in _IN_PART and not ctx.has(stop + 1, "weekday") and not ctx.has(stop + 1, "deictic"):
        read.stop = stop + 1
    return read


def _simple(ctx: Context, at: int) -> Reading | None:
    sense = ctx.sense(at)
    best: Reading | None = None
    for kind in sense.kinds:
        for rule in _RULES.get(kind, ()):
            read = rule(ctx, at)
            if read is not None and (best is None or read.stop > best.stop):
                best = read
    if sense.numeral:
        for rule in _NUMBER_RULES:
            read = rule(ctx, at)
            if read is not None and (best is None or read.stop > best.stop):
                best = read
    return best


def _since(ctx: Context, at: int) -> Reading | None:
    """Return `منذ X`: from X to the base, in X's own grain, so that `منذ 2014` runs through the base's year."""
    begin = at + 1
    if ctx.sense(begin).prefix:
        return None
    ctx.past_only = True
    try:
        inner = _point(ctx, begin)
    finally:
        ctx.past_only = False
    if inner is None or inner.closed is None or inner.weight == "none":
        return None
    joined = _to(ctx, begin, inner)
    if joined is not inner:
        return joined
    start = inner.whole or inner.closed
    first = inner.closed[0] if inner.closed[0] <= ctx.base else start[0]
    if first > ctx.base:
        return None
    last = ctx.base
    index = month_index(ctx.base)
    if inner.granularity == "year":
        unit = years(ctx.base.year, ctx.base.year)
    elif inner.granularity == "month":
        unit = months_between(index, index)
    else:
        unit = None
    if unit is not None:
        last = unit[1]
    whole = (start[0], last) if inner.whole else None
    return Reading(inner.stop, (first, last), "interval", True, weight="none", whole=whole)


def _between(ctx: Context, at: int) -> Reading | None:
    """Return `من X إلى Y`, `بين X وY`; a lone `من X` is left to X."""
    between = "between" in ctx.sense(at).kinds
    first = _point(ctx, at + 1)
    if first is None:
        return _days_between(ctx, at) if between else _years_in_words(ctx, at + 1)
    if first.granularity == "interval" and first.weight in ("day", "year"):
        return first  # من 3 إلى 5 مايو, read as one date with two days
    read = _to(ctx, at + 1, first, also_and=between)
    return None if read is first else read


def _days_between(ctx: Context, at: int) -> Reading | None:
    """Return `بين 4 و 22 هذا الشهر`, whose first number alone is no date."""
    read = days.any_date(ctx, at + 1)
    return read if read and read.granularity == "interval" else None


def _years_in_words(ctx: Context, at: int) -> Reading | None:
    """Return `من ألفين إلى ألفين وعشرة`, where no noun follows that the numbers could count."""
    first = dates.year_number(ctx, at) if ctx.sense(at).numeral else None
    second = dates.year_number(ctx, first.stop + 1) if first and ctx.word(first.stop) in _RANGE_JOINTS else None
    if first is None or second is None or first.year >= second.year or ctx.word(second.stop) not in ENDS:
        return None
    return Reading(second.stop, years(first.year, second.year) or (None, None), "interval", weight="none")


def _point(ctx: Context, at: int) -> Reading | None:
    read = _simple(ctx, at)
    if read is None or read.weight == "none":
        read = None
    if ctx.is_number(at, 4) and (read is None or read.closed is None):
        return periods.year_period(ctx, at, bare=True)
    return read if read and read.closed else None


def _to(ctx: Context, at: int, first: Reading, *, also_and: bool = False) -> Reading:
    """Return the range where `first` is followed by إلى, حتى or a dash and a time of the same kind; else `first`."""
    if first.closed is None or first.weight == "none":
        return first
    stop = first.stop
    joint = ctx.skip(stop, *_RANGE_JOINTS)
    if joint == stop and ctx.word(stop) == "-":
        joint = stop + 1
    if joint == stop and also_and:
        joint = ctx.skip(stop, "و")
        if joint == stop and not (ctx.sense(stop).joined and ctx.sense(stop).prefix == 1):
            return first
    elif joint == stop:
        return first
    second = _point(ctx, joint)
    if second is None or second.closed is None:
        return first
    if ctx.word(joint - 1) == "-" and second.granularity != first.granularity:
        return first
    return _joined(first, second) or first


def _joined(first: Reading, second: Reading) -> Reading | None:
    start, end = first.closed, second.closed
    if start is None or end is None:
        return None
    if first.partial is not None and not second.relative:  # من 3 مايو إلى 5 يونيو 2015
        month, day = first.partial
        year = end[0].year
        months = months_between(year * 12 + month - 1, year * 12 + month - 1)
        start = (day_of(year, month, day) if day else months) or start
    if end[1] < start[0] and second.relative:
        step = timedelta(days=7) if second.partial is None else timedelta(days=365)
        if first.partial is None:
            start = (start[0] - step, start[1] - step)
        elif second.partial is not None:
            month, day = second.partial
            again = day_of(end[0].year + 1, month, day) if day else None
            end = again or end
    if end[1] < start[0]:
        return None
    low, high = _whole(first, start), _whole(second, end)
    whole = (low[0], high[1]) if low != start or high != end else None
    relative = first.relative and second.relative
    return Reading(second.stop, (start[0], end[1]), "interval", relative, weight="none", whole=whole)


def _whole(read: Reading, days: Days) -> Days:
    return read.whole if read.whole and days == read.closed else days
