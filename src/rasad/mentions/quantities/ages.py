"""Ages: years that are somebody's (`عمره سبع سنوات`, `(30 عاما)`) and ordinals of a year of life."""

from __future__ import annotations

from collections.abc import Sequence

from rasad.arabic import numerals
from rasad.document import Word
from rasad.mentions.quantities import nouns
from rasad.mentions.quantities.phrases import Phrase

_OF = "من"
_REACH = 5
_ROUND = frozenset(("عام", "سنه", "شهر"))


def is_age(words: Sequence[Word], norms: Sequence[str], phrase: Phrase) -> bool:
    """Return whether a time is somebody's age: عمره سبع سنوات, (30 عاما), دون 18 عاما, 30 عاما من عمره."""
    noun = nouns.counted(norms[phrase.noun]) if phrase.noun is not None else None
    if noun is None or noun.noun.lemma not in _ROUND:
        return False
    first, end = phrase.first, phrase.end
    if first and norms[first - 1] in nouns.age_words("limits"):
        return True
    if first and end < len(norms) and norms[first - 1] == "(" and norms[end] == ")":
        return True
    if norms[end : end + 1] == [_OF] and norms[end + 1 : end + 2] and norms[end + 1] in nouns.age_words("words"):
        return True
    for index in range(first - 1, max(-1, first - 1 - _REACH), -1):
        if norms[index] in ".؟!؛،:":
            return False
        if norms[index] in nouns.age_words("words"):
            return True
    return False


def ordinal(norms: Sequence[str], at: int) -> Phrase | None:
    """Return the age that an ordinal names: في الرابعة عشرة من عمره, الثانية والثلاثين من العمر."""
    found = numerals.parse(norms, at) if norms[at].startswith("ال") and numerals.may_start(norms[at]) else None
    if found is None or not found.ordinal or not found.definite:
        return None
    end = at + found.used
    if norms[end : end + 1] != [_OF] or end + 1 >= len(norms) or norms[end + 1] not in nouns.age_words("words"):
        return None
    return Phrase(at, end, "age", found.value, found.value, found.value, None, 0)
