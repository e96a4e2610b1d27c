"""A language model, at any endpoint that speaks OpenAI's protocol; needs `pip install 'rasad[llm]'` and settings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from rasad.document import Document
from rasad.errors import AnswerError, Problem
from rasad.events.llm import answers, prompt
from rasad.events.llm.answers import Told
from rasad.events.llm.asking import Asker
from rasad.events.llm.placing import Placing
from rasad.events.llm.settings import Settings

EXTRA = "llm"
_PORTION = 6000  # characters of sentences asked about at once: an answer about them fits the usual limits


class Judge:
    """Reads whole articles, a portion of sentences at a time."""

    @staticmethod
    def label() -> str:
        """Return the model and the hash of what it is told."""
        return f"llm:{Settings.from_environment().model}:{prompt.fingerprint()}"

    @staticmethod
    def spent() -> str:
        """Return what was paid for so far, in words."""
        asker = _asker(Settings.from_environment())
        spent = asker.ledger.spent()
        priced = asker.settings.price_in is not None and asker.settings.price_out is not None
        cost = f", cost {spent.cost:,.4f}" if priced else ""
        return (
            f"the language model was paid for {spent.answers:,} answers so far: "
            f"{spent.tokens_in:,} tokens in, {spent.tokens_out:,} out{cost} ({asker.settings.cache})"
        )

    def code(self, doc: Document) -> None:
        """Fill the document's events; what is wrong in the answers becomes problems of the document.

        Raises:
            AnswerError: A part of the article got no answer of use: then it has no events at all.
        """
        asker = _asker(Settings.from_environment())
        placing = Placing(doc, self.label())
        for portion in _portions(doc):
            for asked, told in _read(asker, doc, portion):
                placing.add(told, asked)
        doc.events = placing.events


def _portions(doc: Document) -> Iterator[list[int]]:
    portion: list[int] = []
    size = 0
    for number, sentence in enumerate(doc.sentences):
        length = sentence.end - sentence.start
        if portion and size + length > _PORTION:
            yield portion
            portion, size = [], 0
        portion.append(number)
        size += length
    if portion:
        yield portion


def _read(asker: Asker, doc: Document, asked: list[int]) -> Iterator[tuple[list[int], Told]]:
    """Yield the events of some sentences; an answer that was cut off is asked for by halves."""
    fault: AnswerError | None = None
    for attempt in range(asker.settings.attempts):
        answer = asker.ask(prompt.article(doc, asked), attempt)
        try:
            told, faults = answers.read(answer.content, prompt.mark(doc, asked))
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
        yield from ((asked, one) for one in told)
        return
    assert fault is not None
    if answer.finish != "length":
        raise fault
    if len(asked) == 1:
        limit = asker.settings.answer_tokens
        message = f"the answer about sentence {asked[0]} was cut off at {limit} tokens; raise RASAD_LLM_ANSWER_TOKENS"
        raise AnswerError(message, code="llm-truncated")
    half = len(asked) // 2
    yield from _read(asker, doc, asked[:half])
    yield from _read(asker, doc, asked[half:])


@cache
def _asker(settings: Settings) -> Asker:
    return Asker(settings)
