"""Event records as JSON lines: every field, as `rasad code` writes them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

import orjson

from rasad.export import example
from rasad.record import Record

SUFFIX = ".jsonl"
EXAMPLE = example.records()


def write(records: Iterable[Record], out: BinaryIO) -> int:
    """Write one JSON object a line, in UTF-8, keys in the contract's order; return how many."""
    count = 0
    for record in records:
        count += 1
        out.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))
    return count
