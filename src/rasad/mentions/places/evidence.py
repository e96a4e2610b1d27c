"""What shows that a name of the gazetteer is a place where it stands, and that it is a person."""

from __future__ import annotations

import re

from rasad.gazetteer import has_divisions, nationality
from rasad.gazetteer.words import doubt, words
from rasad.mentions.places.text import Candidate, Text
from rasad.mentions.places.typed import Found

NONE, SOFT, HARD = 0, 1, 2
_SHORT = 3  # letters: ب before so short a name makes too many ordinary words (بها، بأي، بحجة)
_OWN = 4  # letters: the same before such a name in ـه (بحبله)
_LARGE = 100_000  # people
_TANWIN = "\u064b\u064c\u064d"
_ADJECTIVES = frozenset(("السعوديه", "سوريه"))
_LIST = re.compile("[،,] ?")


def shown(text: Text, candidate: Candidate, before: Found | None) -> int:
    """Return how much the words around a name show a place: `NONE`, `SOFT` (a preposition of place) or `HARD`.

    Args:
        text: The article.
        candidate: The name.
        before: The place found last, for lists such as `في الموصل وتكريت`.
    """
    first, last = candidate.first, candidate.last
    following = text.words[last] if last < len(text.words) and text.inside(last - 1) else ""
    listed = (
        before is not None and before.last == first and (candidate.cut.joined or _LIST.fullmatch(text.gap(first - 1)))
    )
    if listed and before is not None:
        return HARD if before.typed else SOFT
    if following in words("evidence", "after") or (following.startswith("ال") and nationality(following)):
        return SOFT
    if candidate.cut.preposition == "ب" and _after_ba(candidate):
        return SOFT
    if first and not candidate.cut.offset and text.inside(first - 1):
        return SOFT if text.views[first - 1].plain in words("evidence", "before") else NONE
    return NONE


def _after_ba(candidate: Candidate) -> bool:
    """Return whether ب before a doubtful name shows a place, rather than a surname (`بايسلي`) or a noun (`بحبله`)."""
    name = candidate.name
    if name.startswith("ال") or " " in name:
        return True
    if len(name) <= _SHORT or (len(name) <= _OWN and name.endswith("ه")):
        return False
    return any(r.population >= _LARGE or r.kind != "settlement" or has_divisions(r.country) for r in candidate.records)


def is_adjective(text: Text, candidate: Candidate) -> bool:
    """Return whether a country's name is a nationality here: `القنصلية السعودية`, `قوات سورية`."""
    first = candidate.first
    if candidate.cut.offset or not first or candidate.last - first > 1 or not text.inside(first - 1):
        return False
    if candidate.name not in _ADJECTIVES:
        return False
    before = text.words[first - 1]
    definite = before.startswith(("ال", "وال", "بال", "لل", "فال", "كال"))
    if candidate.name.startswith("ال"):
        return definite
    return not definite and before.endswith(("ه", "ات")) and before not in words("evidence", "before")


def is_adverb(text: Text, candidate: Candidate) -> bool:
    """Return whether the name ends in the written ending of an adverb (`دوما`, `باكرا` with tanwin)."""
    end = text.folded.original(text.starts[candidate.last - 1], text.ends[candidate.last - 1])[1]
    return text.folded.source[end - 1] in _TANWIN or text.folded.source[end - 2 : end - 1] in _TANWIN


def is_person(text: Text, candidate: Candidate) -> bool:
    """Return whether a title or a given name before a name, or بن after it, makes it a person's.

    Names that are sure places fall only to given names, and to words for what is called after a place (`صحيفة الرياض`).
    """
    first, last = candidate.first, candidate.last
    if candidate.records[0].kind == "country" or candidate.cut.offset:
        return False
    if first and text.begins_after_type(first - 1) and text.views[first - 1].plain in words("persons", "named_after"):
        return True
    if first and text.inside(first - 1):
        before = text.views[first - 1].plain
        if before in words("persons", "given"):
            return True
        if doubt(candidate.name) > 1 and (before in words("persons", "titles") or before in words("persons", "clubs")):
            return True
    return last < len(text.words) and text.words[last] in ("بن", "ابن") and text.inside(last - 1)
