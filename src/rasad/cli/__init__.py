"""What a user types: `rasad code`, `mentions`, `ingest`, `export`, `show`, `serve`, `user`, `evaluate`, `compare`,
`train`, `demo`.
"""

from __future__ import annotations

import contextlib
import functools
import os
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer

import rasad
from rasad.errors import RasadError


@functools.cache
def application() -> typer.Typer:
    """Return the command line with all its commands."""
    from rasad.cli import code, compare, demo, evaluate, export, ingest, listing, mentions, serve, show, train, user

    app = typer.Typer(
        name="rasad",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_start)
    for module in (code, mentions, ingest, export, show, serve, user, evaluate, compare, train, listing, demo):
        app.command(module.NAME)(_guarded(module.command))
    return app


def main() -> None:
    """Run the command line; an error of Rasad's own is one line on standard error and exit code 1."""
    application()()


def _version(wanted: bool) -> None:
    if wanted:
        print(f"rasad {rasad.__version__}")
        raise typer.Exit


def _start(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Reads Arabic news and writes down sourced event records."""


def _guarded(command: Callable[..., None]) -> Callable[..., None]:
    """Return the command with its errors as one line; a reader that went away (`| head`) is no fault."""

    @functools.wraps(command)
    def run(*args: Any, **options: Any) -> None:
        try:
            command(*args, **options)
            sys.stdout.flush()
        except RasadError as error:
            sys.stderr.write(f"rasad: {error}\n")
            raise typer.Exit(1) from None
        except BrokenPipeError:
            _silence()
            raise typer.Exit(141) from None  # what a shell shows for a program that SIGPIPE ended
        except OSError as error:
            _silence()
            sys.stderr.write(f"rasad: {error.strerror or error}{f': {error.filename}' if error.filename else ''}\n")
            raise typer.Exit(1) from None

    return run


def _silence() -> None:
    """Let what is still in standard output's buffer go nowhere, so that closing it does not fail again."""
    with contextlib.suppress(OSError, ValueError):  # no real standard output (in tests)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
