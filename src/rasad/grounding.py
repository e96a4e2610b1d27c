"""Where a quotation stands in a text, though it was copied as people and language models copy Arabic.

    rasad.ground("قالت الحكومة إن الوزراء اجتمعوا.", "حكومه")   # (5, 12): الحكومة

Copyists add or leave out vowel signs and hamzas, write ه for ة and ٣ for 3, other quotation marks and blanks, and leave
out the article or a particle attached to the first word. Nothing else is forgiven: a word that is not in the text, or
in another form or order, is refused, and so is what might be several wordings.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from rasad.arabic.clitics import cuts
from rasad.arabic.letters import QUOTES, fold

# Of folded text: a number with its separators (500 does not stand in 1,500), a run of letters, or one sign.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|(?:[^\W\d_]|[\u0300-\u036f])+|\S")  # as a raw string: `re` knows \u
_SAME_SIGNS = str.maketrans("،؛؟", ",;?")
_Same = Callable[[str, str, bool], bool]  # word of the text, word of the quotation, whether it is the first


def ground(text: str, quote: str, near: int | None = None) -> tuple[int, int] | None:
    """Return where a quotation stands in a text.

    Only whole written words match. Three ways are tried, and the first that finds anything decides:

    1. letter by letter. Of several places the one nearest to `near`, else the first;
    2. as `rasad.arabic.letters.fold` compares: without vowel signs and tatweel; forms of hamza and alef, ة and ه, ى
       and ي, kinds of digits, blanks, dashes and commas alike; quotation marks left out;
    3. besides, with ء left out, an article left out or added at any word, and particles (و ف ب ل ك س) of the
       text's first word left out. The range then is that of the whole word with what was left out: a quotation
       `حكومة` of a text with `والحكومة` is at `والحكومة`.

    By the second and third way, too, it is the nearest or the first of several places with the same letters; where they
    hold different letters and there is no `near`, the quotation is refused.

    Args:
        text: What is quoted from.
        quote: What is said to stand in it.
        near: A code point of the text near which the quotation is expected.

    Returns:
        The half-open range of code points, or `None` where the quotation does not stand in the text, or where it
        is not known which of several wordings is meant.
    """
    quote = quote.strip()
    if not re.search(r"\w", quote):  # a sign alone names nothing
        return None
    if places := list(_letter_by_letter(text, quote)):
        return _choose(text, places, near)
    words, wanted = _words(text), _words(quote)
    if not wanted.tokens:  # a lone vowel sign folds to nothing
        return None
    for same in (_folded, _as_copied):
        if places := list(_places(words, wanted, same)):
            found = _choose(text, places, near)
            return _with_quotation_marks(text, quote, found) if found else None
    return None


def _choose(text: str, places: list[tuple[int, int]], near: int | None) -> tuple[int, int] | None:
    """Return the nearest place, else the first; without `near` none where the places do not hold the same letters."""
    if near is not None:
        return min(places, key=lambda place: max(place[0] - near, near - place[1], 0))
    return places[0] if len({text[start:end] for start, end in places}) == 1 else None


@dataclass(frozen=True, slots=True)
class _Words:
    """Folded words and signs, without quotation marks, and the range of each in the original."""

    tokens: list[str]
    ranges: list[tuple[int, int]]


@lru_cache(maxsize=8)
def _words(text: str) -> _Words:
    folded = fold(text)
    tokens, ranges = [], []
    for match in _TOKEN.finditer(folded.text):
        if match[0] not in "\"'":
            tokens.append(match[0].translate(_SAME_SIGNS))
            ranges.append(folded.original(match.start(), match.end()))
    return _Words(tokens, ranges)


def _letter_by_letter(text: str, quote: str) -> Iterator[tuple[int, int]]:
    ranges, start = _words(text).ranges, text.find(quote)
    while start >= 0:
        end = start + len(quote)
        if not (_cuts_word(ranges, start) or _cuts_word(ranges, end)):
            yield start, end
        start = text.find(quote, start + 1)


def _cuts_word(ranges: list[tuple[int, int]], at: int) -> bool:
    """Return whether a position lies within a word or a number, or parts a letter from its vowel sign."""
    before = bisect_left(ranges, (at, 0)) - 1
    return before >= 0 and at < ranges[before][1]


def _places(words: _Words, wanted: _Words, same: _Same) -> Iterator[tuple[int, int]]:
    first, rest = wanted.tokens[0], wanted.tokens[1:]
    for at in range(len(words.tokens) - len(rest)):
        if same(words.tokens[at], first, True) and all(
            same(words.tokens[at + i], word, False) for i, word in enumerate(rest, 1)
        ):
            yield words.ranges[at][0], words.ranges[at + len(rest)][1]


def _folded(word: str, quoted: str, first: bool) -> bool:
    return word == quoted


def _as_copied(word: str, quoted: str, first: bool) -> bool:
    return word == quoted or _copied(_bare(word), _bare(quoted), first)


def _bare(word: str) -> str:
    """Return a word without ء, which the seats of the other hamzas have lost by folding already."""
    return word.replace("ء", "") or word


@lru_cache(maxsize=20_000)
def _copied(word: str, quoted: str, first: bool) -> bool:
    """Return whether a word is quoted but for its article and, where it is the first, the particles before it."""
    if word == quoted:
        return True
    for particles, core in _readings(word):
        for kept, other in _readings(quoted):
            if core == other and (kept == particles or (first and kept == particles[len(particles) - len(kept) :])):
                return True
    return False


@lru_cache(maxsize=20_000)
def _readings(word: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Return the ways to cut particles and article off a word: the particles without the article, and the core."""
    found = [((), word)] + [
        (tuple(p for p in cut.proclitics if p != "ال"), cut.core) for cut in cuts(word) if not cut.enclitic
    ]
    return tuple(dict.fromkeys(found))


def _with_quotation_marks(text: str, quote: str, place: tuple[int, int]) -> tuple[int, int]:
    """Return the range with the quotation marks around it where the quotation has them too."""
    start, end = place
    if quote[0] in QUOTES and start and text[start - 1] in QUOTES:
        start -= 1
    if quote[-1] in QUOTES and end < len(text) and text[end] in QUOTES:
        end += 1
    return start, end


__all__ = ["ground"]
