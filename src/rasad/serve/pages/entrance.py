"""Signing in and out, and the users, for admins."""

from __future__ import annotations

import secrets
from typing import Annotated, Literal

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import AfterValidator, StringConstraints

from rasad.errors import StoreError
from rasad.serve import site
from rasad.serve.accounts import COOKIE, OTHER_SESSION, Admin, Reader, accounts, same
from rasad.serve.pages import Data, page
from rasad.serve.security import Rate, client, too_many
from rasad.serve.selection import Words
from rasad.serve.settings import Settings
from rasad.store.accounts import ROLES

router = APIRouter()


def inside(path: str) -> str:
    """Return a way within this site, `/` for any other: two slashes lead elsewhere, and a backslash is read as one."""
    safe = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if safe else "/"


FORM_COOKIE = "rasad_form"
Password = Annotated[str, Form(max_length=1_000)]
Way = Annotated[str, StringConstraints(max_length=8_000), AfterValidator(inside)]


@router.get("/login", include_in_schema=False)
def login(request: Request, next: Way = "/") -> Response:
    """Return the form to sign in with; where nobody signs in, lead on."""
    settings: Settings = request.app.state.settings
    return _form(request, next) if settings.accounts else RedirectResponse(next, 303)


@router.post("/login", include_in_schema=False)
def signed_in(
    request: Request,
    name: Annotated[Words, Form()],
    password: Password,
    next: Annotated[Way, Form()] = "/",
    csrf: Annotated[Words, Form()] = "",
) -> Response:
    """Sign in, go on to where one wanted to; a wrong name and a wrong password are not told apart."""
    settings: Settings = request.app.state.settings
    if not settings.accounts:
        return RedirectResponse(next, 303)
    # There is no session yet whose token the form could carry: it carries what a cookie of this site holds.
    if not same(csrf, request.cookies.get(FORM_COOKIE, "")):
        raise HTTPException(403, OTHER_SESSION)
    rate: Rate = request.app.state.rates["logins"]
    if not (rate.take(f"address {client(request.scope)}") and rate.take(f"name {name}")):
        raise too_many("tries to sign in")
    known = accounts(request)
    user = known.by_password(name, password)
    if user is None:
        return _form(request, next, failed=True)
    known.sign_out(request.cookies.get(COOKIE, ""))
    answer = RedirectResponse(next, 303)
    hours = settings.limits.session_hours
    _keep(request, answer, COOKIE, known.sign_in(user, hours), max_age=int(hours * 3600))
    return answer


@router.post("/logout", include_in_schema=False)
def signed_out(request: Request, user: Reader) -> Response:
    """Sign out."""
    accounts(request).sign_out(request.cookies.get(COOKIE, ""))
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE)
    return answer


def _form(request: Request, next: str, *, failed: bool = False) -> Response:
    request.state.csrf = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24)
    data = {"failed": failed, "message": "", "next": next}
    answer = site.render(request, "login.html", data, 401 if failed else 200)
    _keep(request, answer, FORM_COOKIE, request.state.csrf)
    return answer


def _keep(request: Request, answer: Response, cookie: str, value: str, max_age: int | None = None) -> None:
    secure = request.url.scheme == "https"
    answer.set_cookie(cookie, value, max_age, httponly=True, samesite="lax", secure=secure)


@page(router, "/users", "users.html")
def users(request: Request, user: Admin) -> Data:
    """Return the users with their roles."""
    found = [
        {
            "name": known.name,
            "role": known.role,
            "created": known.created,
            "disabled": known.disabled is not None,
            "has_token": known.token,
        }
        for known in accounts(request).users()
    ]
    return {"users": found, "roles": list(ROLES), "token": None, "message": ""}


@router.post("/users", include_in_schema=False)
def added(
    request: Request, user: Admin, name: Annotated[Words, Form()], role: Annotated[Words, Form()], password: Password
) -> Response:
    """Add a user."""
    try:
        accounts(request).add(name, role, password)
    except StoreError as error:
        return site.render(request, "users.html", users(request=request, user=user) | {"message": str(error)}, 400)
    return RedirectResponse("/users", 303)


@router.post("/users/change", include_in_schema=False)
def changed(
    request: Request,
    user: Admin,
    name: Annotated[Words, Form()],
    do: Annotated[Literal["disable", "enable", "token", "end", "role"], Form()],
    role: Annotated[Words | None, Form()] = None,
) -> Response:
    """Let a user in no more, or again, change the role, make a token (shown once), or end token and sessions."""
    if do == "token":
        secret = accounts(request).new_token(name)
        shown = {"token": {"name": name, "secret": secret}}
        return site.render(request, "users.html", users(request=request, user=user) | shown)
    if name == user.name:
        raise HTTPException(400, "change your own account by `rasad user`, so that you do not lock yourself out")
    if do == "role" and role is None:
        raise HTTPException(400, f"say which role {name} shall have: {', '.join(ROLES)}")
    if do == "end":
        accounts(request).end(name)
        return RedirectResponse("/users", 303)
    disabled = None if do == "role" else do == "disable"
    accounts(request).change(name, role=role if do == "role" else None, disabled=disabled)
    return RedirectResponse("/users", 303)
