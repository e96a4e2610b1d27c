"""Ingests: started here, with their progress; what could not be read."""

from __future__ import annotations

import itertools
from dataclasses import asdict

from fastapi import APIRouter, Request

from rasad import parts
from rasad.serve.accounts import Reader
from rasad.serve.api.jobs import jobs_of
from rasad.serve.pages import Data, page
from rasad.serve.reach import OpenStore

router = APIRouter()
_MOST_RUNS, _MOST_PROBLEMS = 20, 50


@page(router, "/jobs", "jobs.html")
def jobs(request: Request, store: OpenStore, user: Reader) -> Data:
    """Return the jobs of this server, the last runs of `rasad ingest`, and problems."""
    runs = list(store.runs())[-_MOST_RUNS:]
    return {
        "jobs": [job.shown() for job in jobs_of(request).all()],
        "runs": runs[::-1],
        "problems": [asdict(problem) for problem in itertools.islice(store.problems(), _MOST_PROBLEMS)],
        "problem_count": store.counts()["problems"],
        "formats": list(parts.names("rasad.read.formats")),
    }
