"""The vocabulary alone: strength of the trigger, evidence and exclusions around it; frames for the roles; no model."""

from __future__ import annotations

from rasad.document import Document, Span
from rasad.events import roles, status, surroundings
from rasad.events.candidates import Candidate
from rasad.events.context import Context
from rasad.events.judging import Party, Verdict

_PRIOR = {"sure": 0.8, "likely": 0.6, "weak": 0.3}
_EVIDENCE, _CARRIED, _OTHER_FIELD = 0.3, 0.1, -0.45


class Judge:
    """Weighs a candidate by what the vocabulary says of its trigger."""

    threshold = 0.5
    quiet_threshold = 0.65
    finds_sources = False

    def weigh(self, context: Context, candidate: Candidate) -> Verdict:
        """Return how likely the candidate is an event of its trigger's type."""
        trigger = candidate.trigger
        weight, reason = _PRIOR[trigger.strength], [f"{trigger.strength} trigger {trigger.lemma}"]
        if word := context.blocked(candidate):
            return Verdict(0.05, [f"{word} speaks against it"])
        if word := context.evidence(candidate):
            weight += _EVIDENCE
            reason.append(f"with {word}")
        if candidate.carrier and candidate.carrier[1].lemma in trigger.light:
            weight += _CARRIED
            reason.append(f"carried by {candidate.carrier[1].lemma}")
        if (field := context.field()) and trigger.strength != "sure":
            weight += _OTHER_FIELD
            reason.append(f"but the article is of {field}")
        return Verdict(min(0.95, max(0.02, weight)), reason)

    def status(self, context: Context, candidate: Candidate) -> tuple[str, str]:
        """Return the status and the reason for it."""
        return status.by_rule(context.words, candidate)

    def parties(self, context: Context, candidate: Candidate) -> list[Party]:
        """Return actors and recipients in the order of the text."""
        found = roles.by_frame(context.words, candidate, context.phrases)
        parties = [Party(Span(r.phrase.start, r.phrase.end), r.role, r.reason) for r in found]
        return sorted(parties, key=_start)

    def settle(self, doc: Document) -> None:
        """Give each event the nearest place and time of its sentence that belong to it."""
        surroundings.nearest(doc)


def _start(party: Party) -> int:
    return party.span.start
