"""A language model, at any endpoint that speaks OpenAI's protocol; needs `pip install 'rasad[llm]'` and settings."""

from __future__ import annotations

from collections.abc import Mapping

from rasad.document import Document
from rasad.events.llm import prompt
from rasad.events.llm.asking import asker
from rasad.events.llm.reading import Reading, portions
from rasad.events.llm.settings import Settings

EXTRA = "llm"


class Judge:
    """Reads whole articles, a portion of sentences at a time."""

    @staticmethod
    def label() -> str:
        """Return the model and the hash of what it is told."""
        return f"llm:{Settings.from_environment().model}:{prompt.fingerprint()}"

    @staticmethod
    def spent(counts: Mapping[str, float]) -> list[str]:
        """Return what was paid for so far, in words."""
        return [asker(Settings.from_environment()).spent()]

    def code(self, doc: Document) -> None:
        """Fill the document's events; what is wrong in the answers becomes problems of the document.

        Raises:
            AnswerError: A part of the article got no answer of use: then it has no events at all.
        """
        reading = Reading(asker(Settings.from_environment()), doc, self.label())
        doc.events = [event for portion in portions(doc) for event in reading.read(portion)]
