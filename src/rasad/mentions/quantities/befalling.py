"""What befell the people who are counted: `مقتل عشرة أشخاص` counts dead, `نزح 9 آلاف شخص` displaced.

Told by the words before the number within its clause (`vocabulary/befalling.toml`), by those after it (`عشرة أشخاص
قتلوا`, `لقي عشرة مصرعهم`), or by the people before them: a part shares the lot of the whole (`بينهم ثلاثة أطفال`), and
so does what و joins to it. Where two things befell the same people (`قتل وأصيب 30`), neither is said of their number.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from rasad import vocabulary
from rasad.arabic.clitics import cuts, stem, stems
from rasad.arabic.inflect import verb_forms
from rasad.arabic.letters import fold_word
from rasad.document import Word
from rasad.mentions.quantities.nouns import PEOPLE, counted, look

MIXED = "mixed"
_FAR = 8
_NEAR = 5  # words before a number that no noun follows
_AFTER = 4  # words between counted people and the verb whose subject they are
_JOINED = 5  # words between people counted and others that و joins to them
_PART_REACH = 3
_ENDS = frozenset(".؟?!؛:،")
_LOTS = frozenset(("dead", "injured", "arrested", "displaced"))
_OF_THEM = frozenset(("منهم", "منهن"))
_NONE = frozenset(("لا", "دون", "بدون"))  # before a noun: لا إصابات
_TO = frozenset(("علي", "الي"))
_NUMBER = ("عدد", "حصيل")  # of whom: عدد القتلى
_AND = frozenset(("و", "او"))
_ACTS = frozenset(("اصابه", "وفاه"))  # nouns of what befell rather than of people
_PLURAL = ("وا", "ون", "ن", "ا")  # of a verb after its subject: قتلوا, يقتلون, قتلن, قتلا
_ADVERBS = frozenset(
    "خلال امس اليوم منذ اثر جراء قرب اثناء بعد قبل حتفهم مصرعهم نحبهم حياتهم ارواحهم بين داخل خارج وسط حين".split()
)


class Cue(NamedTuple):
    """What a word says befell those counted after it, and how far it reaches."""

    unit: str
    reach: int
    verb: bool


class Place(NamedTuple):
    """Where a number stands.

    Attributes:
        at: The index of its first word, with what loosens it.
        bare: Whether no noun of people follows it; then what befell them must stand nearer.
        joined: Whether its first word begins with و.
        of_them: Whether منهم follows it.
    """

    at: int
    bare: bool
    joined: bool
    of_them: bool


class People(NamedTuple):
    """People counted earlier in the sentence: the index after their words, and what befell them (`None`: nothing)."""

    end: int
    befallen: str | None


def before(words: Sequence[Word], norms: Sequence[str], place: Place, people: People | None) -> str | None:
    """Return what the words before a number say.

    Args:
        words: The words of the sentence.
        norms: Their folded forms.
        place: Where the number stands.
        people: Those counted last in the sentence.
    """
    at = place.at
    if at and is_part(norms[at - 1]):
        share = _shared(words, norms, at, people)
        if share is not None:
            return share or None
    found = _searched(words, norms, at, people.end if people else 0, bare=place.bare)
    if found is None and people is not None and place.of_them:
        return people.befallen
    if found is None and people is not None and (place.joined or (at and norms[at - 1] == "و")):
        return people.befallen if _is_joined(words, norms, people.end, at) else None
    return found


def after(words: Sequence[Word], norms: Sequence[str], end: int) -> str | None:
    """Return what the words after counted people say (نازحة، قتلوا، مصرعهم، بجروح، قيد الاعتقال)."""
    own = counted(norms[end]) if end < len(norms) else None
    if own is not None and not own.definite and own.noun.unit in _LOTS and own.noun.lemma not in _ACTS:
        return own.noun.unit  # عائلة نازحة, أطفال مصابين
    for index in range(end, min(len(words), end + _AFTER)):
        norm = norms[index]
        if norm in _ENDS:
            return None
        told = _predicate(words, norms, index)
        if told:
            return told
        if words[index].pos == "VERB" and not _passes(norm):
            return "dead" if index + 1 < len(norms) and _fate(norms[index + 1]) else None
    return None


def between_fates(norms: Sequence[str], end: int) -> bool:
    """Return whether the people counted are said to be of two lots: بين قتيل وجريح."""
    if end < len(norms) and norms[end] == "ما":
        end += 1
    return end + 2 < len(norms) and norms[end] == "بين" and _two_fates(norms[end + 1], norms[end + 2])


def is_part(norm: str) -> bool:
    """Return whether what follows a word is a part of those counted before: بينهم, منهم."""
    return norm.removeprefix("و") in _table("parts")


def is_of_them(norms: Sequence[str], end: int) -> bool:
    """Return whether a number counts some of those before it: ثلاثة منهم."""
    return end < len(norms) and norms[end] in _OF_THEM


def _predicate(words: Sequence[Word], norms: Sequence[str], index: int) -> str | None:
    norm = norms[index]
    following = norms[index + 1] if index + 1 < len(norms) else ""
    if norm in _table("fate.injured"):
        return "injured"
    if _fate(norm):
        return "dead"
    if norm in _table("held.before") and _is_held(following):
        return "arrested"
    cue = _cue(following) if norm in _TO else None
    if cue is not None and not cue.verb and cue.unit == "displaced":
        return cue.unit  # أجبروا على النزوح
    cue = _cue(norm)
    if cue is None or not cue.verb or norm[:1] in ("و", "ف") or not norm.endswith(_PLURAL):
        return None
    return None if _governs(words, index + 1) else cue.unit


def _governs(words: Sequence[Word], at: int) -> bool:
    """Return whether a verb before this word has it as its object, so that it is active (قتلوا أربعة جنود)."""
    if at >= len(words):
        return False
    word = words[at]
    if word.norm in _ADVERBS or word.proclitics[:1] in (("ب",), ("ل",), ("و",)):
        return False
    return word.pos in ("NOUN", "NUM", "PROPN", "PRON") or word.kind == "number"


def two_fates(noun: str, second: str) -> bool:
    """Return whether و joins to a noun of people another of a different lot (قتيلا وجريحا)."""
    return second.startswith("و") and _two_fates(noun, second)


def _two_fates(noun: str, second: str) -> bool:
    one, other = look(noun), look(second)
    if one is None or other is None or not second.startswith("و"):
        return False
    fates = {one.noun.unit, other.noun.unit}
    alike = (one.noun.singular and other.noun.singular) or (one.noun.plural and other.noun.plural)
    if not alike or len(fates) != 2 or not fates & {"dead", "injured"} or {one.noun.lemma, other.noun.lemma} & _ACTS:
        return False
    return fates <= {"dead", "injured", "arrested"} or "مفقود" in (one.noun.lemma, other.noun.lemma)


def _shared(words: Sequence[Word], norms: Sequence[str], at: int, people: People | None) -> str | None:
    """Return what befell the whole of a part, empty for nothing; `None` where the part has a verb of its own."""
    for index in range(at - 2, max(-1, at - 2 - _PART_REACH), -1):
        if people is not None and index < people.end:
            break
        if norms[index] in _ENDS or norms[index] == "من":
            continue
        if words[index].pos == "VERB" or _cue(norms[index]):
            cue = _cue(norms[index])
            return cue.unit if cue and norms[at - 1] == "منهم" else "" if cue is None and people else None
    return (people.befallen or "") if people is not None else None


def _searched(words: Sequence[Word], norms: Sequence[str], at: int, floor: int, *, bare: bool) -> str | None:
    if at and norms[at - 1] in _table("against"):
        return None
    by = "علي" if at and norms[at - 1] == "علي" and not _leads_on(norms, at - 2) else ""
    for index in range(at - 1, max(floor, at - 1 - (_NEAR if bare else _FAR)) - 1, -1):
        norm = norms[index]
        if norm in _ENDS or norm in _table("breaks"):
            return None
        cue = _cue(norm, by)
        if cue is not None:
            if at - 1 - index > cue.reach:
                return None
            if not cue.verb and (_unreal(norms, index) or (index and norms[index - 1] in _NONE)):
                return None
            return MIXED if _second_cue(norms, index, cue) else cue.unit
        if words[index].pos == "VERB" and not _passes(norm):
            return None
        if bare and (unit := _counted_before(norms, index, at)):
            return unit
    return None


def _counted_before(norms: Sequence[str], index: int, at: int) -> str | None:
    """Return the people whose number follows them: عدد المتظاهرين 500, المفقودون بلغوا 30."""
    seen = look(norms[index])
    if seen is None or seen.noun.unit not in PEOPLE or not seen.noun.plural:
        return None
    if not seen.definite and not (index and norms[index - 1].startswith(_NUMBER)):
        return None
    between = norms[index + 1 : at]
    led = index > 0 and norms[index - 1].startswith(_NUMBER) and between[-1:] in ([], ["الي"], ["ب"])
    return seen.noun.unit if led or all(_passes(norm) or norm == "الي" for norm in between) else None


def _passes(norm: str) -> bool:
    return norm in _table("passed") or norm.removeprefix("و") in _table("passed")


def _leads_on(norms: Sequence[str], index: int) -> bool:
    """Return whether the word before على belongs to the number: يزيد على عشرة."""
    return index >= 0 and _passes(norms[index])


def _second_cue(norms: Sequence[str], index: int, cue: Cue) -> bool:
    """Return whether another lot is joined to this one before the number: مقتل وإصابة 30."""
    if norms[index].startswith("و") and index:
        other = _cue(norms[index - 1])
    elif index > 1 and norms[index - 1] in _AND:
        other = _cue(norms[index - 2])
    else:
        return False
    return other is not None and other.unit != cue.unit


def _unreal(norms: Sequence[str], index: int) -> bool:
    """Return whether a verbal noun names what is only ordered, threatened or planned: حكم بإعدام عشرة."""
    if not norms[index].startswith(("ب", "بال", "ل")) and (
        index == 0 or norms[index - 1] not in ("علي", "الي", "محاوله")
    ):
        return False
    return any(norms[i].removeprefix("و") in _unreal_words() for i in range(max(0, index - 4), index))


def _is_joined(words: Sequence[Word], norms: Sequence[str], end: int, at: int) -> bool:
    between = range(end, at)
    if len(between) > _JOINED:
        return False
    return not any(
        norms[i] in _ENDS - {"،"} or norms[i] in _table("breaks") or words[i].pos == "VERB" or _cue(norms[i])
        for i in between
    )


@lru_cache(maxsize=50_000)
def _cue(norm: str, by: str = "") -> Cue | None:
    if norm in _table("not_befell"):
        return None
    verbs, nouns = _cues(by)
    for cut in cuts(norm):
        if cut.verbal and (found := verbs.get(cut.core)) and len(cut.core) > len(cut.enclitic):
            return found
        if cut.nominal and (found := nouns.get(cut.core)):
            return found
    return None


@lru_cache(maxsize=20_000)
def _fate(norm: str) -> bool:
    """Return whether a word is the death of those before it: مصرعهم, حتفه."""
    return any(
        cut.enclitic in ("ه", "ها", "هم", "هن", "هما") and cut.core in _table("fate.nouns") for cut in cuts(norm)
    )


def _is_held(norm: str) -> bool:
    return bool(stems(norm) & frozenset(map(stem, _table("held.nouns"))))


@cache
def _table(path: str) -> frozenset[str]:
    """Return the folded words of a table of the vocabulary; its key is `words` unless the path names one."""
    name, _, key = path.partition(".")
    return frozenset(map(fold_word, vocabulary.load("befalling")[name][key or "words"].split()))


@cache
def _unreal_words() -> frozenset[str]:
    verbs = vocabulary.load("befalling")["unreal"]["verbs"].split()
    return _table("unreal") | {form.text for verb in verbs for form in verb_forms(*verb.split("/"))}


@cache
def _cues(by: str) -> tuple[dict[str, Cue], dict[str, Cue]]:
    verbs: dict[str, Cue] = {}
    nouns: dict[str, Cue] = {}
    for row in vocabulary.load("befalling")["befell"]:
        if fold_word(row.get("by", "")) != by:
            continue
        for verb in row["verbs"].split():
            for form in verb_forms(*verb.split("/")):
                rare = form.jussive or (
                    form.gender == "Fem" and form.number == "Plur"
                )  # متن is on board, not: they died
                if form.person == "3" and form.suffixed is not True and not rare:
                    verbs.setdefault(form.text, Cue(row["unit"], row["reach"], True))
        for noun in row["nouns"].split():
            nouns.setdefault(fold_word(noun), Cue(row["unit"], row["reach"], False))
    return verbs, nouns
