"""The tree of a sentence: which word each word depends on, and how.

Every head is scored for every word by a product of what both are (Dozat & Manning 2017, deep biaffine attention); each
word takes its best head, and a circle is cut where that costs least. Relations are those of Universal Dependencies, as
PADT uses them, over written words: an attached particle or pronoun belongs to its word.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float32]


class Trees:
    """The tables that score heads and relations."""

    def __init__(self, path: Path) -> None:
        """Open a file written by `scripts/train_encoder.py`."""
        with np.load(path) as tables:
            self._arc, self._root = tables["arc"], tables["root"]
            relation, self._linear = tables["relation"], tables["linear"]
            self._bias, self.relations = tables["bias"], [str(name) for name in tables["names"]]
        self._width, self._narrow = self._arc.shape[1], relation.shape[1]
        # (dependent, relations * head): one product of matrices for all words
        self._relation = np.ascontiguousarray(relation.transpose(1, 0, 2).reshape(self._narrow, -1))

    def read(self, arcs: Numbers) -> tuple[list[int], list[str]]:
        """Return for each word the index of its head, -1 for the root, and its relation.

        Args:
            arcs: `rasad.encoder.run.Encoded.arcs` of a sentence.
        """
        if not len(arcs):
            return [], []
        wide, narrow = self._width, self._narrow
        rooted = np.concatenate([self._root[None], arcs])
        dependents, heads = arcs[:, :wide], rooted[:, wide : 2 * wide]
        scores = (dependents @ self._arc[:wide] + self._arc[wide]) @ heads.T
        scores[np.arange(len(arcs)), 1 + np.arange(len(arcs))] = -np.inf
        chosen = without_circles(scores)
        one = arcs[:, 2 * wide : 2 * wide + narrow]
        two = rooted[chosen][:, 2 * wide + narrow :]
        pairs = (one @ self._relation).reshape(len(one), -1, self._narrow) @ two[:, :, None]
        odds = pairs[:, :, 0] + np.concatenate([one, two], 1) @ self._linear.T
        best = (odds + self._bias).argmax(1)
        return [int(head) - 1 for head in chosen], [self.relations[i] for i in best]


def without_circles(scores: Numbers) -> NDArray[np.int64]:
    """Return the best head of every word (column 0 is the root) such that every word hangs from the root.

    A circle is cut at the word that loses least by taking the best head outside what hangs from the circle.
    """
    heads: NDArray[np.int64] = scores.argmax(1)
    while True:
        reached = _reached(heads)
        if reached.all():
            return heads
        inside = _circle(heads, int(np.flatnonzero(~reached)[0]))
        rows = scores[inside].copy()
        rows[:, 1:][:, ~reached] = -np.inf
        loss = scores[inside, heads[inside]] - rows.max(1)
        cut = int(loss.argmin())
        heads[inside[cut]] = int(rows[cut].argmax())


def _reached(heads: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which words hang from the root."""
    found: NDArray[np.bool_] = heads == 0
    while True:
        more: NDArray[np.bool_] = found | np.concatenate([[True], found])[heads]
        if (more == found).all():
            return found
        found = more


def _circle(heads: NDArray[np.int64], at: int) -> list[int]:
    """Return the words of the circle that a word leads to."""
    seen: list[int] = []
    while at not in seen:
        seen.append(at)
        at = int(heads[at]) - 1
    return seen[seen.index(at) :]
