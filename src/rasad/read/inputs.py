"""From what a user names (files, folders, patterns, `-`) to files, in a stable order."""

from __future__ import annotations

import errno
import glob
import os
import stat
from collections.abc import Iterator, Sequence
from os import PathLike
from pathlib import Path

from rasad.errors import Problem

STDIN = "-"


def shown(path: str) -> str:
    """Return a path as text that can be written: bytes of a file name that are not UTF-8 by their number."""
    try:
        return os.fsencode(path).decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # no name that a file can have
        return path.encode("utf-8", "backslashreplace").decode()


def expand(inputs: Sequence[str | PathLike[str]]) -> Iterator[str | Problem]:
    """Yield the path of every file, folders sorted, and a problem for each that is not there or cannot be entered."""
    for given in inputs:
        path = os.fspath(given)
        if "\0" in path or not _encodable(path):
            yield _problem("not-found", path.replace("\0", "\\0"), "no file can have this name")
        elif path == STDIN:
            yield STDIN
        else:
            yield from _named(path)


def _named(path: str) -> Iterator[str | Problem]:
    try:
        Path(path).lstat()
    except OSError as error:
        if glob.has_magic(path):
            yield from _pattern(path)
        elif isinstance(error, PermissionError):
            yield _problem("unreadable", path, f"it cannot be opened: {error.strerror}")
        else:
            yield _problem("not-found", path, "there is no such file or folder")
        return
    yield from _existing(path, named=True)


def _pattern(pattern: str) -> Iterator[str | Problem]:
    matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
    if not matches:
        yield _problem("not-found", pattern, "no file matches the pattern")
    for path in matches:
        if not ("**" in pattern and Path(path).is_dir()):  # `**` gives what lies in folders by itself
            yield from _existing(path, named=True)


def _existing(path: str, *, named: bool) -> Iterator[str | Problem]:
    try:
        mode = Path(path).stat().st_mode
    except OSError as error:
        code = "symlink-loop" if error.errno == errno.ELOOP else "unreadable"
        yield _problem(code, path, f"it cannot be opened: {error.strerror}")
        return
    if stat.S_ISDIR(mode):
        yield from _folder(path)
    elif stat.S_ISREG(mode) or named:  # a pipe or device only where the user names it
        yield path
    else:
        yield _problem("not-a-file", path, "this is a pipe, socket or device; it is read only where it is named itself")


def _folder(top: str) -> Iterator[str | Problem]:
    """Walk a folder, links followed, each folder entered once."""
    entered: set[tuple[int, int]] = set()
    empty = True
    waiting = [top]  # a stack: folders can lie deeper than functions may call each other
    while waiting:
        path = waiting.pop()
        try:
            status = Path(path).stat()
            if not stat.S_ISDIR(status.st_mode):
                empty = False
                yield from _existing(path, named=False)
                continue
            if (status.st_dev, status.st_ino) in entered:
                yield _problem(
                    "symlink-loop", path, "the link leads to a folder that was read already; it is read once"
                )
                continue
            entered.add((status.st_dev, status.st_ino))
            names = sorted(entry.name for entry in Path(path).iterdir() if not entry.name.startswith("."))
        except OSError as error:
            empty = False
            code = "symlink-loop" if error.errno == errno.ELOOP else "unreadable"
            yield _problem(code, path, f"it cannot be opened: {error.strerror}")
            continue
        waiting.extend(str(Path(path) / name) for name in reversed(names))
    if empty:
        yield _problem("empty", top, "there is no file in the folder (hidden ones do not count)")


def _encodable(path: str) -> bool:
    try:
        os.fsencode(path)
    except UnicodeEncodeError:
        return False
    return True


def _problem(code: str, path: str, message: str) -> Problem:
    return Problem("read", code, shown(path), message)
