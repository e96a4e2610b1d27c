"""Users and their sessions, in the store that they work on. Passwords are argon2's hashes, secrets SHA-256's."""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Literal, get_args

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from rasad.errors import NotFoundError, StoreError
from rasad.store import connect
from rasad.store.schema import sessions, users

Role = Literal["reader", "coder", "admin"]
ROLES = get_args(Role)  # each may do what the one before it may
SHORTEST = 10  # characters of a password (NIST SP 800-63B asks for 8 at least)
_ADMINS = select(func.count()).where(users.c.role == "admin", users.c.disabled.is_(None))
# Each takes 64 MB while it runs: many who try to sign in at once wait, instead of taking all memory.
_VERIFYING = threading.Semaphore(2)
_HIDDEN = "\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069"  # what could make two names look alike
_NAME = re.compile(rf"[^\s{_HIDDEN}](?:[^{_HIDDEN}]{{0,62}}[^\s{_HIDDEN}])?")


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may enter; `token` tells whether programs may in this name; `disabled`: since when they may not."""

    name: str
    role: Role
    created: str = ""
    disabled: str | None = None
    token: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """What a change put an end to: how many sessions, and whether a token, so that its programs need a new one."""

    sessions: int
    token: bool


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody signed in, with the token that the forms of the session carry."""

    user: User
    csrf: str


class Accounts:
    """The users of a store; every change is waited for until it is on the disk."""

    def __init__(self, engine: Engine) -> None:
        """Take the store's engine."""
        self._engine = engine

    def users(self) -> list[User]:
        """Return all users by name, those that are disabled too."""
        with connect.faults("users cannot be read"), self._engine.connect() as c:
            return [_user(row) for row in c.execute(select(users).order_by(users.c.name)).mappings()]

    def add(self, name: str, role: str, password: str | None) -> User:
        """Add a user, by a password or, without one, by token alone.

        Raises:
            StoreError: The name is taken or none, the role does not exist, or the password is too short.
        """
        name = _composed(name)
        if not _NAME.fullmatch(name):
            raise StoreError(
                f"{name!r} is no name for a user: 1 to 64 characters without controls or blanks at its ends"
            )
        _check_role(role)
        row = {"name": name, "role": role, "password": _hashed(password), "created": _now()}
        with connect.faults("the user cannot be stored"), connect.writing(self._engine, durable=True) as c:
            if c.execute(select(users.c.name).where(users.c.name == name)).first():
                raise StoreError(f"there is a user {name!r} already")
            c.execute(insert(users), [row])
        return User(name, role, row["created"] or "")  # type: ignore[arg-type]

    def change(
        self, name: str, *, role: str | None = None, password: str | None = None, disabled: bool | None = None
    ) -> Ended:
        """Change a user's role or password, or let them in no more; their sessions end.

        With a new password the token ends too: whoever knew the old one may have made or read it, and who changes a
        password to lock somebody out must not have to think of tokens.

        Raises:
            NotFoundError: There is no such user.
            StoreError: The role does not exist, the password is too short, or no admin would be left.
        """
        values: dict[str, str | None] = {}
        if role is not None:
            _check_role(role)
            values["role"] = role
        if password is not None:
            values |= {"password": _hashed(password), "token": None}
        if disabled is not None:
            values["disabled"] = _now() if disabled else None
        return self._change(name, values)

    def end(self, name: str) -> Ended:
        """End a user's sessions and token; the password stays.

        Raises:
            NotFoundError: There is no such user.
        """
        return self._change(name, {"token": None})

    def _change(self, name: str, values: dict[str, str | None]) -> Ended:
        name = _composed(name)
        with connect.faults("the user cannot be changed"), connect.writing(self._engine, durable=True) as c:
            _existing(c, name)
            before = c.execute(_ADMINS).scalar_one()
            token = c.execute(select(users.c.token).where(users.c.name == name)).scalar_one() is not None
            if values:
                c.execute(update(users).where(users.c.name == name).values(**values))
            ended = c.execute(delete(sessions).where(sessions.c.user == name)).rowcount
            if before and not c.execute(_ADMINS).scalar_one():
                raise StoreError(f"{name!r} is the last admin; make somebody else admin first")
        return Ended(ended, token and "token" in values)

    def new_token(self, name: str) -> str:
        """Return a new token for programs that work in a user's name; an older one holds no more."""
        name, token = _composed(name), secrets.token_urlsafe(32)
        with connect.faults("the token cannot be stored"), connect.writing(self._engine, durable=True) as c:
            _existing(c, name)
            c.execute(update(users).where(users.c.name == name).values(token=_digest(token)))
        return token

    def by_password(self, name: str, password: str) -> User | None:
        """Return the user of a name and password; an unknown name takes as long as a wrong password."""
        with connect.faults("users cannot be read"), self._engine.connect() as c:
            row = c.execute(select(users).where(users.c.name == _composed(name))).mappings().first()
        right = _verified(row["password"] if row else None, password)
        return _user(row) if row and right and row["disabled"] is None else None

    def by_token(self, token: str) -> User | None:
        """Return the user of a token."""
        query = select(users).where(users.c.token == _digest(token), users.c.disabled.is_(None))
        with connect.faults("users cannot be read"), self._engine.connect() as c:
            row = c.execute(query).mappings().first()
        return _user(row) if row else None

    def sign_in(self, user: User, hours: float) -> str:
        """Return the secret of a new session, for a cookie; sessions that have ended are removed."""
        secret = secrets.token_urlsafe(32)
        expires = (datetime.now(UTC) + timedelta(hours=hours)).isoformat()
        row = {"id": _digest(secret), "user": user.name, "csrf": secrets.token_urlsafe(24), "started": _now()}
        with connect.faults("the session cannot be stored"), connect.writing(self._engine) as c:
            c.execute(delete(sessions).where(sessions.c.expires < _now()))
            c.execute(insert(sessions), [row | {"expires": expires}])
        return secret

    def session(self, secret: str) -> Session | None:
        """Return the session of a secret, while it lasts and its user may enter."""
        query = select(users, sessions.c.csrf).join(sessions, sessions.c.user == users.c.name)
        query = query.where(sessions.c.id == _digest(secret), sessions.c.expires >= _now(), users.c.disabled.is_(None))
        with connect.faults("users cannot be read"), self._engine.connect() as c:
            row = c.execute(query).mappings().first()
        return Session(_user(row), row["csrf"]) if row else None

    def sign_out(self, secret: str) -> None:
        """End a session."""
        with connect.faults("the session cannot be ended"), connect.writing(self._engine) as c:
            c.execute(delete(sessions).where(sessions.c.id == _digest(secret)))


