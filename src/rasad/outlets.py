"""Which words name an agency, newspaper, channel or site (vocabulary/agencies.toml), and which could name a person."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from rasad.arabic.letters import fold_word
from rasad.vocabulary import load

_NOISE = re.compile(r"[\s.\"'«»]+")
_WORD = re.compile(r"[^\s\-/:،,()\"\[\]|*]+")
_ARABIC_WORD = re.compile("[ء-ي]{2,14}")
_SPLIT = re.compile(r" *[/،,\-|] *| +و *(?=[ء-يA-Za-z])")
LONGEST_NAME = 6  # words: "وكالة أنباء أسوشيتد برس الباكستانية" has five, "أ . ف . ب" six


def key(words: str) -> str:
    """Return what a folded name is looked up by: no blanks, dots or quotation marks, so that أ.ف.ب is أ ف ب."""
    return _NOISE.sub("", words).lower()


@cache
def table() -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """Return the outlets by key: those whose name is plain, those whose name is an ordinary word too (`marked`)."""
    plain: dict[str, dict[str, Any]] = {}
    marked: dict[str, dict[str, Any]] = {}
    for outlet in load("agencies")["outlet"]:
        plain.update({key(fold_word(name)): outlet for name in outlet["names"]})
        marked.update({key(fold_word(name)): outlet for name in outlet.get("marked", ())})
    return plain, marked


@cache
def generic_sources() -> frozenset[str]:
    """Return what stands where an agency could: وكالات، متابعات (keys)."""
    return frozenset(key(fold_word(w)) for w in load("leftovers")["dateline"]["generic_sources"])


@cache
def kind_words() -> frozenset[str]:
    """Return the folded words that say that an outlet's name follows: وكالة، صحيفة، قناة."""
    return frozenset(fold_word(w) for w in load("agencies")["kind_words"])


@cache
def story_words() -> frozenset[str]:
    """Return the folded words that no place, person or outlet of a dateline holds."""
    return frozenset(fold_word(w) for w in load("leftovers")["dateline"]["story_words"])


def find(words: str, *, marked: bool = False) -> dict[str, Any] | None:
    """Return the outlet that the folded words name or `None`; `marked` allows names that are also ordinary words."""
    plain, ambiguous = table()
    name = key(words)
    found = plain.get(name) or (ambiguous.get(name) if marked else None)
    if found is None:
        first, _, rest = words.strip(" \"'").partition(" ")
        if rest and first in kind_words():  # after صحيفة an ordinary word is a name
            found = plain.get(key(rest)) or ambiguous.get(key(rest))
    return found


def longest(text: str, start: int, end: int) -> int | None:
    """Return where the longest plain outlet name beginning at `start` ends, `None` where none begins."""
    plain, best, at = table()[0], None, start
    for _ in range(LONGEST_NAME):
        word = _WORD.match(text, at, end)
        if not word:
            break
        if key(text[start : word.end()]) in plain:
            best = word.end()
        at = word.end()
        while at < end and text[at] == " ":
            at += 1
    return best


def only_outlets(words: str, *, marked: bool) -> bool:
    """Return whether the folded words hold nothing but outlets or their stand-ins: رويترز، أ ف ب; فرانس24/ وكالات."""
    if find(words, marked=marked):
        return True
    pieces = [piece for piece in _SPLIT.split(words.strip(" .\"'*-/")) if piece]
    return bool(pieces) and all(find(p, marked=marked) or key(p) in generic_sources() for p in pieces)


def could_be_name(words: str, *, shortest: int = 2, longest: int = 4) -> bool:
    """Return whether the folded words have the shape of a person's or place's name: few, Arabic, none of the story."""
    parts = words.strip(" \"'").split()
    if not shortest <= len(parts) <= longest:
        return False
    return all(_ARABIC_WORD.fullmatch(p) and p not in story_words() and not _says_kind(p) for p in parts)


def _says_kind(word: str) -> bool:
    return word in kind_words() or (word[0] in "ولب" and word[1:] in kind_words())  # لوكالة، بصحيفة


@lru_cache(maxsize=20_000)
def holds_outlet(phrase: str) -> bool:
    """Return whether a phrase of running text holds the name of an outlet (`short` names aside: too often words)."""
    words = [w for w in re.split(r"[\s،,()]+", fold_word(phrase)) if w]
    if words and words[0][0] in "لب" and len(words[0]) > 4:  # لرويترز
        words = [words[0], words[0][1:], *words[1:]]
    short = _short_keys()
    for first in range(len(words)):
        for last in range(first + 1, min(len(words), first + LONGEST_NAME) + 1):
            name = " ".join(words[first:last])
            if key(name) not in short and find(name):
                return True
    return False


@cache
def _short_keys() -> frozenset[str]:
    return frozenset(key(fold_word(name)) for name in load("agencies")["short"])
