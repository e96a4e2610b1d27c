"""Personal names in Latin letters, for persons without a known English name.

Letters follow the ALA-LC romanization tables without diacritics (hamza is left out). Arabic does not write short
vowels: words of `vocabulary/actors/given_names.toml` have theirs; in others an `a` is put after a first consonant and
where three would meet (الحربي: al-Harbi), and for ع. It is a reading aid, not the bearer's own spelling.
"""

from __future__ import annotations

import re

from rasad.arabic.letters import DROPPED_CLASS, fold_word
from rasad.link.lexicon import lexicon

_LETTERS = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ء": "", "ؤ": "u", "ئ": "i", "ب": "b", "ت": "t", "ث": "th", "ج": "j",
    "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t",
    "ظ": "z", "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "ة": "a",
    "ى": "a", "پ": "p", "چ": "ch", "ژ": "zh", "گ": "g", "ڤ": "v", "ک": "k", "ی": "i",
}  # fmt: skip
_VOWELS = "اأإآىويؤئةیع"
_DROPPED = re.compile(f"[{DROPPED_CLASS}]")
_SEPARATE = re.compile(r"[\s_-]+")


def transliterate(name: str) -> str:
    """Return a personal name in Latin letters."""
    given = lexicon().given
    words = [w for w in _SEPARATE.split(_DROPPED.sub("", name)) if w]
    words = re.sub(r"(?<!\S)(عبد) (?=\S)", r"\1", " ".join(words)).split()
    found: list[str] = []
    for at, word in enumerate(words):
        known = given.get(fold_word(word))
        if known and (known not in ("Allah", "ibn") or at > 0):
            found.append(known)
        elif word.startswith("ال") and len(word) > 3:
            found.append("al-" + (given.get(fold_word(word[2:])) or _word(word[2:])))
        else:
            found.append(_word(word))
    text = " ".join(w for w in found if w)
    return re.sub(r"\bAbd al-(?=al-)", "Abd ", text)


def _word(word: str) -> str:
    if not re.search("[ء-يپچژگڤکی]", word):
        return word
    latin = ""
    run = 0  # consonants since the last vowel; two may meet within a word, none at its beginning
    for at, letter in enumerate(word):
        before = word[at - 1] if at else ""
        after = word[at + 1] if at + 1 < len(word) else ""
        if letter in "وي" and (sign := _semivowel(letter, before, after)) in "ui":
            latin, run = latin + sign, 0
        elif letter in _VOWELS and letter not in "وي":
            latin, run = latin + _LETTERS[letter], 0
        else:
            if run == 2:
                latin, run = latin + "a", 0
            latin += sign if letter in "وي" else _LETTERS.get(letter, letter)
            run = run + 1 if at else 2
    latin = re.sub("aa+", "a", latin)
    return latin[:1].upper() + latin[1:]


def _semivowel(letter: str, before: str, after: str) -> str:
    consonant, vowel = ("w", "u") if letter == "و" else ("y", "i")
    if not before or (after and after in "اىة") or before in "اوي":
        return consonant
    return vowel
