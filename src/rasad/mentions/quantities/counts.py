"""The number itself: a numeral, or a range of two, with its bounds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from rasad import vocabulary
from rasad.arabic import numerals
from rasad.arabic.letters import fold_word
from rasad.arabic.numerals import Numeral

_BETWEEN = frozenset(("بين", "وبين", "مابين"))
_JOINERS = frozenset(("-", "الي", "او"))  # 10-15, من 10 إلى 15, ثلاثة أو أربعة
_ARTICLE = "ال"  # cut off from digits by a tatweel: الـ 66
Amount = float | None


class Count(NamedTuple):
    """A number in the words.

    Attributes:
        first: The index of its first word.
        last: The index after its last word.
        value: The number, `None` for a range or a round plural.
        low: Its lower bound, `None` where open.
        high: Its upper bound, `None` where open.
        prefix: How many letters of particles stand before it in its first word.
        definite: Whether it carries the article.
        round: Whether it is a round plural (مئات).
    """

    first: int
    last: int
    value: Amount
    low: Amount
    high: Amount
    prefix: int = 0
    definite: bool = False
    round: bool = False


@lru_cache(maxsize=100_000)
def may_start(norm: str) -> bool:
    """Return whether a number may start with a folded word."""
    return numerals.may_start(norm) or norm == _ARTICLE


def read(norms: Sequence[str], at: int) -> Count | None:
    """Return the number that starts at a word, `None` where none does or it is an ordinal."""
    if not may_start(norms[at]):
        return None
    found = numerals.parse(norms, at)
    if found is None or found.ordinal:
        return None
    particles = found.prefix.removesuffix("ال")  # the article stays: المئات
    prefix = len(particles) if norms[at] != found.prefix else 0
    last = at + found.used
    second = _second(norms, at, last, found)
    if second is not None and second.value is not None and found.value is not None:
        stop = _after_joiner(norms, last + (norms[last] == "%")) + second.used
        low = _scaled_like(norms, found.value, second, stop)
        if second.value > low:
            return Count(at, stop, None, low, second.value, prefix, found.definite)
    is_round = found.value is None and found.high is None
    return Count(at, last, found.value, found.low, found.high, prefix, found.definite, is_round)


def _after_joiner(norms: Sequence[str], at: int) -> int:
    return at + (at < len(norms) and (norms[at] in _JOINERS or norms[at] == "و"))


def _second(norms: Sequence[str], at: int, last: int, first: Numeral) -> Numeral | None:
    """Return the second number of a range: بين 10 و15, من 10 إلى 15, 10-15, ثلاثة أو أربعة."""
    if first.value is not None and norms[last : last + 1] == ["%"]:
        last += 1  # 20% إلى 30%
    if first.value is None or last >= len(norms):
        return None
    if norms[last] == "الي" and at and norms[at - 1] == "من" and _changes().intersection(norms[max(0, at - 5) : at]):
        return None
    between = at > 0 and norms[at - 1] in _BETWEEN
    joined = norms[last] in _JOINERS or (between and norms[last] == "و")
    start = last + joined
    if start >= len(norms) or not (joined or between) or not numerals.may_start(norms[start]):
        return None
    second = numerals.parse(norms, start)
    if second is None or second.ordinal or second.prefix != ("" if joined else "و"):
        return None
    return second


@cache
def _changes() -> frozenset[str]:
    return frozenset(map(fold_word, vocabulary.load("bounds")["bounds"]["changes"]))


def _scaled_like(norms: Sequence[str], first: float, second: Numeral, stop: int) -> float:
    """Return the first number of a range in the scale that only the second has (بين 3 و4 ملايين)."""
    if second.used < 2 or second.value is None:
        return first
    scale = numerals.scale(norms[stop - 1])
    if scale is None or first >= second.value / scale:
        return first
    return first * scale
