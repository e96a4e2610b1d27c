"""The networks as PyTorch modules: for training only; the package runs them by onnxruntime."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from rasad.encoder.run import FAR


class Events(nn.Module):
    """Types and statuses of words, and roles of words with respect to a trigger."""

    def __init__(self, size: int, types: int, statuses: int, roles: int, width: int = 96) -> None:
        """Take the size of a word's state and the numbers of labels."""
        super().__init__()
        self.kind = nn.Sequential(nn.Linear(size, 128), nn.GELU(), nn.Dropout(0.2), nn.Linear(128, types + 1))
        self.status = nn.Sequential(nn.Linear(size, 96), nn.GELU(), nn.Dropout(0.2), nn.Linear(96, statuses))
        self.of_trigger = nn.Linear(size, width)
        self.of_word = nn.Linear(size, width)
        self.place = nn.Embedding(2 * len(FAR) + 3, width)
        self.of_type = nn.Embedding(types + 1, width)
        self.inner = nn.Sequential(nn.ReLU(), nn.Dropout(0.2), nn.Linear(width, roles))

    def roles(self, states: torch.Tensor, pairs: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
        """Return `(events, words, roles)`.

        Args:
            states: What the reader returns.
            pairs: `(events, 3)`: sentence, trigger's word, type.
            places: `(events, words)`: where each word stands to the trigger (`place_numbers`).
        """
        trigger = self.of_trigger(states)[pairs[:, 0], pairs[:, 1]] + self.of_type(pairs[:, 2])
        return self.inner(trigger[:, None] + self.of_word(states)[pairs[:, 0]] + self.place(places))

    def save_roles(self, path: Path, types: Sequence[str]) -> None:
        """Write the tables by which the package scores roles without PyTorch (`rasad.encoder.run.role_shares`).

        Args:
            path: The file, `.npz`.
            types: Names of the event types, in the order of their numbers from 1.
        """
        last = self.inner[-1]
        tables = {"place": self.place.weight, "type": self.of_type.weight, "weight": last.weight, "bias": last.bias}
        arrays: dict[str, Any] = {name: table.detach().numpy().astype(np.float32) for name, table in tables.items()}
        np.savez(path, types=np.array(types), **arrays)


class Network(nn.Module):
    """A Hugging Face encoder with heads for events and, where they are taught, names; a word is its first piece."""

    def __init__(self, body: Any, sizes: tuple[int, int, int], names: int, dropout: float = 0.1) -> None:
        """Take the encoder, the numbers of types, statuses and role labels, and that of name labels (0: no names)."""
        super().__init__()
        size = body.config.hidden_size
        self.body, self.drop = body, nn.Dropout(dropout)
        self.events = Events(size, *sizes)
        self.names = nn.Linear(size, names) if names else None

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return the states of the pieces `(sentences, pieces, size)`."""
        states: torch.Tensor = self.drop(self.body(input_ids=ids, attention_mask=mask).last_hidden_state)
        return states


class Exported(nn.Module):
    """What runs in the package: for each piece all that does not depend on a trigger."""

    def __init__(self, network: Network) -> None:
        """Take the trained network."""
        super().__init__()
        self.network = network

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Return types, statuses, states for the roles, and names where they were taught."""
        states, events = self.network(ids, mask), self.network.events
        found = [
            torch.log_softmax(events.kind(states), -1),
            torch.log_softmax(events.status(states), -1),
            events.of_trigger(states),
            events.of_word(states),
        ]
        if self.network.names is not None:
            found.append(torch.log_softmax(self.network.names(states), -1))
        return tuple(found)
