"""What the stages before know of a document, by the indices of its words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

from rasad.document import Document, Name, Place
from rasad.link.chains.spot import full, what
from rasad.link.chains.words import given, match, titles


@dataclass(frozen=True, slots=True)
class Layers:
    """A document by its words.

    Attributes:
        names: The persons and organisations by their first word, with the index after their last.
        places: The words of place names.
        blocked: The words of time expressions: no part of a phrase.
        again: The words, with their article, that the document says more than once.
        parties: Where the actors and recipients of events end.
    """

    doc: Document
    names: Mapping[int, tuple[int, Name]]
    places: Mapping[int, Place]
    blocked: frozenset[int]
    again: frozenset[str]
    parties: frozenset[int]

    @classmethod
    def of(cls, doc: Document) -> Layers:
        """Return the layers of a document whose events are coded."""
        parties = frozenset(n.end for event in doc.events for n in (*event.actor, *event.recipient))
        return cls(doc, _names(doc), _places(doc), _blocked(doc), _again(doc), parties)


def _names(doc: Document) -> dict[int, tuple[int, Name]]:
    """Return the document's persons and organisations by their first word, with the index after their last."""
    starts = [w.start for w in doc.words]
    found = {}
    places = {m.end: m.start for m in doc.mentions if isinstance(m, Place)}
    for mention in doc.mentions:
        if isinstance(mention, Name) and places.get(mention.end, mention.start) >= mention.start:
            first = max(0, bisect_left(starts, mention.start + 1) - 1)
            first = _beginning(doc, first, bisect_left(starts, mention.end), mention)
            if not _mistaken(doc, first, bisect_left(starts, mention.end), mention):
                last = bisect_left(starts, mention.end)
                found[first] = _ending(doc, first, last) if mention.kind == "organisation" else last, mention
                if mention.kind == "person":
                    found |= _second(doc, first, last, mention)
    return found


def _beginning(doc: Document, first: int, last: int, mention: Name) -> int:
    """Return the first word of a name: not the verb before it (ودان فلان), with the علي that was taken for على."""
    if mention.kind != "person":
        return first
    word, before = doc.words[first], doc.words[first - 1] if first else None
    if word.pos == "VERB" and "و" in word.proclitics[:1] and last - first > 1:
        return first + 1
    if before is not None and before.enclitic and before.norm in given() and not word.proclitics:
        return first - 1  # برهم, whose هم is its own
    if before is not None and before.norm == "علي" and not before.proclitics and doc.text[before.end - 1] == "ي":
        return first - 1 if before.pos == "ADP" and not word.proclitics else first
    return first


def _ending(doc: Document, first: int, last: int) -> int:
    """Return where the name of a body ends: before another's (واتهمت الجبهة إريتريا, رئيسة اللجنة فلانة)."""
    word = doc.words[first]
    for k in range(first + 1, last):
        after = doc.words[k]
        if after.enclitic and after.pos == "NOUN":
            return k
        if "ال" in word.proclitics and k == first + 1 and after.pos in ("PROPN", "X") and not after.proclitics:
            return k
    return last


def _second(doc: Document, first: int, last: int, mention: Name) -> dict[int, tuple[int, Name]]:
    """Return the name of a woman right after a man's that was taken for its end: كلف قيس سعيد نجلاء بودن."""
    if given().get(doc.words[first].core):
        return {}
    at = next((k for k in range(first + 2, last) if given().get(doc.words[k].core)), None)
    if at is None:
        return {}
    start, end = doc.words[at].start, doc.words[last - 1].end
    return {at: (last, Name(start=start, end=end, kind="person"))}


def _mistaken(doc: Document, first: int, last: int, mention: Name) -> bool:
    """Return whether a word was taken for a person's name: على تويتر, الناشر."""
    if mention.kind != "person":
        return False
    word = doc.words[first]
    if word.norm == "علي" and doc.text[word.end - 1] == "ى":
        return True
    if last - first > 1 or "ال" not in word.proclitics:
        return last - first == 1 and bool(word.enclitic)
    found = match(doc.words, first, last)
    return word.core in titles() or (found is not None and what(found, word) in ("person", "persons"))


def _places(doc: Document) -> dict[int, Place]:
    """Return the words of place names with their places."""
    starts = [w.start for w in doc.words]
    found: dict[int, Place] = {}
    for mention in doc.mentions:
        if isinstance(mention, Place):
            first = max(0, bisect_left(starts, mention.start + 1) - 1)
            found.update((i, mention) for i in range(first, bisect_left(starts, mention.end)))
    return found


def _again(doc: Document) -> frozenset[str]:
    """Return the words, with their article, that the document says more than once."""
    seen: set[str] = set()
    again: set[str] = set()
    for word in doc.words:
        if len(word.core) > 2:
            whole = full(word)
            (again if whole in seen else seen).add(whole)
    return frozenset(again)


def _blocked(doc: Document) -> frozenset[int]:
    """Return the words of time expressions: no part of a phrase."""
    starts = [w.start for w in doc.words]
    return frozenset(
        i
        for m in doc.mentions
        if m.kind == "time"
        for i in range(max(0, bisect_left(starts, m.start + 1) - 1), bisect_left(starts, m.end))
    )
