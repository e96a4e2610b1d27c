"""Reaching a store: its address, the engine behind it, and its version.

A saved document is not waited for until it is on the disk (SQLite: WAL mode with `synchronous=NORMAL`; PostgreSQL:
`synchronous_commit=off`): a killed process loses no finished document, a power cut at most the last ones, never the
store; the next `ingest` of the same input codes these again. A human decision is waited for. There is one writer at a
time on both engines (SQLite's write lock, an advisory lock on PostgreSQL), so that nothing depends on a race.
"""

from __future__ import annotations

import importlib.util
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select, table, text
from sqlalchemy import column as sql_column
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from rasad.errors import StoreError
from rasad.store.schema import HEAD, VERSION_TABLE, metadata

DEFAULT = "sqlite:///rasad.db"
_ALLOWED = "allowed are sqlite:///FILE, a path, and postgresql://USER@HOST/DATABASE"
_BUSY_SECONDS = 60
_MAPPED = 1 << 31  # bytes of a file that are read where the system keeps them, without a call for each page
_STANDING_SINCE = "0002"  # the migration that made the derived rows, which code fills
_WRITER_LOCK = 0x7261736164  # "rasad": the advisory lock that a writer holds on PostgreSQL
_NEXT = text("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
_LOCK = text("SELECT pg_advisory_xact_lock(:key), set_config('synchronous_commit', :wait, true)")


def open_engine(url: str | None, *, create: bool) -> Engine:
    """Return the engine of a store that exists and is of this version; an older one is upgraded.

    Args:
        url: `sqlite:///FILE`, a path, or `postgresql://...`; `None` is `rasad.db` in the current folder.
        create: Whether a store that does not exist is made.

    Raises:
        StoreError: It cannot be reached, is none of ours, was made by a newer version, or does not exist.
    """
    address = _address(url)
    shown = address.render_as_string(hide_password=True)
    if address.get_backend_name() == "sqlite":
        _check_file(address, create)
    engine = create_engine(address, **_options(address))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    try:
        with faults(f"the store {shown} cannot be opened"):
            _prepare(engine, shown, create)
    except StoreError:
        engine.dispose()
        raise
    return engine


def absolute(url: str | None) -> str:
    """Return the address of a store as it holds in any folder, with its password: for another process alone.

    Raises:
        StoreError: It is none.
    """
    address = _address(url)
    if address.get_backend_name() != "sqlite" or not address.database:
        return str(url)
    file = str(Path(address.database).absolute())
    return address.set(database=file).render_as_string(hide_password=False)


@contextmanager
def faults(what: str) -> Iterator[None]:
    """Turn the engine's errors into a `StoreError` that starts with `what`."""
    try:
        yield
    except SQLAlchemyError as error:
        cause = str(error.orig) if isinstance(error, DBAPIError) else str(error)
        raise StoreError(f"{what}: {cause.strip()}") from error
    except UnicodeEncodeError as error:  # half a surrogate pair, from a file name or an argument of the command line
        raise StoreError(
            f"{what}: it holds what is no text in UTF-8 ({error.object[error.start : error.end]!r})"
        ) from error


@contextmanager
def writing(engine: Engine, *, durable: bool = False) -> Iterator[Connection]:
    """Give a connection in a transaction of the one writer: committed at the end, rolled back on an error.

    Args:
        engine: The store's.
        durable: Whether to wait until the disk has it.
    """
    with engine.execution_options(writer="FULL" if durable else "NORMAL").begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(_LOCK, {"key": _WRITER_LOCK, "wait": "on" if durable else "off"})
        yield connection


class Watch:
    """Tells whether anything was committed, without reading it.

    On SQLite by the number that changes with every other connection's commit
    (https://sqlite.org/pragma.html#pragma_data_version), for which a connection is kept that never writes; on
    PostgreSQL by the next transaction's number, which other databases of the server move on too.
    """

    def __init__(self, engine: Engine) -> None:
        """Watch the store of an engine."""
        self._engine, self._lock = engine, threading.Lock()
        self._connection: Connection | None = None

    def revision(self) -> str:
        """Return the number."""
        if self._engine.dialect.name == "postgresql":
            with self._engine.connect() as connection:
                return str(
                    connection.execute(text("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")).scalar_one()
                )
        with self._lock:
            if self._connection is None:
                self._connection = self._engine.connect()
            found = str(self._connection.exec_driver_sql("PRAGMA data_version").scalar_one())
            self._connection.rollback()
        return found

    def close(self) -> None:
        """Give its connection back."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None


def look_over(connection: Connection) -> None:
    """Let SQLite see how its tables are filled, so that it plans queries well; PostgreSQL does so by itself."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA analysis_limit=1000")
        connection.exec_driver_sql("ANALYZE")


