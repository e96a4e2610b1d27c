"""What the words after counted people say befell them: `قتلوا`, `مصرعهم`, `بجروح`, `قيد الاعتقال`, `من ديارهم`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from rasad.document import Word
from rasad.mentions.quantities import cues
from rasad.mentions.quantities.cues import ENDS, table
from rasad.mentions.quantities.nouns import counted

_AFTER = 6  # words between counted people and the verb whose subject they are
_LOTS = frozenset(("dead", "injured", "arrested", "displaced"))
_TO = frozenset(("علي", "الي"))
_ACTS = frozenset(("اصابه", "وفاه", "جثه", "جثمان", "ضحيه"))  # no attributes of people
_PLURAL = ("وا", "ون", "ن", "ا")  # of a verb after its subject: قتلوا, يقتلون, قتلن, قتلا
_FROM = "من"  # after a number that no noun follows it tells what is counted: اثنان من منازلهم
_PARTICIPLES = ("م", "نازح")
_RELATIVE = frozenset(("الذين", "اللذين", "التي"))


def after(words: Sequence[Word], norms: Sequence[str], end: int, *, bare: bool) -> str | None:
    """Return what the words after counted people say (`bare`: after a number that no noun follows)."""
    own = _attribute(norms, end)
    if own:
        return own
    for index in range(end, min(len(words), end + _AFTER)):
        norm = norms[index]
        if norm in ENDS or norm in _stops():
            return None
        told = _predicate(words, norms, index)
        if told and not (bare and told == "displaced" and norm == _FROM):
            return told
        if words[index].pos == "VERB" and not passes(norm):
            return "dead" if index + 1 < len(norms) and cues.fate(norms[index + 1]) else None
    return None


def _attribute(norms: Sequence[str], end: int) -> str | None:
    """Return what an attribute of the people says: عائلة نازحة, أطفال مصابين, مواطنين أمريكيين محتجزين."""
    definite = norms[end - 1].startswith("ال")
    for index in range(end, min(len(norms), end + 2)):
        seen = counted(norms[index])
        if seen is None or seen.definite != definite:
            return None
        if seen.noun.unit in _LOTS and seen.noun.lemma not in _ACTS:
            named = index > end or definite  # then a noun of its own is none: المئات الأسرى
            return seen.noun.unit if not named or seen.noun.lemma.startswith(_PARTICIPLES) else None
    return None


def _participle(norm: str) -> str | None:
    """Return what a participle says befell those it tells of: ما زالوا محتجزين."""
    seen = counted(norm)
    if seen is None or seen.definite or seen.noun.unit not in _LOTS or not seen.noun.lemma.startswith(_PARTICIPLES):
        return None
    return seen.noun.unit


def passes(norm: str) -> bool:
    """Return whether a verb may stand between what befell people and their number: بلغ, يصل."""
    return norm in table("passed") or norm.removeprefix("و") in table("passed")


@cache
def _stops() -> frozenset[str]:
    return table("breaks") - _RELATIVE


def _predicate(words: Sequence[Word], norms: Sequence[str], index: int) -> str | None:
    norm = norms[index]
    following = norms[index + 1] if index + 1 < len(norms) else ""
    if cues.fate(norm):
        return "dead"
    if norm in table("held.before") and cues.is_held(following):
        return "arrested"
    told = cues.told_behind(norms, index)
    if told:
        return told
    found = cues.cue_of(following) if norm in _TO else None
    if found is not None and not found.verb and found.unit == "displaced":
        return found.unit  # أجبروا على النزوح
    if index and norms[index - 1] in table("states"):
        return _participle(norm)
    if words[index].pos != "NOUN" and (found := cues.with_object(norm)):
        return found.unit if found.unit in _LOTS else None
    found = cues.cue_of(norm)
    if found is None or not found.verb or found.unit not in _LOTS:
        return None
    collective = norm.endswith("ت") and index > 0 and norms[index - 1].endswith("ه")  # 1800 أسرة نزحت
    if norm.startswith("و") or not (collective or norm.endswith(_PLURAL)) or _governs(words, index + 1):
        return None
    return found.unit


def _governs(words: Sequence[Word], at: int) -> bool:
    """Return whether a verb before this word has it as its object, so that it is active (قتلوا أربعة جنود)."""
    if at >= len(words):
        return False
    word = words[at]
    if word.norm in table("adverbs") or word.proclitics[:1] in (("ب",), ("ل",), ("و",)):
        return False
    return word.pos in ("NOUN", "NUM", "PROPN", "PRON") or word.kind == "number"
