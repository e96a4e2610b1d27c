"""Tables as text: CSV that a spreadsheet opens without harm, and tab-separated lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO

# A cell that starts so is run as a formula by spreadsheets (OWASP, "CSV injection"); an apostrophe makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # full-width ones too
_BLANKS = str.maketrans("\t\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029", " " * 11)
_BATCH = 1 << 16  # characters gathered before they are written


def safe(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula: text that starts like one gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def write_csv(rows: Iterable[Sequence[object]], header: Sequence[str], out: BinaryIO, *, mark: bool) -> int:
    """Write a table as CSV in UTF-8: a header, quotes where needed, lines ending in CR LF (RFC 4180).

    Args:
        rows: The rows; `None` is an empty cell.
        header: The names of the columns.
        out: Where the bytes go.
        mark: Whether a byte order mark comes first, without which Excel takes UTF-8 for another encoding.

    Returns:
        How many rows were written.
    """
    text, count = io.StringIO(), 0
    writer = csv.writer(text, lineterminator="\r\n")
    if mark:
        text.write("\ufeff")
    writer.writerow(header)
    for row in rows:
        count += 1
        writer.writerow([safe(cell) for cell in row])
        if text.tell() > _BATCH:
            _flush(text, out)
    _flush(text, out)
    return count


def write_tabs(rows: Iterable[Sequence[object]], out: BinaryIO) -> int:
    """Write rows with tabs between cells and no header; tabs and line ends within a cell become blanks.

    Returns:
        How many rows were written.
    """
    count = 0
    for row in rows:
        count += 1
        cells = ("" if cell is None else str(cell).translate(_BLANKS) for cell in row)
        out.write(("\t".join(cells) + "\n").encode())
    return count


def _flush(text: io.StringIO, out: BinaryIO) -> None:
    out.write(text.getvalue().encode())
    text.seek(0)
    text.truncate()
