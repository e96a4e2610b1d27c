"""What every route reaches for: the store, the coder, the settings of the application that answers."""

from __future__ import annotations

import threading
import time
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
# A sum that took longer than `_AT_ONCE` seconds is remembered so many times longer than the rest of it took, though the
# store has changed, as it always has while it is filled: what is found at once is always new, what takes long is told a
# few seconds late rather than to nobody.
_AT_ONCE, _PATIENCE = 0.02, 50
_KEPT: WeakKeyDictionary[Store, OrderedDict[Any, tuple[str, float, Any]]] = WeakKeyDictionary()
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
    """Return what `Store.ask` says, not asked anew while nothing in the store has changed, or only just.

    For sums over many events, which many readers ask for. Nobody may change the answer.
    """
    key, revision, now = (question, args, tuple(options.items())), store.revision(), time.monotonic()
    with _LOCK:
        kept = _KEPT.setdefault(store, OrderedDict())
        known = kept.get(key)
        if known is not None and (known[0] == revision or now < known[1]):
            kept.move_to_end(key)
            answer: Answer = known[2]
            return answer
    found = store.ask(question, *args, **options)
    with _LOCK:
        done = time.monotonic()
        kept[key] = revision, done + _PATIENCE * max(0, done - now - _AT_ONCE), found
        while len(kept) > _MOST_KEPT:
            kept.popitem(last=False)
    return found
