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

from rasad.serve import faults
from rasad.serve.security import SAFE_METHODS, Rate, too_many
from rasad.serve.settings import Settings
from rasad.store.accounts import ROLES, Accounts, Role, User

COOKIE = "rasad_session"
ENTRANCE = "/login"  # the one change that is open to all
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
            raise HTTPException(401, "the token is not known; `rasad user token NAME` makes a new one")
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
        """Answer a request."""
        changing = scope["type"] == "http" and scope["method"] not in SAFE_METHODS
        if changing and self._settings.accounts and scope["path"] != ENTRANCE:
            request = Request(scope)
            try:
                await run_in_threadpool(_known, request)
            except HTTPException as error:
                await (await faults.refused(request, error))(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _at_least(role: Role) -> Callable[..., object]:
    async def check(request: Request, user: Annotated[User, Depends(_known)]) -> User:
        settings: Settings = request.app.state.settings
        changing = request.method not in SAFE_METHODS
        if changing:
            await _from_here(request, settings)
        if ROLES.index(user.role) < ROLES.index(role):
            raise HTTPException(403, f"this needs the role {role}; {user.name} is {user.role}")
        rates: dict[str, Rate] = request.app.state.rates
        if changing and not rates["writes"].take(user.name):
            raise too_many("changes")
        if settings.accounts and not rates["reads"].take(request.client.host if request.client else ""):
            raise too_many("requests")
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
    if not hmac.compare_digest(given.encode(), request.state.csrf.encode()) or not given:
        raise HTTPException(403, "the form is not of this session; load the page again and send it again")


Reader = Annotated[User, Depends(_at_least("reader"))]
Coder = Annotated[User, Depends(_at_least("coder"))]
Admin = Annotated[User, Depends(_at_least("admin"))]
