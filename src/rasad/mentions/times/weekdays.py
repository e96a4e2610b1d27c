"""Weekdays, weeks, today and yesterday, and parts of the day, which may carry one another and a date.

A weekday without a modifier is the nearest past one, the base day included, as news of a Wednesday means that day by
الأربعاء (the annotation guide's first example); where a future verb or word governs it (`Context.looks_ahead`), the
nearest coming one. الماضي and المقبل never mean the base day itself.
"""

from __future__ import annotations

from datetime import date, timedelta

from rasad.mentions.quantities.nouns import dual
from rasad.mentions.times.calendar import day_of, month_index, nth_weekday, shift, week_of, weekday_after
from rasad.mentions.times.context import Context, Reading, reading
from rasad.mentions.times.dates import day_number, month_of_words
from rasad.mentions.times.days import OPENERS, any_date, month_first
from rasad.mentions.times.lexicon import words_of


def weekday_at(ctx: Context, at: int, *, bare: bool = False) -> Reading | None:
    """Return a weekday with what belongs to it: modifier, week, second weekday, date.

    Args:
        ctx: The text.
        at: The token of `يوم` or of the weekday.
        bare: Whether a weekday without the article counts (after a part of the day).
    """
    begin, after_day = at, False
    unit = ctx.sense(at).kinds.get("unit")
    if unit and unit[0] == "day" and unit[1] != "plural" and not ctx.sense(at).definite:
        begin, after_day = at + 1, True
    weekday = ctx.sense(begin).kinds.get("weekday")
    if weekday is None or not (ctx.sense(begin).definite or bare or after_day):
        return None
    if ctx.sense(begin).prefix and begin > at:
        return None
    if begin == at and not _is_weekday(ctx, at, weekday):
        return None
    stop = begin + 1
    second = _second_weekday(ctx, stop, adjacent=bare)
    if second is None:
        dated = _dated(ctx, stop, weekday)
        if dated is not None:
            return dated
    further = ctx.word(stop) in ("بعد", "قبل") and ctx.has(stop + 1, "modifier") and second is None
    stop += further  # الجمعة بعد المقبلة
    modifier = ctx.sense(stop)
    kind = modifier.kinds.get("modifier") if modifier.definite and not modifier.prefix and second is None else None
    if kind in ("past", "next"):
        found = weekday_after(ctx.base, weekday, "before" if kind == "past" else "after", further=further)
        read = reading(stop + 1, (found, found) if found else None, "day", relative=True)
        return _dated(ctx, stop + 1, weekday) or read
    in_week = _of_week(ctx, stop, weekday) if second is None else None
    if in_week is not None:
        return in_week
    found = weekday_after(ctx.base, weekday, "next" if ctx.looks_ahead(at) else "past")
    if found is None:
        return None
    if second is None:
        return reading(stop, (found, found), "day", relative=True)
    last = found + timedelta(days=(second[0] - weekday) % 7)
    dated = _dated(ctx, second[1], None)
    return dated or Reading(second[1], (found, last), "interval", True, weight="day")


def _is_weekday(ctx: Context, at: int, weekday: int) -> bool:
    before, following = ctx.word(at - 1), ctx.word(at + 1)
    if before in words_of("outlet", "weekday"):
        return False
    counted = dual(before) if weekday == 1 else None
    if counted is not None and counted.definite and not counted.noun.plural:
        return False
    # الاثنين is also "the two": الجنديين الاثنين, بين الاثنين, الاثنين معا
    return not (weekday == 1 and (following == "معا" or (before == "بين" and not ctx.has(at + 1, "weekday"))))


def _second_weekday(ctx: Context, at: int, *, adjacent: bool) -> tuple[int, int] | None:
    """Return the weekday of `والخميس`, `/الخميس`, `- الخميس`, or one that follows at once after ليل."""
    begin = ctx.skip(at, "/", "-", "و")
    sense = ctx.sense(begin)
    weekday = sense.kinds.get("weekday")
    if weekday is None or not sense.definite or ctx.has(begin + 1, "modifier"):
        return None
    if begin > at or (sense.joined and sense.prefix == 1) or (adjacent and not sense.prefix):
        return weekday, begin + 1
    return None


def _of_week(ctx: Context, at: int, weekday: int) -> Reading | None:
    begin = ctx.skip(at, "من", "في")
    week = week_at(ctx, begin)
    if week is None or week.closed is None or week.weight != "week":
        return None
    found = week.closed[0] + timedelta(days=weekday - 1)
    return reading(week.stop, (found, found), "day", relative=True)


