"""Runs the migrations on the connection that `rasad.store.connect` hands over, within its transaction."""

from __future__ import annotations

from alembic import context

from rasad.store.schema import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,  # SQLite changes a column only by copying its table
)
with context.begin_transaction():
    context.run_migrations()
