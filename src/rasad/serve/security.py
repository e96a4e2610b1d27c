"""What keeps others out: headers, the names by which the server may be called, where changes may come from, limits.

All are plain ASGI, so that exports stream through them. `protect` puts them in this order: the headers of whatever is
answered, then faults, then the name of the server, how often, how much, and where a request comes from.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from urllib.parse import urlsplit

from fastapi import FastAPI, HTTPException, Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rasad.serve import faults
from rasad.serve.faults import Fault
from rasad.serve.settings import Settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
UPLOADS = frozenset({"/api/v1/jobs", "/jobs"})
_MOST_COUNTED = 10_000  # addresses and names whose requests are counted at once
_PROXIES_SAY = ("x-forwarded-for", "x-forwarded-host", "x-real-ip", "forwarded", "via")


class Rate:
    """Counts what somebody does: so many a minute, in bursts of as many (a token bucket)."""

    def __init__(self, per_minute: int, now: Callable[[], float] = time.monotonic) -> None:
        """Allow so many a minute."""
        self._most, self._now = per_minute, now
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, who: str) -> bool:
        """Return whether `who` may do one more now."""
        with self._lock:
            now = self._now()
            left, at = self._left.pop(who, (float(self._most), now))
            left = min(self._most, left + (now - at) * self._most / 60)
            allowed = left >= 1
            self._left[who] = (left - 1 if allowed else left, now)
            if len(self._left) > _MOST_COUNTED:
                self._left.popitem(last=False)
            return allowed


def too_many(what: str) -> HTTPException:
    """Return the error of who asks too often."""
    return HTTPException(429, _too_many(what), headers={"Retry-After": "60"})


def _too_many(what: str) -> str:
    return f"too many {what}; try again in a minute"


def client(scope: Scope) -> str:
    """Return whom a request counts for: the address, of IPv6 the network of 64 bits that one subscriber has."""
    host: str = (scope.get("client") or ("",))[0]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address) or address.ipv4_mapped:
        return host
    return str(ipaddress.ip_network((int(address), 64), strict=False))


def policy(settings: Settings) -> str:
    """Return the content security policy: everything from here, nothing in line; pictures of an own tile server."""
    tiles = f" {settings.tile_origin}" if settings.tiles else ""
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
        "object-src": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def protect(app: FastAPI, settings: Settings) -> None:
    """Put the guards before an application; what is added last is asked first."""
    app.add_middleware(Origins)
    app.add_middleware(Sizes, settings=settings)
    app.add_middleware(Reads, settings=settings)
    app.add_middleware(Hosts, settings=settings)
    app.add_middleware(faults.Unforeseen)
    app.add_middleware(SafeHeaders, settings=settings)


class SafeHeaders:
    """Adds the headers that tell a browser what it may do with a page."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Guard an application."""
        self._app = app
        self._headers = {
            "content-security-policy": policy(settings),
            "x-content-type-options": "nosniff",
            "referrer-policy": "same-origin",
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
            "x-frame-options": "DENY",
            "permissions-policy": "camera=(), microphone=(), geolocation=()",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        static = scope["path"].startswith("/static/")

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
                kept = static and message["status"] < 400
                headers.setdefault("cache-control", "public, max-age=86400" if kept else "no-store")
            await send(message)

        await self._app(scope, receive, told)


class Hosts:
    """Refuses a request under another name than the server's own: a page elsewhere that bends its name to here.

    Where nobody signs in, a request that came through a proxy is refused too: others can send it.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Guard an application."""
        self._app, self._settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            if not self._settings.called(headers.get("host", "")):
                told = "this server is not called by that name; `rasad serve --name NAME` gives it one"
                return await _refuse(scope, receive, send, 400, told)
            if not self._settings.accounts and any(name in headers for name in _PROXIES_SAY):
                told = (
                    "the request came through a proxy, and nobody signs in here: `rasad serve --login --proxy ADDRESS`"
                )
                return await _refuse(scope, receive, send, 403, told)
        return await self._app(scope, receive, send)


class Reads:
    """Refuses an address that asks too often, where users sign in; files of the pages are not counted."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Guard an application."""
        self._app, self._on = app, settings.accounts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if self._on and scope["type"] == "http" and not scope["path"].startswith("/static/"):
            rate: Rate = scope["app"].state.rates["reads"]
            if not rate.take(client(scope)):
                return await _refuse(scope, receive, send, 429, _too_many("requests"), {"Retry-After": "60"})
        return await self._app(scope, receive, send)


class Origins:
    """Refuses what another site's page asks for: every change, and what it would embed or read.

    A link there may lead to a page here. The token of a form is checked by `accounts`.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Guard an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http" and _foreign(scope["method"], Headers(scope=scope)):
            told = "this must be asked for by a page of this site"
            return await _refuse(scope, receive, send, 403, told)
        return await self._app(scope, receive, send)


def _foreign(method: str, headers: Headers) -> bool:
    """Return whether a browser says that another site's page asks; programs say nothing of it."""
    site = headers.get("sec-fetch-site", "none")
    if method in SAFE_METHODS:
        return site not in ("same-origin", "none") and headers.get("sec-fetch-mode") != "navigate"
    origin = headers.get("origin")
    other = origin is not None and urlsplit(origin).netloc.casefold() != headers.get("host", "").casefold()
    return other or site not in ("same-origin", "none")


class Sizes:
    """Refuses bodies that are too large, by their header or, where that is missing or lies, while they come."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Guard an application."""
        self._app, self._limits = app, settings.limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        headers = Headers(scope=scope)
        upload = scope["path"] in UPLOADS and headers.get("content-type", "").startswith("multipart/form-data")
        most = self._limits.upload if upload else self._limits.body
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length[:20]) > most:
            return await _refuse(scope, receive, send, 413, _too_large(most))
        come = 0

        async def counted() -> Message:
            nonlocal come
            message = await receive()
            come += len(message.get("body", b""))
            if come > most:
                raise HTTPException(413, _too_large(most), headers={"Connection": "close"})
            return message

        return await self._app(scope, counted, send)


def _too_large(most: int) -> str:
    return f"at most {most:,} bytes are taken"


async def _refuse(
    scope: Scope, receive: Receive, send: Send, status: int, told: str, headers: dict[str, str] | None = None
) -> None:
    fault = Fault(code=faults.CODES[status], message=told)
    await faults.answer(Request(scope, receive), status, fault, headers)(scope, receive, send)
