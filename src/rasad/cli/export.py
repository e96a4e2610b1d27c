"""`rasad export`: events of a store in another format."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from rasad.cli import common
from rasad.errors import RasadError

if TYPE_CHECKING:
    from rasad.record import Record

NAME = "export"

Type = Annotated[list[str] | None, typer.Option("--type", metavar="TYPE", help="Event type; repeatable.")]
Status = Annotated[
    list[str] | None,
    typer.Option("--status", metavar="STATUS", help="actual, planned, hypothetical or negated; repeatable."),
]
Actor = Annotated[
    str | None, typer.Option("--actor", metavar="NAME", help="Identifier, code (IRQ, UNO) or part of a name.")
]
Recipient = Annotated[str | None, typer.Option("--recipient", metavar="NAME", help="The same of a recipient.")]
Country = Annotated[str | None, typer.Option("--country", metavar="CODE", help="Where it happened: IQ or IRQ.")]
From = Annotated[str | None, typer.Option("--from", metavar="DAY", help="On this day or later (2019-12-31).")]
To = Annotated[str | None, typer.Option("--to", metavar="DAY", help="On this day or earlier.")]
Source = Annotated[str | None, typer.Option("--source", metavar="NAME", help="The publication.")]
Confidence = Annotated[float | None, typer.Option("--min-confidence", min=0, max=1, help="At least this.")]
Decided = Annotated[bool, typer.Option("--decided", help="Only what people accepted, corrected or added.")]
Fold = Annotated[bool, typer.Option("--fold", help="Of each article's event one mention, the one that says most.")]


def command(
    format_: Annotated[str, typer.Argument(metavar="FORMAT", help="What to write (rasad list exporters).")],
    db: common.Database = None,
    output: common.Output = "-",
    type_: Type = None,
    status: Status = None,
    actor: Actor = None,
    recipient: Recipient = None,
    country: Country = None,
    since: From = None,
    until: To = None,
    source: Source = None,
    min_confidence: Confidence = None,
    decided: Decided = False,
    fold: Fold = False,
) -> None:
    """Write events of a store in a format. Without filters all; with several, those that pass every one."""
    from rasad import export
    from rasad.store import Filters, Store

    suffix = export.suffix(format_)
    if output == "-" and suffix == ".parquet" and sys.stdout.isatty():
        raise RasadError(f"{format_} is not for a terminal; name a file: -o events{suffix}")
    filters = Filters(
        type=tuple(name.upper() for name in type_ or ()),
        status=tuple(name.lower() for name in status or ()),
        actor=actor,
        recipient=recipient,
        country=country,
        since=day(since, "--from"),
        until=day(until, "--to"),
        source=source,
        min_confidence=min_confidence,
        decided=True if decided else None,
    )
    with Store.open(db, create=False) as store:
        records = _begun(store.events(filters))
        found = Counted(export.folded(records) if fold else records)
        with common.output(output) as file:
            written = export.write(format_, found, file)
    _report(format_, written, found.count - written)


def day(text: str | None, option: str) -> date | None:
    """Return the day of an option.

    Raises:
        RasadError: It is no ISO day.
    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise RasadError(f"{option} takes a day such as 2019-12-31, not {text!r}") from None


class Counted:
    """Counts what passes."""

    def __init__(self, items: Iterable[Record]) -> None:
        """Take the records."""
        self._items, self.count = items, 0

    def __iter__(self) -> Iterator[Record]:
        """Yield the records."""
        for item in self._items:
            self.count += 1
            yield item


def _begun(records: Iterator[Record]) -> Iterator[Record]:
    """Return the records after the first was asked for: a filter that is not allowed fails before a file is opened."""
    import itertools

    first = list(itertools.islice(records, 1))
    return itertools.chain(first, records)


def _report(format_: str, written: int, left_out: int) -> None:
    common.say(f"wrote {common.plural(written, 'event')}")
    if left_out:
        common.say(
            f"left out {common.plural(left_out, 'event')} that did not happen (planned, hypothetical, negated): "
            f"{format_} has no field that says so; jsonl, csv, geojson and parquet have"
        )
