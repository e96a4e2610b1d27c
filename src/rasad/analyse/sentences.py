"""Where sentences end: at line breaks and at `. ! ؟ ? …`, with the quotes and brackets that close after the sign.

A stop ends a sentence only before a blank, so that `المستشفى.وأضاف` stays whole, as the annotated articles have it;
`!` and `؟` end one also before a letter. It ends none inside a number, an address, after a title's or an initial's
single letter (`د. محمد`, `أ. ف. ب`) and after a listed abbreviation. Leftovers of the page get no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rasad.arabic.letters import DIGIT_CLASS, DROPPED_CLASS, LETTER_CLASS, QUOTES
from rasad.document import Document, Leftover

_CLOSING = re.escape(QUOTES + "'’)]}")
_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_END = re.compile(
    rf"(?P<stop>[.!?؟…](?:\s{{0,2}}[.!?؟…]){{0,20}})[{DROPPED_CLASS}]{{0,3}}(?:\s?[»”](?!\S)|[{_CLOSING}]){{0,5}}(?=\s|$)"
    rf"|(?<![!?؟])[!?؟]{{1,20}}[{_CLOSING}]{{0,5}}(?=[{LETTER_CLASS}])"  # bounded, so that no text takes long
)
# What stands right before a single stop that ends no sentence: a single letter that no number precedes (after a number
# it is an era, هـ or م), or a listed abbreviation.
_SHORT = re.compile(
    rf"(?:^|[^{LETTER_CLASS}{DIGIT_CLASS}{DROPPED_CLASS}A-Za-z])"
    r"(?P<short>[ء-ي]ـ?|[A-Z]|ا?لخ|تلفون|ص\.ب|Mr|Mrs|Dr|St|No|vs)$"
)
_AFTER_NUMBER = re.compile(rf"[{DIGIT_CLASS}]\s*$")
_WORD = re.compile(rf"[{LETTER_CLASS}{DIGIT_CLASS}A-Za-z]")
_LOOK_BACK = 12


def bounds(doc: Document) -> Iterator[tuple[int, int]]:
    """Yield the half-open ranges of the document's sentences in order, without blanks at their ends."""
    for start, end in _story(doc.leftovers, len(doc.text)):
        yield from split(doc.text, start, end)


def split(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield the half-open ranges of the sentences of a part of a text."""
    for line in _LINE.finditer(text, start, len(text) if end is None else end):
        at = seen = line.start()
        for match in _END.finditer(text, line.start(), line.end()):
            if match["stop"] == "." and _ends_none(text, line.start(), match.start()):
                continue
            if text[match.start() - 1 : match.start()] in ("(", "["):  # words left out of a quotation: (...)
                continue
            word = _WORD.search(text, seen, match.end())
            seen = match.end()
            if word is None:  # signs alone are no sentence: they go with what follows
                continue
            yield from _trimmed(text, at, match.end())
            at = match.end()
        yield from _trimmed(text, at, line.end())


def _ends_none(text: str, line_start: int, stop: int) -> bool:
    from_ = max(line_start, stop - _LOOK_BACK)
    match = _SHORT.search(text[from_:stop])
    if match is None:
        return False
    return not _AFTER_NUMBER.search(text[from_ : from_ + match.start("short")])


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _story(leftovers: list[Leftover], length: int) -> Iterator[tuple[int, int]]:
    at = 0
    for leftover in sorted(leftovers, key=lambda span: span.start):
        if at < leftover.start:
            yield at, leftover.start
        at = max(at, leftover.end)
    if at < length:
        yield at, length
