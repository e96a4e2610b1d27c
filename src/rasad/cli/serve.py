"""`rasad serve`: the workbench in the browser."""

from __future__ import annotations

from typing import Annotated

import typer

from rasad.cli import common

NAME = "serve"
HERE = "127.0.0.1"


def command(
    db: common.Database = None,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; other than loopback, users sign in.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen on.")] = 8017,
    name: Annotated[
        list[str] | None, typer.Option("--name", help="Another name by which the server may be called; repeatable.")
    ] = None,
    login: Annotated[bool, typer.Option("--login", help="Let users sign in also on this machine alone.")] = False,
    who: Annotated[
        str | None, typer.Option("--who", metavar="NAME", help="Whose decisions these are, where nobody signs in.")
    ] = None,
    tiles: Annotated[
        str | None, typer.Option("--tiles", metavar="URL", help="Own tile server: https://.../{z}/{x}/{y}.png.")
    ] = None,
    open_: Annotated[bool, typer.Option("--open/--no-open", help="Open it in the browser.")] = True,
) -> None:
    """See, check and correct the events of a store in the browser. Nothing is fetched from elsewhere."""
    import getpass
    import threading
    import webbrowser

    from rasad import serve

    settings = serve.Settings(db, host, port, tuple(name or ()), login, who or getpass.getuser(), tiles)
    common.say(f"Rasad's workbench: {settings.address} (Ctrl+C ends it)")
    if open_ and settings.loopback:
        threading.Timer(1.0, webbrowser.open, [settings.address]).start()
    serve.run(settings)
