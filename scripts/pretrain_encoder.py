"""Teach the encoder what words stand beside what: forward and backward language models over unlabelled news.

    python scripts/pretrain_encoder.py --shared ../shared --work /tmp/encoder --epochs 2

Two recurrent networks read each sentence, one from either end, and say at every word which comes next: its core (by
name for the frequent, by word cluster for the others), its particles and its pronoun (Peters et al. 2018, "Deep
contextualized word representations"). The table of cores begins as the word vectors of `train_vectors.py` where
`--vectors` names them.
Writes `encoder.words.bin` and `pretrained.pt` into the work folder; begun again it goes on from the last whole tenth.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from encoder_model import Body
from torch import nn
from torch.nn import functional

from rasad.analyse.engines import crf
from rasad.analyse.sentences import split
from rasad.analyse.words import tokens
from rasad.arabic.letters import fold_word
from rasad.encoder.vocabulary import Vocabulary, write
from rasad.models import core_clusters

CORES, PROCLITICS, ENCLITICS = 40_000, 120, 30
NAMED = 2_000  # cores that are a class of their own; the others share those of their word cluster
LONGEST, BATCH = 72, 6_000  # words of a sentence and of a batch
PARTS, SEED = 10, 20161
Part = tuple[str, tuple[str, ...], str]


def articles(folder: Path) -> Iterator[str]:
    """Yield title and body of every article."""
    for path in sorted(folder.glob("*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf8") as file:
            for line in file:
                row = json.loads(line)
                yield f"{row.get('title') or ''}\n{row.get('body') or ''}"


@lru_cache(maxsize=200_000)
def parts_of(kind: str, surface: str) -> Part:
    """Return core, particles and pronoun of a word; numbers are `0`, and what is not Arabic stands as it is."""
    if kind == "arabic":
        cut = crf.cut(surface)
        return cut.core, cut.proclitics, cut.enclitic
    return ("0" if kind == "number" else fold_word(surface) or "-"), (), ""


def read(texts: list[str]) -> list[list[Part]]:
    """Return the sentences of some articles as word parts."""
    found = []
    for text in texts:
        for start, end in split(text):
            words = [parts_of(kind, text[a:b]) for kind, a, b in tokens(text, start, end)][:LONGEST]
            if len(words) > 2:
                found.append(words)
    return found


def prepare(shared: Path, work: Path) -> None:
    """Write the vocabulary and the news as numbers."""
    texts = list(articles(shared / "data/news"))
    counts: tuple[Counter[str], ...] = (Counter(), Counter(), Counter())
    sentences: list[list[Part]] = []
    with ProcessPoolExecutor(2) as pool:
        for some in pool.map(read, [texts[i : i + 500] for i in range(0, len(texts), 500)]):
            sentences += some
            for words in some:
                for core, particles, pronoun in words:
                    counts[0][core] += 1
                    counts[1]["+".join(particles)] += 1
                    counts[2][pronoun] += 1
    kept = [[t for t, _ in c.most_common(n)] for c, n in zip(counts, (CORES, PROCLITICS, ENCLITICS), strict=True)]
    write(work / "encoder.words.bin", *kept)
    vocabulary = Vocabulary(work / "encoder.words.bin")
    rows = np.array([vocabulary.ids(*word) for words in sentences for word in words], np.int32)
    np.save(work / "news.npy", rows)
    np.save(work / "lengths.npy", np.array([len(words) for words in sentences], np.int32))
    (work / "cores.json").write_text(json.dumps(kept[0], ensure_ascii=False), encoding="utf8")
    print(f"{len(rows):,} words in {len(sentences):,} sentences", flush=True)


def classes(cores: list[str]) -> np.ndarray:
    """Return the class of each core number: its own for the frequent, its fine word cluster for the others."""
    found = [0]
    clusters: dict[int, int] = {}
    for at, core in enumerate(cores):
        known = core_clusters(core) or core_clusters("ال" + core)
        if at < NAMED:
            found.append(1 + at)
        elif known:
            found.append(clusters.setdefault(known[2], 1 + NAMED + len(clusters)))
        else:
            found.append(0)
    return np.array(found, np.int64)


class Pretraining(nn.Module):
    """The body with heads that name the next word in reading direction."""

    def __init__(self, body: Body, sizes: tuple[int, int, int]) -> None:
        """Take the body and the numbers of classes of cores, particles and pronouns."""
        super().__init__()
        self.body = body
        self.heads = nn.ModuleList(nn.ModuleList(nn.Linear(body.size, n) for n in sizes) for _ in range(2))

    def forward(self, ids: torch.Tensor, targets: tuple[torch.Tensor, ...]) -> torch.Tensor:
        """Return the mean loss; a batch's sentences are all of one length."""
        onward, back = self.body.directions(ids)
        total = torch.zeros(())
        for states, shift, heads in (
            (onward[:, :-1], slice(1, None), self.heads[0]),
            (back[:, 1:], slice(None, -1), self.heads[1]),
        ):
            flat = states.reshape(-1, states.shape[-1])
            some = torch.randperm(len(flat))[: (len(flat) + 1) // 2]  # half are as good to learn from and cost half
            for head, target in zip(heads, targets, strict=True):
                total = total + functional.cross_entropy(head(flat[some]).float(), target[:, shift].reshape(-1)[some])
        return total / 2


def batches(lengths: np.ndarray, rng: random.Random) -> list[np.ndarray]:
    """Return shuffled batches of sentence numbers; the sentences of a batch have one length."""
    order = np.arange(len(lengths))
    np.random.default_rng(rng.randrange(2**31)).shuffle(order)
    order = order[np.argsort(lengths[order], kind="stable")]
    found = []
    for length in np.unique(lengths):
        some = order[np.searchsorted(lengths[order], length) : np.searchsorted(lengths[order], length, "right")]
        size = max(1, BATCH // int(length))
        found += [some[i : i + size] for i in range(0, len(some), size)]
    rng.shuffle(found)
    return found


def vectors_of(path: Path, cores: list[str], width: int) -> torch.Tensor:
    """Return a table of cores that begins as word vectors where there are some."""
    from gensim.models import KeyedVectors

    kept = KeyedVectors.load(str(path))
    table = torch.randn(len(cores) + 1, width) * 0.1
    for at, core in enumerate(cores, 1):
        key = core if core in kept else "ال" + core
        if key in kept:
            vector = torch.tensor(kept[key])
            table[at, : len(vector)] = vector / vector.norm()
    return table


def main() -> None:
    """Prepare what is not there, then train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--work", type=Path, default=Path("/tmp/encoder"))
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--steps", type=int, default=0, help="stop after so many (to try it)")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    if not (options.work / "lengths.npy").exists():
        prepare(options.shared, options.work)
    train(options)


@dataclass(slots=True)
class News:
    """The news as numbers: all words in a row, and where each sentence begins."""

    rows: np.ndarray
    starts: np.ndarray
    lengths: np.ndarray
    of_core: np.ndarray

    def batch(self, some: np.ndarray) -> tuple[torch.Tensor, tuple[torch.Tensor, ...]]:
        """Return the words of some sentences of one length, and their classes."""
        length = int(self.lengths[some[0]])
        ids = self.rows[self.starts[some][:, None] + np.arange(length)[None]].astype(np.int64)
        targets = (self.of_core[ids[..., 0]], ids[..., 1], ids[..., 2])
        return torch.from_numpy(ids), tuple(torch.from_numpy(t) for t in targets)


def train(options: argparse.Namespace) -> None:
    """Go through the news; keep the state ten times."""
    torch.manual_seed(SEED)
    work: Path = options.work
    cores = json.loads((work / "cores.json").read_text(encoding="utf8"))
    lengths = np.load(work / "lengths.npy")
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    news = News(np.load(work / "news.npy"), starts, lengths, classes(cores))
    sizes = Vocabulary(work / "encoder.words.bin").sizes
    body = Body(sizes)
    if options.vectors:
        body.tables[0].weight.data = vectors_of(options.vectors, cores, body.width)
    model = Pretraining(body, (int(news.of_core.max()) + 1, sizes["proclitics"], sizes["enclitic"]))
    order = [some for epoch in range(options.epochs) for some in batches(lengths, random.Random(SEED + epoch))]
    optimiser = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, 3e-3, total_steps=len(order) + 1, pct_start=0.05, final_div_factor=30
    )
    kept = {"model": model, "optimiser": optimiser, "schedule": schedule}
    saved, first = work / "state.pt", 0
    if saved.exists():
        state = torch.load(saved)
        first = state["step"]
        for name, part in kept.items():
            part.load_state_dict(state[name])
    began, seen, recent = time.time(), 0, 0.0
    for step in range(first, min(len(order), options.steps or len(order))):
        ids, targets = news.batch(order[step])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = model(ids, targets)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        seen += ids.shape[0] * ids.shape[1]
        recent = 0.98 * (recent or float(loss.detach())) + 0.02 * float(loss.detach())
        if step % 100 == 0:
            print(f"{step}/{len(order)} loss {recent:.3f} {seen / (time.time() - began):,.0f} words/s", flush=True)
        if (step + 1) % max(1, len(order) // PARTS) == 0:
            torch.save({name: part.state_dict() for name, part in kept.items()} | {"step": step + 1}, saved)
            torch.save(body.state_dict(), work / "pretrained.pt")
    torch.save(body.state_dict(), work / "pretrained.pt")


if __name__ == "__main__":
    main()
