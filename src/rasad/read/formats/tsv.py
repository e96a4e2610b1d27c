"""Tab-separated values: a header row that names the columns, then one article a row; quoted as in csv."""

from __future__ import annotations

from collections.abc import Iterator

from rasad.errors import Problem
from rasad.read.rows import read_rows
from rasad.read.stream import Record, Source

SUFFIXES = (".tsv", ".tab")

EXAMPLE = """id\tpublished\turl\ttext
d1\t2017-11-20\thttps://example.org/1\tأغلقت السلطات المعبر الحدودي ليومين.
d2\t2017-11-21\thttps://example.org/2\t"أعيد فتح المعبر.\nوعبرته مئة شاحنة."
""".encode()


def read(source: Source) -> Iterator[Record | Problem]:
    """Yield an article for each row."""
    yield from read_rows(source, "\t")
