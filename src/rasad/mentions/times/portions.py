"""Parts of periods: `أوائل هذا الشهر`, `منتصف 2018`, `نهاية الأسبوع`, `بقية العام`, `وقت لاحق من الشهر`.

What a part leaves open it bounds from outside: early and late are the halves of a period, the middle is its middle half
(of a month the 10th to the 20th). An event is still dated by the whole period, as in the annotated articles (`أواخر
مارس` is that March), so that a reading keeps both.
"""

from __future__ import annotations

from datetime import date, timedelta

from rasad.mentions.times.calendar import Days, month_index, month_of, months_between, week_of, year_of
from rasad.mentions.times.context import Context, Reading, reading
from rasad.mentions.times.dates import month_of_words
from rasad.mentions.times.days import any_date
from rasad.mentions.times.decades import decade_at
from rasad.mentions.times.periods import season_at, year_period
from rasad.mentions.times.weekdays import daypart_at, week_at

_OTHER_YEARS = frozenset({"الدراسي", "الجامعي", "المالي", "التدريبي", "الهجري", "الفلاحي", "القضائي"})
_MONTH = range(28, 32)  # the lengths of a month
_WEEK = {"start": (0, 2), "early": (0, 2), "middle": (2, 3), "late": (3, 6), "end": (5, 6), "rest": (0, 6)}
_SIDE = {"start": "early", "early": "early", "middle": "middle", "late": "late", "end": "late"}
_QUALIFIERS = {"سابق": "before", "لاحق": "after", "مبكر": "early", "متاخر": "late"}
_ADVERBS = {"لاحقا": "after", "سابقا": "before"}


def part_at(ctx: Context, at: int) -> Reading | None:
    """Return a part of a period: `أوائل هذا الشهر`, `نهاية العام الماضي`, `منتصف 2018`, `بداية الأسبوع المقبل`."""
    part = ctx.sense(at).kinds["part"]
    if ctx.sense(at).definite:
        return None
    begin = ctx.skip(at + 1, "من")
    verb = ctx.word(at) in ("تبقي", "بقي") and (ctx.word(at - 1) != "ما" or begin == at + 1)  # unlike ما تبقى من العام
    if ctx.sense(begin).prefix or verb:
        return None
    if part == "middle" and ctx.has(begin, "daypart"):  # منتصف ليل الأحد
        return daypart_at(ctx, begin)
    inner = _part_of_week(ctx, begin, part)
    if inner is not None:
        return inner
    if part == "rest":
        return _rest(ctx, begin)
    inner = any_date(ctx, begin) if part in ("start", "end") and ctx.sense(begin).numeral else None
    if inner is not None:
        return inner
    inner = month_of_words(ctx, begin) or season_at(ctx, begin) or decade_at(ctx, begin)
    inner = inner or year_period(ctx, begin, bare=ctx.is_number(begin, 4)) or _this_period(ctx, begin)
    return _cut(inner, part) if inner is not None else None


def _this_period(ctx: Context, at: int) -> Reading | None:
    """Return `الشهر`, `العام` with nothing after it: the base's month or year."""
    unit = ctx.sense(at).kinds.get("unit")
    if not ctx.sense(at).definite or ctx.word(at + 1) in _OTHER_YEARS:
        return None
    if unit == ("month", "singular"):
        index = month_index(ctx.base)
        return reading(at + 1, months_between(index, index), "month", relative=True)
    return reading(at + 1, year_of(ctx.base.year), "year", relative=True) if unit == ("year", "singular") else None


def _cut(period: Reading, part: str) -> Reading:
    """Cut a period: بداية of a year is its first month, نهاية its last; any other part is bounded from outside."""
    if period.closed is None:
        return period
    first, last = period.closed
    if period.granularity == "year" and part in ("start", "end"):
        edge = first if part == "start" else last
        period.days = month_of(edge.year, edge.month) or period.days
        period.granularity = "month"
    elif period.granularity in ("month", "year", "season") or period.weight == "interval":
        period.days, period.whole = portion((first, last), part), (first, last)
    period.weight = "part" if period.weight == "year" else period.weight
    return period


