"""Which of the places that bear a name an article means."""

from __future__ import annotations

from rasad import gazetteer
from rasad.arabic.letters import fold_word
from rasad.gazetteer import Record
from rasad.gazetteer.words import doubt
from rasad.link.places.context import Context, Mark, dominates, sure
from rasad.link.places.reading import PROVINCE, Reading, is_settlement_word

# What a piece of evidence weighs: a division of the place named near it, its country right after or near it, its
# country named in the article (at most, by share).
_DIVISION, _AFTER, _NEARBY, _NAMED = 6.0, 5.0, 3.0, 2.0
_CLOSE = 0.5  # a difference that decides nothing
_RIGHT_AFTER = 14  # characters
_REGION_WORDS = frozenset(("منطقه", "اقليم", "لواء"))
_WITH_REGIONS = frozenset(("SA", "IL", "SO"))  # whose divisions these words name
_SAME_PLACE = 0.25  # degrees: namesakes nearer than this are one place listed twice
_LARGE = 100_000
_OFTEN = 3  # times that an article names a country of which it speaks
_JOINED = 2  # characters between the members of a list


def choose(readings: list[Reading], context: Context) -> Record | None:
    """Return the place that the readings of one name in one article mean, `None` where the article does not say.

    One sense an article: the evidence of all its mentions counts together.

    Args:
        readings: The mentions of the name, with the same records.
        context: The article's countries and divisions.
    """
    records = _of_kind(readings, _one_country(readings[0].records))
    if len(records) == 1:
        record = records[0]
        return record if _believable(record, readings, context) else None
    largest = max(records, key=lambda r: r.population)
    rest = tuple(r for r in records if not _same_place(r, largest) and not _by_other_name(r, readings))
    if dominates(largest, rest) and not _contradicted(largest, records, readings, context):
        return largest
    scores = sorted(((_evidence(r, readings, context), r) for r in records), key=lambda s: (-s[0], -s[1].population))
    top, best = scores[0]
    rivals = tuple(r for s, r in scores[1:] if s >= top - _CLOSE and not _same_place(r, best))
    return best if top > 0 and not rivals else None


def _contradicted(largest: Record, records: tuple[Record, ...], readings: list[Reading], context: Context) -> bool:
    """Return whether another bearer than the largest is meant: words right beside the name speak for it.

    The seat of a division of the country that the article speaks of most is meant too where it never speaks of the
    largest's (`زنجبار` in news of Yemen).
    """
    if not context.counts[largest.country or ""] and any(
        r.seat and context.share(r.country) == 1 and context.counts[r.country or ""] >= _OFTEN for r in records
    ):
        return True
    own = _local(largest, readings, context)
    return any(_local(r, readings, context) >= max(_AFTER, own + _CLOSE) for r in records if r != largest)


def _of_kind(readings: list[Reading], records: tuple[Record, ...]) -> tuple[Record, ...]:
    """Return the records that fit the word for the kind (`محافظة حلب`), else the towns rather than divisions.

    A country's name is the country unless a word for a town introduces it (`مدينة تونس`).
    """
    kinds = {r.kind for r in readings}
    divisions = tuple(r for r in records if r.kind in ("division", "region"))
    if divisions and kinds & PROVINCE:
        return divisions
    if kinds & _REGION_WORDS and (regions := tuple(r for r in divisions if r.country in _WITH_REGIONS)):
        return regions
    towns = tuple(r for r in records if r.kind == "settlement")
    if towns and any(is_settlement_word(k) for k in kinds):
        return towns
    countries = tuple(r for r in records if r.kind == "country")
    if countries:
        others = (r for r in records if r.country != countries[0].country)
        return (*countries, *(r for r in others if r.kind == "division" or r.population >= _LARGE))
    regions = tuple(r for r in records if r.kind == "region")
    if regions and not towns:
        return regions
    # a division and its seat share a name: the seat is meant; divisions without such a town stay
    seats = {r.country for r in towns if r.seat or r.population >= _LARGE}
    return tuple(r for r in records if r.kind != "division" or r.country not in seats)


def _by_other_name(record: Record, readings: list[Reading]) -> bool:
    """Return whether a country is seldom called so (`عمان` for سلطنة عمان): then the city comes first."""
    return record.kind == "country" and fold_word(record.name) != readings[0].name and readings[0].name == "عمان"


def _one_country(records: tuple[Record, ...]) -> tuple[Record, ...]:
    """Return the records without lesser namesakes in a capital's own country."""
    capitals = {r.country for r in records if r.feature == "PPLC"}
    return tuple(r for r in records if r.kind != "settlement" or r.feature == "PPLC" or r.country not in capitals)


def _believable(record: Record, readings: list[Reading], context: Context) -> bool:
    """Return whether a name's only bearer may be believed: it is well known, or the article speaks of its country."""
    if record.kind != "settlement" or record.seat or sure(readings[0]):
        return True
    if record.geonameid is None and doubt(readings[0].name) == 1:
        return True
    return record.population >= _LARGE or _evidence(record, readings, context) > 0


def _evidence(record: Record, readings: list[Reading], context: Context) -> float:
    named = context.share(record.country)
    if record.kind == "country" and not _by_other_name(record, readings):
        named += 1  # its own name speaks for a country as much as the whole article for another (`جورجيا`)
    return _NAMED * named + _local(record, readings, context)


def _local(record: Record, readings: list[Reading], context: Context) -> float:
    """Return the weight of the best that stands near one of the mentions."""
    best = 0.0
    for reading in readings:
        for mark in context.near(reading.place.start, reading.place.end):
            if record.kind == "country" and not mark.admin1 and not mark.adjective and _beside(reading, mark):
                best = max(best, _AFTER)  # in a list of countries
            if mark.country != record.country:
                continue
            after = 0 <= mark.start - reading.place.end <= _RIGHT_AFTER
            weight = _AFTER if after else _NEARBY
            if mark.admin1 and mark.admin1 == record.admin1:
                weight = max(weight, _DIVISION)
            best = max(best, weight)
    return best


def _beside(reading: Reading, mark: Mark) -> bool:
    return 0 <= mark.start - reading.place.end <= _JOINED or 0 <= reading.place.start - mark.end <= _JOINED


def host(record: Record) -> Record | None:
    """Return the town whose name a facility bears and by which it lies (`مخيم جنين`), `None` where there is none."""
    name = fold_word(record.name).partition(" ")[2]
    return next((r for r in gazetteer.lookup(name) if r.town and _same_place(r, record)), None) if name else None


def _same_place(one: Record, other: Record) -> bool:
    if one.lat is None or other.lat is None or one.lon is None or other.lon is None or one.country != other.country:
        return False
    return abs(one.lat - other.lat) < _SAME_PLACE and abs(one.lon - other.lon) < _SAME_PLACE


def capital(alpha2: str) -> Record | None:
    """Return the capital of a country."""
    row = gazetteer.country(alpha2)
    found = gazetteer.lookup(fold_word(row.get("capital", row["name"])))
    return next((r for r in found if r.feature == "PPLC" and r.country == alpha2), None)