def _dated(ctx: Context, at: int, weekday: int | None) -> Reading | None:
    """Return the date that stands beside a weekday: `الأربعاء 20 يوليو`, `الأحد الموافق 8 أبريل`, `الجمعة 22`."""
    begin = ctx.skip(at, *OPENERS)
    named = ctx.has(begin, "corresponding")
    begin = begin + 1 if named else begin
    begin = ctx.skip(begin, "في", "يوم")
    read = any_date(ctx, begin) if not ctx.sense(begin).prefix or ctx.sense(begin).numeral else None
    read = _nth_of_month(ctx, begin, weekday, read) or read
    if read is not None:
        if ctx.word(begin - 1) == "(":
            read.stop = ctx.skip(read.stop, ")")
        return read
    month = month_first(ctx, begin)
    if month is not None:
        return month
    if weekday is None or begin > ctx.skip(at, "في") or ctx.word(begin)[:1] == "و":
        return None
    return _numbered(ctx, begin, weekday)


def _nth_of_month(ctx: Context, at: int, weekday: int | None, read: Reading | None) -> Reading | None:
    """Return `الجمعة الأولى من يوليو` where that month's first is no Friday, else `None`: then it is the date."""
    numeral = ctx.numeral(at)
    if weekday is None or numeral is None or not (numeral.ordinal and numeral.definite) or (numeral.value or 9) > 5:
        return None
    if read is not None and (read.closed is None or read.closed[0].isoweekday() == weekday):
        return None
    month = month_of_words(ctx, ctx.skip(at + numeral.used, "من", "في"))
    if month is None or month.closed is None or ctx.word(at + numeral.used) not in ("من", "في"):
        return None
    found = nth_weekday(month.closed[0].year, month.closed[0].month, weekday, int(numeral.value or 0))
    return reading(month.stop, (found, found) if found else None, "day", relative=month.relative)


