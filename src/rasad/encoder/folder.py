"""Which folder of `rasad train` the judge `transformer` opens: the one that a coder was given, else `RASAD_ENCODER`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

VARIABLE = "RASAD_ENCODER"
_CHOSEN: ContextVar[str | None] = ContextVar("encoder", default=None)


@contextmanager
def chosen(folder: str | None) -> Iterator[None]:
    """Let a folder be the one that is opened, whatever the environment says; `None` leaves it as it was."""
    token = _CHOSEN.set(folder or _CHOSEN.get())
    try:
        yield
    finally:
        _CHOSEN.reset(token)


def named(environment: Mapping[str, str] = os.environ) -> str | None:
    """Return the folder that was chosen, or that the environment names; `None` where there is none."""
    return _CHOSEN.get() or environment.get(VARIABLE) or None


__all__ = ["VARIABLE", "chosen", "named"]
