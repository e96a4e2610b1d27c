"""Signing in and out, and the users, for admins."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from rasad.errors import StoreError
from rasad.serve import site
from rasad.serve.accounts import COOKIE, Admin, Reader, accounts
from rasad.serve.pages import Data, page
from rasad.serve.security import Rate, too_many
from rasad.serve.selection import Words
from rasad.serve.settings import Settings
from rasad.store.accounts import ROLES

router = APIRouter()
Password = Annotated[str, Form(max_length=1_000)]


@router.get("/login", include_in_schema=False)
def login(request: Request, next: str = "/") -> Response:
    """Return the form to sign in with."""
    return site.render(request, "login.html", {"failed": False, "message": "", "next": inside(next)})


@router.post("/login", include_in_schema=False)
def signed_in(
    request: Request, name: Annotated[Words, Form()], password: Password, next: Annotated[str, Form()] = "/"
) -> Response:
    """Sign in, go on to where one wanted to; a wrong name and a wrong password are not told apart."""
    settings: Settings = request.app.state.settings
    rate: Rate = request.app.state.rates["logins"]
    address = request.client.host if request.client else ""
    if not (rate.take(f"address {address}") and rate.take(f"name {name}")):
        raise too_many("tries to sign in")
    user = accounts(request).by_password(name, password)
    if user is None:
        return site.render(request, "login.html", {"failed": True, "message": "", "next": inside(next)}, 401)
    secret = accounts(request).sign_in(user, settings.limits.session_hours)
    answer = RedirectResponse(inside(next), 303)
    answer.set_cookie(
        COOKIE, secret, max_age=int(settings.limits.session_hours * 3600), httponly=True, samesite="lax",
        secure=request.url.scheme == "https",
    )  # fmt: skip
    return answer


@router.post("/logout", include_in_schema=False)
def signed_out(request: Request, user: Reader) -> Response:
    """Sign out."""
    accounts(request).sign_out(request.cookies.get(COOKIE, ""))
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE)
    return answer


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
    do: Annotated[Literal["disable", "enable", "token", "role"], Form()],
    role: Annotated[Words | None, Form()] = None,
) -> Response:
    """Let a user in no more, or again, change the role, or make a token, which is shown once."""
    if do == "token":
        secret = accounts(request).new_token(name)
        shown = {"token": {"name": name, "secret": secret}}
        return site.render(request, "users.html", users(request=request, user=user) | shown)
    if name == user.name:
        raise HTTPException(400, "change your own account by `rasad user`, so that you do not lock yourself out")
    if do == "role" and role is None:
        raise HTTPException(400, f"say which role {name} shall have: {', '.join(ROLES)}")
    disabled = None if do == "role" else do == "disable"
    accounts(request).change(name, role=role if do == "role" else None, disabled=disabled)
    return RedirectResponse("/users", 303)


def inside(path: str) -> str:
    """Return a way within this site; two slashes lead elsewhere, and so does a slash with a backslash."""
    safe = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if safe else "/"
