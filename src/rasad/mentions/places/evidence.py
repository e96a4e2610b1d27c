"""What shows that a name of the gazetteer is a place where it stands, and that it is a person."""

from __future__ import annotations

import re

from rasad.gazetteer import nationality
from rasad.gazetteer.words import doubt, words
from rasad.mentions.places.text import Candidate, Text
from rasad.mentions.places.typed import Found

NONE, SOFT, HARD = 0, 1, 2
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
    if following.startswith("ال") and following.endswith("يه") and nationality(following):
        return HARD
    listed = before is not None and before.last == first and (candidate.cut.joined or _LIST.fullmatch(text.gap(first - 1)))
    if listed and before is not None:
        return HARD if before.typed else SOFT
    if candidate.cut.preposition == "ب" or following in words("evidence", "after"):
        return SOFT
    if first and not candidate.cut.offset and text.inside(first - 1):
        return SOFT if text.views[first - 1].plain in words("evidence", "before") else NONE
    return NONE


def is_person(text: Text, candidate: Candidate) -> bool:
    """Return whether a title or a given name before a name, or بن after it, makes it a person's.

    Names that are sure places fall only to given names.
    """
    first, last = candidate.first, candidate.last
    if candidate.records[0].kind == "country" or candidate.cut.offset:
        return False
    if first and text.inside(first - 1):
        before = text.views[first - 1].plain
        if before in words("persons", "given"):
            return True
        if doubt(candidate.name) > 1 and before in words("persons", "titles"):
            return True
    return last < len(text.words) and text.words[last] in ("بن", "ابن") and text.inside(last - 1)
