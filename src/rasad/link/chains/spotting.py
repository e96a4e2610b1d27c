"""Where an article speaks of actors: names, titles and nouns for persons, groups and bodies, with all that belongs to them.

A phrase is the whole noun phrase without what is attached before it: title, nationality and name together. Inside a
phrase that means a person nothing else is an actor but attached pronouns.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rasad.document import Document, Name, Place, Sentence, Span, Word
from rasad.link.chains.extent import Extent, Reach, extent
from rasad.link.chains.words import (
    Found,
    entries,
    given,
    is_describing,
    is_preposition,
    listed,
    match,
    may_be_name,
    nationality,
    plural_titles,
    titles,
)
from rasad.link.lexicon import lexicon
from rasad.link.personal import normal
from rasad.phrases import surface_start
from rasad.vocabulary import load

_PERSONAL = frozenset(("title", "honorific", "kin"))
_BODIES = frozenset(("organisation", "institution"))
_STATES = frozenset(("country", "capital"))
_BEFORE_SUBJECT = frozenset("قد سوف لن لم لا ما ايضا كان كانت كانوا".split())


@dataclass(slots=True)
class Spot(Span):
    """A phrase that means an actor.

    Attributes:
        first: Index of its first word in the document.
        last: Index after its last word.
        kind: `person`, `persons`, `body` or `state`.
        head: The vocabulary's entry at its head, `None` for a bare name.
        key: By what its head is compared: key of a title, or a noun in the singular.
        known: Id of the actor of the vocabulary that it names.
        names: The normalised words of the personal name in it, or of a body's name.
        mention: The document's mention of a person or organisation in it.
        definite: Whether its head carries the article or governs what does.
        code: The country that its words give.
        feminine: Gender, `None` where open.
        owner: Index of the word of the phrase whose attached pronoun belongs to its head (بلاده), -1 where none.
        subject: Whether it stands where a subject does.
        sentence: Index of its sentence.
        tail: The normalised words that its head governs, without nationalities and the words of a name.
        also: Keys of further titles before its name.
        noun: The noun that a body's phrase begins with.
        named: Index of the first word of the personal name in it, -1 where it has none.
        agreement: Whether the verb right before it is feminine, `None` where none is.
        weak: Whether it counts only if the article speaks of the same actor once more: 1 in any way, 2 by a phrase.
    """

    first: int
    last: int
    kind: str
    sentence: int
    head: Found | None = None
    key: str = ""
    known: str | None = None
    names: tuple[str, ...] = ()
    mention: Name | None = None
    definite: bool = False
    code: str | None = None
    feminine: bool | None = None
    owner: int = -1
    subject: bool = False
    weak: int = 0
    tail: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    noun: str = ""
    named: int = -1
    agreement: bool | None = None

    @property
    def plural(self) -> bool:
        """Whether it means several persons."""
        return self.kind == "persons"


def spots(doc: Document) -> list[Spot]:
    """Return the phrases of a document that mean actors, in order; they do not overlap."""
    found: list[Spot] = []
    names = _names(doc)
    blocked = _blocked(doc)
    parties = {name.end for event in doc.events for name in (*event.actor, *event.recipient)}
    parts: dict[str, list[tuple[str, ...]]] = {}
    places = _places(doc)
    titles: set[str] = set()
    again = _again(doc)
    bodies: dict[str, str] = {}
    for index, sentence in enumerate(doc.sentences):
        for spot in _Seeker(doc, sentence, index, names, blocked, parties, parts, places, titles, bodies, again).find():
            if not (found and _joined(found[-1], spot)):
                found.append(spot)
    return found


def _joined(title: Spot, name: Spot) -> bool:
    """Make one phrase of a definite title and the name right after it, which begins with a word for a title itself."""
    apart = title.last != name.first or title.kind != "person" or name.kind != "person" or title.names
    if apart or not title.definite or not name.names or name.owner >= 0 or name.start - title.end != 1:
        return False
    title.last, title.end, title.names, title.named, title.mention = (
        name.last,
        name.end,
        name.names,
        name.named,
        name.mention,
    )
    title.weak = 0
    return True


def _names(doc: Document) -> dict[int, tuple[int, Name]]:
    """Return the document's persons and organisations by their first word, with the index after their last."""
    starts = [w.start for w in doc.words]
    found = {}
    for mention in doc.mentions:
        if isinstance(mention, Name):
            first = max(0, bisect_left(starts, mention.start + 1) - 1)
            if not _mistaken(doc, first, bisect_left(starts, mention.end), mention):
                found[first] = bisect_left(starts, mention.end), mention
    return found


