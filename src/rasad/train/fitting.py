"""The training itself: from epoch to epoch, each kept, so that a training that was killed goes on."""

from __future__ import annotations

import hashlib
import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional

from rasad.errors import RasadError
from rasad.train.network import Network
from rasad.train.options import Options
from rasad.train.rows import IGNORED, Batch, Row, batch, batches

KEPT = "training.pt"
_HEADS = 20.0  # the heads' learning rate over the encoder's: they begin with nothing
_WEIGHTS = {"kinds": 8.0, "statuses": 1.0, "roles": 8.0, "names": 4.0}  # most words are no event, most no party


@dataclass(frozen=True, slots=True)
class Done:
    """What was trained: epochs seen through, and seconds of training, those before a stop among them."""

    epochs: int
    seconds: float


def fit(
    network: Network, tasks: Sequence[Sequence[Row]], padding: int, options: Options, say: Callable[[str], None]
) -> Done:
    """Train a network, going on from the last epoch that the folder keeps.

    Args:
        network: The network; it is changed.
        tasks: Rows with events, rows with names.
        padding: The number of the piece that fills up.
        options: The settings.
        say: Is told of each epoch.

    Raises:
        RasadError: The folder keeps a training with other settings or other labels.
    """
    torch.use_deterministic_algorithms(True, warn_only=True)
    device = torch.device(_device(options.device))
    network.to(device)
    steps = sum(-(-len(rows) // options.batch) for rows in tasks)
    state = _State(network, options, steps)
    kept, key = options.out / KEPT, _key(options, tasks)
    done = state.resume(kept, key) if kept.exists() else Done(0, 0.0)
    if done.epochs:
        say(f"goes on after epoch {done.epochs} of {options.epochs}")
    began, before = time.monotonic(), done.seconds
    for epoch in range(done.epochs, options.epochs):
        torch.manual_seed(options.seed * 1_000 + epoch)  # the same whether the training was stopped in between or not
        losses, ended = [], True
        for rows in batches(tasks, options.batch, random.Random(f"{options.seed}-{epoch}")):
            losses.append(state.step(batch(rows, padding), device))
            if options.minutes is not None and time.monotonic() - began + before > 60 * options.minutes:
                ended = False
                break
        done = Done(epoch + ended, before + time.monotonic() - began)
        say(f"epoch {epoch + 1} of {options.epochs}: loss {sum(losses) / len(losses):.3f}, {done.seconds:.0f} s")
        if not ended:
            say(f"the {options.minutes:g} minutes are over: this training stops here")
            break
        state.keep(kept, key, done)
    network.eval().to("cpu")
    return done


class _State:
    """A network with its optimiser and the course of its learning rate."""

    def __init__(self, network: Network, options: Options, steps: int) -> None:
        body = list(network.body.parameters())
        rest = [p for name, p in network.named_parameters() if not name.startswith("body.")]
        groups = [{"params": body, "lr": options.lr}, {"params": rest, "lr": _HEADS * options.lr}]
        self.network = network
        self.optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
        total = max(1, steps * options.epochs)
        warm = max(1, total // 10)

        def course(step: int) -> float:
            return min((step + 1) / warm, max(0.02, (total - step) / (total - warm + 1)))

        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimiser, course)

    def step(self, some: Batch, device: torch.device) -> float:
        """Learn from a batch; return its loss."""
        self.network.train()
        loss = loss_of(self.network, some, device)
        self.optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()
        return float(loss.detach())

    def keep(self, path: Path, key: str, done: Done) -> None:
        """Write all that going on needs, at one stroke."""
        state: dict[str, Any] = {"key": key, "epochs": done.epochs, "seconds": done.seconds}
        state |= {name: getattr(self, name).state_dict() for name in ("network", "optimiser", "schedule")}
        half = path.with_suffix(".half")
        torch.save(state, half)
        half.replace(path)

    def resume(self, path: Path, key: str) -> Done:
        """Take up what was kept; return how far it had come."""
        try:
            state = torch.load(path, weights_only=True)
        except Exception as error:  # whatever a damaged file makes the library raise
            raise RasadError(f"{path} is damaged ({error}); delete it to train from the beginning") from error
        if state["key"] != key:
            raise RasadError(
                f"{path.parent} holds a training with other settings or labels; go on with the same ones, give another "
                f"folder, or delete {path} to begin again"
            )
        for name in ("network", "optimiser", "schedule"):
            getattr(self, name).load_state_dict(state[name])
        return Done(state["epochs"], state["seconds"])


def loss_of(network: Network, some: Batch, device: torch.device) -> torch.Tensor:
    """Return the loss of a batch, of events or of names."""
    states = network(some.ids.to(device), some.mask.to(device))
    words = states.gather(1, some.at.to(device)[..., None].expand(-1, -1, states.shape[-1]))
    if some.rows[0].names:
        assert network.names is not None
        return _WEIGHTS["names"] * _entropy(network.names(words), some.labels("names").to(device))
    loss = _WEIGHTS["kinds"] * _entropy(network.events.kind(words), some.labels("kinds").to(device))
    statuses = some.labels("statuses").to(device)
    if (statuses != IGNORED).any():
        loss = loss + _WEIGHTS["statuses"] * _entropy(network.events.status(words), statuses)
    if (told := some.roles()) is not None:
        pairs, places, labels = (tensor.to(device) for tensor in told)
        loss = loss + _WEIGHTS["roles"] * _entropy(network.events.roles(words, pairs, places), labels)
    return loss


def _entropy(scores: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    return functional.cross_entropy(scores.flatten(0, 1), labels.flatten(), ignore_index=IGNORED)


def _device(wanted: str) -> str:
    if wanted == "cuda" and not torch.cuda.is_available():
        raise RasadError("there is no GPU that PyTorch can use; give --device cpu or auto")
    return ("cuda" if torch.cuda.is_available() else "cpu") if wanted == "auto" else wanted


def _key(options: Options, tasks: Sequence[Sequence[Row]]) -> str:
    """Return a hash of the settings and of all rows."""
    digest = hashlib.sha256(json.dumps(options.key(), sort_keys=True).encode())
    for row in (row for rows in tasks for row in rows):
        digest.update(repr(row).encode())
    return digest.hexdigest()
