"""Decades, centuries and the turn of the millennium: `التسعينات`, `القرن التاسع عشر`, `العقد الماضي`, `في الألفين`."""

from __future__ import annotations

from rasad.mentions.times.calendar import years
from rasad.mentions.times.context import Context, Reading, reading
from rasad.mentions.times.counts import Amount, modified
from rasad.mentions.times.lexicon import words_of

_TIME_WORDS = ("in", "since", "during", "until", "part", "between", "from")


def decade_at(ctx: Context, at: int) -> Reading | None:
    """Return a decade or a century: `التسعينات`, `ثمانينيات القرن الماضي`, `القرن التاسع عشر`, `العقد المقبل`."""
    unit = ctx.sense(at).kinds.get("unit")
    if unit == ("century", "singular"):
        return _century(ctx, at)
    if unit == ("decade", "singular"):
        return _this_decade(ctx, at)
    decade = ctx.sense(at).kinds.get("decade")
    if decade is None:
        return None
    stop, century = at + 1, 0 if decade >= 1000 else 1900  # الألفينات
    begin = ctx.skip(stop, "من")
    if ctx.word(begin) in words_of("age"):  # في الثلاثينيات من عمره
        return None
    inner = _century(ctx, begin) if ctx.sense(begin).kinds.get("unit") == ("century", "singular") else None
    if inner is not None and inner.closed is not None and decade < 100:
        stop, century = inner.stop, inner.closed[0].year - 1
    return reading(stop, years(century + decade, century + decade + 9), "interval")


def millennium_at(ctx: Context, at: int) -> Reading | None:
    """Return the decade of `في الألفين`, `الألفين والعشرينات`: the years from 2000, or from that decade after it.

    Only behind a preposition of time and with no noun after it, since `الألفين جندي` is a count.
    """
    sense, joined = ctx.sense(at), ctx.sense(at + 1)
    led = sense.prefix or any(kind in ctx.sense(at - 1).kinds for kind in _TIME_WORDS)
    if not led or not ctx.word(at).endswith("الالفين"):
        return None
    decade = 10 if ctx.word(at + 1) == "والعشرات" else joined.kinds.get("decade") if joined.joined else None
    stop = at + 1 if decade is None else at + 2
    if ctx.word(stop)[:1].isalnum():
        return None
    first = 2000 + (decade or 0)
    return reading(stop, years(first, first + 9), "interval")


def _century(ctx: Context, at: int) -> Reading | None:
    """Return a century, from its year 1 to its year 100."""
    if not ctx.sense(at).definite:
        return None
    numeral = ctx.numeral(at + 1)
    modifier = ctx.sense(at + 1).kinds.get("modifier")
    if numeral is not None and numeral.value is not None and numeral.definite and 1 <= numeral.value <= 21:
        number, stop, relative = int(numeral.value), at + 1 + numeral.used, False
    elif modifier in ("past", "current"):
        number = (ctx.base.year - 1) // 100 + (0 if modifier == "past" else 1)
        stop, relative = at + 2, True
    else:
        return None
    return reading(stop, years(number * 100 - 99, number * 100), "interval", relative=relative)


def _this_decade(ctx: Context, at: int) -> Reading | None:
    """Return `العقد الماضي`, `العقد الحالي`: a decade of the calendar, as القرن الماضي is a century of it."""
    word = ctx.sense(at + 1)
    modifier = word.kinds.get("modifier") if word.definite and not word.prefix else None
    if not ctx.sense(at).definite or modifier not in ("past", "next", "current"):
        return None
    if not any(kind in ctx.sense(at - 1).kinds for kind in _TIME_WORDS):  # else a contract
        return None
    if ctx.word(at + 1) == "الاخير":  # the last ten years, of no calendar
        return modified(ctx, Amount([(1.0, "decade")], at + 1, definite=True))
    first = ctx.base.year // 10 * 10 + {"past": -10, "next": 10, "current": 0}[modifier]
    return reading(at + 2, years(first, first + 9), "interval", relative=True)
