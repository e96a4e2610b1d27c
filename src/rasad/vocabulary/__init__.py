"""The vocabulary of the field, as data: months, units, reporting verbs, titles, event types (TOML files here).

Stages read a file with `load("months")` or a folder with `load_all("events")`. Facts carried over from a source
name it in the file's `source` key. What a table means is documented at the head of its file.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import tomli  # the standard library's tomllib, compiled: a third of its time at every start

from rasad.errors import VocabularyError

FOLDER = Path(__file__).parent


@cache
def load(name: str) -> dict[str, Any]:
    """Return the tables of `vocabulary/<name>.toml`; the result is shared, so treat it as read-only.

    Raises:
        VocabularyError: There is no such file, or it is not valid TOML.
    """
    path = FOLDER / f"{name}.toml"
    try:
        return tomli.loads(path.read_text(encoding="utf8"))
    except FileNotFoundError:
        raise VocabularyError(f"no vocabulary {name!r}; there are: {', '.join(_names())}") from None
    except tomli.TOMLDecodeError as error:
        raise VocabularyError(f"{path}: {error}") from error


@cache
def load_all(folder: str) -> dict[str, dict[str, Any]]:
    """Return the tables of every TOML file of a folder of the vocabulary, by file name without its ending."""
    return {p.stem: load(f"{folder}/{p.stem}") for p in sorted((FOLDER / folder).glob("*.toml"))}


def _names() -> list[str]:
    return sorted(str(p.relative_to(FOLDER).with_suffix("")) for p in FOLDER.rglob("*.toml"))
