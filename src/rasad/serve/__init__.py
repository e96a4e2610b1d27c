"""The workbench: the store in a browser, to find, check and correct events, and a REST API over it.

`create_app(Settings(db="rasad.db"))` is an ASGI application; `run(settings)` serves it.
"""

from __future__ import annotations

import contextlib
import errno
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

from rasad.errors import RasadError
from rasad.serve.settings import Limits, Settings

if TYPE_CHECKING:
    from fastapi import FastAPI

_PATIENCE = 5  # seconds that answers may still take once the server is told to end


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the application; see `rasad.serve.app`."""
    from rasad.serve import app

    return app.create_app(settings)


def run(settings: Settings, started: Callable[[str], None] = lambda _: None) -> None:
    """Serve until it is interrupted.

    Args:
        settings: What is served, and where.
        started: Is given the address once somebody may come.

    Raises:
        PartError: There is no engine or judge such as articles are to be coded by.
        RasadError: The port is taken, the store cannot be opened, nobody could sign in who has to, or a judge is not
            set up.
    """
    import uvicorn

    from rasad.coder import Coder
    from rasad.serve.app import check_users
    from rasad.store import Store

    Coder(settings.coding)  # what is wrong with it is told before the server starts, and so below
    with Store.open(settings.db) as store:
        check_users(settings, store)

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started and sockets:
                started(settings.address(sockets[0].getsockname()[1]))

    config = uvicorn.Config(
        create_app(settings), log_level="warning", server_header=False, timeout_graceful_shutdown=_PATIENCE,
        proxy_headers=settings.proxy is not None, forwarded_allow_ips=settings.proxy or "",
    )  # fmt: skip
    with _bound(settings) as listening, contextlib.suppress(KeyboardInterrupt):  # uvicorn raises it again at its end
        Server(config).run([listening])


def _bound(settings: Settings) -> socket.socket:
    """Return a socket that has the port, before anything is said of an address."""
    asked = f"{settings.host}:{settings.port}"
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.host or None, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:
        raise RasadError(
            f"cannot listen on {asked}: {error.strerror}; --host takes an address of this machine"
        ) from None
    bound = socket.socket(family, kind, protocol)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
    except OSError as error:
        bound.close()
        taken = error.errno == errno.EADDRINUSE
        told = "another program listens there; give another port with --port" if taken else error.strerror
        raise RasadError(f"cannot listen on {asked}: {told}") from None
    return bound


__all__ = ["Limits", "Settings", "create_app", "run"]
