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

# Short vowels and Koranic signs (U+0610-061A, U+064B-065F, U+0670, U+06D6-06ED), tatweel, bidi and zero-width marks.
DROPPED_CLASS = "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c\u00ad"
LETTER_CLASS = "\u0621-\u063f\u0641-\u064a\u066e-\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc"
DIGIT_CLASS = "0-9\u0660-\u0669\u06f0-\u06f9"
QUOTES = "\"«»“”„‟‹›❝❞〝〞＂″"

_LETTERS = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ٲ": "ا", "ٳ": "ا",
    "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي", "ة": "ه", "ۀ": "ه", "ە": "ه", "ہ": "ه", "ؤ": "و",
    "ک": "ك", "ڪ": "ك",
}  # fmt: skip


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {}
    for code in [*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)]:  # presentation forms, ligatures included
        plain = unicodedata.normalize("NFKC", chr(code))
        if plain != chr(code):
            table[code] = "".join(_LETTERS.get(c, c) for c in plain if not re.match(f"[{DROPPED_CLASS} ]", c))
    for code in range(0x0600, 0x2070):
        if re.match(f"[{DROPPED_CLASS}]", chr(code)):
            table[code] = None
    table[0xFEFF] = None
    table.update({ord(a): b for a, b in _LETTERS.items()})
    table.update({base + d: str(d) for base in (0x0660, 0x06F0) for d in range(10)})
    table.update({ord(q): '"' for q in QUOTES})
    table.update({ord(b): " " for b in "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"})
    table.update({ord("٪"): "%", ord("٫"): ".", ord("٬"): ",", ord("–"): "-", ord("—"): "-", ord("−"): "-", ord("ـ"): None})
    return table


_FOLD = _table()


@lru_cache(maxsize=200_000)
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
    """

    text: str
    starts: list[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open range of the original for a half-open folded range; dropped marks inside it count."""
        if start >= end:
            at = self.starts[start]
            return at, at
        return self.starts[start], self.starts[end - 1] + 1


def fold(text: str) -> Folded:
    """Return the text folded, with the original index of every folded character."""
    out: list[str] = []
    starts: list[int] = []
    for index, char in enumerate(text):
        code = ord(char)
        folded = _FOLD[code] if code in _FOLD else char
        if folded:
            out.append(folded)
            starts.extend([index] * len(folded))
    starts.append(len(text))
    return Folded("".join(out), starts)


def has_arabic(text: str) -> bool:
    """Return whether the text holds at least one Arabic letter."""
    return _ARABIC.search(text) is not None


_ARABIC = re.compile(f"[{LETTER_CLASS}]")
