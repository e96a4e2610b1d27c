"""Another judge codes everything, a language model is asked where it is in doubt; needs `pip install 'rasad[llm]'`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rasad import events
from rasad.document import Document, Event
from rasad.errors import UNANSWERED, AnswerError, Problem
from rasad.events import doubt
from rasad.events.context import contexts
from rasad.events.judges import llm
from rasad.events.lexicon import lexicon
from rasad.events.llm import merging
from rasad.events.llm.asking import asker
from rasad.events.llm.merging import Names
from rasad.events.llm.reading import Portion, Reading, portions
from rasad.events.llm.settings import Settings

EXTRA = "llm"


class Judge:
    """Codes with the base; asks about sentences in doubt, and about a share of the articles as a whole."""

    @staticmethod
    def label() -> str:
        """Return the base, the model with the hash of what it is told, and when it is asked."""
        settings = Settings.from_environment()
        events.weigher(settings.base)  # is it there?
        band = f"{settings.doubt_from:g}-{settings.doubt_to:g}"
        return f"hybrid:{settings.base}+{llm.Judge.label()}:{band}:{settings.share:g}"

    @staticmethod
    def spent(counts: Mapping[str, float]) -> list[str]:
        """Return what was asked, what came of it and what it cost, and what was paid for so far."""
        asking = asker(Settings.from_environment())
        return [*_account(counts, asking.settings), asking.spent()]

    def code(self, doc: Document) -> None:
        """Fill the document's events; where no answer is of use the base's stand, and a problem says why."""
        settings = Settings.from_environment()
        base = events.weigher(settings.base)
        found = contexts(doc, lexicon())
        events.code_with(doc, base, found)
        whole = is_sampled(doc.text, settings.share)
        doubted = None if whole else doubt.sentences(found, base, settings.doubt_from, settings.doubt_to)
        second = _Second(doc, settings, whole)
        doc.counts = {"events": len(doc.events)}
        standing = [event for portion in portions(doc, doubted) for event in second.opinion(portion)]
        others = [event for event in doc.events if event.sentence not in second.asked]
        merging.leave(others, f"from {second.names.base}; {second.names.asked} was not asked")
        doc.events = sorted([*standing, *others], key=lambda e: (e.start, e.end, e.event_type))
        told = {"articles": bool(second.asked), "sentences": len(second.asked), "left": len(others)}
        doc.counts |= {name: float(count) for name, count in told.items()}


def is_sampled(text: str, share: float) -> bool:
    """Return whether an article is among the share that is read whole: by a hash of its text, the same on every run.

    Whatever is among a share is among every larger one.
    """
    digest = hashlib.sha256(text.encode(errors="surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") < share * 2**64


@dataclass
class _Second:
    """Gets the second opinion on what the base made of a document."""

    doc: Document
    settings: Settings
    whole: bool

    def __post_init__(self) -> None:
        self.names = Names(self.settings.base, llm.Judge.label())
        self.asked: set[int] = set()
        self._reading = Reading(asker(self.settings), self.doc, self.names.asked)

    def opinion(self, portion: Portion) -> list[Event]:
        """Return the events that stand in the sentences asked about."""
        self.asked |= set(portion.asked)
        coded = [event for event in self.doc.events if event.sentence in portion.asked]
        try:
            told = self._reading.read(portion)
        except AnswerError as error:
            self._unanswered(error, coded)
            return coded
        merged = merging.merge(coded, told, self._is_sure, self.names)
        self._count(merged.counts)
        return merged.events

    def _is_sure(self, event: Event) -> bool:
        return not self.whole and event.confidence >= self.settings.doubt_to

    def _unanswered(self, error: AnswerError, coded: list[Event]) -> None:
        article = self.doc.article
        message = f"{error}; the events of {self.names.base} stand"
        self.doc.problems.append(Problem(UNANSWERED, error.code, article.origin, message, article.id))
        self._count({"unanswered": 1, "unanswered events": len(coded)})
        merging.leave(coded, f"from {self.names.base}; {self.names.asked} gave no answer ({error.code})")

    def _count(self, counts: Mapping[str, float]) -> None:
        for name, count in counts.items():
            self.doc.counts[name] = self.doc.counts.get(name, 0) + count


def _account(counts: Mapping[str, float], settings: Settings) -> Iterator[str]:
    """Yield in words what the counts of a batch say."""

    def of(name: str, noun: str = "") -> str:
        count = round(counts.get(name, 0))
        return f"{count:,}" + (f" {noun}" if noun else "") + ("s" if noun and count != 1 else "")

    cost = f", cost {counts.get('cost', 0):,.4f}" if settings.priced else ""
    yield (
        f"{settings.model} was asked about {of('sentences', 'sentence')} of {of('articles', 'article')}: "
        f"{of('answers', 'answer')} paid for now ({of('tokens in')} tokens in, {of('tokens out')} out{cost}), "
        f"{of('answers known')} known from before"
    )
    fields = {name.partition(": ")[2]: n for name, n in counts.items() if name.startswith("changed: ")}
    by_field = ", ".join(f"{name} {n:,.0f}" for name, n in sorted(fields.items(), key=lambda item: (-item[1], item[0])))
    yield (
        f"of {of('events', 'event')} of {settings.base} it left {of('same')} as they are, changed {of('changed')}"
        f"{f' ({by_field})' if by_field else ''}, dropped {of('dropped')}, and added {of('added')}; "
        f"{of('sure')} were sure, {of('left')} not asked about, {of('unanswered events')} stand for want of an answer"
    )
