"""Places given by distance and direction from another: `على بعد 40 كيلومترا جنوب الموصل`, `ريف حلب الشمالي`."""

from __future__ import annotations

import re
from math import hypot

from geographiclib.geodesic import Geodesic

from rasad.arabic.letters import fold_word
from rasad.arabic.numerals import parse
from rasad.document import Offset, Place
from rasad.gazetteer.words import bearings, radius, view
from rasad.link.places.reading import Reading, Words

_KM = {fold_word(w): 1.0 for w in "كم كلم كيلومتر كيلومترا كيلومترات كيلو كيلومترًا كيلومتراً".split()}
_KM |= {fold_word(w): 1.609344 for w in "ميل ميلا أميال".split()}
_KM |= {fold_word(w): 0.001 for w in "متر مترا أمتار".split()}
_DUAL = {fold_word("كيلومترين"): 2.0, fold_word("كيلومتران"): 2.0, fold_word("ميلين"): 2 * 1.609344}
_LINKS = frozenset(fold_word(w) for w in "من عن إلى الى مدينة بلدة قرية العاصمة محافظة وسط أقصى".split())
_AWAY = frozenset(fold_word(w) for w in "تبعد يبعد وتبعد ويبعد البعيدة الواقعة تقع يقع".split())
_AT = frozenset(fold_word(w) for w in "بعد مسافة".split())
_DEFINITE = frozenset(fold_word(w) for w in "الشمال الجنوب".split())
_JOINED = re.compile(r"[ _(،,\-\"]*")
_LONGEST_NUMBER = 5  # words
_SUBJECT = 4  # words between the verb and عن
_NEAR = 40  # characters between a place and the distance that is given of it
_RIF = fold_word("ريف")
_ASTRAY = 0.4  # of a distance: what a direction of eight leaves open (22.5 degrees), and a tenth for the rounded number


def fill_offsets(readings: list[Reading], text: Words) -> None:
    """Fill `offset` and the moved coordinates where the text gives a distance or a direction from a place."""
    for index, reading in enumerate(readings):
        before = readings[index - 1] if index else None
        if reading.territory or not reading.records:
            continue
        if reading.kind == _RIF or reading.name.startswith(_RIF):
            _countryside(reading, _sides(text, reading.last))
        elif (sides := _sides_before(reading, text)) is not None:
            _countryside(reading, sides)
        elif not _before_name(reading, before, text):
            _after_name(reading, before, text)


def _before_name(reading: Reading, before: Reading | None, text: Words) -> bool:
    """`40 كم جنوب غربي الموصل`: read backwards from the name."""
    at = reading.first - 1
    bearing: float | None = None
    words: list[float] = []
    while at >= 0 and _JOINED.fullmatch(text.gap(at)):
        word = _plain(text.words[at])
        if word in bearings("direction"):
            words.insert(0, bearings("direction")[word])
        elif word in bearings("suffix") and not words and at and text.words[at - 1] in _DEFINITE:
            words.append(bearings("suffix")[word])  # الجنوب الغربي من
        elif word not in _LINKS or words:
            break
        at -= 1
    bearing = _combined(words)
    if bearing is None:
        return not words and _around(reading, at, text)
    if at >= 0 and text.words[at] in _LINKS and _JOINED.fullmatch(text.gap(at)):
        at -= 1
    distance, start = _distance(text, at)
    if distance is None:
        _set(reading.place, reading.place, None, bearing)
        return True
    _give(reading, before, start, distance, bearing, text)
    return True


def _around(reading: Reading, at: int, text: Words) -> bool:
    """`على بعد 40 كيلومترا من الموصل`: somewhere on the circle; the point stays, no offset is told."""
    place = reading.place
    distance, start = _distance(text, at)
    if distance is None or place.lat is None or (place.resolution or 0) <= 3:
        return False
    if not any(text.words[i] in _AT for i in range(max(0, start - 2), start)):
        return False
    place.resolution, place.city = 3, None
    place.radius_km = round(distance + (place.radius_km or 0), 1)
    return True


def _after_name(reading: Reading, before: Reading | None, text: Words) -> None:
    """`تبعد عن الموصل بنحو 40 كيلومترا جنوبا`: read on from the name."""
    at = reading.first - 1
    if at < 1 or text.words[at] not in ("عن", "من"):
        return
    verb = next((i for i in range(at - 1, max(-1, at - _SUBJECT - 2), -1) if text.words[i] in _AWAY), None)
    if verb is None or (before and before.last == at and before.first <= verb):
        return
    for unit in range(reading.last, min(reading.last + _LONGEST_NUMBER + 2, len(text.words))):
        distance, _ = _distance(text, unit)
        if distance is None:
            continue
        words = [_plain(w) for w in text.words[unit + 1 : unit + 4]]
        if words and words[0] in ("الي", "نحو"):
            words = words[1:]
        degrees = []
        for word in words:
            if word not in bearings("direction"):
                break
            degrees.append(float(bearings("direction")[word]))
        bearing = _combined(degrees)
        if bearing is not None:
            _give(reading, before, at - 1, distance, bearing, text)
        return


