"""What keeps others out: headers, the names by which the server may be called, where changes may come from, limits.

All are plain ASGI, so that exports stream through them. The order in which `protect` puts them: limits of size first,
then the host's name, then the origin of changes, then the headers of what is answered.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from urllib.parse import urlsplit

from fastapi import FastAPI, HTTPException
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rasad.serve.settings import Settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
UPLOADS = frozenset({"/api/v1/jobs", "/jobs"})
_MOST_COUNTED = 10_000  # addresses and names whose requests are counted at once


class Rate:
    """Counts what somebody does: so many a minute, in bursts of as many (a token bucket)."""

    def __init__(self, per_minute: int, now: Callable[[], float] = time.monotonic) -> None:
        """Allow so many a minute."""
        self._most, self._now = per_minute, now
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, who: str) -> bool:
        """Return whether `who` may do one more now."""
        left, at = self._left.pop(who, (float(self._most), self._now()))
        now = self._now()
        left = min(self._most, left + (now - at) * self._most / 60)
        allowed = left >= 1
        self._left[who] = (left - 1 if allowed else left, now)
        if len(self._left) > _MOST_COUNTED:
            self._left.popitem(last=False)
        return allowed


def too_many(what: str) -> HTTPException:
    """Return the error of who asks too often."""
    return HTTPException(429, f"too many {what}; try again in a minute", headers={"Retry-After": "60"})


def policy(settings: Settings) -> str:
    """Return the content security policy: everything from here, nothing in line; pictures of an own tile server."""
    tiles = ""
    if settings.tiles:
        parts = urlsplit(settings.tiles)
        tiles = f" {parts.scheme}://{parts.netloc}"
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "font-src": "'self'",
        "img-src": f"'self' data: blob:{tiles}",
        "connect-src": f"'self'{tiles}",
        "worker-src": "'self' blob:",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def headers(settings: Settings) -> dict[str, str]:
    """Return the headers of every answer, which tell a browser what it may do with a page."""
    return {
        "content-security-policy": policy(settings),
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "x-frame-options": "DENY",
        "permissions-policy": "camera=(), microphone=(), geolocation=()",
    }


def protect(app: FastAPI, settings: Settings) -> None:
    """Put the guards before an application; what is added last is asked first."""
    app.add_middleware(Origins, settings=settings)
    app.add_middleware(Hosts, settings=settings)
    app.add_middleware(Sizes, settings=settings)
    app.add_middleware(SafeHeaders, settings=settings)


class SafeHeaders:
    """Adds the `headers`; answers to faults nobody foresaw do not come by here and add them themselves."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Guard an application."""
        self._app, self._headers = app, headers(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        static = scope["path"].startswith("/static/")

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                told_already = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    told_already[name] = value
                told_already.setdefault("cache-control", "public, max-age=86400" if static else "no-store")
            await send(message)

        await self._app(scope, receive, told)


class Hosts:
    """Refuses a request under another name than the server's own: a page elsewhere that bends its name to here."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Guard an application."""
        self._app, self._names = app, settings.hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http" and self._names is not None:
            name = Headers(scope=scope).get("host", "").casefold()
            bare = name.rpartition(":")[0] if not name.endswith("]") and ":" in name else name
            if bare not in self._names:
                refused = _refused(400, "bad-host", "this server is not called by that name (rasad serve --name)")
                await refused(scope, receive, send)
                return
        await self._app(scope, receive, send)


class Origins:
    """Refuses a change that another site's page asks for; the token of a form is checked by `accounts`."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Guard an application."""
        self._app, self._settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http" and scope["method"] not in SAFE_METHODS:
            headers = Headers(scope=scope)
            origin, site = headers.get("origin"), headers.get("sec-fetch-site", "same-origin")
            foreign = origin is not None and urlsplit(origin).netloc.casefold() != headers.get("host", "").casefold()
            if foreign or site not in ("same-origin", "none"):
                refused = _refused(403, "not-allowed", "a change must be asked for by a page of this site")
                await refused(scope, receive, send)
                return
        await self._app(scope, receive, send)


class Sizes:
    """Refuses bodies that are too large, by their header or, where that is missing or lies, while they come."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Guard an application."""
        self._app, self._limits = app, settings.limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._limits.upload if scope["path"] in UPLOADS else self._limits.body
        length = Headers(scope=scope).get("content-length", "")
        if length.isdecimal() and int(length) > most:
            await _refused(413, "too-large", f"at most {most:,} bytes are taken")(scope, receive, send)
            return
        come = 0

        async def counted() -> Message:
            nonlocal come
            message = await receive()
            come += len(message.get("body", b""))
            if come > most:
                raise HTTPException(413, f"at most {most:,} bytes are taken")
            return message

        await self._app(scope, counted, send)


def _refused(status: int, code: str, message: str) -> JSONResponse:
    return JSONResponse({"error": {"code": code, "message": message, "where": None, "last": None}}, status)
