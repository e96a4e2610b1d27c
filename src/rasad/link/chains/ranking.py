"""What speaks for an actor as the one a pronoun stands for, and for nobody, weighed by `scripts/train_pronouns.py`.

Every feature counts by itself and once more for the kind of word the pronoun is attached to, so that what only holds of
objects of verbs, say, is learnt as such.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log2

from rasad import models
from rasad.document import Document, Word
from rasad.link.chains.entities import Entity, Said

Features = dict[str, float]
_HOSTS = {"NOUN": "noun", "PROPN": "noun", "NUM": "noun", "ADP": "particle", "SCONJ": "that", "CCONJ": "that"}
_BACK = 2  # sentences back in which one may have been spoken of
_FAR = 20  # words after which distance tells no more
_RECENT = 6  # mentions of an actor that are looked at

_SAME, _LAST, _EARLIER = 3.0, 1.2, 0.2  # an actor of the same sentence, of the one before, of one before that
_SUBJECT, _NEAREST_SUBJECT, _AGAIN = 0.9, 0.8, 0.1
_THING, _PER_WORD = 2.5, 0.05
CROSSED = 0.5  # how much a feature counts for its kind of word against how much it counts at all


@dataclass(frozen=True, slots=True)
class Case:
    """A pronoun and what is around it.

    Attributes:
        at: Index of its word.
        sentence: Index of its sentence.
        first: First word of that sentence.
        avoided: The unnamed subject of its verb or the subject of its clause, where another would be meant.
        subject: The actor that is the nearest subject before it, of whatever gender.
        thing: Words back to the nearest thing of the sentence that agrees with it, -1 where none is.
        acted_upon: Whether it is attached to a noun of action that rather has it as object.
    """

    doc: Document
    at: int
    sentence: int
    first: int
    avoided: Entity | None
    subject: Entity | None
    thing: int
    acted_upon: bool

    @property
    def word(self) -> Word:
        """The word with the pronoun."""
        return self.doc.words[self.at]

    @property
    def host(self) -> str:
        """What kind of word the pronoun is attached to."""
        if self.acted_upon:
            return "action"
        return _HOSTS.get(self.word.pos or "", "verb")


def options(case: Case, entities: Sequence[Entity]) -> list[tuple[Entity, Features]]:
    """Return those of some actors that were spoken of in this or the last sentences, with what speaks for each."""
    near: list[tuple[Entity, list[Said]]] = []
    for entity in entities:
        said = [s for s in entity.said[-_RECENT:] if s.word < case.at and 0 <= case.sentence - s.sentence <= _BACK]
        if said:
            near.append((entity, sorted(said, key=lambda s: s.word)))
    order = sorted((said[-1].word for _, said in near), reverse=True)
    subjects = [s.word for _, said in near for s in said if s.subject and s.sentence == case.sentence]
    commas = [
        i for i in range(case.first, case.at) if case.doc.words[i].norm in ("،", ",", "؛", "(", ")", "«", "»", ":")
    ]
    return [
        (entity, _speaks_for(case, entity, said, order, max(subjects, default=-1), commas)) for entity, said in near
    ]


def _speaks_for(
    case: Case, entity: Entity, said: Sequence[Said], order: Sequence[int], subject: int, commas: Sequence[int]
) -> Features:
    last = said[-1]
    gap = case.sentence - last.sentence
    found: Features = {
        f"gap{gap}": 1.0,
        entity.kind: 1.0,
        "said": log2(1 + min(7, len(entity.said))),
        f"rank{min(3, order.index(last.word))}": 1.0,
        "last:pronoun" if last.pronoun else "last:phrase": 1.0,
    }
    if gap == 0:
        found["words"] = min(_FAR, case.at - last.word) / 10
        found["commas"] = float(min(3, len(commas) - bisect_left(commas, last.word)))
        found["here:subject"] = float(any(s.subject for s in said if s.sentence == case.sentence))
        found["nearest subject"] = float(any(s.subject and s.word == subject for s in said))
        found["first"] = float(any(case.first <= s.word <= case.first + 1 for s in said))
        found["followed"] = float(case.at - last.word <= 1)
    found["before:subject"] = float(any(s.subject and s.sentence == case.sentence - 1 for s in said))
    found["last:subject"] = float(last.subject)
    found["clause"] = float(entity is case.subject)
    found["avoided"] = float(entity is case.avoided)
    found["open"] = float(entity.feminine is None and entity.kind != "persons")
    found["rule"] = max(_rule(case, entity, s, subject) for s in said) + _AGAIN * min(4, len(entity.said))
    found["only"] = float(len(order) == 1)
    return found


def _rule(case: Case, entity: Entity, said: Said, nearest: int) -> float:
    """Return how likely a mention makes its actor, as far as that can be said by hand."""
    gap = case.sentence - said.sentence
    base = (_SAME - _PER_WORD * min(_FAR, case.at - said.word), _LAST, _EARLIER)[gap]
    if entity is case.avoided:
        return base if case.host == "particle" else 0.0
    return base + _SUBJECT * said.subject * (1.0 if gap == 0 else 0.7) + _NEAREST_SUBJECT * (said.word == nearest)


def nobody(case: Case, others: Sequence[tuple[Entity, Features]]) -> Features:
    """Return what speaks for a thing, or for nobody that was found."""
    here = sum("gap0" in features for _, features in others)
    found: Features = {
        "nobody": 1.0,
        f"nobody:{case.word.enclitic}": 1.0,
        f"nobody:here{min(2, here)}": 1.0,
    }
    if case.thing >= 0 and case.host != "that":
        found["rule"] = max(0.0, _THING - 2 * _PER_WORD * case.thing)
    if case.thing >= 0:
        found["thing"] = 1.0
        found["thing:words"] = min(_FAR, case.thing) / 10
        found["thing:beside"] = float(case.thing <= 2)
    return found


def by_host(host: str, found: Features) -> Features:
    """Return features with each once more for the kind of word the pronoun is attached to."""
    crossed = {f"{host}|{name}": CROSSED * v for name, v in found.items() if v}
    return {name: v for name, v in found.items() if v} | crossed


@cache
def weights() -> Mapping[str, float]:
    """Return what each feature counts."""
    found: dict[str, float] = json.loads(models.path("pronouns.json").read_text(encoding="utf8"))
    return found


@cache
def weights_of(host: str) -> dict[str, float]:
    """Return what each feature counts for one kind of word."""
    found = dict(weights())
    for name, weight in weights().items():
        kind, _, feature = name.partition("|")
        if kind == host and feature:
            found[feature] = found.get(feature, 0.0) + CROSSED * weight
    return found


def weigh(host: str, features: Features) -> float:
    """Return how much features speak for an answer, where the pronoun is attached to some kind of word."""
    known = weights_of(host)
    return sum([known[name] * value for name, value in features.items() if value and name in known])
