"""The first version: articles and their texts, events, problems, decisions and what they come to, runs."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_INDEXES = {
    "articles": ("alias_of", "text_hash", "url_key"),
    "events": ("id", "event_type", "day_first", "country_alpha2"),
    "problems": ("doc_id",),
    "decisions": ("event_id", "doc_id"),
    "verdicts": ("id",),
}


def upgrade() -> None:
    """Make the tables."""
    op.create_table("texts", _key("text_hash"), _needed("text"), _needed("folded"))
    op.create_table(
        "articles",
        _key("doc_id"),
        sa.Column("alias_of", _WORDS, sa.ForeignKey("articles.doc_id")),
        _needed("content_hash"),
        sa.Column("text_hash", _WORDS, sa.ForeignKey("texts.text_hash"), nullable=False),
        *_optional("url_key", "published"),
        _needed("coder"),
        _needed("meta"),
    )
    op.create_table("events", *_record(), sa.ForeignKeyConstraint(["doc_id"], ["articles.doc_id"]))
    op.create_table(
        "problems",
        _key("id"),
        *map(_needed, ("stage", "code", "place", "message")),
        *_optional("doc_id"),
        _needed("coder"),
    )
    op.create_table(
        "decisions",
        _key("id"),
        *map(_needed, ("event_id", "doc_id")),
        sa.Column("place", sa.Integer, nullable=False),
        *map(_needed, ("text_hash", "who", "at", "act")),
        *_optional("before", "after"),
        _needed("note"),
        *_optional("undone_by", "undone_at"),
    )
    op.create_table("verdicts", *_record(), _needed("act"))
    op.create_table(
        "runs",
        _key("id"),
        _needed("started"),
        *_optional("finished"),
        *map(_needed, ("coder", "input")),
        *_optional("counts"),
    )
    for table, columns in _INDEXES.items():
        for column in columns:
            op.create_index(f"{table}_{column}", table, [column])


def downgrade() -> None:
    """Remove the tables."""
    for table in ("runs", "verdicts", "decisions", "problems", "events", "articles", "texts"):
        op.drop_table(table)


def _key(name: str) -> sa.Column[Any]:
    return sa.Column(name, _WORDS, primary_key=True)


def _needed(name: str) -> sa.Column[Any]:
    return sa.Column(name, _WORDS, nullable=False)


def _optional(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, _WORDS) for name in names]


def _record() -> list[sa.Column[Any]]:
    return [
        *map(_key, ("doc_id", "id")),
        *map(_needed, ("text_hash", "event_type", "status")),
        *_optional("day_first", "day_last", "country_alpha2", "country_alpha3", "source"),
        sa.Column("confidence", sa.Double, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        *map(_needed, ("actor_keys", "actor_names", "recipient_keys", "recipient_names", "record")),
    ]
