"""What the commands share: options of reading, output, progress and the closing summary."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated

import orjson
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from rasad.coder import Coded
from rasad.document import Article
from rasad.errors import Problem, RasadError
from rasad.read import ReadOptions

Inputs = Annotated[
    list[str],
    typer.Argument(metavar="INPUT...", help="Files, folders, globs, or - for standard input.", show_default=False),
]
Output = Annotated[str, typer.Option("-o", "--output", metavar="FILE", help="Where to write; - is standard output.")]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=1, help="Worker processes.")]
Engine = Annotated[str, typer.Option("--engine", help="Analysis engine (rasad list engines).")]
Judge = Annotated[str, typer.Option("--judge", help="How events are weighed (rasad list judges).")]
Format = Annotated[
    str | None, typer.Option("--format", help="Source format, where the name does not tell (rasad list formats).")
]
Fields = Annotated[
    list[str] | None,
    typer.Option(
        "--field", metavar="NAME=COLUMN", help="The input's own name of a field, such as text=body; repeatable."
    ),
]
Encoding = Annotated[str | None, typer.Option("--encoding", help="Text encoding, where it is not to be recognised.")]
Database = Annotated[
    str | None, typer.Option("--db", metavar="URL", help="Store: a SQLite file or postgresql://...; default rasad.db.")
]

stderr = Console(stderr=True, highlight=False)


def read_options(format_: str | None, fields: list[str] | None, encoding: str | None) -> ReadOptions:
    """Return the options of reading that the command line gives.

    Raises:
        RasadError: A field mapping is not NAME=COLUMN.
    """
    mapping = {}
    for item in fields or ():
        name, equals, column = item.partition("=")
        if not (name and equals and column):
            raise RasadError(f"--field takes NAME=COLUMN such as text=body, not {item!r}")
        mapping[name] = column
    return ReadOptions(format=format_, fields=mapping, encoding=encoding)


@contextmanager
def output(path: str) -> Iterator[IO[bytes]]:
    """Open the output for bytes; `-` is standard output."""
    if path == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        file = Path(path).open("wb")  # noqa: SIM115
    except OSError as error:
        raise RasadError(f"cannot write {path}: {error.strerror}") from error
    with file:
        yield file


def write_line(file: IO[bytes], row: object) -> None:
    """Write one JSON line."""
    file.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))


class Tally:
    """Counts what a batch read, coded and refused, and says so at the end."""

    def __init__(self) -> None:
        """Start with nothing counted."""
        self.articles = self.events = self.words = self.skipped = 0
        self.problems: list[Problem] = []

    def add(self, coded: Coded) -> None:
        """Count a coded article and its problems."""
        self.articles += 1
        self.events += len(coded.records)
        self.words += len(coded.article.text.split())
        self.problems += coded.problems

    def summary(self) -> None:
        """Write the summary to standard error, the first problems by name."""
        kinds = Counter(f"{p.stage}/{p.code}" for p in self.problems)
        skipped = f", {self.skipped:,} already stored" if self.skipped else ""
        stderr.print(
            f"read {self.articles:,} articles ({self.words:,} words){skipped}; coded {self.events:,} events; "
            f"{len(self.problems):,} problems", markup=False,
        )  # fmt: skip
        for kind, count in kinds.most_common():
            first = next(p for p in self.problems if f"{p.stage}/{p.code}" == kind)
            stderr.print(f"  {kind} {count:,}, such as {first.place}: {first.message}", markup=False, soft_wrap=True)


@contextmanager
def progress(title: str) -> Iterator[Progress | None]:
    """Show a progress bar on standard error where that is a terminal."""
    if not stderr.is_terminal:
        yield None
        return
    columns = (SpinnerColumn(), TextColumn(title), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=stderr, transient=True) as bar:
        bar.add_task(title, total=None)
        yield bar


def tracked(items: Iterable[Coded | Problem], tally: Tally, title: str) -> Iterator[Coded]:
    """Yield the coded articles of a batch, counting them and the problems, with a progress bar."""
    with progress(title) as bar:
        for item in items:
            if bar is not None:
                bar.advance(bar.task_ids[0])
            if isinstance(item, Problem):
                tally.problems.append(item)
                continue
            tally.add(item)
            yield item


def articles_only(items: Iterable[Article | Problem], tally: Tally) -> Iterator[Article]:
    """Yield the articles of what was read, keeping the problems in the tally."""
    for item in items:
        if isinstance(item, Problem):
            tally.problems.append(item)
        else:
            yield item
