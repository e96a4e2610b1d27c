"""Which phrases of an article mean the same actor: by id, by name, by title or noun."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rasad.document import Document, Span
from rasad.link.chains.names import same_person
from rasad.link.chains.spot import Spot
from rasad.link.chains.words import alike, given, listed
from rasad.link.lexicon import lexicon
from rasad.vocabulary import load

_NAMED = ("person:", "org:", "country:", "outlet:", "name:")
_NEAR = 2  # sentences back in which سلفه finds who is meant
_REMEMBERED = 60  # actors back to which names and titles are joined without an id
RELATIVES = {"الذي": "ه", "التي": "ها", "الذين": "هم", "اللذين": "هم", "اللواتي": "هن", "اللاتي": "هن"}


@dataclass(slots=True)
class Said(Span):
    """One mention of an actor: where it stands, whether as subject; `word` is its first word."""

    word: int
    sentence: int
    subject: bool = False
    pronoun: bool = False


@dataclass(slots=True)
class Entity:
    """An actor of an article with what has been said of it so far.

    Attributes:
        kind: As of a `Spot`.
        id: Its identifier, `None` where nothing names it.
        weak: How weak the strongest of its phrases is.
        office: Whether a title of office was used of it.
        heads: Keys of the titles and nouns that were used of it, with the words they govern.
        names: The normalised names.
        feminine: Its gender, `None` where open.
        said: Its mentions in order.
        related: The word by which it was named as somebody's, and whose: ابنته.
        told: Those of `heads` that the article itself used.
        states: The words for how an office was left or taken that were said of it: السابق, الراحل.
    """

    kind: str
    id: str | None = None
    weak: int = 0
    office: bool = False
    heads: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)
    nouns: frozenset[str] = frozenset()
    names: list[tuple[str, ...]] = field(default_factory=list)
    code: str | None = None
    feminine: bool | None = None
    said: list[Said] = field(default_factory=list)
    related: tuple[str, Entity] | None = None
    states: set[str] = field(default_factory=set)
    told: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)

    @property
    def counts(self) -> bool:
        """Whether the article speaks of it as an actor: by a phrase that tells who it is, or more than once."""
        phrases = sum(not said.pronoun for said in self.said)
        return not self.weak or phrases > 1 or (self.weak == 1 and len(self.said) > 1)

    @property
    def collective(self) -> bool:
        """Whether several persons are spoken of as a body, which takes the feminine: العائلات."""
        return any(head.endswith("ه") for head, _ in self.heads)

    @property
    def people(self) -> bool:
        """Whether a body is called by the plural of its members: الحوثيون."""
        named = self.id is not None and self.id.startswith("org:")
        return named and self.kind == "body" and any(n[-1].endswith(("ون", "ين")) for n in self.names)


class Cast:
    """The actors of an article in the order of their last mention."""

    def __init__(self, doc: Document) -> None:
        """Begin without actors; ids are those that the document's names and its events' parties have been given."""
        self.doc = doc
        self.entities: list[Entity] = []
        self._by_id: dict[str, Entity] = {}
        self._ids = _ids(doc)

    def identifier(self, spot: Spot) -> str | None:
        """Return the id of what a phrase names."""
        if spot.known:
            return spot.known
        if spot.mention is not None and spot.mention.identifier_id:
            own = spot.mention.identifier_id
            if own.startswith(_NAMED):
                return own
        found = self._ids.get((spot.start, spot.end))
        if found and spot.kind == "person" and found.startswith("org:" if spot.names else "name:"):
            return None
        if found and spot.kind == "person" and not spot.names and found in self._by_id:
            return None  # whom of the article a title means is told by what the article says
        return found

    def add(self, spot: Spot, owner: Entity | None = None, beside: Entity | None = None) -> Entity:
        """Return the actor that a phrase means, with the phrase among its mentions.

        Args:
            spot: The phrase.
            owner: Whom the pronoun in it stands for.
            beside: Whom the phrase before means, where only a comma parts them.
        """
        ident = self.identifier(spot)
        if spot.kind == "state" and not ident:
            code = owner.code if owner else self._last_code(load("chains")["kingdoms"]) if spot.owner < 0 else None
            ident = f"country:{code}" if code and len(code) == 3 else None
        elif spot.kind == "body" and {spot.key, spot.noun} & listed("government") and _bare(spot, self.doc):
            code = spot.code or self._last_code()
            ident = f"country:{code}" if code else ident
        found = self._by_id.get(ident) if ident else None
        if found is None and beside is not None and _is_apposition(spot, beside):
            found = beside
        if found is None:
            found = self._by_name(spot) or self._related(spot, owner) or self._by_title(spot, owner)
            if found is not None and ident and found.id and found.id != ident and not ident.startswith("name:"):
                found = None
        if found is None:
            found = Entity(spot.kind, None, weak=2)
            self.entities.append(found)
        if owner is not None and spot.key in listed("relations"):
            found.related = spot.key, owner
        self._learn(found, spot, ident)
        return found

    def say(self, entity: Entity, said: Said) -> None:
        """Add a mention and make the actor the last one spoken of."""
        entity.said.append(said)
        self.entities.remove(entity)
        self.entities.append(entity)

    def _learn(self, entity: Entity, spot: Spot, ident: str | None) -> None:
        entity.weak = min(entity.weak, spot.weak)
        if ident and (entity.id is None or entity.id.startswith("name:")):
            entity.id = ident
        if ident:
            self._by_id.setdefault(ident, entity)
            known = lexicon().actors.get(ident)
            if known is not None:
                entity.nouns |= known.nouns
                entity.code = entity.code or known.code
                if ident.startswith("person:"):
                    entity.heads |= {(office.key, ()) for office in known.offices}
        if spot.noun and spot.noun != spot.key:
            entity.nouns |= {spot.noun}
        if spot.key:
            entity.heads.add((spot.key, spot.tail))
        entity.office = entity.office or _is_office(spot)
        entity.heads |= {(key, ()) for key in spot.also}
        entity.told |= {(key, tail) for key, tail in ((spot.key, spot.tail), *((k, ()) for k in spot.also)) if key}
        entity.states |= spot.status
        if spot.names and spot.names not in entity.names:
            entity.names.append(spot.names)
        entity.code = entity.code or spot.code
        gender = spot.feminine if spot.feminine is not None else spot.agreement
        if entity.feminine is None or (spot.feminine and spot.kind == "person"):
            entity.feminine = gender
        subject = self._subject(entity, spot)
        said = Said(spot.start, spot.end, spot.first, spot.sentence, subject)
        after = self.doc.words[spot.last] if spot.last < len(self.doc.words) else None
        if after is not None and after.norm in RELATIVES:  # who is subject of what follows
            said.subject, said.word = True, spot.last - 1
        self.say(entity, said)

    def _subject(self, entity: Entity, spot: Spot) -> bool:
        """Return whether a phrase after a verb is its subject: not in `واتهمت فلانا`, where the genders differ."""
        if not spot.subject or spot.agreement is None or entity.kind != "person" or entity.feminine is None:
            return spot.subject
        return spot.agreement == entity.feminine

    def _by_name(self, spot: Spot) -> Entity | None:
        if spot.kind == "person" and spot.names:
            return next((e for e in self._recent("person") if self._same_person(spot, e)), None)
        if spot.kind != "body" or not spot.names:
            return None
        for entity in self._recent("body"):
            if entity.code and spot.code and entity.code != spot.code:
                continue
            if any(_same_body(spot, name) for name in entity.names):
                return entity
        return None

    def _by_title(self, spot: Spot, owner: Entity | None) -> Entity | None:
        """Return the nearest earlier actor that a definite title or noun fits."""
        if owner is not None and spot.key in listed("relations"):
            return None
        if not spot.definite or not spot.key or (spot.names and spot.kind == "person"):
            return None
        if spot.kind == "state":
            return None
        fitting = [e for e in self._recent(spot.kind) if self._fits(spot, e)]
        if spot.status:
            return self._of_status(spot, fitting)
        if spot.key == "president" and not spot.tail:  # الرئيس is the state's before a party's
            own = [e for e in fitting if (spot.key, ()) in e.told]
            own = own or [e for e in fitting if (spot.key, ()) in e.heads and not self._told(spot, e)]
            own = own or self._bare(spot)[:1]
            fitting = own or [e for e in fitting if spot.head is None or spot.head.size == 1]
        fitting = [e for e in fitting if self._told(spot, e)] or fitting
        return next(iter(fitting), None) or self._leading(spot) or self._only_one(spot) or self._holder(spot)

    def _bare(self, spot: Spot) -> list[Entity]:
        """Return the persons whom the article names without saying what they are, the most spoken of first."""
        female = spot.feminine is True
        found = [
            e
            for e in self._recent("person")
            if e.names
            and not e.told
            and (e.feminine is True) == female
            and not (spot.code and e.code not in (None, spot.code))
        ]
        return sorted(found, key=lambda e: -len(e.said))

    def _holder(self, spot: Spot) -> Entity | None:
        """Return whom an office without a name means that nobody was said to hold: who needs no title."""
        if spot.kind != "person" or spot.tail or spot.owner >= 0 or spot.key not in load("chains")["untitled"]:
            return None
        return next(iter(self._bare(spot)), None)

    def _told(self, spot: Spot, entity: Entity) -> bool:
        """Return whether the article itself has called an actor what a title says, not only the vocabulary."""
        return any(alike().get(key, key) == alike().get(spot.key, spot.key) for key, _ in entity.told)

    def _of_status(self, spot: Spot, fitting: list[Entity]) -> Entity | None:
        """Return who has left or takes an office: called so before, else whom the article names with no office."""
        same = next((e for e in fitting if e.states & spot.status), None)
        if same is not None:
            return same
        fitting = [e for e in fitting if not e.states]
        female = spot.feminine is True
        others = (e for e in self._recent("person") if e.names and not e.office and (e.feminine is True) == female)
        among = self._bare(spot) or fitting or [e for e in others if not (spot.code and e.code)]
        return max(among, key=lambda e: len(e.said), default=None)

    def _leading(self, spot: Spot) -> Entity | None:
        """Return the holder of an office whom a general word means: الزعيم الصيني after الرئيس الصيني."""
        if spot.key not in load("chains")["general"] or spot.tail:
            return None
        fitting = (
            e
            for e in self._recent("person")
            if e.office and e.names and (e.feminine is True) == (spot.feminine is True)
        )
        return next((e for e in fitting if not spot.code or e.code == spot.code), None)

    def _only_one(self, spot: Spot) -> Entity | None:
        """Return the one person of an article, named with no office, whom another word for what they are can mean."""
        if spot.kind != "person" or spot.tail or spot.owner >= 0 or spot.code or _is_office(spot):
            return None
        female = spot.feminine is True
        fitting = [
            e for e in self._recent("person") if e.names and (e.feminine is True) == female and e.heads and not e.office
        ]
        return fitting[0] if len(fitting) == 1 else None

    def _same_person(self, spot: Spot, entity: Entity) -> bool:
        """Return whether a name is an actor's; a given name alone with another title is not (الملك سلمان)."""
        if not any(same_person(spot.names, name) for name in entity.names):
            return False
        alone = len(spot.names) == 1 and spot.names[0] in given()
        if alone and spot.key and entity.heads:
            return self._fits(spot, entity)
        return not (alone and spot.code and entity.code and spot.code != entity.code)

    def _related(self, spot: Spot, owner: Entity | None) -> Entity | None:
        """Return who is meant by whom they belong to: موكله, سلفه, والدها."""
        if spot.names or spot.key not in listed("relations"):
            return None
        female = spot.key.endswith("ه")
        others = (e for e in self._recent("person") if e is not owner and (e.feminine or False) == female)
        if spot.key in listed("clients"):  # whose lawyer speaks
            return next(others, None)
        if owner is None:
            return None
        same = next((e for e in self._recent("person") if e.related == (spot.key, owner)), None)
        if same is not None:
            return same
        if spot.key in listed("parents") and owner.related and owner.related[0] in listed("children"):
            return owner.related[1]
        if spot.key in listed("others"):
            return next((e for e in others if e.names and spot.sentence - e.said[-1].sentence <= _NEAR), None)
        return None

    def _fits(self, spot: Spot, entity: Entity) -> bool:
        if spot.code and entity.code and spot.code != entity.code:
            return False
        if spot.kind == "person" and None not in (spot.feminine, entity.feminine) and spot.feminine != entity.feminine:
            return False
        key = alike().get(spot.key, spot.key)
        if (key in entity.nouns or spot.noun in entity.nouns) and not spot.tail:
            return True
        for called, tail in entity.heads:
            head = alike().get(called, called)
            if spot.kind == "body" and spot.tail and not tail:
                continue
            if (head == key or head.endswith(f"-{key}")) and _tails_fit(spot.tail, tail, head == key):
                return True
        return False

    def _recent(self, kind: str) -> Iterable[Entity]:
        return (e for e in self.entities[: -_REMEMBERED - 1 : -1] if e.kind == kind)

    def _last_code(self, among: Sequence[str] = ()) -> str | None:
        """Return the country, of some or all, that was last spoken of: whose government الحكومة is."""
        for entity in reversed(self.entities):
            if among and entity.code not in among:
                continue
            if entity.code and len(entity.code) == 3 and f"country:{entity.code}" in lexicon().actors:
                return entity.code
        return None


