"""Which mentions of an article tell of one event.

Mentions are read in their order. Each joins an event told before, where nothing that the two say contradicts
(`compare.contradiction`, against every mention of the event) and its form points back, or what they have in common is
too much for chance; of two events that it could as well mean it joins neither. Otherwise it begins an event of its own.
The rules and their reason stand in `docs/event-record.md`.
"""

from __future__ import annotations

from dataclasses import dataclass

from rasad.document import Document
from rasad.link.events.compare import contradiction, evidence, repeats, side_by_side
from rasad.link.events.mention import Mention, mentions, words

_WEIGHTS = {"recipient": 3, "place": 2, "day": 2, "actor": 2, "toll": 2, "owner": 2}  # to choose among several events
# Two of these in common are too much for chance, whatever the form: a day and a town, a victim and a day.
_TELLING = frozenset(("recipient", "place", "day", "toll"))
_REACH = 3  # sentences back that a noun reaches for an act of another name
_FAR = 8  # sentences back that one reaches for an act of its own name, where nothing else is in common


@dataclass(slots=True)
class Told:
    """An event told so far.

    Attributes:
        mentions: Its mentions, in order.
        because: Why each is one.
        heads: Those of them that may contradict a further one. A toll or the talks of a meeting, joined to its event
            within a sentence, have places and parties of their own.
    """

    mentions: list[Mention]
    because: list[str]
    heads: list[Mention]

    def add(self, mention: Mention, because: str) -> None:
        """Add a mention that was joined within a sentence."""
        self.mentions.append(mention)
        self.because.append(because)

    @property
    def last(self) -> Mention:
        """The latest mention."""
        return self.mentions[-1]


def join(doc: Document) -> None:
    """Set `first` of every event that was mentioned before, and add the reason."""
    told: list[Told] = []
    for mention in mentions(doc):
        _tell(doc, mention, told)
    for known in told:
        first = known.mentions[0].event
        first.first = None
        for mention, because in zip(known.mentions[1:], known.because[1:], strict=True):
            mention.event.first = first
            number = first.sentence + 1  # as a person counts
            mention.event.reason.append(f"same event as {doc.quote(first)} in sentence {number}: {because}")


def _tell(doc: Document, mention: Mention, told: list[Told]) -> None:
    """Add a mention to what is told."""
    beside = _within(doc, mention, told)
    again = _best(doc, mention, told)
    if beside and again and _new_here(beside[0], mention, again[0]):
        toll, why = beside  # قتل عشرة في الهجوم: the toll, too, is that of the attack told before
        told.remove(toll)
        for one in toll.mentions:
            again[0].add(one, why)
    elif beside:
        beside[0].add(mention, beside[1])
        return
    if again is None:
        told.append(Told([mention], [""], [mention]))
        return
    again[0].add(mention, again[1])
    again[0].heads.append(mention)


def _new_here(toll: Told, mention: Mention, again: Told) -> bool:
    """Return whether an event is told in a mention's sentence alone, and may be the one told before."""
    here = toll.mentions[0].event.sentence == mention.event.sentence
    return here and not any(
        contradiction(one, other) for one in again.mentions for other in toll.mentions if one.act == other.act
    )


def _rivals(known: Told, mention: Mention) -> list[Mention]:
    """Return the mentions of an event that must agree with one more."""
    heads = {id(head) for head in known.heads}
    return [one for one in known.mentions if id(one) in heads or one.act == mention.act]


def _within(doc: Document, mention: Mention, told: list[Told]) -> tuple[Told, str] | None:
    """Return the event that the same sentence tells of in other words."""
    for known in reversed(told):
        for one in reversed(known.mentions):
            if one.event.sentence != mention.event.sentence or one.event.event_type != mention.event.event_type:
                break
            if one.event.status == mention.event.status and (why := side_by_side(doc, one, mention)):
                return known, why
    return None


def _best(doc: Document, mention: Mention, told: list[Told]) -> tuple[Told, str] | None:
    """Return the event of an earlier sentence that a mention tells of again; `None` where it is new, or open which."""
    found: list[tuple[int, int, str]] = []
    for number, known in enumerate(told):
        if known.last.event.event_type != mention.event.event_type:
            continue
        if known.last.event.sentence == mention.event.sentence or any(
            contradiction(one, mention) for one in _rivals(known, mention)
        ):
            continue
        if reason := _reason(doc, mention, told, known):
            found.append((reason[0], number, reason[1]))
    found.sort(key=lambda f: (-f[0], -f[1]))
    if not found or (len(found) > 1 and found[0][0] == found[1][0]):
        return None
    return told[found[0][1]], found[0][2]


def _reason(doc: Document, mention: Mention, told: list[Told], known: Told) -> tuple[int, str] | None:
    """Return how much speaks for a mention telling of an event again, and what; `None` where it is not enough."""
    common = max((evidence(doc, one, mention) for one in known.heads), key=len)
    weight, said = sum(_WEIGHTS[kind] for kind in common), list(common.values())
    if back := _points_back(doc, mention, told, known, common):
        near = mention.event.sentence - known.last.event.sentence <= 1
        return weight + near, "; ".join([back, *said])
    same = [one for one in known.mentions if one.act == mention.act]
    if not same or mention.other or mention.event.event_type in words().repeatable:
        return None
    if any(repeats(doc, one, mention) for one in same):
        return weight + 5, "; ".join(["its sentence repeats the earlier one", *said])
    if len(common.keys() & _TELLING) > 1:
        return weight, "; ".join([f"{mention.act} again", *said])
    return None


def _points_back(doc: Document, mention: Mention, told: list[Told], known: Told, common: dict[str, str]) -> str:
    """Return by what a noun points back to an event, empty where it does not."""
    event, vocabulary = mention.event, words()
    if not mention.definite or mention.other:
        return ""
    topic = event.event_type in vocabulary.repeatable and mention.act not in vocabulary.grouped
    if not mention.this and ((topic and "actor" not in common) or (mention.relative and not common)):
        return ""
    noun = doc.quote(event)
    same = next((one for one in reversed(known.mentions) if one.act == mention.act), None)
    near = event.sentence - known.last.event.sentence <= _REACH
    if mention.this and (same or near):
        return f"{mention.this} {noun} points back"
    # a plural is as often what happens in general; a pronoun means whom the last sentences named
    reach = _REACH if mention.number == "Plur" or mention.pronoun else _FAR
    held = common.keys() - {"actor"} if mention.pronoun else common
    if same and (held or event.sentence - known.last.event.sentence <= reach):
        earlier = doc.quote(same.event)
        return f"definite {noun} after {earlier}" if earlier != noun else f"definite {noun} again"
    others = [t.last.event for t in told if t is not known and t.last.event.event_type == event.event_type]
    if mention.general and near and all(event.sentence - other.sentence > _REACH for other in others):
        return f"definite {noun} may stand for {doc.quote(known.last.event)}"
    return ""


__all__ = ["join"]
