"""What the tests of reading share."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable
from pathlib import Path

import zstandard

from rasad.document import Article
from rasad.errors import Problem
from rasad.read import ReadOptions, read

COMPRESSIONS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": lambda data: gzip.compress(data, mtime=0),
    ".xz": lzma.compress,
    ".zst": zstandard.ZstdCompressor(write_checksum=True).compress,
    ".bz2": bz2.compress,
}

STORY = "وصل وزير الخارجية إلى بيروت اليوم الأحد.\nوقال إن المحادثات مع الحكومة اللبنانية ستبدأ صباح غد."


def read_one(folder: Path, name: str, content: bytes, options: ReadOptions | None = None) -> list[Article | Problem]:
    """Return all that comes of a file with this name and content."""
    path = folder / name
    path.write_bytes(content)
    return list(read([path], options))


def codes(items: list[Article | Problem]) -> list[str]:
    """Return the codes of the problems, `article` for an article."""
    return ["article" if isinstance(item, Article) else item.code for item in items]


def texts(items: list[Article | Problem]) -> list[str]:
    """Return the texts of the articles."""
    return [item.text for item in items if isinstance(item, Article)]
