"""`rasad show`: one event beside the words it was coded from."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rasad.cli import common, marking

if TYPE_CHECKING:
    from rasad.record import Record
    from rasad.store import Decision

NAME = "show"

_RESOLUTIONS = {5: "within a town", 4: "town", 3: "district", 2: "province", 1: "country"}
_QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}


def command(
    event_id: Annotated[str, typer.Argument(metavar="ID", help="The event's id, or enough of its beginning.")],
    db: common.Database = None,
) -> None:
    """Show one event beside its sentence. The words of every field are marked, and the reasons for its code given."""
    from rasad.store import Store

    with Store.open(db, create=False) as store:
        record = store.event(event_id)
        decisions = list(store.decisions(record["id"]))
    for line in _head(record):
        print(line)
    print()
    _sentence(record)
    print()
    for line in [*_fields(record), "", *_reasons(record), *map(_decision, decisions)]:
        print(line)


def _head(record: Record) -> list[str]:
    cited = record["cite_info"]
    kind = "/".join([record["event_type"], *record["mode"]])
    category = record["event"][0]
    plover = f"; category {category}" if category != record["event_type"] else ""
    lines = [
        f"{kind}, {record['status']}, confidence {record['confidence']:.2f}",
        f"id {record['id']} of article {record['doc_id']}",
        f"{_QUADS[record['quad_code']]}, scale {record['event_scale']:g}{plover}",
    ]
    if record.get("link") not in (None, record["id"]):
        lines.append(f"another mention of event {record['link']}")
    if record["context"]:
        lines.append(f"context {', '.join(record['context'])}")
    article = [cited.get(name) for name in ("published", "url", "publication", "title")]
    lines.append("from " + " | ".join(str(value) for value in article if value) if any(article) else "")
    return [line for line in lines if line]


def _sentence(record: Record) -> None:
    """Print the sentence on lines of its own, so that a terminal sets it from right to left."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        print(marking.bracketed(record))
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    console.print(marking.coloured(record))
    used = dict.fromkeys(name for _, _, names in marking.marks(record) for name in names)
    console.print(Text(" ").join(Text(f" {name} ", style=marking.STYLES[name]) for name in used))


def _fields(record: Record) -> list[str]:
    """Return a line for each field, the Arabic words last: what stands before them keeps its place."""
    first, last = record["text_info"]["start"], record["text_info"]["end"]
    rows = []
    for _, path, words, start, end in marking.fields(record):
        note = "" if first <= start and end <= last else " (another sentence)"
        rows.append((path, f"{start}:{end}", _details(record, path) + note, words.replace("\n", " ")))
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    lines = []
    for path, place, details, words in rows:
        lines.append(f"{path:<{widths[0]}}  {place:<{widths[1]}}  {words}")
        if details.strip():
            lines.append(f"{'':<{widths[0]}}  {'':<{widths[1]}}  {details.strip()}")
    return [*lines, f"{'text':<{widths[0]}}  {first}:{last}"]


def _details(record: Record, path: str) -> str:
    field, index = path.split("[", maxsplit=1)[0], int(path.partition("[")[2].rstrip("]") or 0)
    if field in ("actor", "recipient"):
        names = ("name_en", "identifier_text", "identifier_id", "code", "sector", "office", "number")
        return _pairs(record[field][index], names)
    if field == "event_loc":
        return _place(record["event_loc"])
    if field == "date_info":
        info, first, last = record["date_info"], record["date"], record["enddate"]
        span = first if first == last else f"{first or 'open'} to {last or 'open'}"
        return f"{span}, {info['granularity']}, {info['basis']}"
    if field == "attribution":
        return _pairs(record[field][index], ("kind", "identifier_id"))
    if field.startswith("size."):
        return _pairs(record["size"][field.removeprefix("size.")][index], ("value", "low", "high", "unit"))
    return ""


def _place(place: Record) -> str:
    names = ("resolved_place", "name_en", "city", "province", "country_code", "geonameid", "lat", "lon")
    parts = [_pairs(place, names), _RESOLUTIONS.get(place["resolution"] or 0, "")]
    if offset := place["offset"]:
        distance = "" if offset["distance_km"] is None else f"{offset['distance_km']:g} km, "
        parts.append(f"{distance}bearing {offset['bearing']:g} from {offset['from']}")
    return ", ".join(part for part in parts if part) or "not resolved"


def _pairs(values: Record, names: tuple[str, ...]) -> str:
    return ", ".join(f"{name} {_shown(values[name])}" for name in names if values.get(name) is not None)


def _shown(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1e6 else str(value)


def _reasons(record: Record) -> list[str]:
    return ["because", *(f"  {reason}" for reason in record["reason"]), f"by {record['coder']}"]


def _decision(decision: Decision) -> str:
    undone = f" (undone by {decision.undone_by})" if decision.undone_by else ""
    return f"{decision.act} by {decision.who} at {decision.at[:16]}{undone} {decision.note}".rstrip()
