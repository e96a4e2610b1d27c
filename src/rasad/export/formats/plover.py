"""PLOVER JSON lines: only the fields of PLOVER's data-field chapter; without events it cannot state.

The names are those of the PLOVER manual ("JSON Data Fields" with its information objects), as the contract follows
them. Fields of Rasad's own are dropped: spans of actors, places and dates, status, attribution, confidence, reasons.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

import orjson

from rasad import ontology
from rasad.export import example
from rasad.export.stated import has_category
from rasad.record import Record

SUFFIX = ".plover.jsonl"
EXAMPLE = example.records()

_ENTITY = "entity_text identifier_id identifier_text code sector office".split()
_PLACE = "extracted_place resolved_place geonameid lat lon city province country_code feature_code resolution".split()
_CITED = "url title publication language".split()


def write(records: Iterable[Record], out: BinaryIO) -> int:
    """Write the events that PLOVER can state, one JSON object a line; return how many."""
    count = 0
    for record in filter(has_category, records):
        count += 1
        out.write(orjson.dumps(plover(record), option=orjson.OPT_APPEND_NEWLINE))
    return count


def plover(record: Record) -> dict[str, Any]:
    """Return the record with PLOVER's fields alone, in the order of its table; empty optional ones are left out."""
    modes = ontology.modes(record["event"][0])  # a planned visit is AGREE, which has no mode `visit`
    fields = {
        "id": record["id"],
        "date": record["date"],
        "enddate": record["enddate"],
        "actor": [_only(entity, _ENTITY) for entity in record["actor"]],
        "recipient": [_only(entity, _ENTITY) for entity in record["recipient"]],
        "event": record["event"],
        "event_loc": _only(record["event_loc"] or {}, _PLACE),
        "event_text": [record["trigger"]["text"]],
        "quad_code": record["quad_code"],
        "event_scale": record["event_scale"],
        "mode": [mode for mode in record["mode"] if mode in modes],
        "context": record["context"],
        "size": _sizes(record["size"]),
        "text": record["text"],
        "text_info": record["text_info"],
        "cite_info": _only(record["cite_info"], _CITED),
        "coder": record["coder"],
    }
    required = ("id", "date", "actor", "event")
    return {name: value for name, value in fields.items() if name in required or value not in (None, [], {})}


def _only(fields: Record, names: list[str]) -> Record:
    return {name: fields[name] for name in names if fields.get(name) is not None}


def _sizes(size: Record) -> dict[str, Any]:
    """Return the numbers of people that are one number: PLOVER has `dead`, `injured` and `arrested`."""
    found = {}
    for kind in ("dead", "injured", "arrested"):
        values = [item["value"] for item in size.get(kind, ())]
        if len(values) == 1 and values[0] is not None:
            found[kind] = int(values[0]) if values[0] == int(values[0]) else values[0]
    return found
