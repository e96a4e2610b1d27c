"""Reading any inputs: each file opened, unpacked, given to its format; articles and problems come out in order."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

from rasad import parts
from rasad.document import Article
from rasad.errors import Problem, RasadError
from rasad.read.compression import decompress
from rasad.read.fields import build
from rasad.read.inputs import STDIN, expand, shown
from rasad.read.options import FORMATS, ReadOptions
from rasad.read.sniff import format_of
from rasad.read.stream import CHUNK, ByteStream, Record, Source

REMEMBERED = 500_000  # ids of one file kept to find repeats; older ones are forgotten, so that memory stays constant


def read(
    inputs: str | PathLike[str] | Sequence[str | PathLike[str]], options: ReadOptions | None = None
) -> Iterator[Article | Problem]:
    """Yield every article of the inputs, and a problem for everything that could not be read, in the order of reading.

    Nothing is held but the document in hand. A problem of code `bad-date` follows the article it belongs to, and so may
    `truncated` and `bad-markup` of a page or feed; every other problem stands for an article, or the rest of a file,
    that did not come through.

    Args:
        inputs: Files, folders (with all that lies below, sorted), patterns (`news/**/*.jsonl.gz`), or `-` for standard
            input.
        options: Format, field names, encoding and limits.

    Yields:
        Articles, their text as published, and problems (`stage="read"`) that name file and line, member or byte.
    """
    options = options or ReadOptions()
    for found in expand([inputs] if isinstance(inputs, (str, PathLike)) else inputs):
        if isinstance(found, Problem):
            yield found
        else:
            yield from _read_file(found, options)


def _read_file(path: str, options: ReadOptions) -> Iterator[Article | Problem]:
    place = shown(path)
    empty = True
    try:
        if path == STDIN:
            for item in _items(path, sys.stdin.buffer, options):
                empty = False
                yield item
        else:
            with Path(path).open("rb", buffering=0) as file:
                for item in _items(path, file, options):
                    empty = False
                    yield item
    except OSError as error:
        yield Problem("read", "unreadable", place, f"the file cannot be read: {error.strerror or error}")
        return
    except RasadError as error:
        yield Problem.from_error(error, stage="read", place=place)
        return
    except BaseException as error:  # a library met what its makers did not foresee: the batch goes on
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":  # a panic in Rust (fastwarc)
            raise
        message = f"reading failed ({type(error).__name__}: {str(error)[:200]}); please report it with the file"
        yield Problem("read", "failed", place, message)
        return
    if empty:
        yield Problem("read", "empty", place, "there is no article in it")


def _items(path: str, file: Any, options: ReadOptions) -> Iterator[Article | Problem]:
    stream = decompress(ByteStream(lambda: file.read(CHUNK) or b""), options)
    name = format_of(path, stream, options)
    source = Source(shown(path), stream, options)
    seen = _Seen()
    for found in parts.load(FORMATS, name).read(source):
        if isinstance(found, Record):
            yield from seen.first(build(found, options))
        else:
            yield found


class _Seen:
    """The ids of one file, to tell an exact repeat from two articles under one id."""

    def __init__(self) -> None:
        self._contents: dict[bytes, bytes] = {}

    def first(self, items: Iterator[Article | Problem]) -> Iterator[Article | Problem]:
        """Yield the items unless their article came before; a problem where only its id did."""
        for item in items:
            if isinstance(item, Article):
                key, content = _digest(item.id), _digest(item.text, item.title, item.url, str(item.published))
                before = self._contents.get(key)
                if before == content:
                    return
                if before is not None:
                    message = f"another article has the id {item.id!r} already; the first was kept, this one was not"
                    yield Problem("read", "duplicate-id", item.origin, message, item.id)
                    return
                if len(self._contents) >= REMEMBERED:
                    del self._contents[next(iter(self._contents))]
                self._contents[key] = content
            yield item


def _digest(*values: str | None) -> bytes:
    return hashlib.blake2b("\0".join(v or "" for v in values).encode(), digest_size=8).digest()
