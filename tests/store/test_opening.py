"""Addresses, versions, and what cannot be opened."""

from __future__ import annotations

import importlib.util
import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from rasad.errors import StoreError
from rasad.store import Differing, Filters, Store, connect
from rasad.store.schema import HEAD, VERSION_TABLE, metadata
from tests.store.conftest import Databases
from tests.store.documents import document


def test_a_store_is_made_once_and_kept(url: str) -> None:
    with Store.open(url) as store:
        store.save(document(1))
        rows = list(store.dump())
    with Store.open(url, create=False) as store:
        assert list(store.dump()) == rows


def test_migrations_lead_to_the_tables_of_the_schema(url: str) -> None:
    engine = connect.open_engine(url, create=True)
    with engine.connect() as connection:
        opts = {"version_table": VERSION_TABLE, "compare_type": True, "include_name": _is_ours}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == HEAD
    engine.dispose()
    config = Config()
    config.set_main_option("script_location", "rasad.store:migrations")
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def _is_ours(name: str | None, _kind: object, _parents: object) -> bool:
    """Leave out the engine's own index of words, which the schema cannot name: FTS5's tables, GIN's expression."""
    return not (name or "").startswith("search_index")


def test_a_store_of_a_newer_version_is_refused(url: str) -> None:
    Store.open(url).close()
    engine = connect.open_engine(url, create=True)
    with connect.writing(engine) as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError, match="of version 9999, made by a newer Rasad"):
        Store.open(url)


def test_a_database_of_something_else_is_refused(url: str) -> None:
    engine = create_engine(connect._address(url))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE articles (title TEXT)"))
    engine.dispose()
    with pytest.raises(StoreError, match="tables of the same names: articles"):
        Store.open(url)


def test_an_empty_database_is_no_store_to_read(databases: Databases) -> None:
    with pytest.raises(StoreError, match="no store"):
        Store.open(databases.new(), create=False)


def test_the_default_is_a_file_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Store.open().close()
    assert (tmp_path / "rasad.db").exists()
    Store.open("other.db").close()
    assert (tmp_path / "other.db").exists()


def test_sqlite_is_set_up_for_one_writer_and_many_readers(tmp_path: Path) -> None:
    engine = connect.open_engine(f"sqlite:///{tmp_path / 'a.db'}", create=True)
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 60_000}
    engine.dispose()


@pytest.mark.parametrize(("durable", "sqlite", "postgresql"), [(False, 1, "off"), (True, 2, "on")])
def test_only_decisions_wait_for_the_disk(url: str, durable: bool, sqlite: int, postgresql: str) -> None:
    engine = connect.open_engine(url, create=True)
    with connect.writing(engine, durable=not durable) as connection:
        pass
    with connect.writing(engine, durable=durable) as connection:
        if engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == sqlite
        else:
            assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == postgresql
    engine.dispose()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://localhost/rasad", "no store of the kind 'mysql'; allowed are sqlite"),
        ("no address://", "is not the address of a store"),
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
        ("sqlite:////nowhere/at/all.db", "there is no folder /nowhere/at"),
        ("/", "is a folder"),
    ],
)
def test_addresses_that_are_not_allowed(url: str, told: str) -> None:
    with pytest.raises(StoreError, match=told):
        Store.open(url)


def test_a_missing_store_is_not_made_for_reading(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="rasad ingest"):
        Store.open(str(tmp_path / "a.db"), create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text('{"id": "n001"}\n' * 1000, encoding="utf8")
    with pytest.raises(StoreError, match=r"news\.jsonl cannot be opened: file is not a database"):
        Store.open(str(path))
    assert path.read_text(encoding="utf8").startswith('{"id"'), "it is left as it was"


def test_a_locked_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect, "_BUSY_SECONDS", 0.2)
    path = tmp_path / "a.db"
    with Store.open(str(path)) as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="article 'n001' cannot be stored: database is locked"):
            store.save(document(1))
        other.execute("ROLLBACK")
        other.close()
        assert store.save(document(1)).outcome == "stored"


def test_a_missing_driver_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "psycopg" else find(name))
    with pytest.raises(StoreError, match=r"pip install 'rasad\[postgres\]'"):
        Store.open("postgresql://localhost/rasad")


def test_a_server_that_does_not_answer_and_a_hidden_password() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(StoreError, match="cannot be opened") as caught:
        Store.open("postgresql://rasad:geheim@127.0.0.1:9/rasad?connect_timeout=2")
    assert "geheim" not in str(caught.value)


def _lead_back(url: str, version: str) -> None:
    engine = connect.open_engine(url, create=False)
    with connect.writing(engine) as connection:
        config = Config()
        config.set_main_option("script_location", "rasad.store:migrations")
        config.attributes["connection"] = connection
        command.downgrade(config, version)
    engine.dispose()


def test_an_older_store_is_led_here_with_all_that_is_derived(url: str) -> None:
    with Store.open(url) as store:
        for n in range(4):
            store.save(document(n))
        store.save(document(1, id="z1", url="https://other.example/1"))
        store.decide(document(2).records[0]["id"], "reject", "سلمى")
        rows = list(store.dump())
    _lead_back(url, "0001")
    with Store.open(url, create=False) as store:
        assert list(store.dump()) == rows
        assert len(list(store.events(Filters(text="مصانع")))) == 3


def test_differences_and_parties_of_an_older_store_are_led_here(url: str) -> None:
    with Store.open(url) as store:
        for n in range(3):
            coded = document(n)
            arrest = coded.records[1]
            arrest["recipient"] = [*arrest["recipient"], *arrest["actor"]]  # the police arrest the police
            arrest["actor"] *= 2
            store.save(coded)
            other = arrest | {"event_type": "ASSAULT"}
            store.file_differences(coded.article, "llm", [Differing("type", "rules", "llm", arrest, other)])
            store.file_differences(coded.article, "x", [Differing("only rules", "rules", "x", coded.records[0], None)])
        rows = list(store.dump())
    assert {row[-1] for row in rows if row[0] == "parties"} == {0, 1, 2}
    _lead_back(url, "0004")
    with Store.open(url, create=False) as store:
        assert list(store.dump()) == rows
