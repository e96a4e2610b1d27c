"""`rasad user`: who may use the workbench where users sign in."""

from __future__ import annotations

import getpass
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from rasad.cli import common
from rasad.errors import RasadError

if TYPE_CHECKING:
    from rasad.store.accounts import Ended

NAME = "user"
_ACTS = ("add", "list", "role", "password", "token", "end", "disable", "enable")

Role = Annotated[str, typer.Option("--role", help="reader sees, coder decides, admin manages users too.")]


def command(
    act: Annotated[str, typer.Argument(metavar="ACT", help=f"One of: {', '.join(_ACTS)}.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="The user.")] = "",
    role: Role = "coder",
    db: common.Database = None,
) -> None:
    """Add users and change them. A password is asked for, or read from standard input; a token is shown once.

    A new password ends the user's sessions and token; `end` does so alone.
    """
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
            _say(name, accounts.change(name, password=_password()))
        elif act == "end":
            _say(name, accounts.end(name))
        elif act == "role":
            accounts.change(name, role=role)
        elif act == "token":
            print(accounts.new_token(name))
        else:
            accounts.change(name, disabled=act == "disable")


def _say(name: str, ended: Ended) -> None:
    """Say what a change put an end to: programs that used the token will be refused."""
    common.say(f"{common.plural(ended.sessions, 'session')} of {name} ended")
    if ended.token:
        common.say(f"the token of {name} ended too; `rasad user token {name}` makes a new one for programs")


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("Once more: "):
        raise RasadError("the two passwords differ; try again")
    return first
