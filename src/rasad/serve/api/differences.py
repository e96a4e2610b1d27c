"""Where two engines differ (`rasad compare --review`): what waits for a person, by kind, event type and engines."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query

from rasad import ontology
from rasad.serve.accounts import Coder
from rasad.serve.answers import DifferenceList, DifferenceTold
from rasad.serve.api.events import Limit
from rasad.serve.reach import OpenStore
from rasad.serve.selection import MaybeKey, Words
from rasad.store import Differing, Store, listing
from rasad.store import differing as filed
from rasad.store.differing import KINDS, Wanted

router = APIRouter(prefix="/api/v1", tags=["decisions"])


@dataclass(slots=True)
class Choice:
    """Which differences are wanted, as an address says it."""

    kind: Annotated[list[Words] | None, Query(description=f"Any of: {', '.join(KINDS)}.")] = None
    type: Annotated[
        list[Words] | None, Query(description=f"Event types that either names, any of: {', '.join(ontology.types())}.")
    ] = None
    engines: Annotated[MaybeKey, Query(description="The two engines, `ONE/OTHER`.")] = None
    skipped: Annotated[bool, Query(description="Those that you skipped, in place of those that wait.")] = False

    def wanted(self, who: str) -> Wanted:
        """Return the store's filters, for somebody."""
        kinds = tuple(name.lower() for name in self.kind or () if name)
        types = tuple(name.upper() for name in self.type or () if name)
        return Wanted(kinds, types, self.engines, who, self.skipped)

    def query(self) -> str:
        """Return the query string of this choice."""
        given = {"kind": self.kind, "type": self.type, "engines": self.engines, "skipped": "true" * self.skipped}
        return urlencode({name: value for name, value in given.items() if value}, doseq=True)


Chosen = Annotated[Choice, Depends()]


def told(store: Store, found: Differing) -> DifferenceTold:
    """Return a difference with what was decided on its event so far: skips, for nobody has decided more."""
    event = found.event
    known = store.ask(listing.details, event["id"])
    skips = [decision for decision in known.decisions if decision.undone_by is None]
    return {
        "event_id": event["id"],
        "doc_id": event["doc_id"],
        "kind": "only" if found.first is None or found.second is None else found.kind,
        "one": found.one,
        "other": found.other,
        "first": found.first,
        "second": found.second,
        "last_decision": known.last,
        "skips": [{"id": made.id, "who": made.who, "at": made.at, "note": made.note} for made in skips],
    }


def page(store: Store, choice: Choice, who: str, limit: int) -> DifferenceList:
    """Return the differences chosen, those that matter most first, and how many there are."""
    wanted = choice.wanted(who)
    found = store.ask(filed.waiting, limit, wanted)
    return {"differences": [told(store, one) for one in found], "counts": asdict(store.ask(filed.counts, wanted))}  # type: ignore[typeddict-item]


@router.get("/differences", response_model=DifferenceList)
def differences(store: OpenStore, user: Coder, choice: Chosen, limit: Limit = 50) -> Any:
    """Return the events of which two engines say different things and that wait for a decision.

    Those that matter most come first. A decision takes one out of the list; so does to skip it, for who did.
    """
    return page(store, choice, user.name, limit)
