"""How fast `rasad ingest` goes over a news file, what it loses, and how much memory all its processes hold.

    python benchmarks/ingest_throughput.py [FILE] [--db URL] [--jobs 2] [--limit N]

Prints articles, lost documents (neither stored, nor an alias, nor a problem: must be 0), words a second, and the peak
of the memory of all processes together (proportional set size, so that what they share counts once). Ends with 1 where
a document was lost or the ingest failed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import lzma
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from rasad.store import Store

NEWS = Path(__file__).parents[2] / "shared/data/news/saudinewsnet.jsonl.xz"
SAMPLED_EVERY = 0.5  # seconds between two looks at the memory


def main() -> int:
    """Run one ingest and print what came of it."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="rasad-bench-") as folder:
        source = _cut(options.file, options.limit, Path(folder)) if options.limit else options.file
        ids, words = _contents(source)
        url = options.db or f"sqlite:///{folder}/bench.db"
        code, seconds, peak = _ingest(source, url, options.jobs)
        if code != 0:
            print(f"rasad ingest ended with {code}", file=sys.stderr)
            return 1
        lost, counts = _lost(ids, url)
    print(f"file: {options.file.name}, jobs: {options.jobs}, store: {url.partition(':')[0]}")
    print(f"articles: {len(ids)}")
    print(f"stored: {counts['articles']}, aliases: {counts['aliases']}, problems: {counts['problems']}")
    print(f"events: {counts['events']}")
    print(f"lost documents: {lost}")
    print(f"words: {words}, seconds: {seconds:.1f}")
    print(f"words a second: {words / seconds:.0f}")
    print(f"peak memory of all processes: {peak / 2**20:.0f} MiB")
    return 1 if lost else 0


def _options() -> Any:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", nargs="?", type=Path, default=NEWS, help="JSON lines, also .xz or .gz")
    parser.add_argument("--db", help="the store; by default a SQLite file that is removed afterwards")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--limit", type=int, help="only the first so many articles")
    return parser.parse_args()


def _lines(path: Path) -> Iterator[str]:
    with _opened(path) as lines:
        yield from (line for line in lines if line.strip())


def _opened(path: Path) -> IO[str]:
    if path.suffix == ".xz":
        return lzma.open(path, "rt", encoding="utf8")
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf8")
    return path.open(encoding="utf8")


def _cut(path: Path, limit: int, folder: Path) -> Path:
    short = folder / "news.jsonl"
    with short.open("w", encoding="utf8") as out:
        for _, line in zip(range(limit), _lines(path), strict=False):
            out.write(line)
    return short


def _contents(path: Path) -> tuple[list[str | None], int]:
    """Return the ids of the articles of a file (`None` where one has none), and how many words they have."""
    ids: list[str | None] = []
    words = 0
    for line in _lines(path):
        fields = json.loads(line)
        ids.append(str(fields["id"]) if "id" in fields else None)
        words += len((fields.get("text") or fields.get("body") or "").split())
    return ids, words


def _ingest(source: Path, url: str, jobs: int) -> tuple[int, float, int]:
    """Run the command; return its exit status, the seconds it took, and the peak of memory in bytes."""
    command = [sys.executable, "-m", "rasad.cli", "ingest", str(source), "--db", url, "--jobs", str(jobs)]
    program = Path(sys.executable).with_name("rasad")
    if program.exists():
        command[:3] = [str(program)]
    start = time.perf_counter()
    process = subprocess.Popen(command)
    peak, ended = [0], threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, peak, ended))
    watcher.start()
    code = process.wait()
    seconds = time.perf_counter() - start
    ended.set()
    watcher.join()
    return code, seconds, peak[0]


def _watch(pid: int, peak: list[int], ended: threading.Event) -> None:
    while not ended.wait(SAMPLED_EVERY):
        peak[0] = max(peak[0], sum(map(_memory, _family(pid))))


def _family(pid: int) -> list[int]:
    """Return a process and all its descendants that live now."""
    found = [pid]
    for parent in found:  # grows while it is gone through
        with suppress(OSError):
            for tasks in Path(f"/proc/{parent}/task").glob("*/children"):
                found += map(int, tasks.read_text().split())
    return found


def _memory(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def _lost(ids: list[str | None], url: str) -> tuple[int, dict[str, int]]:
    """Return how many articles of the file the store knows nothing about, and the store's counts.

    An article without an id in the file cannot be looked for: these are lost as far as the store holds fewer articles
    that the file does not name. A problem that names no document stands for one article.
    """
    with Store.open(url, create=False) as store:
        known = {article.id for article in store.articles()} | {alias for alias, _, _ in store.aliases()}
        nameless = 0
        for problem in store.problems():
            if problem.doc_id is None:
                nameless += 1
            else:
                known.add(problem.doc_id)
        counts = store.counts()
    named = {i for i in ids if i is not None}
    missing = len(named - known) + max(0, ids.count(None) - len(known - named))
    return max(0, missing - nameless), counts


if __name__ == "__main__":
    sys.exit(main())
