"""Time expressions of an article, found and resolved against its day of publication.

`find` reads all of the Arabic press: Gregorian, Levantine, Maghrebi and Hijri months, double names, weekdays, relative
words, counted time, parts of periods, ranges, clock times. What the words leave open stays open: a length of time has
no days, and without a day of publication nothing relative is resolved.
"""

from __future__ import annotations

from rasad.document import Document, Time
from rasad.mentions.times.context import Context, Reading
from rasad.mentions.times.grammar import STARTERS, read_at

_OPENERS = STARTERS | {"from", "between"}


def find(doc: Document) -> list[Time]:
    """Return the time expressions of the text in order, none overlapping another, none inside leftovers.

    An attached preposition (`بالأمس`, `لعام 2014`) and a preposition that only points to the time (`في 3 مايو`) are no
    part of the span; one that is part of the meaning (`منذ 2014`, `قبل يومين`, `من 3 إلى 5 مايو`) is.
    """
    ctx = Context(doc.text, doc.article.published)
    known = doc.article.published is not None
    times: list[Time] = []

    def left_over(index: int) -> bool:
        start = ctx.folded.starts[ctx.tokens[index].start]
        return any(leftover.start <= start < leftover.end for leftover in doc.leftovers)

    at, size = 0, len(ctx.tokens)
    while at < size:
        sense = ctx.senses[at]
        if not sense.numeral and sense.kinds.keys().isdisjoint(_OPENERS):
            at += 1
            continue
        read = read_at(ctx, at) if not left_over(at) else None
        if read is None or read.stop <= at:
            at += _width(ctx, at)
            continue
        time = _time(ctx, at, read, known=known)
        if time is not None and not any(time.overlaps(leftover) for leftover in doc.leftovers):
            times.append(time)
        at = read.stop
    return times


def _width(ctx: Context, at: int) -> int:
    """Return how many tokens to pass over: a number in words is never read again from its middle."""
    if not ctx.senses[at].numeral or ctx.words[at][:1].isdigit():
        return 1
    numeral = ctx.numeral(at)
    return numeral.used if numeral else 1


def _time(ctx: Context, at: int, read: Reading, *, known: bool) -> Time | None:
    start = ctx.tokens[at].start + _attached(ctx, at)
    start, end = ctx.folded.original(start, ctx.tokens[min(read.stop, len(ctx.tokens)) - 1].end)
    (first, last), whole = read.days, read.whole
    if read.relative and not known:
        first = last = whole = None
    if end <= start or (first is not None and last is not None and first > last):
        return None
    return Time(start, end, "time", first, last, read.granularity, "relative" if read.relative else "explicit", whole)


def _attached(ctx: Context, at: int) -> int:
    """Return how many letters of attached particles stand before the expression's first word."""
    sense = ctx.senses[at]
    if sense.prefix:
        return sense.prefix
    numeral = ctx.numeral(at) if sense.numeral else None
    if numeral is None:
        return 0
    prefix = numeral.prefix
    size = len(prefix) - (2 if prefix.endswith("ال") else 1 if prefix.endswith("لل") else 0)
    return min(size, max(0, len(ctx.words[at]) - 1))
