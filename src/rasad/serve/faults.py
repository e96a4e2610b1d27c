"""What goes wrong, told in one shape: `{"error": {"code", "message", "where", ...}}`, or as a page to who wants one."""

from __future__ import annotations

import json
import logging
import re
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from pydantic import BaseModel
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rasad.errors import ConflictError, NotFoundError, PartError, RasadError

_LOG = logging.getLogger("rasad.serve")
CODES = {
    400: "bad-request", 401: "sign-in", 403: "not-allowed", 404: "not-found", 405: "method", 409: "conflict",
    413: "too-large", 415: "media-type", 422: "invalid", 429: "too-many", 500: "fault", 503: "busy",
}  # fmt: skip
_UNREACHABLE = (OperationalError, InterfaceError, NoConnectionError)  # the store's engine, not what was asked of it
_PLAIN = {404: "there is nothing at this address", 405: "this address does not take that method; `Allow` names others"}


class Fault(BaseModel):
    """What was wrong.

    `code` is a stable word for its kind, `message` a sentence for a person, `where` the parameter or field, `allowed`
    what it may be, where that can be listed, `last` the decision that came between, of a conflict, `told` the message
    in Arabic, to who reads the site in Arabic, where it is known.
    """

    code: str
    message: str
    where: str | None = None
    allowed: list[str] | None = None
    last: str | None = None
    told: str | None = None


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
        (500, "The server failed; its log tells more under the number that the message gives."),
        (503, "The store cannot be reached now; try again."),
    )
}


def answer(request: Request, status: int, fault: Fault, headers: Mapping[str, str] | None = None) -> Response:
    """Return an error: as a page where the browser asked for one, else as JSON."""
    if _wants_page(request):
        from rasad.serve import site

        page = site.render(request, "error.html", {"status": status, "error": fault.model_dump()}, status)
        page.headers.update(headers or {})
        return page
    return _as_json(status, fault.model_copy(update={"told": _in_arabic(request, fault.message)}), headers)


def _in_arabic(request: Request, message: str) -> str | None:
    """Return a message in Arabic for who chose it or whose browser asks for it; programs say nothing and get none."""
    from rasad.serve import interface, told

    cookie, accepted = request.cookies.get("lang"), request.headers.get("accept-language")
    asked = (cookie or accepted) and interface.preferred(cookie, accepted) == "ar"
    return told.arabic("messages", message) if asked else None


def _as_json(status: int, fault: Fault, headers: Mapping[str, str] | None = None) -> Response:
    # A message may quote what cannot be encoded, such as half a surrogate pair: ASCII escapes it.
    body = json.dumps({"error": fault.model_dump()}, ensure_ascii=True)
    return Response(body, status, headers, "application/json")


def tell(app: FastAPI) -> None:
    """Let an application tell its errors so; `Unforeseen` tells those that nobody thought of."""
    app.add_exception_handler(RasadError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


class Unforeseen:
    """Answers errors that nobody thought of: a number, under which the log has all of it; no traceback is shown.

    Starlette's own handler of these stands before all middleware: its answers would lack the safe headers.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Stand before an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except HTTPException as error:  # of a guard, outside Starlette's handlers
            if begun:
                raise
            await (await _http(Request(scope), error))(scope, receive, send)
        except Exception as error:
            request = Request(scope)
            fault = _logged(request, error)
            if begun:  # nothing but the end of the connection can tell the reader that the rest is missing
                raise
            await _whatever_happens(request, 500, fault)(scope, receive, send)


def _logged(request: Request, error: Exception) -> Fault:
    number = secrets.token_hex(4)
    _LOG.error("fault %s at %s %s", number, request.method, request.url.path, exc_info=error)
    return Fault(code=CODES[500], message=f"the server failed; its log tells more under {number}")


def _whatever_happens(request: Request, status: int, fault: Fault) -> Response:
    """Return an answer also where the page of errors itself fails."""
    try:
        return answer(request, status, fault)
    except Exception as error:
        _LOG.error("the page of errors failed", exc_info=error)
        return _as_json(status, fault)


def status_of(error: RasadError) -> int:
    """Return the HTTP status of one of our errors."""
    if isinstance(error, NotFoundError | PartError):
        return 404
    if isinstance(error.__cause__, _UNREACHABLE):
        return 503
    return 409 if isinstance(error, ConflictError) else 400


async def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, RasadError)
    status = status_of(error)
    if status == 503:  # the engine's words may name hosts and users
        number = secrets.token_hex(4)
        _LOG.error("fault %s at %s %s", number, request.method, request.url.path, exc_info=error)
        message = f"the store cannot be reached now; try again. The server's log tells more under {number}"
        return answer(request, status, Fault(code=CODES[status], message=message), {"Retry-After": "5"})
    last = error.last if isinstance(error, ConflictError) else None
    return answer(request, status, Fault(code=CODES[status], message=str(error), last=last))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    told = "; ".join(f"{place}: {item['msg']}" if (place := _place(item)) else item["msg"] for item in found[:5])
    first = found[0] if found else {}
    fault = Fault(code=CODES[422], message=told, where=_place(first) or None, allowed=_allowed(first))
    return answer(request, 422, fault)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = error.status_code
    if 300 <= status < 400:
        return Response(status_code=status, headers=dict(error.headers or {}))
    if status == 401 and _wants_page(request):
        back = _here(request) if request.method == "GET" else "/"  # what a form was sent to may be no page
        return RedirectResponse(f"/login?{urlencode({'next': back})}", 303)
    plain = status in _PLAIN and error.detail in ("Not Found", "Method Not Allowed")
    fault = Fault(code=CODES.get(status, str(status)), message=_PLAIN[status] if plain else str(error.detail))
    return answer(request, status, fault, dict(error.headers or {}))


def _place(item: dict[str, Any]) -> str:
    places = item.get("loc", ())
    return ".".join(str(part) for part in places[1:] or places if part not in ("query", "body", "path", "header"))


def _allowed(item: dict[str, Any]) -> list[str] | None:
    """Return the values that a field may have, where pydantic lists them: `'day', 'week' or 'month'`."""
    expected = item.get("ctx", {}).get("expected")
    listed = item.get("type") in ("literal_error", "enum") and isinstance(expected, str)
    return re.findall(r"'([^']*)'", expected) if listed else None


def _here(request: Request) -> str:
    """Return where somebody wanted to go, to lead them there once they have signed in."""
    if request.method != "GET":
        return "/"
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path


def _wants_page(request: Request) -> bool:
    path = request.url.path
    if path.endswith(".json") or (path.startswith(("/api/", "/static/")) and path != "/api/docs"):
        return False
    return "text/html" in request.headers.get("accept", "")
