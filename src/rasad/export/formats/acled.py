"""CSV with ACLED's columns: events that happened, its categories only where they follow from ours.

ACLED's events are researched by people; these are what articles say. The columns and their order are those of ACLED's
export since March 2023 (codebook at acleddata.com), so that tools which read it read these rows. What has no
counterpart is empty (`docs/exports.md`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from rasad.export import example, flat, tables, territories
from rasad.export.stated import happened
from rasad.record import Record

SUFFIX = ".acled.csv"
EXAMPLE = example.records()

COLUMNS = (
    *"event_id_cnty event_date year time_precision disorder_type event_type sub_event_type".split(),
    *"actor1 assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting".split(),
    *"iso region country admin1 admin2 admin3 location latitude longitude geo_precision".split(),
    *"source source_scale notes fatalities tags timestamp".split(),
)
_VIOLENCE, _PROTEST = "Political violence", "Demonstrations"
# (type, mode) -> disorder type, event type, sub-event type; only what ACLED's definitions make follow from the mode.
_CATEGORIES = {
    ("ASSAULT", "aerial"): (_VIOLENCE, "Explosions/Remote violence", "Air/drone strike"),
    ("ASSAULT", "drone"): (_VIOLENCE, "Explosions/Remote violence", "Air/drone strike"),
    ("ASSAULT", "heavy-weapons"): (_VIOLENCE, "Explosions/Remote violence", "Shelling/artillery/missile attack"),
    ("ASSAULT", "suicide-attack"): (_VIOLENCE, "Explosions/Remote violence", "Suicide bomb"),
    ("ASSAULT", "explosives"): (_VIOLENCE, "Explosions/Remote violence", None),
    ("ASSAULT", "abduct"): (_VIOLENCE, "Violence against civilians", "Abduction/forced disappearance"),
    ("ASSAULT", "sexual"): (_VIOLENCE, "Violence against civilians", "Sexual violence"),
    ("PROTEST", "demo"): (_PROTEST, "Protests", None),
    ("PROTEST", "riot"): (_PROTEST, "Riots", None),
}
_NO_CATEGORY = (None, None, None)
_TIME_PRECISION = {"day": 1, "time": 1, "week": 2, "month": 3}
_GEO_PRECISION = {5: 1, 4: 1, 3: 2, 2: 3}  # town; part of a province; province. A country alone has no code


def write(records: Iterable[Record], out: BinaryIO) -> int:
    """Write a header and one row an event that happened; return how many."""
    return tables.write_csv(map(row, filter(happened, records)), COLUMNS, out, mark=False)


def row(record: Record) -> list[flat.Value]:
    """Return the event in ACLED's columns."""
    values: dict[str, flat.Value] = dict.fromkeys(COLUMNS)
    values["event_id_cnty"] = record["id"]
    values |= _when(record) | _where(record["event_loc"] or {}) | _who(record)
    names = ("disorder_type", "event_type", "sub_event_type")
    values |= dict(zip(names, _category(record), strict=True))
    values["source"] = record["cite_info"]["publication"]
    values["notes"] = record["text"]
    values["fatalities"] = _only_number(record, "dead")
    if record["event_type"] == "PROTEST" and (crowd := _only_number(record, "people")) is not None:
        values["tags"] = f"crowd size={crowd}"
    return list(values.values())


def _category(record: Record) -> tuple[str | None, str | None, str | None]:
    found = (_CATEGORIES.get((record["event_type"], mode)) for mode in record["mode"])
    return next((category for category in found if category), _NO_CATEGORY)


def _when(record: Record) -> dict[str, flat.Value]:
    """Return day, year and precision; a span longer than a month gives no day, an undated event nothing."""
    first, last, info = record["date"], record["enddate"], record["date_info"]
    if not (first and last and info):
        return {}
    values: dict[str, flat.Value] = {}
    if first[:4] == last[:4]:
        values["year"] = int(first[:4])
    precision = 1 if first == last else _TIME_PRECISION.get(info["granularity"])
    if precision == 1 and first != last:
        precision = None  # a span of days that is no week has no code
    if precision:
        values |= {"event_date": first, "time_precision": precision}
    return values


def _where(place: Record) -> dict[str, flat.Value]:
    alpha2 = place.get("country_alpha2")
    return {
        "iso": territories.numeric(alpha2),
        "country": territories.english(alpha2),
        "admin1": place.get("province"),
        "location": place.get("name_en") or place.get("resolved_place") or place.get("extracted_place"),
        "latitude": place.get("lat"),
        "longitude": place.get("lon"),
        "geo_precision": _GEO_PRECISION.get(place.get("resolution") or 0),
    }


def _who(record: Record) -> dict[str, flat.Value]:
    """Return the two sides: the first actor with the others, and the recipients or, where none, the second actor."""
    one, other = record["actor"], record["recipient"]
    if not other and len(one) > 1:
        one, other = one[:1], one[1:]
    country = (record["event_loc"] or {}).get("country_code")
    values: dict[str, flat.Value] = {}
    for number, side in ((1, one), (2, other)):
        if side:
            values[f"actor{number}"] = _name(side[0])
            values[f"assoc_actor_{number}"] = flat.joined(map(_name, side[1:]))
            values[f"inter{number}"] = _kind(side[0], country)
    if one and record["event_type"] == "PROTEST":
        values["inter1"] = {"demo": "Protesters", "riot": "Rioters"}.get(next(iter(record["mode"]), ""))
    return values


def _name(entity: Record) -> str:
    return str(entity["name_en"] or entity["identifier_text"] or entity["entity_text"])


def _kind(entity: Record, country: str | None) -> str | None:
    """Return ACLED's kind of actor: forces of a state within it, forces of another, rebels; else nothing."""
    sector = (entity["sector"] or "")[:3]
    if sector in ("MIL", "COP") and entity["code"] and country:
        return "State forces" if entity["code"] == country else "External/Other forces"
    return "Rebel group" if sector == "REB" else None


def _only_number(record: Record, kind: str) -> int | None:
    """Return the number of people where the text gives exactly one; of several, none can be chosen."""
    found = record["size"].get(kind) or []
    if len(found) != 1:
        return None
    value = found[0]["value"] if found[0]["value"] is not None else found[0]["low"]
    return None if value is None else int(value)
