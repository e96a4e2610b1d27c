"""`rasad ingest`, killed at random moments and run again, ends in the store of an undisturbed run."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import orjson
import pytest

from rasad.examples import articles
from rasad.store import Store
from tests.store.conftest import Databases, databases, postgres_server  # noqa: F401

KILLS = 20
ARTICLES = 160


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of articles, long enough that a kill falls into the middle of its ingest, with bad lines among them."""
    path = tmp_path_factory.mktemp("news") / "news.jsonl"
    with path.open("wb") as file:
        for number in range(ARTICLES):
            article = articles()[number % 7]
            text = f"{article.text}\nوقال شاهد إن {number} شخصا تظاهروا في المدينة."
            row = {"id": f"n{number}", "text": text, "published": str(article.published), "source": "مثال"}
            file.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
            if number % 25 == 0:
                file.write(b'{"id": "broken", "text": \n')
    return path


def command(news: Path, url: str) -> list[str]:
    return [sys.executable, "-m", "rasad", "ingest", str(news), "--db", url, "--jobs", "2"]


def count(url: str) -> int:
    with Store.open(url) as store:
        return int(store.counts()["articles"])


@pytest.mark.slow
def test_a_killed_ingest_leaves_no_trace(news: Path, databases: Databases) -> None:  # noqa: F811
    undisturbed, killed = databases.new(), databases.new()
    subprocess.run(command(news, undisturbed), check=True, capture_output=True)
    moments = random.Random(20)  # seeded: the moments are the same on every run, the machine's speed is not
    stored = [count(killed)]
    for _ in range(KILLS):
        child = subprocess.Popen(command(news, killed), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wanted = stored[-1] + moments.randint(0, ARTICLES // KILLS)  # 0: it may die before it has stored anything
        while child.poll() is None and count(killed) < wanted:
            time.sleep(0.02)
        time.sleep(moments.uniform(0, 0.3))
        child.send_signal(signal.SIGKILL)
        child.wait()
        stored.append(count(killed))
    subprocess.run(command(news, killed), check=True, capture_output=True)
    assert len({number for number in stored if 0 < number < ARTICLES}) > 2, f"few kills fell into the ingest: {stored}"
    with Store.open(undisturbed) as one, Store.open(killed) as other:
        assert one.counts()["articles"] == ARTICLES
        assert list(one.dump()) == list(other.dump())