def _mistaken(doc: Document, first: int, last: int, mention: Name) -> bool:
    """Return whether a word was taken for a person's name: على تويتر, الناشر."""
    if mention.kind != "person":
        return False
    word = doc.words[first]
    if word.norm == "علي" and doc.text[word.end - 1] == "ى":
        return True
    if last - first > 1 or "ال" not in word.proclitics:
        return last - first == 1 and bool(word.enclitic)
    found = match(doc.words[:last], first)
    return word.core in titles() or (found is not None and _what(found, word) in ("person", "persons"))


def _places(doc: Document) -> dict[int, Place]:
    """Return the words of place names with their places."""
    starts = [w.start for w in doc.words]
    found = {}
    for mention in doc.mentions:
        if isinstance(mention, Place):
            first = max(0, bisect_left(starts, mention.start + 1) - 1)
            found.update((i, mention) for i in range(first, bisect_left(starts, mention.end)))
    return found


def _again(doc: Document) -> frozenset[str]:
    """Return the words, with their article, that the document says more than once."""
    seen: set[str] = set()
    again = set()
    for word in doc.words:
        if len(word.core) > 2:
            full = _full(word)
            (again if full in seen else seen).add(full)
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


@dataclass(slots=True)
class _Seeker:
    doc: Document
    sentence: Sentence
    index: int
    names: dict[int, tuple[int, Name]]
    blocked: frozenset[int]
    parties: set[int]
    parts: dict[str, list[tuple[str, ...]]]
    places: dict[int, Place]
    titles: set[str]
    body_parts: dict[str, str]
    again: frozenset[str]
    last: int = 0

    def find(self) -> Iterator[Spot]:
        at, last = self.sentence.first, self.sentence.last
        words = self.doc.words
        while at < last:
            word = words[at]
            function = word.pos in ("SCONJ", "CCONJ", "PART", "AUX") or is_preposition(word, self.doc.text)
            if word.kind == "sign" or at in self.blocked or function:
                at += 1
                continue
            spot = self._at(at)
            if spot is None:
                at += 1
                continue
            spot.subject = self._is_subject(spot)
            spot.weak = max(spot.weak, self._weakness(spot))
            spot.tail = self._tail(spot)
            spot.noun = words[spot.first].core if spot.kind == "body" else ""
            before = words[spot.first - 1] if spot.first > self.sentence.first else None
            if spot.subject and before is not None and before.pos == "VERB" and "Gender" in before.features:
                spot.agreement = before.features["Gender"] == "Fem"
            self._from_stem(spot)
            yield spot
            at = self.last = max(at + 1, spot.last)

    def _at(self, at: int) -> Spot | None:
        words, word = self.doc.words, self.doc.words[at]
        named = self.names.get(at)
        kind = named[1].kind if named else ""
        if kind == "person" and not (word.pos == "VERB" and named and named[0] == at + 1):
            if word.proclitics and word.norm in self.parts:
                return self._part(at)
            assert named is not None
            if self._corpse(at, named[0]):
                return None
            return self._stuck_part(at) or self._spot(at, None, "person")
        if word.enclitic and word.core in listed("own_state"):
            return self._own(at, "state")
        if word.enclitic and word.core in listed("relations"):
            return self._own(at, "person")
        part = self._part(at) or self._stuck_part(at) or self._called(at)
        if part:
            return part
        if word.pos == "VERB" and not named:
            return None
        if word.pos == "ADJ" and "ال" not in word.proclitics and at and words[at - 1].pos == "NOUN" and not named:
            return None  # مؤتمر صحافي
        head = match(words[: self.sentence.last], at, named=kind == "organisation")
        if kind == "organisation" and (head is None or head.entry.kind != "organisation"):
            return self._spot(at, head if head and _what(head, word) == "body" else None, "body")
        if word.core in listed("counts") or word.pos == "NUM":
            return self._counted(at)
        what = _what(head, word) if head else ""
        if head is None or not what:
            return self._country(at) or self._titled(at) or self._unknown(at)
        if what == "body" and titles().get(word.core) is not None and head.entry.kind == "noun" and not word.enclitic:
            return self._titled(at)
        if head.entry.kind not in (*_STATES, "organisation") and word.norm in listed("members"):
            return None
        if (
            head.entry.kind == "organisation"
            and head.size > 1
            and word.norm in listed("members")
            and (match(words[: self.sentence.last], at + 1) is not None)
        ):
            spot = self._spot(at + 1, head._replace(size=head.size - 1), "body")  # طائرات التحالف: the coalition
            return spot
        if what == "persons" and word.norm[-1] in "وي" and not word.enclitic and "ال" not in word.proclitics:
            governed = match(words[: self.sentence.last], at + 1) if at + 1 < self.sentence.last else None
            if governed is not None and _what(governed, words[at + 1]) in ("body", "state"):
                return None  # محامو الشركة
        if what in ("body", "persons") and word.enclitic and (head.form.number == 3 or what == "persons"):
            return None  # قواته, رجاله
        return self._state(at, head) if what == "state" else self._spot(at, head, what)

    def _weakness(self, spot: Spot) -> int:
        """Return whether a phrase by itself tells of nobody in particular: المسؤول, متظاهرون, قواته."""
        words = self.doc.words
        if spot.kind == "body" and spot.first > self.sentence.first and words[spot.first - 1].norm in ("في", "وفي"):
            return 2
        if spot.kind == "persons" and not spot.known:
            return 1
        if spot.known or spot.mention or spot.code or spot.kind == "state" or (spot.names and spot.kind == "person"):
            return 0
        if spot.owner >= 0:
            return 1 if spot.kind == "person" else 2
        if spot.kind == "body":
            return 2 if words[spot.first].core in listed("things") else 0
        return int(spot.last - spot.first == 1)

    def _tail(self, spot: Spot) -> tuple[str, ...]:
        if spot.head is None and not spot.key:
            return ()
        words = self.doc.words
        first = spot.first + (spot.head.size if spot.head else 1)
        last = spot.named if spot.named >= 0 else spot.last
        return tuple(
            w.core
            for w in words[first:last]
            if w.pos != "ADJ" and not nationality(w.norm) and not is_describing(w.norm) and w.norm != "باسم"
        )

    def _from_stem(self, spot: Spot) -> None:
        """Begin a phrase after a و that the analysis took for a part of its word: ومديرتها."""
        word = self.doc.words[spot.first]
        head = spot.head
        if head is not None and head.cost and not word.proclitics and word.norm[0] == "و":
            spot.start += not head.form.words[0].startswith("و")

    def _corpse(self, at: int, last: int) -> bool:
        """Return whether a noun was taken for the first word of a known name: جثمان فلان."""
        word, rest = self.doc.words[at], self._norms(at + 1, last)
        if not rest or rest not in self.parts.get(rest[0], ()) or may_be_name(word.core, rare=False):
            return False
        return (_full(word), *rest) not in self.parts.get(_full(word), ())

    def _own(self, at: int, kind: str) -> Spot | None:
        """Return a phrase with the pronoun of the one whose state or whose relation it is: بلاده, موكلها."""
        words = self.doc.words
        reach = extent(
            words,
            at,
            self.sentence.last,
            Reach(None, kind, self.names, self.blocked, self.places.keys(), self.doc.text, self.again),
        )
        spot = Spot(surface_start(words[at]), words[reach.last - 1].end, at, reach.last, kind, self.index)
        spot.owner, spot.definite, spot.key = at, True, words[at].core
        spot.feminine = words[at].core.endswith("ه") if kind == "person" else None
        if reach.name:
            spot.names, spot.named, spot.mention = self._normal(*reach.name), reach.name[0], reach.mention
            self._remember(*reach.name)
        return spot

    def _part(self, at: int) -> Spot | None:
        """Return a part of a personal name that the article has given in full."""
        words = self.doc.words
        uncut = words[at].proclitics and (words[at].norm,) in self.parts.get(words[at].norm, ())
        if uncut:  # the ب of بايدن is its own
            spot = Spot(words[at].start, words[at].end, at, at + 1, "person", self.index, definite=True, named=at)
            spot.names = normal([words[at].norm])
            return spot
        for whole in self.parts.get(_full(words[at]), ()):
            if not words[at].enclitic and all(
                at + k < self.sentence.last and words[at + k].norm == part and not words[at + k].enclitic
                for k, part in enumerate(whole)
                if k
            ):
                last = at + len(whole)
                start = words[at].core_start if words[at].proclitics else words[at].start
                spot = Spot(start, words[last - 1].end, at, last, "person", self.index)
                spot.names, spot.definite, spot.named = self._normal(at, last), True, at
                return spot
        return None

    def _stuck_part(self, at: int) -> Spot | None:
        """Return a part of a personal name from which the analysis did not take off the particle: ببري."""
        word = self.doc.words[at]
        rest = word.norm[1:]
        if (
            word.proclitics
            or word.enclitic
            or word.norm[:1] not in ("ب", "ل", "و", "ف")
            or (rest,) not in self.parts.get(rest, ())
        ):
            return None
        if match(self.doc.words[: self.sentence.last], at) is not None:
            return None
        spot = Spot(word.start + 1, word.end, at, at + 1, "person", self.index, definite=True)
        spot.names = normal([rest])
        return spot

    def _titled(self, at: int) -> Spot | None:
        """Return a person whose title the vocabulary lacks: المناضلة جميلة بوحيرد."""
        words, word = self.doc.words, self.doc.words[at]
        if word.core in plural_titles() and (word.pos in ("NOUN", "ADJ")) and not word.enclitic:
            spot = self._spot(at, None, "persons", bare=True)
            if spot is not None:
                spot.key = plural_titles()[word.core]
            return spot
        title = titles().get(word.core)
        if title is not None and (word.pos in ("NOUN", "ADJ", "PROPN") or "ال" in word.proclitics):
            spot = self._spot(at, None, "person", bare=True)
            if spot is None or not (spot.names or spot.definite):
                return None
            spot.key, spot.feminine = word.core, spot.feminine or title
            spot.weak = int(not spot.names)
            return spot if spot.names or word.core not in listed("things") else None
        if word.pos not in ("NOUN", "ADJ") or word.proclitics[-1:] != ("ال",) or word.enclitic:
            return None
        if word.core in self.titles:
            spot = self._spot(at, None, "person", bare=True)
            if spot is not None:
                spot.key, spot.weak = word.core, 1
            return spot
        last = at + 1
        while last < self.sentence.last and last - at < 3 and words[last].pos == "ADJ" and last not in self.names:
            last += 1
        ali = last < self.sentence.last and words[last].norm == "علي" and self.doc.text[words[last].end - 1] == "ي"
        named = self.names.get(last + ali)
        if last >= self.sentence.last or named is None or named[1].kind != "person" or words[last].proclitics:
            return None
        self.titles.add(word.core)
        spot = self._spot(at, None, "person")
        if spot is not None:
            spot.key = word.core
        return spot

    def _unknown(self, at: int) -> Spot | None:
        """Return a name of which neither the tagger nor the vocabulary knows what it names, where an actor may stand."""
        words, word = self.doc.words, self.doc.words[at]
        if word.pos != "PROPN" or word.enclitic or at in self.places or at in self.names or len(word.core) < 3:
            return None
        before = words[at - 1] if at > self.sentence.first else None
        free = not word.proclitics or word.proclitics[0] in ("و", "ال")
        if before is None or before.pos != "VERB" or not free or entries(word.norm):
            return None
        if not may_be_name(_full(word)):
            return None
        last = at + 1
        while last < self.sentence.last and last - at < 3 and words[last].pos == "PROPN" and last not in self.places:
            if words[last].proclitics not in ((), ("ال",)) or entries(words[last].norm) or last in self.names:
                break
            last += 1
        spot = Spot(surface_start(word), words[last - 1].end, at, last, "person", self.index, definite=True, named=at)
        spot.names = self._normal(at, last)
        self._remember(at, last)
        self.parts.setdefault(_full(word), []).append((_full(word),))
        return spot

    def _called(self, at: int) -> Spot | None:
        """Return the name of a body that was named with its noun before: النهضة after حركة النهضة."""
        word = self.doc.words[at]
        if word.enclitic or _full(word) not in self.body_parts or word.pos == "VERB":
            return None
        start = word.core_start if word.proclitics else word.start
        spot = Spot(start, word.end, at, at + 1, "body", self.index, definite=True)
        spot.names, spot.key = self._normal(at, at + 1), self.body_parts[_full(word)]
        return spot

    def _country(self, at: int) -> Spot | None:
        """Return a country whose name the vocabulary lacks in this spelling but the gazetteer has."""
        place = self.places.get(at)
        if place is None or place.resolution != 1 or not place.country_code or self.places.get(at - 1) is place:
            return None
        last = at + 1
        while self.places.get(last) is place:
            last += 1
        spot = Spot(place.start, place.end, at, last, "state", self.index, None, "country")
        spot.known, spot.code, spot.definite = f"country:{place.country_code}", place.country_code, True
        return spot if self._acts(at) else None

    def _counted(self, at: int) -> Spot | None:
        """Return a counted group of persons: مئات العائلات, أربعة جنود."""
        words, head = self.doc.words, at + 1
        while (
            head < self.sentence.last
            and head - at < 4
            and (words[head].norm == "من" or words[head].core in listed("counts") or words[head].pos == "NUM")
        ):
            head += 1
        if head >= self.sentence.last or head in self.blocked or words[head].kind != "arabic":
            return None
        found = match(words[: self.sentence.last], head)
        if found is None or words[head].pos == "VERB":
            return None
        what = "" if words[head].norm in listed("members") else _what(found, words[head])
        if what not in ("person", "persons") and not (found.entry.sector == "CVL" and what == "body"):
            return None
        if words[head].norm in listed("things") or words[head].core in listed("things"):
            return None
        spot = self._spot(head, found, "persons")
        if spot is not None:
            spot.first, spot.start, spot.kind = at, surface_start(words[at]), "persons"
        return spot

    def _spot(self, at: int, head: Found | None, kind: str, *, bare: bool = False) -> Spot | None:
        words = self.doc.words
        reach = extent(
            words,
            at,
            self.sentence.last,
            Reach(head, kind, self.names, self.blocked, self.places.keys(), self.doc.text, self.again),
        )
        first, end = words[at], words[reach.last - 1]
        spot = Spot(surface_start(first), end.core_end if end.enclitic else end.end, at, reach.last, kind, self.index)
        if end.enclitic:
            spot.end = end.end
        spot.head, spot.mention = head, reach.mention
        spot.owner = reach.owner
        spot.definite = "ال" in first.proclitics or reach.definite or reach.owner >= 0
        if head is not None:
            spot.key = head.entry.key
            spot.feminine = head.form.feminine if kind != "body" else _gender(head, first)
        if head is not None and head.entry.kind in ("organisation",):
            spot.known = head.entry.key
        if head is not None and kind == "person" and reach.name is None:
            if _several(head, words[at]):
                spot.kind = "persons"
            if head.entry.key == "counterpart" or (head.entry.kind == "kin"):
                return None
            if not spot.definite and not self._party(spot):
                return None
            if head.form.feminine and "ال" not in first.proclitics and head.entry.kind == "noun":
                return None  # مهاجمة المواقع attacks them
        if reach.name is not None and self._of_another(at, head, reach):
            spot.mention, spot.weak = None, 1
        elif reach.name is not None:
            spot.names, spot.named = self._normal(*reach.name), reach.name[0]
            self._remember(*reach.name)
            for i in range(at, reach.name[0]):
                self._remember_body(i, reach.name[0])
            spot.also = self._titles(at + 1, reach.name[0])
            gender = given().get(words[reach.name[0]].core) if kind == "person" else None
            if spot.feminine is None and kind == "person":
                spot.feminine = gender
            elif gender is not None and kind == "person":
                spot.feminine = gender or (spot.feminine and words[at].core not in listed("masculine_in_h"))
        elif kind == "body":
            spot.names = self._normal(at, reach.last)
            self._remember_body(at, reach.last)
        spot.code = self._code(head, at, reach.last)
        if head is not None and kind == "body" and not self._stands_alone(spot, head, reach.last - at):
            return None
        return spot

    def _remember_body(self, at: int, last: int) -> None:
        """Keep the one word by which a body may be called without its noun: the النهضة of حركة النهضة."""
        words = self.doc.words
        if words[at].core not in listed("called") or last - at < 2 or words[at].enclitic:
            return
        name = words[at + 1]
        if name.pos != "ADJ" and not name.enclitic and not nationality(name.norm):
            self.body_parts.setdefault(_full(name), words[at].core)

    def _of_another(self, at: int, head: Found | None, reach: Extent) -> bool:
        """Return whether a phrase means somebody of the one it names: زوجة فلان, محامي فلان."""
        word = self.doc.words[at]
        if reach.name is None or reach.name[0] != at + 1 or word.enclitic or "ال" in word.proclitics:
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
                one = match(self.doc.words[:last], i)
                if one is not None and (one.entry.kind in ("title", "honorific") or one.form.person):
                    found.append(one.entry.key)
        return tuple(found)

    def _norms(self, first: int, last: int) -> tuple[str, ...]:
        return tuple(w.norm for w in self.doc.words[first:last])

    def _normal(self, first: int, last: int) -> tuple[str, ...]:
        words = self.doc.words
        return normal([words[first].core, *(w.norm for w in words[first + 1 : last])])

    def _remember(self, first: int, last: int) -> None:
        """Keep the parts by which a name may be given again: from any later word to its end, and its first word."""
        words = self.doc.words
        norms = [_full(words[first]), *(w.norm for w in words[first + 1 : last])]
        if len(norms) < 2:
            return
        endings = [tuple(norms[k:]) for k in range(len(norms)) if len(norms[k]) > 2 or k == 0]
        for part in [*endings, *([(norms[0],)] if may_be_name(norms[0]) or norms[0] in given() else [])]:
            known = self.parts.setdefault(part[0], [])
            if part not in known:
                known.append(part)
                known.sort(key=len, reverse=True)

    def _party(self, spot: Spot) -> bool:
        return spot.end in self.parties

    def _stands_alone(self, spot: Spot, head: Found, size: int) -> bool:
        """Return whether a noun for a body, which may be any of its kind, is spoken of as an actor."""
        if spot.known or spot.mention is not None or spot.definite or head.entry.kind in _BODIES:
            return True
        if self._party(spot) or head.entry.sector in ("CVL", "REF"):
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
            found = match(self.doc.words[:last], i)
            if found is not None and found.entry.kind in _STATES:
                return found.entry.code
        return None

    def _state(self, at: int, head: Found) -> Spot | None:
        """Return a country or capital where it acts or is acted upon, not where it is a place."""
        words, last = self.doc.words, at + head.size
        end = words[last - 1]
        spot = Spot(surface_start(words[at]), end.core_end or end.end, at, last, "state", self.index, head)
        spot.key, spot.known, spot.code, spot.definite = "country", head.entry.key, head.entry.code, True
        spot.feminine = None if words[at].core in _masculine() else True
        return spot if self._acts(at) else None

    def _acts(self, at: int) -> bool:
        words, word = self.doc.words, self.doc.words[at]
        if at == self.sentence.first:
            return True
        before = words[at - 1]
        particle = next((p for p in reversed(word.proclitics) if p in ("ب", "ل", "ك")), "")
        if particle == "ل":
            return True
        if self.last == at or ("و" in word.proclitics[:1] and before.kind != "sign"):
            return True
        place = self.places.get(at)
        if place is not None and place is self.places.get(at - 1):
            return False  # كردستان العراق
        if particle == "ب":
            return self._turned_to(at)
        if before.core in listed("at"):
            return False
        if before.core in listed("to"):
            return self._turned_to(at - 1)
        return True

    def _turned_to(self, at: int) -> bool:
        """Return whether one of the few words before turns to somebody: طلب من, دعا ... إلى."""
        first = max(self.sentence.first, at - 3)
        return any(w.core in listed("turning") or w.norm in listed("turning") for w in self.doc.words[first:at])

    def _is_subject(self, spot: Spot) -> bool:
        words, at = self.doc.words, spot.first
        if any(p in ("ب", "ل", "ك") for p in words[at].proclitics):
            return False
        before = at - 1
        while before >= self.sentence.first and (before in self.blocked or words[before].norm in _BEFORE_SUBJECT):
            before -= 1
        if before < self.sentence.first:
            return True
        word = words[before]
        if word.pos in ("VERB", "AUX") or word.core in ("ان", "لكن", "لان", "بينما", "فيما"):
            return True
        return word.kind == "sign" and at + 1 < self.sentence.last and "و" in words[at].proclitics[:1]


