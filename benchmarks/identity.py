"""One actor, one chain: how far the chains of an article's actors agree with marked ones.

    python benchmarks/identity.py [FILE] [--gold-mentions] [--errors]      FILE: tests/link/identity_dev.jsonl

Each line of FILE is `{"id", "text", "published", "chains": [{"id", "mentions": [[start, end, words], ...]}, ...]}`. The
whole coder runs on the text; its chains (`Document.chains`) are scored by MUC (Vilain et al. 1995), B3 (Bagga &
Baldwin 1998) and CEAFe (Luo 2005), summed over all articles, and by the mean of their F1, as the CoNLL shared task of
2012 has it. Actors mentioned once count as chains of one mention.

A mention is found if one of the system's ends where it ends and begins at most one character off: whether `لل` is cut
before or after its first `ل` is a matter of convention. With `--gold-mentions` the system's chains are first restricted
to the marked mentions and each marked mention that was not found is a chain of its own: how well the chains are, apart
from how well mentions are found. `--errors` prints each article with both.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

import rasad
from rasad.document import Article

DEV = Path(__file__).parent.parent / "tests/link/identity_dev.jsonl"
Mention = tuple[int, int]
Chains = Sequence[frozenset[Mention]]
Counts = tuple[float, float, float, float]  # found of the key's, key's; found of the response's, response's
SLACK = 1  # characters by which the beginnings of one mention may differ


@dataclass(frozen=True, slots=True)
class Compared:
    """An article's marked chains and the system's, the mentions of both by the same names where they match."""

    ident: str
    text: str
    gold: list[frozenset[Mention]]
    system: list[frozenset[Mention]]


def compare(lines: Iterable[str]) -> Iterator[Compared]:
    """Code the articles and yield their chains beside the marked ones."""
    coder = rasad.load()
    for line in lines:
        row = json.loads(line)
        doc = coder.document(Article(row["id"], row["text"], date.fromisoformat(row["published"])))
        gold = [[(start, end) for start, end, _ in chain["mentions"]] for chain in row["chains"]]
        system = [[(m.start, m.end) for m in chain.mentions] for chain in doc.chains]
        names = _matched([m for c in gold for m in c], [m for c in system for m in c])
        yield Compared(
            row["id"], row["text"], [frozenset(c) for c in gold], [frozenset(names[m] for m in c) for c in system]
        )


def _matched(gold: list[tuple[int, int]], system: list[tuple[int, int]]) -> dict[tuple[int, int], tuple[int, int]]:
    """Return for each of the system's mentions the marked one that it is, itself where it is none."""
    names, free = {}, set(gold)
    for slack in range(SLACK + 1):
        for start, end in system:
            if (start, end) in names:
                continue
            for marked in ((start - slack, end), (start + slack, end)):
                if marked in free:
                    names[start, end] = marked
                    free.remove(marked)
                    break
    return {m: names.get(m, m) for m in system}


def restricted(compared: Compared) -> Compared:
    """Return the same with the system's chains over the marked mentions, no more and no less."""
    marked = frozenset(m for chain in compared.gold for m in chain)
    system = [chain & marked for chain in compared.system if chain & marked]
    missing = marked - frozenset(m for chain in system for m in chain)
    return Compared(compared.ident, compared.text, compared.gold, [*system, *(frozenset((m,)) for m in missing)])


def muc(gold: Chains, system: Chains) -> Counts:
    """Return the links of each side that the other side has, and all links of each side."""
    return *_links(gold, system), *_links(system, gold)


def _links(key: Chains, response: Chains) -> tuple[float, float]:
    where = {mention: i for i, chain in enumerate(response) for mention in chain}
    kept = total = 0
    for chain in key:
        parts = {where[m] for m in chain if m in where}
        kept += len(chain) - len(parts) - sum(m not in where for m in chain)
        total += len(chain) - 1
    return kept, total


def b_cubed(gold: Chains, system: Chains) -> Counts:
    """Return for each side the share of its mentions' chains that the other side has, and its mentions."""
    return *_shares(gold, system), *_shares(system, gold)


def _shares(key: Chains, response: Chains) -> tuple[float, float]:
    where = {mention: chain for chain in response for mention in chain}
    shared = sum(len(chain & where[m]) / len(chain) for chain in key for m in chain if m in where)
    return shared, float(sum(map(len, key)))


def ceaf_e(gold: Chains, system: Chains) -> Counts:
    """Return how alike the chains are in the best assignment of one to one, and the number of each side's chains."""
    alike = np.array([[2 * len(g & s) / (len(g) + len(s)) for s in system] for g in gold]).reshape(len(gold), -1)
    best = float(alike[linear_sum_assignment(alike, maximize=True)].sum()) if alike.size else 0.0
    return best, float(len(gold)), best, float(len(system))


METRICS: dict[str, Callable[[Chains, Chains], Counts]] = {"MUC": muc, "B3": b_cubed, "CEAFe": ceaf_e}


def figures(articles: Sequence[Compared]) -> dict[str, tuple[float, float, float]]:
    """Return recall, precision and F1 of the mentions and of every metric, and their mean (`CoNLL`)."""
    found: dict[str, tuple[float, float, float]] = {}
    for name, metric in {"mentions": _mentions, **METRICS}.items():
        counts = np.sum([metric(a.gold, a.system) for a in articles], axis=0)
        recall, precision = (float(counts[i] / counts[i + 1]) if counts[i + 1] else 0.0 for i in (0, 2))
        found[name] = recall, precision, 2 * recall * precision / (recall + precision) if recall + precision else 0.0
    mean = np.mean([found[name] for name in METRICS], axis=0)
    return found | {"CoNLL": (float(mean[0]), float(mean[1]), float(mean[2]))}


def _mentions(gold: Chains, system: Chains) -> Counts:
    one, other = (frozenset(m for chain in side for m in chain) for side in (gold, system))
    return len(one & other), len(one), len(one & other), len(other)


def marked(text: str, chains: Sequence[frozenset[Mention]]) -> str:
    """Return a text with its mentions in brackets, each with the number of its chain."""
    signs: list[tuple[int, int, int, str]] = []
    for number, chain in enumerate(chains, 1):
        for start, end in chain:
            signs += [(start, 1, -end, f"[{number}:"), (end, 0, -start, "]")]
    out, last = [], 0
    for at, _, _, sign in sorted(signs):
        out += [text[last:at], sign]
        last = at
    return "".join([*out, text[last:]])


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", nargs="?", type=Path, default=DEV)
    parser.add_argument("--gold-mentions", action="store_true")
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    articles = list(compare(args.file.read_text(encoding="utf8").splitlines()))
    if args.gold_mentions:
        articles = [restricted(a) for a in articles]
    if args.errors:
        for article in articles:
            print(article.ident, marked(article.text, article.gold), marked(article.text, article.system), sep="\n")
    for name, (recall, precision, f1) in figures(articles).items():
        print(f"{name:8} recall {recall:.3f}  precision {precision:.3f}  F1 {f1:.3f}")


if __name__ == "__main__":
    main()
