"""Which mentions of an article tell of one event.

Mentions are read in their order. Each joins an event told before, where nothing that the two say contradicts
(`compare.contradiction`, against every mention of the event) and its form points back, or what they have in common is
too much for chance; of two events that it could as well mean it joins neither. Otherwise it begins an event of its own.
The rules and their reason stand in `docs/event-record.md`.
"""

from __future__ import annotations

from rasad.document import Document
from rasad.link.events.compare import contradiction, evidence, repeats
from rasad.link.events.mention import Mention, mentions, words

_ENOUGH = 4  # weight of what mentions have in common that links them whatever their form: a day and a town
_GENERAL_REACH = 3  # sentences back that a noun such as الهجوم reaches for an act of another name
_BETWEEN = 10  # words between an act and its toll in one sentence


def join(doc: Document) -> None:
    """Set `first` of every event that was mentioned before, and add the reason."""
    told: list[list[Mention]] = []
    for mention in mentions(doc):
        mention.event.first = None
        found = _best(doc, mention, told)
        if found is None:
            told.append([mention])
            continue
        cluster, because = found
        first = cluster[0].event
        mention.event.first = first
        mention.event.reason.append(f"same event as {doc.quote(first)} (sentence {first.sentence}): {because}")
        cluster.append(mention)


def _best(doc: Document, mention: Mention, told: list[list[Mention]]) -> tuple[list[Mention], str] | None:
    """Return the event that a mention tells of again, with the reason; `None` where it is new, or open which."""
    found: list[tuple[int, int, str]] = []
    for number, cluster in enumerate(told):
        if cluster[0].event.event_type != mention.event.event_type:
            continue
        if any(contradiction(one, mention) for one in cluster):
            continue
        if reason := _reason(doc, mention, cluster):
            found.append((reason[0], number, reason[1]))
    found.sort(key=lambda f: (-f[0], -f[1]))
    if not found or (len(found) > 1 and found[0][0] == found[1][0]):
        return None
    return told[found[0][1]], found[0][2]


def _reason(doc: Document, mention: Mention, cluster: list[Mention]) -> tuple[int, str] | None:
    """Return how much speaks for a mention telling of an event again, and what; `None` where it is not enough."""
    here = [one for one in cluster if one.event.sentence == mention.event.sentence]
    if here:
        joined = next((why for one in here if (why := _within(doc, one, mention))), None)
        return (99, joined) if joined else None
    common = max((evidence(doc, one, mention) for one in cluster), key=lambda e: sum(w for w, _ in e))
    weight, said = sum(w for w, _ in common), [why for _, why in common]
    near = mention.event.sentence - cluster[-1].event.sentence <= 1
    back = _points_back(doc, mention, cluster, weight)
    if back:
        return weight + near + (1 if mention.this else 0), "; ".join([back, *said])
    same = any(one.act == mention.act for one in cluster)
    if not same or mention.other:
        return None
    if any(repeats(doc, one, mention) for one in cluster if one.act == mention.act):
        return weight + 5, "; ".join(["its sentence repeats the earlier one", *said])
    if weight >= _ENOUGH and mention.event.event_type not in words().repeatable:
        return weight, "; ".join([f"{mention.act} again", *said])
    return None


def _points_back(doc: Document, mention: Mention, cluster: list[Mention], weight: int) -> str:
    """Return by what a noun points back to an event, empty where it does not."""
    if not mention.definite or mention.other or (mention.event.event_type in words().repeatable and not weight):
        return ""
    noun = doc.quote(mention.event)
    same = next((one for one in reversed(cluster) if one.act == mention.act), None)
    if mention.this:
        near = mention.event.sentence - cluster[-1].event.sentence <= _GENERAL_REACH
        return f"{mention.this} {noun} points back" if same or near else ""
    if same:
        earlier = doc.quote(same.event)
        return f"definite {noun} after {earlier}" if earlier != noun else f"definite {noun} again"
    if mention.general and mention.event.sentence - cluster[-1].event.sentence <= _GENERAL_REACH:
        return f"definite {noun} may stand for {doc.quote(cluster[-1].event)}"
    return ""


def _within(doc: Document, one: Mention, mention: Mention) -> str:
    """Return why two mentions of one sentence are one event: an act and its toll, or `وصل في زيارة`; mostly empty."""
    between = doc.words[one.at : mention.at]
    if not mention.joint or len(between) > _BETWEEN or any(w.pos == "VERB" for w in between[1:]):
        return ""
    kind, tolls = one.event.event_type, words().tolls
    toll = ((kind, one.act) in tolls) != ((kind, mention.act) in tolls)
    shared = {(n.start, n.end) for n in one.actors} & {(n.start, n.end) for n in mention.actors}
    if toll or (one.act == mention.act and shared):
        return f"{doc.quote(one.event)} {mention.joint} {doc.quote(mention.event)}"
    return ""


__all__ = ["join"]
