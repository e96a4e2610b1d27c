"""`rasad list`: the parts there are, each with one line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from rasad.errors import RasadError

NAME = "list"

KINDS = {
    "event-types": "what events are coded as: the 16 types of PLOVER",
    "formats": "what articles can be read from (--format)",
    "exporters": "what events can be written as (rasad export)",
    "engines": "how words are analysed (--engine)",
    "judges": "how events are weighed (--judge)",
}
_PACKAGES = {
    "formats": "rasad.read.formats",
    "exporters": "rasad.export.formats",
    "engines": "rasad.analyse.engines",
    "judges": "rasad.events.judges",
}


def command(
    part: Annotated[str | None, typer.Argument(metavar="[PART]", help=", ".join(KINDS), show_default=False)] = None,
) -> None:
    """List what can be chosen. Event types, formats, exporters, engines and judges, one line each."""
    if part is None:
        lines = list(KINDS.items())
    elif part in KINDS:
        lines = list(_lines(part))
    else:
        raise RasadError(f"there is nothing called {part!r} to list; there are: {', '.join(KINDS)}")
    width = max((len(name) for name, _ in lines), default=0)
    for name, description in lines:
        print(f"{name:<{width}}  {description}".rstrip())


def _lines(kind: str) -> Iterator[tuple[str, str]]:
    from rasad import ontology, parts, vocabulary

    if kind == "event-types":
        tables = {table["type"]: table["description"] for table in vocabulary.load_all("events").values()}
        for name in ontology.types():
            yield name, tables.get(name, "")
        return
    for name in parts.names(_PACKAGES[kind]):
        yield name, parts.describe(_PACKAGES[kind], name)
