"""What labellings of the words around a point of a sentence share: around a trigger (`rasad.events.labelling`) the
parties of the event, around a cue of reported speech (`rasad.attribute.speakers`) the speaker and the outlets.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import pycrfsuite

from rasad.document import Mention, Word

FAR = (1, 2, 3, 4, 6, 8, 11, 15, 20, 30)  # distances in words that are told apart
_RELATIVE = frozenset("الذي التي الذين اللذان اللتان".split())
_FREE = frozenset("في من الي علي عن مع بين ضد لدي حول خلال بعد قبل منذ حتي تحت امام قرب عبر دون عند".split())
_ATTACHED = frozenset(("ب", "ل", "ك"))
Odds = list[dict[str, tuple[float, float]]]  # for every word and role: how likely a phrase begins, or goes on, there


class Barriers(NamedTuple):
    """How many of what separates a word from a point stand before it."""

    verbs: int
    commas: int
    relatives: int
    points: int


def odds(tagger: pycrfsuite.Tagger, rows: list[list[str]], roles: Iterable[str]) -> Odds:
    """Return how likely every word begins (`B-`) or goes on with (`I-`) a phrase of each role."""
    tagger.set(rows)
    known = set(tagger.labels())

    def marginal(label: str, at: int) -> float:
        return float(tagger.marginal(label, at)) if label in known else 0.0

    wanted = tuple(roles)
    return [
        {role: (marginal(f"B-{role}", at), marginal(f"I-{role}", at)) for role in wanted} for at in range(len(rows))
    ]


def position(at: int, first: int, last: int) -> tuple[str, int]:
    """Return on which side of the words `first` to `last` (inclusive) a word stands, `=` among them, and how far."""
    if first <= at <= last:
        return "=", 0
    distance = first - at if at < first else at - last
    return ("<" if at < first else ">"), next((f for f in FAR if distance <= f), 99)


def barriers(words: Sequence[Word], points: Collection[int] = ()) -> list[Barriers]:
    """Return what stands before each word and before the sentence's end; `points` are indices of words that count."""
    found = [Barriers(0, 0, 0, 0)]
    for at, word in enumerate(words):
        verbs, commas, relatives, others = found[-1]
        found.append(
            Barriers(
                verbs + (word.pos == "VERB"),
                commas + (word.norm in ("،", ",")),
                relatives + (word.norm in _RELATIVE),
                others + (at in points),
            )
        )
    return found


def between(counts: Sequence[Barriers], at: int, first: int, last: int) -> str:
    """Return what stands between a word and the words `first` to `last`: verbs, a comma, a relative pronoun, points."""
    low, high = (at + 1, first) if at < first else (last + 1, at)
    if low >= high:
        return "v0"
    verbs, commas, relatives, points = (b - a for a, b in zip(counts[low], counts[high], strict=True))
    return f"v{min(verbs, 2)}{'،' if commas else ''}{'r' if relatives else ''}{'q' if points else ''}"


def kinds(words: Sequence[Word], mentions: Iterable[Mention]) -> list[str]:
    """Return the kind of mention that each word belongs to, empty where it belongs to none."""
    found = [""] * len(words)
    for mention in mentions:
        for at, word in enumerate(words):
            if word.start < mention.end and mention.start < word.end:
                found[at] = mention.kind
    return found


def prepositions(words: Sequence[Word]) -> list[str]:
    """Return for each word the preposition in whose government it stands, as far as its phrase may go."""
    found: list[str] = []
    current = ""
    for at, word in enumerate(words):
        attached = next((p for p in word.proclitics if p in _ATTACHED), "")
        if attached:
            current = attached
        elif at and words[at - 1].core in _FREE:
            current = words[at - 1].core
        elif word.kind == "sign" or word.pos in ("VERB", "AUX", "CCONJ", "SCONJ") or word.core in _FREE:
            current = ""
        found.append(current)
    return found
