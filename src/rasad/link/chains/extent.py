"""How far the noun phrase of an actor goes on from its head."""

from __future__ import annotations

from collections.abc import Sequence

from rasad.document import Word
from rasad.link.chains.naming import (
    FUNCTION,
    NAME,
    NOUNS,
    STOP,
    Extent,
    Reach,
    name_on,
    name_starts,
    to_name,
    without_country,
)
from rasad.link.chains.words import entries, is_describing, listed, match, may_be_name, nationality

_FOR = frozenset("باسم لكره لشوون للشوون لدي".split())
_TERM, _ENDING = frozenset(("ولايه", "ولايت", "مهمه", "مهمت")), frozenset(("منتهيه",))


def extent(words: Sequence[Word], at: int, stop: int, known: Reach) -> Extent:
    """Return how far a phrase goes.

    Args:
        words: The words of the document.
        at: Its first word.
        stop: Where its sentence ends.
        known: Its head, kind and what surrounds it.
    """
    found = Extent(at + (known.head.size if known.head else 1))
    named = known.layers.names.get(at)
    if named is not None:
        found.last, found.mention = max(found.last, named[0]), named[1]
        if named[1].kind == "person":
            found.last = without_country(words, at, found.last, known)
            found.name = at, found.last
            name_on(words, found, stop, known)
            return found
    _through(words, at, stop, known, found)
    if known.kind == "person":
        to_name(words, stop, known, found)
    return found


def _through(words: Sequence[Word], at: int, stop: int, known: Reach, found: Extent) -> None:
    """Go on through adjectives, genitives and ل where an office or a body has it."""
    found.definite = any("ال" in words[i].proclitics for i in range(at, found.last))
    found.definite = found.definite or (known.head is not None and known.head.entry.kind == "organisation")
    found.definite = found.definite or found.mention is not None
    found.closed = known.head is None and (known.kind == "body" or words[at].enclitic != "")
    found.closed |= (known.head is not None and known.head.entry.kind == "organisation") or found.mention is not None
    while found.last < stop:
        i = found.last
        before, word = words[i - 1], words[i]
        if known.kind == "body" and word.enclitic and word.core in listed("own_state"):
            break  # سفارة بلاده
        if before.enclitic and found.owner < 0:
            found.owner, found.definite = i - 1, True
        if word.kind != "arabic" or i in known.layers.blocked or word.norm in STOP:
            break
        if known.kind == "person" and name_starts(words, i, known):
            break
        if known.kind == "person" and word.enclitic and word.core == "اسم" and "ب" in word.proclitics:
            found.last, found.definite = i + 1, True  # المتحدثة باسمها
            continue
        if word.enclitic and word.core in _TERM and before.core in _ENDING:
            found.last = i + 1  # الرئيس المنتهية ولايته
            continue
        if known.kind in ("person", "body") and word.norm in _FOR and i + 1 < stop:
            found.last, found.definite = i + 2, True
            continue
        if word.pos in FUNCTION or word.pos == "VERB" or not _follows(words, i, at, stop, known, found):
            break
    if words[found.last - 1].enclitic and found.owner < 0:
        found.owner, found.definite = found.last - 1, True


def _follows(words: Sequence[Word], i: int, at: int, stop: int, known: Reach, found: Extent) -> bool:
    """Take in the next word or name if it belongs to the phrase; return whether it does."""
    word = words[i]
    particle = word.proclitics[:1]
    if particle and particle[0] in "وفبكس":
        if not _second_genitive(words, i, at, stop, known):
            return False
        found.last = i + 1
        return True
    if particle == ("ل",):
        if not _for_trade(words, i, at) and (found.closed or not _for(words, i, at, known)):
            return False
        found.last = i + 1
    else:
        adjective = word.proclitics == ("ال",) and (word.pos == "ADJ" or _describes(word)) and not _is_light(word)
        if (found.closed and not adjective) or not _goes_on(words, i, at, found.definite, known):
            return False
        found.last = i + 1
    named, inner = known.layers.names.get(i), match(words, i, stop)
    if named is not None and named[1].kind == "organisation":
        found.last = max(found.last, named[0])
    elif inner is not None and inner.entry.kind in ("organisation", "country", "institution"):
        found.last = max(found.last, i + inner.size)
    found.definite = found.definite or "ال" in word.proclitics or word.pos == "PROPN" or named is not None
    unknown = known.kind == "person" and not entries(word.norm) and may_be_name(word.norm)
    found.definite = found.definite or i in known.layers.places or unknown
    return True


