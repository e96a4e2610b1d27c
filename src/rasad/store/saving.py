"""Writing a coded document: one transaction, the same rows whatever came before, twice or in another order.

Articles that have the same text, or the same url, under different ids are one story: a group. The one published first
(then the one of the smallest id) stands for it, and its records are the story's; the others are its aliases and keep
their own text and fields. So neither the order of files nor of processes decides what is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from dataclasses import replace as replace_fields
from typing import Any, Literal

from sqlalchemy import Connection, Table, bindparam, delete, exists, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from rasad import record as records_
from rasad.document import Article
from rasad.errors import Problem, RecordError
from rasad.store import rows, standing
from rasad.store.rows import Record, Row
from rasad.store.schema import articles, decisions, differences, events, problems, texts, verdicts

Outcome = Literal["stored", "recoded", "replaced", "skipped", "alias", "changed", "unstorable"]
_LAST = "9999-99-99"  # an article without a day ranks after all that have one

# Built once: to build a query costs several times what it costs SQLite to answer it.
_FIND = select(articles).where(articles.c.doc_id == bindparam("doc_id"))
_HEADS = (
    select(func.coalesce(articles.c.alias_of, articles.c.doc_id))
    .where(or_(articles.c.text_hash == bindparam("text_hash"), articles.c.url_key == bindparam("url_key")))
    .distinct()
)
_DECIDED = select(verdicts.c.id).where(verdicts.c.doc_id == bindparam("doc_id")).limit(1)
_ADD_ARTICLE, _ADD_EVENTS = insert(articles), insert(events)
_IGNORE_KNOWN = {
    (name, table): dialect.insert(table).on_conflict_do_nothing()
    for name, dialect in (("postgresql", postgresql), ("sqlite", sqlite))
    for table in (texts, problems)
}


@dataclass(slots=True)
class CodedDocument:
    """An article with what a coder made of it.

    Attributes:
        records: Records of the contract, each with the article's id as `doc_id`.
        coder: Product, version, analysis backend and configuration hash.
        problems: What went wrong in coding it; an article with a problem and no record is stored, too.
    """

    article: Article
    records: list[Record]
    coder: str
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a document.

    Attributes:
        outcome: `stored` (new), `recoded` (another coder's records replaced), `replaced` (another text under its id
            replaced), `skipped` (was there, and its records were kept), `alias` (the same story is there under another
            id), `changed` (its id is taken by another text, which was kept; a problem tells so), `unstorable` (a
            problem tells why).
        doc_id: The id the story is stored under: an alias's is that of the article it stands behind.
        events: Records written.
        problems: Problems written, or already there.
    """

    outcome: Outcome
    doc_id: str
    events: int = 0
    problems: int = 0


def save(connection: Connection, coded: CodedDocument, *, replace: bool = False, recode: bool = True) -> Saved:
    """Write a document in the caller's transaction; see `Store.save`."""
    article = coded.article
    if not (rows.storable(article.text) and rows.storable(article.id)):
        add_problem(connection, _unstorable(article))
        return Saved("unstorable", article.id, problems=1)
    row = rows.article_row(article)
    found = connection.execute(_FIND, {"doc_id": article.id}).mappings().first()
    outcome: Outcome = "stored"
    if found is None and not recode and (heads := _heads(connection, row)):
        return Saved("alias", heads[0])  # to take a seat among them could cost one its records
    if found is not None:
        if found["content_hash"] == row["content_hash"]:
            return _again(connection, coded, found, recode)
        if not replace:
            add_problem(connection, _changed(article, found, row))
            return Saved("changed", found["alias_of"] or article.id, problems=1)
        _remove(connection, article.id)
        outcome = "replaced"
    heads = _heads(connection, row)
    seat = _seat(connection, row, heads)
    _ignore_known(connection, texts, [rows.text_row(article)])
    connection.execute(_ADD_ARTICLE, [row | {"alias_of": seat, "coder": "" if seat else coded.coder}])
    head = seat or article.id
    _put_behind(connection, [h for h in heads if h != head], head)
    if seat:
        return Saved("alias", seat)
    standing.write_article(connection, article.id, article.title, article.text)
    return _write_coding(connection, coded, outcome)


