"""What the linear judge and the encoder say of a candidate, and how well its trigger is known, as the numbers that one
logistic regression weighs (stacked generalisation, Wolpert 1992).

How far either is to be believed depends on how often the trigger was seen in training: the linear judge knows the
frequent ones by name, the encoder reads the rare ones by their context.
"""

from __future__ import annotations

import math
from pathlib import Path

import marisa_trie
import numpy as np
from numpy.typing import NDArray

from rasad.events.candidates import Candidate

_SURE = 1e-6  # probabilities nearer than this to 0 or 1 count as if they were this near
_OFTEN = (0, 3, 15)  # candidates with a trigger up to which it is unseen, rare, known; above it is frequent
_STRENGTHS = ("sure", "likely", "weak")


class Seen:
    """How often the candidates of each trigger were seen in training, and how often they were events."""

    def __init__(self, path: Path) -> None:
        """Open a file written by `write`."""
        self._counts = marisa_trie.RecordTrie("<II")
        self._counts.load(str(path))

    def __call__(self, candidate: Candidate) -> tuple[int, int]:
        """Return `(seen, events)` for a candidate's trigger."""
        found = self._counts.get(key(candidate))
        return (int(found[0][0]), int(found[0][1])) if found else (0, 0)


def key(candidate: Candidate) -> str:
    """Return the key of a candidate's trigger: its type and lemma."""
    return f"{candidate.trigger.event_type} {candidate.trigger.lemma}"


def write(counts: dict[str, tuple[int, int]], path: Path) -> None:
    """Write the counts of triggers by their key."""
    marisa_trie.RecordTrie("<II", sorted(counts.items())).save(str(path))


def inputs(
    linear: float, kinds: NDArray[np.float32], at: int, candidate: Candidate, seen: tuple[int, int], evidence: bool
) -> list[float]:
    """Return the numbers.

    Args:
        linear: The linear judge's log-odds.
        kinds: The encoder's log-probabilities of no event and of each type, the best over the trigger's words.
        at: Number of the candidate's type among them.
        candidate: The candidate.
        seen: What `Seen` knows of its trigger.
        evidence: Whether a word that speaks for it stands in its clause.
    """
    shares = np.exp(kinds)
    share = min(1 - _SURE, max(_SURE, float(shares[at])))
    neural = math.log(share / (1 - share))
    others = float(np.delete(shares, [0, at]).max())
    found = [linear, neural, math.log(others + _SURE), math.log(float(shares[0]) + _SURE)]
    known = sum(seen[0] > limit for limit in _OFTEN)
    for number in range(len(_OFTEN) + 1):
        found += [linear, neural, 1.0] if number == known else [0.0, 0.0, 0.0]
    found.append(math.log((seen[1] + 0.5) / (seen[0] - seen[1] + 1.5)) if seen[0] else 0.0)
    found += [float(candidate.trigger.strength == strength) for strength in _STRENGTHS]
    return [*found, float(evidence)]
