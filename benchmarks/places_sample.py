"""How well place names of the news are resolved, against Who's On First as a reference.

    python benchmarks/places_sample.py ../shared/data/news ../shared/data/gazetteer/wof_arabic_places.tsv.xz

Takes names from articles spread over the news files that the reference has (towns and smaller; its countries are IQ YE
SY EG LB PS SD LY), one a name and article: those that Rasad marks as places, and those right after a word for a town
(`مدينة`, `بلدة`) that it does not mark, which count as unresolved. Says what share is resolved within 25 km of a place
to which the reference gives this name, what share lies elsewhere, and what share stays unresolved. Left out, since the
reference cannot judge them: names of well-known places in other countries; articles that name none of its countries.
`--errors N` shows cases.
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
from rasad.gazetteer import lookup, nationality
from rasad.gazetteer.words import view, words
from rasad.mentions.places.text import Text, read

NEAR_KM = 25.0
LARGE = 50_000  # people
STEP = 41  # one article in so many; gives some 400 names, of which --names are drawn
COUNTRIES = frozenset("IQ YE SY EG LB PS SD LY".split())
TOWNS = frozenset(fold_word(w) for w in "مدينة بلدة قرية ضاحية مخيم".split())
LONGEST = 4  # words of a name
Point = tuple[float, float]
Found = tuple[str, Place | None, str]  # the reference's name, the mention (`None`: not marked), the words around


def reference(path: Path) -> dict[str, list[Point]]:
    """Return the reference's points by folded name."""
    found: dict[str, list[Point]] = defaultdict(list)
    with lzma.open(path, "rt", encoding="utf8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            point = (float(row["lat"]), float(row["lon"]))
            for name in {row["ar_preferred"], *row["ar_variants"].split("|")} - {""}:
                found[fold_word(name)].append(point)
    return found


def articles(folder: Path, step: int) -> Iterator[tuple[Document, list[Place], Text]]:
    """Yield every `step`th article of each file that names one of the reference's countries, with its places."""
    for path in sorted(folder.glob("*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf8") as lines:
            bodies = [json.loads(line).get("body") or "" for number, line in enumerate(lines) if number % step == 0]
        for body in bodies:
            doc = Document(Article("", body))
            doc.mentions = [*mentions.find(doc)]
            link.resolve(doc)
            places = [m for m in doc.mentions if isinstance(m, Place)]
            text = read(doc)
            if speaks_of(COUNTRIES, places, text):
                yield doc, places, text


def name_of(phrase: str, known: dict[str, list[Point]]) -> str | None:
    """Return the reference's name that the words of a mention are, without attached particles."""
    folded = fold_word(phrase).split()
    cuts = [cut.core for cut in view(folded[0]).cuts] or folded[:1]
    names = [" ".join((cut, *folded[1:])) for cut in cuts]
    first = next((n for n in names if n in known or lookup(n)), None)
    return first if first in known else None


def sample(folder: Path, known: dict[str, list[Point]], names: int) -> list[Found]:
    """Return names that the reference has, each with the words around it."""
    found: list[Found] = []
    for doc, places, text in articles(folder, STEP):
        seen = set()
        for name, place, start, end in [*marked(doc, places, known), *unmarked(text, places, known)]:
            if name not in seen and not well_known_abroad(name):
                seen.add(name)
                found.append((name, place, doc.text[max(0, start - 40) : end + 30].replace("\n", " ")))
    return random.Random(1).sample(found, min(names, len(found)))


def marked(
    doc: Document, places: list[Place], known: dict[str, list[Point]]
) -> Iterator[tuple[str, Place | None, int, int]]:
    """Yield the mentions whose names the reference has, but no divisions, and no places told by their distance."""
    for place in places:
        town = place.resolution >= 4 if place.resolution else place.resolved_place is None
        if town and not (place.offset and place.offset.distance_km) and (name := name_of(doc.quote(place), known)):
            yield name, place, place.start, place.end


def unmarked(
    text: Text, places: list[Place], known: dict[str, list[Point]]
) -> Iterator[tuple[str, Place | None, int, int]]:
    """Yield the reference's names after a word for a town where no mention stands."""
    for name, first, last in introduced(text, known, TOWNS):
        start, end = text.folded.original(first, last)
        if not any(p.start < end and start < p.end for p in places):
            yield name, None, start, end


def introduced(text: Text, known: dict[str, list[Point]], kinds: frozenset[str]) -> Iterator[tuple[str, int, int]]:
    """Yield the reference's names after words for kinds of places, each with its folded range."""
    for index, seen in enumerate(text.views):
        at = index + 1
        if seen.kind_word not in kinds or not text.begins_after_type(index):
            continue
        if text.words[at] in words("not_names", "words"):
            continue  # `مدينة جديدة`
        for last in range(min(at + LONGEST, len(text.words)), at, -1):
            if any(not text.inside(i) for i in range(at, last - 1)):
                continue
            name = " ".join(text.words[at:last])
            whole = f"{seen.kind_word} {name}"
            if found := next((n for n in (whole, name) if n in known), None):
                yield found, text.starts[at], text.ends[last - 1]
                break


def speaks_of(countries: frozenset[str], places: list[Place], text: Text) -> bool:
    """Return whether an article names one of the countries, by a place or a nationality."""
    if any(place.country_alpha2 in countries for place in places):
        return True
    return any((nationality(word) or nationality(word[1:])) in countries for word in text.words)


def well_known_abroad(name: str) -> bool:
    """Return whether a place outside the reference's countries may well be meant."""
    return any(r.country not in COUNTRIES and (r.population >= LARGE or r.kind != "settlement") for r in lookup(name))


def distance(place: Place, points: list[Point]) -> float:
    """Return the kilometres to the nearest of the reference's points."""
    return min(float(Geodesic.WGS84.Inverse(place.lat, place.lon, *p)["s12"]) / 1000 for p in points)


def outcome(place: Place | None, far: float) -> str:
    """Return what became of a name."""
    if place is None or place.lat is None:
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
    found: dict[str, list[str]] = {"within 25 km": [], "elsewhere": [], "abroad": [], "unresolved": []}
    for name, place, around in sample(options.news, known, options.names):
        far = distance(place, known[name]) if place and place.lat is not None else 0.0
        said = f"{place.name_en}, {place.country_alpha2} ({far:.0f} km)" if place else "not marked"
        found[outcome(place, far)].append(f"{name} -> {said}: {around}")
    total = sum(map(len, found.values()))
    print(f"{total} names: " + ", ".join(f"{len(items) / total:.1%} {label}" for label, items in found.items()))
    for label in ("elsewhere", "abroad", "unresolved"):
        for line in found[label][: options.errors]:
            print(f"{label}: {line}")


if __name__ == "__main__":
    main()
