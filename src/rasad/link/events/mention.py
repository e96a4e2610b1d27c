"""What the mention of an event says about which event it is: its form, and where, when and of whom it speaks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rasad import vocabulary
from rasad.arabic.letters import fold_word
from rasad.document import Document, Event, Name, Place, Time, Word

_NOMINAL = frozenset(("NOUN", "PROPN", "X", "ADJ"))
_NAMING = frozenset(("NOUN", "PROPN", "X"))
# Types whose actor says something, often of another event: in `أدان الوزير الهجوم` the minister did not attack.
_SAID = frozenset(("AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"))
_NO_DAY = frozenset(("duration", "set", "time"))
_CHAIN = 3  # genitives one after another
_ADJECTIVES = 3  # words after a noun among which `another` may stand


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """The mention of an event; places and times are those of its own sentence, not what was carried over from others.

    Attributes:
        act: What the trigger names (`vocabulary/same_event.toml`), or its lemma.
        verbal: Whether a verb tells of the event.
        definite: Whether a noun does that has the article, a pronoun or a definite genitive.
        this: The demonstrative before it, empty where there is none.
        other: The adjective after it that tells it from events before (`آخر`), empty where there is none.
        number: `Sing`, `Dual` or `Plur` of a noun.
        general: Whether the noun may stand for other acts of the type.
        means: Whether the noun names what an act is done with.
        relative: Whether a relative clause after the noun tells which event it means.
        pronoun: The pronoun attached to the noun, empty where there is none.
        aim: The noun after a preposition after the noun (الهجوم على القاعدة): its core, empty where there is none.
        owner: The genitive after a noun: core of the word, empty where there is none.
        several: Whether the genitive is a plural or dual.
        owning: The party that the genitive names.
        joint: The preposition before it, empty where there is none.
        at: Index of the trigger's first word in the document.
    """

    event: Event
    act: str
    verbal: bool
    definite: bool
    this: str
    other: str
    number: str
    general: bool
    means: bool
    relative: bool
    pronoun: str
    aim: str
    owner: str
    several: bool
    owning: Name | None
    joint: str
    at: int
    place: Place | None
    time: Time | None
    actors: tuple[Name, ...]
    recipients: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """`vocabulary/same_event.toml`, folded."""

    acts: dict[tuple[str, str], str]
    general: frozenset[tuple[str, str]]
    tolls: frozenset[tuple[str, str]]
    means: frozenset[tuple[str, str]]
    together: frozenset[tuple[str, str]]
    modes: dict[str, frozenset[str]]
    repeatable: frozenset[str]
    this: frozenset[str]
    other: frozenset[str]
    light: frozenset[str]
    carrier: frozenset[str]
    aim: frozenset[str]
    relative: frozenset[str]
    hurt: frozenset[str]
    toward: frozenset[str]

    @property
    def grouped(self) -> frozenset[str]:
        """The acts that have a name of their own."""
        return frozenset(self.acts.values())

    def act(self, event_type: str, lemma: str, trigger: Sequence[Word]) -> str:
        """Return the act that a lemma names, the folded lemma where it is one of its own."""
        folded = fold_word(lemma)
        if folded in self.carrier and len(trigger) > 1:
            folded = trigger[-1].core
        return self.acts.get((event_type, folded)) or self.acts.get((event_type, folded.split(" ")[0])) or folded


@cache
def words() -> Words:
    """Return the vocabulary, read once."""
    table = vocabulary.load("same_event")

    def folded(name: str) -> frozenset[str]:
        return frozenset(fold_word(word) for word in table["words"][name].split())

    return Words(
        {(kind, fold_word(w)): act for kind, acts in table["acts"].items() for act, ws in acts.items() for w in ws},
        frozenset((kind, fold_word(w)) for kind, ws in table["general"].items() for w in ws),
        frozenset((kind, act) for kind, acts in table["tolls"].items() for act in acts),
        frozenset((kind, fold_word(w)) for kind, ws in table["means"].items() for w in ws),
        frozenset((kind, act) for kind, acts in table["together"].items() for act in acts),
        {kind: frozenset(modes) for kind, modes in table["modes"].items()},
        frozenset(table["repeatable"]["types"]),
        folded("this"),
        folded("other"),
        folded("light"),
        folded("carrier"),
        folded("aim"),
        folded("relative"),
        folded("hurt"),
        folded("toward"),
    )


def mentions(doc: Document) -> list[Mention]:
    """Return the mentions of a document's events, in the order of their triggers."""
    starts = [w.start for w in doc.words]
    places = {m.start: m for m in doc.mentions if isinstance(m, Place)}
    said: dict[int, set[tuple[int, int]]] = {}
    for event in doc.events:
        if event.event_type in _SAID:
            said.setdefault(event.sentence, set()).update((n.start, n.end) for n in event.actor)
    found = []
    for event in sorted(doc.events, key=lambda e: (e.start, e.end, e.event_type)):
        first = max(0, bisect_left(starts, event.start + 1) - 1)
        last = max(first + 1, bisect_left(starts, event.end))
        found.append(_mention(doc, event, (first, last), places, said.get(event.sentence, set())))
    return found


