"""JSON: one article, an array of articles, or articles one after another."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator

from rasad.errors import InputError, Problem
from rasad.read.encoding import to_utf8
from rasad.read.objects import bad_json, record
from rasad.read.stream import Record, Source, over_limit

SUFFIXES = (".json",)

EXAMPLE = """[
  {"id": "b1", "published": "2019-09-03", "headline": "اتفاق",
   "body": "وقع الجانبان اتفاقا في جنيف يوم الثلاثاء."},
  {"id": "b2", "published": "2019-09-04", "headline": "احتجاج",
   "body": "تظاهر المئات أمام مبنى البلدية.\\nوتفرقوا مساء."}
]
""".encode()

_FIRST_LOOK = 1 << 16
_GAP = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder()


def read(source: Source) -> Iterator[Record | Problem]:
    """Yield the articles one by one; an array of any length is never held whole."""
    window = _Window(source)
    in_array = False
    number = 0
    while True:
        window.skip()
        sign = window.sign()
        if sign == "[" and not in_array and number == 0:
            in_array = True
            window.drop(1)
        elif sign == "]" and in_array:
            in_array = False
            window.drop(1)
        elif not sign:
            break
        else:
            number += 1
            yield record(window.value(number), f"{source.place}!item {number}")
    if in_array:
        raise InputError(f"the array does not end: cut off after item {number}", code="truncated")


class _Window:
    """The part of the text that is being read, in which the value at hand lies whole."""

    def __init__(self, source: Source) -> None:
        self._stream = to_utf8(source.stream, source.place, source.options.encoding)
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._source = source
        self._text = ""
        self._at = 0

    def _more(self, size: int) -> bool:
        """Take in at least `size` more characters; return whether there were any."""
        pieces = [self._text[self._at :]]
        found = 0
        while found < size and (chunk := self._stream.read()):
            start = self._stream.tell() - len(chunk)
            try:
                pieces.append(self._decoder.decode(chunk))
            except UnicodeDecodeError as error:
                byte = max(0, start + error.start)
                place = f"{self._source.place}@byte {byte}"
                raise InputError(
                    f"the text is not UTF-8 (byte {byte:,}); convert it", code="encoding", place=place
                ) from None
            found += len(pieces[-1])
        self._text = "".join(pieces)
        self._at = 0
        return found > 0

    def skip(self) -> None:
        """Go over blanks and commas."""
        while True:
            found = _GAP.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text) or not self._more(_FIRST_LOOK):
                return

    def sign(self) -> str:
        """Return the character at hand, empty at the end."""
        return self._text[self._at : self._at + 1]

    def drop(self, count: int) -> None:
        """Go over characters."""
        self._at += count

    def value(self, number: int) -> str:
        """Return the text of the value at hand and go over it."""
        place = f"{self._source.place}!item {number}"
        limit = self._source.options.max_bytes
        while True:
            try:
                _, end = _DECODER.raw_decode(self._text, self._at)
            except RecursionError:
                raise bad_json("it is nested too deeply", place) from None
            except ValueError as error:
                held = len(self._text) - self._at
                if held > limit:
                    raise over_limit(limit, place, "the item") from None
                # Doubling keeps the repeated tries cheap.
                if not self._may_go_on(error) or not self._more(max(held, _FIRST_LOOK)):
                    raise bad_json(str(error), place) from None
            else:
                start, self._at = self._at, end
                return self._text[start:end]

    def _may_go_on(self, error: ValueError) -> bool:
        """Return whether the error may only say that the value goes on beyond the window."""
        if not isinstance(error, json.JSONDecodeError):
            return False
        return error.msg.startswith("Unterminated") or error.pos > len(self._text) - 16  # 16: within `\\ud83d\\ude00`
