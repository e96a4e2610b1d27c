"""Exporting: records in the formats of others. One part a format in `formats`, all with the same `write`.

from rasad import export
with open("events.csv", "wb") as file:
    export.write("csv", records, file)
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from rasad import parts
from rasad.export.folding import folded
from rasad.record import Record

FORMATS = "rasad.export.formats"


def names() -> tuple[str, ...]:
    """Return the names of the exporters."""
    return parts.names(FORMATS)


def suffix(name: str) -> str:
    """Return how files of a format end, such as `.csv`.

    Raises:
        PartError: There is no such exporter.
    """
    return str(parts.load(FORMATS, name).SUFFIX)


def write(name: str, records: Iterable[Record], out: BinaryIO) -> int:
    """Write records in a format, as they come: they are never held all at once.

    Args:
        name: The exporter, one of `names()`.
        records: Records of the contract.
        out: Where the bytes go; it is not closed.

    Returns:
        How many records were written. It is less than were given where the format cannot say that an event is planned,
        feared or denied (`rasad.export.stated`).

    Raises:
        PartError: There is no such exporter, or it lacks a library.
    """
    written: int = parts.load(FORMATS, name).write(records, out)
    return written


__all__ = ["FORMATS", "folded", "names", "suffix", "write"]
