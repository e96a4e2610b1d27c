"""Counted time: `قبل ثلاثة أيام`, `منذ عامين`, `خلال 48 ساعة`, `الأشهر الستة المقبلة`, `لمدة أسبوع`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from rasad.mentions.times import weekdays
from rasad.mentions.times.calendar import Days, guarded, month_index, months_between, shift_months, years
from rasad.mentions.times.context import Context, Reading
from rasad.mentions.times.days import any_date
from rasad.mentions.times.lexicon import words_of

_DAYS = {"day": 1, "night": 1, "week": 7}
_HOURS = {"hour": 1.0, "minute": 1 / 60, "second": 1 / 3600}
_YEARS = {"year": 1, "decade": 10, "century": 100}
_VAGUE = frozenset(
    {"عده", "قليله", "كثيره", "عديده", "معدوده", "القليله", "العديده", "طويله", "الطويله", "قلائل", "القلائل", "اخري"}
)
_WITHIN = frozenset({"خلال", "غضون", "ظرف"})  # within: a term that ends; طوال, مدى: how long it lasts
_PERCENT = frozenset({"الميه", "المايه"})
_SHORT = frozenset({"hour", "minute", "second"})


@dataclass(slots=True)
class Amount:
    """A length of time: (number, unit) pairs, `vague` where a number is missing or inexact."""

    parts: list[tuple[float, str]]
    stop: int
    vague: bool = False
    definite: bool = False

    @property
    def unit(self) -> str:
        """The smallest unit."""
        return self.parts[-1][1]


def amount_at(ctx: Context, at: int, *, single: bool = False) -> Amount | None:
    """Return a length of time; a lone singular (`شهر`) counts as one only where `single`."""
    first = _part(ctx, at, single=single)
    if first is None:
        return None
    amount = first
    while True:
        begin = ctx.skip(amount.stop, "و", ",", "،")
        joined = ctx.sense(amount.stop).joined
        if begin == amount.stop and not joined:
            return amount
        if ctx.word(begin) in ("ونصف", "نصف") or (joined and ctx.word(begin) == "ونصف"):
            number, unit = amount.parts[-1]
            again = ctx.sense(begin + 1)  # عامين ونصف العام
            named = again.definite and not again.prefix and again.kinds.get("unit") == (unit, "singular")
            amount.parts[-1], amount.stop = (number + 0.5, unit), begin + 1 + named
            return amount
        more = _part(ctx, begin, single=joined or ctx.word(begin - 1) == "و")
        if more is None or more.vague or _rank(more.unit) == _rank(amount.unit) or more.definite:
            return amount
        amount.parts += more.parts
        amount.stop = more.stop
        amount.parts.sort(key=lambda part: -_rank(part[1]))


def _rank(unit: str) -> float:
    return _DAYS.get(unit) or _HOURS.get(unit, 0) / 24 or (30 if unit == "month" else 365 * _YEARS.get(unit, 0))


def _part(ctx: Context, at: int, *, single: bool) -> Amount | None:
    """Return one number with its unit, in either order."""
    sense = ctx.sense(at)
    unit = sense.kinds.get("unit")
    if unit is not None:
        return _unit_first(ctx, at, unit, single=single)
    numeral = ctx.numeral(at)
    if numeral is None or numeral.ordinal or (ctx.word(at) in _PERCENT and ctx.word(at - 1) == "في"):
        return None
    after = at + numeral.used
    unit = ctx.sense(after).kinds.get("unit")
    if unit == ("day", "singular") and ctx.has(after + 1, "weekday"):
        return None  # 1 - 2 يوم الثلاثاء
    if unit is None or ctx.sense(after).prefix or (ctx.sense(after).definite and not _modified(ctx, after + 1)):
        return None
    if numeral.value is None and numeral.high is None and unit[1] == "singular":
        return None
    parts = [(float(numeral.value or 0), unit[0])]
    return _with_vague(ctx, Amount(parts, after + 1, numeral.value is None, numeral.definite))


def _unit_first(ctx: Context, at: int, unit: tuple[str, str], *, single: bool) -> Amount | None:
    name, number = unit
    definite = ctx.sense(at).definite
    if number == "dual" and ctx.word(at)[-1:] == "ن":
        return _with_vague(ctx, Amount([(2.0, name)], at + 1, definite=definite))
    if number == "plural":
        if _named(ctx, at + 1):
            return None
        numeral = ctx.numeral(at + 1)
        if numeral is not None and numeral.value is not None and not numeral.ordinal and numeral.definite == definite:
            counted = Amount([(float(numeral.value), name)], at + 1 + numeral.used, definite=definite)
            in_words = numeral.value <= 10 and not ctx.is_number(at + 1)  # أيام ثلاثة, but not أيام 3
            if definite or in_words:
                return _with_vague(ctx, counted)
        return _with_vague(ctx, Amount([(0.0, name)], at + 1, True, definite))
    if single and number == "singular" and not definite and not _named(ctx, at + 1, name):
        if ctx.word(at + 1) in ("واحد", "واحده"):
            return Amount([(1.0, name)], at + 2)
        return _with_vague(ctx, Amount([(1.0, name)], at + 1))
    return None


def _named(ctx: Context, at: int, unit: str = "") -> bool:
    """Return whether what follows names the unit before it: شهر رمضان, يوم السبت, عام 2014."""
    kinds = ctx.sense(at).kinds
    if "holidays" in kinds or (unit in _DAYS and unit != "week" and ctx.word(at).startswith("ال")):
        return True
    if ctx.sense(at).prefix:
        return False
    return "month" in kinds or "pairs" in kinds or "weekday" in kinds or "deictic" in kinds or ctx.is_number(at, 4)


def _with_vague(ctx: Context, amount: Amount) -> Amount:
    if ctx.word(amount.stop) in _VAGUE:
        amount.vague = amount.vague or ctx.word(amount.stop) in ("عده",)
        amount.stop += 1
    return amount


def _modified(ctx: Context, at: int) -> bool:
    return ctx.sense(at).kinds.get("modifier") in ("past", "next")


def led_at(ctx: Context, at: int) -> Reading | None:
    """Return an amount behind a cue: قبل, بعد, منذ, خلال, آخر, and the like."""
    kinds = ctx.sense(at).kinds
    cue = next((name for name in ("before", "after", "since", "during", "last") if name in kinds), None)
    if cue is None or (cue == "after" and ctx.has(at - 1, "unit") and not ctx.sense(at - 1).definite):
        return None  # عاما بعد عام
    begin, loose = _approximately(ctx, at + 1)
    if cue == "during" and ctx.has(begin, "duration"):
        begin += 1
    if ctx.sense(begin).prefix:
        return None
    amount = amount_at(ctx, begin, single=cue != "last")
    if amount is None:
        return None
    if _modified(ctx, amount.stop) and cue != "last":
        return modified(ctx, amount)
    if amount.definite and cue in ("during", "last"):
        return None  # خلال الأيام الأولى: of something else
    amount.vague = amount.vague or loose
    if cue == "last":
        return _interval(ctx, amount, amount.stop, ahead=False)
    if cue == "during":
        ahead = not amount.vague and ctx.word(at) in _WITHIN and ctx.looks_ahead(at)
        return _interval(ctx, amount, amount.stop, ahead=True) if ahead else duration(amount)
    if cue == "since":
        return _since(ctx, amount)
    return _away(ctx, at, amount, ahead=cue == "after")


def _approximately(ctx: Context, at: int) -> tuple[int, bool]:
    """Skip نحو, حوالي (still resolved, as in the guide's data) and أكثر من, أقل من (no longer)."""
    if ctx.has(at, "about"):
        return at + 1, False
    if ctx.has(at, "more"):
        return ctx.skip(at + 1, "من"), True
    return at, False


def _since(ctx: Context, amount: Amount) -> Reading:
    """Return `منذ يومين`, two days ago, like قبل, and `منذ عامين`, since then, as the annotated articles have them."""
    now = _from_now(ctx, amount.stop)
    stop = now or amount.stop
    if amount.vague or amount.definite:
        return Reading(stop, granularity="open", relative=True, weight="none")
    if now is not None or amount.unit not in _YEARS:
        return point(ctx, amount, stop, ahead=False)
    return _interval(ctx, amount, stop, ahead=False)


def _from_now(ctx: Context, at: int) -> int | None:
    return at + 2 if ctx.word(at) == "من" and ctx.has(at + 1, "now") else None


def _away(ctx: Context, at: int, amount: Amount, *, ahead: bool) -> Reading | None:
    """Return a point before or after the base; one that is counted from something else stays unresolved.

    `بعد` counts from the base only where a future word governs it: in narration it counts from the story.
    """
    now = _from_now(ctx, amount.stop)
    stop = now or amount.stop
    unresolved = Reading(stop, relative=True, weight="none")
    day = _day_named(ctx, stop) if ctx.word(stop) == "من" and not amount.vague else None
    if day is not None and day.closed is not None:  # بعد يومين من الغد
        read = point(ctx, amount, day.stop, ahead=ahead, base=day.closed[0])
        read.relative = day.relative
        return read
    elsewhere = now is None and ctx.word(stop) in ("من", "علي", "ان", "بعد", "عن")
    if amount.vague or amount.definite or elsewhere:
        return unresolved
    if ahead and now is None and not ctx.looks_ahead(at):
        return unresolved
    return point(ctx, amount, stop, ahead=ahead)


def _day_named(ctx: Context, at: int) -> Reading | None:
    """Return the one day behind من that an amount is counted from."""
    day = weekdays.deictic_at(ctx, at + 1) or weekdays.weekday_at(ctx, at + 1) or any_date(ctx, at + 1)
    return day if day is not None and day.granularity == "day" and not ctx.sense(at + 1).prefix else None


def point(ctx: Context, amount: Amount, stop: int, *, ahead: bool, base: date | None = None) -> Reading:
    """Return the time so far from the base, as precise as the smallest unit: years away is a year, days away a day."""
    far = _far(base or ctx.base, amount, ahead=ahead)
    if far is None:
        return Reading(stop, relative=True, weight="day")
    days, granularity = (far, far), "day"
    if amount.unit in _YEARS and _months(amount) % 12 == 0:
        days, granularity = years(far.year, far.year) or days, "year"
    elif amount.unit in _YEARS or amount.unit == "month":
        days, granularity = _months_of(far, far) or days, "month"
    return Reading(stop, days, granularity, True, weight="day")


def _months(amount: Amount) -> int:
    return round(sum(n * (12 * _YEARS[u] if u in _YEARS else u == "month") for n, u in amount.parts))


def _far(base: date, amount: Amount, *, ahead: bool) -> date | None:
    """Return the day so far from the base."""
    sign = 1 if ahead else -1
    days = sign * sum(n * _DAYS[u] for n, u in amount.parts if u in _DAYS)
    hours = sign * sum(n * _HOURS[u] for n, u in amount.parts if u in _HOURS)
    shifted = shift_months(base, sign * _months(amount))
    found = guarded(lambda: _one(shifted + timedelta(days=round(days + int(hours / 24))))) if shifted else None
    return found[0] if found else None


def _one(day: date) -> Days:
    return day, day


def _months_of(first: date, last: date) -> Days | None:
    return months_between(month_index(first), month_index(last))


def _interval(ctx: Context, amount: Amount, stop: int, *, ahead: bool) -> Reading:
    """Return the run of time from the base: `آخر 24 ساعة`, `الأشهر الستة المقبلة`.

    Days ahead begin on the day after the base, days back end on it, as in the annotated articles, which date events by
    whole months and years (`Reading.whole`), the base's included.
    """
    if amount.vague or amount.unit in ("minute", "second"):
        return _open(ctx, amount, stop, ahead=ahead)
    far = _far(ctx.base, amount, ahead=ahead)
    if far is None:
        return Reading(stop, granularity="interval", relative=True, weight="none")
    first, last = (ctx.base, far) if ahead else (far, ctx.base)
    whole: Days | None = None
    if amount.unit in _YEARS and _months(amount) % 12 == 0:
        whole = years(first.year, last.year)
    elif amount.unit in _YEARS or amount.unit == "month":
        whole = _months_of(first, last)
    if ahead and amount.unit not in _SHORT:
        first = min(ctx.base + timedelta(days=1), last)
    return Reading(stop, (first, last), "interval", True, weight="none", whole=whole)


def _open(ctx: Context, amount: Amount, stop: int, *, ahead: bool) -> Reading:
    """Return `الأيام المقبلة` (from the base on, end open) or `الأيام الماضية` (start open, up to the base)."""
    if amount.unit in ("minute", "second"):
        return Reading(stop, granularity="open", relative=True, weight="none")
    if amount.unit in _SHORT:  # the past or coming hours are the day itself
        return Reading(stop, (ctx.base, ctx.base), "day", True, weight="none")
    days = (ctx.base, None) if ahead else (None, ctx.base)
    return Reading(stop, days, "open", True, weight="none")


def modified(ctx: Context, amount: Amount) -> Reading:
    """Return `الأيام الثمانية الماضية`, `3 أيام القادمة`, `السنوات الأخيرة`."""
    ahead = ctx.sense(amount.stop).kinds["modifier"] == "next"
    return _interval(ctx, amount, amount.stop + 1, ahead=ahead)


def duration(amount: Amount) -> Reading:
    """Return a length of time with no place on the calendar."""
    return Reading(amount.stop, granularity="duration", weight="none")


def plain_at(ctx: Context, at: int) -> Reading | None:
    """Return an amount without a cue: a run of time where a modifier follows, else a duration; ages are none."""
    amount = amount_at(ctx, at)
    if amount is None:
        compound = amount_at(ctx, at, single=True)  # شهر وسنتان من الآن
        amount = compound if compound and len(compound.parts) > 1 and _from_now(ctx, compound.stop) else None
    if amount is None:
        return None
    if ctx.sense(amount.stop).kinds.get("modifier") in ("past", "next"):
        word = ctx.sense(amount.stop)
        if word.definite or ctx.word(amount.stop) == "مضت":
            return modified(ctx, amount)
    if ctx.word(amount.stop) in _VAGUE and _modified(ctx, amount.stop + 1):
        amount.stop, amount.vague = amount.stop + 1, True
        return modified(ctx, amount)
    now = _from_now(ctx, amount.stop)
    if now is not None and not amount.vague:
        return point(ctx, amount, now, ahead=ctx.looks_ahead(at))
    if amount.definite or (amount.vague and amount.parts[0][0] == 0 and not _counted(ctx, at, amount)):
        return None
    return None if _is_age(ctx, at, amount) else duration(amount)


def _counted(ctx: Context, at: int, amount: Amount) -> bool:
    return amount.stop > at + 1


def _is_age(ctx: Context, at: int, amount: Amount) -> bool:
    """Return whether the years are someone's age: `(33 عاما)`, `البالغ من العمر 20 عاما`."""
    if amount.unit not in ("year", "month"):
        return False
    if ctx.word(at - 1) == "(" and ctx.word(amount.stop) in (")", "،", ","):
        return True
    before = (ctx.word(index) for index in range(at - 6, at))
    return any(word in words_of("age") or word[1:] in words_of("age") for word in before)


def set_at(ctx: Context, at: int) -> Reading | None:
    """Return recurrence: `كل يوم`, `كل عام`, `يوميا`."""
    if "set" in ctx.sense(at).kinds:
        return Reading(at + 1, granularity="set", weight="none")
    unit, weekday = ctx.sense(at + 1).kinds.get("unit"), ctx.sense(at + 1).kinds.get("weekday")
    if "every" not in ctx.sense(at).kinds or ctx.sense(at).definite or ctx.sense(at + 1).prefix:
        return None
    if unit is not None and not ctx.sense(at + 1).definite and unit[1] == "singular" and ctx.word(at + 2) != "من":
        following = ctx.sense(at + 2).kinds.get("weekday")
        return Reading(at + 3 if following and unit[0] == "day" else at + 2, granularity="set", weight="none")
    if weekday is not None:
        return Reading(at + 2, granularity="set", weight="none")
    amount = amount_at(ctx, at + 1)
    return (
        Reading(amount.stop, granularity="set", weight="none")
        if amount and not amount.definite and not amount.vague
        else None
    )
