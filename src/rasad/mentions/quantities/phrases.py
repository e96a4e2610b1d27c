"""The counted phrase: a number with the noun it counts, a noun with its number, a dual, a part of a measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rasad.arabic.clitics import stems
from rasad.document import Word
from rasad.mentions.quantities import befalling, counts, nouns
from rasad.mentions.quantities.counts import Amount, Count
from rasad.mentions.quantities.nouns import OTHER, PEOPLE, Noun

_OF = "من"
_ARMING_REACH = 6  # words before a noun that is a weapon only beside some of them
_SQUARE = frozenset(("مربع", "مربعا", "مربعه", "مربعين"))
_CUBIC = frozenset(("مكعب", "مكعبا", "مكعبه", "مكعبين"))
_SEVERAL = "عده"
_ONE = frozenset(("واحد", "واحده", "واحدا"))
_TWO = frozenset(("اثنان", "اثنين", "اثنتان", "اثنتين"))
_SAME = frozenset(("اسره", "عايله"))  # of which واحدة says that it is the same: أفراد أسرة واحدة
_HUNDREDTHS = frozenset(("الميه", "المايه", "المءه", "الماءه"))
_ROUND_NUMBER = 1000  # from here on a noun before it is no counted one: عدد النازحين المليون
_SIGNS = frozenset("%$€£")


@dataclass(slots=True)
class Phrase:
    """A counted phrase, by indices of the sentence's words.

    Attributes:
        first: Its first word.
        end: The index after its last word.
        unit: What is counted, empty where no known noun says so.
        value: The number, `None` for a range or a round plural.
        low: Its lower bound, `None` where open.
        high: Its upper bound, `None` where open.
        noun: The index of the counted noun.
        prefix: Letters of particles before it in its first word.
        count: The number that is read, `None` where the noun's form says it.
        joined: Whether its first word begins with و.
        mixed: Whether its nouns tell of two lots (قتيلا وجريحا).
        thing: Whether a noun follows that is not known, most often of a thing.
    """

    first: int
    end: int
    unit: str
    value: Amount
    low: Amount
    high: Amount
    noun: int | None
    prefix: int
    count: Count | None = None
    joined: bool = False
    mixed: bool = False
    thing: bool = False

    def stands_for_people(self, norms: Sequence[str]) -> bool:
        """Return whether a round plural with the article and without a noun counts people: المئات."""
        count = self.count
        if count is None or not count.round or norms[count.first].startswith(("ب", "وب")):
            return False
        if not count.definite and not norms[count.last - 1].startswith("ال"):  # المئات, عشرات الآلاف
            return False
        return self.end >= len(norms) or norms[self.end] != _OF


@lru_cache(maxsize=100_000)
def may_begin(norm: str) -> bool:
    """Return whether a counted phrase may begin with a folded word: quick, for scanning."""
    if counts.may_start(norm) or nouns.look(norm) is not None or nouns.owned(norm) is not None:
        return True
    return norm in nouns.fractions() or norm[1:] in nouns.fractions()


def read(words: Sequence[Word], norms: Sequence[str], at: int) -> Phrase | None:
    """Return the counted phrase that starts at a word, `None` where there is none."""
    norm = norms[at]
    count = counts.read(norms, at)
    if count is not None:
        phrase = _counted(words, norms, count)
        several = norms[at] == _SEVERAL and phrase.end == at + 1 and not phrase.unit  # قرارات عدة
        if several or _is_name(words, norms, at) or (not phrase.unit and at and norms[at - 1] in nouns.numbered()):
            phrase.unit = OTHER
        phrase.thing = phrase.thing or _is_attribute(words, norms, phrase)
        return phrase
    found = _part_of(norms, at)
    if found is None and words[at].kind == "arabic":
        found = _one(norms, at) or _two(words, norms, at) or _noun_first(norms, at)
    if found is not None:
        found.joined = norm.startswith("و") and found.prefix > 0
    return found


def _is_name(words: Sequence[Word], norms: Sequence[str], at: int) -> bool:
    """Return whether a number is a part of a name or a time of day: إف-16, 10:30."""
    if at > 1 and norms[at - 1] in "-/:." and words[at - 1].end == words[at].start:
        return words[at - 2].end == words[at - 1].start
    if at and words[at - 1].kind in ("latin", "number") and words[at - 1].end == words[at].start:
        return True
    after = at + 1
    return after < len(words) and norms[after] in ("/", ":") and words[after].start == words[at].end


def _is_attribute(words: Sequence[Word], norms: Sequence[str], phrase: Phrase) -> bool:
    """Return whether a number counts an unknown noun before it, most often things: منازلهم الثلاثة."""
    count, at = phrase.count, phrase.first
    if phrase.unit or count is None or not at or phrase.prefix or words[at - 1].pos != "NOUN" or count.round:
        return False
    return count.definite and (norms[at - 1].startswith("ال") or bool(words[at - 1].enclitic))


def _counted(words: Sequence[Word], norms: Sequence[str], count: Count) -> Phrase:
    phrase = Phrase(
        count.first, count.last, "", count.value, count.low, count.high, None, count.prefix, count,
        count.prefix > 0 and norms[count.first].startswith("و"),
    )  # fmt: skip
    if _percent(norms, phrase) or _sign_before(words, norms, phrase):
        return phrase
    at = count.last
    partitive = at < len(norms) and norms[at] == _OF
    at += partitive
    seen = nouns.counted(norms[at]) if at < len(norms) else None
    if seen is None and partitive and at < len(norms):
        seen = nouns.owned(norms[at])
    if seen is None and at < len(norms) and nouns.sound_plural(norms[at]) and words[at].pos in ("NOUN", "ADJ"):
        definite = norms[at].startswith("ال")
        if definite == partitive or count.round:
            phrase.unit, phrase.noun, phrase.end = "person", at, at + 1
            return phrase
    if seen is None:
        if partitive and at < len(norms) and norms[at] in nouns.age_words("words"):
            phrase.unit = "age"  # في الأربعين من عمره
        elif not partitive:
            _unknown(words, norms, phrase)
        return phrase
    if count.round and count.definite and not (seen.definite or partitive):
        return phrase  # شيع الآلاف جثامين الضحايا
    if seen.definite and not (partitive or count.definite or count.round):
        return phrase
    if (partitive or (count.definite and seen.definite)) and not seen.noun.plural:
        return phrase  # شارع الستين الغربي
    phrase.unit = _unit_of(words, norms, seen.noun, at)
    if phrase.unit == OTHER and partitive:
        phrase.unit = ""
    phrase.noun, phrase.end = at, at + 1
    _measured(norms, phrase)
    _with_another(norms, phrase)
    return phrase


def _unknown(words: Sequence[Word], norms: Sequence[str], phrase: Phrase) -> None:
    """Take in the noun that a number must count by grammar though it is not known: a relative adjective is a person's.

    After three to ten it is an indefinite plural in the genitive, after eleven to 99 a singular in the accusative.
    """
    at, count = phrase.end, phrase.count
    if count is None or count.definite or count.high is None or at >= len(norms):
        return
    word, norm = words[at], norms[at]
    if word.kind != "arabic" or word.proclitics or word.enclitic or norm in nouns.adverbs():
        return
    rest = int(count.high) % 100 if float(count.high).is_integer() else 0
    if rest > 10:
        if norm.endswith("ا") and len(norm) > 4 and word.pos in ("NOUN", "ADJ", "PROPN"):
            phrase.thing = True
            if norm.endswith("يا") and not (norm.startswith("ت") and len(norm) == 5):  # تحديا
                phrase.unit, phrase.noun, phrase.end = "person", at, at + 1
    elif rest >= 3 and word.pos == "NOUN":
        phrase.thing = True


def _unit_of(words: Sequence[Word], norms: Sequence[str], noun: Noun, at: int) -> str:
    following = norms[at + 1] if at + 1 < len(norms) else ""
    if nouns.makes_weapon(noun.lemma, following):
        return "weapon"
    if noun.unit == "weapon" and nouns.is_civil(noun.lemma, following):
        return OTHER
    names, by = nouns.arming()
    if noun.lemma in names:
        near = range(max(0, at - _ARMING_REACH), at)
        if any(stems(norms[i]) & by for i in near if words[i].kind == "arabic"):
            return "weapon"
    return noun.unit


def _percent(norms: Sequence[str], phrase: Phrase) -> bool:
    at = phrase.end
    if at < len(norms) and norms[at] in ("%", "بالميه", "بالمايه", "بالمءه"):
        phrase.unit, phrase.end = "percent", at + 1
    elif at + 1 < len(norms) and norms[at] in ("في", "ب") and norms[at + 1] in _HUNDREDTHS:
        phrase.unit, phrase.end = "percent", at + 2
    return phrase.unit == "percent"


def _sign_before(words: Sequence[Word], norms: Sequence[str], phrase: Phrase) -> bool:
    """Take in a sign written before the number: $20, %5."""
    at = phrase.first - 1
    if at < 0 or norms[at] not in _SIGNS or words[at].end != words[phrase.first].start:
        return False
    if at and words[at - 1].kind == "number" and words[at - 1].end == words[at].start:
        return False  # the sign of the number before
    phrase.unit = "percent" if norms[at] == "%" else "money"
    phrase.first, phrase.prefix, phrase.noun = at, 0, at if phrase.unit == "money" else None
    return True


def _measured(norms: Sequence[str], phrase: Phrase) -> None:
    """Read on after a measure: square kilometres, and a part added to it (ساعتين ونصف)."""
    at = phrase.end
    following = norms[at] if at < len(norms) else ""
    if phrase.unit == "distance" and following in _SQUARE:
        phrase.unit, phrase.end = "area", at + 1
    elif phrase.unit == "distance" and following in _CUBIC:
        phrase.unit = OTHER
    if phrase.unit not in nouns.measures() or phrase.value is None:
        return
    at = phrase.end
    split = at + 1 < len(norms) and norms[at] == "و"
    part = norms[at + 1] if split else norms[at][1:] if at < len(norms) and norms[at].startswith("و") else ""
    if part not in nouns.fractions():
        return
    end = at + 1 + split
    noun = phrase.noun
    named = nouns.counted(norms[end]) if end < len(norms) else None
    if named is not None and noun is not None:
        own = nouns.counted(norms[noun]) or nouns.look(norms[noun])
        if own is None or own.noun.lemma != named.noun.lemma:
            return
        end += 1  # ونصف الساعة
    amount = _rounded(phrase.value + nouns.fractions()[part])
    phrase.value = phrase.low = phrase.high = amount
    phrase.end = end


def _with_another(norms: Sequence[str], phrase: Phrase) -> None:
    """Take in a second lot of the same people (20 قتيلا وجريحا), of whom neither is said alone."""
    if phrase.noun is None or phrase.unit not in PEOPLE or phrase.end >= len(norms):
        return
    second = norms[phrase.end]
    if befalling.two_fates(norms[phrase.noun], second):
        one, other = norms[phrase.noun].startswith("ال"), second.startswith("وال")
        if one == other:
            phrase.unit, phrase.end, phrase.mixed = "person", phrase.end + 1, True


def _part_of(norms: Sequence[str], at: int) -> Phrase | None:
    """Return a part of a measure: نصف ساعة, ربع طن."""
    norm = norms[at]
    prefix = 0 if norm in nouns.fractions() else 1
    part = nouns.fractions().get(norm[prefix:]) if not prefix or norm[:1] in "وبل" else None
    seen = nouns.counted(norms[at + 1]) if part is not None and at + 1 < len(norms) else None
    if part is None or seen is None or seen.definite or not seen.noun.singular:
        return None
    if seen.noun.unit not in nouns.measures():
        return None
    amount = _rounded(part)
    return Phrase(at, at + 2, seen.noun.unit, amount, amount, amount, at + 1, prefix)


def _one(norms: Sequence[str], at: int) -> Phrase | None:
    """Return a noun that واحد counts, or a measure and a part (ساعة ونصف)."""
    following = norms[at + 1] if at + 1 < len(norms) else ""
    if following not in _ONE and following.removeprefix("و") not in nouns.fractions() and following != "و":
        return None
    seen = nouns.look(norms[at])
    if seen is None or seen.definite or not seen.noun.singular or seen.noun.unit == OTHER:
        return None
    if seen.noun.lemma in _SAME:
        return None
    phrase = Phrase(at, at + 1, seen.noun.unit, 1, 1, 1, at, seen.prefix)
    if following in _ONE:
        phrase.end += 1
        return phrase
    _measured(norms, phrase)
    return phrase if phrase.value != 1 else None


def _two(words: Sequence[Word], norms: Sequence[str], at: int) -> Phrase | None:
    """Return a noun in the dual, with اثنان where it stands."""
    seen = nouns.dual(norms[at])
    if seen is None:
        return None
    if at and _is_adjective(norms[at - 1], norms[at]):
        return None
    counted = _twice(norms, at + 1, seen.definite)
    if seen.noun.plural and not counted and (seen.definite or norms[at][seen.prefix :] not in nouns.duals()):
        return None
    unit = _unit_of(words, norms, seen.noun, at)
    if unit == OTHER:
        return None
    phrase = Phrase(at, at + 1 + counted, unit, 2, 2, 2, at, seen.prefix)
    if not counted:
        _measured(norms, phrase)
    return phrase


def _is_adjective(noun: str, norm: str) -> bool:
    """Return whether a dual agrees with a dual before it: طائرتين مسيرتين, الشعبين الشقيقين."""
    if norm.startswith("و") or noun.startswith("ال") != norm.startswith("ال") or not noun.endswith(norm[-2:]):
        return False
    own = nouns.dual(noun)
    return len(noun) > 4 and (own is None or own.noun.unit not in nouns.measures())


def _twice(norms: Sequence[str], at: int, definite: bool) -> int:
    """Return how many words after a dual make it surely one: اثنين, or an adjective and اثنين."""
    article = "ال" if definite else ""
    for words in (1, 2):
        last = norms[at + words - 1] if at + words <= len(norms) else ""
        if last.startswith(article) and last.removeprefix(article) in _TWO:
            return words
        if not last.endswith(("ين", "ان")) or last.startswith("و"):
            break
    return 0


def _noun_first(norms: Sequence[str], at: int) -> Phrase | None:
    """Return a definite plural with a definite number after it: المتهمين الأربعة."""
    if at + 1 >= len(norms) or not norms[at + 1].startswith("ال"):
        return None
    seen = nouns.look(norms[at])
    if seen is None or not seen.definite:
        seen = nouns.owned(norms[at])
    if seen is None or not seen.definite or not seen.noun.plural or seen.noun.unit == OTHER:
        return None
    count = counts.read(norms, at + 1)
    if count is None or not count.definite or count.value is None or count.value >= _ROUND_NUMBER:
        return None
    if norms[at - 1 : at] and norms[at - 1] in nouns.named():
        return None  # حرب الأيام الستة
    following = nouns.counted(norms[count.last]) if count.last < len(norms) else None
    if following is not None and not following.definite and not norms[count.last].endswith("ون"):
        return None
    return Phrase(at, count.last, seen.noun.unit, count.value, count.low, count.high, at, seen.prefix)


def _rounded(value: float) -> float:
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded
