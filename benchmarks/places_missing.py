"""Which places of Who's On First the news names and Rasad does not know, by how often they are named.

    python benchmarks/places_missing.py ../shared/data/news ../shared/data/gazetteer/wof_arabic_places.tsv.xz --step 10

Looks in every `--step`th article for names of the reference right after a word for a kind of place (`بلدة`, `مديرية`,
`معبر`), which is how the press introduces a place that not every reader knows, and counts what became of them: `unseen`
(no mention stands there), `unresolved` (a mention without a point), `elsewhere` (a point farther than 25 km from all
that the reference calls so; the reference has eight countries only, so that this includes namesakes in others).
Shares first, then the names, most frequent first, with the countries in which the reference has them.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from pathlib import Path

from places_sample import NEAR_KM, Point, articles, distance, introduced, reference

from rasad.arabic.letters import fold_word
from rasad.document import Place

KINDS = frozenset(fold_word(w) for w in "مدينة مدينتي بلدة بلدات بلدتي قرية قرى قريتي مديرية مديريات مديريتي".split())
KINDS |= frozenset(fold_word(w) for w in "ضاحية ضيعة مخيم معبر قاعدة مطار ناحية قضاء عزلة جبل ميناء حي".split())


def outcome(places: list[Place], start: int, end: int, points: list[Point]) -> str:
    """Return what became of a name that stands in a range of the text."""
    here = [p for p in places if p.start < end and start < p.end]
    if not here:
        return "unseen"
    with_point = [p for p in here if p.lat is not None]
    if not with_point:
        return "unresolved"
    return "near" if min(distance(p, points) for p in with_point) <= NEAR_KM else "elsewhere"


def main() -> None:
    """Print the shares and the names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", type=Path)
    parser.add_argument("reference", type=Path)
    parser.add_argument("--step", type=int, default=50)
    parser.add_argument("--names", type=int, default=60, help="how many names to print")
    options = parser.parse_args()
    known = reference(options.reference)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    examples: dict[str, str] = {}
    for doc, places, text in articles(options.news, options.step):
        for name, first, last in introduced(text, known, KINDS):
            start, end = text.folded.original(first, last)
            result = outcome(places, start, end, known[name])
            counts[name][result] += 1
            if result != "near":
                examples.setdefault(name, " ".join(doc.text[max(0, start - 30) : end + 30].split()))
    total: Counter[str] = sum(counts.values(), Counter())
    everything = max(1, total.total())
    print(f"{everything} names: " + ", ".join(f"{label} {n / everything:.1%}" for label, n in total.most_common()))
    worst = sorted(counts.items(), key=lambda item: (item[1]["near"] - item[1].total(), item[0]))
    for name, found in worst[: options.names]:
        missed = ", ".join(f"{label} {n}" for label, n in sorted(found.items()) if label != "near")
        if missed:
            print(f"{name}\t{missed}\t{where(known[name])}\t{examples[name]}")


def where(points: list[Point]) -> str:
    """Return how many places of the reference bear a name, and the first of them."""
    return f"{len(points)} at {points[0][0]:.1f} {points[0][1]:.1f}"


if __name__ == "__main__":
    main()
