"""How much the linear models and the encoder should count together, fitted on articles that neither was trained on.

    python scripts/train_encoder.py --shared ../shared --work /tmp/encoder events --folds 5
    python scripts/mix_encoder.py --shared ../shared --work /tmp/encoder --folds 5
    python scripts/mix_encoder.py --shared ../shared --write     trains the package's labelling of roles by trees

Prints the figures of either alone and of both, the mixture (to be kept in
`mixture.json`, which `train_events.py` writes into the package), and the thresholds tried.
"""

from __future__ import annotations

import argparse
import itertools
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import train_events as te
from sklearn.linear_model import LogisticRegression

from rasad import models, ontology
from rasad.coder import Coder, Config
from rasad.document import Event
from rasad.evaluate import evaluate, read_gold, report
from rasad.evaluate.compare import shared
from rasad.events import features, labelling, sources, status
from rasad.events.judges import combined
from rasad.train.samples import Sample, judged

NOTHING = [0.0] * 20  # of what `rasad.events.stacking` gives beside both log-odds, and no shift
PLAIN = {
    "event": [0.5, 0.5, *NOTHING],
    "status": [0.5, 0.5],
    "roles": [0.5],
    "likely": [0.25, 0.22, 0.3],
    "threshold": [0.4, 0.6],
}


@dataclass(slots=True)
class Fold:
    """Held-out articles with a judge that was trained on the others."""

    test: list[Sample]
    judge: combined.Judge


def folds_of(data: list[Sample], own: list[Sample], parties: list[Sample], options: argparse.Namespace) -> list[Fold]:
    """Train the linear models of each fold and set them beside the encoder of the same fold."""
    found = []
    for fold in options.only:
        rest = [s for i, s in enumerate(data) if i % options.folds != fold]
        folder = Path(tempfile.mkdtemp())
        te.train(rest, own, folder, (0.05, (1.0, 0.0)), parties)
        judge = combined.Judge(folder, options.work / f"fold{fold}")
        judge.mixture = dict(PLAIN)
        train_parties([*rest, *own, *parties], judge, options.work / f"fold{fold}")
        print(f"fold {fold}: linear models trained", flush=True)
        found.append(Fold([s for i, s in enumerate(data) if i % options.folds == fold], judge))
    return found


def train_parties(samples: Sequence[Sample], judge: combined.Judge, folder: Path) -> None:
    """Train the labelling of roles that has the encoder's trees among its features."""
    told = [(c, k, g) for sample in samples for c, k, g in sample.answers if g is not None]
    te.train_roles(told, folder / combined.PARTIES, judge.role_features)
    for sample in samples:  # another fold's models must not find what these made of them
        for context in sample.contexts:
            for note in combined.NOTES:
                context.notes.pop(note, None)


def event_mixture(folds: Sequence[Fold]) -> list[float]:
    """Return the weights of the numbers of `rasad.events.stacking`, and the shift, over held-out candidates."""
    rows, right = [], []
    for fold in folds:
        for sample in fold.test:
            for context, candidate, answer in sample.answers:
                numbers = fold.judge.evidence(context, candidate)
                if numbers is not None:
                    rows.append(numbers)
                    right.append(int(answer is not None))
    model = LogisticRegression(max_iter=3000).fit(np.array(rows), right)
    return [round(float(x), 3) for x in (*model.coef_[0], model.intercept_[0])]


def status_mixture(folds: Sequence[Fold]) -> list[float]:
    """Return the weights of both models' log-probabilities of a status that fit held-out triggers best."""
    rows = []
    for fold in folds:
        for sample in fold.test:
            for context, candidate, answer in sample.answers:
                encoded = fold.judge.encoded(context)
                if answer is not None and candidate.at < len(encoded.statuses):
                    linear = fold.judge._status.sums(features.of_status(context, candidate))
                    certain = status.certain(context.words, candidate)
                    rows.append(
                        (
                            linear,
                            encoded.statuses[candidate.at],
                            ontology.STATUSES.index(answer.status),
                            certain and certain[0],
                        )
                    )
    best = (0.0, [0.5, 0.5])
    for share in np.arange(0, 1.01, 0.1):
        hits = 0
        for linear, neural, want, told in rows:
            sums = [(1 - share) * a + share * float(b) for a, b in zip(linear, neural, strict=True)]
            hits += (ontology.STATUSES.index(told) if told else int(np.argmax(sums))) == want
        print(f"status: encoder's share {share:.1f}: {hits / len(rows):.3f} of {len(rows)}")
        best = max(best, (hits / len(rows), [round(float(1 - share), 2), round(float(share), 2)]))
    return best[1]


