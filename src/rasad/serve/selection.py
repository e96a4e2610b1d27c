"""Which events are wanted, as an address says it: the same names in the API, in pages, in exports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Query
from pydantic import AfterValidator, BeforeValidator, StringConstraints

from rasad import ontology
from rasad.errors import RasadError
from rasad.store import Filters
from rasad.store.rows import visible

_MOST = 200  # letters of a value
_LONGEST_KEY = 4_000  # letters of what lists give: ids of articles are any text, such as addresses


def _given(value: object) -> object:
    """Return `None` for an empty field of a form."""
    return None if isinstance(value, str) and not value.strip() else value


# What a person types, or an identifier: neither NUL nor half surrogates reach an engine, which cannot hold them.
Words = Annotated[str, StringConstraints(max_length=_MOST), AfterValidator(visible)]
MaybeWords = Annotated[Words | None, BeforeValidator(_given)]
Key = Annotated[str, StringConstraints(max_length=_LONGEST_KEY), AfterValidator(visible)]
MaybeKey = Annotated[Key | None, BeforeValidator(_given)]
MaybeDay = Annotated[date | None, BeforeValidator(_given)]
MaybeShare = Annotated[float | None, BeforeValidator(_given)]
MaybeDecided = Annotated[bool | None, BeforeValidator(_given)]
Kinds = Annotated[list[Words] | None, Query(description=f"Event types, any of: {', '.join(ontology.types())}.")]
States = Annotated[list[Words] | None, Query(description=f"Any of: {', '.join(ontology.STATUSES)}.")]


@dataclass(slots=True)
class Selection:
    """The filters of an address; see `rasad.store.Filters` for what each means.

    `box` is `west,south,east,north` in degrees.
    """

    type: Kinds = None
    status: States = None
    actor: Annotated[MaybeKey, Query(description="Identifier, code (IRQ, UNO) or part of a name.")] = None
    recipient: Annotated[MaybeKey, Query(description="The same of a recipient.")] = None
    country: Annotated[MaybeWords, Query(description="Where it happened: IQ or IRQ.")] = None
    since: Annotated[MaybeDay, Query(description="On this day or later.")] = None
    until: Annotated[MaybeDay, Query(description="On this day or earlier.")] = None
    source: Annotated[MaybeKey, Query(description="The publication.")] = None
    min_confidence: Annotated[MaybeShare, Query(description="At least this, from 0 to 1.")] = None
    text: Annotated[MaybeWords, Query(description="Words of the event's sentence, in any inflection.")] = None
    place: Annotated[MaybeKey, Query(description="The place's key, as /places gives it.")] = None
    article: Annotated[MaybeKey, Query(description="The article's id.")] = None
    decided: Annotated[MaybeDecided, Query(description="True: decided on by people; false: by nobody.")] = None
    box: Annotated[MaybeWords, Query(description="west,south,east,north in degrees.")] = None

    def filters(self) -> Filters:
        """Return the store's filters.

        Raises:
            RasadError: `box` is not four numbers.
        """
        return Filters(
            type=tuple(name.upper() for name in self.type or () if name),
            status=tuple(name.lower() for name in self.status or () if name),
            actor=self.actor,
            recipient=self.recipient,
            country=self.country,
            since=self.since,
            until=self.until,
            source=self.source,
            min_confidence=self.min_confidence,
            doc_id=self.article,
            decided=self.decided,
            text=self.text,
            place=self.place,
            box=_box(self.box),
        )

    def given(self) -> dict[str, Any]:
        """Return what is set, by name, for the fields of a form."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in values.items() if value not in (None, [], [""])}

    def query(self, *, without: Iterable[str] = (), **changed: Any) -> str:
        """Return the query string of this selection with some values changed, or left out (`None`)."""
        values = {k: v for k, v in (self.given() | changed).items() if v is not None and k not in set(without)}
        return urlencode({k: str(v).lower() if isinstance(v, bool) else v for k, v in values.items()}, doseq=True)


def _box(text: str | None) -> tuple[float, float, float, float] | None:
    if text is None:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise RasadError(f"box takes west,south,east,north in degrees such as 38,29,49,38, not {text!r}") from None
    return west, south, east, north


Selected = Annotated[Selection, Depends()]
