"""Teaches an encoder Arabic news: hidden words, and which sentences of different papers tell the same story.

    python scripts/transformer/pretrain.py --prepared /tmp/prepared --work /tmp/pretrained --minutes 9

Begun again with the same command it goes on where it was, to the same end as if it had never stopped; `--minutes` ends
it in time. The work folder gets `encoder` (for `transformers.AutoModel` and `AutoTokenizer`), `curve.jsonl`,
`settings.json` and `state.pt`. It runs on the first GPU in 16-bit numbers, on the CPU where there is none.
"""

from __future__ import annotations

import argparse
import json
import math
import signal
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from batches import Batch, Plan, Prepared, Sizes
from judging import Judge
from torch.nn import functional
from transformers import BertConfig, BertForMaskedLM

SIZES = {  # width, layers, heads
    "tiny": (128, 2, 2),
    "mini": (192, 4, 3),
    "small": (384, 6, 6),
    "medium": (384, 8, 6),
    "large": (512, 8, 8),
}
TEMPERATURE = 0.05  # of the likeness of sentences (Gao et al. 2021, "SimCSE")
WARMING, DECAY, CLIPPED = 0.06, 0.01, 1.0


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides the outcome of a run; a run goes on only with the same."""

    size: str
    epochs: float
    length: int
    together: int
    step_tokens: int
    pairs: int
    pair_weight: float
    rate: float
    speed: float
    seed: int
    precision: str


def parser() -> argparse.ArgumentParser:
    """Return the options; their defaults are the full size on one GPU."""
    found = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    found.add_argument("--prepared", type=Path, required=True, help="the folder that prepare.py wrote")
    found.add_argument("--work", type=Path, required=True)
    found.add_argument("--size", choices=SIZES, default="small")
    found.add_argument("--epochs", type=float, default=30)
    found.add_argument("--length", type=int, default=256, help="tokens of a block")
    found.add_argument(
        "--together", type=int, default=32_768, help="tokens read together; halve it where memory is short"
    )
    found.add_argument("--step-tokens", type=int, default=65_536, help="tokens between two changes of the weights")
    found.add_argument("--pairs", type=int, default=128, help="pairs of sentences of a step; 0 for masks alone")
    found.add_argument("--pair-weight", type=float, default=0.1)
    found.add_argument("--rate", type=float, default=0.2, help="share of the words hidden")
    found.add_argument("--speed", type=float, default=6e-4, help="learning rate at its highest")
    found.add_argument("--seed", type=int, default=20161)
    found.add_argument("--precision", choices=("auto", "bf16", "fp16", "fp32"), default="auto")
    found.add_argument("--minutes", type=float, default=0, help="stop in time, to go on later; 0 for no limit")
    found.add_argument("--save-minutes", type=float, default=2, help="time between two states kept")
    found.add_argument("--threads", type=int, default=0, help="on the CPU; 1 where others use it too")
    found.add_argument("--half", action="store_true", help="write the encoder in 16-bit numbers, half as large")
    found.add_argument("--judgements", type=int, default=40, help="points of the curve")
    found.add_argument("--stop-after", type=int, default=0, help="stop at this step, to go on later (to try it)")
    return found


def settings_of(options: argparse.Namespace) -> Settings:
    """Return the settings, the precision chosen by what the machine has."""
    precision = options.precision
    if precision == "auto":
        gpu = torch.cuda.is_available()
        precision = ("bf16" if torch.cuda.is_bf16_supported() else "fp16") if gpu else "fp32"
    names = Settings.__dataclass_fields__
    return Settings(**{name: getattr(options, name) for name in names if name != "precision"}, precision=precision)


class Run:
    """A pretraining run: the model, its optimiser, and the step reached."""

    def __init__(self, prepared: Prepared, settings: Settings, work: Path) -> None:
        """Begin, or take up the state kept in the work folder.

        Raises:
            SystemExit: The state is of a run with other settings or texts.
        """
        self.prepared, self.settings, self.work = prepared, settings, work
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        sizes = Sizes(settings.length, settings.together, settings.step_tokens, settings.pairs)
        self.plan = Plan(prepared, sizes, settings.seed)
        self.total = max(1, math.ceil(self.plan.steps * settings.epochs))
        torch.manual_seed(settings.seed)
        self.model = BertForMaskedLM(configuration(prepared, settings)).to(self.device)
        self.optimiser = torch.optim.AdamW(
            weight_groups(self.model), lr=settings.speed, betas=(0.9, 0.98), eps=1e-6, fused=True
        )
        self.scaler = torch.amp.GradScaler(self.device.type, enabled=settings.precision == "fp16")
        self.step, self.seconds = 0, 0.0
        self._check()
        self._take_up()

    def _check(self) -> None:
        path = self.work / "settings.json"
        wanted = asdict(self.settings) | {"texts": self.prepared.about}
        if path.exists():
            kept = json.loads(path.read_text(encoding="utf8"))
            other = {name: (kept.get(name), value) for name, value in wanted.items() if kept.get(name) != value}
            if other:
                raise SystemExit(f"{path}: begun with other settings (there, now): {other}; name another --work")
        self.work.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(wanted, ensure_ascii=False, indent=1) + "\n", encoding="utf8")

    def _take_up(self) -> None:
        path = self.work / "state.pt"
        if path.exists():
            state = torch.load(path, map_location=self.device, weights_only=True)
            self.model.load_state_dict(state["model"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.scaler.load_state_dict(state["scaler"])
            self.step, self.seconds = state["step"], state["seconds"]
        curve = self.work / "curve.jsonl"
        lines = curve.read_text(encoding="utf8").splitlines() if curve.exists() else []
        kept = [line for line in lines if json.loads(line)["step"] < self.step]
        curve.write_text("".join(line + "\n" for line in kept), encoding="utf8")

    def keep(self, seconds: float) -> None:
        """Write the state, whole or not at all."""
        parts = {"model": self.model, "optimiser": self.optimiser, "scaler": self.scaler}
        state = {name: part.state_dict() for name, part in parts.items()}
        new = self.work / "state.new"
        torch.save(state | {"step": self.step, "seconds": seconds}, new)
        new.replace(self.work / "state.pt")

    def publish(self, half: bool = False) -> None:
        """Write the encoder as a folder that `AutoModel` and `AutoTokenizer` load; `half` in 16-bit numbers."""
        folder = self.work / "encoder"
        state = {name: t.to(torch.float16) if half else t for name, t in self.model.state_dict().items()}
        self.model.save_pretrained(str(folder), state_dict=state)
        self.prepared.tokenizer.save_pretrained(str(folder))

    def rate_now(self) -> float:
        """Return the learning rate of this step: rising, then falling in a line to a twentieth."""
        warm = max(1, int(self.total * WARMING))
        if self.step < warm:
            return self.settings.speed * (self.step + 1) / warm
        return self.settings.speed * (1 - 0.95 * (self.step - warm) / max(1, self.total - warm))

    def learn(self) -> tuple[Any, int]:
        """Take one step; return its loss of hidden words (a tensor, not yet waited for) and the tokens read.

        All chance of a step follows from the seed and its number.
        """
        torch.manual_seed(self.settings.seed * 1_000_003 + self.step)
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate_now()
        self.model.train()
        batches = self.plan.reads(self.step, self.settings.rate)
        hidden = sum(len(batch.places) for batch in batches)
        loss, tokens = torch.zeros((), device=self.device), 0
        for batch in batches:
            with self.cast():
                part = self.mask_loss(batch) / max(1, hidden)
            self.scaler.scale(part).backward()
            loss += part.detach()
            tokens += int(batch.attended.sum())
        pairs = self.plan.pairs(self.step)
        if pairs is not None:
            with self.cast():
                part = self.settings.pair_weight * self.pair_loss(pairs)
            self.scaler.scale(part).backward()
        self.scaler.unscale_(self.optimiser)
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), CLIPPED)
        self.scaler.step(self.optimiser)
        self.scaler.update()
        self.optimiser.zero_grad(set_to_none=True)
        self.step += 1
        return loss, tokens

    def cast(self) -> Any:
        """Return the context in which the model computes in the settings' precision."""
        kind = torch.float16 if self.settings.precision == "fp16" else torch.bfloat16
        return torch.autocast(self.device.type, dtype=kind, enabled=self.settings.precision != "fp32")

    def put(self, array: np.ndarray) -> Any:
        """Return an array as a tensor on the device."""
        tensor = torch.from_numpy(array)
        return tensor.pin_memory().to(self.device, non_blocking=True) if self.device.type == "cuda" else tensor

    def mask_loss(self, batch: Batch) -> Any:
        """Return the summed loss (nats) of the hidden tokens of a batch."""
        return functional.cross_entropy(self.guesses(batch), self.put(batch.wanted), reduction="sum")

    def guesses(self, batch: Batch) -> Any:
        """Return `(hidden tokens, subwords)` scores."""
        states = self.model.bert(input_ids=self.put(batch.ids), attention_mask=self.put(batch.attended))[0]
        hidden = states.reshape(-1, states.shape[-1]).index_select(0, self.put(batch.places))
        return self.model.cls(hidden).float()

    def pair_loss(self, pairs: np.ndarray) -> Any:
        """Return the loss of telling each sentence's partner from those of the batch's other stories, both ways."""
        vectors = self.vectors(np.concatenate([pairs[:, 0], pairs[:, 1]]))
        one, two = vectors.chunk(2)
        likeness = one @ two.T / TEMPERATURE
        story = pairs[:, 2]
        same = (story[:, None] == story[None]) & ~np.eye(len(story), dtype=bool)
        likeness = likeness.masked_fill(self.put(same), -1e4)
        wanted = torch.arange(len(story), device=self.device)
        return (functional.cross_entropy(likeness, wanted) + functional.cross_entropy(likeness.T, wanted)) / 2

    def vectors(self, sentences: np.ndarray) -> Any:
        """Return the mean state of each sentence's tokens, of length 1."""
        ids, attended = self.prepared.sentence_rows(sentences)
        weights = self.put(attended)
        states = self.model.bert(input_ids=self.put(ids), attention_mask=weights)[0].float()
        weights = weights[..., None].float()
        return functional.normalize((states * weights).sum(1) / weights.sum(1), dim=-1)


