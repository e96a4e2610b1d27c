"""The actors of an article, each with everything that means it: names, titles, nouns, attached pronouns.

`resolve` finds the phrases (`spotting`), joins them in the order of the text (`entities`), lets the pronouns stand for
whom they agree with (`pronouns`), and writes `Document.chains`. Parties of events that have no id get that of their
chain.
"""

from __future__ import annotations

from rasad.document import Chain, Document, Name, Reference
from rasad.link.chains.entities import Cast, Entity, Said
from rasad.link.chains.pronouns import Pronouns, attached
from rasad.link.chains.spot import Spot
from rasad.link.chains.spotting import spots


def resolve(doc: Document) -> None:
    """Fill `doc.chains`, and the ids of those parties of events that a chain gives one."""
    doc.chains = []
    found = spots(doc) if doc.words else []
    cast = Cast(doc)
    for entity in _Reading(doc, cast, found).read():
        said = sorted(entity.said, key=lambda s: (s.start, s.end))
        doc.chains.append(
            Chain(entity.id, [Reference(s.start, s.end, "pronoun" if s.pronoun else "phrase") for s in said])
        )
    doc.chains.sort(key=lambda c: (c.mentions[0].start, c.mentions[0].end))
    _hand_on(doc)


class _Reading:
    """One pass over an article's phrases and pronouns."""

    def __init__(self, doc: Document, cast: Cast, found: list[Spot]) -> None:
        self.doc, self.cast, self.spots = doc, cast, found
        self.pronouns = Pronouns(doc, cast, found)
        self.waiting: dict[int, list[tuple[int, int]]] = {}  # pronouns that look ahead, by the phrase's first word
        self.done: set[int] = set()

    def read(self) -> list[Entity]:
        """Return the actors."""
        inner = list(attached(self.doc))
        at = 0
        before: tuple[Spot, Entity] | None = None
        for spot in self.spots:
            while at < len(inner) and inner[at][0] < spot.first:
                self._pronoun(*inner[at], None)
                at += 1
            owner = self._pronoun(spot.owner, spot.sentence, None) if spot.owner >= 0 else None
            beside = before[1] if before and self._only_comma(before[0].last, spot.first) else None
            entity = self.cast.add(spot, owner, beside)
            before = spot, entity
            for word, sentence in self.waiting.pop(spot.first, ()):
                self._say(entity, word, sentence)
            while at < len(inner) and inner[at][0] < spot.last:
                self._pronoun(*inner[at], entity)
                at += 1
        for word, sentence in inner[at:]:
            self._pronoun(word, sentence, None)
        return [e for e in self.cast.entities if e.counts]

    def _only_comma(self, last: int, first: int) -> bool:
        return first - last == 1 and self.doc.words[last].norm in ("،", ",")

    def _pronoun(self, word: int, sentence: int, inside: Entity | None) -> Entity | None:
        if word in self.done:
            return None
        self.done.add(word)
        ahead = self.pronouns.turned_to(word, self.doc.sentences[sentence])
        if ahead is not None:
            self.waiting.setdefault(ahead.first, []).append((word, sentence))
            return None
        entity = self.pronouns.resolve(word, sentence, inside)
        if entity is not None:
            self._say(entity, word, sentence)
        return entity

    def _say(self, entity: Entity, word: int, sentence: int) -> None:
        token = self.doc.words[word]
        self.cast.say(entity, Said(token.core_end, token.end, word, sentence, token.pos == "SCONJ", pronoun=True))


def _hand_on(doc: Document) -> None:
    """Give the parties of events that have no id that of the chain whose mention they are, and what its id tells."""
    ids = {(m.start, m.end): c.identifier_id for c in doc.chains if c.identifier_id for m in c.mentions}
    parties = [name for event in doc.events for name in (*event.actor, *event.recipient)]
    known: dict[str, Name] = {}
    for name in parties:
        if name.identifier_id:
            known.setdefault(name.identifier_id, name)
    for name in parties:
        ident = ids.get((name.start, name.end)) if name.identifier_id is None else None
        if ident is None:
            continue
        name.identifier_id = ident
        if ident in known:
            other = known[ident]
            name.identifier_text, name.name_en = other.identifier_text, other.name_en
            name.code, name.sector = name.code or other.code, name.sector or other.sector


__all__ = ["resolve"]
