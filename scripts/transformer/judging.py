"""What a pretraining run has learned, measured on held-out stories: a point of the curve."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import torch

BLOCKS, TOGETHER, PAIRS = 256, 16, 512  # held-out blocks, blocks read together, held-out pairs at most


class Judge:
    """Measures a run (`pretrain.Run`) on the same held-out blocks, masks, pairs and rivals each time."""

    def __init__(self, run: Any) -> None:
        """Take the run; choose what to measure on by its seed."""
        self.run = run
        prepared, settings = run.prepared, run.settings
        rng = np.random.default_rng([settings.seed, 4])
        blocks = prepared.blocks(settings.length, held=True)
        some = blocks[np.sort(rng.permutation(len(blocks))[:BLOCKS])]
        self.masks = [
            prepared.masked(some[i : i + TOGETHER], rng, settings.rate) for i in range(0, len(some), TOGETHER)
        ]
        chosen = np.sort(rng.permutation(len(prepared.judged))[:PAIRS])
        self.judged, self.rivals = prepared.judged[chosen], prepared.rivals[chosen]
        self.unigram = self._unigram()

    def _unigram(self) -> float:
        """Return the loss (nats) of guessing hidden tokens by how often they stand in the training text."""
        prepared = self.run.prepared
        held = np.repeat(prepared.held, np.diff(prepared.sentences[prepared.articles]))
        counts = 1.0 + np.bincount(prepared.tokens[~held], minlength=len(prepared.continued))
        wanted = np.concatenate([batch.wanted for batch in self.masks]) if self.masks else np.zeros(0, np.int64)
        return float(-np.log(counts[wanted] / counts.sum()).mean()) if len(wanted) else 0.0

    def point(self) -> dict[str, Any]:
        """Return the figures of now."""
        self.run.model.eval()
        found: dict[str, Any] = {}
        with torch.no_grad(), self.run.cast():
            if self.masks:
                loss, right, count = 0.0, 0, 0
                for batch in self.masks:
                    loss += float(self.run.mask_loss(batch))
                    right += int((self.run.guesses(batch).argmax(-1) == self.run.put(batch.wanted)).sum())
                    count += len(batch.wanted)
                found |= {"mask_loss": round(loss / count, 4), "mask_accuracy": round(right / count, 4)}
                found["unigram_loss"] = round(self.unigram, 4)
            if len(self.judged):
                one, two = self._vectors(self.judged[:, 0]), self._vectors(self.judged[:, 1])
                right_ones = (one * two).sum(1)
                wrong = np.stack([(one * self._vectors(column)).sum(1) for column in self.rivals.T], 1)
                found["pair_accuracy"] = round(float((right_ones > wrong[:, 0]).mean()), 4)
                found["first_of_16"] = round(float((right_ones > wrong.max(1)).mean()), 4)
        return found

    def _vectors(self, sentences: np.ndarray) -> np.ndarray:
        parts = [self.run.vectors(sentences[i : i + 128]).cpu().numpy() for i in range(0, len(sentences), 128)]
        return np.concatenate(parts)

    def write(self, loss: Any, speed: float | None, seconds: float) -> None:
        """Add a point to `curve.jsonl` and print it.

        Args:
            loss: Of the last step's hidden words, None before the first.
            speed: Tokens read a second since the last point.
            seconds: Of training so far, over all starts.
        """
        run = self.run
        point = {"step": run.step, "epoch": round(run.step / run.plan.steps, 3)}
        point |= {"loss": None if loss is None else round(float(loss), 4)} | self.point()
        point |= {"tokens_per_second": speed and round(speed), "seconds": round(seconds, 1), "speed": run.rate_now()}
        with (run.work / "curve.jsonl").open("a", encoding="utf8") as file:
            file.write(json.dumps(point) + "\n")
        print(json.dumps(point), flush=True)
