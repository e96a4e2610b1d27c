"""Stage 6, events: what happened, with what status, by whom, to whom, where, when, how many, according to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from rasad import parts
from rasad.document import Document, Event
from rasad.errors import PartError, RasadError
from rasad.events import selection, sources, surroundings
from rasad.events.context import Context, contexts
from rasad.events.judging import Judge, Namer, Party, Reader
from rasad.events.lexicon import lexicon
from rasad.events.modes import context_of, mode_of
from rasad.events.parties import name_of
from rasad.phrases import surface_start

_JUDGES = "rasad.events.judges"


def check_judge(name: str, encoder: str | None = None) -> None:
    """Make sure that there is a judge of this name and, where it comes with an extra, that it is set up.

    Args:
        name: The judge.
        encoder: A folder of `rasad train` that was chosen for it.

    Raises:
        PartError: There is none, or its extra is not installed.
        RasadError: Its settings are missing or wrong, or an encoder was chosen for a judge that needs no extra, and
            so cannot open one.
    """
    if name not in parts.names(_JUDGES):
        parts.load(_JUDGES, name)
    if encoder is not None and parts.extra(_JUDGES, name) is None:
        raise RasadError(
            f"the judge {name!r} has no use for the encoder {encoder}; choose the judge transformer with it "
            "(--judge transformer), or leave it out"
        )
    label(name)


def label(name: str) -> str:
    """Return what records call a judge: its name, with what else decides how it codes."""
    optional = _optional(name)
    return optional.label() if optional else name


def spent(name: str, counts: Mapping[str, float]) -> list[str]:
    """Return what a judge that is paid for did and cost, in words, a line each; none for the others.

    Args:
        name: The judge.
        counts: The sums of `Document.counts` over what was coded.
    """
    optional = _optional(name)
    return optional.spent(counts) if isinstance(optional, Reader) else []


def names_of(doc: Document, judge: str) -> list[str] | None:
    """Return a name's label for each word of a document by a judge whose model tells names; `None` for the others."""
    optional = _optional(judge)
    return optional.names_of(doc) if isinstance(optional, Namer) else None


def code(doc: Document, judge: str = "combined") -> None:
    """Fill `doc.events`.

    Args:
        doc: A document with words, mentions and quotes.
        judge: A part of `rasad.events.judges`.
    """
    if isinstance(_optional(judge), Reader):
        reader: Reader = parts.load(_JUDGES, judge).Judge()
        reader.code(doc)
    else:
        code_with(doc, weigher(judge))


def code_with(doc: Document, judge: Judge, found: Sequence[Context] | None = None) -> None:
    """Fill `doc.events` by a judge that is not among the parts, such as one being trained.

    Args:
        doc: A document with words, mentions and quotes.
        judge: The judge.
        found: The document's contexts where they are there already, with what the judge noted in them.
    """
    chosen = selection.select_all(contexts(doc, lexicon()) if found is None else found, judge)
    events = [_event(context, one, judge) for context, one in chosen]
    doc.events = events
    judge.settle(doc)


def _event(context: Context, chosen: selection.Chosen, judge: Judge) -> Event:
    candidate, words = chosen.candidate, context.words
    status, why = judge.status(context, candidate)
    start, end = surface_start(words[candidate.first]), words[candidate.last].end  # an attached pronoun stays
    event = Event(start, end, context.index, candidate.trigger.event_type, status)
    event.confidence = chosen.verdict.confidence
    event.lemma, event.verbal = candidate.trigger.lemma, candidate.pos == "VERB"
    event.mode = mode_of(context, candidate)
    event.context = context_of(context, candidate)
    event.reason = [f"{candidate.trigger.event_type}: {'; '.join(chosen.verdict.reason)}", f"{status}: {why}"]
    told: list[Party] = []
    for party in judge.parties(context, candidate):
        if party.role == "source":
            told.append(party)
            continue
        target = event.actor if party.role == "actor" else event.recipient
        if all(not party.span.overlaps(other) for other in target):
            target.append(name_of(context.doc, party.span))
            event.reason.append(f"{party.role} {context.doc.quote(party.span)}: {party.reason}")
    event.attribution = sources.chain(context.doc, event)
    if judge.finds_sources:
        event.attribution = sources.labelled(context.doc, event, [party.span for party in told])
    event.size = surroundings.size(context, candidate)
    return event


@cache
def _optional(name: str) -> Any:
    """Return the class of a judge that comes with an extra (`rasad.events.judging.Optional`), loading no other."""
    return parts.load(_JUDGES, name).Judge if parts.extra(_JUDGES, name) is not None else None


def weigher(name: str) -> Judge:
    """Return a judge that weighs candidates, by its name.

    Raises:
        PartError: There is none of this name, or a model or library that it needs is missing.
    """
    if isinstance(_optional(name), Reader):
        raise PartError(f"{name!r} reads whole articles and weighs no candidates; take one of the other judges")
    return _judge(name, label(name))


@lru_cache(maxsize=8)
def _judge(name: str, _label: str) -> Judge:
    """Return a judge; one whose settings were changed has another label, and is made again."""
    module = parts.load(_JUDGES, name)
    judge: Judge = module.Judge()
    return judge


__all__ = ["check_judge", "code", "code_with", "label", "names_of", "spent", "weigher"]
