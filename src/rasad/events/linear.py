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
        """Read a model file of so many classes; a table is asked twenty times faster than the trie itself."""
        trie = marisa_trie.RecordTrie(f"<{classes}f")
        trie.load(str(path))
        self._classes = classes
        self._weights: dict[str, tuple[float, ...]] = dict(trie.items())
        self._bias = self._weights.get("bias", (0.0,) * classes)

    def sums(self, features: Iterable[str]) -> list[float]:
        """Return the sum of weights of each class."""
        found = [weights for weights in map(self._weights.get, dict.fromkeys(features)) if weights is not None]
        return [sum(column) for column in zip(self._bias, *found, strict=True)]

    def strongest(self, features: Iterable[str], count: int, column: int = 0) -> list[tuple[str, float]]:
        """Return the features that weigh most for a class, the weightiest first."""
        found = [(f, w[column]) for f in features if (w := self._weights.get(f)) is not None and w[column] > 0]
        return sorted(found, key=lambda item: (-item[1], item[0]))[:count]


def sigmoid(value: float) -> float:
    """Return the logistic function of a value."""
    return 1 / (1 + math.exp(-value)) if value >= 0 else math.exp(value) / (1 + math.exp(value))


def softmax(values: list[float]) -> list[float]:
    """Return the values as shares of one."""
    top = max(values)
    powers = [math.exp(v - top) for v in values]
    total = sum(powers)
    return [p / total for p in powers]
