"""From candidates to events: the best reading of each word, and one event where a sentence tells one twice."""

from __future__ import annotations

from typing import NamedTuple

from rasad.events.candidates import Candidate
from rasad.events.context import Context
from rasad.events.judging import Judge, Verdict

_NEAR = 2  # words between two triggers of one type that are read as one act told twice (قتل وجرح)


class Chosen(NamedTuple):
    """A candidate that is an event, with the judge's verdict."""

    candidate: Candidate
    verdict: Verdict


def select(context: Context, judge: Judge) -> list[Chosen]:
    """Return the events of a sentence in order: likely enough, no two on one word, near-synonyms joined by و once."""
    weighed = [Chosen(c, judge.weigh(context, c)) for c in context.candidates]
    likely = [c for c in weighed if c.verdict.confidence >= judge.threshold]
    taken: set[int] = set()
    kept: list[Chosen] = []
    for chosen in sorted(likely, key=_worth, reverse=True):
        words = set(range(chosen.candidate.first, chosen.candidate.last + 1))
        if not words & taken and not any(_same_act(chosen.candidate, other.candidate, context) for other in kept):
            kept.append(chosen)
            taken |= words
    return sorted(kept, key=lambda c: c.candidate.at)


def _worth(chosen: Chosen) -> tuple[float, int, int]:
    return chosen.verdict.confidence, chosen.candidate.last - chosen.candidate.first, -chosen.candidate.at


def _same_act(one: Candidate, other: Candidate, context: Context) -> bool:
    """Whether two triggers of one type stand coordinated, as `قصف واستهداف` do."""
    if one.trigger.event_type != other.trigger.event_type:
        return False
    first, second = sorted((one, other), key=lambda c: c.at)
    between = second.first - first.last - 1
    joined = "و" in context.words[second.first].proclitics
    return between == 0 or (joined and between < _NEAR and one.pos == other.pos)