def _mention(
    doc: Document, event: Event, span: tuple[int, int], places: dict[int, Place], said: set[tuple[int, int]]
) -> Mention:
    sentence, known = doc.sentences[event.sentence], words()
    first, last = span
    trigger, after = doc.words[first:last], doc.words[last : sentence.last]
    before = doc.words[first - 1] if first > sentence.first else None
    lemma = event.event_type, fold_word(event.lemma)
    noun = next((w for w in trigger if w.pos in _NOMINAL), trigger[0])
    carried = before is not None and before.core in known.light
    verbal = carried or event.verbal or any(w.pos == "VERB" for w in trigger)
    owner = None if verbal else _owner(noun, trigger, after)
    aim, at = (None, 0) if verbal else _aim(trigger, after)
    place = event.place if event.place and sentence.contains(event.place) else None
    if owner is not None:  # قمة هانوي: the genitive is its place
        place = places.get(owner.core_start, places.get(owner.start)) or place
    time = (
        event.time if event.time and sentence.contains(event.time) and event.time.granularity not in _NO_DAY else None
    )
    alien = set() if verbal or event.event_type in _SAID else {s for s in said if s[1] <= event.start}
    actors, recipients = (
        tuple(n for n in names if (n.start, n.end) not in alien) for names in (event.actor, event.recipient)
    )
    return Mention(
        event,
        known.act(event.event_type, event.lemma, trigger),
        verbal,
        not verbal and _definite(noun, owner, trigger, after) and (aim is None or _known(after[at:])),
        before.norm if before is not None and before.norm.lstrip("وفبل") in known.this else "",
        "" if verbal else next((w.core for w in after[:_ADJECTIVES] if w.core in known.other), ""),
        "" if verbal else noun.features.get("Number", ""),
        not verbal and lemma in known.general,
        not verbal and lemma in known.means,
        not verbal and bool(after) and after[0].norm in known.relative,
        "" if verbal else noun.enclitic,
        aim.core if aim is not None else "",
        owner.core if owner is not None else "",
        owner is not None and owner.features.get("Number") in ("Plur", "Dual"),
        next((n for n in (*actors, *recipients) if owner is not None and n.contains(owner)), None),
        _joint(noun, before),
        first,
        place,
        time,
        actors,
        recipients,
    )


def _owner(noun: Word, trigger: Sequence[Word], after: Sequence[Word]) -> Word | None:
    """Return the genitive directly after a noun (اعتقال الصحفي)."""
    if "ال" in noun.proclitics or noun.enclitic or trigger[-1] is not noun or not after:
        return None
    word = after[0]
    if word.kind != "arabic" or not (word.proclitics == ("ال",) or (not word.proclitics and word.pos in _NAMING)):
        return None
    return word if word.pos in _NOMINAL else None


def _aim(trigger: Sequence[Word], after: Sequence[Word]) -> tuple[Word | None, int]:
    """Return the word after a preposition that ends the trigger or stands after it, with its index in `after`."""
    at = 0 if trigger[-1].norm in words().aim else 1 if after and after[0].norm in words().aim else None
    if at is None or len(after) <= at or after[at].pos not in _NOMINAL:
        return None, 0
    return after[at], at


def _definite(noun: Word, owner: Word | None, trigger: Sequence[Word], after: Sequence[Word]) -> bool:
    """Return whether a noun has the article, a pronoun, or a genitive that in the end has one or is a name."""
    if noun.enclitic:  # فرضها رسوما: the indefinite object says what is new
        return trigger[-1] is noun or trigger[-1].pos not in _NOMINAL or "ال" in trigger[-1].proclitics
    return "ال" in noun.proclitics or (owner is not None and _known(after))


def _known(after: Sequence[Word]) -> bool:
    """Return whether a chain of genitives ends with the article, a pronoun or a name."""
    for word in after[:_CHAIN]:
        if word.proclitics == ("ال",) or (not word.proclitics and (word.enclitic or word.pos in ("PROPN", "X"))):
            return True
        if word.proclitics or word.pos not in ("NOUN", "NUM"):
            return False
    return False


def _joint(noun: Word, before: Word | None) -> str:
    attached = next((p for p in noun.proclitics if p in ("ب", "ل")), "")
    if attached or before is None:
        return attached
    return before.core if before.core in words().toward else ""
