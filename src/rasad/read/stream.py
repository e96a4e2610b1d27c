"""A stream of bytes that can be looked into before it is read, and what a format gets to read: the source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rasad.errors import InputError, Problem
from rasad.read.options import ReadOptions

CHUNK = 1 << 17


class ByteStream:
    """Bytes pulled chunk by chunk. What breaks while looking ahead is raised only once reading gets there.

    So a file that is cut off still gives all that came before the cut.
    """

    def __init__(self, pull: Callable[[], bytes]) -> None:
        """Take a function that returns the next chunk, and nothing at the end."""
        self._pull = pull
        self._ahead: list[bytes] = []  # chunks looked at but not read, in order
        self._error: Exception | None = None
        self._ended = False
        self._position = 0
        self.pulled = 0  # bytes pulled so far, read or not
        self.tail = b""  # the last few bytes read

    @classmethod
    def of(cls, data: bytes) -> ByteStream:
        """Return the stream of bytes held in memory."""
        chunks = iter([data])
        return cls(lambda: next(chunks, b""))

    def _fill(self) -> bool:
        """Pull one more chunk; return whether there was one."""
        if self._ended:
            return False
        try:
            chunk = self._pull()
        except Exception as error:  # kept, and raised by `read`
            self._error = error
            chunk = b""
        if not chunk:
            self._ended = True
            return False
        self.pulled += len(chunk)
        self._ahead.append(chunk)
        return True

    def peek(self, size: int) -> bytes:
        """Return the next `size` bytes, fewer only at the end, without reading them."""
        while sum(map(len, self._ahead)) < size and self._fill():
            pass
        if len(self._ahead) > 1:
            self._ahead = [b"".join(self._ahead)]
        return self._ahead[0][:size] if self._ahead else b""

    def unread(self, data: bytes) -> None:
        """Put bytes that were read back in front."""
        if data:
            self._ahead.insert(0, data)
            self._position -= len(data)

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes (one chunk where negative); nothing only at the end."""
        if not self._ahead and not self._fill():
            if self._error is not None:
                raise self._error
            return b""
        chunk = self._ahead.pop(0)
        if 0 <= size < len(chunk):
            self._ahead.insert(0, chunk[size:])
            chunk = chunk[:size]
        self._position += len(chunk)
        self.tail = (self.tail + chunk[-8:])[-8:]
        return chunk

    def read_all(self, limit: int) -> bytes:
        """Return all that is left.

        Raises:
            InputError: It is more than `limit` bytes.
        """
        chunks: list[bytes] = []
        size = 0
        while chunk := self.read():
            chunks.append(chunk)
            size += len(chunk)
            if size > limit:
                raise over_limit(limit)
        return b"".join(chunks)

    def tell(self) -> int:
        """Return how many bytes were read."""
        return self._position


def over_limit(limit: int, place: str = "", what: str = "the document") -> InputError:
    """Return the error for a document over its limit."""
    return InputError(
        f"{what} has more than {limit:,} bytes, the limit; split it, or raise the limit in the options of reading",
        code="over-limit",
        place=place,
    )


@dataclass(frozen=True, slots=True)
class Source:
    """One input, decompressed: what the `read` of a format is given.

    Attributes:
        place: The path as it is named in articles and problems.
        stream: Its bytes.
        options: The user's options.
    """

    place: str
    stream: ByteStream
    options: ReadOptions

    def problem(self, code: str, message: str, at: str = "") -> Problem:
        """Return a problem at a place within this source (`at`: `:line 3`, `!item 2`, `@byte 10`)."""
        return Problem("read", code, self.place + at, message)


@dataclass(frozen=True, slots=True)
class Record:
    """What a format found for one article: its own field names and values, and where it stood."""

    fields: dict[str, Any]
    place: str
