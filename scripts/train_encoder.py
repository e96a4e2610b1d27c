"""Train the encoder's reader and its heads on trees, names and events, from a pretrained body.

    python scripts/train_encoder.py --shared ../shared --work /tmp/encoder syntax
    python scripts/train_encoder.py --shared ../shared --work /tmp/encoder events --folds 5 --only 0 1
    python scripts/train_encoder.py --shared ../shared --work /tmp/encoder events

`syntax` teaches the reader trees (PADT) and names; `events` goes on from it with the articles of `train.jsonl`, the
project's corpus, quiet articles and the parties of `data/arabic_event_gsr`. With `--folds` the held-out articles'
scores and the model are kept in a folder of the work folder each, without it the model goes to its folder `whole`.
"""

from __future__ import annotations

import argparse
import pickle
import random
import time
from collections.abc import Sequence
from pathlib import Path

import encoder_data as data
import encoder_export as export
import numpy as np
import torch
from encoder_model import Body, Events, Reader, Syntax
from torch import nn
from torch.nn import functional

from rasad import ontology
from rasad.encoder.run import place_numbers
from rasad.encoder.vocabulary import Vocabulary
from rasad.events.judges.combined import LABELS
from rasad.events.marks import TYPES
from rasad.train.samples import Sample

SEED = 20161
TOLD = 4  # epochs of what the coder itself says of news (`self_training.py`)
TREES = 2  # epochs of trees and names among those of events, so that they are not forgotten
FORGET = 0.15  # so that a trigger that the vocabulary lacks can be seen for one by its context
NAMES = {"B-PERS": 1, "I-PERS": 2, "B-ORG": 3, "I-ORG": 4, "B-LOC": 5, "I-LOC": 6}


class Model(nn.Module):
    """Reader and all heads."""

    def __init__(self, sizes: dict[str, int], relations: int, tags: int) -> None:
        super().__init__()
        self.reader = Reader(Body(sizes))
        size = self.reader.size
        self.events = Events(size, len(TYPES), len(ontology.STATUSES), len(LABELS))
        self.syntax = Syntax(size, relations, tags)
        self.names = nn.Linear(size, 1 + len(NAMES))

    def read(self, batch: data.Batch) -> torch.Tensor:
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training):  # twice as quick
            states = self.reader(batch.ids, batch.marks, batch.back)
        return states.float()


def syntax_loss(model: Model, batch: data.Batch) -> torch.Tensor:
    states = model.read(batch)
    if batch.rows[0].names:
        return functional.cross_entropy(model.names(states).flatten(0, 1), batch.labels("names").flatten())
    heads = batch.labels("heads")
    scores, rooted = model.syntax.arcs(states)
    scores = scores.masked_fill(~torch.cat([torch.ones_like(batch.mask[:, :1]), batch.mask], 1)[:, None], -1e9)
    loss = functional.cross_entropy(scores.flatten(0, 1), heads.flatten())
    relations = model.syntax.relations(states, rooted, heads.clamp(min=0))
    loss = loss + functional.cross_entropy(relations.flatten(0, 1), batch.labels("relations").flatten())
    return loss + 0.5 * functional.cross_entropy(model.syntax.tag(states).flatten(0, 1), batch.labels("tags").flatten())


def event_scores(model: Model, batch: data.Batch) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor | None]:
    """Return scores of types, statuses, and of the gold events' roles."""
    states = model.read(batch)
    pairs = [(i, at, kind) for i, row in enumerate(batch.rows) for at, kind, _ in row.events]
    roles = None
    if pairs:
        longest = batch.mask.shape[1]
        places = torch.from_numpy(np.stack([place_numbers(longest, at) for _, at, _ in pairs]))
        roles = model.events.roles(states, torch.tensor(pairs), places)
    return model.events.kind(states), model.events.status(states), roles


