"""Indexes from which the sums over what a search finds, and the newest of a selection, are read without the rows."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

_NEWEST = ("newest", "doc_id", "start", "id")
_FILTERED = tuple("act event_type status country_alpha2 source day_first day_last confidence".split())
_INDEXES = (
    ("standing", "found", tuple("key act event_type status country_alpha2 source newest doc_id start id".split())),
    ("parties", "found", ("key", "party", "role")),
)


def upgrade() -> None:
    """Make the indexes."""
    op.drop_index("standing_newest", "standing")
    op.create_index("standing_newest", "standing", [*_NEWEST, *_FILTERED])
    for table, name, columns in _INDEXES:
        op.create_index(f"{table}_{name}", table, list(columns))


def downgrade() -> None:
    """Put back what was there."""
    op.drop_index("standing_newest", "standing")
    op.create_index("standing_newest", "standing", list(_NEWEST))
    for table, name, _ in _INDEXES:
        op.drop_index(f"{table}_{name}", table)