def portion(days: Days, part: str) -> Days:
    """Return the outer bounds of a part (start, early, middle, late, end) of a period."""
    first, last = days
    low, count = month_index(first), month_index(last) - month_index(first) + 1
    if count % 2 == 0 and months_between(low, low + count - 1) == days:  # years and decades are cut between months
        edges = {"early": (low, low + count // 2 - 1), "late": (low + count // 2, low + count - 1)}
        edges["middle"] = low + count // 4, low + count - 1 - count // 4
        return months_between(*edges[_SIDE[part]]) or days
    length = (last - first).days + 1
    half, middle = length // 2, (length // 4, length - 1 - length // 4)
    if length in _MONTH:
        half, middle = 15, (9, 19)
    cuts = {"early": (0, half - 1), "middle": middle, "late": (half, length - 1)}
    return _run(first, cuts[_SIDE[part]])


def _run(first: date, offsets: tuple[int, int]) -> Days:
    return first + timedelta(days=offsets[0]), first + timedelta(days=offsets[1])


def _part_of_week(ctx: Context, at: int, part: str) -> Reading | None:
    """Return `بداية الأسبوع المقبل` (Monday to Wednesday), `نهاية الأسبوع` (Saturday and Sunday)."""
    week = week_at(ctx, at)
    mine = ctx.sense(at).kinds.get("unit") == ("week", "dual") and ctx.word(at).endswith("ي")  # نهاية أسبوعي
    stop = week.stop if week and week.weight == "week" else at + 1
    bounds = week.closed if week and week.weight == "week" else week_of(ctx.base)
    whole = ctx.sense(at).kinds.get("unit") == ("week", "singular") and ctx.sense(at).definite
    if bounds is None or (week is None and not whole and not mine):
        return None
    days = _run(bounds[0], _WEEK[part])
    if part == "rest":
        days = max(ctx.base, days[0]), days[1]
    return Reading(stop, days, "interval", True, weight="week")


def _rest(ctx: Context, at: int) -> Reading | None:
    inner = month_of_words(ctx, at) or year_period(ctx, at) or _this_period(ctx, at)
    if inner is None or inner.closed is None:
        return None
    first, last = inner.closed
    inner.days = (max(first, min(ctx.base, last)), last)
    inner.granularity = "interval"
    return inner


def within_at(ctx: Context, at: int) -> Reading | None:
    """Return a vague part of a period: `وقت سابق من الشهر الجاري`, `وقت لاحق من هذا العام`, `لاحقا هذا الأسبوع`.

    Earlier is up to the base, later the second half. With nothing to cut after it, it stays open.
    """
    adverb = _ADVERBS.get(ctx.word(at))
    qualifier, stop = (adverb, at + 1) if adverb else (_QUALIFIERS.get(ctx.word(at + 1)), at + 2)
    if qualifier is None:
        return None
    begin = ctx.skip(stop, "من", "يوم", "،")
    begin = ctx.skip(begin, "يوم")
    vague = Reading(stop, granularity="open", relative=True, weight="none")
    if ctx.sense(begin).prefix or ctx.word(begin - 1) == "،":
        return vague
    inner = month_of_words(ctx, begin) or week_at(ctx, begin) or year_period(ctx, begin)
    if inner is None:
        return vague
    if inner.closed is None or inner.weight not in ("week", "month", "year"):
        return inner
    first, last = inner.whole = inner.closed
    if qualifier == "before":
        inner.days = (first, max(first, min(ctx.base, last)))
    elif qualifier == "after":
        half = portion(inner.whole, "late")[0]
        inner.days = (max(half, min(ctx.base, last)), last)
    else:
        inner.days = portion(inner.whole, qualifier)
    return inner
