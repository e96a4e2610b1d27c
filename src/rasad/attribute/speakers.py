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

from rasad import labels
from rasad.attribute.cues import Cue
from rasad.document import Mention, Span, Word
from rasad.models import clusters, path
from rasad.phrases import Phrase, surface_start

MODEL = "quotes.crfsuite"
LIKELY = {"S": 0.3, "V": 0.25}  # from which a word is labelled; chosen by cross-validation over train.jsonl
_REACH = 40  # words on each side of a cue that are labelled


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
        self._kinds = labels.kinds(words, mentions)
        self._prepositions = labels.prepositions(words)
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
        counts, lemma = labels.barriers(self.words, {other.first for other in cues}), cue.entry.lemma
        rows = []
        for at in reach(self.words, cue):
            word, rule = self.words[at], ruled.get(at, "")
            side, far = labels.position(at, cue.first, cue.last)
            between = labels.between(counts, at, cue.first, cue.last)
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
    odds = labels.odds(tagger, rows, LIKELY)
    found = {role: _runs([word[role] for word in odds], likely) for role, likely in LIKELY.items()}
    speakers = [(share, *_trimmed(sentence, first + a, first + b)) for share, a, b in found["S"]]
    via = [_trimmed(sentence, first + a, first + b) for _, a, b in found["V"]]
    best = max(speakers, default=None)
    return Parties(None if best is None else best[1:], via)


def _runs(odds: Sequence[tuple[float, float]], likely: float) -> list[tuple[float, int, int]]:
    """Return `(share, first, last)` of the runs of words that are likely enough; half-open."""
    found: list[tuple[float, int, int]] = []
    at = 0
    while at < len(odds):
        if sum(odds[at]) < likely:
            at += 1
            continue
        first, at = at, at + 1
        while at < len(odds) and sum(odds[at]) >= likely and odds[at][1] >= odds[at][0]:
            at += 1
        found.append((max(map(sum, odds[first:at])), first, at))
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
