"""Places in the world: which one a name means, by what the article says of countries and divisions.

Nothing is guessed: a name that several places bear and that the article says nothing about stays unresolved, unless
one of them is `context.DOMINANT` times as populous as every other.
"""

from __future__ import annotations

from collections import defaultdict

from rasad import gazetteer
from rasad.document import Document, Place
from rasad.gazetteer import Record
from rasad.gazetteer.words import radius, short_names
from rasad.link.places.between import fill_between
from rasad.link.places.choice import capital, choose, host
from rasad.link.places.context import Context, context
from rasad.link.places.offsets import fill_offsets
from rasad.link.places.parents import fill_parents
from rasad.link.places.reading import PROVINCE, Reading, Words, read, words_of

_LEVELS = {5: "quarter", 4: "town", 3: "district", 2: "province"}


def resolve(doc: Document) -> None:
    """Fill the fields of all places of an article, of its mentions and of its events."""
    places = [m for m in doc.mentions if isinstance(m, Place)]
    known = {id(p) for p in places}
    places += [p for e in doc.events if (p := e.place) is not None and id(p) not in known]
    if not places:
        return
    text = words_of(doc)
    readings = sorted((read(doc, p, text) for p in places), key=lambda r: (r.place.start, r.place.end))
    around = context(doc, readings, text)
    for same in _by_name(readings).values():
        if record := choose(same, around):
            for reading in same:
                _fill(reading.place, record)
    for reading in readings:
        if reading.territory:
            _territory(reading)
        elif not reading.records and (record := _short(reading, text, around)):
            _fill(reading.place, record)
    fill_offsets(readings, text)
    fill_between(readings, text)
    fill_parents(readings, text)


def _by_name(readings: list[Reading]) -> dict[tuple[str, bool], list[Reading]]:
    """Return the readings by name; a name with a word for a province is a sense of its own."""
    found: dict[tuple[str, bool], list[Reading]] = defaultdict(list)
    for reading in readings:
        if reading.records:
            found[reading.name, reading.kind in PROVINCE or reading.kind == "منطقه"].append(reading)
    return found


def _short(reading: Reading, text: Words, around: Context) -> Record | None:
    """Return the place that `المملكة` or the like stands for: the only one of its country that the article names."""
    if reading.last - reading.first != 1:
        return None
    word = text.words[reading.first]
    plain = next((p for p in short_names() if word.endswith((p, "ل" + p[2:]))), None)
    named = [r for r in short_names().get(plain or "", ()) if r.country and around.counts[r.country]]
    return named[0] if len(named) == 1 else None


def _territory(reading: Reading) -> None:
    alpha2 = reading.territory
    assert alpha2 is not None
    record = capital(alpha2) if reading.kind == "العاصمه" else None
    if record is None:
        record = gazetteer.lookup_country(alpha2)
    _fill(reading.place, record)


def _fill(place: Place, record: Record) -> None:
    place.resolved_place = record.name
    place.name_en = record.name_en
    place.geonameid = record.geonameid
    place.lat, place.lon = record.lat, record.lon
    place.feature_code = record.feature
    place.resolution = record.resolution
    place.radius_km = record.radius or radius(_LEVELS.get(record.resolution or 0, ""))
    if record.kind == "settlement" and (town := record if record.town else host(record)):
        place.city = town.name
    if record.country:
        place.country_alpha2 = record.country
        place.country_code = gazetteer.country(record.country)["alpha3"]
        if record.kind == "division":
            place.province = record.name
        elif record.admin1 and (division := gazetteer.division(record.country, record.admin1)):
            place.province = division.name
