"""Whether decoded text reads as Arabic, and whether text holds the traces of a wrong decoding (mojibake).

The letter shares are those of Arabic newswire, rounded; they need not be exact, since a wrong single-byte code page
moves the most frequent letters (ل م ن و ي) to rare ones or out of the alphabet.
"""

from __future__ import annotations

import math
import re

# Letters of Modern Standard Arabic by their share in running text, in thousandths.
_SHARE = {
    "ا": 150, "ل": 120, "ي": 75, "م": 60, "و": 58, "ن": 55, "ر": 50, "ت": 47, "ب": 38, "ع": 37, "د": 35, "ه": 28,
    "ة": 38, "س": 30, "أ": 28, "ف": 28, "ق": 25, "ح": 23, "ك": 22,
    "ج": 15, "إ": 13, "ى": 12, "ش": 13, "ص": 12, "ط": 13, "خ": 11, "ض": 8,
    "ز": 8, "ث": 7, "ذ": 7, "ء": 5, "غ": 6, "ئ": 7, "ظ": 3, "ؤ": 3, "آ": 2,
}  # fmt: skip
_LOG = {letter: math.log(share / 1000) for letter, share in _SHARE.items()}
_RARE = math.log(0.0005)

_ARABIC_LETTER = re.compile(r"[\u0621-\u063a\u0641-\u064a\u067e\u0686\u0698\u06a4\u06af]")
_FOREIGN = re.compile(
    r"[\x80-\x9f\u00aa\u00b5\u00ba\u00c0-\u024f\u0370-\u05ff\u0679\u0688\u0691\u06a9\u06ba\u06be\u06c1\u06d2\u0900-\u1fff\u2500-\u25ff\u2e80-\uffff]"
)
# What Arabic spelling rules out: tanwin, ة or ى before a letter; ة ى ئ ؤ or a vowel sign at the start of a word; an
# accented Latin letter within an Arabic word.
_ODD = re.compile(
    r"[\u064b-\u064d\u0629\u0649][\u0621-\u0626\u0628-\u063a\u0641-\u0648\u064a]|(?<![\u0621-\u0652\u0640])[\u0629\u0649\u0626\u0624\u064b-\u0652]"
    r"|[\u0621-\u064a][\u00c0-\u024f]|[\u00c0-\u024f][\u0621-\u064a]"
)

# A byte 0x80-0xBF as Latin-1, Windows-1252 and Windows-1256 show it.
_LATIN_TAIL = (
    "\x80-\xbf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d"
    "\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178"
)
_ARABIC_TAIL = (
    _LATIN_TAIL + "\u067e\u0679\u0686\u0698\u0688\u06af\u06a9\u0691\u200c\u200d\u06ba\u060c\u06be\u061b\u061f"
)
_ACCENTED = "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff"
_MOJIBAKE = re.compile(
    f"(?:[\u00d8-\u00db][{_LATIN_TAIL}]){{3}}"  # UTF-8 read as Windows-1252: Ø§Ù„Ù…
    f"|(?:[\u0637\u0638][{_ARABIC_TAIL}]){{3}}"  # UTF-8 read as Windows-1256: ط§ظ„ظ…
    "|(?:\u00c3[\u02dc\u2122\u0161\u203a\x98\x99\x9a\x9b]\u00c2?.){3}"  # twice over
    "|\ufffd(?:[ ]?\ufffd){2}"  # replacement characters where letters were lost
    f"|[{_ACCENTED}]{{4,12}}(?: [{_ACCENTED}]{{2,12}}){{2}}"  # Windows-1256 read as 1252: ÇáÑÆíÓ
)


def mojibake(text: str) -> int | None:
    """Return where the first trace of a wrong decoding stands, as a code point index; `None` where there is none."""
    if text.isascii():
        return None
    found = _MOJIBAKE.search(text)
    return found.start() if found else None


def arabic_score(text: str) -> float | None:
    """Return how well text reads as Arabic (the mean log share of its letters, near -2.9), or `None` if it does not."""
    letters = _ARABIC_LETTER.findall(text)
    count = len(letters)
    foreign = len(_FOREIGN.findall(text))
    if count < 3 or foreign > 0.1 * count:
        return None
    odd = len(_ODD.findall(text))
    if odd > max(0.03 * count, 0.5) or mojibake(text) is not None:
        return None
    score = sum(_LOG.get(letter, _RARE) for letter in letters) / count - 10 * odd / count
    if score < _least(count) or (count >= 200 and text.count("ال") < 0.01 * count):
        return None
    return score


def _least(count: int) -> float:
    """Return the least score for a text of so many letters: short words scatter more widely."""
    return -3.15 - 1.2 / math.sqrt(count)
