"""Places in an article: names of the gazetteer, and names that a word for a kind of place introduces.

A name that is also an ordinary word counts only where something shows a place: a preposition, a word for its kind, a
nationality after it, another place that it is joined to. What a place is, and whether a capital stands for its
government, is left to later stages.
"""

from __future__ import annotations

from rasad.document import Document, Place
from rasad.gazetteer.words import doubt
from rasad.mentions.places.evidence import HARD, NONE, is_adjective, is_adverb, is_person, shown
from rasad.mentions.places.short import short
from rasad.mentions.places.text import Candidate, Text, read
from rasad.mentions.places.typed import Found, territory, typed


def find(doc: Document) -> list[Place]:
    """Return the places of an article in the order of the text; they do not overlap, and nothing is resolved yet."""
    text = read(doc)
    found, open_ = _search(text)
    confirmed = {item.name for item in found if item.name}
    found += [item for item in open_ if item.name in confirmed and not _touches(item, found)]
    found += [item for item in short(text, found) if not _touches(item, found)]
    places = {_span(text, item) for item in found}
    if doc.dateline and (at := doc.dateline.place):
        places = {p for p in places if p[1] <= at.start or at.end <= p[0]} | {(at.start, at.end)}
    return [Place(start, end, "place") for start, end in sorted(places)]


def _search(text: Text) -> tuple[list[Found], list[Found]]:
    """Return what is a place, and names that may be one if the article shows it elsewhere."""
    found: list[Found] = []
    open_: list[Found] = []
    index = 0
    while index < len(text.words):
        seen = text.views[index]
        if not seen.cuts and not seen.kind:
            index += 1
            continue
        candidate = text.longest(index) if seen.cuts else None
        item = _at(text, index, candidate, found[-1] if found else None)
        if item:
            found.append(item)
            index = item.last
            continue
        if candidate and doubt(candidate.name) == 2 and not (is_person(text, candidate) or is_adverb(text, candidate)):
            open_.append(_plain(candidate))
        index += 1
    return found, open_


def _at(text: Text, index: int, candidate: Candidate | None, before: Found | None) -> Found | None:
    """Return the place that begins at a word."""
    long = candidate is not None and candidate.last - candidate.first > 1 and doubt(candidate.name) == 1
    if text.views[index].kind and not long and (item := typed(text, index)):
        return item
    if item := territory(text, index):
        return item
    if candidate is None:
        return None
    if is_adjective(text, candidate) or is_adverb(text, candidate):
        return None
    need = doubt(candidate.name)
    have = shown(text, candidate, before)
    if need == 1 and not is_person(text, candidate):
        return _plain(candidate)
    if (need == 2 and have > NONE and not is_person(text, candidate)) or (need == 3 and have == HARD):
        return _plain(candidate)
    return None


def _plain(candidate: Candidate) -> Found:
    return Found(candidate.first, candidate.last, candidate.cut.offset, candidate.name)


def _touches(item: Found, found: list[Found]) -> bool:
    return any(item.first < other.last and other.first < item.last for other in found)


def _span(text: Text, item: Found) -> tuple[int, int]:
    return text.folded.original(text.starts[item.first] + item.offset, text.ends[item.last - 1])
