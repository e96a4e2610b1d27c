"""Parts: one file each, found by name, imported only when asked for.

A folder of parts is a package whose modules each hold one part (an exporter, a source format, an engine). The
name of the part is the name of the module (`_` written `-`), its one-line description is the first line of the
module's docstring; both are read without importing it, so that a part's dependencies load only with its use.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
from functools import cache
from pathlib import Path
from types import ModuleType

from rasad.errors import PartError


@cache
def names(package: str) -> tuple[str, ...]:
    """Return the names of the parts in a package, sorted; modules that start with `_` are not parts."""
    return tuple(sorted(p.stem.replace("_", "-") for p in _folder(package).glob("*.py") if not p.stem.startswith("_")))


@cache
def describe(package: str, name: str) -> str:
    """Return the first line of the part's docstring, without importing the part."""
    path = _folder(package) / f"{name.replace('-', '_')}.py"
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf8"))) or ""
    return doc.partition("\n")[0]


@cache
def extra(package: str, name: str) -> str | None:
    """Return the extra that a part needs, without importing it: the module's `EXTRA = "..."`; `None` without one."""
    path = _folder(package) / f"{name.replace('-', '_')}.py"
    if not path.is_file():
        return None
    for node in ast.parse(path.read_text(encoding="utf8")).body:
        match node:
            case ast.Assign(targets=[ast.Name(id="EXTRA")], value=ast.Constant(value=str(value))):
                return value
    return None


def load(package: str, name: str) -> ModuleType:
    """Import and return the part.

    Raises:
        PartError: No part has this name, or a library that it needs is not installed.
    """
    if name not in names(package):
        kind = package.removeprefix("rasad.").split(".")[-1]
        raise PartError(f"there is no {name!r} among the {kind}; there are: {', '.join(names(package))}")
    try:
        return importlib.import_module(f"{package}.{name.replace('-', '_')}")
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("rasad"):
            raise
        wanted = extra(package, name)
        cure = f"; install it with: pip install 'rasad[{wanted}]'" if wanted else ""
        raise PartError(f"{name!r} needs the library {error.name!r}, which is not installed{cure}") from error


def _folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise PartError(f"{package} is not a folder of parts")
    return Path(spec.submodule_search_locations[0])
