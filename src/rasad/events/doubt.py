"""Where a judge that weighs candidates is in doubt: which sentences are worth a second opinion."""

from __future__ import annotations

from collections.abc import Iterable

from rasad.events.context import Context
from rasad.events.judging import Judge


def sentences(found: Iterable[Context], judge: Judge, low: float, high: float) -> list[int]:
    """Return the numbers of the sentences that hold a candidate in doubt, in order.

    A candidate is in doubt where its confidence lies in `[low, high)`: an event that the judge is not sure of, or a
    word that it nearly took for one. A reading of a word of which another reading is sure (`high` or more) is not.
    """
    doubted = []
    for context in found:
        weighed = [(judge.weigh(context, c).confidence, c) for c in context.candidates]
        sure = {at for confidence, c in weighed if confidence >= high for at in range(c.first, c.last + 1)}
        if any(low <= confidence < high and not sure & {*range(c.first, c.last + 1)} for confidence, c in weighed):
            doubted.append(context.index)
    return doubted


__all__ = ["sentences"]
