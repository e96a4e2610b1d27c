"""What the commands share: options of reading, output, progress and the closing summary."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from rasad.errors import Problem, RasadError

if TYPE_CHECKING:  # not at run time: `rasad --help` imports no stage
    from rasad.coder import Coded
    from rasad.document import Article
    from rasad.read import ReadOptions

_PAUSE = 0.5  # seconds between two lines of progress
Inputs = Annotated[
    list[str],
    typer.Argument(metavar="INPUT", help="Files, folders, globs, or - for standard input.", show_default=False),
]
Output = Annotated[str, typer.Option("-o", "--output", metavar="FILE", help="Where to write; - is standard output.")]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=1, help="Worker processes.")]
Engine = Annotated[str, typer.Option("--engine", help="Analysis engine (rasad list engines).")]
Judge = Annotated[str, typer.Option("--judge", help="How events are weighed (rasad list judges).")]
Llm = Annotated[
    list[str] | None,
    typer.Option(
        "--llm", metavar="NAME=VALUE", help="A setting of the judges llm and hybrid, such as model=NAME (docs/llm.md)."
    ),
]
Encoder = Annotated[
    str | None,
    typer.Option(
        "--encoder", metavar="FOLDER", help="What rasad train made, for the judge transformer (docs/encoders.md)."
    ),
]
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
    str | None,
    typer.Option(
        "--db",
        metavar="URL",
        envvar="RASAD_DB",
        help="Store: a SQLite file or postgresql://...; default rasad.db.",
    ),
]


def say(line: str) -> None:
    """Write a line to standard error, after what was printed before it."""
    sys.stdout.flush()
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def set_llm(options: list[str] | None) -> None:
    """Put settings of the judge `llm` into the environment, where it and the worker processes read them.

    Raises:
        RasadError: One is not NAME=VALUE, or is the key: a command line can be seen by others.
    """
    for item in options or ():
        name, equals, value = item.partition("=")
        if name.lower() == "key":
            raise RasadError("the key is read from the environment only: set RASAD_LLM_KEY or OPENAI_API_KEY")
        if not (name and equals):
            raise RasadError(f"--llm takes NAME=VALUE such as model=NAME, not {item!r}")
        os.environ[f"RASAD_LLM_{name.upper()}"] = value


def say_spent(judge: str, tally: Tally) -> None:
    """Say what a judge that is paid for did, and what it has cost so far."""
    from rasad import events

    for line in events.spent(judge, tally.counts):
        say(line)


def read_options(format_: str | None, fields: list[str] | None, encoding: str | None) -> ReadOptions:
    """Return the options of reading that the command line gives.

    Raises:
        RasadError: A field mapping is not NAME=COLUMN.
    """
    from rasad.read import ReadOptions

    mapping = {}
    for item in fields or ():
        name, equals, column = item.partition("=")
        if not (name and equals and column):
            raise RasadError(f"--field takes NAME=COLUMN such as text=body, not {item!r}")
        mapping[name] = column
    return ReadOptions(format=format_, fields=mapping, encoding=encoding)


@contextmanager
def output(path: str, inputs: Iterable[str] = ()) -> Iterator[BinaryIO]:
    """Open the output for bytes; `-` is standard output.

    Raises:
        RasadError: It cannot be written, or is one of the inputs, which would be lost.
    """
    if path == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    file = Path(path)
    if file.is_file() and any(Path(given).is_file() and file.samefile(given) for given in inputs):
        raise RasadError(f"{path} is read and cannot be written at once; name another file with -o")
    try:
        opened = file.open("wb")
    except OSError as error:
        raise RasadError(f"cannot write {path}: {error.strerror}") from error
    with opened:
        yield opened


def write_line(file: BinaryIO, row: object) -> None:
    """Write one JSON line."""
    import orjson

    file.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))


def plural(count: int, noun: str) -> str:
    """Return a number with its noun: `1 article`, `2,000 articles`."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


class Tally:
    """Counts what a batch read, coded and refused, and says so at the end."""

    def __init__(self) -> None:
        """Start with nothing counted."""
        self.articles = self.events = self.words = self.skipped = 0
        self.kinds: Counter[str] = Counter()
        self.counts: dict[str, float] = {}
        self._first: dict[str, Problem] = {}

    @property
    def problems(self) -> int:
        """How many problems there were."""
        return self.kinds.total()

    def add(self, coded: Coded) -> None:
        """Count a coded article and its problems."""
        self.articles += 1
        self.events += len(coded.records)
        self.words += len(coded.article.text.split())
        for name, count in coded.counts.items():
            self.counts[name] = self.counts.get(name, 0) + count
        for problem in coded.problems:
            self.add_problem(problem)

    def add_problem(self, problem: Problem) -> None:
        """Count a problem; the first of its kind is kept, to be shown."""
        kind = f"{problem.stage}/{problem.code}"
        self.kinds[kind] += 1
        self._first.setdefault(kind, problem)

    def summary(self, what: str = "events") -> None:
        """Write the summary to standard error, the first problem of each kind with its place."""
        skipped = f"; {plural(self.skipped, 'article')} already stored" if self.skipped else ""
        say(
            f"read {plural(self.articles, 'article')} ({plural(self.words, 'word')}){skipped}; "
            f"found {plural(self.events, what.removesuffix('s'))}; {plural(self.problems, 'problem')}"
        )
        for kind, count in self.kinds.most_common():
            first = self._first[kind]
            say(f"  {kind} {count:,}, such as {first.place}: {first.message}")

    def finish(self, what: str = "events") -> None:
        """Write the summary; where nothing at all could be read, leave with exit code 1 (an empty file is no fault).

        Raises:
            typer.Exit: There were problems and not one article.
        """
        self.summary(what)
        if self.problems > self.kinds["read/empty"] and not (self.articles or self.skipped):
            raise typer.Exit(1)


class Told:
    """Writes how far an ingest is to standard output, a JSON line at most twice a second."""

    def __init__(self, run: str) -> None:
        """Tell of a run of the store, by its id."""
        self._run, self._at = run, 0.0

    def __call__(self, tally: Tally, *, always: bool = False) -> None:
        """Write the figures, where it is time."""
        now = time.monotonic()
        if always or now - self._at >= _PAUSE:
            self._at = now
            figures = {name: getattr(tally, name) for name in ("articles", "events", "problems", "skipped")}
            write_line(sys.stdout.buffer, {"run": self._run, **figures})
            sys.stdout.buffer.flush()


def tracked(
    items: Iterable[Coded | Problem],
    tally: Tally,
    title: str,
    on_problem: Callable[[Problem], None] | None = None,
) -> Iterator[Coded]:
    """Yield the coded articles of a batch, counting them and the problems, with progress where a person looks on.

    Args:
        items: What `rasad.coder.code_all` yields.
        tally: Where it is counted.
        title: What is being done.
        on_problem: Is given each problem that belongs to no article.
    """
    with _progress(title) as advance:
        for item in items:
            advance()
            if isinstance(item, Problem):
                tally.add_problem(item)
                if on_problem is not None:
                    on_problem(item)
                continue
            tally.add(item)
            yield item


def articles_only(items: Iterable[Article | Problem], tally: Tally) -> Iterator[Article]:
    """Yield the articles of what was read, counting the problems."""
    for item in items:
        if isinstance(item, Problem):
            tally.add_problem(item)
        else:
            yield item


@contextmanager
def _progress(title: str) -> Iterator[Callable[[], None]]:
    """Count on standard error where that is a terminal and standard output is not (its lines would mix)."""
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda: bar.advance(task)
