"""The last of a period: `آخر أحد من مارس`, `الأسبوع الأخير من يوليو`, `الربع الأخير من 2015`."""

from __future__ import annotations

from datetime import timedelta

from rasad.mentions.times.calendar import Days, month_index, months_between, week_of
from rasad.mentions.times.context import Context, Reading, reading
from rasad.mentions.times.counts import amount_at
from rasad.mentions.times.dates import month_of_words
from rasad.mentions.times.periods import year_period

_LAST = frozenset({"الاخير", "الاخيره"})
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "quarter": 3, "half": 6}


def last_of_at(ctx: Context, at: int) -> Reading | None:
    """Return `آخر يوم من أكتوبر`, `آخر أسبوع من سبتمبر` (its last whole ISO week), `آخر ثلاثة أيام من رمضان`."""
    if ctx.sense(at + 1).definite:
        return None
    amount = amount_at(ctx, at + 1)
    if amount is None:
        return _last(ctx, at + 1, at + 2)
    period = _period(ctx, amount.stop)
    if period is None or period.closed is None or amount.vague or len(amount.parts) > 1 or amount.unit not in _DAYS:
        return None
    first, last = period.closed
    start = last - timedelta(days=int(amount.parts[0][0]) * _DAYS[amount.unit] - 1)
    if start < first:
        return None
    return reading(period.stop, (start, last), "interval", relative=period.relative)


def last_named_at(ctx: Context, at: int) -> Reading | None:
    """Return `الأسبوع الأخير من يوليو`, `الجمعة الأخيرة من رمضان`, `الشهر الأخير من العام`."""
    if ctx.word(at + 1) not in _LAST or not ctx.sense(at).definite:
        return None
    return _last(ctx, at, at + 2)


def _last(ctx: Context, at: int, after: int) -> Reading | None:
    """Return the last weekday, day, week, month, quarter or half named at a token of the period after another."""
    kinds = ctx.sense(at).kinds
    unit, number = kinds.get("unit", ("", "singular"))
    length = unit or next((name for name in ("quarter", "half") if name in kinds), "")
    weekday = kinds.get("weekday")
    if number != "singular" or not (weekday or length in _DAYS or length in _MONTHS):
        return None
    period = _period(ctx, after)
    if period is None or period.closed is None:
        return None
    days, granularity = _cut(period.closed, length, weekday)
    return reading(period.stop, days, granularity, relative=period.relative) if days else None


def _period(ctx: Context, at: int) -> Reading | None:
    begin = ctx.skip(at, "من", "في")
    if begin == at:
        return None
    return month_of_words(ctx, begin) or year_period(ctx, begin, bare=ctx.is_number(begin, 4))


def _cut(period: Days, length: str, weekday: int | None) -> tuple[Days | None, str]:
    first, last = period
    if weekday or length == "day":
        day = last - timedelta(days=(last.isoweekday() - weekday) % 7) if weekday else last
        return (day, day), "day"
    if length == "week":
        return week_of(last - timedelta(days=last.isoweekday() % 7)), "week"
    index = month_index(last)
    if (last - first).days < 360 or months_between(month_index(first), index) != period:
        return None, ""
    return months_between(index - _MONTHS[length] + 1, index), "month" if length == "month" else "interval"
