"""Alembic's environment of the store; a new version is one file in `versions` and `schema.HEAD`."""
