"""Where two engines differ: filed with the coding of an article, waiting until a person has decided on the event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import Connection, Select, case, delete, exists, func, insert, or_, select

from rasad import ontology
from rasad.document import Article
from rasad.errors import StoreError
from rasad.store import rows
from rasad.store.rows import Record
from rasad.store.saving import checked_row
from rasad.store.schema import articles, decisions, differences, events, verdicts

Kind = Literal["type", "status", "only", "fields"]
KINDS: tuple[Kind, ...] = get_args(Kind)  # what matters most first
_ONLY = "only "  # how the kind begins of an event that one engine alone has; then comes its name
_RANKS = {kind: rank for rank, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Differing:
    """An event of which two engines say different things.

    Attributes:
        kind: `type`, `status`, `only ...` or `fields`.
        one: What the first engine is called, whose events are the store's.
        other: What the second is called.
        first: The first engine's record; `None` where it has no such event.
        second: The second's.
    """

    kind: str
    one: str
    other: str
    first: Record | None
    second: Record | None

    @property
    def event(self) -> Record:
        """The record that is decided on: the first engine's, where it has one."""
        found = self.first or self.second
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Stored:
    """An event of the store that a second engine is compared with.

    Attributes:
        record: As it stands; one that people rejected, as they saw it.
        coded: As the machine coded it; `None`: it did not.
        settled: A person wrote it or changed it: what an engine says of it is not asked.
    """

    record: Record
    coded: Record | None
    settled: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which differences are wanted; what is not set lets all pass.

    Attributes:
        kind: Any of `KINDS`; `only`: one of the two has the event alone.
        type: Event types, one of which either engine names.
        engines: `ONE/OTHER`, the names of the two, compared as a whole: names of files of one name hold slashes.
        who: Whose skips count: what this person skipped is left out.
        skipped: Instead, only what `who` skipped.
    """

    kind: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    engines: str | None = None
    who: str | None = None
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How many differences there are.

    Attributes:
        all: That pass all filters.
        waiting: Whatever the filters.
        kind: By kind, of those that pass the other filters; so that each tells what choosing it comes to.
        type: By event type that either engine names, likewise.
        engines: By `ONE/OTHER`, likewise; pairs of which none would be left, too.
    """

    all: int
    waiting: int
    kind: dict[str, int]
    type: dict[str, int]
    engines: dict[str, int]


def file(connection: Connection, article: Article, other: str, found: Sequence[Differing]) -> int:
    """Write where a second engine differs on an article, in place of what was there of it; return how many.

    Each record is checked as those of a coding are. Nothing is written where the article is not stored with this text,
    or is another's alias.

    Args:
        connection: The store's.
        article: The article.
        other: What the second engine is called.
        found: Where it differs from the events of the store.

    Raises:
        RecordError: A record breaks the contract.
    """
    c = differences.c
    connection.execute(delete(differences).where(c.doc_id == article.id, c.other == other))
    text_hash = rows.digest(article.text)
    here = (articles.c.doc_id == article.id, articles.c.text_hash == text_hash, articles.c.alias_of.is_(None))
    if connection.execute(select(articles.c.doc_id).where(*here)).first() is None:
        return 0
    firsts = {d.first["id"] for d in found if d.first is not None}
    new: dict[str, dict[str, Any]] = {}
    for differing in found:
        event = differing.event
        if differing.first is None and event["id"] in firsts:
            continue  # the first engine has an event of these words and type, which is compared with another
        for record in (differing.first, differing.second):
            if record is not None:
                checked_row(record, article, text_hash)
        new[event["id"]] = _row(differing, article.id, text_hash)
    if new:
        connection.execute(insert(differences), list(new.values()))
    return len(new)


def stored(connection: Connection, doc_id: str) -> tuple[str, list[Stored]]:
    """Return the coder of an article, and its events as they stand, those too that people rejected.

    The coder is empty where the article waits to be coded again.
    """
    coder = connection.execute(select(articles.c.coder).where(articles.c.doc_id == doc_id)).scalar_one()
    same_text = (articles.c.doc_id == verdicts.c.doc_id) & (articles.c.text_hash == verdicts.c.text_hash)
    decided = select(verdicts.c.id, verdicts.c.record, verdicts.c.act).join(articles, same_text)
    decided = decided.where(verdicts.c.doc_id == doc_id).order_by(verdicts.c.start, verdicts.c.id)
    human = {row.id: (rows.decode(row.record), row.act) for row in connection.execute(decided)}
    query = select(events.c.id, events.c.record).where(events.c.doc_id == doc_id).order_by(events.c.start, events.c.id)
    found = []
    for event_id, text in connection.execute(query):
        coded = rows.decode(text)
        record, act = human.pop(event_id, (coded, None))
        found.append(Stored(record, coded, act not in (None, "accept", "reject")))
    return coder, found + [Stored(record, None, True) for record, _ in human.values()]


