"""Which events a format without a status can state without saying something false.

PLOVER, GDELT and ACLED have no field for whether an event happened: a row is a statement that it did. A denied attack
or a feared one must therefore not become a row. What is planned is stated where PLOVER has a category for the
intention (a visit that is announced is an agreement): its reductions.
"""

from __future__ import annotations

from rasad import ontology
from rasad.record import Record


def happened(record: Record) -> bool:
    """Return whether the text says that the event happened or is happening."""
    return bool(record["status"] == "actual")


def has_category(record: Record) -> bool:
    """Return whether the event's category is true as it stands: it happened, or its intention has a category.

    The category of a planned visit is AGREE, that of a planned withdrawal CONCEDE; a planned concession stays CONCEDE,
    which is verbal. A planned attack has no category of its own, and would read as an attack.
    """
    if happened(record):
        return True
    event_type = record["event_type"]
    verbal = event_type == "CONCEDE" or ontology.reduced(event_type, "planned") != event_type
    return bool(record["status"] == "planned" and verbal)
