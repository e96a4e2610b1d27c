"""What a user may say about the inputs, and the limits that keep a damaged or hostile input from filling memory."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass, field

from rasad import parts
from rasad.errors import InputError, PartError

FORMATS = "rasad.read.formats"
CONTRACT_FIELDS = ("id", "text", "published", "title", "url", "source", "language", "author")

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read; every limit is on bytes after decompression.

    Attributes:
        format: The name of a format (`rasad.parts.names("rasad.read.formats")`); `None` takes it from the name of the
            file, and where that says nothing from the content.
        fields: Contract field -> the input's own field or column name, such as `{"text": "body", "published": "date"}`.
        encoding: The encoding of every input; `None` finds it out and refuses what it cannot decide.
        max_bytes: The largest single document: a text file, a line of JSON lines, a row, an element of a JSON array.
        max_page_bytes: The largest page (html, a WARC payload) or feed; markup costs many times its size in memory.
        max_page_tags: The most tags of a page, a fifth of those of a feed; the time to find the story grows with the
            square of their number (20,000 take up to 8 s).
        max_total_bytes: The largest file of many documents.
        max_ratio: How many times its compressed size a file may have unpacked, once it has passed `max_bytes`.
        max_depth: How many compressions may lie within each other (`.gz` of `.xz` is 2).

    Raises:
        InputError: A field or the encoding does not exist, or a limit is not positive.
        PartError: There is no such format.
    """

    format: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    max_bytes: int = 64 * MIB
    max_page_bytes: int = 16 * MIB
    max_page_tags: int = 20_000
    max_total_bytes: int = 64 * 1024 * MIB
    max_ratio: int = 200
    max_depth: int = 3

    def __post_init__(self) -> None:
        """Refuse what could not be followed, before anything is read."""
        formats = parts.names(FORMATS)
        if self.format is not None and self.format not in formats:
            raise PartError(f"there is no format {self.format!r}; there are: {', '.join(formats)}")
        for name in self.fields:
            if name not in CONTRACT_FIELDS:
                allowed = ", ".join(CONTRACT_FIELDS)
                raise InputError(f"{name!r} is no field of an article; there are: {allowed}", code="bad-option")
        if self.encoding is not None and not is_text_encoding(self.encoding):
            raise InputError(f"there is no text encoding {self.encoding!r}; try utf-8 or cp1256", code="bad-option")
        for name in ("max_bytes", "max_page_bytes", "max_page_tags", "max_total_bytes", "max_ratio", "max_depth"):
            if getattr(self, name) < 1:
                raise InputError(f"{name} is {getattr(self, name)}; it must be 1 or more", code="bad-option")


def is_text_encoding(name: str) -> bool:
    """Return whether Python knows the encoding, and it is one of text (not `rot13` or `base64`)."""
    try:
        "".encode(codecs.lookup(name).name)
    except (LookupError, ValueError, UnicodeError):  # ValueError: a NUL in the name
        return False
    return True