def waiting(connection: Connection, limit: int, wanted: Wanted | None = None) -> list[Differing]:
    """Return the differences on events that nobody has decided on, at most `limit`.

    Those that matter most come first: types, statuses, events that only one has, then other fields; of a kind by
    article and place in it.

    Raises:
        StoreError: A filter names what does not exist.
    """
    c = differences.c
    query = _narrowed(_queue(select(c.kind, c.one, c.other, c.first, c.second), wanted or Wanted()), wanted or Wanted())
    rank = case(_RANKS, value=c.kind, else_=_RANKS["only"])
    found = connection.execute(query.order_by(rank, c.doc_id, c.start, c.event_id, c.one, c.other).limit(limit)).all()
    return [
        Differing(kind, one, other, *(None if text is None else rows.decode(text) for text in (first, second)))
        for kind, one, other, first, second in found
    ]


def count(connection: Connection, who: str | None = None) -> int:
    """Return how many wait in all; `who`: for whom, what this person skipped is left out."""
    query = _queue(select(func.count()).select_from(differences), Wanted(who=who))
    return int(connection.execute(query).scalar_one())


def counts(connection: Connection, wanted: Wanted) -> Counts:
    """Return how many there are, by what they can be filtered by.

    Raises:
        StoreError: A filter names what does not exist.
    """
    _check(wanted)
    c = differences.c
    told = (c.kind, c.one, c.other, c.first_type, c.second_type)
    groups = connection.execute(_queue(select(*told, func.count()), wanted).group_by(*told)).all()
    by: dict[str, Counter[str]] = {name: Counter() for name in ("kind", "type", "engines")}
    passing = 0
    for kind, one, other, *types, n in groups:
        values = {"kind": {_kind(kind)}, "type": set(types) - {None}, "engines": {f"{one}/{other}"}}
        passes = {name: not asked or bool(values[name] & asked) for name, asked in _asked(wanted).items()}
        passing += n if all(passes.values()) else 0
        by["engines"][f"{one}/{other}"] += 0
        for name, counter in by.items():
            if all(passed for other_, passed in passes.items() if other_ != name):
                counter.update(dict.fromkeys(values[name], n))
    whole = sum(group[-1] for group in groups)
    kinds: dict[str, int] = {kind: by["kind"][kind] for kind in KINDS if by["kind"][kind]}
    most = [dict(sorted(by[name].items(), key=lambda item: (-item[1], item[0]))) for name in ("type", "engines")]
    return Counts(passing, whole, kinds, *most)


def _row(differing: Differing, doc_id: str, text_hash: str) -> dict[str, Any]:
    event, versions = differing.event, {"first": differing.first, "second": differing.second}
    return {
        "doc_id": doc_id,
        "event_id": event["id"],
        "text_hash": text_hash,
        "start": event["trigger"]["start"],
        "kind": differing.kind,
        "one": differing.one,
        "other": differing.other,
        **{f"{name}_type": None if record is None else record["event_type"] for name, record in versions.items()},
        **{name: None if record is None else rows.encode(record) for name, record in versions.items()},
    }


def _queue(query: Select[Any], wanted: Wanted) -> Select[Any]:
    """Narrow a query to what nobody has decided on; to what somebody has not skipped, or has."""
    c = differences.c
    decided = exists().where(verdicts.c.id == c.event_id, verdicts.c.text_hash == c.text_hash)
    query = query.where(~decided)
    if wanted.who is None:
        return query
    d = decisions.c
    skipped = exists().where(d.event_id == c.event_id, d.text_hash == c.text_hash, d.act == "skip")
    skipped = skipped.where(d.who == wanted.who, d.undone_by.is_(None))
    return query.where(skipped if wanted.skipped else ~skipped)


def _narrowed(query: Select[Any], wanted: Wanted) -> Select[Any]:
    _check(wanted)
    c = differences.c
    if wanted.kind:
        only = [c.kind.startswith(_ONLY)] if "only" in wanted.kind else []
        query = query.where(or_(c.kind.in_(wanted.kind), *only))
    if wanted.type:
        query = query.where(or_(c.first_type.in_(wanted.type), c.second_type.in_(wanted.type)))
    if wanted.engines:
        query = query.where(c.one.concat("/").concat(c.other) == wanted.engines)
    return query


def _asked(wanted: Wanted) -> dict[str, set[str]]:
    engines = {wanted.engines} if wanted.engines else set()
    return {"kind": set(wanted.kind), "type": set(wanted.type), "engines": engines}


def _check(wanted: Wanted) -> None:
    if unknown := set(wanted.kind) - set(KINDS):
        raise StoreError(f"no kind of difference {', '.join(sorted(unknown))}; there are: {', '.join(KINDS)}")
    if unknown := set(wanted.type) - set(ontology.types()):
        raise StoreError(f"no event type {', '.join(sorted(unknown))}; there are: {', '.join(ontology.types())}")


def _kind(kind: str) -> str:
    return "only" if kind.startswith(_ONLY) else kind


__all__ = ["KINDS", "Counts", "Differing", "Kind", "Stored", "Wanted", "count", "counts", "file", "stored", "waiting"]
