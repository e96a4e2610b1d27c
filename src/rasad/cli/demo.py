"""`rasad demo`: the whole way on seven example articles, with a table of what was found."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rasad.cli import common, marking
from rasad.examples import PATH

if TYPE_CHECKING:
    from rasad.document import Article
    from rasad.record import Record

NAME = "demo"

_ID = 8  # digits of an id that the table shows: enough among some dozens, and `rasad show` takes them


def command(
    db: Annotated[
        str | None, typer.Option("--db", metavar="FILE", help="Store to keep; without it one in a new folder.")
    ] = None,
    engine: common.Engine = "crf",
    judge: common.Judge = "combined",
    encoder: common.Encoder = None,
) -> None:
    """Code the example articles, show the events. They are kept in a store, to try the other commands on."""
    from rasad.cli.ingest import Batch
    from rasad.coder import Coder, Config
    from rasad.store import Store

    coder = Coder(Config(engine, judge, encoder))
    where = db or str(Path(tempfile.mkdtemp(prefix="rasad-demo-")) / "rasad.db")
    with Store.open(where) as store:
        batch = Batch(store, coder)
        batch.take([str(PATH)])
        articles, events = list(store.articles()), list(store.events())
    _table(articles, events)
    batch.tally.summary()
    if not events:  # a fault of the installation, which the summary names
        raise typer.Exit(1)
    shown = events[0]["id"][:_ID]
    print("\nWhat to try next:")
    for line in (
        f"rasad show {shown} --db {where}",
        f"rasad export csv --db {where} -o events.csv",
        f"rasad export jsonl --db {where} --type ASSAULT --status actual",
        "rasad list event-types",
        "rasad code ARTICLES.jsonl",
    ):
        print(f"  {line}")


def _table(articles: list[Article], events: list[Record]) -> None:
    """Print a row an event under its article's title; the Arabic words come last and leave the columns in place."""
    print(_row("id", "type", "status", "conf", "first day", "at", "words"))
    for article in articles:
        print(f"\n{article.published}  {article.title}")
        for record in (r for r in events if r["doc_id"] == article.id):
            kind = "/".join([record["event_type"], *record["mode"][:1]])
            day, country = record["date"] or "-", (record["event_loc"] or {}).get("country_alpha2") or "-"
            sure = f"{record['confidence']:.2f}"
            print(_row(record["id"][:_ID], kind, record["status"], sure, day, country, words(record)))
        if not any(r["doc_id"] == article.id for r in events):
            print("no events")


def _row(*cells: str) -> str:
    widths = (_ID, 21, 12, 4, 10, 2, 0)
    return "  ".join(f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True))


def words(record: Record) -> str:
    """Return the words of an event's fields on one line: `تظاهر | فاعل: آلاف اللبنانيين | مكان: بيروت`."""
    place, day = record["event_loc"], record["date_info"]
    named = [
        ("actor", [e["entity_text"] for e in record["actor"]]),
        ("recipient", [e["entity_text"] for e in record["recipient"]]),
        ("event_loc", [place["extracted_place"]] if place else []),
        ("date_info", [day["text"]] if day else []),
        ("attribution", [s["text"] for s in record["attribution"]]),
    ]
    parts = [f"{marking.NAMES[name]}: {'، '.join(phrases)}" for name, phrases in named if phrases]
    return " | ".join([record["trigger"]["text"], *parts])
