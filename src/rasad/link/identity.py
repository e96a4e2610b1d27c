"""Who is who within an article: names that shorten earlier ones, titles that stand for somebody named.

Ids (the same for every form of one actor, within and across articles):

- `person:`, `org:` and the vocabulary's key (`vocabulary/actors`), `country:` and the ISO 3166 alpha-3 code,
- `outlet:` and the key of `vocabulary/agencies.toml`, for media that pass on information,
- `role:IRQ-MIL`, `role:IRN-GOV:foreign-ministry`: bodies or groups of a country's sector,
- `name:` and a hash of the normalised name, for everybody else who is named.

What names nobody (`متظاهرون`, `مسؤول أمريكي`) has no id.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from rasad.link import codes
from rasad.link.lexicon import Actor, lexicon
from rasad.link.personal import normal
from rasad.link.phrase import tokens
from rasad.link.reading import Reading
from rasad.link.transliterate import transliterate

_OF_A_STATE = frozenset(("GOV", "MIL", "COP", "JUD", "LEG", "SPY"))


@dataclass(slots=True)
class Identity:
    """An actor of the article, with what the article has said about it so far."""

    id: str
    text: str | None
    name_en: str | None
    code: str | None = None
    sector: str | None = None
    heads: set[str] = field(default_factory=set)
    feminine: bool | None = None
    person: bool = False

    def learn(self, reading: Reading) -> None:
        """Add what one more phrase says of the actor."""
        if reading.head:
            self.heads.add(reading.head)
        if self.feminine is None:
            self.feminine = reading.feminine
        self.code = self.code or reading.code
        if not self.id.startswith(("country:", "org:")):  # theirs is in the vocabulary; a capital's is its government's
            self.sector = self.sector or reading.sector


@dataclass(slots=True)
class Article:
    """The actors of one article, in the order of their last mention.

    Attributes:
        month: The month of publication, by which offices are resolved (`rasad.link.offices.month_of`).
        organisations: Organisations known by name only, by their normalised words.
        names: For each personal name of the article the fullest form it stands for, `None` where that is open.
    """

    month: int | None
    names: dict[tuple[str, ...], tuple[str, ...] | None]
    known: dict[tuple[str, ...], str]
    texts: dict[tuple[str, ...], str]
    actors: dict[str, Identity] = field(default_factory=dict)
    organisations: dict[str, Identity] = field(default_factory=dict)

    @classmethod
    def of(cls, readings: Iterable[Reading], month: int | None) -> Article:
        """Return an article in which the names of the readings occur, before any of them is resolved."""
        known: dict[tuple[str, ...], str] = {}
        texts: dict[tuple[str, ...], str] = {}
        for reading in readings:
            if reading.person:
                texts.setdefault(reading.person, reading.person_text)
                found = reading.known or _office_holder(reading, month)
                if found:
                    known.setdefault(reading.person, found)
        return cls(month, _fullest(list(texts), known), known, texts)

    def identify(self, reading: Reading) -> Identity | None:
        """Return the actor that a phrase means and remember it, `None` where it names nobody."""
        if reading.loose and not reading.person:
            reading = self._part_of_name(reading)
        found = self._named(reading) or self._meant(reading) or self._role(reading)
        if found is None:
            return None
        found = self.actors.pop(found.id, found)
        if not misread(reading, found):
            found.learn(reading)
        self.actors[found.id] = found
        return found

    def _part_of_name(self, reading: Reading) -> Reading:
        """Return an unknown word as a personal name where it is part of just one name of the article."""
        whole = {self.names[n] for n in self.texts if _part(reading.loose, n)}
        if len(whole) != 1 or None in whole:
            return reading
        self.names.setdefault(reading.loose, whole.pop())
        return replace(reading, person=reading.loose)

    def _named(self, reading: Reading) -> Identity | None:
        if reading.person:
            return self._person(reading.person)
        if reading.known:
            return _of_actor(lexicon().actors[reading.known], self.month)
        if reading.organisation:
            return self._organisation(reading)
        return None

    def _organisation(self, reading: Reading) -> Identity | None:
        """Return an organisation known by name only: by its country too, where the article gives that once."""
        name = " ".join(reading.organisation)
        if name not in self.organisations or (reading.code and self.organisations[name].code != reading.code):
            if reading.sector in _OF_A_STATE and not reading.code:
                return None  # every country has its وزارة الإسكان
            key = f"{reading.code} {name}" if reading.code else name
            self.organisations[name] = Identity(f"name:{_digest(key)}", name, None, reading.code, reading.sector)
        return self.organisations[name]

    def _person(self, name: tuple[str, ...]) -> Identity | None:
        full = self.names[name]
        if full is None:
            return None
        if full in self.known:
            found = _of_actor(lexicon().actors[self.known[full]], self.month)
        else:
            text = self.texts[full]
            found = Identity(f"name:{_digest(' '.join(full))}", " ".join(text.split()), transliterate(text))
        found.person = True
        return found

    def _meant(self, reading: Reading) -> Identity | None:
        """Return the nearest earlier actor that a title or noun with the article fits, or the holder of the office."""
        if reading.holder and not reading.plural and reading.sector != "ELI" and reading.place != reading.code:
            return _holder(reading.head, reading.place, self.month)  # الأمين العام للأمم المتحدة
        alone = reading.head and reading.bare and not reading.plural and not reading.institution
        if not alone or not (reading.title or reading.collective):
            return None
        if reading.definite or reading.code:
            for actor in reversed(self.actors.values()):
                if _fits(reading, actor):
                    return actor
        return _holder(reading.head, reading.place, self.month) if reading.title and reading.sector != "ELI" else None

    def _role(self, reading: Reading) -> Identity | None:
        if not (reading.collective and reading.code and reading.sector):
            return None
        country = lexicon().actors.get(f"country:{reading.code}")
        if country is None:
            return None
        ar, en = lexicon().details.get(reading.institution) or codes.label(reading.sector)
        detail = f":{reading.institution}" if reading.institution else ""
        ident = f"role:{reading.code}-{reading.sector}{detail}"
        return Identity(ident, f"{ar} ({country.name})", f"{en} ({country.en})", reading.code, reading.sector)


def misread(reading: Reading, found: Identity) -> bool:
    """Return whether the vocabulary took a name for somebody who, as the article shows, is not meant."""
    return reading.known is not None and reading.known != found.id


def _fits(reading: Reading, actor: Identity) -> bool:
    if reading.title != actor.person:
        return False
    if not any(head == reading.head or head.endswith(f"-{reading.head}") for head in actor.heads):
        return False
    if reading.code and actor.code and reading.code != actor.code:
        return False
    if reading.title and not reading.definite and not reading.code:
        return False
    genders = (reading.feminine, actor.feminine)
    return not reading.title or None in genders or genders[0] == genders[1]


def _of_actor(actor: Actor, month: int | None) -> Identity:
    held = [o for o in actor.offices if month is None or o.possible(month)]
    heads = set(actor.nouns) | {o.key for o in held}
    codes_then = {lexicon().code_of(o.place) for o in held} if month is not None else set()
    code = codes_then.pop() if len(codes_then) == 1 else actor.code
    sector = actor.sector
    if month is not None and sector == "GOV" and not held and any(o.left[1] < month for o in actor.offices):
        sector = "ELI"
    person = actor.id.startswith("person:")
    return Identity(actor.id, actor.name, actor.en, code, sector, heads, None, person)


@lru_cache(maxsize=4096)
def _holder_id(office: str, place: str, month: int) -> str | None:
    held = lexicon().holders.get((office, place), ())
    holders = {actor.id for when, actor in held if when.certain(month)}
    return holders.pop() if len(holders) == 1 else None


def _holder(office: str, place: str | None, month: int | None) -> Identity | None:
    """Return who held an office in a month in which it did not change hands, as far as the vocabulary knows."""
    found = _holder_id(office, place, month) if place and month else None
    return _of_actor(lexicon().actors[found], month) if found else None


def _office_holder(reading: Reading, month: int | None) -> str | None:
    """Return the holder of the office before a name, if the name is part of theirs (العاهل الأردني عبد الله)."""
    found = _holder_id(reading.head, reading.place, month) if reading.title and reading.place and month else None
    if found is None:
        return None
    owner = normal([t.norm for t in tokens(lexicon().actors[found].name)])
    return found if _part(reading.person, owner) else None


def _fullest(
    names: Sequence[tuple[str, ...]], known: dict[tuple[str, ...], str]
) -> dict[tuple[str, ...], tuple[str, ...] | None]:
    """Return for each name the fullest of the article that it is part of; `None` where several persons may be meant."""
    result: dict[tuple[str, ...], tuple[str, ...] | None] = {}
    for name in names:
        fuller = [other for other in names if len(other) > len(name) and _part(name, other)]
        longest = [f for f in fuller if not any(f != g and len(g) > len(f) and _part(f, g) for g in fuller)]
        persons = {known.get(f) or f for f in longest}
        if not longest:
            result[name] = name
        elif len(persons) == 1:
            result[name] = next((f for f in longest if f in known), longest[0])
        else:
            result[name] = name if name in known or len(name) > 1 else None
        full = result[name]
        if name in known and full is not None and full not in known and len(name) > 1:
            result[name] = name  # the vocabulary knows the name as it stands
    return result


def _part(name: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Return whether a shorter name is made of words of the fuller one, in their order."""
    words = iter(full)
    return all(word in words for word in name)


@lru_cache(maxsize=20_000)
def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:12]
