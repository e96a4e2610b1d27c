"""Times of day: `الساعة 3:45 مساء`, `14:00 ت غ`, `الساعة العاشرة وعشرين دقيقة من صباح أمس`."""

from __future__ import annotations

import re

from rasad.mentions.times.context import Context, Reading
from rasad.mentions.times.days import any_date
from rasad.mentions.times.weekdays import daypart_at, deictic_at, weekday_at

_CLOCK = re.compile(r"(?:[01]?[0-9]|2[0-4])[:.,][0-5][0-9](?::[0-5][0-9])?")
_HOUR = re.compile(r"[0-9]|1[0-9]|2[0-4]")
_BY_DAY = frozenset({"صباحا", "مساء", "ظهرا", "ليلا", "فجرا", "عصرا"})
_ZONES = (("ت", ".", "غ"), ("ت", "غ"), ("تغ",), ("بتوقيت",), ("GMT",), ("غرينتش",), ("جرينتش",), ("UTC",))


def clock_at(ctx: Context, at: int) -> Reading | None:
    """Return a time of day with the day that is named beside it; without one it has no bounds."""
    named = ctx.has(at, "clock") and ctx.sense(at).definite
    stop = _value(ctx, at + 1) if named else _plain(ctx, at)
    if stop is None:
        return None
    stop = _extras(ctx, stop)
    day = _day(ctx, stop)
    if day is None:
        return Reading(stop, granularity="time", relative=True, weight="none")
    day.granularity = "time" if day.granularity == "day" else day.granularity
    return day


def _value(ctx: Context, at: int) -> int | None:
    """Return the index after the hour and minutes: digits, or words with a half, a quarter or minutes."""
    at = ctx.skip(at, "ال")
    word = ctx.word(at)
    if _CLOCK.fullmatch(word) or _HOUR.fullmatch(word):
        return at + 1
    numeral = ctx.numeral(at)
    if numeral is None or numeral.value is None or numeral.value > 24 or not (numeral.ordinal or numeral.definite):
        return None
    stop = at + numeral.used
    if ctx.word(stop) in ("والنصف", "والربع", "والثلث", "ونصف", "وربع"):
        return stop + 1
    if ctx.word(stop) == "الا" and ctx.word(stop + 1) in ("ربعا", "ثلثا", "الربع", "ربع", "الثلث"):
        return stop + 2
    minutes = ctx.numeral(stop)
    if minutes is not None and minutes.prefix.startswith("و"):
        unit = ctx.sense(stop + minutes.used).kinds.get("unit")
        if unit is not None and unit[0] == "minute":
            return stop + minutes.used + 1
    return stop


def _plain(ctx: Context, at: int) -> int | None:
    """Return the index after `14:00`, `3 صباحا`; a number with a point or comma needs a zone after it."""
    word = ctx.word(at)
    numeral = ctx.numeral(at)
    if numeral is not None and numeral.ordinal and numeral.definite and numeral.value is not None:
        stop = _value(ctx, at)  # التاسعة صباحا
        return stop if stop and numeral.value <= 12 and ctx.word(stop) in _BY_DAY else None
    if not _CLOCK.fullmatch(word) or ctx.word(at - 1) in ("-", "/"):
        return None
    if _zone(ctx, at + 1) or ctx.bare(at + 1, "daypart"):
        return at + 1
    before = ctx.sense(at - 1).kinds
    return (
        at + 1
        if ":" in word and len(word) >= 4 and ("in" in before or "clock" in before or "deictic" in before)
        else None
    )


def _zone(ctx: Context, at: int) -> int | None:
    for signs in _ZONES:
        if tuple(ctx.words[at : at + len(signs)]) == signs:
            stop = at + len(signs)
            return (
                ctx.skip(stop, "غرينتش", "جرينتش", "المحلي", "مكه", "القاهره", "موسكو", "دمشق")
                if signs == ("بتوقيت",)
                else stop
            )
    return None


def _extras(ctx: Context, at: int) -> int:
    """Skip the part of the day, zones, and the same time in another zone in brackets: `(07,00 ت غ)`."""
    while True:
        start = at
        at = _zone(ctx, at) or at
        if ctx.bare(at, "daypart") and not ctx.sense(at).definite and _day(ctx, at) is None:
            at += 1
        if ctx.word(at) == "(" and _CLOCK.fullmatch(ctx.word(at + 1)):
            zone = _zone(ctx, at + 2)
            at = ctx.skip(zone, ")") if zone else at
        if at == start:
            return at


def _day(ctx: Context, at: int) -> Reading | None:
    begin = ctx.skip(at, "من", "في", "،", ",")
    if ctx.sense(begin).joined:
        return None
    if ctx.bare(begin, "daypart"):
        return daypart_at(ctx, begin)
    if begin > at and ctx.word(begin - 1) in ("،", ","):
        return None
    return weekday_at(ctx, begin) or deictic_at(ctx, begin) or any_date(ctx, begin)
