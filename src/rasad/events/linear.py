"""Linear models at run time: a weight (or one a class) for each feature, in a marisa trie; no numerical library."""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import Path

import marisa_trie


class Linear:
    """Sums the weights of the features that hold.

    The file is a `marisa_trie.RecordTrie` of feature name -> one float32 a class; the name `bias` is always added.
    """

    def __init__(self, path: Path, classes: int) -> None:
        """Open a model file of so many classes."""
        self._trie = marisa_trie.RecordTrie(f"<{classes}f")
        self._trie.mmap(str(path))
        self._classes = classes
        self._seen: dict[str, tuple[float, ...] | None] = {}

    def sums(self, features: Iterable[str]) -> list[float]:
        """Return the sum of weights of each class."""
        totals = list(self._weights("bias") or (0.0,) * self._classes)
        for feature in features:
            weights = self._weights(feature)
            if weights is not None:
                for i, weight in enumerate(weights):
                    totals[i] += weight
        return totals

    def strongest(self, features: Iterable[str], count: int, column: int = 0) -> list[tuple[str, float]]:
        """Return the features that weigh most for a class, the weightiest first."""
        found = [(f, w[column]) for f in features if (w := self._weights(f)) is not None and w[column] > 0]
        return sorted(found, key=lambda item: (-item[1], item[0]))[:count]

    def _weights(self, feature: str) -> tuple[float, ...] | None:
        try:
            return self._seen[feature]
        except KeyError:
            rows = self._trie.get(feature)
            found: tuple[float, ...] | None = rows[0] if rows else None
            if len(self._seen) < 120_000:  # keeps the commoner features at hand without growing for ever
                self._seen[feature] = found
            return found


def sigmoid(value: float) -> float:
    """Return the logistic function of a value."""
    return 1 / (1 + math.exp(-value)) if value >= 0 else math.exp(value) / (1 + math.exp(value))


def softmax(values: list[float]) -> list[float]:
    """Return the values as shares of one."""
    top = max(values)
    powers = [math.exp(v - top) for v in values]
    total = sum(powers)
    return [p / total for p in powers]
