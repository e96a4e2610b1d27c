"""Settlements and smaller places: a trie of folded names over a table of places; both are read when first asked for."""

from __future__ import annotations

import lzma
from functools import cache, lru_cache
from pathlib import Path

import marisa_trie

from rasad.gazetteer.records import Record

MAX_WORDS = 5  # of a name; scripts/build_gazetteer.py leaves out longer ones
_FOLDER = Path(__file__).parent / "data"
_RESOLUTION = dict.fromkeys("PPLX CMPRF AIRB AIRP MILB PRT BDGX".split(), 5) | dict.fromkeys(
    "ADM2 RGN MT ISL LK".split(), 3
)


@lru_cache(maxsize=20_000)
def lookup(name: str) -> tuple[Record, ...]:
    """Return the settlements that bear a folded name, the most populous first."""
    lines = _names().get(name)
    if not lines:
        return ()
    return tuple(
        sorted((_record(line) for (line,) in lines), key=lambda r: (-r.population, r.geonameid or 0, r.name_en))
    )


@lru_cache(maxsize=60_000)
def begins(word: str) -> bool:
    """Return whether a settlement's name begins with this folded word."""
    names = _names()
    return word in names or next(names.iterkeys(word + " "), None) is not None


@cache
def _names() -> marisa_trie.RecordTrie:
    return marisa_trie.RecordTrie("<I").mmap(str(_FOLDER / "names.marisa"))


@cache
def _lines() -> list[str]:
    return lzma.decompress((_FOLDER / "places.tsv.xz").read_bytes()).decode().split("\n")


@lru_cache(maxsize=50_000)
def _record(line: int) -> Record:
    ident, lat, lon, country, admin1, population, feature, name_en, name, radius = _lines()[line].split("\t")
    place = (float(lat), float(lon), feature, _RESOLUTION.get(feature, 4))
    more = (int(ident) or None, admin1, int(population), float(radius) if radius else None)
    return Record("settlement", name, name_en, country, *place, *more)