def _address(url: str | None) -> URL:
    if url is not None and "://" not in url:
        return URL.create("sqlite", database=url)
    try:
        address = make_url(url or DEFAULT)
    except ArgumentError:
        raise StoreError(f"{url!r} is not the address of a store; {_ALLOWED}") from None
    scheme = address.drivername.partition("+")[0]
    if scheme == "sqlite":
        return address
    if scheme not in ("postgresql", "postgres"):
        raise StoreError(f"there is no store of the kind {scheme!r}; {_ALLOWED}")
    if importlib.util.find_spec("psycopg") is None:
        raise StoreError("a store on PostgreSQL needs the driver psycopg: pip install 'rasad[postgres]'")
    return address.set(drivername="postgresql+psycopg")


def _check_file(address: URL, create: bool) -> None:
    if not address.database or address.database == ":memory:":
        raise StoreError(f"a store on SQLite needs a file; {_ALLOWED}")
    path = Path(address.database)
    if path.is_dir():
        raise StoreError(f"{path} is a folder; name the file of a store")
    if not path.exists() and not create:
        raise StoreError(f"there is no store {path}; `rasad ingest INPUT --db {path}` makes one")
    if not path.parent.exists():
        raise StoreError(f"the store {path} cannot be made: there is no folder {path.parent}")


def _options(address: URL) -> dict[str, Any]:
    if address.get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": _BUSY_SECONDS}}
    return {"pool_pre_ping": True}


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where `_begin_sqlite` says, not at the first change
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={_BUSY_SECONDS * 1000}")
    _write_ahead(cursor)
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA wal_autocheckpoint=4000")  # 16 MB: each checkpoint waits for the disk
    cursor.execute(f"PRAGMA mmap_size={_MAPPED}")
    cursor.execute("PRAGMA temp_store=MEMORY")
    cursor.close()


def _write_ahead(cursor: Any) -> None:
    """Set the journal's mode, which only a new file needs.

    That takes an exclusive lock for which SQLite does not wait while another process takes it too
    (https://sqlite.org/wal.html, "Sometimes Queries Return SQLITE_BUSY In WAL Mode").
    """
    until = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)


def _begin_sqlite(connection: Connection) -> None:
    writer = connection.get_execution_options().get("writer")
    if writer is None:
        connection.exec_driver_sql("BEGIN")
        return
    connection.exec_driver_sql(f"PRAGMA synchronous={writer}")
    # A writer takes the lock at once: one that reads first and then writes could not wait for another writer.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _prepare(engine: Engine, shown: str, create: bool) -> None:
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
            if encoding != "UTF8":
                raise StoreError(f"the database {shown} is in {encoding}; make one with ENCODING 'UTF8'")
        found = _version(connection)
    if found == HEAD:
        return
    if found is None and not create:
        raise StoreError(f"{shown} holds no store; `rasad ingest INPUT --db URL` makes one")
    with writing(engine) as connection:
        _upgrade(connection, shown)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.execute(select(sql_column("version_num")).select_from(table(VERSION_TABLE))).scalar_one_or_none()


def _upgrade(connection: Connection, shown: str) -> None:
    """Make the tables, or lead an older store to this version; in the caller's transaction."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    from rasad.store import standing  # loads the lexicon's library, which only an upgrade needs here

    found = _version(connection)  # read again: another process may have been quicker
    if found == HEAD:
        return
    if found is None and (taken := sorted(set(inspect(connection).get_table_names()) & set(metadata.tables))):
        raise StoreError(f"{shown} is no store of Rasad, but has tables of the same names: {', '.join(taken)}")
    config = Config()
    config.set_main_option("script_location", "rasad.store:migrations")
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise StoreError(
            f"the store {shown} is of version {found}, made by a newer Rasad; this one knows versions up to {HEAD}: "
            "upgrade with `pip install -U rasad`"
        )
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if found is not None and found < _STANDING_SINCE:
        standing.rebuild(connection)
    if found is not None:
        look_over(connection)
