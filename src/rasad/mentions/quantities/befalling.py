"""What befell the people who are counted: `مقتل عشرة أشخاص` counts dead, `نزح 9 آلاف شخص` displaced.

Told by the words before the number within its clause (`vocabulary/befalling.toml`), by those after it (`عشرة أشخاص
قتلوا`, `لقي عشرة مصرعهم`), or by the people before them: a part shares the lot of the whole (`بينهم ثلاثة أطفال`), and
so does what و joins to it. Where two things befell the same people (`قتل وأصيب 30`), neither is said of their number.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rasad.document import Word
from rasad.mentions.quantities.cues import ENDS, PERSON, Cue, cue_of, dies, fate, table, unreal_words
from rasad.mentions.quantities.following import passes
from rasad.mentions.quantities.nouns import PEOPLE, Noun, Seen, counted, look, sound_plural

MIXED = "mixed"
_FAR = 8
_NEAR = 5  # words before a number that no noun follows
_JOINED = 5  # words between people counted and others that و joins to them
_PART_REACH = 3
_OF_THEM = frozenset(("منهم", "منهن"))
_NONE = frozenset(("لا", "دون", "بدون"))  # before a noun: لا إصابات
_NUMBER = ("عدد", "حصيل")  # of whom: عدد القتلى
_AND = frozenset(("و", "او"))
_ACTS = frozenset(("اصابه", "وفاه"))  # nouns of what befell rather than of people
_ONLY = frozenset(("سوي", "الا"))  # منهم سوى تسعة
_PEOPLE = Seen(Noun(PERSON, False, False, True, ""), True, 0)
_THEIR_NUMBER = ("عدده", "وعدده")
_THEIR_REACH = 8
_ONE = frozenset(("واحدا", "واحده"))
_TALLIED_REACH = 14
_TALLY_REACH = 4
_UNREAL_REACH = 6  # قضت محكمة في مدينة طرابلس بسجن


class Place(NamedTuple):
    """Where a number stands.

    Attributes:
        at: The index of its first word, with what loosens it.
        bare: Whether no noun of people follows it; then what befell them must stand nearer.
        joined: Whether its first word begins with و.
        of_them: Whether منهم follows it.
        by_b: Whether the particle ب stands at it.
    """

    at: int
    bare: bool
    joined: bool
    of_them: bool
    by_b: bool = False


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
    floor = people.end if people else 0
    found = _searched(words, norms, place, floor) or _tallied(norms, at, floor)
    if found is not None or people is None:
        return found
    if place.of_them:
        return people.befallen
    if place.joined or (at and norms[at - 1] == "و"):
        return people.befallen if _is_joined(words, norms, people.end, at) else None
    if place.bare and _is_tally(norms, max(people.end, at - _TALLY_REACH), at):
        return people.befallen or PERSON
    return None


def of_wounds(norms: Sequence[str], at: int, end: int) -> bool:
    """Return whether wounded who are counted have died: وفاة ثلاثة جرحى, جريحان لفظا أنفاسهما."""
    if at and dies(norms[at - 1]):
        return True
    return any(fate(norms[i]) for i in range(end, min(len(norms), end + 2)))


def skip_only(norms: Sequence[str], at: int) -> int:
    """Return the index of سوى or إلا directly before a word, else its own."""
    return at - 1 if at and norms[at - 1] in _ONLY else at


def between_fates(norms: Sequence[str], end: int) -> bool:
    """Return whether the people counted are said to be of two lots: بين قتيل وجريح."""
    while end < len(norms) and (norms[end] == "ما" or norms[end] in table("victims")):
        end += 1
    return end + 2 < len(norms) and norms[end] == "بين" and _two_fates(norms[end + 1], norms[end + 2])


def is_part(norm: str) -> bool:
    """Return whether what follows a word is a part of those counted before: بينهم, منهم."""
    return norm.removeprefix("و") in table("parts")


def is_of_them(norms: Sequence[str], end: int) -> bool:
    """Return whether a number counts some of those before it: ثلاثة منهم."""
    return end < len(norms) and norms[end] in _OF_THEM


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
        if norms[index] in ENDS or norms[index] == "من":
            continue
        found = cue_of(norms[index])
        if words[index].pos == "VERB" or found:
            return found.unit if found and norms[at - 1] == "منهم" else "" if found is None and people else None
    return (people.befallen or "") if people is not None else None


def _searched(words: Sequence[Word], norms: Sequence[str], place: Place, floor: int) -> str | None:
    at = place.at
    by = _preposition(norms, at)
    if not by and at and norms[at - 1] in table("against"):
        return None
    steps = 0
    for index in range(at - 1, floor - 1, -1):
        norm = norms[index]
        if norm in ENDS or norm in table("breaks") or steps > (_NEAR if place.bare else _FAR):
            return None
        found = cue_of(norm, by) or (cue_of(norm, "ب") if place.by_b else None)
        if found is not None:
            return _told(norms, index, at, found) if steps <= found.reach else None
        if words[index].pos == "VERB" and not passes(norm):
            return None
        if place.bare and not by and (unit := _counted_before(norms, index, place)):
            return unit
        steps += norm not in table("light")
    return None


def _preposition(norms: Sequence[str], at: int) -> str:
    """Return the preposition at a number of which some words tell: على (قبض على), في (حكم القتل في)."""
    last = norms[at - 1] if at else ""
    if last == "علي":
        return "" if any(map(passes, norms[max(0, at - 5) : at - 1])) else last
    return last if last == "في" else ""


def _told(norms: Sequence[str], index: int, at: int, found: Cue) -> str | None:
    """Return what befell people by a word that tells of it, unless it is only ordered or denied."""
    if found.verb:
        if any(norm in table("sentenced") for norm in norms[index + 1 : at]):
            return None  # قضت المحكمة بالإعدام على
    elif _unreal(norms, index) or (index and norms[index - 1] in _NONE):
        return None
    return MIXED if _second_cue(norms, index, found) else found.unit


def _is_tally(norms: Sequence[str], start: int, at: int) -> bool:
    """Return whether a number is told again of those counted before: رفعت الحصيلة إلى 12."""
    for index in range(at - 1, start - 1, -1):
        if norms[index] in ENDS:
            return False
        if norms[index] in table("tally"):
            return True
    return False


def _tallied(norms: Sequence[str], at: int, floor: int) -> str | None:
    """Return the people of whom a count is told far before it: ارتفعت حصيلة قتلى السيول التي اجتاحت الولاية إلى 324."""
    if not at or norms[at - 1] != "الي":
        return None
    for index in range(at - 2, max(floor, at - _TALLIED_REACH) - 1, -1):
        if norms[index] in ENDS:
            return None
        if norms[index].startswith(_NUMBER):
            found = cue_of(norms[index + 1])
            return found.unit if found and not found.verb else None
    return None


def _counted_before(norms: Sequence[str], index: int, place: Place) -> str | None:
    """Return the people whose number follows them: عدد المتظاهرين 500, المفقودون بلغوا 30."""
    at = place.at
    seen = look(norms[index])
    if seen is None and index and norms[index - 1].startswith(_NUMBER) and norms[index].startswith("ال"):
        seen = _PEOPLE if sound_plural(norms[index]) else None  # عدد المختفين
    if seen is None or seen.noun.unit not in PEOPLE or not seen.noun.plural:
        return None
    if not seen.definite and not (index and norms[index - 1].startswith(_NUMBER)):
        return None
    if seen.noun.unit in ("person", "troops") and _tells(norms, index):
        return None  # عدد القتلى المدنيين
    between = norms[index + 1 : at]
    led = not between or place.by_b or between[-1] in ("الي", "ب") or passes(between[-1])
    led = led and index > 0 and norms[index - 1].startswith(_NUMBER)
    led = led or norms[at - 1].startswith(_THEIR_NUMBER)
    return seen.noun.unit if led or all(passes(norm) or norm == "الي" for norm in between) else None


def _tells(norms: Sequence[str], index: int) -> bool:
    """Return whether the word before people, or before من before them, tells what befell them."""
    index -= 1 + (index > 1 and norms[index - 1] == "من")
    seen = look(norms[index]) if index >= 0 else None
    return seen is not None and seen.definite and seen.noun.unit in PEOPLE - {"person", "troops"}


def _second_cue(norms: Sequence[str], index: int, found: Cue) -> bool:
    """Return whether another lot is joined to this one before the number: مقتل وإصابة 30."""
    if norms[index].startswith("و") and index:
        other = None if _has_subject(norms, index - 1) else cue_of(norms[index - 1])
    elif index > 1 and norms[index - 1] in _AND:
        other = cue_of(norms[index - 2])
    else:
        return False
    return other is not None and other.unit != found.unit


def _has_subject(norms: Sequence[str], index: int) -> bool:
    """Return whether a word that tells of people tells of those before it: قتلوا وأصيب ستة, شخصا قتل وأصيب ستة."""
    norm = norms[index]
    if fate(norm) or norm.endswith("وا") or (norm.endswith(("ا", "ن")) and cue_of(norm[:-1])):
        return True
    found = cue_of(norm)
    if not index or found is None or not found.verb:
        return False
    seen = counted(norms[index - 1])
    if seen is None:
        return norms[index - 1] in _ONE
    return seen.noun.unit in PEOPLE and not seen.definite and not norms[index - 1].endswith("ه")


def _unreal(norms: Sequence[str], index: int) -> bool:
    """Return whether a verbal noun names what is only ordered, threatened or planned: حكم بإعدام عشرة."""
    if not norms[index].startswith(("ب", "بال", "ل")) and (
        index == 0 or norms[index - 1] not in ("علي", "الي", "محاوله")
    ):
        return False
    for at in range(index - 1, max(-1, index - 1 - _UNREAL_REACH), -1):
        if norms[at] in ENDS:
            return False
        if norms[at].removeprefix("و") in unreal_words():
            return True
    return False


def _is_joined(words: Sequence[Word], norms: Sequence[str], end: int, at: int) -> bool:
    between = range(end, at)
    if len(between) > _JOINED:
        return False
    return not any(
        norms[i] in ENDS - {"،"} or norms[i] in table("breaks") or words[i].pos == "VERB" or cue_of(norms[i])
        for i in between
    )
