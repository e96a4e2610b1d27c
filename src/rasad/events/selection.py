"""From candidates to events: the best reading of each word, and one event where a sentence tells one twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rasad.events.candidates import Candidate
from rasad.events.context import Context
from rasad.events.judging import Judge, Verdict

_QUIET = 1.0  # likely events per 100 words below which an article is quiet; chosen by cross-validation over train.jsonl
_LIKELY = 0.5  # confidence from which an event counts for that
_NEAR = 2  # words between two triggers of one type that are read as one act told twice (قتل وجرح)


class Chosen(NamedTuple):
    """A candidate that is an event, with the judge's verdict."""

    candidate: Candidate
    verdict: Verdict


def select_all(contexts: Sequence[Context], judge: Judge) -> list[tuple[Context, Chosen]]:
    """Return the events of a document with their contexts, in order.

    Where an article tells hardly any likely event, a doubtful one is held to a higher bar: in an article about
    something else the words of events are mostly used of something else.
    """
    found = [(context, chosen) for context in contexts for chosen in select(context, judge)]
    if not found:
        return found
    weight = sum(c.verdict.confidence for _, c in found if c.verdict.confidence >= _LIKELY)
    words = len(found[0][0].doc.text.split())
    if 100 * weight >= _QUIET * words:
        return found
    return [(context, c) for context, c in found if c.verdict.confidence >= judge.quiet_threshold]


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