def _numbered(ctx: Context, at: int, weekday: int) -> Reading | None:
    """Return `الجمعة 22` (the nearest Friday that is a 22nd), and `الأحد الثاني` (the second of the base month)."""
    found = day_number(ctx, at)
    numeral = ctx.numeral(at)
    if found is None or numeral is None or not ((numeral.ordinal and numeral.definite) or ctx.is_number(at)):
        return None
    if ctx.word(found[1]) in (":", "/", "-", "%", "من") or ctx.sense(found[1]).kinds.get("unit"):
        return None
    number, stop = found
    if numeral.ordinal and number <= 5 and ctx.word(at - 1) != "في":
        nth = nth_weekday(ctx.base.year, ctx.base.month, weekday, number)
        return reading(stop, (nth, nth) if nth else None, "day", relative=True)
    now = month_index(ctx.base)
    days = [day_of((now + k) // 12, (now + k) % 12 + 1, number) for k in (0, -1, 1)]
    match = next((day for day in days if day and day[0].isoweekday() == weekday), None)
    return reading(stop, match, "day", relative=True) if match else None


def week_at(ctx: Context, at: int) -> Reading | None:
    """Return `الأسبوع الماضي`, `هذا الأسبوع`, `الأسبوع بعد القادم`, with a weekday in it where one follows."""
    this = ctx.has(at, "this")
    begin = at + 1 if this else at
    if ctx.sense(begin).kinds.get("unit") != ("week", "singular") or not ctx.sense(begin).definite:
        return None
    twice = ctx.word(begin + 1) in ("قبل", "بعد")
    word = ctx.sense(begin + 1 + twice)
    modifier = word.kinds.get("modifier") if word.definite and not word.prefix else None
    if modifier in ("past", "next", "current"):
        stop = begin + 2 + twice
    elif this:
        modifier, stop = "current", begin + 1
    else:
        return None
    offset = {"past": -1, "next": 1, "current": 0}[modifier] * (1 + twice)
    week = week_of(ctx.base, offset)
    day = ctx.skip(stop, "يوم")
    weekday = ctx.sense(day).kinds.get("weekday")
    if week and weekday and ctx.sense(day).definite and not ctx.sense(day).prefix and ctx.word(day + 1) != "ان":
        found = week[0] + timedelta(days=weekday - 1)
        return reading(day + 1, (found, found), "day", relative=True)
    return reading(stop, week, "week", relative=True)


def deictic_at(ctx: Context, at: int) -> Reading | None:
    """Return `أمس`, `أول من أمس`, `اليوم`, `بعد غد`, `الليلة الماضية`, with the weekday or date that follows it."""
    found = _deictic(ctx, at)
    if found is None:
        return None
    offset, stop = found
    begin = ctx.skip(ctx.skip(stop, "(", ",", "،", "-"), "يوم")
    weekday = ctx.sense(begin).kinds.get("weekday")
    if weekday and ctx.sense(begin).definite and not ctx.sense(begin).prefix:
        dated = _dated(ctx, begin + 1, weekday)
        stop = dated.stop if dated else begin + 1
        if ctx.word(begin - 1) == "(" or ctx.word(begin - 2) == "(":
            stop = ctx.skip(stop, ")")
        if dated is not None:
            dated.stop = stop
            return dated
        day = _agreeing(ctx.base, offset, weekday)
        return reading(stop, (day, day) if day else None, "day", relative=True)
    dated = _dated(ctx, stop, None) if begin > stop or ctx.sense(stop).numeral else None
    return dated or reading(stop, shift(ctx.base, days=offset), "day", relative=True)


def _agreeing(base: date, offset: int, weekday: int) -> date | None:
    """Return the day of `أمس الخميس`: where the two disagree by a day or two (late publication), the weekday holds."""
    for slip in (0, -1, 1, -2, 2):
        found = shift(base, days=offset + slip)
        if found and found[0].isoweekday() == weekday:
            return found[0]
    found = shift(base, days=offset)
    return found[0] if found else None


def _deictic(ctx: Context, at: int) -> tuple[int, int] | None:
    """Return (days from the base, index after it)."""
    word = ctx.word(at)
    this = ctx.has(at, "this")
    begin = at + 1 if this or (word in ("يوم", "ليوم", "ليله") and ctx.has(at + 1, "deictic")) else at
    sense = ctx.sense(begin)
    if "first" in sense.kinds and not sense.definite:
        inner = ctx.skip(begin + 1, "من")
        return (-2, inner + 1) if ctx.sense(inner).kinds.get("deictic") == -1 else None
    if "after" in sense.kinds and ctx.sense(begin + 1).kinds.get("deictic") == 1:
        return 2, begin + 2
    offset = sense.kinds.get("deictic")
    if offset is not None:
        if offset == 1 and not sense.definite and ctx.word(begin) != "غدا" and begin == at and not sense.prefix:
            return None  # غد alone: a name or the noun
        return (-2, begin + 2) if offset == -1 and ctx.word(begin + 1) == "الاول" else (offset, begin + 1)
    unit = sense.kinds.get("unit")
    if unit == ("night", "singular") and sense.definite:
        past = ctx.sense(begin + 1).kinds.get("modifier") == "past"
        return (-1, begin + 2) if past else (0, begin + 1)
    if this and "daypart" in sense.kinds and sense.definite:
        return 0, begin + 1
    if unit != ("day", "singular") or not sense.definite:
        return None
    return _today(ctx, begin, this)


def _today(ctx: Context, at: int, this: bool) -> tuple[int, int] | None:
    following = ctx.sense(at + 1)
    quoted = (ctx.word(at - 1), ctx.word(at + 1)) in (("(", ")"), ('"', '"'))
    if quoted or ctx.word(at - 2) in words_of("outlet", "before_name"):
        return None  # the newspaper اليوم, or a name that ends with it
    if not this and ctx.word(at - 1) in words_of("outlet", "same_before"):
        return None
    if not this and ctx.word(at - 1) in words_of("outlet") and not ctx.has(at + 1, "weekday"):
        return None
    if ctx.word(at + 1) in words_of("outlet", "days"):
        return None
    modifier = following.kinds.get("modifier") if following.definite else None
    if modifier == "past":
        return -1, at + 2
    if modifier in ("next", "same") or ctx.word(at + 1) in words_of("outlet", "same"):
        return None
    numeral = ctx.numeral(at + 1)
    if numeral is not None and numeral.ordinal and numeral.definite and not numeral.prefix.startswith("و"):
        return None
    return 0, at + 1


def daypart_at(ctx: Context, at: int) -> Reading | None:
    """Return a part of a day: `صباح الأحد`, `ليل الاثنين الثلاثاء`, `فجر أمس`, `مساء يوم 3 مايو`."""
    if ctx.sense(at).definite:
        return None
    begin = ctx.skip(at + 1, "من")
    inner = weekday_at(ctx, begin, bare=True) if not ctx.sense(begin).prefix else None
    inner = inner or (deictic_at(ctx, begin) if not ctx.sense(begin).joined else None)
    if inner is None and ctx.sense(begin).kinds.get("unit") == ("day", "singular"):
        begin += 1
    return inner or (any_date(ctx, begin) if not ctx.sense(begin).joined else None)
