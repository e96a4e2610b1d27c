"""What speaks against two mentions being one event, and what for it."""

from __future__ import annotations

from collections.abc import Sequence

from rasad.document import Document, Name, Place, Time
from rasad.link.events.mention import Mention, words

_TOWN = 3  # resolution from which a place is near enough to tell events apart
_BETWEEN = 10  # words between an act and its toll in one sentence
_BESIDE = 5  # words between an act and what it is done with
_FEW = 2  # people that many events concern
_ALIKE = 0.6  # share of words in common by which a sentence repeats another
_LONGER = 2  # times that the longer sentence may be as long as the shorter
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
        or not _counts(one, other)
        or not _numbers(one, other)
        or not _owners(one, other)
    )


def evidence(doc: Document, one: Mention, other: Mention) -> dict[str, str]:
    """Return what two mentions have in common but their form: `place day recipient actor toll owner`, with words."""
    found: dict[str, str] = {}
    if one.place and other.place and _same_place(one.place, other.place) and (other.place.resolution or 0) >= _TOWN:
        found["place"] = f"both in {doc.quote(other.place)}"
    if one.time and other.time and _one_day(one.time) and _one_day(other.time) and one.time.first == other.time.first:
        found["day"] = f"both on {other.time.first}"
    for role in ("recipient", "actor"):
        theirs, ours = (m.recipients if role == "recipient" else m.actors for m in (one, other))
        if name := next((n for n in ours if _shares(n, theirs)), None):
            found[role] = f"{role} {name.identifier_text or doc.quote(name)} of both"
    for kind, numbers in other.event.size.items():
        earlier = one.event.size.get(kind, [])
        values = {n.value for n in earlier if n.value is not None and n.value > _FEW}
        if shared := next((n for n in numbers if n.value in values and n not in earlier), None):
            found["toll"] = f"both with {doc.quote(shared)}"
            break
    if other.owner and other.owner == one.owner:
        found["owner"] = f"both of {other.owner}"
    return found


def side_by_side(doc: Document, one: Mention, other: Mention) -> str:
    """Return why two mentions of one sentence are one event, mostly empty.

    An act and its toll (`قتل عشرة في هجوم`), an act and what it is done with (`هجوم بسيارة مفخخة`), a verb and its noun
    (`وصل في زيارة`, `ترأس اجتماعا`), a meeting and its talks (`التقى ... وبحث معه`).
    """
    between, known, kind = doc.words[one.at : other.at], words(), one.event.event_type
    if len(between) > _BETWEEN or any(w.pos == "VERB" and w.core not in known.hurt for w in between[1:]):
        return ""
    joined = "و" in doc.words[other.at].proclitics
    same, verb_and_noun = one.act == other.act, one.verbal and not other.verbal
    shared = {(n.start, n.end) for n in one.actors} & {(n.start, n.end) for n in other.actors}
    toll = ((kind, one.act) in known.tolls) != ((kind, other.act) in known.tolls)
    if (
        (other.joint and (toll or (same and shared)))
        or (other.means and not joined and len(between) <= _BESIDE)
        or (same and verb_and_noun and not joined and len(between) <= _BESIDE)
        or (joined and shared and {(kind, one.act), (kind, other.act)} <= known.together)
    ):
        return f"{doc.quote(one.event)} {other.joint or '...'} {doc.quote(other.event)} in one sentence"
    return ""


def repeats(doc: Document, one: Mention, other: Mention) -> bool:
    """Return whether the sentence of a mention is nearly that of an earlier one (a lead and its story)."""
    first, second = (_content(doc, mention) for mention in (one, other))
    short, long = sorted((len(first), len(second)))
    return short >= _WORDS and long <= _LONGER * short and len(first & second) >= _ALIKE * short


def _content(doc: Document, mention: Mention) -> set[str]:
    words_of = doc.words_of(doc.sentences[mention.event.sentence])
    return {w.core for w in words_of if w.pos in ("NOUN", "PROPN", "VERB", "ADJ", "NUM", "X")}


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


def _counts(one: Mention, other: Mention) -> bool:
    """One person alone on one side, several people on the other, are not the same (اعتقال زيد, اعتقال المعارضين)."""
    for first, second in ((one, other), (other, one)):
        # of مقتله and "two leaders were killed", too, one is another event
        alone = len(first.recipients) == 1 and _person(first.recipients[0])
        counted = bool(second.recipients) and all((n.number or 0) > 1 for n in second.recipients)
        owned = second.several and (second.owning is None or second.owning in second.recipients)
        if (alone and (counted or owned)) or (counted and first.pronoun == "ه"):
            return False
    return True


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
    if one.pronoun and other.pronoun and _person_of(one.pronoun) != _person_of(other.pronoun):
        return False
    if all(not (a and b) or a == b for a, b in ((one.owner, other.owner), (one.aim, other.aim))):
        return True
    if one.owning and other.owning and _shares(other.owning, [one.owning]):
        return True
    return bool(one.place and other.place and _same_place(one.place, other.place))


def _person_of(pronoun: str) -> str:
    return {"هن": "هم"}.get(pronoun, pronoun)
