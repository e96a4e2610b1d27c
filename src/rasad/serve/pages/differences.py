"""Where two engines differ (`rasad compare --review`): both versions side by side, one of them taken as a decision."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from rasad.record import Record
from rasad.serve.accounts import Coder
from rasad.serve.pages import Data, page
from rasad.serve.pages.review import differing
from rasad.serve.reach import OpenStore
from rasad.store import Differing, Store, listing
from rasad.store import differing as filed

router = APIRouter()
_SHOWN = 25  # on one page; what is decided makes room for the next


@page(router, "/differences", "differences.html")
def differences(request: Request, store: OpenStore, user: Coder) -> Data:
    """Return the events of which two engines say different things and on which nobody has decided."""
    found = store.ask(filed.waiting, _SHOWN)
    return {
        "cases": [_case(store, one) for one in found],
        "waiting": store.ask(filed.count),
        "engines": sorted({name for one in found for name in (one.one, one.other)}),
        "may_decide": user.role != "reader",
    }


def _case(store: Store, found: Differing) -> dict[str, Any]:
    """Return a difference as the page shows it; whichever version is taken is a decision on the one event."""
    event = found.event
    second = found.second
    if found.first is not None and second is not None:  # taken, it is a correction of the event that is stored
        second = second | {"id": event["id"], "link": event.get("link") or event["id"]}
    differs = sorted(differing(found.first, second))
    takes = {found.one: "accept" if found.first else "reject"}
    takes[found.other] = "reject" if second is None else "correct" if found.first else "accept"
    versions = [
        _version(name, record, takes[name], differs)
        for name, record in ((found.one, found.first), (found.other, second))
    ]
    last = store.ask(listing.details, event["id"]).last
    return {"event": event, "last_decision": last, "stored": found.first is not None, "versions": versions}


def _version(name: str, record: Record | None, take: str, differs: list[str]) -> dict[str, Any]:
    return {"who": name, "act": None, "at": None, "note": "", "record": record, "take": take, "differs": differs}
