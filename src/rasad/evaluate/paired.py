"""How sure a difference of two F1 is: a paired bootstrap over articles.

Articles are drawn with replacement, both sides on the same ones; the interval is that of the percentiles (Efron and
Tibshirani 1993, chapter 13; for systems measured on the same texts Koehn 2004, https://aclanthology.org/W04-3250/).
The draws come from a fixed seed: the same input has the same interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rasad.evaluate.compare import Tally

ROUNDS = 2000
_SEED = 0
_TAILS = (2.5, 97.5)  # percent: 95 in a hundred lie between


class Interval(NamedTuple):
    """A figure with the bounds between which it lies in 95 of 100 draws of articles."""

    value: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether zero lies outside."""
        return self.low > 0 or self.high < 0


def f1(tallies: Sequence[Tally]) -> Interval:
    """Return the F1 over articles, one tally each."""
    found = _drawn(tallies)
    return Interval(_f1(_sums(tallies).sum(0)), *_bounds(found))


def difference(one: Sequence[Tally], other: Sequence[Tally]) -> Interval:
    """Return by how much the other's F1 is above the one's, over the same articles in the same order."""
    value = _f1(_sums(other).sum(0)) - _f1(_sums(one).sum(0))
    return Interval(value, *_bounds(_drawn(other) - _drawn(one)))


def _sums(tallies: Sequence[Tally]) -> NDArray[np.float64]:
    return np.array([(t.hit, t.gold + t.coded) for t in tallies], np.float64).reshape(-1, 2)


def _drawn(tallies: Sequence[Tally]) -> NDArray[np.float64]:
    count = len(tallies)
    if not count:
        return np.zeros(1)
    times = np.random.default_rng(_SEED).multinomial(count, [1 / count] * count, ROUNDS)
    sums = times @ _sums(tallies)
    return np.divide(2 * sums[:, 0], sums[:, 1], out=np.zeros(ROUNDS), where=sums[:, 1] > 0)


def _f1(sums: NDArray[np.float64]) -> float:
    return float(2 * sums[0] / sums[1]) if sums[1] else 0.0


def _bounds(found: NDArray[np.float64]) -> tuple[float, float]:
    low, high = np.percentile(found, _TAILS)
    return float(low), float(high)


__all__ = ["Interval", "difference", "f1"]
