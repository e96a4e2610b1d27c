"""Days of the month told by a number alone: `يوم 27`, `أجلت الجلسة إلى 15.`, `سأعود في الثاني والعشرين`.

Such a number is nearly always a count, so that something must say it is a day: يوم, a verb of coming and going or of
putting off (`times.toml`), or the long ordinal; and no noun may follow. It is a day of the base's month, or of the next
one where the day has passed and a future word governs it.
"""

from __future__ import annotations

from rasad.mentions.times.calendar import Days, day_of, month_index
from rasad.mentions.times.context import ENDS, Context, Reading, reading
from rasad.mentions.times.dates import day_number
from rasad.mentions.times.lexicon import forms_of_verbs, words_of

_LOOK_BACK = 10  # words before the number among which one of putting off still governs it


def day_of_this_month(ctx: Context, at: int) -> Reading | None:
    """Return `يوم 27`."""
    if not ctx.is_number(at + 1) or len(ctx.word(at + 1)) > 2:
        return None
    if ctx.word(at + 2) in ("/", "-", ":", "%") or ctx.sense(at + 2).kinds.get("unit") or ctx.word(at + 2) == "من":
        return None
    days = _day(ctx, int(ctx.word(at + 1)), ahead=ctx.looks_ahead(at))
    return reading(at + 2, days, "day", relative=True) if days else None


def day_alone(ctx: Context, at: int) -> Reading | None:
    """Return the day that a number behind في, إلى, حتى or ل names at the end of a clause."""
    found = day_number(ctx, at)
    if found is None or ctx.word(found[1]) not in ENDS:
        return None
    number, stop = found
    numeral = ctx.numeral(at)
    digits = ctx.is_number(at)
    if numeral is None or not (digits or numeral.definite):
        return None
    attached = numeral.prefix.startswith("ل")
    lead = ctx.sense(at - 1).kinds
    if not attached and not ("to" in lead or "until" in lead or "in" in lead):
        return None
    put_off = _put_off(ctx, at)
    long = numeral.ordinal and number > 10 and not attached
    if not long and not put_off and not ctx.came(at - (not attached), own=attached or "in" not in lead):
        return None
    days = _day(ctx, number, ahead=put_off or ctx.looks_ahead(at))
    return reading(stop, days, "day", relative=True) if days else None


def _put_off(ctx: Context, at: int) -> bool:
    moved = words_of("appointed", "nouns") | forms_of_verbs("put_off")
    for index in range(at - 1, max(-1, at - 1 - _LOOK_BACK), -1):
        word = ctx.words[index]
        if word in ENDS:
            return False
        if word in moved and ctx.word(index - 1) != "من":  # من أجل
            return True
    return False


def _day(ctx: Context, number: int, *, ahead: bool) -> Days | None:
    month = month_index(ctx.base)
    if ahead and number < ctx.base.day:
        month += 1
    return day_of(month // 12, month % 12 + 1, number)