def _full(word: Word) -> str:
    """Return a word without what is attached before its article."""
    return "ال" + word.core if "ال" in word.proclitics else word.core


def _gender(head: Found, word: Word) -> bool | None:
    """Return the gender of a body: that of its noun, else of the noun by which the vocabulary knows it."""
    if word.core.endswith("ه") or word.core in ("قوات", "كتايب", "وحدات", "سرايا", "فصايل", "قوي"):
        return True
    if word.core in _organisations() or head.entry.kind in ("noun", "light"):
        return head.form.number == 3 or word.features.get("Number") == "Plur"
    known = lexicon().actors.get(head.entry.key)
    if known is None or not known.nouns:
        return None
    genders = {noun.endswith("ه") for noun in known.nouns}
    return genders.pop() if len(genders) == 1 else None


def _several(head: Found, word: Word) -> bool:
    """Return whether a noun for persons means several; محامي is one lawyer, or lawyers governing a noun."""
    if head.form.number == 0 and head.form.person and word.norm.endswith(("ين", "ان")):
        return True
    if head.form.number not in (2, 3):
        return False
    one = word.norm.endswith("ي") and any(
        f.size == 1 and f.form.person and f.form.number == 1 and not f.cost for f in entries(word.norm)
    )
    return not one or word.features.get("Number") == "Plur"


