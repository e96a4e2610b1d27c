"""Differences of several engines on one event, with the types they name; the parties of an event counted once."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_KEPT = "doc_id event_id text_hash start kind one other first second".split()
# `rasad.store.schema.parties` tells what a turn is.
_TURNS = """
UPDATE parties SET turn = CASE
    WHEN EXISTS (SELECT 1 FROM parties AS p WHERE p.key = parties.key AND p.party = parties.party
                 AND p.role = parties.role AND p.place < parties.place) THEN 2
    WHEN role = 'recipient' AND EXISTS (SELECT 1 FROM parties AS p WHERE p.key = parties.key
                 AND p.party = parties.party AND p.role = 'actor') THEN 1
    ELSE 0 END
"""
_INDEXES = (("party", ["party", "role", "key"]), ("found", ["key", "party", "role"]))


def upgrade() -> None:
    """Make the new table of differences and fill it from the old one; number the parties of each event."""
    types = (sa.Column("first_type", _WORDS), sa.Column("second_type", _WORDS))
    _remake(("doc_id", "event_id", "other"), types)
    op.add_column("parties", sa.Column("turn", sa.Integer, nullable=False, server_default="0"))
    op.execute(_TURNS)
    for name, columns in _INDEXES:
        op.drop_index(f"parties_{name}", "parties")
        op.create_index(f"parties_{name}", "parties", [*columns, "turn"])


def downgrade() -> None:
    """Put back what was there: of several differences on an event the first."""
    for name, columns in _INDEXES:
        op.drop_index(f"parties_{name}", "parties")
        op.create_index(f"parties_{name}", "parties", columns)
    op.drop_column("parties", "turn")
    _remake(("doc_id", "event_id"), ())


def _remake(key: tuple[str, ...], types: tuple[sa.Column[Any], ...]) -> None:
    """Make the table of differences anew, under another key: SQLite changes a key only so."""
    connection = op.get_bind()
    old = sa.table("differences", *(sa.column(name) for name in _KEPT))
    found = connection.execute(sa.select(old).order_by(*(old.c[n] for n in _KEPT[:2]), old.c.other))
    rows = {tuple(row[name] for name in key): dict(row) for row in reversed(found.mappings().all())}
    op.drop_table("differences")
    new = op.create_table(
        "differences",
        *(
            sa.Column(name, sa.Integer if name == "start" else _WORDS, primary_key=name in key, nullable=False)
            for name in _KEPT[:-2]
        ),
        *types,
        *(sa.Column(name, _WORDS) for name in _KEPT[-2:]),
    )
    counted = [*"text_hash kind one other".split(), *(column.name for column in types)] if types else []
    op.create_index("differences_event_id", "differences", ["event_id", *counted])
    named = {column.name: column.name.removesuffix("_type") for column in types}
    if filled := [row | {name: _type(row[of]) for name, of in named.items()} for row in rows.values()]:
        connection.execute(sa.insert(new), filled)


def _type(record: str | None) -> str | None:
    return json.loads(record)["event_type"] if record is not None else None
