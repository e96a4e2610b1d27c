"""What every route reaches for: the store, the coder, the settings of the application that answers."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from fastapi import Depends, Request
from sqlalchemy import Connection

from rasad.coder import Coder
from rasad.store import Store


def _store(request: Request) -> Store:
    store: Store = request.app.state.store
    return store


Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
_MOST_KEPT = 200  # answers remembered of one store
_KEPT: WeakKeyDictionary[Store, OrderedDict[Any, tuple[str, Any]]] = WeakKeyDictionary()
_LOCK = threading.Lock()
OpenStore = Annotated[Store, Depends(_store)]
Record = dict[str, Any]


@cache
def coder() -> Coder:
    """Return the coder that reads an article again for a correction; its models load with its first use."""
    return Coder()


def remembered(
    store: Store,
    question: Callable[Concatenate[Connection, Asked], Answer],
    *args: Asked.args,
    **options: Asked.kwargs,
) -> Answer:
    """Return what `Store.ask` says; the same question is not answered anew while nothing in the store has changed.

    For sums over many events, which many readers ask for. Nobody may change the answer.
    """
    key, revision = (question, args, tuple(options.items())), store.revision()
    with _LOCK:
        kept = _KEPT.setdefault(store, OrderedDict())
        known = kept.get(key)
        if known is not None and known[0] == revision:
            kept.move_to_end(key)
            answer: Answer = known[1]
            return answer
    found = store.ask(question, *args, **options)
    with _LOCK:
        kept[key] = revision, found
        while len(kept) > _MOST_KEPT:
            kept.popitem(last=False)
    return found
