"""What the workbench reads: how events stand, parties, words to search; users, sessions; what a decision had seen."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INDEXES = (
    ("standing", "doc_id", ("doc_id", "start")),
    ("standing", "id", ("id",)),
    ("standing", "act", ("act",)),
    ("standing", "codes", tuple("event_type status country_alpha2 source act day_first day_last confidence".split())),
    ("standing", "day_first", ("day_first", "event_type", "act")),
    ("standing", "newest", ("newest", "doc_id", "start", "id")),
    ("standing", "oldest", ("oldest", "doc_id", "start", "id")),
    ("standing", "confidence", ("confidence",)),
    ("standing", "doubt", ("event_type", "act", "doubt", "key")),
    ("standing", "place", ("place", "act", "lat", "key")),
    ("standing", "country", ("country_alpha2", "event_type", "act")),
    ("standing", "source", ("source", "event_type", "act")),
    ("parties", "party", ("party", "role", "key")),
    ("search_terms", "doc_id", ("doc_id",)),
    ("users", "token", ("token",)),
    ("sessions", "user", ("user",)),
    ("articles", "source", ("source", "published")),
    ("articles", "published", ("published", "doc_id")),
)
# FTS5 keeps no second copy of the terms; the triggers follow whatever is done to the table.
_SQLITE = (
    "CREATE VIRTUAL TABLE search_index USING fts5(terms, content='search_terms', content_rowid='key', detail='none', "
    "tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER search_terms_added AFTER INSERT ON search_terms BEGIN "
    "INSERT INTO search_index(rowid, terms) VALUES (new.key, new.terms); END",
    "CREATE TRIGGER search_terms_removed AFTER DELETE ON search_terms BEGIN "
    "INSERT INTO search_index(search_index, rowid, terms) VALUES ('delete', old.key, old.terms); END",
)
_POSTGRES = ("CREATE INDEX search_index ON search_terms USING gin (string_to_array(terms, ' '))",)


def upgrade() -> None:
    """Make the tables; `rasad.store.connect` fills them for what is there already."""
    op.add_column("decisions", sa.Column("seen", _WORDS))
    op.add_column("articles", sa.Column("source", _WORDS))
    op.drop_column("texts", "folded")
    op.create_table("standing", *_standing())
    op.create_table(
        "parties",
        sa.Column("key", _KEY, primary_key=True, autoincrement=False),
        sa.Column("role", _WORDS, primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        _needed("party"),
        *_optional("code", "sector"),
        _needed("name"),
        *_optional("name_en"),
        _needed("folded"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "search_terms",
        sa.Column("key", _KEY, primary_key=True, autoincrement=False),
        *map(_needed, ("doc_id", "id", "terms")),
    )
    op.create_table(
        "users",
        sa.Column("name", _WORDS, primary_key=True),
        _needed("role"),
        *_optional("password", "token"),
        _needed("created"),
        *_optional("disabled"),
    )
    op.create_table(
        "sessions",
        sa.Column("id", _WORDS, primary_key=True),
        *map(_needed, ("user", "csrf", "started", "expires")),
    )
    for table, name, columns in _INDEXES:
        op.create_index(f"{table}_{name}", table, list(columns))
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRES:
        op.execute(statement)


def downgrade() -> None:
    """Remove the tables and columns."""
    for statement in ("TRIGGER search_terms_added", "TRIGGER search_terms_removed", "TABLE search_index"):
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP {statement}")
    for table in ("sessions", "users", "search_terms", "parties", "standing"):
        op.drop_table(table)
    for name in ("articles_source", "articles_published"):
        op.drop_index(name, "articles")
    op.drop_column("articles", "source")
    op.drop_column("decisions", "seen")
    op.add_column("texts", sa.Column("folded", _WORDS, nullable=False, server_default=""))


def _needed(name: str) -> sa.Column[Any]:
    return sa.Column(name, _WORDS, nullable=False)


def _optional(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, _WORDS) for name in names]


def _standing() -> list[sa.Column[Any]]:
    return [
        sa.Column("key", _KEY, primary_key=True, autoincrement=False),
        *map(_needed, ("doc_id", "id")),
        sa.Column("human", sa.Boolean, nullable=False),
        *_optional("act"),
        *map(_needed, ("event_type", "status")),
        *_optional("day_first", "day_last"),
        _needed("oldest"),
        *_optional("country_alpha2", "country_alpha3", "source", "published"),
        sa.Column("confidence", sa.Double, nullable=False),
        sa.Column("newest", sa.Integer, nullable=False),
        sa.Column("doubt", sa.Double, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        _needed("link"),
        *_optional("place", "place_name", "place_name_en"),
        sa.Column("radius_km", sa.Double),
        sa.Column("lat", sa.Double),
        sa.Column("lon", sa.Double),
        sa.Column("resolution", sa.Integer),
    ]
