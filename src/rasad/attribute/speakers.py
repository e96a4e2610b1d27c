"""Speakers and outlets as labels of the words around a cue of reported speech, by a trained model.

For each cue the words of its sentence are labelled `B-S I-S` (speaker), `B-V I-V` (outlet that passes the words on) or
`O`, by a conditional random field (Lafferty, McCallum & Pereira 2001) over what a word is, where it stands to the cue,
and what the rules of `rasad.attribute.quotes` make of it. Where no word is a speaker's, an earlier sentence names it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import pycrfsuite

from rasad.attribute.cues import Cue
from rasad.document import Mention, Span, Word
from rasad.models import clusters, path
from rasad.phrases import Phrase, surface_start

MODEL = "quotes.crfsuite"
LIKELY = {"S": 0.3, "V": 0.25}  # from which a word is labelled; chosen by cross-validation over train.jsonl
_FAR = (1, 2, 3, 4, 6, 8, 11, 15, 20, 30)
_REACH = 40  # words on each side of a cue that are labelled
_RELATIVE = frozenset("الذي التي الذين اللذان اللتان".split())
_FREE = frozenset("في من الي علي عن مع بين ضد لدي حول خلال بعد قبل منذ حتي تحت امام قرب عبر دون عند".split())
Counts = tuple[int, int, int, int]  # verbs, commas, relative pronouns and cues up to a word


class Parties(NamedTuple):
    """The speaker of a cue and the outlets, as ranges of words `first:last` of its sentence; half-open."""

    speaker: tuple[int, int] | None
    via: list[tuple[int, int]]


class Sentence:
    """What is seen of a sentence for any of its cues."""

    def __init__(self, words: Sequence[Word], phrases: Sequence[Phrase], mentions: Sequence[Mention]) -> None:
        """Take the words, the noun phrases and the mentions of a sentence."""
        self.words = words
        self._heads = {phrase.first: phrase for phrase in phrases}
        # where another noun phrase begins that nothing ties to the one before (حذر نتنياهو إيران)
        self.breaks = {phrase.first for phrase in phrases if not phrase.preposition and not phrase.joined}
        self._kinds = _kinds(words, mentions)
        self._prepositions = _prepositions(words)
        self._static = [self._of_word(at) for at in range(len(words))]

    def features(self, cue: Cue, cues: Sequence[Cue], ruled: dict[int, str]) -> list[list[str]]:
        """Return the features of every word in reach of a cue (`reach`).

        Args:
            cue: A cue of the sentence.
            cues: All its cues.
            ruled: What the rules take a word for, `S` or `V`, by its index.
        """
        form, shape = cue.form, cue.shape
        agreement = f"{shape}{form.gender}{form.number}" if form else shape
        counts, lemma = _counts(self.words, cues), cue.entry.lemma
        rows = []
        for at in reach(self.words, cue):
            word, rule = self.words[at], ruled.get(at, "")
            side, far = _position(at, cue)
            between = _between(counts, at, cue)
            told = cue.complement is not None and at >= cue.complement
            preposition = self._prepositions[at]
            gender = f"{word.features.get('Gender', '')}{word.features.get('Number', '')}"
            rows.append(
                [
                    *self._static[at],
                    f"d={side}{far}/{shape}",
                    f"{shape}/{side}/pre={preposition}",
                    f"{lemma}/{side}/pre={preposition}",
                    f"{lemma}/{side}/{self._kinds[at]}",
                    f"{agreement}/{side}/{gender}/{word.pos}",
                    f"told={told}/{side}/{shape}",
                    f"{shape}/{side}/{between}",
                    f"rule={rule}/{shape}/{word.pos}",
                    f"near={max(-4, min(4, at - cue.first))}/{shape}/{word.pos}",
                ]
            )
        return rows

    def _of_word(self, at: int) -> list[str]:
        words, word, phrase = self.words, self.words[at], self._heads.get(at)
        found = [
            f"c={word.core or word.norm}",
            f"p={word.pos or word.kind}",
            f"m={self._kinds[at]}",
            f"pro={'+'.join(word.proclitics)}",
            f"def={'ال' in word.proclitics}/{word.pos}",
            f"phrase={phrase.preposition if phrase else '-'}",
        ]
        if cluster := clusters(word.norm):
            found += [f"k={cluster[0]}", f"kk={cluster[1]}"]
        for offset in (-2, -1, 1, 2):
            if not 0 <= at + offset < len(words):
                found.append(f"{offset}edge")
                continue
            other = words[at + offset]
            found += [f"{offset}p={other.pos or other.kind}", f"{offset}m={self._kinds[at + offset]}"]
            if abs(offset) == 1:
                found.append(f"{offset}c={other.core or other.norm}")
        return found


def reach(words: Sequence[Word], cue: Cue) -> range:
    """Return the indices of the words that are labelled for a cue."""
    return range(max(0, cue.first - _REACH), min(len(words), cue.last + 1 + _REACH))


def tagger() -> pycrfsuite.Tagger | None:
    """Return the trained model, `None` where it is absent."""
    return _open() if path(MODEL).exists() else None


@cache
def _open() -> pycrfsuite.Tagger:
    found = pycrfsuite.Tagger()
    found.open(str(path(MODEL)))
    return found


def decode(
    tagger: pycrfsuite.Tagger, sentence: Sentence, cue: Cue, cues: Sequence[Cue], ruled: dict[int, str]
) -> Parties:
    """Return the likeliest speaker and the outlets; the arguments are those of `Sentence.features`."""
    rows, words = sentence.features(cue, cues, ruled), sentence.words
    first = reach(words, cue).start
    tagger.set(rows)
    known = set(tagger.labels())
    found: dict[str, list[tuple[float, int, int]]] = {}
    for role, likely in LIKELY.items():
        begins = [float(tagger.marginal(f"B-{role}", i)) if f"B-{role}" in known else 0.0 for i in range(len(rows))]
        goes_on = [float(tagger.marginal(f"I-{role}", i)) if f"I-{role}" in known else 0.0 for i in range(len(rows))]
        found[role] = _runs(begins, goes_on, likely)
    speakers = [(share, *_trimmed(sentence, first + a, first + b)) for share, a, b in found["S"]]
    via = [_trimmed(sentence, first + a, first + b) for _, a, b in found["V"]]
    best = max(speakers, default=None)
    return Parties(None if best is None else best[1:], via)


def _runs(begins: Sequence[float], goes_on: Sequence[float], likely: float) -> list[tuple[float, int, int]]:
    """Return `(share, first, last)` of the runs of words that are likely enough; half-open."""
    found: list[tuple[float, int, int]] = []
    at = 0
    while at < len(begins):
        if begins[at] + goes_on[at] < likely:
            at += 1
            continue
        first, at = at, at + 1
        while at < len(begins) and begins[at] + goes_on[at] >= likely and goes_on[at] >= begins[at]:
            at += 1
        found.append((max(begins[i] + goes_on[i] for i in range(first, at)), first, at))
    return found


def _trimmed(sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    """Return a range up to a verb or a phrase of its own, without signs at its end."""
    words = sentence.words
    end = next((at for at in range(first + 1, last) if at in sentence.breaks or words[at].pos == "VERB"), last)
    while end - 1 > first and words[end - 1].kind == "sign" and words[end - 1].norm not in '")':
        end -= 1
    return first, end


def span(words: Sequence[Word], found: tuple[int, int]) -> Span:
    """Return the text range of a range of words, without what is attached to the first."""
    return Span(surface_start(words[found[0]]), words[found[1] - 1].end)


def _position(at: int, cue: Cue) -> tuple[str, int]:
    if cue.first <= at <= cue.last:
        return "=", 0
    distance = cue.first - at if at < cue.first else at - cue.last
    return ("<" if at < cue.first else ">"), next((f for f in _FAR if distance <= f), 99)


def _counts(words: Sequence[Word], cues: Sequence[Cue]) -> list[Counts]:
    """Return what stands before each word, and before the sentence's end."""
    beginnings, found = {cue.first for cue in cues}, [(0, 0, 0, 0)]
    for at, word in enumerate(words):
        verbs, commas, relatives, others = found[-1]
        found.append(
            (
                verbs + (word.pos == "VERB"),
                commas + (word.norm in ("،", ",")),
                relatives + (word.norm in _RELATIVE),
                others + (at in beginnings),
            )
        )
    return found


