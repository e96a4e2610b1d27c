"""The encoder as a PyTorch module: for training only; the package runs it by onnxruntime."""

from __future__ import annotations

import torch
from torch import nn

from rasad.encoder.vocabulary import COLUMNS
from rasad.events.marks import WIDTH
from rasad.train.network import Events

__all__ = ["Body", "Events", "Reader", "Syntax"]


class Body(nn.Module):
    """Word tables, and two recurrent networks of two layers that read a sentence from either end.

    Attributes:
        width: Numbers that stand for a word before its context is seen.
        size: Numbers that each direction's layers give for a word in its context.
    """

    def __init__(self, sizes: dict[str, int], width: int = 128, size: int = 192, dropout: float = 0.1) -> None:
        """Take the number of rows of each table (`Vocabulary.sizes`)."""
        super().__init__()
        self.width, self.size = width, size
        self.tables = nn.ModuleList(nn.Embedding(sizes[name], width) for name in COLUMNS)
        for table in self.tables:
            nn.init.normal_(table.weight, std=0.1)
        self.normalise = nn.LayerNorm(width)
        self.drop = nn.Dropout(dropout)
        self.onward = nn.ModuleList([nn.LSTM(width, size, batch_first=True), nn.LSTM(size, size, batch_first=True)])
        self.back = nn.ModuleList([nn.LSTM(width, size, batch_first=True), nn.LSTM(size, size, batch_first=True)])

    def look_up(self, ids: torch.Tensor) -> torch.Tensor:
        """Return what stands for each word: `(sentences, words, width)`."""
        total = self.tables[0](ids[..., 0])
        for column in range(1, len(COLUMNS)):
            total = total + self.tables[column](ids[..., column])
        return self.normalise(total)

    def read(self, layers: nn.ModuleList, states: torch.Tensor) -> list[torch.Tensor]:
        """Return the states of the layers, each `(sentences, words, size)`; the second adds to the first."""
        first, _ = layers[0](states)
        second, _ = layers[1](self.drop(first))
        return [first, first + second]

    def directions(self, ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the top states of the two directions for sentences of one length."""
        words = self.drop(self.look_up(ids))
        onward = self.read(self.onward, words)[-1]
        back = self.read(self.back, words.flip(1))[-1].flip(1)
        return self.drop(onward), self.drop(back)


def turned(states: torch.Tensor, back: torch.Tensor) -> torch.Tensor:
    """Return each sentence read from its end; padding stays behind it."""
    return states.gather(1, back[..., None].expand(-1, -1, states.shape[-1]))


class Reader(nn.Module):
    """The body, and above it a recurrent layer that mixes both directions and the marks: one state a word."""

    def __init__(self, body: Body, size: int = 160, dropout: float = 0.33) -> None:
        """Take a body, pretrained or not; `size` is that of each direction of the mixing layer."""
        super().__init__()
        self.body, self.size = body, 2 * size
        self.mix = nn.Parameter(torch.zeros(2, 2))
        width = 2 * body.size + body.width + WIDTH
        self.onward = nn.LSTM(width, size, batch_first=True)
        self.back = nn.LSTM(width, size, batch_first=True)
        self.drop = nn.Dropout(dropout)

    def forward(self, ids: torch.Tensor, marks: torch.Tensor, back: torch.Tensor) -> torch.Tensor:
        """Return `(sentences, words, size)`."""
        words = self.body.look_up(ids)
        shares = torch.softmax(self.mix, 1)
        first, second = self.body.read(self.body.onward, self.body.drop(words))
        onward = shares[0, 0] * first + shares[0, 1] * second
        first, second = self.body.read(self.body.back, turned(self.body.drop(words), back))
        backward = turned(shares[1, 0] * first + shares[1, 1] * second, back)
        seen = torch.cat([self.drop(onward), self.drop(backward), self.drop(words), marks], -1)
        mixed = torch.cat([self.onward(seen)[0], turned(self.back(turned(seen, back))[0], back)], -1)
        return self.drop(mixed)


class Syntax(nn.Module):
    """Heads, relations and tags of words: scores of pairs (Dozat & Manning 2017)."""

    def __init__(self, size: int, relations: int, tags: int, width: int = 128) -> None:
        """Take the size of a word's state and the numbers of labels."""
        super().__init__()
        self.head, self.dependent = nn.Linear(size, width), nn.Linear(size, width)
        self.arc = nn.Parameter(torch.zeros(width + 1, width))
        self.rel_head, self.rel_dependent = nn.Linear(size, 64), nn.Linear(size, 64)
        self.relation = nn.Bilinear(64, 64, relations)
        self.relation_of = nn.Linear(128, relations)
        self.tag = nn.Linear(size, tags)
        self.root = nn.Parameter(torch.randn(size) * 0.1)
        self.drop = nn.Dropout(0.33)

    def arcs(self, states: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return scores `(sentences, words, 1 + words)` of every head, and the states with the root before them."""
        rooted = torch.cat([self.root.expand(len(states), 1, -1), states], 1)
        dependent = self.drop(torch.relu(self.dependent(states)))
        dependent = torch.cat([dependent, torch.ones_like(dependent[..., :1])], -1)
        return dependent @ self.arc @ self.drop(torch.relu(self.head(rooted))).transpose(1, 2), rooted

    def relations(self, states: torch.Tensor, rooted: torch.Tensor, heads: torch.Tensor) -> torch.Tensor:
        """Return scores `(sentences, words, relations)` given each word's head."""
        chosen = rooted.gather(1, heads[..., None].expand(-1, -1, rooted.shape[-1]))
        one, two = torch.relu(self.rel_dependent(states)), torch.relu(self.rel_head(chosen))
        return self.relation(one, two) + self.relation_of(torch.cat([one, two], -1))
