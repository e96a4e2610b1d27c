"""What a user types: `rasad code`, `mentions`, `ingest`, `export`, `show`, `evaluate`, `list`, `demo`."""

from __future__ import annotations

import os
import sys

import typer

from rasad.errors import RasadError

app = typer.Typer(
    name="rasad",
    help="Reads Arabic news and writes down sourced event records.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _add_commands() -> None:
    from rasad.cli import code, demo, evaluate, export, ingest, listing, mentions, show

    for module in (code, mentions, ingest, export, show, evaluate, listing, demo):
        app.command(module.NAME)(module.command)


def main() -> None:
    """Run the command line; an error of Rasad's own is one line on standard error and exit code 1."""
    _add_commands()
    try:
        app()
    except RasadError as error:
        sys.stderr.write(f"rasad: {error}\n")
        sys.exit(1)
    except BrokenPipeError:  # `rasad code ... | head`: the reader has gone, which is no fault
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