def _between(counts: list[Counts], at: int, cue: Cue) -> str:
    """Return what stands between a word and the cue: verbs, a comma, a relative pronoun, another cue."""
    low, high = (at + 1, cue.first) if at < cue.first else (cue.last + 1, at)
    if low >= high:
        return "v0"
    verbs, commas, relatives, others = (b - a for a, b in zip(counts[low], counts[high], strict=True))
    return f"v{min(verbs, 2)}{'،' if commas else ''}{'r' if relatives else ''}{'q' if others else ''}"


def _kinds(words: Sequence[Word], mentions: Sequence[Mention]) -> list[str]:
    """Return the kind of mention that each word belongs to, or an empty string."""
    kinds = [""] * len(words)
    for mention in mentions:
        for at, word in enumerate(words):
            if word.start < mention.end and mention.start < word.end:
                kinds[at] = mention.kind
    return kinds


def _prepositions(words: Sequence[Word]) -> list[str]:
    """Return for each word the preposition in whose government it stands, as far as its phrase may go."""
    found: list[str] = []
    current = ""
    for at, word in enumerate(words):
        attached = next((p for p in word.proclitics if p in ("ب", "ل", "ك")), "")
        if attached:
            current = attached
        elif at and words[at - 1].core in _FREE:
            current = words[at - 1].core
        elif word.kind == "sign" or word.pos in ("VERB", "AUX", "CCONJ", "SCONJ") or word.core in _FREE:
            current = ""
        found.append(current)
    return found
