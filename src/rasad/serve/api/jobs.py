"""Ingests started from a page, and what has arrived meanwhile."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, File, Request, UploadFile

from rasad.serve.accounts import Coder, Reader
from rasad.serve.answers import JobTold, Live
from rasad.serve.jobs import Jobs
from rasad.serve.reach import OpenStore

router = APIRouter(prefix="/api/v1", tags=["jobs"])
Articles = Annotated[UploadFile, File(description="Articles, in any format of `rasad list formats`.")]


def jobs_of(request: Request) -> Jobs:
    """Return the jobs of the application that answers."""
    found: Jobs = request.app.state.jobs
    return found


@router.get("/live", response_model=Live)
def live(request: Request, store: OpenStore, _: Reader) -> dict[str, Any]:
    """Return how much there is; `revision` changes whenever something arrives or is decided."""
    counts = store.counts()
    running = [job.shown() for job in jobs_of(request).all() if job.state in ("waiting", "running", "stopping")]
    return counts | {"revision": store.revision(), "ingesting": running}


@router.get("/jobs", response_model=list[JobTold])
def jobs(request: Request, _: Reader) -> list[dict[str, Any]]:
    """Return the ingests started here, the newest first."""
    return [job.shown() for job in jobs_of(request).all()]


@router.post("/jobs", response_model=JobTold, status_code=202)
def start(
    request: Request,
    user: Coder,
    file: Annotated[UploadFile, File(description="Articles, in any format of `rasad list formats`.")],
) -> dict[str, Any]:
    """Take a file of articles and ingest it when its turn comes."""
    return jobs_of(request).start(file.filename or "articles.jsonl", file.file, user.name).shown()


@router.get("/jobs/{job_id}", response_model=JobTold)
def job(request: Request, _: Reader, job_id: str) -> dict[str, Any]:
    """Return how far an ingest is."""
    return jobs_of(request).get(job_id).shown()


@router.post("/jobs/{job_id}/stop", response_model=JobTold)
def stop(request: Request, _: Coder, job_id: str) -> dict[str, Any]:
    """Stop an ingest; what it has stored stays."""
    return jobs_of(request).stop(job_id).shown()
