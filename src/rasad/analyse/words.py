"""Words, numbers and signs of a sentence, at their places in the text.

A word is a maximal run of Arabic letters with their marks (`بـ"بغداد".` gives بـ, `"`, بغداد, `"`, `.`); a number keeps
its decimal and thousands signs; Latin letters with digits, addresses and `@names` are one word; all other signs are one
each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rasad.arabic.letters import DIGIT_CLASS, DROPPED_CLASS, LETTER_CLASS, MARK_CLASS

_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
_WORD = re.compile(
    rf"(?P<latin>(?:https?://|www\.)[^\s«»\"،؛()]*[^\s«»\"،؛().,:]|@?[{_LATIN}][{_LATIN}0-9_]*(?:[@.'&-][{_LATIN}0-9_]+)*)"
    rf"|(?P<arabic>[{LETTER_CLASS}](?:[{LETTER_CLASS}{MARK_CLASS}]+|[{DROPPED_CLASS}]+(?=[{LETTER_CLASS}]))*)"
    rf"|(?P<number>[{DIGIT_CLASS}]+(?:[.,٫٬][{DIGIT_CLASS}]+)*)"
    rf"|(?P<sign>[^\s{DROPPED_CLASS}]|ـ+)"  # a tatweel that follows no letter stands for a dash
)


def tokens(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield kind (`arabic`, `latin`, `number`, `sign`), start and end of every word of a range, in order."""
    for match in _WORD.finditer(text, start, end):
        yield match.lastgroup or "sign", match.start(), match.end()
