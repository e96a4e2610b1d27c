"""Rows of separated values to records, for csv and tsv."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from rasad.errors import InputError, Problem
from rasad.read.fields import field_names
from rasad.read.lines import Line, lines
from rasad.read.stream import Record, Source


class _Feed:
    """Gives lines to the csv reader and keeps the first problem among the lines of the row at hand."""

    def __init__(self, found: Iterator[Line]) -> None:
        self._found = found
        self.last = 0
        self.problem: Problem | None = None

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = next(self._found)
        self.last = line.number
        self.problem = self.problem or line.problem
        return line.text


def read_rows(source: Source, separators: str) -> Iterator[Record | Problem]:
    """Yield a record for each row after the header, and a problem for each that is not as wide or badly quoted.

    Raises:
        InputError: The header is missing, names a column twice, or names none with the text.
    """
    # The module's limit is one for the whole process and 128 KiB at first: it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), source.options.max_bytes))
    feed = _Feed(lines(source))
    first = next(feed, None)
    while first is not None and first.isspace() and feed.problem is None:
        first = next(feed, None)
    if first is None:
        return
    separator = next((sign for sign in separators if sign in first), separators[0])
    header = _header(source, feed, first, separator)
    reader = csv.reader(feed, delimiter=separator, strict=True)
    while True:
        start = feed.last + 1
        feed.problem = None
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield feed.problem or source.problem("bad-row", f"the row cannot be read: {error}", f":line {start}")
            continue
        if feed.problem is not None:
            yield feed.problem
        elif len(row) == len(header):
            yield Record(dict(zip(header, row, strict=True)), f"{source.place}:line {start}")
        elif row:  # a blank line gives none
            message = f"the row has {len(row)} columns, the header {len(header)}; quote what has a separator in it"
            yield source.problem("bad-row", message, f":line {start}")


def _header(source: Source, feed: _Feed, first: str, separator: str) -> list[str]:
    place = f"{source.place}:line {feed.last}"
    if feed.problem is not None:
        raise InputError(feed.problem.message, code=feed.problem.code, place=feed.problem.place)
    try:
        header = [name.strip() for name in next(csv.reader([first], delimiter=separator, strict=True))]
    except (csv.Error, StopIteration) as error:
        raise InputError(f"the header cannot be read: {error}", code="bad-header", place=place) from None
    named = [name for name in header if name]
    if len(named) != len(set(named)):
        twice = sorted({name for name in named if named.count(name) > 1})[:5]
        raise InputError(f"the header names a column twice: {', '.join(twice)}", code="bad-header", place=place)
    header = [
        name or f"column {index}" for index, name in enumerate(header, start=1)
    ]  # pandas leaves its index unnamed
    if "text" not in field_names(header, source.options):
        there = ", ".join(repr(name[:40]) for name in header[:12])
        raise InputError(
            f"no column holds the text; there are: {there}. Name it in the options of reading",
            code="missing-text",
            place=place,
        )
    return header
