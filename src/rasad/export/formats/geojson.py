"""GeoJSON: a feature an event, for maps; events without coordinates have no geometry (null)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

import orjson

from rasad.export import example, flat
from rasad.record import Record

SUFFIX = ".geojson"
EXAMPLE = example.records()


def write(records: Iterable[Record], out: BinaryIO) -> int:
    """Write one FeatureCollection (RFC 7946), a feature a line, as the records come; return how many."""
    count = 0
    out.write(b'{"type":"FeatureCollection","features":[')
    for count, record in enumerate(records, 1):
        out.write(b"\n" if count == 1 else b",\n")
        out.write(orjson.dumps(feature(record)))
    out.write(b"\n]}\n")
    return count


def feature(record: Record) -> dict[str, Any]:
    """Return the event as a feature: its place as a point (longitude first), the flat row as its properties."""
    properties = flat.row(record)
    lat, lon = properties.pop("lat"), properties.pop("lon")
    point = None if lat is None or lon is None else {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "id": record["id"], "geometry": point, "properties": properties}