def _goes_on(words: Sequence[Word], i: int, at: int, definite: bool, known: Reach) -> bool:
    """Return whether a word belongs to the phrase before it: an adjective, or a genitive where one may be."""
    before, word = words[i - 1], words[i]
    article = "ال" in word.proclitics
    if article and not definite and not before.enclitic and before.pos not in ("ADJ", *NAME):
        return True
    if word.pos == "ADJ" or nationality(word.norm) or (article and _describes(word)):
        # السلطات الموريتانية الصحافي فلان
        titled = nationality(before.norm) and known.kind != "person" and _is_title(word)
        if article and (titled or _titles_next(words, i, known)):
            return False
        one = words[at].features.get("Number") == "Sing" and before.features.get("Number") != "Plur"
        return article == definite and not (one and word.norm.endswith(("ين", "ون")))
    if word.pos not in NOUNS or before.enclitic or word.pos == "NUM":
        return word.pos == "NUM" and not before.enclitic and article and definite
    beside = known.kind == "persons" and word.pos == "PROPN" and not article  # اللاجئين الروهينغا
    if known.head is not None and i == at + known.head.size and known.head.entry.kind != "nationality":
        closed = before.norm.endswith(("ون", "ين")) and known.kind == "persons"
        return beside or not (closed or "ال" in before.proclitics)
    if before.pos in NAME and word.pos in NAME:
        return i not in known.layers.names and i not in known.layers.places
    place = known.layers.places.get(i - 1)
    ended = place is not None and place is not known.layers.places.get(i)
    if ended or before.pos in ("ADJ", *NAME) or nationality(before.norm):
        return False
    if "ال" not in before.proclitics:
        return not before.norm.endswith(("ون", "ين")) or before.features.get("Number") != "Plur"
    return beside


def _describes(word: Word) -> bool:
    """Return whether a word taken for a noun is an adjective all the same, not what somebody is called."""
    return is_describing(word.norm) and not any(
        f.size == 1 and (f.entry.kind == "title" or f.form.person) for f in entries(word.norm)
    )


def _titles_next(words: Sequence[Word], i: int, known: Reach) -> bool:
    """Return whether a word with the article is the title of the person named after it, not an adjective."""
    named = known.layers.names.get(i + 1)
    if known.kind == "person" or named is None or named[1].kind != "person":
        return False
    return _is_title(words[i])


def _is_light(word: Word) -> bool:
    """Return whether a noun that looks like an adjective is none: تبنى تنظيم الدولة العملية."""
    return word.pos == "NOUN" and any(f.size == 1 and f.entry.kind == "light" for f in entries(word.norm))


def _is_title(word: Word) -> bool:
    """Return whether a word says what a person is, and is no nationality."""
    return not nationality(word.norm) and any(
        f.size == 1 and (f.entry.kind == "title" or f.form.person) and f.form.number != 2 for f in entries(word.norm)
    )


def _second_genitive(words: Sequence[Word], i: int, at: int, stop: int, known: Reach) -> bool:
    """Return whether و joins a second genitive to the one before: وزارة الثقافة والإعلام."""
    before, word = words[i - 1], words[i]
    if word.proclitics != ("و", "ال") or "ال" not in before.proclitics or before.pos == "ADJ" or word.pos != "NOUN":
        return False
    if (
        "ال" in words[at].proclitics
        or known.head is None
        or known.head.form.number in (2, 3)
        or i in known.layers.names
    ):
        return False
    other = match(words, i, stop)
    if other is None or other.entry.kind in ("light", "nationality"):
        return True
    return other.entry.kind == "noun" and known.head.entry.kind == "title" and not other.form.person


def _for_trade(words: Sequence[Word], i: int, at: int) -> bool:
    """Return whether ل tells what a company is for: شركة مصر للطيران."""
    company = words[at].core in listed("companies") and i - at > 1
    return company and words[i].proclitics == ("ل", "ال") and not entries(words[i].norm)


def _for(words: Sequence[Word], i: int, at: int, known: Reach) -> bool:
    """Return whether ل goes on an official name: المنظمة الدولية للهجرة, المدير العام للسجون, الأمين العام لحلف ..."""
    if known.head is None or known.kind not in ("person", "body"):
        return False
    word, before = words[i], words[i - 1]
    if word.norm in _FOR:
        return True
    if nationality(before.norm) or "ال" not in words[at].proclitics or before.pos in ("PROPN", "X"):
        return False
    if i - at < 2:
        return False
    if word.proclitics[-1:] == ("ال",):
        return True
    other = match(words, i, len(words))
    return known.kind == "person" and other is not None and other.entry.kind in ("organisation", "country", "noun")
