"""Arabic letters under one form, with offsets kept to the original text.

`fold` is what every lookup and grammar of Rasad compares: short vowels, tatweel, bidi marks and zero-width signs
dropped, hamza and alef forms, alef maqsura, ta marbuta, presentation forms and Persian letters brought to one
letter each, Arabic-Indic and Persian digits to ASCII, all quotation marks to `"`, all blanks to one kind. It never
reorders, so that a folded position always has an original one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Short vowels and Koranic signs (U+0610-061A, 064B-065F, 0670, 06D6-06ED, 08CA-08FF) and tatweel: they belong to
# the letter before them.
MARK_CLASS = "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08ca-\u08e1\u08e3-\u08ff"
# Marks, bidi and zero-width signs, the soft hyphen, control characters (a NUL ends a key of the tries).
DROPPED_CLASS = f"{MARK_CLASS}\\x00-\\x08\\x0e-\\x1b\\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c\u00ad"
# Arabic letters, presentation forms too, but not the ornate brackets and signs that share the block with these.
LETTER_CLASS = (
    "\u0621-\u063f\u0641-\u064a\u066e-\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff\u0750-\u077f\u08a0-\u08c9"
    "\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufd8f\ufd92-\ufdc7\ufdf0-\ufdfc\ufe70-\ufefc"
)
DIGIT_CLASS = "0-9\u0660-\u0669\u06f0-\u06f9"
QUOTES = '"«»“”„‟‹›❝❞〝〞＂″'

_LETTERS = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ٲ": "ا", "ٳ": "ا",
    "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي", "ة": "ه", "ۀ": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه", "ؤ": "و",
    "ک": "ك", "ڪ": "ك",
}  # fmt: skip
_BLANKS = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {}
    for code in [*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)]:  # presentation forms, ligatures included
        plain = unicodedata.normalize("NFKC", chr(code))
        if plain != chr(code):
            table[code] = "".join(_LETTERS.get(c, c) for c in plain if not re.match(f"[{DROPPED_CLASS} ]", c))
    for code in [*range(0x09), *range(0x0E, 0x1C), 0x7F, 0xAD, *range(0x0600, 0x0900), *range(0x2000, 0x2070), 0xFEFF]:
        if re.match(f"[{DROPPED_CLASS}]", chr(code)):
            table[code] = None
    table.update({ord(a): b for a, b in _LETTERS.items()})
    table.update({base + d: str(d) for base in (0x0660, 0x06F0) for d in range(10)})
    table.update({ord(q): '"' for q in QUOTES})
    table.update({ord(b): " " for b in _BLANKS})
    table.update({ord(d): "-" for d in "‐‑‒–—―−"})
    table.update({ord(q): "'" for q in "‘’‚‛"})
    table.update({ord("٪"): "%", ord("٫"): ".", ord("٬"): ","})
    return table


_FOLD = _table()
# Characters that do not fold to exactly one: only these shift the offsets.
_UNEVEN = re.compile("[" + "".join(re.escape(chr(c)) for c, to in _FOLD.items() if len(to or "") != 1) + "]")
_MARK = re.compile(f"[{MARK_CLASS}]+")
_ARABIC = re.compile(f"[{LETTER_CLASS}]")


@lru_cache(maxsize=60_000)
def fold_word(word: str) -> str:
    """Return the folded form of a word; see the module's description of folding."""
    return word.translate(_FOLD)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and where each of its characters came from.

    Attributes:
        text: The folded text.
        starts: For each folded character the code point index of its original; `starts[len(text)]` is the length
            of the original.
        source: The original text.
    """

    text: str
    starts: list[int]
    source: str

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open range of the original for a half-open folded range.

        Dropped characters inside it count, and so do the vowel signs and tatweel of its last letter, which a reader
        would not part from it; bidi and zero-width signs after it do not. A range that cuts a ligature (one original
        character, several folded ones) gets the whole ligature.
        """
        if start >= end:
            at = self.starts[start]
            return at, at
        last = self.starts[end - 1] + 1
        marks = _MARK.match(self.source, last) if last < self.starts[end] else None
        return self.starts[start], marks.end() if marks else last


def fold(text: str) -> Folded:
    """Return the text folded, with the original index of every folded character."""
    starts: list[int] = []
    at = 0
    for match in _UNEVEN.finditer(text):
        index = match.start()
        starts.extend(range(at, index))
        starts.extend([index] * len(_FOLD[ord(match[0])] or ""))
        at = index + 1
    starts.extend(range(at, len(text) + 1))
    return Folded(text.translate(_FOLD), starts, text)


def has_arabic(text: str) -> bool:
    """Return whether the text holds at least one Arabic letter."""
    return _ARABIC.search(text) is not None
