"""Whether an event happened, will happen, may happen or did not: by the words that govern its trigger.

The cues are `vocabulary/status.toml`; the statuses are the contract's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rasad import vocabulary
from rasad.arabic.clitics import stem, stems
from rasad.document import Word
from rasad.events.candidates import Candidate

_NEGATIONS = frozenset("لم لن لا".split())
_CONDITIONS = frozenset("اذا لو حال حاله كلما ام".split())
_EXCEPTIONS = frozenset("الا سوي".split())
_FUTURE_TIMES = frozenset(stem(w) for w in ("غدا", "المقبل", "المقبلة", "القادم", "القادمة"))


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue found in reach of a trigger: its group, status, first word, and words between it and the trigger."""

    group: str
    status: str
    at: int
    distance: int


@dataclass(frozen=True, slots=True)
class _Group:
    name: str
    status: str
    reach: int
    before: bool
    kinds: tuple[str, ...]


def cues(words: Sequence[Word], candidate: Candidate) -> list[Cue]:
    """Return the cues in reach of a candidate's trigger, nearest first."""
    table = _table()
    found = []
    for before in (True, False):
        step = -1 if before else 1
        edge = candidate.first if before else candidate.last
        for distance in range(_longest_reach() + 1):
            index = edge + step * (distance + 1)
            if not 0 <= index < len(words) or words[index].norm in ".؟!؛":
                break
            for key in sorted(stems(words[index].norm)):
                for group, rest in table.get(key, ()):
                    if group.before != before or distance > group.reach or candidate.pos not in group.kinds:
                        continue
                    if _stand_together(words, index, rest):
                        found.append(Cue(group.name, group.status, index, distance))
    return sorted(dict.fromkeys(found), key=lambda cue: (cue.distance, cue.group))


def certain(words: Sequence[Word], candidate: Candidate) -> tuple[str, str] | None:
    """Return `(status, reason)` where the verb itself says it, `None` elsewhere.

    A verb in the future, or a noun that a light verb in the future carries, is planned unless a condition stands in the
    sentence; a verb right after a negation is negated unless the negation is part of `ما لم` or `إلا`.
    """
    conditional = any(words[i].norm in _CONDITIONS for i in range(len(words)))
    if candidate.pos == "VERB":
        before = words[candidate.first - 1].norm if candidate.first else ""
        if before.lstrip("وف") in _NEGATIONS and not conditional:
            if candidate.first > 1 and words[candidate.first - 2].norm == "ما":
                return None
            restricted = any(w.norm in _EXCEPTIONS for w in words[candidate.last + 1 :])
            return None if restricted else ("negated", f"negated by {before}")
        future = candidate.hit is not None and "س" in candidate.hit.cut.proclitics
        if (future or before.lstrip("وف") == "سوف") and not conditional:
            return "planned", "a verb in the future"
    elif candidate.carrier and not conditional:
        carrier = words[candidate.carrier[0]]
        if carrier.norm.lstrip("وف")[:1] == "س" and candidate.carrier[1].form.aspect == "Imp":
            return "planned", f"carried by {carrier.norm}"
    return None


def by_rule(words: Sequence[Word], candidate: Candidate) -> tuple[str, str]:
    """Return `(status, reason)` by the cues alone: the nearest cue, the form of the verb, then `actual`."""
    hit = candidate.hit
    found = cues(words, candidate)
    if hit and hit.form.pos == "VERB":
        if found and found[0].group == "negation" and found[0].distance == 0:
            return "negated", f"negated by {words[found[0].at].norm}"
        if "س" in hit.cut.proclitics:
            return "planned", "future with سـ"
        if hit.form.aspect == "Perf":
            sure = [
                cue for cue in found if cue.group in ("absence", "condition") or words[cue.at].norm in ("ربما", "لو")
            ]
            return (sure[0].status, f"after {words[sure[0].at].norm}") if sure else ("actual", "perfect verb")
        if "ل" in hit.cut.proclitics and not found:
            return "planned", "purpose clause with لـ"
    if found:
        return found[0].status, f"governed by {words[found[0].at].norm}"
    if candidate.carrier and "س" in words[candidate.carrier[0]].norm[:2] and candidate.carrier[1].form.aspect == "Imp":
        return "planned", "carried by a verb in the future"
    if hit and hit.form.pos == "NOUN" and "ل" in hit.cut.proclitics and "ال" not in hit.cut.proclitics:
        return "planned", "purpose with لـ"
    if hit and hit.form.aspect == "Imp" and any(stems(w.norm) & _FUTURE_TIMES for w in words):
        return "planned", "imperfect with a time to come"
    return "actual", "nothing says otherwise"


def _stand_together(words: Sequence[Word], index: int, rest: tuple[str, ...]) -> bool:
    return all(
        index + i + 1 < len(words) and part in stems(words[index + i + 1].norm) | {words[index + i + 1].norm}
        for i, part in enumerate(rest)
    )


@cache
def _table() -> dict[str, list[tuple[_Group, tuple[str, ...]]]]:
    table: dict[str, list[tuple[_Group, tuple[str, ...]]]] = {}
    for name, row in vocabulary.load("status").items():
        kinds = {"any": ("VERB", "NOUN"), "verb": ("VERB",), "noun": ("NOUN",)}[row["to"]]
        group = _Group(name, row["status"], row["reach"], row["side"] == "before", kinds)
        for words in row["words"]:
            first, *rest = (stem(w) for w in words.split())
            table.setdefault(first, []).append((group, tuple(rest)))
    return table


@cache
def _longest_reach() -> int:
    return max(group.reach for rows in _table().values() for group, _ in rows)
