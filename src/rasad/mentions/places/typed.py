"""Names that a word for a kind of place introduces: `مدينة الموصل`, `مطار الحديدة الدولي`, `الأراضي السورية`."""

from __future__ import annotations

from dataclasses import dataclass

from rasad.arabic.letters import fold_word
from rasad.gazetteer import country, nationality
from rasad.gazetteer.words import doubt, view, words
from rasad.mentions.places.text import Candidate, Text

_WHOLE = ("facility", "site")  # the word for the kind is part of the mention
_SURE_ONLY = ("area", "site")
_UNITS = frozenset(fold_word(w) for w in ("قضاء", "ناحية"))
_WITH_UNITS = frozenset(("IQ", "SY", "LB"))  # whose districts are called so
_PLURAL = frozenset(
    fold_word(w) for w in "مدن مدينتي بلدات بلدتي قرى قريتي محافظات محافظتي ولايات ولايتي مناطق منطقتي".split()
)
_PARTICIPLE = 4  # letters
_LONGEST = 3  # words of a name that the gazetteer lacks, with أبو and the like


@dataclass(slots=True)
class Found:
    """A place in the text: words `first:last`, letters cut off the first, the gazetteer's name or empty.

    `typed`: a word for several places introduces it, so that what is joined to it is a place too.
    """

    first: int
    last: int
    offset: int
    name: str
    typed: bool = False


def typed(text: Text, index: int) -> Found | None:
    """Return the place that the word at `index` introduces, `None` where no name follows."""
    seen = text.views[index]
    at = index + 1
    if seen.kind == "territory" or not text.begins_after_type(index) or text.words[at] in words("not_names", "words"):
        return None
    whole = seen.kind in _WHOLE
    named = text.longest(at, uncut=True)
    if named and named.last == at + 1 and named.name in words("parts", "compound") and _unknown(text, at) > 1:
        named = None  # `دير` of دير العصافير
    if whole and '"' in text.gap(index):
        return None
    if named and (seen.kind not in _SURE_ONLY or doubt(named.name) < 3 or _is_unit(text, index, named)):
        if seen.kind == "site" and named.records[0].kind == "country":
            return None  # `معسكر النمسا`: a team's camp in Austria
        last, name = named.last, named.name
        if not whole:
            return Found(at, last, 0, name, seen.kind_word in _PLURAL)
    elif _takes_unknown(seen.kind_word, text.words[at]) and (length := _unknown(text, at)):
        last, name = at + length, ""
        if not whole:
            return Found(at, last, 0, name, seen.kind_word in _PLURAL)
    else:
        return None
    while last < len(text.words) and text.inside(last - 1) and text.words[last] in words("parts", "facility"):
        last += 1
    return Found(index, last, seen.kind_offset, "")


def _is_unit(text: Text, index: int, named: Candidate) -> bool:
    """Return whether `قضاء حديثة` names a district, though the name is an ordinary word too."""
    if text.views[index].kind_word not in _UNITS or (index and text.views[index - 1].plain == "من"):
        return False  # من ناحية أخرى
    return any(record.country in _WITH_UNITS for record in named.records)


def _takes_unknown(kind: str, word: str) -> bool:
    return kind in words("types", "unknown") or (kind in words("types", "definite") and word.startswith("ال"))


def _unknown(text: Text, at: int) -> int:
    """Return how many words a name that the gazetteer lacks takes, 0 where the word is no name."""
    length = 0
    while length < _LONGEST and at + length < len(text.words):
        word = text.words[at + length]
        if not _may_be_name(word):
            return 0
        length += 1
        if word not in words("parts", "compound") or not text.inside(at + length - 1):
            break
    following = at + length
    if (
        following < len(text.words)
        and text.inside(following - 1)
        and text.words[following] in words("parts", "city_adjective")
    ):
        return length + 1
    return length


def _may_be_name(word: str) -> bool:
    if word in words("parts", "compound"):
        return True
    if len(word) <= 2 or word in words("not_names", "words") or view(word).kind or nationality(word):
        return False
    if word.startswith("ال"):
        return True
    # particles; an adjective in ـية or a participle (مزدهرة); a verb
    return not (
        word.startswith(("و", "بال", "لل", "فال", "ي", "سي", "ست", "ت"))
        or word.endswith(("يه", "هم", "ها"))
        or (word.startswith("م") and word.endswith("ه") and len(word) > _PARTICIPLE)
    )


def territory(text: Text, index: int) -> Found | None:
    """Return `الأراضي السورية` or `العاصمة السورية`; a capital named after it is the place itself."""
    seen = text.views[index]
    if seen.kind != "territory":
        return None
    if not text.inside(index) or index + 1 >= len(text.words):
        return None
    following = text.words[index + 1]
    alpha2 = nationality(following) if following.startswith("ال") else None
    if alpha2 is None or (seen.kind_word.startswith("ال") and not following.endswith(("يه", "ي"))):
        return None
    if seen.kind_word == "العاصمه" and index + 2 < len(text.words) and text.inside(index + 1):
        row = country(alpha2)
        capitals = {fold_word(n) for n in (row.get("capital", row["name"]), *row.get("capital_names", ()))}
        named = text.longest(index + 2)
        if named and named.name in capitals:
            return None
    return Found(index, index + 2, seen.kind_offset, "")
