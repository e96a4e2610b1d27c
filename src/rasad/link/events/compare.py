"""What speaks against two mentions being one event, and what for it."""

from __future__ import annotations

from collections.abc import Sequence

from rasad.document import Document, Name, Place, Time
from rasad.link.events.mention import Mention, words

_TOWN = 3  # resolution from which a place is near enough to tell events apart
_ALIKE = 0.6  # share of words in common by which a sentence repeats another
_WORDS = 5  # words that a sentence needs to be compared


def contradiction(one: Mention, other: Mention) -> bool:
    """Return whether what the two mentions say cannot be true of one event; the later one is `other`."""
    return (
        one.event.event_type != other.event.event_type
        or not _statuses(one, other)
        or not _modes(one, other)
        or not _places(one.place, other.place)
        or not _times(one.time, other.time)
        or not _parties(one.actors, other.actors)
        or not _parties(one.recipients, other.recipients)
        or not _numbers(one, other)
        or not _owners(one, other)
    )


def evidence(doc: Document, one: Mention, other: Mention) -> list[tuple[int, str]]:
    """Return what two mentions have in common, each with its weight and a reason to read; forms aside."""
    found: list[tuple[int, str]] = []
    if one.place and other.place and _same_place(one.place, other.place) and (other.place.resolution or 0) >= _TOWN:
        found.append((2, f"both in {doc.quote(other.place)}"))
    if one.time and other.time and _one_day(one.time) and _one_day(other.time) and one.time.first == other.time.first:
        found.append((2, f"both on {other.time.first}"))
    for name in (n for n in other.recipients if n.identifier_id and _shares(n, one.recipients)):
        found.append((3, f"both to {name.identifier_text or doc.quote(name)}"))
        break
    for name in (n for n in other.actors if n.identifier_id and _shares(n, one.actors)):
        found.append((2, f"both by {name.identifier_text or doc.quote(name)}"))
        break
    for kind, numbers in other.event.size.items():
        values = {n.value for n in one.event.size.get(kind, ()) if n.value is not None and n.value > 1}
        if shared := next((n for n in numbers if n.value in values and n not in one.event.size[kind]), None):
            found.append((2, f"both with {doc.quote(shared)}"))
            break
    if other.owner and other.owner == one.owner:
        found.append((2, f"both of {other.owner}"))
    return found


def repeats(doc: Document, one: Mention, other: Mention) -> bool:
    """Return whether the sentence of a mention is, but for a few words, that of an earlier one (a lead and its story)."""
    first, second = ({w.core for w in doc.words_of(doc.sentences[m.event.sentence]) if w.kind != "sign"} for m in (one, other))
    if min(len(first), len(second)) < _WORDS:
        return False
    return len(first & second) >= _ALIKE * min(len(first), len(second))


def _statuses(one: Mention, other: Mention) -> bool:
    """A noun tells less of whether something happened than a verb: `the meeting` may be the one that was planned."""
    pair = (one.event.status, other.event.status)
    if pair[0] == pair[1]:
        return True
    if set(pair) == {"planned", "hypothetical"}:
        return other.definite
    if set(pair) == {"planned", "actual"}:
        actual, planned = (one, other) if pair[0] == "actual" else (other, one)
        return not actual.verbal and (other.definite or planned.verbal)
    return False


def _modes(one: Mention, other: Mention) -> bool:
    beside = words().modes.get(one.event.event_type, frozenset())
    first, second = set(one.event.mode), set(other.event.mode)
    return not first or not second or bool(first & second) or (first | second) <= beside


def _places(one: Place | None, other: Place | None) -> bool:
    """One place lies in the other, or one is not known."""
    if one is None or other is None or _same_place(one, other):
        return True
    if not (one.country_code and other.country_code):
        return True
    if one.country_code != other.country_code:
        return False
    wide, near = sorted((one, other), key=lambda p: p.resolution or 0)
    if (wide.resolution or 0) <= 1 or not wide.resolution:
        return True
    if wide.resolution == 2:
        return wide.province is None or near.province is None or wide.province == near.province
    return bool(wide.resolution != near.resolution and wide.city and wide.city == near.city)


def _same_place(one: Place, other: Place) -> bool:
    if one.geonameid and other.geonameid:
        return one.geonameid == other.geonameid
    return bool(one.resolved_place) and one.resolved_place == other.resolved_place


def _times(one: Time | None, other: Time | None) -> bool:
    if one is None or other is None or one.first is None or other.first is None:
        return True
    return one.first <= (other.last or other.first) and other.first <= (one.last or one.first)


def _one_day(time: Time) -> bool:
    return time.first is not None and time.first == time.last


def _parties(some: Sequence[Name], others: Sequence[Name]) -> bool:
    """One side is not known by identifier, or the two have somebody in common."""
    first, second = ([n for n in names if n.identifier_id] for names in (some, others))
    return not first or not second or any(_shares(n, first, loosely=True) for n in second)


def _shares(name: Name, others: Sequence[Name], *, loosely: bool = False) -> bool:
    """Return whether somebody is among others; `loosely`: or a body of the same country, which a name may stand for."""
    if any(name.identifier_id == other.identifier_id for other in others if other.identifier_id):
        return True
    return loosely and any(name.code and name.code == o.code and not (_person(name) and _person(o)) for o in others)


def _person(name: Name) -> bool:
    return (name.identifier_id or "").startswith(("person:", "name:"))


def _numbers(one: Mention, other: Mention) -> bool:
    """Two nouns are of one number: `the attacks` are more than the attack."""
    return not one.number or not other.number or one.number == other.number


def _owners(one: Mention, other: Mention) -> bool:
    """Two nouns have no different genitives (اعتقال الصحفي, اعتقال الطالب), but two names of one party or place."""
    if not (one.owner and other.owner) or one.owner == other.owner:
        return True
    if any(_shares(n, (*one.actors, *one.recipients)) for n in (*other.actors, *other.recipients) if n.identifier_id):
        return True
    return bool(one.place and other.place and _same_place(one.place, other.place))
