"""Persons and organisations, by a trained tagger (`models/names.md`), or by titles and first names where it is absent.

A person's title or office is no part of the name, nor is what is attached to its first word (و ب ل ...).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pycrfsuite

from rasad.document import Document, Name, Place, Word
from rasad.mentions import name_rules
from rasad.mentions.name_features import PERSON_TITLES, Seer, full_core, place_class, titles
from rasad.models import name_shares, path

MODEL = "names.crfsuite"
_SHORTEST_SURNAME = 4
_OFTEN = 3  # a level of shares: a quarter of a word's occurrences or more
_TANWIN = "\u064b"
_KINDS = {"PER": "person", "ORG": "organisation", "LOC": "place"}


class Found(NamedTuple):
    """A name: its kind (`person organisation place`) and the half-open range of its words in `doc.words`."""

    kind: str
    first: int
    last: int


class Tagger:
    """The trained tagger."""

    def __init__(self, model: Path, shares: Callable[[str], tuple[int, int, int] | None]) -> None:
        """Open a model that was trained with these shares (`rasad.models.name_shares`)."""
        self._seer = Seer(shares)
        self._shares = shares
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open(str(model))

    def find(self, doc: Document) -> list[Found]:
        """Return the names of the document, in order."""
        labels: list[str] = []
        for sentence in doc.sentences:
            labels += self._tagger.tag(self._seer.rows(doc.words_of(sentence)))
        return from_labels(doc, labels, self._shares)


def from_labels(doc: Document, labels: list[str], shares: Callable[[str], tuple[int, int, int] | None]) -> list[Found]:
    """Return the names that labels of all words mark, titles and adverbs left out, and surnames that come again."""
    found = []
    for sentence in doc.sentences:
        words = doc.words_of(sentence)
        for kind, first, last in spans(labels[sentence.first : sentence.last]):
            begin = _without_title(words, first, last) if kind == "PER" else first
            if last - begin > 1 or not _is_adverb(words[begin], doc.text):
                found.append(Found(_KINDS[kind], sentence.first + begin, sentence.first + last))
    return sorted(found + _surnames(doc.words, found, shares), key=lambda name: name.first)


def _surnames(
    words: list[Word], found: list[Found], shares: Callable[[str], tuple[int, int, int] | None]
) -> list[Found]:
    """Return further single words that are the surname of a person whom the document names in full.

    A word that the news knows well and hardly ever as a person's name (a place, a noun) is left alone.
    """
    surnames = {_surname(words[n.last - 1]) for n in found if n.kind == "person" and n.last - n.first > 1}
    surnames = {s for s in surnames if len(s) >= _SHORTEST_SURNAME and _may_be_person(s, shares(s))}
    if not surnames:
        return []
    taken = {i for name in found for i in range(name.first, name.last)}
    return [
        Found("person", i, i + 1)
        for i, word in enumerate(words)
        if i not in taken and word.kind == "arabic" and not word.enclitic and _surname(word) in surnames
    ]


def _may_be_person(surname: str, shares: tuple[int, int, int] | None) -> bool:
    return (shares is None or shares[0] >= _OFTEN) and place_class(surname) not in ("C", "D")


def _surname(word: Word) -> str:
    return full_core(word.core, word.proclitics)


def _is_adverb(word: Word, text: str) -> bool:
    """Return whether a word is روسيًا (Russian, in the accusative) rather than روسيا, which folding levels."""
    return _TANWIN in text[max(word.start, word.end - 2) : word.end]


def _without_title(words: list[Word], first: int, last: int) -> int:
    """Return where a person's name begins once titles with the article are off (السيد، الرئيس)."""
    while first < last - 1 and "ال" in words[first].proclitics and titles().get(words[first].core) in PERSON_TITLES:
        first += 1
    return first


def find(doc: Document, trained: bool = True, labels: list[str] | None = None) -> list[Name]:
    """Return the persons and organisations that the document names, in order; they do not overlap.

    Args:
        doc: A document with sentences and words.
        trained: Use the trained tagger, where its model is there; otherwise titles and first names.
        labels: A name's label for each word, where another model tells them.
    """
    if labels is not None:
        found = from_labels(doc, labels, name_shares)
    else:
        found = _tagger().find(doc) if trained and has_model() else [Found(*name) for name in name_rules.find(doc)]
    return [Name(*_range(doc.words, name), name.kind) for name in found if name.kind != "place"]


def find_places_tagged(doc: Document) -> list[Place]:
    """Return what the trained tagger takes for places, in order; none where its model is absent."""
    if not has_model():
        return []
    return [Place(*_range(doc.words, name), name.kind) for name in _tagger().find(doc) if name.kind == "place"]


@cache
def has_model() -> bool:
    """Return whether the trained tagger's model is there."""
    return path(MODEL).exists()


def spans(labels: list[str]) -> Iterator[tuple[str, int, int]]:
    """Yield kind, first and (not included) last word of every name that the labels mark (`B-PER I-PER O` ...)."""
    kind, first = "", 0
    for i, label in enumerate([*labels, "O"]):
        if kind and (label[0] != "I" or label[2:] != kind):
            yield kind, first, i
            kind = ""
        if not kind and label[0] != "O":
            kind, first = label[2:], i


def _range(words: list[Word], name: Found) -> tuple[int, int]:
    """Return the text range: from the first word's core, article included, to the end of the last word."""
    return words[name.first].core_start, words[name.last - 1].end


@cache
def _tagger() -> Tagger:
    return Tagger(path(MODEL), name_shares)
