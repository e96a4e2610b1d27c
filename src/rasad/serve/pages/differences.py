"""Where two engines differ (`rasad compare --review`): both versions side by side, one of them taken as a decision."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from rasad.record import Record
from rasad.serve.accounts import Coder
from rasad.serve.answers import DifferenceTold
from rasad.serve.api import differences as api
from rasad.serve.api.differences import Chosen
from rasad.serve.pages import Data, page
from rasad.serve.pages.review import differing
from rasad.serve.reach import OpenStore
from rasad.store import Store, listing

router = APIRouter()
_SHOWN = 25  # on one page; what is decided or skipped makes room for the next


@page(router, "/differences", "differences.html")
def differences(request: Request, store: OpenStore, user: Coder, choice: Chosen) -> Data:
    """Return the events of which two engines say different things and on which nobody has decided.

    What the reader skipped is left out; with `skipped` it is what is shown.
    """
    found = api.page(store, choice, user.name, _SHOWN)
    counts = found["counts"]
    wanted = choice.wanted(user.name)
    return {
        "cases": [_case(store, one, user.name) for one in found["differences"]],
        "count": counts["all"],
        "waiting": counts["waiting"],
        "counts": {name: counts[name] for name in ("kind", "type", "engines")},
        "selection": {"kind": wanted.kind, "type": wanted.type, "engines": wanted.engines, "skipped": wanted.skipped},
        "engines": sorted({one[name] for one in found["differences"] for name in ("one", "other")}),
        "may_decide": user.role != "reader",
    }


def _case(store: Store, found: DifferenceTold, who: str) -> dict[str, Any]:
    """Return a difference as the page shows it; whichever version is taken is a decision on the one event."""
    first, second = found["first"], found["second"]
    event = first or second
    assert event is not None
    if first is not None and second is not None:  # taken, it is a correction of the event that is stored
        second = second | {"id": event["id"], "link": event.get("link") or event["id"]}
    differs = sorted(differing(first, second))
    takes = ("accept" if first else "reject", _take(store, first, second))
    versions = zip((found["one"], found["other"]), (first, second), takes, strict=True)
    mine = [skip["id"] for skip in found["skips"] if skip["who"] == who]
    last = found["last_decision"]
    return {
        "event": event,
        "kind": found["kind"],
        "last_decision": last,
        "stored": first is not None,
        "versions": [_version(name, record, take, differs) for name, record, take in versions],
        "skips": found["skips"],
        "mine": mine[-1] if mine and mine[-1] == last else None,
    }


def _take(store: Store, first: Record | None, second: Record | None) -> str:
    """Return the act that lets the second version stand."""
    if second is None:
        return "reject"
    # of an event that several engines have beside the first one, each as it says, one is proposed
    if first is not None or store.ask(listing.details, second["id"]).record != second:
        return "correct"
    return "accept"


def _version(name: str, record: Record | None, take: str, differs: list[str]) -> dict[str, Any]:
    return {"who": name, "act": None, "at": None, "note": "", "record": record, "take": take, "differs": differs}
