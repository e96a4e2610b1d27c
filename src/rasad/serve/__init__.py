"""The workbench: the store in a browser, to find, check and correct events, and a REST API over it.

`create_app(Settings(db="rasad.db"))` is an ASGI application; `run(settings)` serves it.
"""

from __future__ import annotations

import errno
import socket
from typing import TYPE_CHECKING

from rasad.errors import RasadError
from rasad.serve.settings import Limits, Settings

if TYPE_CHECKING:
    from fastapi import FastAPI


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the application; see `rasad.serve.app`."""
    from rasad.serve import app

    return app.create_app(settings)


def run(settings: Settings) -> None:
    """Serve until it is interrupted.

    Raises:
        RasadError: The port is taken, the store cannot be opened, or nobody could sign in who has to.
    """
    import uvicorn

    from rasad.store import Store

    with Store.open(settings.db) as store:  # what is wrong with it is told before the server starts
        if settings.accounts and not any(user.disabled is None for user in store.accounts.users()):
            raise RasadError(
                "whoever reaches this server could do anything: make a user first, `rasad user add NAME --role admin`"
            )
    _free(settings)
    config = uvicorn.Config(
        create_app(settings), settings.host, settings.port, log_level="warning", server_header=False,
        proxy_headers=False, timeout_graceful_shutdown=5,
    )  # fmt: skip
    uvicorn.Server(config).run()


def _free(settings: Settings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            told = "another program listens there; give another with --port" if taken else error.strerror
            raise RasadError(f"cannot listen on {settings.host}:{settings.port}: {told}") from None


__all__ = ["Limits", "Settings", "create_app", "run"]
