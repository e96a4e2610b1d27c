"""Who asks: a user signed in by cookie, a program by token, or, on one's own machine, whoever sits there.

Routes name what they need as the type of a parameter: `Reader`, `Coder`, `Admin`.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from rasad.serve.security import SAFE_METHODS, Rate, too_many
from rasad.serve.settings import Settings
from rasad.store.accounts import ROLES, Accounts, Role, User

COOKIE = "rasad_session"
ENTRANCE = "/login"  # the one change that is open to all
OTHER_SESSION = "the form is not of this session; load the page again and send it again"
_LOCAL_TOKEN = secrets.token_urlsafe(24)  # of the forms where nobody signs in: no other site's page can read it


def _known(request: Request) -> User:
    """Return who asks, and keep it with the request for its page.

    Raises:
        HTTPException: 401 where nobody is signed in who has to be.
    """
    settings: Settings = request.app.state.settings
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    request.state.by_token = False
    if scheme.casefold() == "bearer":
        user = accounts(request).by_token(token.strip())
        if user is None:
            told = "the token is not known, or its user is disabled; `rasad user token NAME` makes a new one"
            raise HTTPException(401, told, headers={"WWW-Authenticate": "Bearer"})
        request.state.by_token = True
        return _kept(request, user, "")
    if not settings.accounts:
        return _kept(request, User(settings.who, "admin"), _LOCAL_TOKEN)
    session = accounts(request).session(request.cookies.get(COOKIE, ""))
    if session is None:
        raise HTTPException(401, "sign in first, or send a token", headers={"WWW-Authenticate": "Bearer"})
    return _kept(request, session.user, session.csrf)


def accounts(request: Request) -> Accounts:
    """Return the users of the store that this application shows."""
    found: Accounts = request.app.state.accounts
    return found


def _kept(request: Request, user: User, csrf: str) -> User:
    request.state.user, request.state.csrf = user, csrf
    return user


class Strangers:
    """Refuses a change by somebody who is not signed in before anything of its body is read: uploads are large."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Guard an application."""
        self._app, self._settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; what is raised here is told by `faults.Unforeseen`."""
        changing = scope["type"] == "http" and scope["method"] not in SAFE_METHODS
        if changing and self._settings.accounts and scope["path"] != ENTRANCE:
            await run_in_threadpool(_known, Request(scope))
        await self._app(scope, receive, send)


def _at_least(role: Role) -> Callable[..., object]:
    async def check(request: Request, user: Annotated[User, Depends(_known)]) -> User:
        settings: Settings = request.app.state.settings
        if ROLES.index(user.role) < ROLES.index(role):
            raise HTTPException(403, f"this needs the role {role}; {user.name} is {user.role}")
        if request.method not in SAFE_METHODS:
            rates: dict[str, Rate] = request.app.state.rates
            if not rates["writes"].take(user.name):
                raise too_many("changes")
            await _from_here(request, settings)  # last: it may have to read an upload
        return user

    return check


async def _from_here(request: Request, settings: Settings) -> None:
    """Check that a change was asked for by a page of this site: by the token that only its pages hold.

    A program's token is proof enough; so is, where nobody signs in, a JSON body: a browser sends none to another site
    without asking it first, and this one never agrees.
    """
    if request.state.by_token:
        return
    kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    if kind == "application/json" and not settings.accounts:
        return
    given = request.headers.get("x-csrf-token", "")
    if not given and kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        given = str((await request.form()).get("csrf", ""))
    if not same(given, request.state.csrf):
        raise HTTPException(403, OTHER_SESSION)


def same(given: str, token: str) -> bool:
    """Return whether a form carries the token that it must, however long that takes to tell; an empty one never."""
    return bool(token) and hmac.compare_digest(given.encode("utf8", "replace"), token.encode())


Reader = Annotated[User, Depends(_at_least("reader"))]
Coder = Annotated[User, Depends(_at_least("coder"))]
Admin = Annotated[User, Depends(_at_least("admin"))]
