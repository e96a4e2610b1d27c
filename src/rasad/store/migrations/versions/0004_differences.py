"""Where two engines differ, to be decided on by people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "differences",
        sa.Column("doc_id", _WORDS, primary_key=True),
        sa.Column("event_id", _WORDS, primary_key=True),
        sa.Column("text_hash", _WORDS, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        *(sa.Column(name, _WORDS, nullable=False) for name in ("kind", "one", "other")),
        *(sa.Column(name, _WORDS) for name in ("first", "second")),
    )
    op.create_index("differences_event_id", "differences", ["event_id"])


def downgrade() -> None:
    """Remove it."""
    op.drop_table("differences")
