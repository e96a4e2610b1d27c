"""Parquet: nested columns with a fixed schema, for pandas, DuckDB, Spark and R; needs `pip install 'rasad[data]'`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, BinaryIO

from rasad.errors import PartError
from rasad.export import example
from rasad.record import SIZES, Record, link

SUFFIX = ".parquet"
EXAMPLE = example.records()
_ROW_GROUP = 2000  # records held at once


def write(records: Iterable[Record], out: BinaryIO) -> int:
    """Write the records with the contract's fields as nested columns, in row groups; return how many.

    Raises:
        PartError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ModuleNotFoundError as error:
        raise PartError("parquet needs pyarrow: pip install 'rasad[data]'") from error
    schema, count = _schema(pa), 0
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for group in _groups(iter(records)):
            # Only the schema's fields are taken: what a record says besides is not part of the table.
            writer.write_table(pa.Table.from_pylist(group, schema=schema))
            count += len(group)
    return count


def _groups(records: Iterator[Record]) -> Iterator[list[Record]]:
    while group := list(islice(records, _ROW_GROUP)):
        yield [_typed(record) for record in group]


def _typed(record: Record) -> Record:
    """Return the record with whole numbers as floats where the schema has floats: arrow does not guess."""
    sizes = {kind: [_number(item) for item in record["size"].get(kind, ())] for kind in SIZES}
    return record | {"link": link(record), "size": sizes, "event_scale": float(record["event_scale"])}


def _number(item: Record) -> Record:
    return item | {k: None if item[k] is None else float(item[k]) for k in ("value", "low", "high")}


def _schema(pa: Any) -> Any:
    text, whole, real = pa.string(), pa.int32(), pa.float64()
    quoted = [("text", text), ("start", whole), ("end", whole)]

    def struct(**fields: Any) -> Any:
        return pa.struct(list(fields.items()))

    def texts(names: str) -> dict[str, Any]:
        return dict.fromkeys(names.split(), text)

    entity = struct(
        entity_text=text, start=whole, end=whole, **texts("identifier_id identifier_text name_en code sector office"),
        number=pa.int64(),
    )  # fmt: skip
    place = struct(
        extracted_place=text, start=whole, end=whole, resolved_place=text, name_en=text, geonameid=pa.int64(),
        lat=real, lon=real, **texts("city province country_code country_alpha2 feature_code"), resolution=whole,
        radius_km=real, offset=struct(distance_km=real, bearing=real, **{"from": text}),
    )  # fmt: skip
    size = pa.struct([("value", real), ("low", real), ("high", real), ("unit", text), *quoted])
    many, day = pa.list_(text), pa.struct([*quoted, ("granularity", text), ("basis", text)])
    source = pa.struct([*quoted, ("kind", text), ("identifier_id", text)])
    fields = dict(
        **texts("id doc_id link event_type"), event=many, mode=many, context=many, quad_code=whole, event_scale=real,
        status=text, trigger=pa.struct(quoted), actor=pa.list_(entity), recipient=pa.list_(entity), event_loc=place,
        date=text, enddate=text, date_info=day, size=struct(**{kind: pa.list_(size) for kind in SIZES}),
        attribution=pa.list_(source), text=text, text_info=struct(sequence=whole, start=whole, end=whole),
        confidence=real, reason=many, coder=text, cite_info=struct(**texts("url title publication published language")),
    )  # fmt: skip
    return pa.schema(list(fields.items()))
