"""CSV: one row an event, for spreadsheets; UTF-8 with a byte order mark, cells made safe against formulas."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from rasad.export import example, flat, tables
from rasad.record import Record

SUFFIX = ".csv"
EXAMPLE = example.records()


def write(records: Iterable[Record], out: BinaryIO) -> int:
    """Write a header and one row an event (`rasad.export.flat.COLUMNS`); return how many."""
    return tables.write_csv(map(flat.cells, records), flat.COLUMNS, out, mark=True)
