"""The country and division of places that the gazetteer lacks, where the text names them right after.

`قرية كذا بريف حلب` lies in the province of Aleppo though nothing else is known of it; it gets no coordinates.
"""

from __future__ import annotations

import re

from rasad import gazetteer
from rasad.arabic.letters import fold_word
from rasad.gazetteer.words import bearings, words
from rasad.link.places.reading import Reading, Words

_BETWEEN = frozenset(
    fold_word(w)
    for w in """في التابعة التابع الواقعة بمحافظة لمحافظة محافظة بريف ريف بولاية لولاية ولاية بمنطقة لمنطقة منطقة
    بمديرية مديرية قضاء بقضاء إقليم بإقليم بمدينة مدينة""".split()
)
_ADJECTIVE = re.compile("ال.*(?:ي|يه)")  # السورية, not the people (الهنود)
_CLOSE = 4  # words between the two at most


def fill_parents(readings: list[Reading], text: Words) -> None:
    """Fill country and province of unresolved places from the place or nationality named right after them."""
    for reading, following in zip(readings, [*readings[1:], None], strict=True):
        place = reading.place
        if place.country_alpha2 or place.lat is not None:
            continue
        if following and _inside(reading, following, text):
            other = following.place
            _set_country(reading, other.country_alpha2)
            if not _direction(reading, following, text):
                place.province = other.province
        elif reading.last < len(text.words) and text.gap(reading.last - 1) in (" ", "_"):
            word = text.words[reading.last]
            _set_country(reading, gazetteer.nationality(word) if _ADJECTIVE.fullmatch(word) else None)


def _inside(reading: Reading, following: Reading, text: Words) -> bool:
    """Return whether only words such as `في محافظة` or `شمال` stand between two places."""
    if not 0 <= following.first - reading.last <= _CLOSE or following.place.country_alpha2 is None:
        return False
    if any("\n" in text.gap(i) or "." in text.gap(i) for i in range(reading.last - 1, following.first)):
        return False
    between = text.words[reading.last : following.first]
    if any(
        w not in _BETWEEN and w not in bearings("direction") and w not in words("evidence", "after") for w in between
    ):
        return False
    joined = text.words[following.first][:1] in ("ب", "و") and not between
    return bool(between) or (joined and text.words[following.first][0] == "ب") or "(" in text.gap(reading.last - 1)


def _direction(reading: Reading, following: Reading, text: Words) -> bool:
    return any(w in bearings("direction") for w in text.words[reading.last : following.first])


def _set_country(reading: Reading, alpha2: str | None) -> None:
    if alpha2:
        reading.place.country_alpha2 = alpha2
        reading.place.country_code = gazetteer.country(alpha2)["alpha3"]
