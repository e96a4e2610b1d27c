"""Counted and measured amounts: how many of what, exactly or within bounds, as the text says.

A number (`rasad.arabic.numerals`) with a noun of `vocabulary/units.toml` (`nouns`, `phrases`), or a noun in the dual
(`جنديان`). What befell counted people is told by the words around them (`befalling`), how exact the number is by those
that loosen it (`bounds`). `value` is the number written; `low` and `high` are its bounds: equal to it where it is
exact, `None` where open.
"""

from __future__ import annotations

from collections.abc import Sequence

from rasad.arabic.letters import fold
from rasad.document import Document, Quantity, Span, Word
from rasad.mentions.quantities import ages, befalling, bounds, following, nouns, phrases
from rasad.mentions.quantities.befalling import MIXED, People, Place
from rasad.mentions.quantities.cues import PERSON
from rasad.mentions.quantities.nouns import HOSTAGE, OTHER, PEOPLE
from rasad.mentions.quantities.phrases import Phrase

_FATES = frozenset(("dead", "injured"))
_LOTS = _FATES | {"arrested", "displaced"}
_MAY_BEFALL = {  # what may befall people of a kind; the dead and injured are what they are
    "person": frozenset(("dead", "injured", "arrested", "displaced", MIXED)),
    "troops": frozenset(("dead", "injured", "arrested", MIXED)),
    "displaced": frozenset(("dead", "injured", "arrested", MIXED)),
    "arrested": _FATES | {MIXED},
    HOSTAGE: _FATES | {MIXED},  # who takes hostages arrests nobody
}
_ANY = PEOPLE | {MIXED}
_THINGS = _FATES  # what befell things whose noun is not known, should they be people after all


def find(doc: Document) -> list[Quantity]:
    """Return the quantities of a document in order; numbers that count nothing known are left out."""
    found: list[Quantity] = []
    for sentence in doc.sentences:
        words = doc.words_of(sentence)
        norms = [w.norm for w in words]
        people: People | None = None
        at = 0
        while at < len(words):
            phrase = _read(words, norms, at) if phrases.may_begin(norms[at]) else None
            if phrase is None:
                at += 1
                continue
            befallen = _befallen(words, norms, phrase, people)
            if _is_known(norms, phrase, befallen):
                unit = _unit(words, norms, phrase, befallen)
                found.append(_quantity(doc, words, norms, phrase, unit))
                if unit in PEOPLE:
                    people = People(phrase.end, _lot(befallen, unit))
            at = max(at + 1, phrase.end)
    return found


def _read(words: Sequence[Word], norms: Sequence[str], at: int) -> Phrase | None:
    return phrases.read(words, norms, at) or ages.ordinal(norms, at)


def _lot(befallen: str | None, unit: str) -> str | None:
    """Return what befell people that a part of them shares."""
    if befallen is not None and befallen != PERSON:
        return befallen
    return unit if unit in _LOTS else None


def _befallen(words: Sequence[Word], norms: Sequence[str], phrase: Phrase, people: People | None) -> str | None:
    """Return what befell those a phrase counts: as the words around it say, of what may befall people of their kind."""
    if phrase.mixed or (phrase.unit in ("", *PEOPLE) and befalling.between_fates(norms, phrase.end)):
        return MIXED
    lead = befalling.skip_only(norms, bounds.lead(norms, phrase.first))
    if phrase.unit == "injured":
        return "dead" if befalling.of_wounds(norms, lead, phrase.end) else None
    joined = phrase.joined or (lead < phrase.first and norms[lead].startswith("و"))
    part = lead > 0 and befalling.is_part(norms[lead - 1])
    allowed = _MAY_BEFALL.get(phrase.unit) if phrase.unit else _THINGS if phrase.thing and not part else _ANY
    if allowed is None:
        return None
    bare = not phrase.unit
    of_them = bare and befalling.is_of_them(norms, phrase.end)
    by_b = norms[phrase.first][: phrase.prefix].endswith("ب") or norms[lead].startswith("ب") or norms[lead - 1] == "ب"
    told = befalling.before(words, norms, Place(lead, bare, joined, of_them, by_b), people)
    if told is None or told not in allowed:
        told = following.after(words, norms, phrase.end, bare=bare)
    return told if told in allowed else None


def _is_known(norms: Sequence[str], phrase: Phrase, befallen: str | None) -> bool:
    """Return whether it is known what a phrase counts: by its noun, by what befell them, or people by a pronoun."""
    if phrase.unit:
        return phrase.unit != OTHER
    if phrase.value is not None and not float(phrase.value).is_integer():
        return False
    before = befalling.skip_only(norms, phrase.first)
    of_people = before > 0 and befalling.is_part(norms[before - 1])
    of_people = of_people or befalling.is_of_them(norms, phrase.end)
    return befallen is not None or of_people or phrase.stands_for_people(norms)


def _unit(words: Sequence[Word], norms: Sequence[str], phrase: Phrase, befallen: str | None) -> str:
    if phrase.unit == "time" and ages.is_age(words, norms, phrase):
        return "age"
    if befallen in (MIXED, HOSTAGE) or phrase.unit == HOSTAGE:
        return befallen if befallen in _FATES else PERSON
    if befallen is not None and befallen != PERSON:
        return befallen
    return phrase.unit or PERSON


def _quantity(doc: Document, words: Sequence[Word], norms: Sequence[str], phrase: Phrase, unit: str) -> Quantity:
    start, end = _start(doc, words[phrase.first], phrase.prefix), words[phrase.end - 1].end
    value, low, high = phrase.value, phrase.low, phrase.high
    if value is not None:  # a range or a round plural (مئات) is loose as it stands
        loose = bounds.loosened(words, norms, (phrase.first, phrase.end), unit)
        if loose is not None:
            low, high = (value if loose == kind else None for kind in ("low", "high"))
    item, currency = None, None
    if phrase.noun is not None:
        noun = words[phrase.noun]
        item = Span(max(start, noun.start), noun.end)
        following = norms[phrase.noun + 1] if phrase.noun + 1 < len(norms) else ""
        currency = nouns.currency(noun.norm, following) if unit == "money" else None
    return Quantity(start, end, "quantity", value, low, high, unit, item, currency)


def _start(doc: Document, word: Word, prefix: int) -> int:
    """Return where a word begins in the text after so many folded letters of particles (and a tatweel: بـ16)."""
    if not prefix:
        return word.start
    return word.start + fold(doc.text[word.start : word.end]).starts[prefix]