def event_loss(model: Model, batch: data.Batch) -> torch.Tensor:
    kinds, statuses, roles = event_scores(model, batch)
    loss = functional.cross_entropy(kinds.flatten(0, 1), batch.labels("kinds").flatten(), reduction="sum") / 100
    status = batch.labels("statuses").flatten()
    if (status != data.IGNORED).any():
        loss = loss + 0.5 * functional.cross_entropy(statuses.flatten(0, 1), status, reduction="sum") / 10
    if roles is not None:
        labels = torch.full(roles.shape[:2], data.IGNORED)
        for i, one in enumerate(e[2] for row in batch.rows for e in row.events):
            labels[i, : len(one)] = torch.tensor(one)
        loss = loss + functional.cross_entropy(roles.flatten(0, 1), labels.flatten(), reduction="sum") / 60
    return loss


def fit(model: Model, steps: list[tuple[str, list[data.Row]]], rate: float, body_rate: float, say: str) -> None:
    """Go through the batches, each with the loss of its task."""
    body = list(model.reader.body.parameters())
    rest = [p for n, p in model.named_parameters() if not n.startswith("reader.body")]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": body_rate}, {"params": rest, "lr": rate}],
        weight_decay=0.01,
        betas=(0.9, 0.98),
        fused=True,
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, [body_rate, rate], total_steps=len(steps) + 1, pct_start=0.1, final_div_factor=50
    )
    model.train()
    began = time.time()
    recent: dict[str, float] = {}
    for number, (task, rows) in enumerate(steps):
        batch = data.batch(rows, FORGET if task == "events" else 0.0)
        loss = syntax_loss(model, batch) if task == "syntax" else event_loss(model, batch)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        optimiser.step()
        schedule.step()
        recent[task] = 0.98 * recent.get(task, float(loss.detach())) + 0.02 * float(loss.detach())
        if number % 100 == 0:
            print(f"{say} {number}/{len(steps)} {recent} {time.time() - began:.0f} s", flush=True)
    model.eval()


def plan(tasks: Sequence[tuple[str, list[data.Row], int, int]]) -> list[tuple[str, list[data.Row]]]:
    """Return the batches of several tasks mixed: `(name, rows, words a batch, epochs)` each."""
    rng = random.Random(SEED)
    found = [
        (name, some)
        for name, rows, words, epochs in tasks
        for _ in range(epochs)
        for some in data.batches(rows, words, rng)
    ]
    rng.shuffle(found)
    return found


def tree_rows(path: Path, vocabulary: Vocabulary, labels: tuple[dict[str, int], dict[str, int]]) -> list[data.Row]:
    """Return the treebank's sentences as trees over written words, each under the word of its core's head."""
    import treebank

    found = []
    for tree in treebank.read(path):
        where, place = {}, 0
        for number, word in enumerate(tree.words, 1):
            for _ in word.parts:
                place += 1
                where[place] = number
        row = data.bare_row([w.surface for w in tree.words], vocabulary)
        limit = len(row.ids)
        for number, word in enumerate(tree.words[:limit], 1):
            core = word.parts[treebank.core_of(word)]
            head = core.head
            at = where.get(head, 0)
            if at == number:  # its head is one of its own particles
                at = where.get(next((p.head for p in word.parts if p.number == head), 0), 0)
            row.heads.append(at if at <= limit and at != number else 0)
            for values, table, value in ((row.relations, labels[0], core.relation), (row.tags, labels[1], core.pos)):
                values.append(table.setdefault(value, len(table)))
        found.append(row)
    return found


def syntax_rows(
    options: argparse.Namespace, vocabulary: Vocabulary, labels: tuple[dict[str, int], dict[str, int]]
) -> tuple[list[data.Row], list[data.Row]]:
    """Return the sentences with trees and those with names."""
    trees = tree_rows(options.shared / "data/treebank/padt/train.conllu.xz", vocabulary, labels)
    return trees, list(data.name_rows(options.shared / "data/ner/anercorp_train.txt", vocabulary, NAMES))


