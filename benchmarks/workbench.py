"""How fast the workbench answers over a large store, alone and with many people at it.

    python benchmarks/workbench.py --make /tmp/big.db        # a store of 100,000 events from ../shared/data/news
    python benchmarks/workbench.py /tmp/big.db               # medians of first pages and searches, then the crowd

Every answer is timed from the request to its last byte, on this machine. Pages are asked for with ever other filters
too (`varied`), so that what the server remembers of the same question does not count alone. In the crowd each reader
looks at a page and reads it for one to three seconds, each coder takes an event of the queue and decides on it.
"""

from __future__ import annotations

import argparse
import itertools
import random
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from rasad import ontology
from rasad.store import Store

NEWS = Path(__file__).parents[2] / "shared/data/news/ant_multisource.jsonl.xz"
WANTED = 100_000  # events
PORT = 8137
WORDS = "اجتماع وزير هجوم انفجار مظاهرات اتفاق قصف رئيس حكومة صواريخ اعتقال انتخابات حدود جيش مفاوضات".split()
PAGES = ("/", "/events", "/map", "/api/v1/places?limit=2000", "/actors", "/sources", "/review")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("db")
    parser.add_argument("--make", action="store_true", help="make the store first")
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--coders", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=120)
    given = parser.parse_args()
    if given.make:
        make(given.db)
    with Store.open(given.db, create=False) as store:
        print("store:", ", ".join(f"{n:,} {name}" for name, n in store.counts().items()))
    server = subprocess.Popen(
        [sys.executable, "-m", "rasad", "serve", "--db", given.db, "--port", str(PORT), "--no-open"]
    )
    try:
        wait()
        alone()
        crowd(given.readers, given.coders, given.seconds)
    finally:
        server.terminate()
        server.wait()


def make(db: str) -> None:
    """Ingest news until there are enough events; the rules are quickest, and what they code is as much to show."""
    command = [sys.executable, "-m", "rasad", "ingest", str(NEWS), "--db", db, "--engine", "rules", "--judge", "rules"]
    process = subprocess.Popen(command)
    while process.poll() is None:
        time.sleep(5)
        with Store.open(db) as store:
            if store.counts()["events"] >= WANTED:
                process.send_signal(2)
                process.wait()


def wait() -> None:
    for _ in range(100):
        try:
            httpx.get(f"http://127.0.0.1:{PORT}/api/v1/live").raise_for_status()
            return
        except httpx.TransportError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


def alone() -> None:
    client = httpx.Client(base_url=f"http://127.0.0.1:{PORT}", timeout=60)
    chance = random.Random(1)
    print(f"{'alone, ms':<34}{'first':>8}{'median':>8}{'worst':>8}")
    for path in PAGES:
        report(path, [timed(client, path) for _ in range(15)])
    most = client.get("/api/v1/actors?limit=1").raise_for_status().json()[0]
    for path in ("/actor", "/api/v1/pairs"):
        parameter = "id" if path == "/actor" else "actor"
        report(
            f"{path}, {most['count']:,} events", [timed(client, f"{path}?{parameter}={most['id']}") for _ in range(15)]
        )
    report("events, varied filters", [timed(client, f"/events?{varied(chance)}") for _ in range(25)])
    report("map, varied filters", [timed(client, f"/map?{varied(chance)}") for _ in range(25)])
    report("search, /api/v1/search", [timed(client, f"/api/v1/search?text={word}") for word in WORDS])
    pairs = [f"{one} {other}" for one, other in itertools.pairwise(WORDS)]
    report("search, two words", [timed(client, f"/api/v1/events?text={words}") for words in pairs])


def varied(chance: random.Random) -> str:
    kind, year, month = chance.choice(ontology.types()), chance.randint(2014, 2019), chance.randint(1, 9)
    return f"type={kind}&since={year}-0{month}-01&order={chance.choice(['newest', 'date', 'confidence'])}"


def timed(client: httpx.Client, path: str) -> float:
    began = time.perf_counter()
    answer = client.get(path)
    took = time.perf_counter() - began
    if answer.status_code != 200:
        raise SystemExit(f"{answer.status_code} {path}: {answer.text[:300]}")
    return took


def report(name: str, took: list[float]) -> None:
    print(f"{name:<34}" + "".join(f"{1000 * x:>8.0f}" for x in (took[0], statistics.median(took), max(took))))


@dataclass
class Crowd:
    """What many people at once saw."""

    until: float
    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(
        self, client: httpx.Client, kind: str, method: str, path: str, allowed: tuple[int, ...] = (200,), **body: object
    ) -> httpx.Response:
        began = time.perf_counter()
        answer = client.request(method, path, json=body or None)
        with self.lock:
            self.took[kind].append(time.perf_counter() - began)
            if answer.status_code not in allowed:
                self.faults[f"{answer.status_code} {method} {path[:60]} {answer.text[:120]}"] += 1
        return answer

    def read(self, seed: int) -> None:
        chance = random.Random(seed)
        with httpx.Client(base_url=f"http://127.0.0.1:{PORT}", timeout=60) as client:
            time.sleep(chance.uniform(0, 2))
            while time.monotonic() < self.until:
                word = chance.choice(WORDS)
                path = chance.choice(
                    ("/", "/events", f"/events?text={word}", f"/events?{varied(chance)}", "/map", "event")
                )
                if path == "event":
                    found = self.ask(client, "reader", "GET", f"/api/v1/events?limit=20&{varied(chance)}").json()[
                        "events"
                    ]
                    path = f"/event/{chance.choice(found)['id']}" if found else "/sources"
                self.ask(client, "reader", "GET", path)
                time.sleep(chance.uniform(1, 3))

    def decide(self, seed: int) -> None:
        chance = random.Random(seed)
        with httpx.Client(base_url=f"http://127.0.0.1:{PORT}", timeout=60) as client:
            while time.monotonic() < self.until:
                queue = self.ask(
                    client, "coder", "GET", f"/api/v1/review?limit=20&type={chance.choice(ontology.types())}"
                ).json()
                for event in chance.sample(queue["events"], min(3, len(queue["events"]))):
                    time.sleep(chance.uniform(0.5, 2))
                    act = chance.choice(("accept", "reject", "skip"))
                    # two coders may take the same event: a conflict is told, which is no fault
                    self.ask(
                        client, "coder", "POST", "/api/v1/decisions", (201, 409, 429),
                        event_id=event["id"], act=act, seen=None, note="",
                    )  # fmt: skip


def crowd(readers: int, coders: int, seconds: float) -> None:
    seen = Crowd(time.monotonic() + seconds)
    people = [threading.Thread(target=seen.read, args=(n,)) for n in range(readers)]
    people += [threading.Thread(target=seen.decide, args=(1000 + n,)) for n in range(coders)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    print(f"{readers} readers and {coders} coders for {seconds:g} s; errors: {sum(seen.faults.values())}")
    for kind, took in seen.took.items():
        took.sort()
        within = sum(x < 1 for x in took) / len(took)
        print(
            f"  {kind}: {len(took):,} answers, median {1000 * statistics.median(took):.0f} ms, "
            f"95 % {1000 * took[int(0.95 * len(took))]:.0f} ms, under one second {within:.1%}"
        )
    for fault, n in seen.faults.most_common(5):
        print(f"  {n} x {fault}")


if __name__ == "__main__":
    main()
