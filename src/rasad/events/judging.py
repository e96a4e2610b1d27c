"""What every judge offers: most weigh the candidates of the vocabulary, some read a document by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol, runtime_checkable

from rasad.document import Document, Span
from rasad.events.candidates import Candidate
from rasad.events.context import Context


class Verdict(NamedTuple):
    """How likely a candidate is an event, and why."""

    confidence: float
    reason: list[str]


class Party(NamedTuple):
    """Words that name an actor, a recipient or a source (`role`), and why."""

    span: Span
    role: str
    reason: str


class Judge(Protocol):
    """Weighs candidates, tells their status, and finds who acts on whom.

    Attributes:
        threshold: The confidence from which a candidate is an event.
        quiet_threshold: The same in an article that tells hardly any (`rasad.events.selection`).
        finds_sources: Whether `parties` also says whose words the event is told in; else the quotes tell.
    """

    threshold: float
    quiet_threshold: float
    finds_sources: bool

    def weigh(self, context: Context, candidate: Candidate) -> Verdict:
        """Return how likely the candidate is an event of its trigger's type."""
        ...

    def status(self, context: Context, candidate: Candidate) -> tuple[str, str]:
        """Return the status and the reason for it."""
        ...

    def parties(self, context: Context, candidate: Candidate) -> list[Party]:
        """Return actors and recipients, and sources where the judge finds them itself, in the order of the text."""
        ...

    def settle(self, doc: Document) -> None:
        """Give the document's events their place and time, with a reason, where the text tells them."""
        ...


class Optional(Protocol):
    """What a judge that comes with an extra (`rasad.parts.extra`) tells of itself before it is made."""

    @staticmethod
    def label() -> str:
        """Return its name with what else decides how it codes.

        Raises:
            RasadError: It is not set up.
        """
        ...


@runtime_checkable
class Namer(Optional, Protocol):
    """A judge whose model also tells names."""

    @staticmethod
    def names_of(doc: Document) -> list[str] | None:
        """Return a name's label (`B-PER I-PER B-ORG ... O`) for each word; `None` where it tells none.

        Args:
            doc: A document with sentences and words.
        """
        ...


@runtime_checkable
class Reader(Optional, Protocol):
    """A judge with an extra that finds the events of a whole document by itself."""

    @staticmethod
    def spent(counts: Mapping[str, float]) -> list[str]:
        """Return what it did and has cost so far, in words, a line each; `counts`: sums of `Document.counts`."""
        ...

    def code(self, doc: Document) -> None:
        """Fill `doc.events`, `doc.problems` with what had to be left out, and `doc.counts`.

        Raises:
            AnswerError: It could not read the document.
        """
        ...
