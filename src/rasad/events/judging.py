"""What every judge offers."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from rasad.document import Span
from rasad.events.candidates import Candidate
from rasad.events.context import Context


class Verdict(NamedTuple):
    """How likely a candidate is an event, and why."""

    confidence: float
    reason: list[str]


class Party(NamedTuple):
    """Words that name an actor or recipient (`role`), and why."""

    span: Span
    role: str
    reason: str


class Judge(Protocol):
    """Weighs candidates, tells their status, and finds who acts on whom."""

    threshold: float

    def weigh(self, context: Context, candidate: Candidate) -> Verdict:
        """Return how likely the candidate is an event of its trigger's type."""
        ...

    def status(self, context: Context, candidate: Candidate) -> tuple[str, str]:
        """Return the status and the reason for it."""
        ...

    def parties(self, context: Context, candidate: Candidate) -> list[Party]:
        """Return actors and recipients in the order of the text."""
        ...
