"""JSON lines: one article a line."""

from __future__ import annotations

from collections.abc import Iterator

from rasad.errors import Problem
from rasad.read.lines import lines
from rasad.read.objects import record
from rasad.read.stream import Record, Source

SUFFIXES = (".jsonl", ".ndjson")

EXAMPLE = """{"id": "a1", "published": "2020-02-11", "title": "قمة", "text": "افتتحت القمة.\\nوحضرها ستة رؤساء."}
{"id": "a2", "published": "2020-02-12T08:00:00+01:00", "source": "المثال", "text": "أعلنت الحكومة تمديد الهدنة أسبوعا."}
""".encode()


def read(source: Source) -> Iterator[Record | Problem]:
    """Yield an article for each line; a line that is bad is a problem, and the next one is read."""
    for line in lines(source):
        if line.problem is not None:
            yield line.problem
        elif not line.text.isspace():
            yield record(line.text, f"{source.place}:line {line.number}")
