"""Reading sentences of a document with a language model: asked for a portion at a time, found in the text, counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rasad.document import Document, Event
from rasad.errors import AnswerError, Problem
from rasad.events.llm import answers, prompt
from rasad.events.llm.answers import Told
from rasad.events.llm.asking import Asker
from rasad.events.llm.ledger import Answer
from rasad.events.llm.placing import Placing

_PORTION = 6000  # characters of sentences sent at once: an answer about them fits the usual limits


@dataclass(frozen=True, slots=True)
class Portion:
    """Sentences that are sent together, by their numbers.

    Attributes:
        sentences: All of them.
        only: Those whose events are asked for; `None`: of all.
    """

    sentences: tuple[int, ...]
    only: tuple[int, ...] | None = None

    @property
    def asked(self) -> tuple[int, ...]:
        """The sentences whose events are asked for."""
        return self.sentences if self.only is None else self.only

    def halves(self) -> tuple[Portion, Portion]:
        """Return two portions that ask for half as much each; sentences that are only to be understood stay."""
        half = len(self.asked) // 2
        first, second = self.asked[:half], self.asked[half:]
        if self.only is None:
            return Portion(first), Portion(second)
        return Portion(self.sentences, first), Portion(self.sentences, second)


def portions(doc: Document, only: Sequence[int] | None = None) -> Iterator[Portion]:
    """Yield the portions of a document; with `only` those that hold one of these sentences."""
    portion: list[int] = []
    size = 0
    for number, sentence in enumerate(doc.sentences):
        length = sentence.end - sentence.start
        if portion and size + length > _PORTION:
            yield from _wanted(portion, only)
            portion, size = [], 0
        portion.append(number)
        size += length
    if portion:
        yield from _wanted(portion, only)


def _wanted(sentences: list[int], only: Sequence[int] | None) -> Iterator[Portion]:
    if only is None:
        yield Portion(tuple(sentences))
        return
    asked = tuple(number for number in sentences if number in only)
    if asked:
        yield Portion(tuple(sentences), None if len(asked) == len(sentences) else asked)


class Reading:
    """What a model tells of one document; what it costs is counted in the document's `counts`."""

    def __init__(self, asker: Asker, doc: Document, label: str) -> None:
        """Take who asks, the document, and what reasons call the model."""
        self._asker, self._doc = asker, doc
        self._placing = Placing(doc, label)

    def read(self, portion: Portion) -> list[Event]:
        """Return the events of the sentences asked about; what is wrong in the answers becomes problems.

        Raises:
            AnswerError: There is no answer of use; the code says why.
        """
        before = len(self._placing.events)
        told = list(self._told(portion))
        for one in told:
            self._placing.add(one, portion.sentences)
        asked = set(portion.asked)
        return [event for event in self._placing.events[before:] if event.sentence in asked]

    def _told(self, portion: Portion) -> Iterator[Told]:
        """Yield what is told; an answer that was cut off is asked for by halves."""
        doc, fault = self._doc, None
        for attempt in range(self._asker.settings.attempts):
            answer = self._ask(portion, attempt)
            try:
                told, faults = answers.read(answer.content, prompt.mark(doc, portion.sentences))
            except AnswerError as error:
                fault = error
                if answer.finish == "length":
                    break
                if answer.finish.startswith("refused"):
                    fault = AnswerError(f"the model declined, {answer.finish}", code="llm-declined")
                continue
            for what in faults:
                message = f"an event of the answer was left out: {what}"
                doc.problems.append(Problem("events", "llm-bad-event", doc.article.origin, message, doc.article.id))
            yield from told
            return
        assert fault is not None
        if answer.finish != "length":
            raise fault
        if len(portion.asked) == 1:
            limit = self._asker.settings.answer_tokens
            message = f"the answer about sentence {portion.asked[0] + 1} was cut off at {limit} tokens; "
            raise AnswerError(message + "raise RASAD_LLM_ANSWER_TOKENS", code="llm-truncated")
        for half in portion.halves():
            yield from self._told(half)

    def _ask(self, portion: Portion, attempt: int) -> Answer:
        answer = self._asker.ask(prompt.article(self._doc, portion.sentences, portion.only), attempt)
        counts, settings = self._doc.counts, self._asker.settings
        told = {"answers known": 1.0}
        if answer.new:
            cost = settings.cost(answer.tokens_in, answer.tokens_out)
            told = {"answers": 1, "tokens in": answer.tokens_in, "tokens out": answer.tokens_out, "cost": cost}
        for name, count in told.items():
            counts[name] = counts.get(name, 0) + count
        return answer


__all__ = ["Portion", "Reading", "portions"]
