"""`rasad user`: who may use the workbench where users sign in."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated

import typer

from rasad.cli import common
from rasad.errors import RasadError

NAME = "user"
_ACTS = ("add", "list", "role", "password", "token", "disable", "enable")

Role = Annotated[str, typer.Option("--role", help="reader sees, coder decides, admin manages users too.")]


def command(
    act: Annotated[str, typer.Argument(metavar="ACT", help=f"One of: {', '.join(_ACTS)}.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="The user.")] = "",
    role: Role = "coder",
    db: common.Database = None,
) -> None:
    """Add users and change them. A password is asked for, or read from standard input; a token is shown once."""
    from rasad.store import Store

    if act not in _ACTS:
        raise RasadError(f"`rasad user` has no {act!r}; there are: {', '.join(_ACTS)}")
    if not name and act != "list":
        raise RasadError(f"`rasad user {act}` needs the user's name")
    with Store.open(db) as store:
        accounts = store.accounts
        if act == "list":
            for user in accounts.users():
                state = f"disabled {user.disabled[:10]}" if user.disabled else "token" if user.token else ""
                print(f"{user.name:<24}  {user.role:<6}  {user.created[:10]}  {state}".rstrip())
        elif act == "add":
            accounts.add(name, role, _password())
        elif act == "password":
            accounts.change(name, password=_password())
        elif act == "role":
            accounts.change(name, role=role)
        elif act == "token":
            print(accounts.new_token(name))
        else:
            accounts.change(name, disabled=act == "disable")


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("Once more: "):
        raise RasadError("the two passwords differ; try again")
    return first
