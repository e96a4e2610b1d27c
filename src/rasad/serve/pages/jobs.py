"""Ingests: started here, with their progress; what could not be read."""

from __future__ import annotations

import itertools
import re
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, File, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from rasad.serve.accounts import Coder, Reader
from rasad.serve.api.jobs import jobs_of
from rasad.serve.pages import Data, page
from rasad.serve.reach import OpenStore

router = APIRouter()
_MOST_PROBLEMS = 50
_UPLOADED = re.compile(
    r"^.*[\\/]rasad-jobs-[^\\/]+[\\/][0-9a-f]{12}[\\/]"
)  # where a job keeps its file; nobody's business


@page(router, "/jobs", "jobs.html")
def jobs(request: Request, store: OpenStore, user: Reader) -> Data:
    """Return the ingests of this server, and what could not be read."""
    return {
        "jobs": [job.shown() for job in jobs_of(request).all()],
        "problems": [
            asdict(problem) | {"place": _UPLOADED.sub("", problem.place)}
            for problem in itertools.islice(store.problems(), _MOST_PROBLEMS)
        ],
        "may_start": user.role != "reader",
    }


@router.post("/jobs", include_in_schema=False)
def started(request: Request, user: Coder, files: Annotated[list[UploadFile], File()]) -> Response:
    """Take files and ingest them, one after another."""
    for file in files:
        jobs_of(request).start(file.filename or "articles.jsonl", file.file, user.name)
    return RedirectResponse("/jobs", 303)


@router.post("/jobs/{job_id}/stop", include_in_schema=False)
def stopped(request: Request, user: Coder, job_id: str) -> Response:
    """Stop an ingest."""
    jobs_of(request).stop(job_id)
    return RedirectResponse("/jobs", 303)