def _sides(text: Words, at: int) -> list[float]:
    """Return the bearings of the adjectives of direction from a word on: `الجنوبي الغربي`."""
    degrees = []
    while at < len(text.words) and _JOINED.fullmatch(text.gap(at - 1)) and text.words[at] in bearings("suffix"):
        degrees.append(float(bearings("suffix")[text.words[at]]))
        at += 1
    return degrees


def _sides_before(reading: Reading, text: Words) -> list[float] | None:
    """Return the bearings told by `الريف الشمالي لحلب`, `None` where the words are others."""
    first = reading.first - bool(reading.kind)
    if first < 1 or text.gap(first - 1) != " " or not text.words[first].startswith("ل"):
        return None
    at = first - 1
    while at and text.words[at] in bearings("suffix"):
        at -= 1
    if view(text.words[at]).plain.removeprefix("ب") != f"ال{_RIF}":
        return None
    return _sides(text, at + 1)


def _countryside(reading: Reading, degrees: list[float]) -> None:
    """`ريف حلب الشمالي`: the district around, on one side of the town."""
    place = reading.place
    if place.lat is None or place.resolution is None:
        return
    if place.resolution != 2 or not reading.name.startswith(_RIF):
        place.resolution = 3
        place.city = None
        place.radius_km = radius("countryside")
    bearing = _combined(degrees)
    if bearing is not None:
        _set(place, place, None, bearing)


def _give(reading: Reading, before: Reading | None, start: int, distance: float, bearing: float, text: Words) -> None:
    """Give the offset to the place whose position is told: the one named just before, or the origin's own mention."""
    if before and 0 <= text.starts[start] - before.place.end <= _NEAR:
        if before.place.lat is None:
            _set(before.place, reading.place, distance, bearing)
        return
    _set(reading.place, reading.place, distance, bearing)


def _set(place: Place, origin: Place, distance: float | None, bearing: float) -> None:
    name = origin.resolved_place
    if name is None or origin.lat is None or origin.lon is None:
        return
    place.offset = Offset(distance, bearing, name)
    if distance is None:
        if place is origin and (place.resolution or 0) > 3:
            # in that part of the town or beyond it: how far is not said
            place.resolution, place.city, place.radius_km = 3, None, radius("direction")
        return
    place.radius_km = round(hypot(_ASTRAY * distance, origin.radius_km or 0), 1)
    moved = Geodesic.WGS84.Direct(origin.lat, origin.lon, bearing, distance * 1000)
    place.lat, place.lon = round(moved["lat2"], 4), round(moved["lon2"], 4)
    place.country_alpha2, place.country_code = origin.country_alpha2, origin.country_code
    if place is origin:
        # somewhere near the town, no longer the town: what holds for the town need not hold there
        place.city = place.province = place.geonameid = place.feature_code = None
        place.resolution = 3
    else:
        place.resolution = 4


def _plain(word: str) -> str:
    return view(word).plain if word not in bearings("direction") else word


def _combined(degrees: list[float]) -> float | None:
    """Return the bearing of one or two directions (`شمال شرقي` 45, `شمال غربي` 315), `None` for anything else."""
    if len(degrees) == 1:
        return float(degrees[0])
    if len(degrees) != 2:
        return None
    first, second = sorted(degrees)
    if second - first == 90:
        return (first + second) / 2
    return 315.0 if (first, second) == (0, 270) else None


def _distance(text: Words, unit: int) -> tuple[float | None, int]:
    """Return the kilometres whose unit is the word at `unit`, and the index of their first word."""
    if unit < 0 or unit >= len(text.words):
        return None, unit
    word = text.words[unit]
    if (dual := _DUAL.get(word.removeprefix("ب").removeprefix("ل"))) is not None:
        return dual, unit
    if word not in _KM:
        return None, unit
    for start in range(max(0, unit - _LONGEST_NUMBER), unit):
        try:
            numeral = parse(text.words[:unit], start)
        except IndexError:
            continue
        if numeral and numeral.value is not None and start + numeral.used == unit and not numeral.ordinal:
            return numeral.value * _KM[word], start
    return None, unit
