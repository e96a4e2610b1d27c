"""The record of the contract as the API takes it from a person: every field of its type, nothing beside them.

What the words of the article allow is checked by `rasad.record.check`; here it is checked that whoever reads the record
later (a page, an exporter, a trainer) finds what it looks for.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, FiniteFloat

from rasad import ontology
from rasad.record import Record
from rasad.store.rows import storable

_LONGEST = 20_000  # characters of one text of a record
Place = Annotated[int, Field(ge=0, le=2**31 - 1)]


def _text(value: str) -> str:
    if not storable(value):
        raise ValueError("holds a NUL or half a surrogate pair, which no store can keep")
    return value


def _day(value: str) -> str:
    if date.fromisoformat(value).isoformat() != value:
        raise ValueError("write days as 2016-07-20")
    return value


def _category(value: str) -> str:
    if value not in ontology.types():
        raise ValueError(f"is none of {', '.join(ontology.types())}")
    return value


Text = Annotated[str, Field(max_length=_LONGEST), AfterValidator(_text)]
Day = Annotated[str, AfterValidator(_day)]
Category = Annotated[str, AfterValidator(_category)]
Number = FiniteFloat | None


class _Part(BaseModel, extra="forbid"):
    start: Place
    end: Place


class Words(_Part):
    """Words of the article with their half-open range of code points."""

    text: Text


class Entity(_Part):
    """An actor or recipient."""

    entity_text: Text
    identifier_id: Text | None
    identifier_text: Text | None
    name_en: Text | None
    code: Text | None
    sector: Text | None
    office: Text | None
    number: Number


class Offset(BaseModel, extra="forbid"):
    """How far from a place, and in which direction."""

    distance_km: Number
    bearing: Number
    origin: Annotated[Text | None, Field(alias="from")]


class Location(_Part):
    """Where it happened."""

    extracted_place: Text
    resolved_place: Text | None
    name_en: Text | None
    geonameid: int | None
    lat: Annotated[float, Field(ge=-90, le=90)] | None
    lon: Annotated[float, Field(ge=-180, le=180)] | None
    city: Text | None
    province: Text | None
    country_code: Text | None
    country_alpha2: Text | None
    feature_code: Text | None
    resolution: Annotated[int, Field(ge=1, le=5)] | None
    radius_km: Annotated[float, Field(ge=0, le=20_100)] | None = None
    offset: Offset | None


class Time(Words):
    """The words that date it."""

    granularity: Text
    basis: Text


class Quantity(Words):
    """A number of people or an amount."""

    value: Number
    low: Number
    high: Number
    unit: Text | None


class Sizes(BaseModel, extra="forbid"):
    """Numbers of people, and amounts."""

    dead: list[Quantity]
    injured: list[Quantity]
    arrested: list[Quantity]
    people: list[Quantity]
    amount: list[Quantity]


class Told(Words):
    """Who says so."""

    kind: Text
    identifier_id: Text | None


class Sentence(_Part):
    """Where the sentence stands; `sequence` is its number from 0."""

    sequence: Place


class Cited(BaseModel, extra="forbid"):
    """The article."""

    url: Text | None
    title: Text | None
    publication: Text | None
    published: Day | None
    language: Text | None


class EventRecord(BaseModel, extra="forbid"):
    """The event record of `docs/event-record.md`."""

    id: Text
    doc_id: Text
    link: Text | None = None
    event_type: Category
    event: Annotated[list[Category], Field(min_length=1, max_length=1)]
    mode: list[Text]
    context: list[Text]
    quad_code: Literal[1, 2, 3, 4]
    event_scale: Annotated[float, Field(ge=-10, le=10)]
    status: Literal["actual", "planned", "hypothetical", "negated"]
    trigger: Words
    actor: list[Entity]
    recipient: list[Entity]
    event_loc: Location | None
    date: Day | None
    enddate: Day | None
    date_info: Time | None
    size: Sizes
    attribution: list[Told]
    text: Text
    text_info: Sentence
    confidence: Annotated[float, Field(ge=0, le=1)]
    reason: list[Text]
    coder: Text
    cite_info: Cited

    def record(self) -> Record:
        """Return it as the rest of Rasad has it; what was not given is not there."""
        return self.model_dump(exclude_unset=True, by_alias=True)
