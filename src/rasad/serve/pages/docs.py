"""The API's description to read and try, from files of this machine alone."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from rasad.serve import site
from rasad.serve.accounts import Reader

router = APIRouter()


@router.get("/api/docs", include_in_schema=False)
def docs(request: Request, user: Reader) -> Response:
    """Return the page."""
    return site.render(request, "docs.html", {"openapi": "/api/openapi.json"})
