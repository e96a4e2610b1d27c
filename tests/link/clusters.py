"""Articles whose mentions of events are marked by cluster, and how well links agree with the marks.

    PYTHONPATH=src:. python -m tests.link.clusters clusters_dev.txt --show

Scored are the events that the coder finds at a marked trigger: pairwise (every two mentions, same event or not) and by
the CoNLL mean of MUC, B3 and CEAF-e (Pradhan et al. 2014, "Scoring Coreference Partitions of Predicted Mentions").
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

from rasad.document import Article, Document, Event

DATA = Path(__file__).parent / "data"
_MARK = re.compile(r"\{([^|{}]+)\|(\w+)\}")
_HEAD = re.compile(r"^= (\w+) (\S+)$", re.M)
Clusters = Mapping[Hashable, Hashable]  # mention -> name of its cluster


@dataclass(frozen=True, slots=True)
class Marked:
    """An article, with the triggers marked in it: `(start, end, cluster)`."""

    article: Article
    marks: tuple[tuple[int, int, str], ...]

    def cluster(self, event: Event) -> str | None:
        """Return the cluster of the mark that shares most of an event's trigger."""
        shared = [(min(event.end, e) - max(event.start, s), -s, name) for s, e, name in self.marks]
        most = max(shared, default=(0, 0, ""))
        return most[2] if most[0] > 0 else None


def read(name: str) -> Iterator[Marked]:
    """Yield the articles of a file of `data`."""
    blocks = _HEAD.split((DATA / name).read_text(encoding="utf8"))
    for ident, day, block in zip(blocks[1::3], blocks[2::3], blocks[3::3], strict=True):
        text, marks = "", []
        at = 0
        body = block.strip()
        for mark in _MARK.finditer(body):
            text += body[at : mark.start()]
            marks.append((len(text), len(text) + len(mark[1]), mark[2]))
            text += mark[1]
            at = mark.end()
        yield Marked(Article(ident, text + body[at:], date.fromisoformat(day)), tuple(marks))


@dataclass(slots=True)
class Scores:
    """Precision and recall of each figure, as `(found right, found)` and `(found right, marked)`."""

    precision: Mapping[str, tuple[float, float]]
    recall: Mapping[str, tuple[float, float]]

    def f1(self, name: str) -> float:
        """Return the harmonic mean of precision and recall."""
        p, r = self.share(name)
        return 2 * p * r / (p + r) if p + r else 0.0

    def share(self, name: str) -> tuple[float, float]:
        """Return precision and recall."""
        (a, b), (c, d) = self.precision[name], self.recall[name]
        return (a / b if b else 1.0), (c / d if d else 1.0)

    @property
    def conll(self) -> float:
        """The mean of the F1 of MUC, B3 and CEAF-e."""
        return sum(map(self.f1, ("MUC", "B3", "CEAF-e"))) / 3

    def __str__(self) -> str:
        """Return a line a figure."""
        rows = [f"{n:8} P {self.share(n)[0]:.3f} R {self.share(n)[1]:.3f} F1 {self.f1(n):.3f}" for n in self.precision]
        return "\n".join([*rows, f"CoNLL    {self.conll:.3f}"])


def score(gold: Clusters, system: Clusters) -> Scores:
    """Return how well a partition of mentions agrees with another of the same mentions."""
    ours, theirs = _sets(system), _sets(gold)
    pairs, wanted = _pairs(ours), _pairs(theirs)
    both = len(pairs & wanted)
    size = sum(map(len, ours))
    aligned = _aligned(ours, theirs)
    precision = {
        "pairs": (both, len(pairs)),
        "MUC": (sum(len(o) - _parts(o, gold) for o in ours), sum(len(o) - 1 for o in ours)),
        "B3": (sum(len(o & t) ** 2 / len(o) for o in ours for t in theirs), size),
        "CEAF-e": (aligned, len(ours)),
    }
    recall = {
        "pairs": (both, len(wanted)),
        "MUC": (sum(len(t) - _parts(t, system) for t in theirs), sum(len(t) - 1 for t in theirs)),
        "B3": (sum(len(o & t) ** 2 / len(t) for o in ours for t in theirs), size),
        "CEAF-e": (aligned, len(theirs)),
    }
    return Scores(precision, recall)


def _sets(clusters: Clusters) -> list[frozenset[Hashable]]:
    found: dict[Hashable, set[Hashable]] = defaultdict(set)
    for mention, name in clusters.items():
        found[name].add(mention)
    return [frozenset(s) for s in found.values()]


def _pairs(sets: Iterable[frozenset[Hashable]]) -> set[frozenset[Hashable]]:
    return {frozenset(pair) for one in sets for pair in combinations(one, 2)}


def _parts(one: frozenset[Hashable], other: Clusters) -> int:
    return len({other[mention] for mention in one})


def _aligned(ours: Sequence[frozenset[Hashable]], theirs: Sequence[frozenset[Hashable]]) -> float:
    """Return the similarity of the best one-to-one pairing of clusters, article by article (they share no mention)."""
    alike = [[(j, 2 * len(o & t) / (len(o) + len(t))) for j, t in enumerate(theirs) if o & t] for o in ours]

    def best(at: int, taken: frozenset[int]) -> float:
        if at == len(group):
            return 0.0
        found = best(at + 1, taken)
        for j, value in alike[group[at]]:
            if j not in taken:
                found = max(found, value + best(at + 1, taken | {j}))
        return found

    total, left = 0.0, set(range(len(ours)))
    while left:  # clusters that overlap, directly or through others, are paired together
        group = [left.pop()]
        reach = {j for j, _ in alike[group[0]]}
        while more := [i for i in left if reach & {j for j, _ in alike[i]}]:
            for i in more:
                left.discard(i)
                group.append(i)
                reach |= {j for j, _ in alike[i]}
        total += best(0, frozenset())
    return total


def partitions(marked: Iterable[tuple[Marked, Document]]) -> dict[str, tuple[Clusters, Clusters]]:
    """Return `(marked, found)` partitions of the events at marked triggers: of the links, and of two plain ways.

    `links` is what is measured; `apart` leaves every mention alone; `lemma` joins mentions of one type and lemma.
    """
    gold: dict[Hashable, Hashable] = {}
    found: dict[str, dict[Hashable, Hashable]] = {"links": {}, "apart": {}, "lemma": {}}
    for article, doc in marked:
        for event in doc.events:
            name = article.cluster(event)
            if name is None:
                continue
            ident = article.article.id
            key = (ident, event.start, event.end, event.event_type)
            first = event.first or event
            gold[key] = (ident, name)
            found["links"][key] = (ident, first.start, first.end, first.event_type)
            found["apart"][key] = key
            found["lemma"][key] = (ident, event.event_type, event.lemma)
    return {name: (gold, clusters) for name, clusters in found.items()}


def main(name: str) -> None:
    """Print the figures of a file."""
    from rasad.coder import Coder

    coder = Coder()
    results = partitions([(marked, coder.document(marked.article)) for marked in read(name)])
    for way, (gold, found) in results.items():
        print(f"{way} ({len(gold)} mentions, {len(set(gold.values()))} events)\n{score(gold, found)}\n")


if __name__ == "__main__":
    main(sys.argv[1])
