"""What `rasad serve` may be told."""

from __future__ import annotations

import getpass
import ipaddress
import re
import socket
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from rasad.coder import Config
from rasad.errors import RasadError

_LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")
_ANYWHERE = ("", "0.0.0.0", "::")
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^:\[\]/\s]+)(?::\d{1,5})?")
_ORIGIN = re.compile(r"[a-z0-9.-]+(?::\d{1,5})?|\[[0-9a-f:.]+\](?::\d{1,5})?")


def local_name() -> str:
    """Return the name of the user of this machine; `local` where it has none, as in some containers."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "local"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one may ask of the server.

    Attributes:
        body: Bytes of a request, uploads apart.
        upload: Bytes of an upload.
        writes: Changes a minute of one user.
        reads: Requests a minute of one address, where users have to sign in.
        logins: Tries to sign in a minute, of one address and of one name.
        jobs: Ingests that may wait for their turn.
        session_hours: How long somebody stays signed in.
    """

    body: int = 1_000_000
    upload: int = 200_000_000
    writes: int = 600
    reads: int = 1200
    logins: int = 5
    jobs: int = 50
    session_hours: float = 12


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one server.

    Attributes:
        db: The store's address; `None` is `rasad.db` in the current folder.
        host: The address it listens on; loopback by default.
        port: The port; 0 takes one that is free.
        names: Further names by which it may be called, such as `rasad.example.org`. One that has such a name is meant
            for others: users sign in.
        login: Whether users sign in also on loopback; elsewhere they always do.
        who: The name under which decisions are kept where nobody signs in.
        tiles: An own tile server, such as `https://tiles.example.org/{z}/{x}/{y}.png`; `None`: the bundled outlines.
        proxy: The address of a proxy before it, whose word for the client's address and for https is taken. Users
            sign in: through a proxy anybody could come.
        coding: How articles are coded that are pasted or sent.
        limits: How much one may ask of it.

    Raises:
        RasadError: `tiles` is no address of a tile server, or `who` is empty.
    """

    db: str | None = field(default=None, repr=False)  # may hold a password
    host: str = "127.0.0.1"
    port: int = 8017
    names: tuple[str, ...] = ()
    login: bool = False
    who: str = field(default_factory=local_name)
    tiles: str | None = None
    proxy: str | None = None
    coding: Config = field(default_factory=Config)
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        """Check what would else fail late or open a hole."""
        if not self.who.strip():
            raise RasadError("decisions need the name of who decides: --who NAME")
        if self.tiles is not None:
            self.tile_origin  # noqa: B018 - for its error

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
        return self.login or not self.loopback or bool(self.names) or self.proxy is not None

    def called(self, host: str) -> bool:
        """Return whether the header `Host` names this server.

        Any address of the machine does, where it listens on all: a page elsewhere that bends its own name to this
        server (DNS rebinding) has a name, never an address.
        """
        found = _HOST.fullmatch(host.casefold())
        name = found[1] if found else ""
        own = f"[{self.host}]" if ":" in self.host else self.host
        if name in (*_LOCAL_NAMES, own.casefold(), *(n.casefold() for n in self.names)):
            return True
        return self.host in _ANYWHERE and (_is_address(name) or name == socket.gethostname().casefold())

    @property
    def tile_origin(self) -> str | None:
        """The scheme and host of the tile server, for the content security policy.

        Raises:
            RasadError: It is no web address with a plain host.
        """
        if self.tiles is None:
            return None
        try:
            parts = urlsplit(self.tiles)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in ("http", "https") or not _ORIGIN.fullmatch(parts.netloc.casefold()):
            raise RasadError(
                f"--tiles takes the address of tiles such as https://tiles.example.org/{{z}}/{{x}}/{{y}}.png, with one "
                f"plain host, not {self.tiles!r}"
            )
        return f"{parts.scheme}://{parts.netloc}"

    def address(self, port: int | None = None) -> str:
        """Return the address to open in a browser on this machine."""
        host = "127.0.0.1" if self.host in _ANYWHERE else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{port or self.port}/"


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