def _user(row: object) -> User:
    r: dict[str, str | None] = dict(row)  # type: ignore[call-overload]
    return User(str(r["name"]), r["role"], str(r["created"]), r["disabled"], r["token"] is not None)  # type: ignore[arg-type]


def _existing(connection: Connection, name: str) -> None:
    if connection.execute(select(users.c.name).where(users.c.name == name)).first() is None:
        raise NotFoundError(f"there is no user {name!r}; `rasad user list` shows those there are")


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise StoreError(f"there is no role {role!r}; there are: {', '.join(ROLES)}")


def _composed(name: str) -> str:
    """Return a name in one form: the same letters may be typed as one character or as several."""
    return unicodedata.normalize("NFC", name)


def _hashed(password: str | None) -> str | None:
    from argon2 import PasswordHasher

    if password is None:
        return None
    if len(password) < SHORTEST:
        raise StoreError(f"a password has at least {SHORTEST} characters; take a longer one")
    return PasswordHasher().hash(_bytes(password))


def _verified(hashed: str | None, password: str) -> bool:
    from argon2 import PasswordHasher
    from argon2.exceptions import Argon2Error, InvalidHashError

    with _VERIFYING:
        try:
            return PasswordHasher().verify(hashed or _nobodys(), _bytes(password)) and hashed is not None
        except (Argon2Error, InvalidHashError):
            return False


@cache
def _nobodys() -> str:
    """Return a hash that no password has, so that a name nobody bears is not told apart by how long it takes."""
    return _hashed(secrets.token_urlsafe(32)) or ""


def _bytes(password: str) -> bytes:
    return unicodedata.normalize("NFC", password).encode("utf8", "surrogatepass")


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf8", "surrogatepass")).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat()
