"""Places by their Arabic names: settlements from GeoNames, countries, divisions, regions and landmarks from tables.

    for record in gazetteer.lookup(fold_word("الموصل")): ...

A name may stand for several places: `lookup` returns them all, and it is the caller's to decide by evidence. The tables
are `vocabulary/countries.toml` and `vocabulary/divisions.toml`; `data/README.md` describes the settlements' files.
"""

from __future__ import annotations

from rasad.gazetteer import settlements, tables
from rasad.gazetteer.records import Record
from rasad.gazetteer.settlements import MAX_WORDS
from rasad.gazetteer.tables import country, division, has_divisions, lookup_country, nationality

__all__ = [
    "MAX_WORDS",
    "Record",
    "begins",
    "country",
    "division",
    "has_divisions",
    "lookup",
    "lookup_country",
    "nationality",
]


def lookup(name: str) -> tuple[Record, ...]:
    """Return the places that bear a folded name: countries, divisions, regions, then settlements by population."""
    return tables.lookup(name) + settlements.lookup(name)


def begins(word: str) -> bool:
    """Return whether some place's name begins with this folded word (and may consist of it alone)."""
    return word in tables.first_words() or settlements.begins(word)
