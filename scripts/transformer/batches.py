"""What each step of a pretraining run reads: a function of the seed and the step's number, so that a run can go on.

Sentences of an article that follow one another are packed into blocks; blocks of like length are padded to one
length and read together. Nothing here needs PyTorch.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from transformers import AutoTokenizer

BUCKET = 32  # blocks are padded to a multiple of so many tokens
SENTENCE = 96  # tokens of a sentence of a pair; what is longer is cut
MASKED, RANDOM = 0.8, 0.1  # of the chosen words: hidden, replaced by anything; the rest stays (Devlin et al. 2019)


@dataclass(slots=True)
class Batch:
    """Blocks read together.

    Attributes:
        ids: `(blocks, tokens)`, masked, padded.
        attended: `(blocks, tokens)`, 1 where there is a token.
        places: Flat indexes into `ids` of what is to be guessed.
        wanted: The tokens at these places.
    """

    ids: np.ndarray
    attended: np.ndarray
    places: np.ndarray
    wanted: np.ndarray


class Prepared:
    """The folder that `prepare.py` wrote."""

    def __init__(self, folder: Path) -> None:
        """Read it.

        Raises:
            SystemExit: Where there is none.
        """
        if not (folder / "prepared.npz").exists():
            raise SystemExit(
                f"{folder}: no prepared.npz there; make it with scripts/transformer/prepare.py --out {folder}"
            )
        self.folder = folder
        self.about: dict[str, Any] = json.loads((folder / "about.json").read_text(encoding="utf8"))
        arrays = np.load(folder / "prepared.npz")
        self.tokens, self.sentences, self.articles = arrays["tokens"], arrays["sentences"], arrays["articles"]
        self.held, self.pairs = arrays["held"], arrays["pairs"]
        self.judged, self.rivals = arrays["judged"], arrays["rivals"]
        self.tokenizer = AutoTokenizer.from_pretrained(str(folder / "tokenizer"))
        names = self.tokenizer.convert_ids_to_tokens(list(range(len(self.tokenizer))))
        prefix = self.tokenizer.backend_tokenizer.model.continuing_subword_prefix
        self.continued = np.array([name.startswith(prefix) for name in names])
        t = self.tokenizer
        self.pad, self.first, self.last, self.mask = t.pad_token_id, t.cls_token_id, t.sep_token_id, t.mask_token_id
        self.ordinary = np.setdiff1d(np.arange(len(names)), t.all_special_ids)

    def blocks(self, length: int, held: bool) -> np.ndarray:
        """Return the half-open token ranges of blocks of at most `length` tokens with the special ones.

        A sentence that is longer is cut. A block never holds text of two articles.

        Args:
            length: Tokens.
            held: The held-out articles, or the others.
        """
        room = length - 2
        found = []
        for article in np.flatnonzero(self.held == held):
            edges = self.sentences[self.articles[article] : self.articles[article + 1] + 1].tolist()
            start = edges[0]
            for low, high in pairwise(edges):
                if high - start > room and low > start:
                    found.append((start, low))
                    start = low
                while high - start > room:
                    found.append((start, start + room))
                    start += room
            if edges[-1] > start:
                found.append((start, edges[-1]))
        return np.array(found, np.int64).reshape(-1, 2)

    def rows(self, ranges: np.ndarray, to: int = 0) -> tuple[np.ndarray, np.ndarray]:
        """Return `(ranges, tokens)` ids, with special tokens and padding, and what of it is text.

        Args:
            ranges: Half-open token ranges.
            to: Pad to so many tokens; 0 to a multiple of 16 that the longest fits in.
        """
        longest = int((ranges[:, 1] - ranges[:, 0]).max()) + 2
        width = to or -(-longest // 16) * 16
        ids = np.full((len(ranges), width), self.pad, np.int64)
        ids[:, 0] = self.first
        for row, (start, end) in zip(ids, ranges.tolist(), strict=True):
            row[1 : 1 + end - start] = self.tokens[start:end]
            row[1 + end - start] = self.last
        return ids, (np.arange(width) < (ranges[:, 1] - ranges[:, 0] + 2)[:, None]).astype(np.int64)

    def sentence_rows(self, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the rows of some sentences, cut after `SENTENCE` tokens."""
        starts = self.sentences[numbers].astype(np.int64)
        ends = np.minimum(self.sentences[numbers + 1], starts + SENTENCE - 2)
        return self.rows(np.stack([starts, ends], 1))

    def masked(self, ranges: np.ndarray, rng: np.random.Generator, rate: float, to: int = 0) -> Batch:
        """Return blocks with whole words hidden.

        Args:
            ranges: Half-open token ranges.
            rng: Chooses the words.
            rate: Share of the words, 0 to 1.
            to: As of `rows`.
        """
        ids, attended = self.rows(ranges, to)
        special = (ids == self.first) | (ids == self.last) | (ids == self.pad)
        word = np.cumsum(~self.continued[ids], 1) - 1
        chosen = np.take_along_axis(rng.random(ids.shape), word, 1) < rate
        how = np.take_along_axis(rng.random(ids.shape), word, 1)
        chosen &= ~special
        places = np.flatnonzero(chosen)
        wanted = ids.reshape(-1)[places]
        anything = self.ordinary[rng.integers(0, len(self.ordinary), ids.shape)]
        ids = np.where(chosen & (how < MASKED), self.mask, ids)
        ids = np.where(chosen & (how >= MASKED) & (how < MASKED + RANDOM), anything, ids)
        return Batch(ids, attended, places, wanted)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much a step reads: tokens of a block, of blocks read together, and of a step; pairs of sentences."""

    length: int
    together: int
    step: int
    pairs: int


class Plan:
    """The order in which the blocks and pairs are read."""

    def __init__(self, prepared: Prepared, sizes: Sizes, seed: int) -> None:
        """Take what to read; every epoch has the same number of steps."""
        self.prepared, self.sizes, self.seed = prepared, sizes, seed
        self.blocks = prepared.blocks(sizes.length, held=False)
        lengths = self.blocks[:, 1] - self.blocks[:, 0] + 2
        self.bucket = np.minimum(-(-lengths // BUCKET) * BUCKET, sizes.length)
        self.several = max(1, round(sizes.step / sizes.together))
        self.steps = -(-len(self._reads(0)) // self.several)  # of an epoch
        self._epoch, self._order = 0, self._reads(0)
        self._pass, self._pair_order = -1, np.zeros(0, np.int64)

    def _reads(self, epoch: int) -> list[np.ndarray]:
        rng = np.random.default_rng([self.seed, 1, epoch])
        found = []
        for width in np.unique(self.bucket):
            some = rng.permutation(np.flatnonzero(self.bucket == width))
            size = max(1, self.sizes.together // int(width))
            found += [some[i : i + size] for i in range(0, len(some), size)]
        return [found[i] for i in rng.permutation(len(found))]

    def reads(self, step: int, rate: float) -> list[Batch]:
        """Return what a step (from 0) reads, in batches whose gradients are summed."""
        epoch, at = divmod(step, self.steps)
        if epoch != self._epoch:
            self._epoch, self._order = epoch, self._reads(epoch)
        rng = np.random.default_rng([self.seed, 2, step])
        some = self._order[at * self.several : (at + 1) * self.several]
        return [self.prepared.masked(self.blocks[s], rng, rate, int(self.bucket[s[0]])) for s in some]

    def pairs(self, step: int) -> np.ndarray | None:
        """Return the rows of `Prepared.pairs` of a step, pairs of one day together; None where there are hardly any."""
        pairs = self.prepared.pairs
        count = min(self.sizes.pairs, len(pairs))
        if count < 2:
            return None
        once, at = divmod(step, len(pairs) // count)
        if once != self._pass:
            rng = np.random.default_rng([self.seed, 3, once])
            days = {day: rank for rank, day in enumerate(rng.permutation(np.unique(pairs[:, 3])).tolist())}
            ranks = np.array([days[day] for day in pairs[:, 3].tolist()])
            # np.roll: the few pairs that a pass leaves over are not the same ones in the next
            self._pass, self._pair_order = once, np.roll(np.lexsort((rng.random(len(pairs)), ranks)), once)
        return np.asarray(pairs[self._pair_order[at * count : (at + 1) * count]])
