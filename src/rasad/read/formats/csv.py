"""Comma-separated values: a header row that names the columns, then one article a row."""

from __future__ import annotations

from collections.abc import Iterator

from rasad.errors import Problem
from rasad.read.rows import read_rows
from rasad.read.stream import Record, Source

SUFFIXES = (".csv",)

EXAMPLE = """id,date,title,text
c1,2022-01-09,زيارة,"وصل الوفد إلى مسقط، وبدأ محادثاته."
c2,2022-01-10,بيان,"قال المتحدث: ""لن نتراجع"".
وأضاف أن القرار نهائي."
""".encode()


def read(source: Source) -> Iterator[Record | Problem]:
    """Yield an article for each row; `;` separates where the header has no comma but it (spreadsheets write it so)."""
    yield from read_rows(source, ",;")
