"""What goes wrong, told in one shape: `{"error": {"code", "message", "where"}}`, or as a page to who asked for one."""

from __future__ import annotations

import logging
import secrets
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from rasad.errors import ConflictError, NotFoundError, PartError, RasadError
from rasad.serve import security

_LOG = logging.getLogger("rasad.serve")
_CODES = {
    400: "bad-request", 401: "sign-in", 403: "not-allowed", 404: "not-found", 405: "method", 409: "conflict",
    413: "too-large", 415: "media-type", 422: "invalid", 429: "too-many", 500: "fault", 503: "busy",
}  # fmt: skip


class Fault(BaseModel):
    """What was wrong: a stable word for its kind, a sentence for a person, and where (a parameter or field)."""

    code: str
    message: str
    where: str | None = None
    last: str | None = None


class FaultBody(BaseModel):
    """The body of every answer that is an error."""

    error: Fault


# What any route may answer, for the API's description.
RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"model": FaultBody, "description": told}
    for status, told in (
        (400, "What was asked for is not allowed; the message says what is."),
        (401, "Sign in, or send a token."),
        (403, "The role does not allow it, or the request does not come from this site."),
        (404, "There is no such thing in the store."),
        (409, "Somebody else has decided meanwhile; nothing was written."),
        (413, "The request is too large."),
        (415, "The body is not of the type that is read here."),
        (422, "A parameter or field is not what it must be; `where` names it."),
        (429, "Too many requests; try again in a minute."),
    )
}


def answer(request: Request, status: int, fault: Fault, headers: dict[str, str] | None = None) -> Response:
    """Return an error: as a page where the browser asked for one, else as JSON."""
    if _wants_page(request):
        from rasad.serve import site

        page = site.render(request, "error.html", {"status": status, "error": fault.model_dump()}, status)
        page.headers.update(headers or {})
        return page
    return JSONResponse({"error": fault.model_dump()}, status, headers)


def tell(app: FastAPI) -> None:
    """Let an application tell its errors so."""
    app.add_exception_handler(RasadError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(Exception, _unforeseen)


def status_of(error: RasadError) -> int:
    """Return the HTTP status of one of our errors."""
    if isinstance(error, NotFoundError | PartError):
        return 404
    return 409 if isinstance(error, ConflictError) else 400


async def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, RasadError)
    status = status_of(error)
    last = error.last if isinstance(error, ConflictError) else None
    return answer(request, status, Fault(code=_CODES[status], message=str(error), last=last))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    told = "; ".join(f"{_place(item)}: {item['msg']}" for item in found[:5])
    return answer(request, 422, Fault(code=_CODES[422], message=told, where=_place(found[0]) if found else None))


async def refused(request: Request, error: Exception) -> Response:
    """Return the answer to a request that was refused; a browser that has to sign in is led to the page for it."""
    assert isinstance(error, HTTPException)
    status = error.status_code
    if 300 <= status < 400:
        return Response(status_code=status, headers=dict(error.headers or {}))
    if status == 401 and _wants_page(request):
        back = _here(request) if request.method == "GET" else "/"  # what a form was sent to may be no page
        return RedirectResponse(f"/login?{urlencode({'next': back})}", 303)
    fault = Fault(code=_CODES.get(status, str(status)), message=str(error.detail))
    return answer(request, status, fault, dict(error.headers or {}))


async def _unforeseen(request: Request, error: Exception) -> Response:
    number = secrets.token_hex(4)
    _LOG.error("fault %s at %s %s", number, request.method, request.url.path, exc_info=error)
    message = f"the server failed; its log tells more under {number}"
    headers = security.headers(request.app.state.settings) | {"cache-control": "no-store"}
    return answer(request, 500, Fault(code=_CODES[500], message=message), headers)


def _place(item: dict[str, Any]) -> str:
    return ".".join(str(part) for part in item.get("loc", ()) if part not in ("query", "body", "path"))


def _here(request: Request) -> str:
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path


def _wants_page(request: Request) -> bool:
    path = request.url.path
    if path.startswith(("/api/v1/", "/static/")) or path.endswith(".json"):
        return False
    return "text/html" in request.headers.get("accept", "")
