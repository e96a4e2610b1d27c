"""An article's text as `clean` looks at it: folded, in lines, with the way back to the original offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rasad.arabic.letters import Folded, fold

# Tatweel that lengthens no letter is a dash: بغداد ـ رويترز. Replaced one for one, so that offsets stay.
_TATWEEL_DASH = re.compile(r"(?<!\w)ـ+")
_LINE = re.compile(r"[^\n\r\v\f\x1a\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the blanks around it: a half-open range of the folded text, and its words counted."""

    start: int
    end: int
    words: int


@dataclass(slots=True)
class Page:
    """The folded text, its lines that hold something, and what of it has been found to be left over.

    Attributes:
        folded: The folded text with its way back.
        lines: The lines in order; empty ones are left out.
        taken: What was found: half-open ranges of the folded text, with their kind; unsorted, may overlap.
    """

    folded: Folded
    lines: list[Line]
    taken: list[tuple[int, int, str]]

    @property
    def text(self) -> str:
        """The folded text."""
        return self.folded.text

    def is_taken(self, start: int, end: int) -> bool:
        """Return whether one of the ranges found covers this one."""
        return any(a <= start and end <= b for a, b, _ in self.taken)

    def touches_taken(self, start: int, end: int) -> bool:
        """Return whether one of the ranges found shares a character with this one."""
        return any(a < end and start < b for a, b, _ in self.taken)


def page_of(text: str) -> Page:
    """Return the page of a text."""
    folded = fold(_TATWEEL_DASH.sub(lambda m: "-" * len(m[0]), text))
    lines = []
    for match in _LINE.finditer(folded.text):
        whole = match[0]
        bare = whole.strip()
        if bare:
            start = match.start() + whole.index(bare)
            lines.append(Line(start, start + len(bare), bare.count(" ") + 1))
    return Page(folded, lines, [])
