"""Nothing that happens to an ingest shows in the store: kills, other writers, another order."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import combinations
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rasad.errors import Problem
from rasad.store import CodedDocument, Store, content_hash
from tests.store.conftest import Databases
from tests.store.documents import FIRST_DAY, arrest, article, batch, document, protest

# Children start from a server that has all imported already: twenty lives take seconds, and none shares a connection.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.store.test_endurance", "sqlalchemy.dialects.sqlite", "psycopg"])
DOCUMENTS = 60
KILLS = 20


def ingest(store: Store, items: Iterable[CodedDocument | Problem], saved: Connection | None = None) -> None:
    """Do what `rasad ingest` does: leave out what is there, save the rest in order."""
    for item in items:
        if isinstance(item, Problem):
            store.add_problem(item)
        elif not store.has(item.article.id, content_hash(item.article), item.coder):
            store.save(item)
            if saved is not None:
                saved.send(item.article.id)


def one_life(url: str, coder: str, saved: Connection) -> None:
    with Store.open(url) as store:
        saved.send("open")
        ingest(store, batch(DOCUMENTS, coder), saved)
    saved.send("end")


def killed_in(url: str, coder: str, after: int, wait: float) -> bool:
    """Ingest in a child, kill it a moment after its nth message; return whether it was killed before its end."""
    mine, its = PROCESSES.Pipe()
    child = PROCESSES.Process(target=one_life, args=(url, coder, its))
    child.start()
    its.close()
    messages = []
    try:
        for _ in range(after):
            messages.append(mine.recv())
            if messages[-1] == "end":
                break
    except EOFError:
        pytest.fail(f"the child died by itself after {messages[-1:]}")
    time.sleep(wait)
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    child.join(10)
    return child.exitcode == -signal.SIGKILL


def dumped(url: str) -> list[tuple[Any, ...]]:
    with Store.open(url, create=False) as store:
        return list(store.dump())


def kill_and_finish(url: str, coder: str, kills: int) -> None:
    """Ingest with one coder, killed so often at moments that the seed decides, then to the end."""
    chance = random.Random(kills)
    for _ in range(kills):
        assert killed_in(url, coder, chance.randrange(5), chance.random() * 0.006), "it came to its end, not to a kill"
    partly = dumped(url)
    with Store.open(url) as store:
        ingest(store, batch(DOCUMENTS, coder))
    assert partly != dumped(url), "the kills fell within the work"


def test_twenty_kills_leave_the_store_of_an_undisturbed_run(databases: Databases) -> None:
    undisturbed, killed = databases.new(), databases.new()
    with Store.open(undisturbed) as store:
        ingest(store, batch(DOCUMENTS))
    kill_and_finish(killed, "rasad 1", KILLS)
    assert dumped(killed) == dumped(undisturbed)


def test_kills_while_another_coder_replaces_the_records(databases: Databases) -> None:
    undisturbed, killed = databases.new(), databases.new()
    for url in (undisturbed, killed):
        with Store.open(url) as store:
            ingest(store, batch(DOCUMENTS))
    with Store.open(undisturbed) as store:
        ingest(store, batch(DOCUMENTS, "rasad 2"))
    kill_and_finish(killed, "rasad 2", 8)
    assert dumped(killed) == dumped(undisturbed)


def write_all(url: str, seed: int, count: int) -> None:
    documents = [*map(document, range(count)), *(document(n, id=f"z{n}", url=None) for n in range(0, count, 5))]
    random.Random(seed).shuffle(documents)
    with Store.open(url) as store:
        ingest(store, documents)


def test_writers_at_the_same_time_make_the_store_of_one(databases: Databases) -> None:
    alone, shared = databases.new(), databases.new()
    write_all(alone, 0, 80)
    writers = [PROCESSES.Process(target=write_all, args=(shared, seed, 80)) for seed in (1, 2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert dumped(shared) == dumped(alone)


def test_threads_of_one_store_make_the_store_of_one(databases: Databases) -> None:
    alone, shared = databases.new(), databases.new()
    write_all(alone, 0, 40)
    with Store.open(shared) as store, ThreadPoolExecutor(4) as threads:
        documents = [*map(document, range(40)), *(document(n, id=f"z{n}", url=None) for n in range(0, 40, 5))]
        assert len(list(threads.map(store.save, documents))) == 48
    assert dumped(shared) == dumped(alone)


@pytest.fixture(scope="module")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the file of an empty store: copying one is quicker than migrating."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    Store.open(str(path)).close()
    return path


def made_of(empty: Path, documents: Iterable[CodedDocument]) -> list[tuple[Any, ...]]:
    path = empty.with_name("copy.db")
    shutil.copy(empty, path)
    with Store.open(str(path)) as store:
        for coded in documents:
            store.save(coded)
        return list(store.dump())


URLS = (None, "https://example.org/a", "http://www.example.org/a/", "https://example.org/b", "https://example.org/")
DAYS = (None, FIRST_DAY, FIRST_DAY.replace(year=2015))


@st.composite
def stories(draw: st.DrawFn) -> list[CodedDocument]:
    """Draw documents, each of its own id, that share texts, urls and days in every way."""
    found = []
    for i in range(draw(st.integers(2, 7))):
        url, day = draw(st.sampled_from(URLS)), draw(st.sampled_from(DAYS))
        of = article(draw(st.integers(0, 5)), id=f"d{i}", url=url, published=day)
        coded = CodedDocument(of, [protest(of), arrest(of)][: draw(st.integers(0, 2))], "rasad 1")
        if draw(st.booleans()):
            coded.problems.append(Problem("mentions", "too-long", of.origin, "a name of 900 letters", of.id))
        found.append(coded)
    return found


def heads_of(documents: Sequence[CodedDocument]) -> set[str]:
    """Return by brute force which ids stand for a story: the first published of all that are linked at any distance."""
    groups = [{c.article.id} for c in documents]
    for one, other in combinations(documents, 2):
        a, b = one.article, other.article
        same_url = a.url and b.url and a.url[-2:].strip("/") == b.url[-2:].strip("/") != "g"
        if a.text == b.text or same_url:
            mine, its = (next(g for g in groups if x.id in g) for x in (a, b))
            if mine is not its:
                groups.remove(its)
                mine |= its
    day = {c.article.id: (c.article.published or date.max, c.article.id) for c in documents}
    return {min(group, key=day.__getitem__) for group in groups}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents=stories(), data=st.data())
def test_any_order_with_repetitions_makes_the_same_store(
    empty_store: Path, documents: list[CodedDocument], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(documents))
    again = data.draw(st.lists(st.sampled_from(documents), max_size=4))
    at = data.draw(st.integers(0, len(documents)))
    rows = made_of(empty_store, documents)
    assert made_of(empty_store, [*order[:at], *again, *order[at:]]) == rows
    assert {row[1] for row in rows if row[0] == "articles" and row[2] is None} == heads_of(documents)


@pytest.mark.postgres
def test_both_engines_hold_the_same_rows(postgres_url: str, tmp_path: Path) -> None:
    lists = []
    for url in (postgres_url, f"sqlite:///{tmp_path / 'a.db'}"):
        with Store.open(url) as store:
            ingest(store, batch(30))
            lists.append(list(store.dump()))
    assert lists[0] == lists[1]


@pytest.fixture
def postgres_url(postgres_server: str, tmp_path: Path) -> str:
    return Databases("postgresql", tmp_path, postgres_server).new()