def _what(head: Found, word: Word) -> str:
    """Return what kind of actor an entry is a word for; empty where it is none."""
    entry = head.entry
    if entry.kind in ("institution", "noun") and any(
        f.size == 1 and f.entry.kind == "title" for f in entries(word.norm)
    ):
        return "person"  # زعيم المعارضة
    if entry.kind in _BODIES:
        return "body"
    if entry.kind in _STATES:
        return "state"
    if entry.kind in _PERSONAL:
        return "person"
    thing = word.core in listed("things") or word.norm in listed("things") or entry.key in listed("things")
    if thing and (word.core not in _organisations() or head.form.number == 2):
        return ""
    if entry.kind == "noun":
        if head.cost > 2:
            return ""
        if head.form.person:
            return "persons" if _several(head, word) else "person"
        return "body"
    if entry.kind == "nationality" and head.form.person and word.features.get("Number") == "Plur":
        return "persons" if "ال" in word.proclitics and word.pos == "NOUN" else ""
    if entry.kind == "light" and not head.form.person and head.form.number in (0, 1):
        return "body" if entry.key in _organisations() else ""
    return ""


@cache
def _organisations() -> frozenset[str]:
    from rasad.arabic.letters import fold_word

    return frozenset(fold_word(w) for w in load("titles")["organisation"]) - listed("members")


@cache
def _masculine() -> frozenset[str]:
    return frozenset(w.removeprefix("ال") if len(w) > 4 else w for w in listed("masculine")) | listed("masculine")
