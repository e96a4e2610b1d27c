"""How well place names of the news are resolved, against Who's On First as a reference.

    python benchmarks/places_sample.py ../shared/data/news ../shared/data/gazetteer/wof_arabic_places.tsv.xz

Takes mentions from articles spread over the news files whose names the reference has (towns and smaller; its countries
are IQ YE SY EG LB PS SD LY), one a name and article, and says what share is resolved within 25 km of a place to which
the reference gives this name, what share lies elsewhere, and what share stays unresolved. Names of well-known places
in other countries are left out, since the reference cannot judge them. `--errors N` shows cases.
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from geographiclib.geodesic import Geodesic

import rasad.link.places as link
import rasad.mentions.places as mentions
from rasad.arabic.letters import fold_word
from rasad.document import Article, Document, Place
from rasad.gazetteer import lookup
from rasad.gazetteer.words import view

NEAR_KM = 25.0
LARGE = 50_000  # people
STEP = 97  # one article in so many
COUNTRIES = frozenset("IQ YE SY EG LB PS SD LY".split())
Point = tuple[float, float]
Case = tuple[str, Place, str, float]


def reference(path: Path) -> dict[str, list[Point]]:
    """Return the reference's points by folded name."""
    found: dict[str, list[Point]] = defaultdict(list)
    with lzma.open(path, "rt", encoding="utf8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            point = (float(row["lat"]), float(row["lon"]))
            for name in {row["ar_preferred"], *row["ar_variants"].split("|")} - {""}:
                found[fold_word(name)].append(point)
    return found


def articles(folder: Path) -> Iterator[str]:
    """Yield the bodies of articles, spread over the files."""
    for path in sorted(folder.glob("*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf8") as lines:
            for number, line in enumerate(lines):
                if number % STEP == 0:
                    yield json.loads(line).get("body") or ""


def name_of(words: str, known: dict[str, list[Point]]) -> str | None:
    """Return the reference's name that the words of a mention are, without attached particles."""
    folded = fold_word(words).split()
    cuts = [cut.core for cut in view(folded[0]).cuts] or folded[:1]
    names = [" ".join((cut, *folded[1:])) for cut in cuts]
    first = next((n for n in names if n in known or lookup(n)), None)
    return first if first in known else None


def sample(folder: Path, known: dict[str, list[Point]], names: int) -> list[tuple[str, Place, str]]:
    """Return mentions of names that the reference has, each with the words around it."""
    found = []
    for number, body in enumerate(articles(folder)):
        doc = Document(Article(str(number), body))
        doc.mentions = [*mentions.find(doc)]
        link.resolve(doc)
        seen = set()
        for place in doc.mentions:
            assert isinstance(place, Place)
            name = name_of(doc.quote(place), known)
            skip = (place.offset and place.offset.distance_km) or (name and well_known_abroad(name))
            town = place.resolution >= 4 if place.resolution else place.resolved_place is None
            if name and name not in seen and not skip and town:
                seen.add(name)
                around = body[max(0, place.start - 40) : place.end + 30].replace("\n", " ")
                found.append((name, place, around))
    return random.Random(1).sample(found, min(names, len(found)))


def well_known_abroad(name: str) -> bool:
    """Return whether a place outside the reference's countries may well be meant."""
    return any(r.country not in COUNTRIES and (r.population >= LARGE or r.kind != "settlement") for r in lookup(name))


def distance(place: Place, points: list[Point]) -> float:
    """Return the kilometres to the nearest of the reference's points."""
    return min(float(Geodesic.WGS84.Inverse(place.lat, place.lon, *p)["s12"]) / 1000 for p in points)


def outcome(place: Place, far: float) -> str:
    """Return what became of a name."""
    if place.lat is None:
        return "unresolved"
    if far <= NEAR_KM:
        return "within 25 km"
    return "elsewhere" if place.country_alpha2 in COUNTRIES else "abroad"


def main() -> None:
    """Print the shares and, if asked for, what lies elsewhere."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", type=Path)
    parser.add_argument("reference", type=Path)
    parser.add_argument("--names", type=int, default=300)
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    known = reference(options.reference)
    found: dict[str, list[Case]] = {"within 25 km": [], "elsewhere": [], "abroad": [], "unresolved": []}
    for name, place, around in sample(options.news, known, options.names):
        far = distance(place, known[name]) if place.lat is not None else 0.0
        found[outcome(place, far)].append((name, place, around, far))
    total = sum(map(len, found.values()))
    print(f"{total} names: " + ", ".join(f"{len(items) / total:.1%} {label}" for label, items in found.items()))
    for label in ("elsewhere", "abroad", "unresolved"):
        for name, place, around, far in found[label][: options.errors]:
            print(f"{label}: {name} -> {place.name_en}, {place.country_alpha2} ({far:.0f} km): {around}")


if __name__ == "__main__":
    main()
