"""Pairs of things that answer each other, chosen best first, each used once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def best_first(options: Iterable[tuple[Any, int, int]]) -> list[tuple[int, int]]:
    """Return index pairs, those worth most first; of options that share an index only the best is kept.

    Args:
        options: `(worth, index of one, index of another)`; worths are compared with each other, of equals the higher
            indices come first.
    """
    pairs: list[tuple[int, int]] = []
    used_ones: set[int] = set()
    used_others: set[int] = set()
    for _, one, other in sorted(options, reverse=True):
        if one not in used_ones and other not in used_others:
            pairs.append((one, other))
            used_ones.add(one)
            used_others.add(other)
    return pairs


__all__ = ["best_first"]
