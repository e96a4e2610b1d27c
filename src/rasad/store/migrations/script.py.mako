"""${message}."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Lead a store of the version before to this one."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Lead back."""
    ${downgrades if downgrades else "pass"}