def syntax(options: argparse.Namespace) -> None:
    """Train on trees and names; keep the model in the work folder."""
    torch.manual_seed(SEED)
    vocabulary = Vocabulary(options.work / "encoder.words.bin")
    labels: tuple[dict[str, int], dict[str, int]] = ({}, {})
    trees, names = syntax_rows(options, vocabulary, labels)
    held, trees = trees[::20], [t for i, t in enumerate(trees) if i % 20]
    model = Model(vocabulary.sizes, len(labels[0]), len(labels[1]))
    if not options.cold:
        model.reader.body.load_state_dict(torch.load(options.work / "pretrained.pt"))
    print(f"{len(trees)} trees, {len(names)} sentences with names; {labels}", flush=True)
    fit(
        model,
        plan([("syntax", trees, 1500, options.epochs), ("syntax", names, 1500, options.epochs // 2)]),
        3e-3,
        1e-3,
        "syntax",
    )
    right = heads = total = 0
    with torch.no_grad():
        for rows in data.batches(held, 2000, random.Random(0)):
            batch = data.batch(rows)
            states = model.read(batch)
            scores, rooted = model.syntax.arcs(states)
            scores = scores.masked_fill(~torch.cat([torch.ones_like(batch.mask[:, :1]), batch.mask], 1)[:, None], -1e9)
            best = scores.argmax(-1)
            relations = model.syntax.relations(states, rooted, best).argmax(-1)
            same = (best == batch.labels("heads")) & batch.mask
            heads += int(same.sum())
            right += int((same & (relations == batch.labels("relations"))).sum())
            total += int(batch.mask.sum())
    print(f"held-out trees over written words: UAS {heads / total:.3f} LAS {right / total:.3f}")
    torch.save(
        {"model": model.state_dict(), "relations": labels[0], "tags": labels[1]},
        options.work / ("cold.pt" if options.cold else "syntax.pt"),
    )


def all_rows(
    options: argparse.Namespace, vocabulary: Vocabulary
) -> tuple[list[list[data.Row]], list[data.Row], list[list[data.Row]]]:
    """Return the rows of the articles of `train.jsonl`, of all other texts, and of `dev.jsonl` (to measure)."""
    import train_events

    from rasad.coder import Coder, Config
    from rasad.evaluate import read_gold

    kept = options.work / "rows.pickle"
    if kept.exists():
        rows: tuple[list[list[data.Row]], list[data.Row], list[list[data.Row]]] = pickle.loads(kept.read_bytes())
        return rows
    coder = Coder(Config(judge="rules"))

    def of(samples: list[Sample]) -> list[list[data.Row]]:
        return [list(data.event_rows(sample, vocabulary)) for sample in samples]

    articles = of(train_events.samples(read_gold(options.shared / "data/events/train.jsonl"), coder, hold_out=True))
    own = train_events.own_samples(coder, ["examples"]) + train_events.quiet_samples(
        options.shared / "data/news", coder, train_events.QUIET
    )
    dev = of(train_events.samples(read_gold(options.shared / "data/events/dev.jsonl"), coder))
    parties = train_events.party_samples(options.shared, coder)
    other = [row for rows in of(own) for row in rows]
    other += [row for sample in parties for row in data.party_rows(sample, vocabulary)]
    found = articles, other, dev
    kept.write_bytes(pickle.dumps(found))
    return found


def scores_of(
    model: Model, articles: list[list[data.Row]]
) -> dict[tuple[str, int], tuple[np.ndarray, np.ndarray, list[np.ndarray]]]:
    """Return the log-odds of types, statuses and gold roles of every sentence."""
    found = {}
    with torch.no_grad():
        for rows in articles:
            for row in rows:
                if not len(row.ids):
                    continue
                kinds, statuses, roles = event_scores(model, data.batch([row]))
                found[row.key] = (
                    torch.log_softmax(kinds[0], -1).numpy(),
                    torch.log_softmax(statuses[0], -1).numpy(),
                    [] if roles is None else list(torch.log_softmax(roles, -1).numpy()),
                )
    return found


def report(
    articles: list[list[data.Row]], scores: dict[tuple[str, int], tuple[np.ndarray, np.ndarray, list[np.ndarray]]]
) -> str:
    """Return figures over words: types at their triggers, status, and role labels inside phrases."""
    hits = gold = said = right = total = 0
    roles = {letter: [0, 0, 0] for letter in "ARS"}
    for row in (r for rows in articles for r in rows if len(r.ids)):
        kinds, statuses, labelled = scores[row.key]
        best = kinds.argmax(-1)
        said += int((best > 0).sum())
        triggers = {at: kind for at, kind, _ in row.events}
        gold += len(triggers)
        hits += sum(best[at] == kind for at, kind in triggers.items())
        for at in triggers:
            right += int(statuses[at].argmax() == row.statuses[at])
            total += 1
        for (_, _, labels), odds in zip(row.events, labelled, strict=True):
            for want, got in zip(labels, odds.argmax(-1), strict=True):
                for letter in "ARS":
                    w, g = LABELS[want].endswith(letter), LABELS[got].endswith(letter)
                    roles[letter][0] += w and g
                    roles[letter][1] += w
                    roles[letter][2] += g
    found = {letter: round(2 * h / max(1, w + g), 3) for letter, (h, w, g) in roles.items()}
    types = f"types F1 {2 * hits / (gold + said):.3f} (P {hits / max(1, said):.3f} R {hits / gold:.3f})"
    return f"{types} status {right / total:.3f} role words F1 {found}"


def events(options: argparse.Namespace) -> None:
    """Train on events: by folds to measure, or on everything."""
    vocabulary = Vocabulary(options.work / "encoder.words.bin")
    articles, other, dev = all_rows(options, vocabulary)
    start = torch.load(options.work / options.start)
    told = pickle.loads(options.told.read_bytes()) if options.told else []
    taught = syntax_rows(options, vocabulary, (start["relations"], start["tags"]))
    kept: dict[tuple[str, int], object] = {}
    for fold in options.only if options.folds else [-1]:
        torch.manual_seed(SEED + options.seed)
        random.seed(SEED)
        train = [row for i, rows in enumerate(articles) if fold < 0 or i % options.folds != fold for row in rows]
        model = Model(vocabulary.sizes, len(start["relations"]), len(start["tags"]))
        model.load_state_dict(start["model"])
        tasks = [("events", train + other, options.words, options.epochs)]
        tasks += [("syntax", rows, 1500, TREES) for rows in taught]
        tasks += [("events", told, 2 * options.words, TOLD)] if told else []
        fit(model, plan(tasks), options.rate, options.body_rate, f"fold {fold}")
        test = [rows for i, rows in enumerate(articles) if fold >= 0 and i % options.folds == fold]
        if test:
            scores = scores_of(model, test)
            kept |= scores
            export.export(model, start["relations"], options.work / "encoder.words.bin", options.work / f"fold{fold}")
            print(f"fold {fold}: {report(test, scores)}", flush=True)
        else:
            torch.save(model.state_dict(), options.work / f"events{options.seed}.pt")
            export.export(model, start["relations"], options.work / "encoder.words.bin", options.work / "whole")
        dev_scores = scores_of(model, dev)
        print(f"fold {fold}, dev: {report(dev, dev_scores)}", flush=True)
        if not options.folds:
            (options.work / "dev-scores.pickle").write_bytes(pickle.dumps(dev_scores))
    if options.folds:
        (options.work / "fold-scores.pickle").write_bytes(pickle.dumps(kept))


def main() -> None:
    """Train one stage."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stage", choices=("syntax", "events"))
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--work", type=Path, default=Path("/tmp/encoder"))
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--only", type=int, nargs="+", default=[0, 1, 2, 3, 4])
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--body-rate", type=float, default=5e-4)
    parser.add_argument("--words", type=int, default=800)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--start", default="syntax.pt")
    parser.add_argument("--told", type=Path, help="sentences of self_training.py")
    parser.add_argument("--cold", action="store_true", help="without the pretrained body, to see what it adds")
    options = parser.parse_args()
    {"syntax": syntax, "events": events}[options.stage](options)


if __name__ == "__main__":
    main()
