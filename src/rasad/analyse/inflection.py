"""Features and lemma of a word: from the lexicon learned from the treebank, else from its letters and neighbours.

The tagger's label gives part of speech and, of verbs, aspect and voice (`VERB.Perf.Pass`). Person, gender and number
follow from the lexicon where it has the word, else from the ending; definiteness from the article, the pronoun or a
following genitive; mood from the particle before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rasad.document import Word

_PERSONS = {"1": "1", "2": "2", "3": "3"}
_GENDERS = {"M": "Masc", "F": "Fem"}
_NUMBERS = {"S": "Sing", "D": "Dual", "P": "Plur"}
_SUBJUNCTIVE = frozenset("ان لن كي لكي حتي الا لئلا كيلا".split())
_NOMINAL = frozenset(("NOUN", "ADJ", "PROPN"))
_GENITIVE = frozenset(("NOUN", "PROPN", "NUM"))
_BE = frozenset("كان كانت كانوا كانا كنا كنت ليس ليست ليسوا لسنا".split())
_BECOMES = ("يك", "تك", "نك", "اك")  # يكون, تكن ...


class Entry(NamedTuple):
    """What the lexicon has of a core under a label: `3MS` (person, gender, number; `-` unknown), lemma or empty."""

    agreement: str
    lemma: str


Lexicon = Callable[[str, str], Entry | None]
Guess = Callable[[str, str], str]


def describe(words: Sequence[Word], labels: Sequence[str], lexicon: Lexicon, guess: Guess) -> None:
    """Set part of speech, features and lemma of the Arabic words of a sentence.

    Args:
        words: The sentence.
        labels: The tagger's label of each word.
        lexicon: The entry of a core under a label, `None` where there is none.
        guess: The lemma of a core under a label that the lexicon lacks; empty where unknown.
    """
    last = len(words) - 1
    for i, (word, label) in enumerate(zip(words, labels, strict=True)):
        if word.kind != "arabic":
            continue
        pos, _, kind = label.partition(".")
        entry = lexicon(word.core, label)
        word.pos = pos
        word.lemma = (entry.lemma or word.core) if entry else guess(word.core, label)
        if pos in ("VERB", "AUX"):
            word.features = _verbal(word, kind or _aspect_of_be(word.core), entry, words[i - 1] if i else None)
        elif pos in _NOMINAL:
            code = entry.agreement if entry else _number(word.core, pos)
            if not entry and len(word.core) > 4 and word.core.endswith("ان") and lexicon(word.core[:-2], pos):
                code = "-MD"
            following = labels[i + 1].partition(".")[0] if i < last and words[i + 1].kind == "arabic" else ""
            word.features = _nominal(word, code, following, words[i + 1] if i < last else None)


def _aspect_of_be(core: str) -> str:
    if core in _BE:
        return "Perf.Act"
    return "Imp.Act" if core.startswith(_BECOMES) else ""


def _verbal(word: Word, kind: str, entry: Entry | None, before: Word | None) -> dict[str, str]:
    if not kind:
        return {}
    aspect, _, voice = kind.partition(".")
    code = entry.agreement if entry else agreement(word.core, aspect, bool(word.enclitic))
    found = {"Aspect": aspect, "Voice": voice}
    _spell(found, code)
    if aspect == "Imp":
        found["Mood"] = _mood(word, before)
    elif aspect == "Imv":
        found["Aspect"], found["Mood"] = "Imp", "Imp"
    return found


def _mood(word: Word, before: Word | None) -> str:
    core = before.core if before else ""
    if core == "لم":
        return "Jus"
    return "Sub" if core in _SUBJUNCTIVE or word.proclitics[-1:] == ("ل",) else "Ind"


def _nominal(word: Word, code: str, following: str, after: Word | None) -> dict[str, str]:
    found: dict[str, str] = {}
    pos = word.pos
    if pos != "PROPN":
        _spell(found, code)
    if "ال" in word.proclitics:
        found["Definite"] = "Def"
    elif word.enclitic or (pos == "NOUN" and following in _GENITIVE and after and not _particle(after)):
        found["Definite"] = "Cons"
    elif pos != "PROPN":
        found["Definite"] = "Ind"
    return found


def _particle(word: Word) -> bool:
    return bool(word.proclitics) and word.proclitics[0] != "ال"


def _spell(found: dict[str, str], code: str) -> None:
    if code[0] != "-":
        found["Person"] = _PERSONS[code[0]]
    if code[1] != "-":
        found["Gender"] = _GENDERS[code[1]]
    if code[2] != "-":
        found["Number"] = _NUMBERS[code[2]]


@lru_cache(maxsize=50_000)
def agreement(core: str, aspect: str, suffixed: bool) -> str:
    """Return person, gender and number of a verb from its letters, such as `3FS`; `-` for what they do not tell."""
    if aspect == "Perf":
        return _perfect(core, suffixed)
    if aspect == "Imv":
        return "2MP" if core.endswith("وا") else "2MS"
    first, rest = core[:1], core[1:]
    if first == "ن":
        return "1-P"
    if first == "ا":
        return "1-S"
    person = "2" if first == "ت" and rest.endswith(("ون", "وا")) else "3"
    if rest.endswith(("ون", "وا")) and len(rest) > 3:
        return f"{person}MP"
    gender = "F" if first == "ت" else "M"
    return f"3{gender}D" if rest.endswith("ان") and len(rest) > 4 else f"3{gender}S"


def _perfect(core: str, suffixed: bool) -> str:
    if len(core) > 3:
        if core.endswith("وا") or (suffixed and core.endswith("و")):
            return "3MP"
        if core.endswith("تا"):
            return "3FD"
        if core.endswith("نا"):
            return "1-P"
        if core.endswith("ا"):
            return "3MD"
    if core.endswith("ت") and len(core) > 2:
        return "3FS"
    return "3MS"


@lru_cache(maxsize=50_000)
def _number(core: str, pos: str) -> str:
    if len(core) > 3:
        if core.endswith("ات"):
            return "-FP"
        if core.endswith(("ون", "ين", "يين")):
            return "-MP"
        if core.endswith(("تان", "تين")):
            return "-FD"
    if core.endswith("ه"):
        return "-FS"
    return "-MS" if pos == "ADJ" else "--S"
