"""The tables of a store, as they are at the newest version; `migrations` leads older stores here.

Nothing that `save` writes holds a clock time, a counter or a place in a queue: the rows depend on what was saved, not
on when, in which order or after how many interruptions. Only `runs` and `decisions` tell when something was done.

Machine output (`articles`, `texts`, `events`, `problems`, `differences`) and human decisions (`decisions`, `verdicts`)
are kept apart; saving never touches the latter.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)

# The newest migration; a test keeps it equal to the newest file of `migrations/versions`.
HEAD = "0005"
VERSION_TABLE = "rasad_version"

# Code point order on both engines, so that sorting and prefixes do not depend on the server's language.
Words = Text().with_variant(Text(collation="C"), "postgresql")

metadata = MetaData()

texts = Table(
    "texts",
    metadata,
    Column("text_hash", Words, primary_key=True),
    Column("text", Words, nullable=False),
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
    Column("source", Words),  # folded name of the publication
    Column("coder", Words, nullable=False),  # empty: not coded
    Column("meta", Words, nullable=False),  # JSON: every field of the article but id and text
    Index("articles_alias_of", "alias_of"),
    Index("articles_text_hash", "text_hash"),
    Index("articles_url_key", "url_key"),
    Index("articles_source", "source", "published"),
    Index("articles_published", "published", "doc_id"),
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
    # The last decision on the event that its author saw; null: none. So a later one that was made without a look at
    # those of others (two people code the same article) is told from one that settles them.
    Column("seen", Words),
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

# Where two engines differ (`rasad compare --review`): of the events of an article that wait for a person, what either
# says. Machine output, which goes with the coding of its article; what people make of it are `decisions` like others.
differences = Table(
    "differences",
    metadata,
    Column("doc_id", Words, primary_key=True),
    Column("event_id", Words, primary_key=True),  # the first engine's event; where it has none, the second's
    Column("text_hash", Words, nullable=False),
    Column("start", Integer, nullable=False),  # of the trigger
    Column("kind", Words, nullable=False),
    Column("one", Words, nullable=False),  # what the first engine is called
    Column("other", Words, primary_key=True),
    Column("first_type", Words),  # the event types that the two name
    Column("second_type", Words),
    Column("first", Words),  # JSON: its record; null: it has no such event
    Column("second", Words),
    # Counts read this index alone: a row holds two records.
    Index("differences_event_id", *"event_id text_hash kind one other first_type second_type".split()),
)

# Big keys are a column's own number on SQLite (`INTEGER PRIMARY KEY`), so that nothing else is needed to look them up.
_Key = BigInteger().with_variant(Integer(), "sqlite")

# How every event stands: as coded, or as decided on where there is a verdict. Small rows, derived from `events` and
# `verdicts` and rewritten with them, so that lists, counts and maps need not read the records.
standing = Table(
    "standing",
    metadata,
    Column("key", _Key, primary_key=True, autoincrement=False),  # `rasad.store.standing.key` of the next two
    Column("doc_id", Words, nullable=False),
    Column("id", Words, nullable=False),
    Column("human", Boolean, nullable=False),  # whether its record is that of `verdicts`
    Column("act", Words),  # of the verdict; null: nobody decided
    Column("event_type", Words, nullable=False),
    Column("status", Words, nullable=False),
    Column("day_first", Words),
    Column("day_last", Words),
    Column("oldest", Words, nullable=False),  # the first day, or what sorts behind every day
    Column("country_alpha2", Words),
    Column("country_alpha3", Words),
    Column("source", Words),
    Column("published", Words),
    Column("confidence", Double, nullable=False),
    Column("newest", Integer, nullable=False),  # -20160720: ascending order is newest first; 0 where no day is known
    Column("doubt", Double, nullable=False),  # how near the confidence is to one half: 0.5 is most in doubt, 0 not
    Column("start", Integer, nullable=False),
    Column("link", Words, nullable=False),  # the event's id, or that of its first mention
    Column("place", Words),  # what tells places apart: the id of the gazetteer, else `=` and the folded words
    Column("place_name", Words),
    Column("place_name_en", Words),
    Column("radius_km", Double),
    Column("lat", Double),
    Column("lon", Double),
    Column("resolution", Integer),
    Index("standing_doc_id", "doc_id", "start"),
    Index("standing_id", "id"),
    Index("standing_act", "act"),
    # Counts read these indexes alone, never the rows.
    Index("standing_codes", *"event_type status country_alpha2 source act day_first day_last confidence".split()),
    Index("standing_day_first", "day_first", "event_type", "act"),
    # The default order, walked until a page is full.
    Index(
        "standing_newest",
        *"newest doc_id start id act event_type status country_alpha2 source day_first day_last confidence".split(),
    ),
    Index("standing_oldest", "oldest", "doc_id", "start", "id"),
    Index("standing_confidence", "confidence"),
    Index("standing_doubt", "event_type", "act", "doubt", "key"),
    Index("standing_place", "place", "act", "lat", "key"),
    Index("standing_country", "country_alpha2", "event_type", "act"),
    Index("standing_source", "source", "event_type", "act"),
    # The same where a search has found the keys.
    Index("standing_found", *"key act event_type status country_alpha2 source newest doc_id start id".split()),
)

parties = Table(
    "parties",
    metadata,
    Column("key", _Key, primary_key=True, autoincrement=False),  # of the event in `standing`
    Column("role", Words, primary_key=True),  # actor, recipient
    Column("place", Integer, primary_key=True),  # in the record's list
    Column("party", Words, nullable=False),  # the identifier, else `=` and the folded words
    Column("code", Words),
    Column("sector", Words),
    Column("name", Words, nullable=False),  # as shown: the identifier's name, else the article's words
    Column("name_en", Words),
    Column("folded", Words, nullable=False),  # every form of the name, folded, one a line
    # So that an event counts once for each of its parties: 0, the first row of the party in the event, actors before
    # recipients; 1, a recipient that is also an actor, for the first time as a recipient; 2, once more in its role.
    Column("turn", Integer, nullable=False),
    Index("parties_party", "party", "role", "key", "turn"),
    Index("parties_found", "key", "party", "role", "turn"),
    sqlite_with_rowid=False,  # the parties of an event lie beside each other
)

# What a search looks up: the lemmas of an event's sentence (its key in `standing`) or of an article (the key of its id
# and an empty event's), for the index of the engine: FTS5's on SQLite, GIN's on PostgreSQL.
search_terms = Table(
    "search_terms",
    metadata,
    Column("key", _Key, primary_key=True, autoincrement=False),
    Column("doc_id", Words, nullable=False),
    Column("id", Words, nullable=False),  # empty: the article
    Column("terms", Words, nullable=False),
    Index("search_terms_doc_id", "doc_id"),
)

users = Table(
    "users",
    metadata,
    Column("name", Words, primary_key=True),
    Column("role", Words, nullable=False),  # reader, coder, admin
    Column("password", Words),  # argon2; null: only by token
    Column("token", Words),  # SHA-256 of the token
    Column("created", Words, nullable=False),
    Column("disabled", Words),  # when; null: may enter
    Index("users_token", "token"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", Words, primary_key=True),  # SHA-256 of what the cookie holds
    Column("user", Words, nullable=False),
    Column("csrf", Words, nullable=False),
    Column("started", Words, nullable=False),
    Column("expires", Words, nullable=False),
    Index("sessions_user", "user"),
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
COMPARED = (texts, articles, events, problems, differences, decisions, verdicts, standing, parties, search_terms)
