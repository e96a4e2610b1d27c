"""Ingests started from a page: one after another, each a process of its own that can be stopped.

Its progress is what `rasad ingest --progress json` writes. A stopped one leaves every finished article stored. One
whose server was killed ends with the next line of progress, which nobody reads any more.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Literal

import orjson
from fastapi import HTTPException

from rasad.coder import Config
from rasad.encoder.folder import VARIABLE
from rasad.errors import NotFoundError, RasadError
from rasad.serve.settings import Settings
from rasad.store import connect

State = Literal["waiting", "running", "stopping", "stopped", "done", "failed"]
UNDER_WAY = ("waiting", "running", "stopping")
_LOG = logging.getLogger("rasad.serve")
_MOST_KEPT = 50  # finished jobs that are still shown
_PATIENCE = 10  # seconds from a request to stop to the end by force
_LONGEST_MESSAGE = 2_000
_LONGEST_NAME = 60  # characters of a file's name: below 255 bytes in any script
_ZIP = b"PK\x03\x04"


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
    run: str | None = None  # among the store's runs, once it began
    folder: Path = field(default_factory=Path, repr=False)
    stopping: bool = False

    def shown(self) -> dict[str, Any]:
        """Return what a page shows of it."""
        return {k: v for k, v in asdict(self).items() if k not in ("run", "folder", "stopping")}


class Jobs:
    """The ingests of one server; all end with it."""

    def __init__(self, settings: Settings) -> None:
        """Start with none."""
        # Each runs in its file's folder, so that only the file's name gets into problems and the list of runs.
        self._environment = _environment() | {"RASAD_DB": connect.absolute(settings.db)}
        self._options = _options(settings.coding)
        self._most_waiting = settings.limits.jobs
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._turns = ThreadPoolExecutor(1, thread_name_prefix="job")
        self._process: dict[str, subprocess.Popen[bytes]] = {}
        self._root = Path(tempfile.mkdtemp(prefix="rasad-jobs-"))  # for this user alone

    def start(self, name: str, body: IO[bytes], who: str, shown: str = "") -> Job:
        """Take a file and ingest it when its turn comes.

        Args:
            name: As it was called; its ending tells the format.
            body: What it holds.
            who: Who started it.
            shown: What it is called on pages, where that is not its name.

        Raises:
            RasadError: It is a zip archive, or cannot be kept.
            HTTPException: Too many wait already.
        """
        if sum(job.state == "waiting" for job in self.all()) >= self._most_waiting:
            told = f"{self._most_waiting} ingests wait already; try again when some are done"
            raise HTTPException(429, told, headers={"Retry-After": "60"})
        ident = secrets.token_hex(6)
        folder, safe = self._root / ident, _safe(name)
        try:
            folder.mkdir()
            with (folder / safe).open("wb") as file:
                beginning = body.read(len(_ZIP))
                if beginning == _ZIP:
                    raise RasadError(f"{Path(name).name} is a zip archive; unpack it and send what is in it")
                file.write(beginning)
                shutil.copyfileobj(body, file)
        except (OSError, RasadError) as error:
            shutil.rmtree(folder, ignore_errors=True)
            if isinstance(error, OSError):
                raise RasadError(f"the upload cannot be kept: {error.strerror}") from error
            raise
        shown = shown or Path(name).name[-100:] or safe
        job = Job(ident, shown, who, datetime.now(UTC).isoformat(), folder=folder)
        job.total = _lines(folder / safe)
        with self._lock:
            self._jobs[ident] = job
            self._forget()
        self._turns.submit(self._run, job, folder / safe)
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
        self._turns.shutdown(wait=False, cancel_futures=True)
        for process in list(self._process.values()):
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
        for process in list(self._process.values()):
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_PATIENCE)
            _end(process)
        shutil.rmtree(self._root, ignore_errors=True)

    def _forget(self) -> None:
        done = [i for i, job in self._jobs.items() if job.state not in UNDER_WAY]
        for ident in done[: max(0, len(self._jobs) - _MOST_KEPT)]:
            del self._jobs[ident]

    def _run(self, job: Job, path: Path) -> None:
        try:
            if job.stopping:
                job.state = "stopped"
            else:
                self._ingest(job, path)
        except Exception as error:  # one job's fault is not the next one's
            _LOG.error("job %s failed", job.id, exc_info=error)
            told = error.strerror if isinstance(error, OSError) else type(error).__name__
            job.state, job.message = "failed", f"the ingest could not be run: {told}"
        finally:
            shutil.rmtree(job.folder, ignore_errors=True)

    def _ingest(self, job: Job, path: Path) -> None:
        job.state = "running"
        command = [sys.executable, "-m", "rasad", "ingest", *self._options, path.name, "--progress", "json"]
        # the address of the store may hold a password: not on the command line, which others can read
        with tempfile.TemporaryFile() as log:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, cwd=path.parent,
                env=self._environment, start_new_session=True,
            )  # fmt: skip
            self._process[job.id] = process
            if job.stopping:  # since before the process could be found
                _interrupt(process)
            assert process.stdout is not None
            for line in process.stdout:
                with contextlib.suppress(orjson.JSONDecodeError, KeyError, TypeError):
                    told = orjson.loads(line)
                    job.done = told["articles"] + told["skipped"]
                    job.events, job.problems = told["events"], told["problems"]
                    job.run = told.get("run")
            code = process.wait()
            log.seek(0)
            job.message = log.read()[-_LONGEST_MESSAGE:].decode("utf8", "replace").strip()
        del self._process[job.id]
        job.state = "stopped" if job.stopping else "done" if code == 0 else "failed"


def pasted(text: str, **fields: str | None) -> bytes:
    """Return an article that somebody typed or pasted as a JSON line; `fields` are those of an article that it has."""
    known = {"text": text} | {name: value for name, value in fields.items() if value}
    return json.dumps(known).encode()  # ASCII: also halves of surrogate pairs come through


def _environment() -> dict[str, str]:
    """Return this process's environment for one that runs in a folder of somebody's files.

    What it imports must not lie there, and what is given relative to this folder must hold there.
    """
    found = os.environ | {"PYTHONSAFEPATH": "1", "PYTHONUTF8": "1"}
    if places := found.get("PYTHONPATH"):
        found["PYTHONPATH"] = os.pathsep.join(str(Path(place).absolute()) for place in places.split(os.pathsep))
    for name in (VARIABLE, "RASAD_LLM_CACHE"):
        if place := found.get(name):
            found[name] = str(Path(place).absolute())
    return found


def _options(coding: Config) -> list[str]:
    """Return the options that let `rasad ingest` code so, in whatever folder."""
    encoder = ["--encoder", str(Path(coding.encoder).absolute())] if coding.encoder is not None else []
    return ["--engine", coding.engine, "--judge", coding.judge, *encoder]


def _safe(name: str) -> str:
    """Return a name for a file that no shell, glob or file system takes amiss; its ending stays."""
    kept = "".join(c if c.isalnum() or c in "._-" else "_" for c in Path(name).name)[-_LONGEST_NAME:].lstrip(".-")
    try:
        os.fsencode(kept)
    except UnicodeEncodeError:  # a file system in an older encoding
        kept = kept.encode("ascii", "replace").decode().replace("?", "_")
    return kept or "articles"


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
