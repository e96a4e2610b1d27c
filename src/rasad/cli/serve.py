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
        str, typer.Option("--host", metavar="ADDRESS", help="Address to listen on; other than this machine's own.")
    ] = HERE,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen on; 0: any free one.")] = 8017,
    name: Annotated[
        list[str] | None, typer.Option("--name", help="Another name by which it may be called; repeatable.")
    ] = None,
    login: Annotated[bool, typer.Option("--login", help="Let users sign in; with --host they always do.")] = False,
    proxy: Annotated[
        str | None, typer.Option("--proxy", metavar="ADDRESS", help="Address of the proxy before it, which is trusted.")
    ] = None,
    who: Annotated[
        str | None, typer.Option("--who", metavar="NAME", help="Whose decisions these are, where nobody signs in.")
    ] = None,
    tiles: Annotated[
        str | None, typer.Option("--tiles", metavar="URL", help="Own tile server: https://.../{z}/{x}/{y}.png.")
    ] = None,
    engine: common.Engine = "crf",
    judge: common.Judge = "combined",
    encoder: common.Encoder = None,
    max_upload: Annotated[int, typer.Option("--max-upload", min=1, metavar="MB", help="Largest upload.")] = 200,
    open_: Annotated[bool, typer.Option("--open/--no-open", help="Open it in the browser.")] = True,
) -> None:
    """See, check and correct the events of a store in the browser. Nothing is fetched from elsewhere."""
    import threading
    import webbrowser

    from rasad import serve
    from rasad.coder import Config
    from rasad.serve.settings import local_name

    settings = serve.Settings(
        db=db,
        host=host,
        port=port,
        names=tuple(name or ()),
        login=login,
        who=local_name() if who is None else who,
        tiles=tiles,
        proxy=proxy,
        coding=Config(engine, judge, encoder),
        limits=serve.Limits(upload=max_upload * 1_000_000),
    )

    def started(address: str) -> None:
        common.say(f"Rasad's workbench: {address} (Ctrl+C ends it)")
        if open_ and settings.loopback:  # the browser is waited for in a thread of its own
            threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()

    serve.run(settings, started)
