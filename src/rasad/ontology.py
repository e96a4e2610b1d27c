"""PLOVER's tables: quads, scores, modes, contexts, sectors, reductions, and the way to and from CAMEO.

The tables are `vocabulary/plover.toml` (PLOVER manual, CC BY-SA 4.0); where the manual contradicts itself the decision
stands there and in `docs/plover.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from rasad import vocabulary

STATUSES = ("actual", "planned", "hypothetical", "negated")


def types() -> tuple[str, ...]:
    """Return the 16 event types in PLOVER's order."""
    return tuple(_plover()["types"])


def modes(event_type: str) -> dict[str, float]:
    """Return the modes of a type with their scores."""
    return dict(_plover()["types"][event_type]["modes"])


def contexts() -> tuple[str, ...]:
    """Return PLOVER's contexts."""
    return tuple(_plover()["contexts"])


def sectors() -> dict[str, str]:
    """Return the sector codes with what they stand for."""
    return dict(_plover()["sectors"])


def non_state_codes() -> dict[str, str]:
    """Return the codes that stand in place of a country (`IGO`, `UNO`, ...)."""
    return dict(_plover()["non_state"])


def quad_code(event: str) -> int:
    """Return 1 verbal cooperation, 2 material cooperation, 3 verbal conflict or 4 material conflict."""
    return int(_plover()["types"][event]["quad"])


def score(event: str, modes_: Sequence[str] = ()) -> float:
    """Return the PLOVER score: that of the first mode the event category has, else the category's own."""
    row = _plover()["types"][event]
    for mode in modes_:
        if mode in row["modes"]:
            return float(row["modes"][mode])
    return float(row["score"])


def reduced(event_type: str, status: str) -> str:
    """Return the PLOVER-conformant category: what lies in the future is an agreement, or a concession to withdraw."""
    if status == "planned":
        for row in _plover()["reductions"]:
            if event_type in row["types"]:
                return str(row["event"])
    return event_type


@cache
def cameo_code(event: str, mode: str | None = None) -> str:
    """Return the most general CAMEO code of an event category and mode; without one of that mode, the category's."""
    table = _plover()["cameo"]
    for wanted in (mode, None):
        codes = [c for c, row in table.items() if row["type"] == event and row.get("mode") == wanted]
        if codes:
            return str(min(codes, key=lambda c: (len(c), c)))
    return str(min((c for c, row in table.items() if row["type"] == event), key=lambda c: (len(c), c)))


def _plover() -> dict[str, dict]:  # type: ignore[type-arg]
    return vocabulary.load("plover")
