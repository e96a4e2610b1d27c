"""What a user of the library sees: events as a list, a notebook view, a pandas frame; mentions as rows."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from rasad import record as records
from rasad.document import Document, Mention, Name, Place, Quantity, Quote, Span, Time
from rasad.errors import PartError
from rasad.record import Record

if TYPE_CHECKING:
    import pandas as pd

_COLOURS = {
    "trigger": "#ffd54f",
    "actor": "#a5d6a7",
    "recipient": "#ef9a9a",
    "event_loc": "#90caf9",
    "date_info": "#ce93d8",
    "attribution": "#b0bec5",
}
_FRAME = (
    *"id doc_id link event_type status trigger actor recipient place country".split(),
    *"date enddate attribution confidence text".split(),
)


class Events(list[Record]):
    """The records of one document, in the order of their triggers.

    Attributes:
        document: The document with all its layers.
    """

    def __init__(self, items: Iterable[Record], document: Document) -> None:
        """Hold the records and the document they were coded from."""
        super().__init__(items)
        self.document = document

    def to_frame(self) -> pd.DataFrame:
        """Return the events as a pandas frame, one row an event, phrases joined by `; `.

        Raises:
            PartError: pandas is not installed.
        """
        try:
            import pandas as pd
        except ModuleNotFoundError as error:
            raise PartError("a frame needs pandas: pip install 'rasad[data]'") from error
        return pd.DataFrame([flat(r) for r in self], columns=_FRAME)

    def _repr_html_(self) -> str:
        rows = "".join(f"<li dir='rtl' style='margin:.6em 0'>{marked_html(r)}</li>" for r in self)
        return f"<ol style='line-height:1.9'>{rows}</ol>" if self else "<p>no events</p>"


def flat(record: Record) -> dict[str, Any]:
    """Return the record as one row of plain values."""
    place, day = record["event_loc"] or {}, record["date_info"] or {}
    return {
        "id": record["id"],
        "doc_id": record["doc_id"],
        "link": records.link(record),
        "event_type": record["event_type"],
        "status": record["status"],
        "trigger": record["trigger"]["text"],
        "actor": "; ".join(e["entity_text"] for e in record["actor"]),
        "recipient": "; ".join(e["entity_text"] for e in record["recipient"]),
        "place": place.get("extracted_place"),
        "country": place.get("country_code"),
        "date": record["date"] if day else None,
        "enddate": record["enddate"] if day else None,
        "attribution": "; ".join(s["text"] for s in record["attribution"]),
        "confidence": record["confidence"],
        "text": record["text"],
    }


def marks(record: Record) -> list[tuple[int, int, str]]:
    """Return `(start, end, field)` of the fields that lie in the record's sentence, relative to it, not overlapping.

    Where two fields share words, the trigger's mark wins, then the longer.
    """
    base, length = record["text_info"]["start"], len(record["text"])
    found = []
    for path, _, start, end in records.spans(record):
        field = path.split("[")[0].split(".")[0]
        if field != "text" and start - base >= 0 and end - base <= length:
            found.append((start - base, end - base, field))
    chosen: list[tuple[int, int, str]] = []
    for mark in sorted(found, key=lambda m: (m[2] != "trigger", m[0] - m[1], m[0])):
        if all(mark[1] <= other[0] or other[1] <= mark[0] for other in chosen):
            chosen.append(mark)
    return sorted(chosen)


def marked_html(record: Record) -> str:
    """Return the record's sentence as HTML with the words of every field marked; the article's text is escaped."""
    out, at, text = [], 0, record["text"]
    for start, end, field in marks(record):
        out.append(html.escape(text[at:start]))
        colour = _COLOURS.get(field, "#e0e0e0")
        out.append(f"<mark style='background:{colour}' title='{field}'>{html.escape(text[start:end])}</mark>")
        at = end
    out.append(html.escape(text[at:]))
    label = f"<b dir='ltr'>{record['event_type']} / {record['status']}</b> "
    return label + "".join(out)


def mention_rows(doc: Document) -> list[dict[str, Any]]:
    """Return every mention and quote of a document as a row of plain values, in the order of the text.

    Rows hold `doc_id, kind, text, start, end`; times add `from, to, granularity, basis`, places their resolution,
    quantities `value, low, high, unit`, names `identifier_id, code, sector`, quotes `speaker, cue, via` with offsets.
    """
    rows = [_mention(doc, m) for m in doc.mentions] + [_quote(doc, q) for q in doc.quotes]
    return sorted(rows, key=lambda r: (r["start"], r["end"], r["kind"]))


def _mention(doc: Document, mention: Mention) -> dict[str, Any]:
    kind = "organisation" if mention.kind == "group" else mention.kind
    row: dict[str, Any] = {"doc_id": doc.article.id, "kind": kind} | records.quoted(doc, mention)
    if isinstance(mention, Time):
        first, last = mention.first, mention.last
        row |= {"from": first.isoformat() if first else None, "to": last.isoformat() if last else None}
        row |= {"granularity": mention.granularity, "basis": mention.basis}
    elif isinstance(mention, Place):
        row |= {k: v for k, v in records.place(doc, mention).items() if k not in ("extracted_place", "start", "end")}
    elif isinstance(mention, Quantity):
        row |= records.quantity(doc, mention)
        row["item"] = doc.quote(mention.item) if mention.item else None
    elif isinstance(mention, Name):
        row |= {k: v for k, v in records.entity(doc, mention).items() if k not in ("entity_text", "start", "end")}
    return row


def _quote(doc: Document, quote: Quote) -> dict[str, Any]:
    def part(span: Span | None) -> dict[str, Any] | None:
        return records.quoted(doc, span) if span else None

    row: dict[str, Any] = {"doc_id": doc.article.id, "kind": "quote"} | records.quoted(doc, quote)
    row |= {"sentence": quote.sentence, "direct": quote.direct}
    return row | {"speaker": part(quote.speaker), "cue": part(quote.cue), "via": [part(v) for v in quote.via]}
