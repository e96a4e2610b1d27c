"""Learn whom pronouns stand for (`rasad.models/pronouns.json`), from the articles with marked chains.

    python scripts/train_pronouns.py [--folds 5]

Trains on `tests/link/identity_dev*.jsonl`; never on `identity_test.jsonl`. At each pronoun for which no rule answers,
the actors that agree with it are the options, and nobody: a conditional logistic regression over them, penalised by
the squares of its weights. Pronouns before are taken as marked. `--folds` measures instead, over articles left out.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from scipy.optimize import minimize

import rasad
from rasad import models
from rasad.document import Article, Document
from rasad.link import chains
from rasad.link.chains import pronouns, ranking
from rasad.link.chains.entities import Entity
from rasad.link.chains.ranking import Case, Features

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))
import identity as benchmark  # noqa: E402

FILES = sorted((ROOT / "tests/link").glob("identity_dev*.jsonl"))
PENALTY = 10.0
SMALLEST = 0.01  # weights below are left out
_UNPENALISED = 0.1  # of the penalty that the hand-made score bears
Row = dict[str, Any]


@dataclass(slots=True)
class Example:
    """The options at a pronoun, nobody last, and which of them are right."""

    options: list[Features]
    right: list[int]


@dataclass(slots=True)
class Marked:
    """A marked article: its line, and its document as it is before chains are made, pickled."""

    row: Row
    before: bytes
    examples: list[Example] = field(default_factory=list)


def articles() -> list[Marked]:
    """Return the marked articles."""
    coder, found = rasad.load(), []
    kept: list[bytes] = []
    with patch("rasad.link.chains.resolve", lambda doc: kept.append(pickle.dumps(doc))):
        for file in FILES:
            for line in file.read_text(encoding="utf8").splitlines():
                row = json.loads(line)
                coder.document(Article(row["id"], row["text"], date.fromisoformat(row["published"])))
                found.append(Marked(row, kept.pop()))
    return found


def learn(marked: Sequence[Marked]) -> None:
    """Fill the examples of articles."""
    for one in marked:
        gold = {
            (start, end): number
            for number, chain in enumerate(one.row["chains"])
            for start, end, _ in chain["mentions"]
        }
        one.examples.clear()
        with patch("rasad.link.chains.Pronouns", _teacher(gold, one.examples)):
            chains.resolve(pickle.loads(one.before))


def _teacher(gold: dict[tuple[int, int], int], examples: list[Example]) -> type[pronouns.Pronouns]:
    """Return what answers as marked and writes down what it was asked."""

    def whose(entity: Entity) -> int | None:
        votes = [
            gold.get((s.start, s.end), gold.get((s.start - 1, s.end), gold.get((s.start + 1, s.end), -1)))
            for s in entity.said
        ]
        known = [v for v in votes if v >= 0]
        return max(known, key=known.count) if known else None

    class Teacher(pronouns.Pronouns):
        def choose(self, case: Case, found: Sequence[tuple[Entity, Features]], none: Features) -> Entity | None:
            word = case.word
            wanted = gold.get((word.core_end or word.end, word.end))
            right = [k for k, (entity, _) in enumerate(found) if wanted is not None and whose(entity) == wanted]
            crossed = [ranking.by_host(case.host, f) for f in [*(f for _, f in found), none]]
            examples.append(Example(crossed, right or [len(found)]))
            return found[right[0]][0] if right else None

    return Teacher


def fit(examples: Sequence[Example], penalty: float = PENALTY) -> dict[str, float]:
    """Return the weights under which the right options are likeliest."""
    names = sorted({name for e in examples for option in e.options for name in option})
    index = {name: k for k, name in enumerate(names)}
    free = np.array([_UNPENALISED if name == "rule" else 1.0 for name in names])
    tables = []
    for e in examples:
        table = np.zeros((len(e.options), len(names)))
        for row, option in zip(table, e.options, strict=True):
            for name, value in option.items():
                row[index[name]] = value
        tables.append(table)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = penalty / 2 * float(free * weights @ weights), penalty * free * weights
        for e, table in zip(examples, tables, strict=True):
            scores = table @ weights
            odds = np.exp(scores - scores.max())
            share = odds / odds.sum()
            right = share[e.right].sum()
            total -= float(np.log(right))
            wanted = np.zeros(len(share))
            wanted[e.right] = share[e.right] / right
            slope = slope + table.T @ (share - wanted)
        return total, slope

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return {name: round(float(w), 3) for name, w in zip(names, found, strict=True) if abs(w) >= SMALLEST}


def compare(marked: Sequence[Marked], weights: dict[str, float]) -> list[benchmark.Compared]:
    """Return the chains of articles under some weights beside the marked ones."""
    found = []
    ranking.weights_of.cache_clear()
    with patch("rasad.link.chains.ranking.weights", lambda: weights):
        for one in marked:
            doc: Document = pickle.loads(one.before)
            chains.resolve(doc)
            gold = [[(s, e) for s, e, _ in chain["mentions"]] for chain in one.row["chains"]]
            said = [[(m.start, m.end) for m in chain.mentions] for chain in doc.chains]
            names = benchmark._matched([m for c in gold for m in c], [m for c in said for m in c])
            sides = [frozenset(c) for c in gold], [frozenset(names[m] for m in c) for c in said]
            found.append(benchmark.Compared(str(one.row["id"]), doc.text, *sides))
    ranking.weights_of.cache_clear()
    return found


def measure(marked: Sequence[Marked], folds: int, penalty: float = PENALTY) -> tuple[float, float]:
    """Return the share of pronouns answered right and the mean of the benchmark, over articles left out."""
    compared, right, asked = [], 0, 0
    for fold in range(folds):
        rest = [m for k, m in enumerate(marked) if k % folds != fold]
        out = [m for k, m in enumerate(marked) if k % folds == fold]
        weights = fit([e for m in rest for e in m.examples], penalty)
        compared += compare(out, weights)
        for e in (e for m in out for e in m.examples):
            scores = [sum(weights.get(n, 0.0) * v for n, v in option.items()) for option in e.options]
            right += int(np.argmax(scores)) in e.right
            asked += 1
    return right / asked, benchmark.figures(compared)["CoNLL"][2]


def main() -> None:
    """Train, or measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--shared", type=Path, help="not read: the articles are the project's own")
    args = parser.parse_args()
    marked = articles()
    learn(marked)
    if args.folds:
        print("right {:.3f}  CoNLL {:.3f}".format(*measure(marked, args.folds)))
        return
    weights = fit([e for m in marked for e in m.examples])
    models.path("pronouns.json").write_text(json.dumps(weights, ensure_ascii=False, indent=0) + "\n", encoding="utf8")
    print(f"{sum(len(m.examples) for m in marked)} pronouns, {len(weights)} weights")


if __name__ == "__main__":
    main()