def configuration(prepared: Prepared, settings: Settings) -> BertConfig:
    """Return the model's shape."""
    width, layers, heads = SIZES[settings.size]
    return BertConfig(
        vocab_size=len(prepared.continued),
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        intermediate_size=4 * width,
        max_position_embeddings=max(settings.length, int(prepared.about["length"])),
        pad_token_id=prepared.pad,
        type_vocab_size=2,
        tie_word_embeddings=True,
    )


def weight_groups(model: Any) -> list[dict[str, Any]]:
    """Return the weights in two groups: tables and matrices decay, biases and norms do not."""
    wide = [p for p in model.parameters() if p.ndim > 1]
    flat = [p for p in model.parameters() if p.ndim <= 1]
    return [{"params": wide, "weight_decay": DECAY}, {"params": flat, "weight_decay": 0.0}]


def train(run: Run, options: argparse.Namespace) -> bool:
    """Take steps until the end, or until the time is up or a signal comes; return whether it was the end."""
    stopped: list[int] = []
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda number, _: stopped.append(number))
    judge = Judge(run)
    every = max(1, run.total // max(1, options.judgements))
    began = saved = marked = time.monotonic()
    before, tokens, loss = run.seconds, 0, None
    end = min(run.total, options.stop_after or run.total)
    while run.step < end and not stopped:
        now = time.monotonic()
        if options.minutes and now - began > 60 * options.minutes:
            break
        if run.step % every == 0:
            speed = tokens / (now - marked) if tokens else None
            judge.write(loss, speed, before + now - began)
            marked, tokens = time.monotonic(), 0
        if now - saved > 60 * options.save_minutes:
            run.keep(before + now - began)
            saved = time.monotonic()
        loss, read = run.learn()
        tokens += read
    seconds = before + time.monotonic() - began
    if run.step == run.total:
        judge.write(loss, None, seconds)
    run.keep(seconds)
    return run.step == run.total


def main() -> None:
    """Train, and write the encoder."""
    options = parser().parse_args()
    if options.threads:
        torch.set_num_threads(options.threads)
    run = Run(Prepared(options.prepared), settings_of(options), options.work)
    weights = sum(p.numel() for p in run.model.parameters())
    print(
        f"{weights:,} weights, {run.total:,} steps ({run.plan.steps:,} an epoch), from step {run.step:,}, on "
        f"{run.device.type} in {run.settings.precision}",
        flush=True,
    )
    whole = train(run, options)
    run.publish(options.half)
    print(
        f"{'finished' if whole else 'to be continued: the same command goes on'} at step {run.step:,} of {run.total:,}"
    )


if __name__ == "__main__":
    main()
