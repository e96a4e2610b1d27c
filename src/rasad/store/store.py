"""The store as the rest of Rasad sees it; see the package's description."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy import Connection, Engine, bindparam, exists, func, insert, or_, select, update

from rasad.document import Article
from rasad.errors import UNANSWERED, NotFoundError, Problem, StoreError
from rasad.store import connect, deciding, differing, queries, rows, saving, schema, summaries
from rasad.store.accounts import Accounts
from rasad.store.deciding import Act, Decision, Seen
from rasad.store.differing import Differing
from rasad.store.queries import Filters, Order
from rasad.store.rows import Record
from rasad.store.saving import CodedDocument, Saved
from rasad.store.schema import articles, events, problems, texts, verdicts

_PAGE = 100  # rows fetched at once
_HAS = select(articles.c.doc_id).where(
    articles.c.doc_id == bindparam("doc_id"),
    articles.c.content_hash == bindparam("content_hash"),
    or_(articles.c.coder == bindparam("coder"), articles.c.alias_of.is_not(None)),
)
Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
_LAST_CHARACTER = "\U0010ffff"


class Store:
    """Articles, event records, problems and human decisions, on SQLite or PostgreSQL.

    A store may be used from several threads, and by several processes at once, each having opened it itself.
    """

    def __init__(self, engine: Engine) -> None:
        """Take an engine that `connect.open_engine` made; use `Store.open`."""
        self._engine = engine
        self._watch = connect.Watch(engine)

    @classmethod
    def open(cls, url: str | None = None, *, create: bool = True) -> Store:
        """Open a store, make it where there is none, upgrade an older one.

        Args:
            url: `sqlite:///FILE`, the path of a file, or `postgresql://USER@HOST/DATABASE`; `None` is `rasad.db` in
                the current folder.
            create: False where only reading makes sense: a store that does not exist is then an error.

        Raises:
            StoreError: It cannot be reached, is no store, does not exist, or was made by a newer version.
        """
        return cls(connect.open_engine(url, create=create))

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Give all connections back."""
        self._watch.close()
        self._engine.dispose()

    def save(self, coded: CodedDocument, *, replace: bool = False, recode: bool = True) -> Saved:
        """Write a document, its records and its problems, in one transaction; saving it again changes nothing.

        Records that break the contract are not written; a problem stands for each. What another coder wrote for the
        same article is replaced; decisions stay as they are.

        Args:
            coded: The document.
            replace: Whether an article of the same id but another content takes the stored one's place; else the
                stored one is kept, and a problem `changed-article` tells so.
            recode: Whether these records may take the place of others; else all that is stored stays as it is, and an
                article whose story is stored under another id is not added.

        Raises:
            StoreError: It cannot be written (disk full, lock held for a minute, connection lost).
        """
        with connect.faults(f"article {coded.article.id!r} cannot be stored"), connect.writing(self._engine) as c:
            return saving.save(c, coded, replace=replace, recode=recode)

    def file_differences(self, article: Article, other: str, found: Sequence[Differing]) -> int:
        """Write where another engine differs on a stored article, in place of what was there of it; return how many.

        Raises:
            RecordError: A record breaks the contract.
            StoreError: They cannot be written.
        """
        with connect.faults(f"differences on {article.id!r} cannot be stored"), connect.writing(self._engine) as c:
            return differing.file(c, article, other, found)

    def has(self, article_id: str, content_hash: str, coder: str) -> bool:
        """Return whether saving this article (`content_hash(article)`) coded by this coder would change nothing.

        An alias is there whatever the coder: its story's records are those of the article that it stands behind.
        """
        if not rows.storable(article_id):
            return False
        wanted = {"doc_id": article_id, "content_hash": content_hash, "coder": coder}
        with connect.faults("the store cannot be read"), self._engine.connect() as c:
            return c.execute(_HAS, wanted).first() is not None

    def add_problem(self, problem: Problem) -> None:
        """Write a problem that belongs to no coded document (of reading, mostly); the same one is written once."""
        with connect.faults("a problem cannot be stored"), connect.writing(self._engine) as c:
            saving.add_problem(c, problem)

    def forget_failed(self) -> int:
        """Let the next ingest code those articles again that gave a problem and no event; return how many.

        For faults that were not the articles': a killed worker, a full disk, a model that was missing. Also those that
        were coded without the second opinion that was asked for.
        """
        failed = exists().where(problems.c.doc_id == articles.c.doc_id, problems.c.coder == articles.c.coder)
        empty = ~exists().where(events.c.doc_id == articles.c.doc_id)
        again = or_(failed & empty, failed.where(problems.c.stage == UNANSWERED))
        change = update(articles).where(articles.c.coder != "", again).values(coder="")
        with connect.faults("the store cannot be changed"), connect.writing(self._engine) as c:
            return c.execute(change).rowcount

    def problems(self) -> Iterator[Problem]:
        """Yield all problems, sorted by document, stage, code, place and message."""
        names = ("stage", "code", "place", "message", "doc_id")
        c = problems.c
        order = (func.coalesce(c.doc_id, ""), c.stage, c.code, c.place, c.message, c.id)
        for row in self._stream(select(*(c[name] for name in names)).order_by(*order)):
            yield Problem(*row)

    def article(self, doc_id: str) -> Article:
        """Return an article exactly as it was read; an alias as itself, with its own fields and text.

        Raises:
            StoreError: There is no such article.
        """
        for article in self._articles(articles.c.doc_id == doc_id):
            return article
        raise NotFoundError(f"there is no article {doc_id!r} in the store")

    def articles(self) -> Iterator[Article]:
        """Yield the articles that stand for themselves, without aliases, sorted by id."""
        yield from self._articles(articles.c.alias_of.is_(None))

    def aliases(self) -> Iterator[tuple[str, str, bool]]:
        """Yield (id, id of the article that stands for it, whether their texts are the same), sorted by id."""
        head = articles.alias()
        query = select(articles.c.doc_id, head.c.doc_id, articles.c.text_hash == head.c.text_hash)
        joined = query.join(head, articles.c.alias_of == head.c.doc_id).order_by(articles.c.doc_id)
        for doc_id, of, same in self._stream(joined):
            yield doc_id, of, bool(same)

    def events(
        self,
        filters: Filters | None = None,
        *,
        order: Order = "document",
        limit: int | None = None,
        after: str | None = None,
    ) -> Iterator[Record]:
        """Yield event records, without loading them all.

        Args:
            filters: Which; all that stand by default: what people rejected is left out, what they corrected or added
                is as they wrote it.
            order: `document`: by article, then place in its text; `date`: undated ones last; `newest`: by publication,
                the last first; `confidence`: highest first; `doubt`: nearest to one half first; `type`, `country`,
                `source`. The order is total, so that `after` never skips or repeats.
            limit: At most so many.
            after: The id of an event: only those behind it in the same order (the next page).

        Raises:
            StoreError: A filter or order is not allowed, or there is no event `after`.
        """
        with connect.faults("events cannot be read"), self._engine.connect() as c:
            yield from queries.records(c, filters or Filters(), order, limit, after)

    def event(self, event_id: str, *, alone: str | None = None) -> Record:
        """Return an event as it stands (also a rejected one), by its id or the beginning of it, where that is unique.

        Args:
            event_id: The id.
            alone: For whom the decisions of all others are hidden.

        Raises:
            StoreError: There is no such event, or several begin so.
        """
        with connect.faults("the event cannot be read"), self._engine.connect() as c:
            found: set[str] = set()
            for table in (events, verdicts):
                begins = (table.c.id >= event_id) & (table.c.id < event_id + _LAST_CHARACTER)
                found |= set(c.execute(select(table.c.id).where(begins).order_by(table.c.id).limit(3)).scalars())
            if event_id not in found and len(found) > 1:
                shown = ", ".join(sorted(found)[:3])
                raise StoreError(f"several events begin with {event_id!r}: {shown} ...; give more of the id")
            wanted = event_id if event_id in found else next(iter(found), None)
            now = None
            if event_id and wanted is not None:
                now = deciding.standing(c, wanted) if alone is None else deciding.alone(c, wanted, alone)
            if now is None:
                raise NotFoundError(f"there is no event {event_id!r} in the store")
            return now.record

    def decide(  # noqa: PLR0913 - each is a column of the decision
        self,
        event_id: str,
        act: Act,
        who: str,
        *,
        after: Record | None = None,
        note: str = "",
        seen: Seen | None = None,
        at: datetime | None = None,
    ) -> Decision:
        """Write what a person decided on an event; the machine's record stays as it is.

        Args:
            event_id: The event; for `add` the id of the new record (`rasad.record.event_id`).
            act: `accept`, `reject`, `correct`, `add` (an event the machine missed) or `skip` (seen, left open).
            who: Who decided.
            after: For `correct` and `add`: the record as it shall be; it is checked as the machine's are.
            note: Why.
            seen: What the person knew; it is checked that nobody has decided since.
            at: When; now by default.

        Raises:
            ConflictError: Somebody has; nothing is written.
            StoreError: There is no such event, or one already for `add`; or `after` breaks the contract.
        """
        new = Decision("", event_id, "", who, _moment(at), act, None, after, note)
        with connect.faults("the decision cannot be stored"), connect.writing(self._engine, durable=True) as c:
            return deciding.decide(c, new, seen)

    def undo(self, decision_id: str, who: str, *, at: datetime | None = None) -> None:
        """Take the last decision in force on an event back; it stays in the history, with who undid it.

        Raises:
            StoreError: There is no such decision, or a later one on its event is in force.
        """
        with connect.faults("the decision cannot be undone"), connect.writing(self._engine, durable=True) as c:
            deciding.undo(c, decision_id, who, _moment(at))

    def decisions(self, event_id: str | None = None) -> Iterator[Decision]:
        """Yield the decisions on an event, or all; the oldest of each event first, undone ones too."""
        with connect.faults("decisions cannot be read"), self._engine.connect() as c:
            yield from deciding.history(c, event_id)

    def current(self, event_id: str) -> Record | None:
        """Return the record of an event after all decisions on it; `None` where it was rejected.

        Raises:
            StoreError: There is no such event, neither coded nor decided on.
        """
        with connect.faults("the event cannot be read"), self._engine.connect() as c:
            now = deciding.standing(c, event_id)
        if now is None:
            raise NotFoundError(f"there is no event {event_id!r} in the store")
        return None if now.act == "reject" else now.record

    @property
    def accounts(self) -> Accounts:
        """The users of the workbench over this store."""
        return Accounts(self._engine)

    def ask(
        self, question: Callable[Concatenate[Connection, Asked], Answer], *args: Asked.args, **options: Asked.kwargs
    ) -> Answer:
        """Return what a function of `rasad.store.summaries`, `review` or `listing` says of this store.

        `store.ask(summaries.timeline, Filters(country="IQ"), "month")`

        Raises:
            StoreError: A filter is not allowed, or the store cannot be read.
        """
        with connect.faults("the store cannot be read"), self._engine.connect() as c:
            return question(c, *args, **options)

    def counts(self) -> dict[str, int]:
        """Return how many `articles`, `aliases`, `events` (coded), `problems`, `decisions` and `runs` there are."""
        return self.ask(summaries.counts)

    def revision(self) -> str:
        """Return what is the same as long as nothing in the store has changed; it may change without need."""
        with connect.faults("the store cannot be read"):
            return self._watch.revision()

    def start_run(self, coder: str, source: str) -> str:
        """Note that an ingest began (when, by which coder, from which input); return the run's id."""
        run = {"id": uuid.uuid4().hex, "started": _moment(None), "coder": coder, "input": rows.visible(source)}
        with connect.faults("the run cannot be noted"), connect.writing(self._engine) as c:
            c.execute(insert(schema.runs), [run])
        return run["id"]

    def finish_run(self, run_id: str, counts: dict[str, int]) -> None:
        """Note that a run is finished, with what came of it."""
        change = update(schema.runs).where(schema.runs.c.id == run_id)
        with connect.faults("the run cannot be noted"), connect.writing(self._engine) as c:
            c.execute(change.values(finished=_moment(None), counts=rows.encode(counts)))
            connect.look_over(c)

    def runs(self) -> Iterator[dict[str, Any]]:
        """Yield the runs, the oldest first: id, started, finished, coder, input, counts."""
        for row in self._stream(select(*schema.runs.c).order_by(schema.runs.c.started, schema.runs.c.id)):
            fields = dict(zip(schema.runs.c.keys(), row, strict=True))
            yield fields | {"counts": rows.decode(fields["counts"]) if fields["counts"] else None}

    def dump(self) -> Iterator[tuple[Any, ...]]:
        """Yield every row that depends on the input and the decisions: (table, column, ...), sorted, all but `runs`."""
        for table in schema.COMPARED:
            for row in self._stream(select(*table.c).order_by(*table.primary_key.columns)):
                yield (table.name, *row)

    def _articles(self, which: Any) -> Iterator[Article]:
        query = select(articles.c.doc_id, texts.c.text, articles.c.meta).join(texts)
        for row in self._stream(query.where(which).order_by(articles.c.doc_id)):
            yield rows.article_of(*row)

    def _stream(self, query: Any) -> Iterator[tuple[Any, ...]]:
        with connect.faults("the store cannot be read"), self._engine.connect() as c:
            for row in c.execution_options(yield_per=_PAGE).execute(query):
                yield tuple(row)


def _moment(at: datetime | None) -> str:
    return (at or datetime.now(UTC)).astimezone(UTC).isoformat()
