"""Places given as lying between two others: `الطريق بين الموصل وتلعفر`, `بلدة تقع بين حمص وحماة`."""

from __future__ import annotations

from itertools import pairwise

from geographiclib.geodesic import Geodesic

from rasad.arabic.letters import fold_word
from rasad.document import Offset, Place
from rasad.gazetteer.words import radius, view, words
from rasad.link.places.reading import Reading, Words

_BETWEEN = fold_word("بين")
_CLOSE = 3  # words between the word that shows a place and بين
_FARTHEST = 500.0  # km; what lies between more distant places is no place


def fill_between(readings: list[Reading], text: Words) -> None:
    """Move the first of two places to the middle between them where the words tell of a place there.

    `مباحثات بين بغداد وأربيل` does not: a word for a way, a border or a position must stand before بين.
    """
    for one, other in pairwise(readings):
        if _joined(one, other, text) and _shown(one, text):
            _fill(one.place, other.place)


def _joined(one: Reading, other: Reading, text: Words) -> bool:
    """Return whether the second place follows the first, joined by و, maybe with a word for its kind."""
    if not one.last <= other.first <= one.last + 1 or other.first >= len(text.words):
        return False
    if not text.words[one.last].startswith("و") or any(text.gap(i) != " " for i in range(one.last - 1, other.first)):
        return False
    return other.first == one.last or bool(view(text.words[one.last]).kind)


def _shown(one: Reading, text: Words) -> bool:
    at = one.first - 1
    if at > 0 and view(text.words[at]).kind:
        at -= 1
    if at < 1 or text.words[at] != _BETWEEN:
        return False
    for index in range(at - 1, max(-1, at - 1 - _CLOSE), -1):
        if text.gap(index) != " ":
            return False
        if view(text.words[index]).plain.removeprefix("ب") in words("evidence", "between"):
            return True
    return False


def _fill(place: Place, other: Place) -> None:
    if place.lat is None or place.lon is None or other.lat is None or other.lon is None or place.offset or other.offset:
        return
    if place.resolved_place is None or 1 in (place.resolution, other.resolution):
        return
    line = Geodesic.WGS84.InverseLine(place.lat, place.lon, other.lat, other.lon)
    half = line.s13 / 2000
    if not 0 < half <= _FARTHEST / 2:
        return
    middle = line.Position(line.s13 / 2)
    place.offset = Offset(round(half, 1), round(line.azi1 % 360, 1), place.resolved_place)
    place.lat, place.lon = round(middle["lat2"], 4), round(middle["lon2"], 4)
    place.radius_km = round(max(half, radius("town") or 0), 1)
    place.resolution = 3
    place.city = place.geonameid = place.feature_code = None
    if place.province != other.province:
        place.province = None
    if place.country_alpha2 != other.country_alpha2:
        place.country_alpha2 = place.country_code = None
