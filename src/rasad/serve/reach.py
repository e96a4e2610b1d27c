"""What every route reaches for: the store, the coder, the settings of the application that answers."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from fastapi import Depends, Request

from rasad.coder import Coder
from rasad.store import Store


def _store(request: Request) -> Store:
    store: Store = request.app.state.store
    return store


OpenStore = Annotated[Store, Depends(_store)]
Record = dict[str, Any]


@cache
def coder() -> Coder:
    """Return the coder that reads an article again for a correction; its models load with its first use."""
    return Coder()
