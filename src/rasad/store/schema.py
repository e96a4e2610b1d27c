"""The tables of a store, as they are at the newest version; `migrations` leads older stores here.

Nothing that `save` writes holds a clock time, a counter or a place in a queue: the rows depend on what was saved, not
on when, in which order or after how many interruptions. Only `runs` and `decisions` tell when something was done.

Machine output (`articles`, `texts`, `events`, `problems`) and human decisions (`decisions`, `verdicts`) are kept apart;
saving never touches the latter.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Double, ForeignKey, ForeignKeyConstraint, Index, Integer, MetaData, Table, Text

# The newest migration; a test keeps it equal to the newest file of `migrations/versions`.
HEAD = "0001"
VERSION_TABLE = "rasad_version"

# Code point order on both engines, so that sorting and prefixes do not depend on the server's language.
Words = Text().with_variant(Text(collation="C"), "postgresql")

metadata = MetaData()

texts = Table(
    "texts",
    metadata,
    Column("text_hash", Words, primary_key=True),
    Column("text", Words, nullable=False),
    Column("folded", Words, nullable=False),  # `rasad.arabic.letters.fold`, for search
)

articles = Table(
    "articles",
    metadata,
    Column("doc_id", Words, primary_key=True),
    # The article that stands for this one: it has the same text or the same url, and was published first.
    Column("alias_of", Words, ForeignKey("articles.doc_id")),
    Column("content_hash", Words, nullable=False),
    Column("text_hash", Words, ForeignKey("texts.text_hash"), nullable=False),
    Column("url_key", Words),
    Column("published", Words),
    Column("coder", Words, nullable=False),  # empty: not coded
    Column("meta", Words, nullable=False),  # JSON: every field of the article but id and text
    Index("articles_alias_of", "alias_of"),
    Index("articles_text_hash", "text_hash"),
    Index("articles_url_key", "url_key"),
)


def _record_columns() -> list[Column[Any]]:
    """Return the columns that events and verdicts share: what filters need, and the record itself as JSON."""
    return [
        Column("doc_id", Words, primary_key=True),
        Column("id", Words, primary_key=True),
        Column("text_hash", Words, nullable=False),
        Column("event_type", Words, nullable=False),
        Column("status", Words, nullable=False),
        Column("day_first", Words),  # ISO days; both null where the text dates nothing
        Column("day_last", Words),
        Column("country_alpha2", Words),
        Column("country_alpha3", Words),
        Column("source", Words),  # folded name of the publication
        Column("confidence", Double, nullable=False),
        Column("start", Integer, nullable=False),  # of the trigger
        # Identifiers and codes of all actors, each between line feeds; folded names, one a line.
        Column("actor_keys", Words, nullable=False),
        Column("actor_names", Words, nullable=False),
        Column("recipient_keys", Words, nullable=False),
        Column("recipient_names", Words, nullable=False),
        Column("record", Words, nullable=False),
    ]


events = Table(
    "events",
    metadata,
    *_record_columns(),
    Index("events_id", "id"),
    Index("events_event_type", "event_type"),
    Index("events_day_first", "day_first"),
    Index("events_country_alpha2", "country_alpha2"),
)
events.append_constraint(ForeignKeyConstraint(["doc_id"], ["articles.doc_id"]))

problems = Table(
    "problems",
    metadata,
    Column("id", Words, primary_key=True),
    Column("stage", Words, nullable=False),
    Column("code", Words, nullable=False),
    Column("place", Words, nullable=False),
    Column("message", Words, nullable=False),
    Column("doc_id", Words),
    Column("coder", Words, nullable=False),  # empty: not from coding (reading, storing); else replaced with the coding
    Index("problems_doc_id", "doc_id"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Words, primary_key=True),  # hash of event and place in the event's row of decisions
    Column("event_id", Words, nullable=False),
    Column("doc_id", Words, nullable=False),
    Column("place", Integer, nullable=False),  # 0 for the first decision on the event
    Column("text_hash", Words, nullable=False),  # the text it was decided on
    Column("who", Words, nullable=False),
    Column("at", Words, nullable=False),  # ISO date-time with its zone
    Column("act", Words, nullable=False),
    Column("before", Words),  # JSON: the record as it was decided on
    Column("after", Words),  # JSON: the record as corrected or added
    Column("note", Words, nullable=False),
    Column("undone_by", Words),
    Column("undone_at", Words),
    Index("decisions_event_id", "event_id"),
    Index("decisions_doc_id", "doc_id"),
)

# What the decisions in force come to, one row a decided event: derived from `decisions` and rewritten with each.
verdicts = Table(
    "verdicts",
    metadata,
    *_record_columns(),
    Column("act", Words, nullable=False),
    Index("verdicts_id", "id"),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Words, primary_key=True),
    Column("started", Words, nullable=False),
    Column("finished", Words),
    Column("coder", Words, nullable=False),
    Column("input", Words, nullable=False),
    Column("counts", Words),  # JSON
)

# What two stores of the same input must have in common, row for row.
COMPARED = (texts, articles, events, problems, decisions, verdicts)
