"""Stores to test on: a SQLite file, and a database of a PostgreSQL server started here for the session."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rasad.store import Store, connect
from rasad.store.schema import metadata

_ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


def _programs() -> Path | None:
    """Return the folder of PostgreSQL's programs: Debian keeps them off the PATH."""
    places = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    if found := shutil.which("initdb"):
        places.insert(0, Path(found).parent)
    return next((p for p in places if (p / "initdb").exists() and (p / "postgres").exists()), None)


def _as_server_user() -> list[str]:
    """Return what goes before a server command: the server refuses to run as root."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Give the address of a server, without a database: `postgresql://postgres@/{}?host=FOLDER`."""
    pytest.importorskip("psycopg", reason="the driver is not installed: pip install 'rasad[postgres]'")
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL's programs are not installed: apt-get install postgresql")
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("PostgreSQL does not run as root, and setpriv (util-linux) is not there to run it as another user")
    folder = Path(tempfile.mkdtemp(prefix="rasad-pg-", dir="/tmp"))  # short: a socket's path has at most 107 bytes
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    # The C locale differs from the default of most servers only in sorting, which the store sets by itself.
    how = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
    make = [*_as_server_user(), str(programs / "initdb"), "-D", str(folder / "data"), *how]
    subprocess.run(make, check=True, capture_output=True, cwd="/tmp")
    options = ["-k", str(folder), "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=30"]
    with (folder.parent / f"{folder.name}.log").open("w") as log:
        command = [*_as_server_user(), str(programs / "postgres"), "-D", str(folder / "data"), *options]
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd="/tmp")
    address = f"postgresql://postgres@/{{}}?host={folder}"
    try:
        _wait_for(address.format("postgres"), server)
        yield address
    finally:
        server.send_signal(2)  # SIGINT: the server's fast shutdown
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)
        Path(log.name).unlink(missing_ok=True)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    import psycopg

    for _ in range(100):
        try:
            psycopg.connect(address).close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None:
                raise
            time.sleep(0.1)
    pytest.fail("the PostgreSQL server did not start within 10 seconds")


class Databases:
    """Makes empty databases on one engine; each call of `new` gives the address of another."""

    def __init__(self, engine: str, folder: Path, server: str = "") -> None:
        self.engine, self._folder, self._server, self._count = engine, folder, server, 0

    def new(self) -> str:
        self._count += 1
        name = f"{self._folder.name.replace('-', '_')}_{self._count}".lower()
        if self.engine == "sqlite":
            return f"sqlite:///{self._folder / name}.db"
        import psycopg

        with psycopg.connect(self._server.format("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}"'.encode())
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return self._server.format(name)


@pytest.fixture(params=_ENGINES)
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Databases:
    server = request.getfixturevalue("postgres_server") if request.param == "postgresql" else ""
    return Databases(request.param, tmp_path, server)


@pytest.fixture
def url(databases: Databases) -> str:
    return databases.new()


@pytest.fixture(scope="session")
def kept_stores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Give the addresses of stores that `store` empties and uses again, by engine: making one takes longest."""
    return {"sqlite": f"sqlite:///{tmp_path_factory.mktemp('kept') / 'kept.db'}"}


@pytest.fixture(params=_ENGINES)
def store(request: pytest.FixtureRequest, kept_stores: dict[str, str], tmp_path: Path) -> Iterator[Store]:
    if request.param == "postgresql" and request.param not in kept_stores:
        server = request.getfixturevalue("postgres_server")
        kept_stores[request.param] = Databases(request.param, tmp_path, server).new()
    engine = connect.open_engine(kept_stores[request.param], create=True)
    with connect.writing(engine) as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    with Store(engine) as opened:
        yield opened
