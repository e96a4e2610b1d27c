"""Ingests: started here, with their progress; what could not be read."""

from __future__ import annotations

import itertools
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, File, HTTPException, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from rasad.serve.accounts import Coder, Reader
from rasad.serve.api.jobs import MaybePasted, jobs_of
from rasad.serve.pages import Data, page
from rasad.serve.reach import OpenStore

router = APIRouter()
_MOST_PROBLEMS = 50


@page(router, "/jobs", "jobs.html")
def jobs(request: Request, store: OpenStore, user: Reader) -> Data:
    """Return the ingests of this server, and what could not be read."""
    return {
        "jobs": [job.shown() for job in jobs_of(request).all()],
        "problems": [asdict(problem) for problem in itertools.islice(store.problems(), _MOST_PROBLEMS)],
        "may_start": user.role != "reader",
    }


@router.post("/jobs", include_in_schema=False)
def started(
    request: Request, user: Coder, article: MaybePasted, files: Annotated[list[UploadFile] | None, File()] = None
) -> Response:
    """Take files and ingest them, one after another; or the text of an article."""
    jobs = jobs_of(request)
    chosen = [file for file in files or () if file.filename]
    if not chosen and article is None:
        raise HTTPException(422, "choose files, or paste the text of an article")
    for file in chosen:
        jobs.start(file.filename or "", file.file, user.name)
    if article is not None:
        article.start(jobs, user.name)
    return RedirectResponse("/jobs", 303)


@router.post("/jobs/{job_id}/stop", include_in_schema=False)
def stopped(request: Request, user: Coder, job_id: str) -> Response:
    """Stop an ingest."""
    jobs_of(request).stop(job_id)
    return RedirectResponse("/jobs", 303)
