"""How much the encoder counts beside the built-in judge, fitted on held-out articles, and what comes of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch

from rasad import ontology
from rasad.evaluate import Evaluation, evaluate
from rasad.events import features, status
from rasad.events.judges import combined, transformer
from rasad.train.samples import Sample, judged, role_labels

BESIDE_ALONE = {"event": [1.0, 0.0, 0.0, 0.0, 0.0], "status": [0.0], "roles": [0.0]}
ENCODER_ALONE = {"event": [0.0, 1.0, 0.0, 0.0, 0.0], "status": [1.0], "roles": [1.0]}
_SHARES = [round(0.1 * step, 1) for step in range(11)]
_RIDGE = 1.0  # how much moving a weight (of numbers scaled to one spread) costs, in units of log-likelihood
Mixture = dict[str, list[float]]


class Measured(NamedTuple):
    """Figures of held-out articles: of the judge beside alone, of the encoder alone, and of both."""

    beside: Evaluation
    encoder: Evaluation
    both: Evaluation


def mixture(samples: Sequence[Sample], judge: transformer.Judge) -> Mixture:
    """Return the weights of both models that fit annotated articles best."""
    return {"event": _event(samples, judge), "status": [_status(samples, judge)], "roles": [_roles(samples, judge)]}


def measure(samples: Sequence[Sample], judge: transformer.Judge) -> Measured:
    """Return the figures of annotated articles; weights for one half of them are fitted on the other."""
    halves = samples[::2], samples[1::2]
    fitted = [mixture(half, judge) for half in halves]
    coded = []
    for half, weights in ((halves[0], fitted[1]), (halves[1], fitted[0])):
        judge.mixture = weights
        coded += judged(half, judge, "both")
    gold, alone = [sample.gold for sample in samples], []
    for weights in (BESIDE_ALONE, ENCODER_ALONE):
        judge.mixture = weights
        alone.append(evaluate(gold, judged(samples, judge, "alone")))
    return Measured(alone[0], alone[1], evaluate(gold, coded))


def _event(samples: Sequence[Sample], judge: transformer.Judge) -> list[float]:
    """Return the weights of `Judge.evidence` and the shift: a logistic regression over the candidates."""
    rows, right, part = [], [], []
    for number, sample in enumerate(samples):
        for context, candidate, answer in sample.answers:
            numbers = judge.evidence(context, candidate) if judge.is_read(context) else None
            if numbers is not None:
                rows.append(numbers)
                right.append(float(answer is not None))
                part.append(number % 2)
    return weights_of(np.array(rows), np.array(right), np.array(part)) if rows else BESIDE_ALONE["event"]


def weights_of(rows: np.ndarray, right: np.ndarray, part: np.ndarray) -> list[float]:
    """Return the weights of a regression over candidates, or those of the judge beside alone where it is no better.

    It must be better than that judge's own log-odds moved and stretched: on articles that the judge was trained on they
    are too near to nothing, and to stretch them would be taken for what the encoder knows.

    Args:
        rows: What is weighed, the judge beside first.
        right: 1.0 for a candidate that is an event, 0.0 for others.
        part: 0 or 1: what was fitted on one part is tried on the other.
    """
    alone = BESIDE_ALONE["event"]
    gains = []
    for half in (0, 1):
        if len(set(right[part == half])) < 2:
            return alone
        some, other = part == half, part != half
        found = regression(rows[some], right[some], alone)
        stretched, shift = regression(rows[some, :1], right[some], [alone[0], alone[-1]])
        own = [stretched, *alone[1:-1], shift]
        gains.append(_cost(rows[other], right[other], own) - _cost(rows[other], right[other], found))
    return regression(rows, right, alone) if is_gain(np.concatenate(gains)) else alone


def is_gain(gains: np.ndarray) -> bool:
    """Return whether the mean of what was gained in each case is above its standard error, not chance."""
    return bool(len(gains) > 1 and gains.sum() > np.sqrt(len(gains)) * gains.std())


def _cost(rows: np.ndarray, right: np.ndarray, weights: Sequence[float]) -> np.ndarray:
    """Return the negative log-likelihood of each case."""
    sums = rows @ np.array(weights[:-1]) + weights[-1]
    found: np.ndarray = np.logaddexp(0.0, np.where(right > 0, -sums, sums))
    return found


def _share(costs: list[np.ndarray]) -> float:
    """Return the share by which cases cost least, 0 where that gains nothing; one row a case, one column a share."""
    if not costs:
        return 0.0
    table = np.array(costs)
    best = int(np.round(table.sum(0), 6).argmin())
    return _SHARES[best] if is_gain(table[:, 0] - table[:, best]) else 0.0


def regression(rows: np.ndarray, right: np.ndarray, prior: Sequence[float]) -> list[float]:
    """Return the weights of the columns and the shift of a logistic regression.

    Args:
        rows: The numbers, one row a case.
        right: 1.0 or 0.0 for each.
        prior: What weights and shift are where the cases tell nothing: a normal distribution about these, so that few
            cases cannot move them far.
    """
    centre, spread = rows.mean(0), rows.std(0) + 1e-9
    told, wanted = torch.tensor((rows - centre) / spread), torch.tensor(right)
    told = torch.cat([told, torch.ones((len(rows), 1), dtype=torch.float64)], 1)
    before = np.array(prior)
    start = torch.tensor([*(before[:-1] * spread), before[-1] + before[:-1] @ centre])
    weights = start.clone().requires_grad_(True)
    solver = torch.optim.LBFGS([weights], max_iter=500, line_search_fn="strong_wolfe", tolerance_change=1e-12)

    def loss() -> torch.Tensor:
        solver.zero_grad()
        cost = torch.nn.functional.binary_cross_entropy_with_logits(told @ weights, wanted, reduction="sum")
        found = cost + _RIDGE * (weights - start).square().sum()
        found.backward()
        return found

    solver.step(loss)
    scaled = weights.detach().numpy()[:-1] / spread
    shift = float(weights.detach()[-1]) - float(scaled @ centre)
    return [round(float(x), 4) for x in (*scaled, shift)]


def _status(samples: Sequence[Sample], judge: transformer.Judge) -> float:
    """Return the encoder's share in the status by which the annotated ones are likeliest."""
    costs = []
    for sample in samples:
        for context, candidate, answer in sample.answers:
            if answer is not None and not status.certain(context.words, candidate):
                found, at, row = features.of_status(context, candidate), ontology.STATUSES.index(answer.status), []
                for share in _SHARES:
                    judge.mixture = BESIDE_ALONE | {"status": [share]}
                    row.append(-math.log(judge.status_shares(context, candidate, found)[at] + 1e-9))
                costs.append(np.array(row))
    return _share(costs)


def _roles(samples: Sequence[Sample], judge: transformer.Judge) -> float:
    """Return the encoder's share in the roles by which the annotated labels of words are likeliest."""
    costs, shares = [], np.array(_SHARES)
    for sample in samples:
        for context, candidate, answer in sample.answers:
            kind = judge.kind(candidate)
            if answer is None or kind is None:
                continue
            labels = role_labels(context.doc, context.sentence, candidate.at, answer)
            beside, rows = judge.beside.role_odds(context, candidate), judge.role_rows(context, candidate, kind)
            cost = np.zeros(len(_SHARES))
            for label, odds, row in zip(labels, beside, rows, strict=True):
                said = {f"{part}-{role}": odds[role][part == "I"] for role in odds for part in "BI"}
                said["O"] = max(0.0, 1 - sum(said.values()))
                both = (1 - shares) * said[label] + shares * float(row[combined.LABELS.index(label)])
                cost -= np.log(both + 1e-6)
            costs.append(cost)
    return _share(costs)
