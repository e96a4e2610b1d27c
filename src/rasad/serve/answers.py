"""What the API tells, field by field: for its description, and checked before it is sent."""

from __future__ import annotations

from typing import Any

from typing_extensions import TypedDict  # pydantic reads the one of `typing` only from Python 3.12 on

from rasad.record import Record


class DecisionTold(TypedDict):
    """A decision; `before` and `after` are records, or null."""

    id: str
    event_id: str
    doc_id: str
    who: str
    at: str
    act: str
    before: Record | None
    after: Record | None
    note: str
    undone_by: str | None
    undone_at: str | None
    seen: str | None


class DisagreementTold(TypedDict):
    """An event that people see differently, with the last decision of each."""

    event_id: str
    doc_id: str
    record: Record
    decisions: list[DecisionTold]


class AgreementTold(TypedDict):
    """How far two people agree; `fields` holds F1 by field."""

    one: str
    other: str
    articles: list[str]
    events: int
    observed: float | None
    kappa: float | None
    fields: dict[str, float]


class ArticleRow(TypedDict):
    """An article of a list."""

    id: str
    title: Any
    source: Any
    published: str | None
    url: Any
    events: int


class ArticleList(TypedDict):
    """A page of articles; `next` is what to give as `after` for the next one."""

    articles: list[ArticleRow]
    next: str | None


class ArticleTold(TypedDict):
    """An article with its events."""

    id: str
    text: str
    title: Any
    source: Any
    url: Any
    language: Any
    author: Any
    published: str | None
    events: list[Record]


class ActorRow(TypedDict):
    """Who acts or is acted on, and how often."""

    id: str
    name: str
    name_en: str | None
    code: str | None
    sector: str | None
    as_actor: int
    as_recipient: int
    count: int


class OfficeRow(TypedDict):
    """An office as articles write it: in how many events, and between which days these were published."""

    office: str
    count: int
    first: str | None
    last: str | None


class ActorTold(ActorRow):
    """An actor with the forms of its name, its offices, and the days of its events.

    Offices are read from the records of the `offices_of` events that were published last, null: of all.
    """

    names: list[str]
    offices: list[OfficeRow]
    offices_of: int | None
    first: str | None
    last: str | None


class SourceRow(TypedDict):
    """What a publication reports; `types` counts its events by type."""

    source: str | None
    name: Any
    articles: int
    first: str | None
    last: str | None
    events: int
    types: dict[str, int]


class Found(TypedDict):
    """What a search finds."""

    events: list[Record]
    articles: list[ArticleRow]
    actors: list[ActorRow]


class Value(TypedDict):
    """A value with how often it occurs."""

    value: str
    count: int


class NamedValue(Value):
    """A value that is shown by a name."""

    name: Any


class Facets(TypedDict):
    """How often each value occurs."""

    type: list[Value]
    status: list[Value]
    country: list[Value]
    source: list[NamedValue]
    actor: list[NamedValue]


class Period(TypedDict):
    """How many events of a type begin in a period."""

    period: str
    type: str
    count: int


class Node(TypedDict):
    """Somebody in the graph of who acts on whom."""

    id: str
    name: str
    count: int


class Edge(TypedDict):
    """How often one acts on another in a way."""

    actor: str
    recipient: str
    type: str
    count: int


class Pairs(TypedDict):
    """Who acts on whom."""

    nodes: list[Node]
    edges: list[Edge]


class PlaceRow(TypedDict):
    """A place with how many events happened there."""

    key: str
    name: str | None
    name_en: str | None
    lat: float
    lon: float
    resolution: int | None
    radius_km: float | None
    country: str | None
    count: int


class JobTold(TypedDict):
    """How far an ingest is."""

    id: str
    name: str
    who: str
    started: str
    state: str
    done: int
    total: int | None
    events: int
    problems: int
    message: str


class Live(TypedDict):
    """How much there is; `revision` changes whenever something arrives or is decided."""

    articles: int
    aliases: int
    events: int
    problems: int
    decisions: int
    runs: int
    revision: str
    ingesting: list[JobTold]


class SkipTold(TypedDict):
    """Who skipped an event, when and why."""

    id: str
    who: str
    at: str
    note: str


class DifferenceTold(TypedDict):
    """An event of which two engines say different things.

    `first` is the event as the store has it, `second` what the other engine says; null: it has no such event. `kind` is
    `type`, `status`, `only` (one of the two has it) or `fields`.
    """

    event_id: str
    doc_id: str
    kind: str
    one: str
    other: str
    first: Record | None
    second: Record | None
    last_decision: str | None
    skips: list[SkipTold]


class DifferenceCounts(TypedDict):
    """How many differences pass all filters, how many wait whatever the filters, and what each value would come to."""

    all: int
    waiting: int
    kind: dict[str, int]
    type: dict[str, int]
    engines: dict[str, int]


class DifferenceList(TypedDict):
    """Differences, those that matter most first."""

    differences: list[DifferenceTold]
    counts: DifferenceCounts