def _ids(doc: Document) -> dict[tuple[int, int], str]:
    """Return the ids of the parties of events by their ranges, of those that are somebody in particular."""
    return {
        (name.start, name.end): name.identifier_id
        for event in doc.events
        for name in (*event.actor, *event.recipient)
        if name.identifier_id and name.identifier_id.startswith(_NAMED)
    }


def _is_apposition(spot: Spot, beside: Entity) -> bool:
    """Return whether a title after a name and a comma, or a name after a title, tells of the same person."""
    if spot.kind != "person" or beside.kind != "person" or not (spot.definite or spot.names):
        return False
    if bool(spot.names) == bool(beside.names):
        return False
    return not (spot.feminine is True and beside.feminine is False)


def _is_office(spot: Spot) -> bool:
    return spot.head is not None and spot.head.entry.kind == "title"


def _bare(spot: Spot, doc: Document) -> bool:
    """Return whether a word for the government has nothing but a nationality or country with it."""
    return not spot.tail or (spot.code is not None and len(spot.tail) < 2)


def _tails_fit(new: tuple[str, ...], old: tuple[str, ...], same: bool) -> bool:
    if not new:
        return True
    return not old or new == old or set(new) <= set(old) or (same and set(old) <= set(new))


def _same_body(spot: Spot, name: tuple[str, ...]) -> bool:
    """Return whether a body's name is an earlier one, that shortened, or the same with more words."""
    new = spot.names
    if new == name:
        return True
    if len(new) < len(name):
        words = iter(name)
        return (len(new) > 1 or spot.head is None or spot.known is not None) and all(w in words for w in new)
    return False
