"""The words of an article as the search for places sees them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rasad import gazetteer
from rasad.arabic.letters import LETTER_CLASS, Folded, fold
from rasad.document import Document
from rasad.gazetteer import Record
from rasad.gazetteer.words import Cut, View, view

_WORD = re.compile(f"[{LETTER_CLASS}]+")
_INSIDE = frozenset((" ", "_", "  ", " _", "_ "))  # between the words of one name
_AFTER_TYPE = re.compile(r"[ _#]{0,2}[\"'(]?#?")


@dataclass(slots=True)
class Candidate:
    """A name of the gazetteer in the text: words `first:last`, how its first word is cut, and who bears the name."""

    first: int
    last: int
    cut: Cut
    name: str
    records: tuple[Record, ...]


@dataclass(slots=True)
class Text:
    """The folded words outside the leftovers; `starts` and `ends` are folded positions."""

    folded: Folded
    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    views: list[View] = field(default_factory=list)

    def gap(self, index: int) -> str:
        """Return what stands between a word and the one after it."""
        return self.folded.text[self.ends[index] : self.starts[index + 1]] if index + 1 < len(self.words) else "\n"

    def begins_after_type(self, index: int) -> bool:
        """Return whether the word after this one may be the name that this one introduces."""
        return index + 1 < len(self.words) and _AFTER_TYPE.fullmatch(self.gap(index)) is not None

    def inside(self, index: int) -> bool:
        """Return whether this word and the next may be of one name."""
        return self.gap(index) in _INSIDE

    def longest(self, index: int, uncut: bool = False) -> Candidate | None:
        """Return the longest name that begins at a word; the less cut one of two that are as long."""
        best: Candidate | None = None
        for cut in self.views[index].cuts:
            if uncut and cut.offset:
                continue
            found = self._longest(index, cut)
            if found and (best is None or found.last > best.last):
                best = found
        return best

    def _longest(self, index: int, cut: Cut) -> Candidate | None:
        best: Candidate | None = None
        name, last = cut.core, index
        while True:
            if records := gazetteer.lookup(name):
                best = Candidate(index, last + 1, cut, name, records)
            if last + 1 - index >= gazetteer.MAX_WORDS or not self.inside(last):
                return best
            last += 1
            name = f"{name} {self.words[last]}"


def read(doc: Document) -> Text:
    """Return the words of an article, without those of its leftovers."""
    folded = fold(doc.text)
    text = Text(folded)
    skipped = [(leftover.start, leftover.end) for leftover in doc.leftovers]
    for match in _WORD.finditer(folded.text):
        start, end = match.span()
        if skipped and any(a <= folded.starts[start] < b for a, b in skipped):
            continue
        word = match[0]
        text.words.append(word)
        text.starts.append(start)
        text.ends.append(end)
        text.views.append(view(word))
    return text
