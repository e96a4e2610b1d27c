"""Where an article speaks of actors: names, titles and nouns for persons, groups and bodies.

A phrase is the whole noun phrase without what is attached before it: title, nationality and name together. Inside a
phrase that means a person nothing else is an actor but attached pronouns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from rasad.document import Document, Sentence, Word
from rasad.link.chains.layers import Layers
from rasad.link.chains.memory import Memory
from rasad.link.chains.phrasing import Phrasing
from rasad.link.chains.spot import STATES, Spot, full, joined, what
from rasad.link.chains.states import States
from rasad.link.chains.words import (
    Found,
    entries,
    is_preposition,
    listed,
    match,
    may_be_name,
    plural_titles,
    titles,
)
from rasad.phrases import surface_start

_FUNCTION = frozenset(("SCONJ", "CCONJ", "PART", "AUX"))
_LONGEST_COUNT, _LONGEST_UNKNOWN = 5, 3  # words of a number, of a name that nothing knows


def spots(doc: Document) -> list[Spot]:
    """Return the phrases of a document that mean actors, in order; they do not overlap."""
    found: list[Spot] = []
    layers, memory = Layers.of(doc), Memory(doc)
    for index, sentence in enumerate(doc.sentences):
        memory.sentence = index
        phrasing, states = Phrasing(layers, memory, sentence, index), States(layers, sentence, index)
        for spot in _Seeker(layers, memory, sentence, phrasing, states).find():
            if not (found and joined(found[-1], spot)):
                found.append(spot)
    return found


@dataclass(slots=True)
class _Seeker:
    layers: Layers
    memory: Memory
    sentence: Sentence
    phrasing: Phrasing
    states: States
    words: list[Word] = field(init=False)

    def __post_init__(self) -> None:
        self.words = self.layers.doc.words

    def find(self) -> Iterator[Spot]:
        at, text = self.sentence.first, self.layers.doc.text
        while at < self.sentence.last:
            word = self.words[at]
            spot = None
            if word.kind != "sign" and word.pos not in _FUNCTION and at not in self.layers.blocked:
                spot = None if is_preposition(word, text) else self._at(at, word)
            if spot is None:
                at += 1
                continue
            yield self._kept(self.phrasing.describe(spot))
            at = self.states.last = max(at + 1, spot.last)

    def _kept(self, spot: Spot) -> Spot:
        """Keep what the article may say again of a body: its first word, and a person in its name."""
        if spot.kind == "body" and spot.last - spot.first > 1:
            self.memory.heads.add(self.words[spot.first].core)
            for at in range(spot.first + 1, spot.last):
                named = self.layers.names.get(at)
                if named is not None and named[1].kind == "person" and named[0] <= spot.last:
                    self.memory.remember(at, named[0])
        return spot

    def _at(self, at: int, word: Word) -> Spot | None:
        """Return the phrase that begins at a word: a name, something of somebody, or by the vocabulary."""
        named = self.layers.names.get(at)
        kind = named[1].kind if named else ""
        if named and kind == "person" and not (word.pos == "VERB" and named[0] == at + 1):
            return self._person(at, word, named[0])
        if word.enclitic and word.core in listed("own_state"):
            return self.phrasing.own(at, "state")
        if word.enclitic and word.core in listed("relations"):
            return self.phrasing.own(at, "person")
        stop = self.sentence.last
        part = self.memory.part(at, stop) or self.memory.stuck_part(at, stop) or self.memory.called(at)
        counts = word.core in listed("counts")
        if part or (not named and not counts and self._is_no_noun(at, word)):
            return part
        head = match(self.words, at, stop, named=kind == "organisation")
        if kind == "organisation" and word.norm in listed("members"):
            return None if head is None else self._by_head(at, word, head)
        if kind == "organisation" and (head is None or head.entry.kind != "organisation"):
            return self.phrasing.make(at, head if head and what(head, word) == "body" else None, "body")
        if counts or word.pos == "NUM":
            return self._counted(at)
        return self._by_head(at, word, head)

    def _is_no_noun(self, at: int, word: Word) -> bool:
        """Return whether a word can be no head: a verb, or an adjective (مؤتمر صحافي)."""
        if word.pos == "VERB":
            return True
        return word.pos == "ADJ" and "ال" not in word.proclitics and at > 0 and self.words[at - 1].pos == "NOUN"

    def _person(self, at: int, word: Word, last: int) -> Spot | None:
        stop = self.sentence.last
        if word.proclitics and word.norm in self.memory.parts:
            return self.memory.part(at, stop)
        if self.memory.extended(at, last):
            return None
        return self.memory.stuck_part(at, stop) or self.phrasing.make(at, None, "person")

    def _by_head(self, at: int, word: Word, head: Found | None) -> Spot | None:
        kind = what(head, word) if head else ""
        if word.norm == "المملكه" and (head is None or head.size == 1) and not self._described(at + 1):
            return self.phrasing.kingdom(at)
        if self._are_people(at, word, head, kind):
            return self._people(at, word, head)
        if not kind and word.core in self.memory.heads and word.proclitics[-1:] == ("ال",) and not word.enclitic:
            return self._body_again(at)
        if head is None or not kind:
            return self.states.country(at) or self._titled(at, word) or self._unknown(at, word)
        if kind == "state":
            return self.states.state(at, head)
        if kind == "body" and word.core in titles() and head.entry.kind == "noun" and not word.enclitic:
            return self._titled(at, word)
        if word.norm in listed("members"):
            if head.entry.kind != "organisation":
                return None
            if head.size > 1 and match(self.words, at + 1, self.sentence.last) is not None:
                # طائرات التحالف: the coalition
                return self.phrasing.make(at + 1, head._replace(size=head.size - 1), "body")
        if self._of_a_body(at, word, head, kind):
            return None
        return self.phrasing.make(at, head, kind)

    def _of_a_body(self, at: int, word: Word, head: Found, kind: str) -> bool:
        """Return whether a noun means unnamed persons or parts of another actor: محامو الشركة, قواته."""
        if word.enclitic:
            return kind == "persons" or (kind == "body" and head.form.number == 3)
        if kind != "persons" or word.norm[-1] not in "وي" or "ال" in word.proclitics or at + 1 >= self.sentence.last:
            return False
        governed = match(self.words, at + 1, self.sentence.last)
        return governed is not None and what(governed, self.words[at + 1]) in ("body", *STATES, "state")

    def _described(self, at: int) -> bool:
        """Return whether an adjective with the article stands at a word."""
        return at < self.sentence.last and self.words[at].pos == "ADJ" and "ال" in self.words[at].proclitics

    def _are_people(self, at: int, word: Word, head: Found | None, kind: str) -> bool:
        """Return whether a plural with the article that the vocabulary lacks means persons: المصابين, السوريين."""
        if kind or word.enclitic or word.proclitics[-1:] != ("ال",) or not word.norm.endswith(("ون", "ين")):
            return False
        if head is not None and head.entry.kind != "nationality":
            return False
        before = self.words[at - 1] if at > self.sentence.first else None
        if before is not None and before.pos in ("NOUN", "ADJ") and "ال" in before.proclitics:
            return False  # اللاجئين السوريين
        plural = word.features.get("Number") == "Plur" or (head is not None and head.form.person)
        return plural and word.pos in ("NOUN", "ADJ", "PROPN")

    def _people(self, at: int, word: Word, head: Found | None) -> Spot | None:
        spot = self.phrasing.make(at, None, "persons")
        if spot is not None:
            spot.key, spot.weak = head.entry.key if head else word.core[:-2], 1
        return spot

    def _body_again(self, at: int) -> Spot | None:
        """Return the noun of a body that was named in full: المؤتمر after المؤتمر الوطني العام."""
        spot = self.phrasing.make(at, None, "body")
        if spot is not None:
            spot.key, spot.weak = self.words[at].core, 2
        return spot

    def _titled(self, at: int, word: Word) -> Spot | None:
        """Return persons whose title the vocabulary of actors lacks: المدربون, المناضلة جميلة بوحيرد."""
        plural = plural_titles().get(word.core)
        if plural and word.pos in ("NOUN", "ADJ") and not word.enclitic:
            return self._keyed(at, plural, "persons")
        title = titles().get(word.core)
        if title is None and word.core in listed("agents"):
            title = word.core.endswith("ه")
        if title is not None and (word.pos in ("NOUN", "ADJ", "PROPN") or "ال" in word.proclitics):
            spot = self._keyed(at, word.core, "person")
            if spot is None or not (spot.names or spot.definite):
                return None
            spot.feminine, spot.weak = spot.feminine or title, int(not spot.names)
            return spot if spot.names or word.core not in listed("things") else None
        if word.pos not in ("NOUN", "ADJ") or word.proclitics[-1:] != ("ال",) or word.enclitic:
            return None
        if word.core in self.memory.titles:
            spot = self._keyed(at, word.core, "person")
            if spot is not None:
                spot.weak = 1
            return spot
        if not self._name_after(at + 1):
            return None
        self.memory.titles.add(word.core)
        return self._keyed(at, word.core, "person")

    def _keyed(self, at: int, key: str, kind: str) -> Spot | None:
        spot = self.phrasing.make(at, None, kind)
        if spot is not None:
            spot.key = key
        return spot

    def _name_after(self, at: int) -> bool:
        """Return whether a person's name follows, adjectives between aside."""
        first, names = at, self.layers.names
        while at < self.sentence.last and at - first < 2 and self.words[at].pos == "ADJ" and at not in names:
            at += 1
        if at >= self.sentence.last:
            return False
        word = self.words[at]
        ali = word.norm == "علي" and self.layers.doc.text[word.end - 1] == "ي"
        named = names.get(at + ali)
        return named is not None and named[1].kind == "person" and not word.proclitics

    def _unknown(self, at: int, word: Word) -> Spot | None:
        """Return a name after a verb of which neither the tagger nor the vocabulary knows what it names."""
        if word.pos != "PROPN" or word.enclitic or at in self.layers.places or at in self.layers.names:
            return None
        free = not word.proclitics or word.proclitics[0] in ("و", "ال")
        after_verb = at > self.sentence.first and self.words[at - 1].pos == "VERB"
        if not free or not after_verb or len(word.core) < 3 or entries(word.norm) or not may_be_name(full(word)):
            return None
        last = at + 1
        while last < self.sentence.last and last - at < _LONGEST_UNKNOWN and self._goes_on(last):
            last += 1
        index = self.phrasing.index
        spot = Spot(surface_start(word), self.words[last - 1].end, at, last, "person", index, definite=True, named=at)
        spot.names = self.memory.normal(at, last)
        self.memory.remember(at, last)
        self.memory.parts.setdefault(full(word), []).append((full(word),))
        return spot

    def _goes_on(self, at: int) -> bool:
        word = self.words[at]
        if word.pos != "PROPN" or at in self.layers.places or at in self.layers.names:
            return False
        return word.proclitics in ((), ("ال",)) and not entries(word.norm)

    def _counted(self, at: int) -> Spot | None:
        """Return a counted group of persons: مئات العائلات, أربعة جنود."""
        head = at + 1
        while head < self.sentence.last and head - at < _LONGEST_COUNT and self._counts(self.words[head]):
            head += 1
        if head >= self.sentence.last or head in self.layers.blocked:
            return None
        word = self.words[head]
        found = match(self.words, head, self.sentence.last) if word.kind == "arabic" and word.pos != "VERB" else None
        if found is None or word.norm in listed("members"):
            return None
        kind = what(found, word)
        if kind not in ("person", "persons") and not (found.entry.sector == "CVL" and kind == "body"):
            return None
        if word.norm in listed("things") or word.core in listed("things"):
            return None
        spot = self.phrasing.make(head, found, "persons")
        if spot is not None:
            spot.first, spot.start, spot.kind = at, surface_start(self.words[at]), "persons"
        return spot

    def _counts(self, word: Word) -> bool:
        return word.norm == "من" or word.core in listed("counts") or word.pos == "NUM"