def role_mixture(folds: Sequence[Fold]) -> tuple[list[float], list[float]]:
    """Return the encoder's share and the thresholds of actor, recipient and source that fit held-out events best."""
    cases = []
    for fold in folds:
        for sample in fold.test:
            seen = set()
            for context, candidate, answer in sample.answers:
                if answer is None or id(answer) in seen:
                    continue
                seen.add(id(answer))
                fold.judge.mixture["roles"] = [0.0]
                linear = fold.judge.role_odds(context, candidate)
                fold.judge.mixture["roles"] = [1.0]
                cases.append((context, candidate, answer, linear, fold.judge.role_odds(context, candidate)))
    table: dict[tuple[float, str, float], tuple[int, int, int]] = {}
    shares, bars = (0.0, 0.3, 0.5, 0.7, 1.0), (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45)
    for share, bar in itertools.product(shares, bars):
        counts = {role: [0, 0, 0] for role in "ARS"}
        for context, candidate, answer, linear, neural in cases:
            odds = [{r: tuple_of(one[r], two[r], share) for r in one} for one, two in zip(linear, neural, strict=True)]
            labels, _ = labelling.decode(odds, dict.fromkeys("ARS", bar))
            spans = labelling.spans(context, labels)
            word = context.words[candidate.at]
            event = Event(word.start, word.end, context.index, answer.event_type)
            told = [span for span, role, _, _ in spans if role == "source"]
            said = {
                "A": [context.doc.quote(span) for span, role, _, _ in spans if role == "actor"],
                "R": [context.doc.quote(span) for span, role, _, _ in spans if role == "recipient"],
                "S": [context.doc.quote(s) for s in sources.labelled(context.doc, event, told)],
            }
            for role, gold in (("A", answer.actors), ("R", answer.recipients), ("S", answer.attribution)):
                counts[role][0] += shared(gold, said[role])
                counts[role][1] += len(gold)
                counts[role][2] += len(said[role])
        for role, (hits, gold_, coded) in counts.items():
            table[share, role, bar] = hits, gold_, coded

    def f1(key: tuple[float, str, float]) -> float:
        hits, gold_, coded = table[key]
        return 2 * hits / max(1, gold_ + coded)

    best = (0.0, 0.5, [0.25] * 3)
    for share in shares:
        chosen = {role: max(bars, key=lambda bar: f1((share, role, bar))) for role in "ARS"}
        line = {role: round(f1((share, role, chosen[role])), 3) for role in "ARS"}
        print(f"roles: encoder's share {share:.1f}: {line} at {chosen}")
        best = max(best, (sum(line.values()), share, [chosen[r] for r in "ARS"]))
    return [best[1]], best[2]


def tuple_of(one: tuple[float, float], two: tuple[float, float], share: float) -> tuple[float, float]:
    """Return the weighted mean of two pairs."""
    return (1 - share) * one[0] + share * two[0], (1 - share) * one[1] + share * two[1]


def figures(folds: Sequence[Fold], name: str) -> None:
    """Print the figures of the held-out articles."""
    coded = [record for fold in folds for record in judged(fold.test, fold.judge, "mix")]
    result = evaluate([s.gold for fold in folds for s in fold.test], coded)
    print(f"--- {name}\n{report(result).split(chr(10) * 2)[0]}", flush=True)


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--work", type=Path, default=Path("/tmp/encoder"))
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--only", type=int, nargs="+", default=[0, 1, 2, 3, 4])
    parser.add_argument("--write", action="store_true", help="train the labelling of roles for the package, and stop")
    options = parser.parse_args()
    coder = Coder(Config(judge="rules"))
    data = te.samples(read_gold(options.shared / "data/events/train.jsonl"), coder, hold_out=True)
    own = te.own_samples(coder, []) + te.quiet_samples(options.shared / "data/news", coder, te.QUIET)
    parties = te.party_samples(options.shared, coder)
    if options.write:
        train_parties([*data, *own, *parties], combined.Judge(), models.FOLDER)
        return
    folds = folds_of(data, own, parties, options)
    event, status = event_mixture(folds), status_mixture(folds)
    roles, likely = role_mixture(folds)
    mixture = PLAIN | {"event": event, "status": status, "roles": roles, "likely": likely}
    print(json.dumps(mixture))
    alone = PLAIN | {"event": [1.0, 0.0, *NOTHING], "status": [1.0, 0.0], "roles": [0.0]}
    neural = PLAIN | {"event": [0.0, 1.0, *NOTHING], "status": [0.0, 1.0], "roles": [1.0], "likely": likely}
    trials = [("linear models alone", alone, 0.4, 0.6), ("encoder alone", neural, 0.4, 0.6)]
    trials += [(f"both, thresholds {a} {b}", mixture, a, b) for a, b in ((0.35, 0.55), (0.4, 0.6), (0.45, 0.65))]
    for name, chosen, usual, quiet in trials:
        for fold in folds:
            fold.judge.mixture = chosen
            fold.judge.threshold, fold.judge.quiet_threshold = usual, quiet
            fold.judge.likely = dict(zip("ARS", chosen["likely"], strict=True))
        figures(folds, name)


if __name__ == "__main__":
    main()
