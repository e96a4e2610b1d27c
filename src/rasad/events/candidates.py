"""Candidates: every place of a sentence where the vocabulary sees a possible event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rasad.arabic.clitics import stems
from rasad.document import Word
from rasad.events.lexicon import Hit, Lexicon, LightVerb, Trigger

_REACH = 3  # words that may stand between the parts of an expression (ألقت الشرطة المحلية القبض)
_JUSSIVE = frozenset(
    ("لم", "ولم", "فلم", "الم", "لما", "لا", "ولا", "فلا")
)  # particles before the short forms of weak verbs
CLAUSE = 12  # words on each side that count as a trigger's surroundings where no sign or particle ends the clause


@dataclass(slots=True)
class Candidate:
    """A possible event: its trigger and where its words stand.

    Attributes:
        at: Index of the head word of the trigger in the sentence's words.
        first: Index of the first word of the trigger.
        last: Index of its last word, inclusive.
        hit: Trigger, form and cut of the head word; for a phrase the form is `None`.
        carrier: A light verb that carries a noun, with its word index.
    """

    at: int
    first: int
    last: int
    trigger: Trigger
    hit: Hit | None = None
    carrier: tuple[int, LightVerb] | None = None

    @property
    def pos(self) -> str:
        """`VERB` or `NOUN`."""
        return self.hit.form.pos if self.hit else "NOUN"


def find(words: Sequence[Word], lexicon: Lexicon) -> list[Candidate]:
    """Return the candidates of a sentence's words in order; several may share a word."""
    found: list[Candidate] = []
    for at, word in enumerate(words):
        if word.kind != "arabic":
            continue
        found += _phrases(words, at, lexicon)
        seen = set()
        for hit in lexicon.hits(word.norm):
            key = (id(hit.trigger), hit.form.pos)
            if key in seen:  # the same trigger under another cut or person
                continue
            if hit.form.jussive and not (hit.cut.proclitics[-1:] == ("ل",) or (at and words[at - 1].norm in _JUSSIVE)):
                continue
            last = _then(words, at, hit.trigger)
            if last is None:
                continue
            seen.add(key)
            carrier = _carrier(words, at, lexicon) if hit.form.pos == "NOUN" else None
            first = carrier[0] if carrier and carrier[0] == at - 1 and carrier[1].lemma in hit.trigger.light else at
            found.append(Candidate(at, first, last, hit.trigger, hit, carrier))
    return found


def surroundings(words: Sequence[Word], at: int, reach: int = CLAUSE) -> Iterator[int]:
    """Yield the indices of the words around `at` within the clause, nearest first, `at` left out."""
    for step in (1, -1):
        index = at + step
        while 0 <= index < len(words) and abs(index - at) <= reach:
            if words[index].kind == "sign" and words[index].norm in ".؟?!؛;":
                break
            yield index
            index += step


def _then(words: Sequence[Word], at: int, trigger: Trigger) -> int | None:
    if not trigger.then:
        return at
    for index in range(at + 1, min(at + 2 + _REACH, len(words))):
        if words[index].kind == "sign":
            return None
        if stems(words[index].norm) & trigger.then:
            return index
    return None


def _carrier(words: Sequence[Word], at: int, lexicon: Lexicon) -> tuple[int, LightVerb] | None:
    for index in range(at - 1, max(-1, at - 2 - _REACH), -1):
        if words[index].kind == "sign":
            return None
        if words[index].kind == "arabic" and (verbs := lexicon.light_verbs(words[index].norm)):
            return index, verbs[0]
    return None


def _phrases(words: Sequence[Word], at: int, lexicon: Lexicon) -> Iterator[Candidate]:
    for key in sorted(stems(words[at].norm)):  # in one order on every run
        for parts, trigger in lexicon.phrases.get(key, ()):
            end = at + len(parts)
            if end <= len(words) and all(part in stems(words[at + i].norm) for i, part in enumerate(parts) if i):
                yield Candidate(at, at, end - 1, trigger)
