"""Writes a trained encoder as the files that the package runs (`rasad.encoder`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import encoder_data as data
import numpy as np
import torch
from encoder_model import Syntax
from torch import nn

from rasad.events.marks import TYPES, WIDTH
from rasad.train.narrow import halve_tables, narrow_layers


class Exported(nn.Module):
    """What runs in the package: the reader and, of the heads, what does not depend on a trigger."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.reader, self.events, self.syntax = model.reader, model.events, model.syntax

    def forward(self, ids: torch.Tensor, marks: torch.Tensor, back: torch.Tensor) -> tuple[torch.Tensor, ...]:
        states = self.reader(ids, marks, back)
        kinds = torch.log_softmax(self.events.kind(states), -1)
        statuses = torch.log_softmax(self.events.status(states), -1)
        return (
            kinds,
            statuses,
            self.events.of_trigger(states),
            self.events.of_word(states),
            arcs_of(self.syntax, states),
        )


def arcs_of(syntax: Syntax, states: torch.Tensor) -> torch.Tensor:
    """Return what `rasad.encoder.trees` reads of each word."""
    layers = (syntax.dependent, syntax.head, syntax.rel_dependent, syntax.rel_head)
    return torch.cat([torch.relu(layer(states)) for layer in layers], -1)


def export(model: Any, relations: dict[str, int], words: Path, folder: Path) -> None:
    """Write the model's files to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    model.eval()
    sizes = ((7, 5), (5, 5))
    batch = data.batch([data.Row(np.zeros(s, np.int64), np.zeros((s[0], WIDTH), np.float32)) for s in sizes])
    outputs = ["kinds", "statuses", "triggers", "words", "arcs"]
    torch.onnx.export(
        Exported(model).eval(),
        (batch.ids, batch.marks, batch.back),
        str(folder / "encoder.onnx"),
        input_names=["ids", "marks", "back"],
        output_names=outputs,
        dynamic_axes={name: {0: "sentences", 1: "words"} for name in ["ids", "marks", "back", *outputs]},
        opset_version=17,
        dynamo=False,
    )
    halve_tables(folder / "encoder.onnx")
    narrow_layers(folder / "encoder.onnx", folder / "encoder.onnx", ("LSTM",))
    model.events.save_roles(folder / "encoder.roles.npz", TYPES)
    syntax = model.syntax
    tables = {
        "arc": syntax.arc,
        "root": arcs_of(syntax, syntax.root),
        "relation": syntax.relation.weight,
        "linear": syntax.relation_of.weight,
        "bias": syntax.relation.bias + syntax.relation_of.bias,
    }
    arrays = {name: t.detach().numpy().astype(np.float32) for name, t in tables.items()}
    names = np.array(sorted(relations, key=relations.__getitem__))
    np.savez(folder / "encoder.trees.npz", names=names, **arrays)
    (folder / "encoder.words.bin").write_bytes(words.read_bytes())
