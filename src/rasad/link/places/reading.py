"""What the words of a place mention say of it: its name, the word for its kind, and the records that bear the name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rasad import gazetteer
from rasad.arabic.letters import LETTER_CLASS, fold, fold_word
from rasad.document import Document, Place
from rasad.gazetteer import Record
from rasad.gazetteer.words import View, view, words

_WORD = re.compile(f"[{LETTER_CLASS}]+|[0-9][0-9.,]*")


@dataclass(slots=True)
class Words:
    """The folded words and numbers of an article with their ranges in the original."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    folded: str
    at: list[int]  # folded starts
    to: list[int]  # folded ends

    def before(self, position: int) -> int:
        """Return the index of the last word that ends at or before a position of the text, -1 for none."""
        low, high = 0, len(self.ends)
        while low < high:
            middle = (low + high) // 2
            if self.ends[middle] <= position:
                low = middle + 1
            else:
                high = middle
        return low - 1

    def gap(self, index: int) -> str:
        """Return the folded text between a word and the next."""
        return self.folded[self.to[index] : self.at[index + 1]] if index + 1 < len(self.words) else "\n"


@dataclass(slots=True)
class Reading:
    """A place mention with what its words say.

    Attributes:
        place: The mention.
        name: Folded name of the gazetteer, empty where it has none.
        kind: The word for its kind (`محافظه`), folded, or empty.
        records: The places that bear the name.
        first: Index in `Words` of its first word.
        last: Index after its last word.
        territory: The country (alpha-2) where the mention is `الأراضي السورية` and the like.
    """

    place: Place
    name: str
    kind: str
    records: tuple[Record, ...]
    first: int
    last: int
    territory: str | None = None


def words_of(doc: Document) -> Words:
    """Return the words of an article."""
    folded = fold(doc.text)
    found = [(m[0], *m.span()) for m in _WORD.finditer(folded.text)]
    ranges = [folded.original(a, b) for _, a, b in found]
    return Words(
        [w for w, _, _ in found],
        [a for a, _ in ranges],
        [b for _, b in ranges],
        folded.text,
        [a for _, a, _ in found],
        [b for _, _, b in found],
    )


def read(doc: Document, place: Place, text: Words) -> Reading:
    """Return the reading of a mention."""
    own = list(_WORD.findall(fold(doc.quote(place)).text))
    first = text.before(place.start) + 1
    if first > 0 and first < len(text.starts) and text.starts[first] > place.start:
        first -= 1
    last = text.before(place.end) + 1
    kind = _kind_before(text, first)
    name = _name(own)
    if name:
        return Reading(place, name, kind, gazetteer.lookup(name), first, last)
    seen = view(own[0]) if own else None
    if seen and len(own) > 1 and seen.kind:
        return _introduced(place, own, seen, (first, last))
    return Reading(place, "", kind, (), first, last)


def _introduced(place: Place, own: list[str], seen: View, range_: tuple[int, int]) -> Reading:
    """Return the reading of a mention that begins with the word for its kind: `مطار الحديدة الدولي`.

    The gazetteer may know the airport, with or without all its adjectives; else it is the town's.
    """
    if seen.kind == "territory" and (alpha2 := gazetteer.nationality(own[1])):
        return Reading(place, "", seen.kind_word, (), *range_, alpha2)
    whole = [" ".join((seen.kind_word, *own[1:end])) for end in range(len(own), 1, -1)]
    for name in (*whole, *(" ".join(own[1:end]) for end in range(len(own), 1, -1))):
        if records := gazetteer.lookup(name):
            return Reading(place, name, seen.kind_word, records, *range_)
    return Reading(place, "", seen.kind_word, (), *range_)


def _name(own: list[str]) -> str:
    """Return the gazetteer's name that all the words are, without attached particles, or empty."""
    if not own:
        return ""
    rest = own[1:]
    for cut in view(own[0]).cuts:
        if gazetteer.lookup(name := " ".join((cut.core, *rest))):
            return name
    return ""


def _kind_before(text: Words, first: int) -> str:
    """Return the word for a kind of place right before a mention, also as head of a list (`محافظتي حلب وإدلب`)."""
    if first < 1 or not set(text.gap(first - 1)) <= set(" _#\"'("):
        return ""
    seen = view(text.words[first - 1])
    if seen.kind in ("settlement", "province", "area"):
        return seen.kind_word
    plain = seen.plain.lstrip("ب") if seen.plain.lstrip("ب") == "ريف" else seen.plain
    return plain if plain in _PARTS else ""


_PARTS = frozenset((fold_word("ريف"), fold_word("ريفي"), fold_word("بادية"), fold_word("ضواحي")))
PROVINCE = frozenset(fold_word(w) for w in "محافظة محافظات محافظتي ولاية ولايات إمارة مقاطعة".split())


def is_settlement_word(kind: str) -> bool:
    """Return whether a word for a kind introduces towns and villages."""
    return kind in words("types", "settlement")
