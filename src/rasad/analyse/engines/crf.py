"""Trained on treebanks (PADT, PUD): conditional random fields over letters (clitics) and over words (tags)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

import pycrfsuite

from rasad.analyse import lemmas, segmenting, tagging
from rasad.analyse.inflection import describe
from rasad.analyse.segmenting import Segment
from rasad.arabic.letters import fold_word
from rasad.document import Word
from rasad.models import path, rank


@lru_cache(maxsize=60_000)
def cut(word: str) -> Segment:
    """Return the parts of a written word."""
    norm, bare = segmenting.letters(word)
    labels = _cutter().tag(segmenting.features(norm, bare, rank)) if len(norm) > 1 else "C" * len(norm)
    return segmenting.segment(word, "".join(labels), rank)


def tag(words: Sequence[Word], text: str) -> None:
    """Set part of speech, features and lemma of the words of a sentence."""
    labels = _tagger().tag(tagging.rows(words, see(words, text)))
    for word, label in zip(words, labels, strict=True):
        if word.enclitic and label.startswith("VERB"):  # فعلت-ه stays فعلت; only nouns lose the ت to ة
            word.core = fold_word(text[word.core_start : word.core_end])
    describe(words, labels, lemmas.look_up, lemmas.guess)


def see(words: Sequence[Word], text: str) -> list[tagging.Seen]:
    """Return what the tagger sees of each word."""
    return [_seen(text[w.start : w.end]) if w.kind == "arabic" else tagging.see_sign(w.norm, w.kind) for w in words]


@lru_cache(maxsize=60_000)
def _seen(surface: str) -> tagging.Seen:
    return tagging.see(cut(surface), surface)


@cache
def _cutter() -> pycrfsuite.Tagger:
    return _open("segments.crfsuite")


@cache
def _tagger() -> pycrfsuite.Tagger:
    return _open("tags.crfsuite")


def _open(name: str) -> pycrfsuite.Tagger:
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path(name)))
    return tagger
