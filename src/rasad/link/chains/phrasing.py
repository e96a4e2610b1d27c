"""A phrase made of the word it begins with: how far it goes, whom it names, gender, code, how much it tells."""

from __future__ import annotations

from dataclasses import dataclass

from rasad.document import Document, Sentence, Word
from rasad.link.chains.extent import extent
from rasad.link.chains.layers import Layers
from rasad.link.chains.memory import Memory
from rasad.link.chains.naming import Extent, Reach
from rasad.link.chains.spot import BODIES, STATES, Spot, gender, several
from rasad.link.chains.words import Found, described, given, is_describing, listed, match, nationality, titles
from rasad.phrases import surface_start

_BEFORE_SUBJECT = frozenset("قد سوف لن لم لا ما ايضا كان كانت كانوا".split())
_BEFORE_NOUN = frozenset("ان لكن لان بينما فيما".split())  # a subject follows, its verb after it


def _is_plain(word: Word) -> bool:
    """Return whether a word describes, not names: in شركة إيني a name ends like an adjective."""
    if "ال" in word.proclitics or word.norm.endswith("ه"):
        return word.pos == "ADJ" or is_describing(word.norm)
    return described(word.norm)


@dataclass(slots=True)
class Phrasing:
    """Makes the phrases of a sentence; `index` is its number."""

    layers: Layers
    memory: Memory
    sentence: Sentence
    index: int

    @property
    def doc(self) -> Document:
        """The document."""
        return self.layers.doc

    def make(self, at: int, head: Found | None, kind: str) -> Spot | None:
        """Return the phrase that begins at a word; `None` where it means nobody.

        Args:
            at: The word.
            head: What the vocabulary has there, `None` for a name or a title that it lacks.
            kind: What it is a word for: `person`, `persons` or `body`.
        """
        first = self.doc.words[at]
        reach = extent(self.doc.words, at, self.sentence.last, Reach(head, kind, self.layers))
        end = self.doc.words[reach.last - 1].end
        spot = Spot(surface_start(first), end, at, reach.last, kind, self.index, head, mention=reach.mention)
        spot.owner = reach.owner
        spot.definite = "ال" in first.proclitics or reach.definite or reach.owner >= 0
        if head is not None:
            spot.key = head.entry.key
            spot.feminine = head.form.feminine if kind != "body" else gender(head, first)
            spot.known = head.entry.key if head.entry.kind == "organisation" else None
        if head is not None and kind == "person" and reach.name is None and not self._unnamed(spot, head):
            return None
        if reach.name is not None:
            self._name(spot, reach, self._cut(spot, reach.name))
            reach.last = spot.last
        elif kind == "body":
            spot.names = self.memory.normal(at, reach.last)
            self.memory.remember_body(at, reach.last)
        spot.code = self._code(head, at, reach.last)
        if head is not None and kind == "body" and not self._stands_alone(spot, head):
            return None
        return spot

    def own(self, at: int, kind: str) -> Spot:
        """Return a phrase with the pronoun of the one whose state or whose relation it is: بلاده, موكلها."""
        words = self.doc.words
        reach = extent(words, at, self.sentence.last, Reach(None, kind, self.layers))
        spot = Spot(surface_start(words[at]), words[reach.last - 1].end, at, reach.last, kind, self.index)
        spot.owner, spot.definite, spot.key = at, True, words[at].core
        spot.feminine = words[at].core.endswith("ه") if kind == "person" else None
        if reach.name:
            reach.name = self._cut(spot, reach.name)
            spot.names, spot.named = self.memory.normal(*reach.name), reach.name[0]
            spot.mention = reach.mention
            self.memory.remember(*reach.name)
        return spot

    def kingdom(self, at: int) -> Spot:
        """Return المملكة, which means one of the kingdoms that the article speaks of."""
        word = self.doc.words[at]
        spot = Spot(surface_start(word), word.end, at, at + 1, "state", self.index, None, "country")
        spot.definite, spot.feminine, spot.weak = True, True, 2
        return spot

    def describe(self, spot: Spot) -> Spot:
        """Add to a phrase what its surroundings say: subject, agreement, weakness."""
        words = self.doc.words
        spot.subject = self._is_subject(spot)
        spot.weak = max(spot.weak, self._weakness(spot))
        spot.tail = self._tail(spot)
        spot.status = self._status(spot)
        spot.noun = words[spot.first].core if spot.kind == "body" else ""
        before = words[spot.first - 1] if spot.first > self.sentence.first else None
        if spot.subject and before is not None and before.pos == "VERB" and "Gender" in before.features:
            spot.agreement = before.features["Gender"] == "Fem"
        word, head = words[spot.first], spot.head
        if head is not None and head.cost and not word.proclitics and word.norm[0] == "و":
            spot.start += not head.form.words[0].startswith("و")  # ومديرتها, whose و the analysis left on
        return spot

    def _unnamed(self, spot: Spot, head: Found) -> bool:
        """Return whether a title without a name speaks of somebody; set its kind where of several."""
        first = self.doc.words[spot.first]
        if several(head, first):
            spot.kind = "persons"
        if head.entry.key == "counterpart" or (head.entry.kind == "kin" and (first.enclitic or not spot.definite)):
            return False
        if head.entry.kind == "kin":
            spot.weak = 1
        if not spot.definite and spot.end not in self.layers.parties:
            return False
        # مهاجمة المواقع attacks them
        return not (head.form.feminine and "ال" not in first.proclitics and head.entry.kind == "noun")

    def _name(self, spot: Spot, reach: Extent, name: tuple[int, int]) -> None:
        """Add the personal name of a phrase."""
        first, head = self.doc.words[spot.first], spot.head
        if self._of_another(spot.first, head, name[0]):
            spot.mention, spot.weak = None, 1
            return
        spot.names, spot.named = self.memory.normal(*name), name[0]
        self.memory.remember(*name)
        for i in range(spot.first, name[0]):
            self.memory.remember_body(i, name[0])
        spot.also = self._titles(spot.first + 1, name[0])
        if spot.kind != "person":
            return
        female = given().get(self.doc.words[name[0]].core)
        if spot.feminine is None:
            spot.feminine = female
        elif female is not None:
            spot.feminine = female or (spot.feminine and first.core not in listed("masculine_in_h"))

    def _cut(self, spot: Spot, name: tuple[int, int]) -> tuple[int, int]:
        """Return a name without the known one right after it, to whom something is done: صافح ترامب كيم."""
        named = self.layers.names.get(name[0])
        last = self.memory.other_after(*name, whole=named is not None and named[0] == name[1])
        if last < name[1]:
            spot.last, spot.end = last, self.doc.words[last - 1].end
        return name[0], last

    def _of_another(self, at: int, head: Found | None, name: int) -> bool:
        """Return whether a phrase means somebody of the one it names: زوجة فلان, محامي فلان."""
        word = self.doc.words[at]
        if name != at + 1 or word.enclitic or "ال" in word.proclitics:
            return False
        if head is None:
            return word.core in listed("relations") or word.core in titles()
        return head.entry.kind in ("kin", "noun") and not head.entry.office

    def _titles(self, first: int, last: int) -> tuple[str, ...]:
        """Return the keys of the titles with the article among some words: الجنرال in رئيس المجلس الجنرال فلان."""
        found = []
        for i in range(first, last):
            word = self.doc.words[i]
            if word.proclitics == ("ال",) and word.pos != "ADJ":
                one = match(self.doc.words, i, last)
                if one is not None and (one.entry.kind in ("title", "honorific") or one.form.person):
                    found.append(one.entry.key)
        return tuple(found)

    def _stands_alone(self, spot: Spot, head: Found) -> bool:
        """Return whether a noun for a body, which may be any of its kind, is spoken of as an actor."""
        if spot.known or spot.mention is not None or spot.definite or head.entry.kind in BODIES:
            return True
        if spot.end in self.layers.parties or head.entry.sector in ("CVL", "REF"):
            return True
        before = self.doc.words[spot.first - 1] if spot.first > self.sentence.first else None
        return spot.code is not None and (before is None or before.pos == "VERB")

    def _code(self, head: Found | None, first: int, last: int) -> str | None:
        if head is not None and head.entry.code:
            return head.entry.code
        for i in range(first, last):
            code = nationality(self.doc.words[i].norm)
            if code:
                return code
        for i in range(first + 1, last):
            found = match(self.doc.words, i, last)
            if found is not None and found.entry.kind in STATES:
                return found.entry.code
        return None

    def _weakness(self, spot: Spot) -> int:
        """Return how little a phrase by itself tells whom it means: المسؤول, متظاهرون, قواته."""
        words = self.doc.words
        before = words[spot.first - 1] if spot.first > self.sentence.first else None
        held = before is not None and (before.norm in ("في", "وفي") or {before.core, before.norm} & listed("held"))
        if spot.kind == "body" and held:
            return 2
        if spot.kind == "persons" and not spot.known:
            return 1
        if spot.known or spot.mention or spot.code or spot.kind == "state" or (spot.names and spot.kind == "person"):
            return 0
        if not spot.definite:
            return 1  # مسلح ملثم, مصارف أجنبية
        if spot.owner >= 0:
            return 1 if spot.kind == "person" else 2
        if spot.kind == "body":
            long = spot.head is not None and spot.head.size > 1
            return 2 if words[spot.first].core in listed("things") and not long else 0
        return int(spot.last - spot.first == 1)

    def _tail(self, spot: Spot) -> tuple[str, ...]:
        if spot.head is None and not spot.key:
            return ()
        first = spot.first + (spot.head.size if spot.head else 1)
        last = spot.named if spot.named >= 0 else spot.last
        return tuple(
            w.core
            for w in self.doc.words[first:last]
            if not nationality(w.norm) and w.norm != "باسم" and not _is_plain(w)
        )

    def _status(self, spot: Spot) -> frozenset[str]:
        """Return the words that say how a title was left or taken: السابق, الراحل, المنتخب."""
        if spot.kind != "person" or spot.last - spot.first < 2:
            return frozenset()
        found = (w.core.removesuffix("ه") for w in self.doc.words[spot.first + 1 : spot.last] if "ال" in w.proclitics)
        return frozenset(core for core in found if core in listed("status"))

    def _is_subject(self, spot: Spot) -> bool:
        words, at = self.doc.words, spot.first
        if any(p in ("ب", "ل", "ك") for p in words[at].proclitics):
            return False
        before = at - 1
        while before >= self.sentence.first and (
            before in self.layers.blocked or words[before].norm in _BEFORE_SUBJECT
        ):
            before -= 1
        if before < self.sentence.first:
            return True
        word = words[before]
        if word.pos in ("VERB", "AUX") or word.core in _BEFORE_NOUN:
            return True
        return word.kind == "sign" and at + 1 < self.sentence.last and "و" in words[at].proclitics[:1]
