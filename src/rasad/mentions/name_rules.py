"""Names without a trained model: what follows a title or begins with a known first name; organisations by noun.

Persons: a given name (`vocabulary/first_names.toml`) or a word after a rank or address with the article (اللواء،
السيد), with what goes on like a name. Organisations: a noun of `vocabulary/titles.toml` with the genitive and the
adjectives after it (وزارة الخارجية الأمريكية), or with its adjective (الجيش السوري); Latin words with capitals join it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from rasad.arabic.letters import fold_word
from rasad.document import Document, Word
from rasad.mentions.name_features import titles
from rasad.vocabulary import load

_LONGEST = 5  # words of a person's name
_LONGEST_ORGANISATION = 6
_ADDRESSING = frozenset(("rank", "honorific", "royal"))
_CONTENT = frozenset(("NOUN", "PROPN", "X", "ADJ"))


def find(doc: Document) -> list[tuple[str, int, int]]:
    """Return kind and word range of every name that titles, first names and organisation nouns show, in order."""
    found: list[tuple[str, int, int]] = []
    for sentence in doc.sentences:
        words = [_named_ali(word, doc.text) for word in doc.words_of(sentence)]
        at = 0
        while at < len(words):
            kind, last = _name_at(words, at)
            if kind:
                found.append((kind, sentence.first + at, sentence.first + last))
            at = last
    return found


def _named_ali(word: Word, text: str) -> Word:
    """Return علي as a name: folded it is the preposition على, which is never written with dots."""
    if word.norm == "علي" and text[word.end - 1] == "ي":
        return replace(word, pos="PROPN")
    return word


def _name_at(words: Sequence[Word], at: int) -> tuple[str, int]:
    """Return kind and end of the name that begins at a word; no kind and the next word where none does."""
    word = words[at]
    if word.kind != "arabic" or word.enclitic:
        return "", at + 1
    if _begins_person(words, at):
        last = _person_end(words, at)
        if last - at > 1 or _addressed(words, at):
            return "person", last
    if titles().get(word.core) == "organisation":
        last = _organisation_end(words, at)
        if last - at > 1:
            return "organisation", last
    return "", at + 1


def _begins_person(words: Sequence[Word], at: int) -> bool:
    if "ال" in words[at].proclitics:
        return False
    given = words[at].core in first_names() and words[at].pos in _CONTENT
    return given or (_addressed(words, at) and _goes_on(words[at]))


def _addressed(words: Sequence[Word], at: int) -> bool:
    if not at or words[at].proclitics:
        return False
    before = words[at - 1]
    return "ال" in before.proclitics and titles().get(before.core) in _ADDRESSING


def _person_end(words: Sequence[Word], at: int) -> int:
    last = at + 1
    unknown = 0
    while last < len(words) and last - at < _LONGEST:
        word, before = words[last], words[last - 1]
        known = (word.core in first_names() and word.pos in _CONTENT) or titles().get(word.core) == "name_parts"
        if {*word.proclitics} - {"ال"} or word.enclitic or not (known or _goes_on(word)):
            break
        joined = titles().get(before.core) == "name_parts"
        unknown += not known and not joined
        if unknown > 1:
            break
        last += 1
        if unknown and not joined:
            break
    return last


def _goes_on(word: Word) -> bool:
    return word.kind == "arabic" and word.pos in _CONTENT and word.core not in titles() and len(word.core) > 2


def _organisation_end(words: Sequence[Word], at: int) -> int:
    definite = "ال" in words[at].proclitics
    last = at + 1
    while last < len(words) and last - at < _LONGEST_ORGANISATION:
        word = words[last]
        if word.kind == "latin" and word.norm[:1].isupper():
            last += 1
        elif word.kind == "arabic" and word.proclitics == ("ال",) and word.pos in _CONTENT:
            if (definite and word.pos != "ADJ") or titles().get(word.core, "organisation") != "organisation":
                break
            last += 1
        else:
            break
    return last


@cache
def first_names() -> frozenset[str]:
    """Return the given names, folded."""
    tables = load("first_names")
    return frozenset(fold_word(n) for t in ("arabic", "foreign") for g in tables[t].values() for n in g.split())