def add_problem(connection: Connection, problem: Problem) -> None:
    """Write a problem that is not from coding; once, however often it is met."""
    _ignore_known(connection, problems, [rows.problem_row(problem)])


def _again(connection: Connection, coded: CodedDocument, found: Any, recode: bool) -> Saved:
    """Handle an article that is there: only another coder's records are news, and only of one that is no alias."""
    if found["alias_of"] is not None:
        return Saved("alias", found["alias_of"])
    if found["coder"] == coded.coder or not (recode or _is_empty(connection, found)):
        return Saved("skipped", found["doc_id"])
    _remove_coding(connection, coded.article.id)
    connection.execute(update(articles).where(articles.c.doc_id == found["doc_id"]).values(coder=coded.coder))
    return _write_coding(connection, coded, "recoded" if found["coder"] else "stored")


def _is_empty(connection: Connection, found: Any) -> bool:
    """Return whether an article was never coded; one that waits to be coded again may still have its events."""
    coded = select(events.c.id).where(events.c.doc_id == found["doc_id"]).limit(1)
    return not found["coder"] and connection.execute(coded).first() is None


def _write_coding(connection: Connection, coded: CodedDocument, outcome: Outcome) -> Saved:
    good, bad = _checked(coded, rows.digest(coded.article.text))
    # Whatever a problem says, it is the document's: the next coding removes it by that.
    mine = [replace_fields(problem, doc_id=coded.article.id) for problem in [*coded.problems, *bad]]
    found = [rows.problem_row(problem, coded.coder) for problem in mine]
    if good:
        connection.execute(_ADD_EVENTS, good)
    if connection.execute(_DECIDED, {"doc_id": coded.article.id}).first():
        standing.refresh(connection, coded.article.id)
    else:
        standing.write_coded(connection, good)
    if found:
        _ignore_known(connection, problems, found)
    return Saved(outcome, coded.article.id, len(good), len(found))


def _checked(coded: CodedDocument, text_hash: str) -> tuple[list[Row], list[Problem]]:
    """Return the rows of the records that keep the contract, and a problem for each that does not."""
    good: dict[str, Row] = {}
    bad: list[Problem] = []
    for number, record in enumerate(coded.records):
        try:
            row = checked_row(record, coded.article, text_hash)
            if row["id"] in good:
                raise RecordError(f"event {row['id']}: the document has two records of this id; the first was written")
        except (RecordError, LookupError, TypeError, ValueError, AttributeError) as error:
            problem = Problem.from_error(error, stage="store", place=coded.article.origin, doc_id=coded.article.id)
            message = f"record {number}: {problem.message}"
            bad.append(Problem("store", "bad-record", problem.place, message, problem.doc_id))
        else:
            good[row["id"]] = row
    return list(good.values()), bad


def checked_row(record: Record, article: Article, text_hash: str) -> Row:
    """Return the row of a record.

    Raises:
        RecordError: It breaks the contract or is another document's.
    """
    records_.check(record, article.text)
    if record["doc_id"] != article.id:
        raise RecordError(f"event {record['id']}: doc_id {record['doc_id']!r} is not its article's, {article.id!r}")
    row = rows.event_row(record, text_hash)
    if not rows.storable("".join(value for value in row.values() if isinstance(value, str))):
        raise RecordError(f"event {record['id']!r}: an id, code or day holds a NUL or half a surrogate pair")
    return row


def _heads(connection: Connection, row: Row) -> list[str]:
    """Return the ids of the articles that stand for the stories that a new one is part of: mostly none or one."""
    keys = {"text_hash": row["text_hash"], "url_key": row["url_key"]}  # a url that is NULL equals none
    return sorted(connection.execute(_HEADS, keys).scalars())


