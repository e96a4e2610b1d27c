"""Lines of a stream in UTF-8, one at a time, each decoded or refused by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rasad.errors import InputError, Problem
from rasad.read.encoding import decode, to_utf8
from rasad.read.stream import ByteStream, Source, over_limit

BLANK_LINES = 100_000  # no archive has so many; a compression bomb has

_BLANK = (b"\n", b"\r\n")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its end; where `problem` is set the text is a stand-in that keeps only the signs of ASCII."""

    number: int
    text: str
    problem: Problem | None = None


def lines(source: Source) -> Iterator[Line]:
    """Yield the lines of a source, whatever its encoding; lines end at LF alone, so that all else stays in the text.

    Raises:
        InputError: The stream broke off, is binary, or goes on and on with blank lines.
    """
    stream = to_utf8(source.stream, source.place, source.options.encoding)
    offset = blank = 0
    for number, (data, size) in enumerate(_split(stream, source.options.max_bytes), start=1):
        blank = blank + 1 if data in _BLANK else 0
        if blank > BLANK_LINES:
            message = f"more than {BLANK_LINES:,} blank lines follow each other, the limit; the rest was not read"
            raise InputError(message, code="over-limit", place=f"{source.place}:line {number}")
        yield _line(source, number, offset, data, size)
        offset += size


def _line(source: Source, number: int, offset: int, data: bytes, size: int) -> Line:
    if size == len(data):
        try:
            text = data.decode()
        except UnicodeDecodeError:
            pass
        else:
            if "\0" not in text:
                return Line(number, text)
    return _odd_line(source, number, offset, data, size)


def _odd_line(source: Source, number: int, offset: int, data: bytes, size: int) -> Line:
    """Return a line that is too long, not UTF-8, or has a NUL in it."""
    place = f"{source.place}:line {number}"
    if size > len(data):
        error = over_limit(source.options.max_bytes, place, "the line")
        return Line(number, "\n", Problem.from_error(error, stage="read", place=place))
    try:
        data.decode()
        code = "binary"
        message = f"there is a NUL in the line (byte {offset + data.index(0):,}), so it is not text"
    except UnicodeDecodeError as error:
        code = "encoding"
        if source.options.encoding is None:
            try:  # files put together from several sources
                return Line(number, decode(data, place))
            except InputError as refused:
                code = refused.code
        message = (
            f"the line is not {error.encoding} (byte {offset + error.start:,}) and in no Arabic encoding either; "
            "convert it, or name the encoding in the options of reading"
        )
    ascii_only = data.decode("ascii", "replace").replace("\0", "\ufffd")
    return Line(number, ascii_only, Problem("read", code, place, message))


def _split(stream: ByteStream, limit: int) -> Iterator[tuple[bytes, int]]:
    """Yield lines with their size; a line over the limit comes empty and is not held in memory."""
    parts: list[bytes] = []
    size = 0
    while chunk := stream.read():
        first, *more = chunk.split(b"\n")
        for piece in more:
            size += len(first) + 1
            yield (b"" if size > limit else b"".join((*parts, first, b"\n"))), size
            parts, size, first = [], 0, piece
        size += len(first)
        parts = [] if size > limit else [*parts, first]
    if size:
        yield (b"" if size > limit else b"".join(parts)), size
