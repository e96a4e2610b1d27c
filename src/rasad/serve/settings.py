"""What `rasad serve` may be told."""

from __future__ import annotations

import getpass
import ipaddress
from dataclasses import dataclass, field

_LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one may ask of the server.

    Attributes:
        body: Bytes of a request, uploads apart.
        upload: Bytes of an uploaded file.
        writes: Changes a minute of one user.
        reads: Requests a minute of one address, where users have to sign in.
        logins: Tries to sign in a minute, of one address and of one name.
        session_hours: How long somebody stays signed in.
    """

    body: int = 1_000_000
    upload: int = 200_000_000
    writes: int = 120
    reads: int = 1200
    logins: int = 5
    session_hours: float = 12


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one server.

    Attributes:
        db: The store's address; `None` is `rasad.db` in the current folder.
        host: The address it listens on; loopback by default.
        port: The port.
        names: Further names by which it may be called, such as `rasad.example.org`.
        login: Whether users sign in also on loopback; elsewhere they always do.
        who: The name under which decisions are kept where nobody signs in.
        tiles: An own tile server, such as `https://tiles.example.org/{z}/{x}/{y}.png`; `None`: the bundled outlines.
        limits: How much one may ask of it.
    """

    db: str | None = None
    host: str = "127.0.0.1"
    port: int = 8017
    names: tuple[str, ...] = ()
    login: bool = False
    who: str = field(default_factory=getpass.getuser)
    tiles: str | None = None
    limits: Limits = field(default_factory=Limits)

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach it."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def accounts(self) -> bool:
        """Whether users sign in."""
        return self.login or not self.loopback

    @property
    def hosts(self) -> frozenset[str] | None:
        """The names by which it may be called, without port; `None`: any, where it listens on every address."""
        if self.host in ("0.0.0.0", "::") and not self.names:
            return None
        return frozenset({*_LOCAL_NAMES, self.host, f"[{self.host}]", *(name.casefold() for name in self.names)})

    @property
    def address(self) -> str:
        """The address to open in a browser."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"