def _seat(connection: Connection, row: Row, heads: Sequence[str]) -> str | None:
    """Return which of them stands for the story from now on; `None`: the new one shall."""
    if not heads:
        return None
    found = connection.execute(select(articles).where(articles.c.doc_id.in_(heads))).mappings().all()
    ranks = {m["doc_id"]: _rank(connection, m["doc_id"], m["published"], m["coder"]) for m in found}
    best = min(heads, key=ranks.__getitem__)
    new = (True, False, row["published"] or _LAST, row["doc_id"])  # not decided on, coded
    return None if new < ranks[best] else best


def _rank(connection: Connection, doc_id: str, published: str | None, coder: str) -> tuple[bool, bool, str, str]:
    """Return what the least of decides who stands for a story; a person's work on an article keeps it in its place."""
    decided = connection.execute(select(exists().where(decisions.c.doc_id == doc_id))).scalar_one()
    return not decided, not coder, published or _LAST, doc_id


def _put_behind(connection: Connection, losers: Sequence[str], head: str) -> None:
    """Make articles, and those behind them, aliases of another."""
    for doc_id in losers:
        _remove_coding(connection, doc_id)
        standing.remove(connection, doc_id, article=True)
        group = or_(articles.c.doc_id == doc_id, articles.c.alias_of == doc_id)
        connection.execute(update(articles).where(group).values(alias_of=head, coder=""))


def _remove_coding(connection: Connection, doc_id: str) -> None:
    standing.remove(connection, doc_id)
    connection.execute(delete(events).where(events.c.doc_id == doc_id))
    connection.execute(delete(differences).where(differences.c.doc_id == doc_id))
    connection.execute(delete(problems).where(problems.c.doc_id == rows.visible(doc_id), problems.c.coder != ""))


def _remove(connection: Connection, doc_id: str) -> None:
    """Take an article out; of its aliases the first takes its place, uncoded until it is ingested again."""
    _remove_coding(connection, doc_id)
    mine = (problems.c.doc_id == doc_id, problems.c.stage == "store", problems.c.code == "changed-article")
    connection.execute(delete(problems).where(*mine))
    day = func.coalesce(articles.c.published, _LAST)
    behind = select(articles.c.doc_id).where(articles.c.alias_of == doc_id).order_by(day, articles.c.doc_id)
    heir, *others = connection.execute(behind).scalars().all() or [None]
    standing.remove(connection, doc_id, article=True)
    if heir is not None:
        connection.execute(update(articles).where(articles.c.doc_id == heir).values(alias_of=None))
        connection.execute(update(articles).where(articles.c.doc_id.in_(others)).values(alias_of=heir))
        standing.find_again(connection, heir)
    text_hash = connection.execute(select(articles.c.text_hash).where(articles.c.doc_id == doc_id)).scalar_one()
    connection.execute(delete(articles).where(articles.c.doc_id == doc_id))
    used = exists().where(articles.c.text_hash == text_hash)
    connection.execute(delete(texts).where(texts.c.text_hash == text_hash, ~used))


def _ignore_known(connection: Connection, table: Table, new: list[Row]) -> None:
    connection.execute(_IGNORE_KNOWN[connection.dialect.name, table], new)


def _unstorable(article: Article) -> Problem:
    message = (
        "the text or id holds a NUL or half a surrogate pair, which a database cannot hold as it is; "
        "correct the source and ingest it again"
    )
    return Problem("store", "unstorable-text", article.origin, message, article.id)


def _changed(article: Article, found: Any, row: Row) -> Problem:
    old, new = rows.decode(found["meta"]), rows.decode(row["meta"])
    names = [n for n in ("published", "title", "url", "source", "language") if old[n] != new[n]]
    if found["text_hash"] != row["text_hash"]:
        names.insert(0, "text")
    message = (
        f"an article of the id {article.id!r} is stored with another {', '.join(names)} (this one's content is "
        f"{row['content_hash'][:12]}); the stored one was kept, ingest with --replace to take this one"
    )
    return Problem("store", "changed-article", article.origin, message, article.id)
