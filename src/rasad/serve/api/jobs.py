"""Ingests started from a page, and what has arrived meanwhile."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, HTTPException, Request, UploadFile
from pydantic import BeforeValidator, StringConstraints

from rasad.serve.accounts import Coder, Reader
from rasad.serve.answers import JobTold, Live
from rasad.serve.jobs import UNDER_WAY, Job, Jobs, pasted
from rasad.serve.reach import OpenStore, remembered
from rasad.serve.selection import Words
from rasad.store import Store, progress, summaries

router = APIRouter(prefix="/api/v1", tags=["jobs"])
_RECENT = timedelta(hours=6)  # an ingest that began before and has not told its end was killed, most likely
_TITLE = 60  # letters of a text by which its job is named


def _given(value: object) -> object:
    """Return `None` for an empty field of a form."""
    return None if value == "" else value


File_ = Annotated[
    UploadFile | None,
    File(description="Articles, in any format of `rasad list formats`, compressed or not."),
]
Text = Annotated[
    Annotated[str, StringConstraints(max_length=500_000)] | None,
    BeforeValidator(_given),
    Form(description="An article's text, instead of a file."),
]
Published = Annotated[
    date | None, BeforeValidator(_given), Form(description="Its day, from which `yesterday` is counted.")
]
Named = Annotated[Words | None, BeforeValidator(_given), Form()]


def jobs_of(request: Request) -> Jobs:
    """Return the jobs of the application that answers."""
    found: Jobs = request.app.state.jobs
    return found


@dataclass(frozen=True, slots=True)
class Pasted:
    """An article that somebody typed or pasted."""

    text: str
    published: date | None
    title: str | None
    source: str | None

    def start(self, jobs: Jobs, who: str) -> Job:
        """Ingest it when its turn comes."""
        day = self.published.isoformat() if self.published else None
        body = pasted(self.text, published=day, title=self.title, source=self.source)
        name = self.title or " ".join(self.text.split())[:_TITLE]
        return jobs.start("pasted.jsonl", io.BytesIO(body), who, shown=name)


def _pasted(text: Text = None, published: Published = None, title: Named = None, source: Named = None) -> Pasted | None:
    return Pasted(text, published, title, source) if text and text.strip() else None


MaybePasted = Annotated[Pasted | None, Depends(_pasted)]


def _elsewhere(store: Store, own: list[Job]) -> list[dict[str, Any]]:
    """Return the ingests of other processes, as far as the store knows them."""
    known = {job.run for job in own}
    since = (datetime.now(UTC) - _RECENT).isoformat()
    return [
        Job(run["id"], run["input"], "", run["started"], "running").shown()
        for run in store.ask(progress.unfinished, since)
        if run["id"] not in known
    ]


@router.get("/live", response_model=Live)
def live(request: Request, store: OpenStore, _: Reader) -> dict[str, Any]:
    """Return how much there is, and what is ingested, also by other processes.

    `revision` changes whenever something arrives or is decided.
    """
    own = jobs_of(request).all()
    running = [job.shown() for job in own if job.state in UNDER_WAY]
    return remembered(store, summaries.counts) | {
        "revision": store.revision(),
        "ingesting": running + _elsewhere(store, own),
    }


@router.get("/jobs", response_model=list[JobTold])
def jobs(request: Request, _: Reader) -> list[dict[str, Any]]:
    """Return the ingests started here, the newest first."""
    return [job.shown() for job in jobs_of(request).all()]


@router.post("/jobs", response_model=JobTold, status_code=202)
def start(request: Request, user: Coder, article: MaybePasted, file: File_ = None) -> dict[str, Any]:
    """Take a file of articles, or the text of one, and ingest it when its turn comes."""
    jobs = jobs_of(request)
    if file is not None and file.filename:
        return jobs.start(file.filename, file.file, user.name).shown()
    if article is None:
        raise HTTPException(422, "send articles as `file`, or the text of one as `text`")
    return article.start(jobs, user.name).shown()


@router.get("/jobs/{job_id}", response_model=JobTold)
def job(request: Request, _: Reader, job_id: str) -> dict[str, Any]:
    """Return how far an ingest is."""
    return jobs_of(request).get(job_id).shown()


@router.post("/jobs/{job_id}/stop", response_model=JobTold)
def stop(request: Request, _: Coder, job_id: str) -> dict[str, Any]:
    """Stop an ingest; what it has stored stays."""
    return jobs_of(request).stop(job_id).shown()
