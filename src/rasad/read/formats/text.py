"""Plain text: one article a file, its text exactly as it stands."""

from __future__ import annotations

from collections.abc import Iterator

from rasad.errors import Problem
from rasad.read.encoding import decode
from rasad.read.stream import Record, Source

SUFFIXES = (".txt", ".text")

EXAMPLE = """عمّان: وصل وزير الخارجية إلى العاصمة مساء الثلاثاء.

وقال في مؤتمر صحفي إن المحادثات ستبدأ غدا.
""".encode()


def read(source: Source) -> Iterator[Record | Problem]:
    """Yield the one article of the file."""
    data = source.stream.read_all(source.options.max_bytes)
    if data:
        yield Record({"text": decode(data, source.place, encoding=source.options.encoding)}, source.place)
