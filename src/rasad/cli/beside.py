"""A comparison in words: figures as tables, and each difference as the two versions of an event below its sentence.

What stands in a line with Arabic words stands before them, so that a terminal keeps its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rasad.cli import common

if TYPE_CHECKING:
    from rasad.evaluate import Comparison, Difference, GoldEvent
    from rasad.evaluate.compare import Tally
    from rasad.record import Record

_FIELDS = ("actor", "recipient", "event_loc", "date", "attribution")
_EMPTY = "-"
_KINDS = {"type": "another type", "status": "another status", "fields": "other fields"}


def figures(comparison: Comparison, one: str, other: str) -> Iterator[str]:
    """Yield the lines of a comparison's figures."""
    texts = f"{common.plural(comparison.articles, 'article')}, {common.plural(comparison.words, 'word')}"
    yield f"{one} and {other} on {texts}"
    yield ""
    if comparison.gold_one:
        yield from _gains(comparison, one, other)
        yield ""
    width = max(9, len(one), len(other)) + 2
    yield f"{'events':<14}{one:>{width}}{other:>{width}}{'both':>9}"
    for kind, counts in comparison.counts().items():
        yield f"{kind:<14}{counts[0]:>{width}}{counts[1]:>{width}}{counts[2]:>9}"
    sums = [sum(counts[i] for counts in comparison.counts().values()) for i in range(3)]
    yield f"{'all':<14}{sums[0]:>{width}}{sums[1]:>{width}}{sums[2]:>9}"
    yield ""
    yield f"{'agreement':<14}{'F1':>7}   95 % interval"
    for name, found in comparison.agreement().items():
        yield f"{name:<14}{found.value:>7.3f}   {found.low:.3f} to {found.high:.3f}"
    for name, (observed, kappa) in comparison.kappas().items():
        if observed is not None:
            beyond = "not defined: all are alike" if kappa is None else f"{kappa:.3f}"
            events = common.plural(len(comparison.types), "event")
            yield f"{name} of {events} with one trigger: {observed:.3f} alike, kappa {beyond}"
    yield ""
    yield _kinds(comparison, one, other)


def _gains(comparison: Comparison, one: str, other: str) -> Iterator[str]:
    width = 21
    yield f"{'':<12}{one[:width]:^{width}} {other[:width]:^{width}}  {'F1 of the second above the first':<}"
    head = f"{'P':>7}{'R':>7}{'F1':>7}"
    yield f"{'figure':<12}{head} {head}  {'':>7}   95 % interval"
    for name, (first, second, gain) in comparison.gains().items():
        clear = "" if gain.is_clear else "  (may be chance)"
        bounds = f"{gain.low:+.3f} to {gain.high:+.3f}"
        yield f"{name:<12}{_figures(first)} {_figures(second)}  {gain.value:>+7.3f}   {bounds}{clear}"


def _figures(tally: Tally) -> str:
    return f"{tally.precision:>7.3f}{tally.recall:>7.3f}{tally.f1:>7.3f}"


def _kinds(comparison: Comparison, one: str, other: str) -> str:
    names = _KINDS | {"only one": f"only {one}", "only other": f"only {other}"}
    found = comparison.kinds()
    told = ", ".join(f"{names[kind]} {found[kind]:,}" for kind in names if found[kind])  # type: ignore[index]
    return f"{common.plural(len(comparison.differences), 'difference')}" + (f": {told}" if told else "")


def difference(number: int, found: Difference, one: str, other: str, *, annotated: bool) -> Iterator[str]:
    """Yield the lines of a difference: its sentence, then what each says of it."""
    kind = {"only one": f"only {one}", "only other": f"only {other}"}.get(found.kind) or _KINDS[found.kind]
    what = f" ({', '.join(found.fields)})" if found.kind == "fields" else ""
    yield f"{number}. {kind}{what}: article {found.doc_id}, sentence {found.shown['text_info']['sequence'] + 1}"
    yield _sentence(found)
    width = max(len(one), len(other), len("annotated")) + 2
    both = found.one is not None and found.other is not None
    fields = [name for name in (found.fields if both else _FIELDS) if name in _FIELDS]
    for name, record in ((one, found.one), (other, found.other)):
        yield from _version(name, record, fields, width, empty=both)
    if annotated:
        yield from _version("annotated", _as_record(found.gold), fields, width, empty=both)
    yield ""


def _sentence(found: Difference) -> str:
    """Return the sentence with the triggers in brackets, on one line."""
    text, base = found.shown["text"], found.shown["text_info"]["start"]
    spans = sorted({(r["trigger"]["start"] - base, r["trigger"]["end"] - base) for r in (found.one, found.other) if r})
    out, at = [], 0
    for start, end in spans:
        if at <= start < end <= len(text):  # not where two triggers lie in each other
            out += [text[at:start], "[", text[start:end], "]"]
            at = end
    return "   " + " ".join("".join([*out, text[at:]]).split())


def _version(name: str, record: Record | None, fields: list[str], width: int, *, empty: bool) -> Iterator[str]:
    lead = f"   {name:<{width}}"
    if record is None:
        yield f"{lead}no such event"
        return
    confidence = f", {record['confidence']:.2f}" if "confidence" in record else ""
    yield f"{lead}{record['event_type']}, {record['status']}{confidence}  {record['trigger']['text']}"
    for field in fields:
        if (words := _words(record, field)) != _EMPTY or empty:
            yield f"{'':<{width + 3}}{field:<13}{words}"


def _words(record: Record, field: str) -> str:
    if field == "event_loc":
        return str(record["event_loc"]["extracted_place"]) if record["event_loc"] else _EMPTY
    if field == "date":
        first, last = record["date"], record["enddate"]
        if first == last:
            return str(first or _EMPTY)
        return f"{first or 'open'} to {last or 'open'}"
    key = "text" if field == "attribution" else "entity_text"
    return "، ".join(" ".join(item[key].split()) for item in record[field]) or _EMPTY


def _as_record(event: GoldEvent | None) -> Record | None:
    if event is None:
        return None
    first, last = (day.isoformat() for day in event.days) if event.days else (None, None)
    return {
        "event_type": event.event_type,
        "status": event.status,
        "trigger": {"text": event.trigger},
        "actor": [{"entity_text": phrase} for phrase in event.actors],
        "recipient": [{"entity_text": phrase} for phrase in event.recipients],
        "event_loc": {"extracted_place": event.place} if event.place else None,
        "date": first,
        "enddate": last,
        "attribution": [{"text": phrase} for phrase in event.attribution],
    }
