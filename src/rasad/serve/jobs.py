"""Ingests started from a page: one after another, each a process of its own that can be stopped.

Its progress is what `rasad ingest --progress json` writes. A stopped one leaves every finished article stored.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections import OrderedDict
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Literal

import orjson

from rasad.errors import NotFoundError
from rasad.serve.settings import Settings
from rasad.store import connect

State = Literal["waiting", "running", "stopping", "stopped", "done", "failed"]
_MOST_KEPT = 50  # finished jobs that are still shown
_PATIENCE = 10  # seconds from a request to stop to the end by force
_LONGEST_MESSAGE = 2_000


@dataclass(slots=True)
class Job:
    """An ingest: what it reads, how far it is, how it ended.

    `done` counts the articles that were read, those too that the store had already; `total` is known for files that
    hold an article a line.
    """

    id: str
    name: str
    who: str
    started: str
    state: State = "waiting"
    done: int = 0
    total: int | None = None
    events: int = 0
    problems: int = 0
    message: str = ""
    folder: Path = field(default_factory=Path, repr=False)
    stopping: bool = False

    def shown(self) -> dict[str, Any]:
        """Return what a page shows of it."""
        return {k: v for k, v in asdict(self).items() if k not in ("folder", "stopping")}


class Jobs:
    """The ingests of one server; all end with it."""

    def __init__(self, settings: Settings) -> None:
        """Start with none."""
        self._db = settings.db or connect.DEFAULT
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock, self._turn = threading.Lock(), threading.Lock()
        self._process: dict[str, subprocess.Popen[bytes]] = {}
        self._root = Path(tempfile.mkdtemp(prefix="rasad-jobs-"))

    def start(self, name: str, body: IO[bytes], who: str) -> Job:
        """Take a file and ingest it when its turn comes.

        Args:
            name: As it was called; its ending tells the format.
            body: What it holds.
            who: Who started it.
        """
        ident = secrets.token_hex(6)
        folder = self._root / ident
        folder.mkdir()
        safe = _safe(name)
        with (folder / safe).open("wb") as file:
            shutil.copyfileobj(body, file)
        job = Job(ident, Path(name).name[-100:] or safe, who, datetime.now(UTC).isoformat(), folder=folder)
        job.total = _lines(folder / safe)
        with self._lock:
            self._jobs[ident] = job
            self._forget()
        threading.Thread(target=self._run, args=(job, folder / safe), daemon=True, name=f"job {ident}").start()
        return job

    def all(self) -> list[Job]:
        """Return the jobs, the newest first."""
        with self._lock:
            return list(reversed(self._jobs.values()))

    def get(self, ident: str) -> Job:
        """Return a job.

        Raises:
            NotFoundError: There is none of this id.
        """
        with self._lock:
            if ident not in self._jobs:
                raise NotFoundError(f"there is no job {ident!r}; /jobs lists those there are")
            return self._jobs[ident]

    def stop(self, ident: str) -> Job:
        """Stop a job; what it has stored stays."""
        job = self.get(ident)
        job.stopping = True
        process = self._process.get(ident)
        if process is not None and process.poll() is None:
            job.state = "stopping"
            _interrupt(process)
        elif job.state == "waiting":
            job.state = "stopped"
        return job

    def close(self) -> None:
        """End all jobs, at once."""
        for job in self.all():
            job.stopping = True
        for process in list(self._process.values()):
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
        for process in list(self._process.values()):
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_PATIENCE)
            _end(process)
        shutil.rmtree(self._root, ignore_errors=True)

    def _forget(self) -> None:
        done = [i for i, job in self._jobs.items() if job.state in ("done", "stopped", "failed")]
        for ident in done[: max(0, len(self._jobs) - _MOST_KEPT)]:
            del self._jobs[ident]

    def _run(self, job: Job, path: Path) -> None:
        with self._turn:
            if job.stopping:
                job.state = "stopped"
            else:
                try:
                    self._ingest(job, path)
                except OSError as error:
                    job.state, job.message = "failed", f"the ingest could not be started: {error.strerror}"
        shutil.rmtree(job.folder, ignore_errors=True)

    def _ingest(self, job: Job, path: Path) -> None:
        job.state = "running"
        command = [sys.executable, "-m", "rasad", "ingest", str(path), "--progress", "json"]
        # the address of the store may hold a password: not on the command line, which others can read
        environment = os.environ | {"RASAD_DB": self._db}
        with (job.folder / "log").open("w+b") as log:
            process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=log, env=environment, start_new_session=True
            )
            self._process[job.id] = process
            if job.stopping:  # since before the process could be found
                _interrupt(process)
            assert process.stdout is not None
            for line in process.stdout:
                with contextlib.suppress(orjson.JSONDecodeError, KeyError, TypeError):
                    told = orjson.loads(line)
                    job.done = told["articles"] + told["skipped"]
                    job.events, job.problems = told["events"], told["problems"]
            code = process.wait()
            log.seek(0)
            message = log.read()[-_LONGEST_MESSAGE:].decode("utf8", "replace").replace(str(path), job.name)
        del self._process[job.id]
        job.message = message.strip()
        job.state = "stopped" if job.stopping else "done" if code == 0 else "failed"


def _safe(name: str) -> str:
    """Return a name for a file that no shell, glob or file system takes amiss; its ending stays."""
    kept = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in Path(name).name)
    return kept[-100:].lstrip(".-") or "articles"


def _lines(path: Path) -> int | None:
    """Return how many articles a file of JSON lines holds; `None` for other formats."""
    if path.suffix not in (".jsonl", ".ndjson"):
        return None
    with path.open("rb") as file:
        return sum(1 for line in file if line.strip())


def _interrupt(process: subprocess.Popen[bytes]) -> None:
    """Ask a process to end, and end it where it does not heed that."""
    process.send_signal(signal.SIGINT)
    patience = threading.Timer(_PATIENCE, _end, [process])
    patience.daemon = True  # a server that ends does not wait for it
    patience.start()


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.kill()
