"""A record as one row of plain values; several actors, modes or sources share a cell, joined by `; `."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rasad.record import SIZES, Record, link

Value = str | int | float | None
_ENTITY = {
    "": "entity_text", "_name_en": "name_en", "_id": "identifier_id", "_code": "code", "_sector": "sector",
    "_office": "office",
}  # fmt: skip
_PLACE = {
    "place": "extracted_place", "place_resolved": "resolved_place", "place_name_en": "name_en",
    "geonameid": "geonameid", "lat": "lat", "lon": "lon", "city": "city", "province": "province",
    "country_code": "country_code", "country_alpha2": "country_alpha2", "feature_code": "feature_code",
    "resolution": "resolution",
}  # fmt: skip
_CITED = ("url", "title", "publication", "published", "language")

COLUMNS: tuple[str, ...] = (
    *"id doc_id link event_type event mode context quad_code event_scale status".split(),
    *"trigger trigger_start trigger_end".split(),
    *(f"actor{end}" for end in _ENTITY),
    *(f"recipient{end}" for end in _ENTITY),
    *_PLACE,
    *"place_offset date enddate date_text date_granularity date_basis".split(),
    *SIZES,
    *"attribution attribution_kind text sequence text_start text_end confidence reason coder".split(),
    *_CITED,
)


def row(record: Record) -> dict[str, Value]:
    """Return the record as `COLUMNS`; `None` where it says nothing."""
    place, day, cited = record["event_loc"] or {}, record["date_info"] or {}, record["cite_info"]
    values: dict[str, Value] = {name: record[name] for name in ("id", "doc_id", "event_type", "status")}
    values["link"] = link(record)
    values |= {name: joined(record[name]) for name in ("event", "mode", "context", "reason")}
    values |= {name: record[name] for name in ("quad_code", "event_scale", "date", "enddate", "text", "confidence")}
    values["coder"] = record["coder"]
    trigger, sentence = record["trigger"], record["text_info"]
    values |= {"trigger": trigger["text"], "trigger_start": trigger["start"], "trigger_end": trigger["end"]}
    values |= {"sequence": sentence["sequence"], "text_start": sentence["start"], "text_end": sentence["end"]}
    for role in ("actor", "recipient"):
        values |= {f"{role}{end}": joined(e.get(key) for e in record[role]) for end, key in _ENTITY.items()}
    values |= {name: place.get(key) for name, key in _PLACE.items()}
    values["place_offset"] = _offset(place.get("offset"))
    values |= {f"date_{name}": day.get(name) for name in ("text", "granularity", "basis")}
    values |= {kind: joined(item["text"] for item in record["size"].get(kind, ())) for kind in SIZES}
    values["attribution"] = joined(source["text"] for source in record["attribution"])
    values["attribution_kind"] = joined(source["kind"] for source in record["attribution"])
    values |= {name: cited.get(name) for name in _CITED}
    return {name: values[name] for name in COLUMNS}


def joined(values: Iterable[str | None]) -> str | None:
    """Return the values in one cell; those that are missing leave their place empty, so that columns stay parallel."""
    found = list(values)
    return "; ".join(value or "" for value in found) if any(found) else None


def cells(record: Record) -> Sequence[Value]:
    """Return the values of `row` in the order of `COLUMNS`."""
    return list(row(record).values())


def _offset(offset: Record | None) -> str | None:
    if not offset:
        return None
    distance = "" if offset["distance_km"] is None else f"{offset['distance_km']:g} km, "
    return f"{distance}bearing {offset['bearing']:g} from {offset['from']}"
