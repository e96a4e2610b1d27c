"""Countries, their divisions, regions and landmarks, and the words of nationality: the tables of the vocabulary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from rasad.arabic.letters import fold_word
from rasad.gazetteer.records import Record
from rasad.vocabulary import load

_ENDINGS = ("", "ه", "ون", "ين", "ان", "تان", "تين", "ات", "ا")  # of a nationality adjective, folded


def lookup(name: str) -> tuple[Record, ...]:
    """Return the countries, divisions and regions that bear a folded name, in this order."""
    return _by_name().get(name, ())


def country(alpha2: str) -> dict[str, Any]:
    """Return the row of a country.

    Raises:
        KeyError: No row has this code.
    """
    return _countries()[alpha2]


def division(alpha2: str | None, admin1: str) -> Record | None:
    """Return a country's first-level division by its GeoNames code, `None` where the table lacks it."""
    return _divisions().get((alpha2, admin1))


@cache
def lookup_country(alpha2: str) -> Record:
    """Return a country as a place.

    Raises:
        KeyError: No row has this code.
    """
    row = country(alpha2)
    return Record("country", row["name"], row["name_en"], alpha2, row["lat"], row["lon"], "PCLI", 1, row["geonameid"])


@cache
def has_divisions(alpha2: str | None) -> bool:
    """Return whether the tables carry a country's divisions: it is one that Arabic news names villages of."""
    return alpha2 != "US" and any(country == alpha2 for country, _ in _divisions())


@lru_cache(maxsize=50_000)
def nationality(word: str) -> str | None:
    """Return the country (alpha-2) of a folded nationality word, with or without article: `السوريه`, `اتراك`."""
    found = _nationalities().get(word)
    return found or (_nationalities().get(word[2:]) if word.startswith("ال") else None)


@cache
def first_words() -> frozenset[str]:
    """Return the folded first words of all names of the tables."""
    return frozenset(name.split(" ")[0] for name in _by_name())


@cache
def _countries() -> dict[str, dict[str, Any]]:
    return {row["alpha2"]: row for row in load("countries")["country"]}


@cache
def _divisions() -> dict[tuple[str | None, str], Record]:
    return {(row["country"], row["admin1"]): _division(row) for row in load("divisions")["division"]}


@cache
def _by_name() -> dict[str, tuple[Record, ...]]:
    found: dict[str, list[Record]] = defaultdict(list)
    for row, record in _rows():
        for name in dict.fromkeys(_plain(n) for n in (row["name"], *row.get("names", ()))):
            found[name].append(record)
    return {name: tuple(records) for name, records in found.items()}


def _rows() -> Iterator[tuple[dict[str, Any], Record]]:
    for row in load("countries")["country"]:
        yield row, lookup_country(row["alpha2"])
    for row in load("divisions")["division"]:
        yield row, _divisions()[row["country"], row["admin1"]]
    for row in load("divisions")["region"]:
        place = (row.get("lat"), row.get("lon"), row["feature"], row.get("resolution"))
        yield row, Record("region", row["name"], row["name_en"], row.get("country"), *place)


def _division(row: dict[str, Any]) -> Record:
    place = (row["lat"], row["lon"], "ADM1", 2)
    return Record("division", row["name"], row["name_en"], row["country"], *place, None, row["admin1"])


def _plain(name: str) -> str:
    return " ".join(fold_word(name).replace("-", " ").split())


@cache
def _nationalities() -> dict[str, str]:
    found: dict[str, str] = {}
    for alpha2, row in _countries().items():
        for adjective in row.get("adjective", ()):
            if " " not in adjective:
                stem = fold_word(adjective)
                for ending in _ENDINGS:
                    found.setdefault(stem + ending, alpha2)
        for people in row.get("people", ()):
            found.setdefault(fold_word(people), alpha2)
    return found
