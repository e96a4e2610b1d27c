"""Writes a trained network as the files that the package runs, and checks that they say what it says."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime
import torch

from rasad.encoder.transformer import NETWORKS, ROLES, TOKENIZER
from rasad.errors import RasadError
from rasad.train.hub import Loaded
from rasad.train.narrow import halve_tables, narrow_layers
from rasad.train.network import Exported, Network
from rasad.train.rows import TYPES, Row, batch

FAR_OFF = 1e-3  # largest difference of log-probabilities that sums in another order may make
_CHECKED = 8  # rows of each length that are compared


class Agreement(NamedTuple):
    """How far the exported networks say what the trained one says.

    Attributes:
        difference: Largest difference of a log-probability of `encoder.onnx`.
        types: Share of the pieces whose likeliest type is the same in `encoder.int8.onnx`.
    """

    difference: float
    types: float


def export(network: Network, loaded: Loaded, rows: Sequence[Row], folder: Path) -> Agreement:
    """Write `encoder.onnx`, `encoder.int8.onnx`, `encoder.roles.npz` and `tokenizer.json`.

    Args:
        network: The trained network.
        loaded: Its encoder.
        rows: Some rows to compare on.
        folder: Where the files go.

    Raises:
        RasadError: The exported network says something else than the trained one.
    """
    exported = Exported(network).eval()
    _write(exported, loaded, folder / NETWORKS["fp32"])
    narrow_layers(folder / NETWORKS["fp32"], folder / NETWORKS["int8"], ("MatMul", "Gemm"))
    halve_tables(folder / NETWORKS["int8"])
    network.events.save_roles(folder / ROLES, TYPES)
    loaded.cutter()  # fails here where it would fail later
    loaded.tokenizer.no_truncation()
    loaded.tokenizer.no_padding()
    loaded.tokenizer.save(str(folder / TOKENIZER))
    return _agreement(exported, loaded.padding, rows, {name: folder / file for name, file in NETWORKS.items()})


def try_out(network: Network, loaded: Loaded, rows: Sequence[Row], folder: Path) -> None:
    """Export a network and compare it, before it is trained: one that cannot be exported fails here, not hours later.

    Args:
        network: The network.
        loaded: Its encoder.
        rows: Some rows to compare on.
        folder: Where `export` will write; what this leaves there is written over then.

    Raises:
        RasadError: The network cannot be exported, or says something else then.
    """
    exported, path = Exported(network).eval(), folder / NETWORKS["fp32"]
    _write(exported, loaded, path)
    _agreement(exported, loaded.padding, rows, {"fp32": path})


def widths(network: Network) -> list[int]:
    """Return how many numbers a word has in each output: types, statuses, as a trigger, as a party, names."""
    events = network.events
    names = network.names.out_features if network.names is not None else 0
    found = [events.kind[-1].out_features, events.status[-1].out_features, events.of_trigger.out_features]
    return [int(width) for width in (*found, events.of_word.out_features, names)]


def _write(exported: Exported, loaded: Loaded, path: Path) -> None:
    outputs = ["kinds", "statuses", "triggers", "words"] + (["names"] if exported.network.names is not None else [])
    ids, mask = torch.ones((2, 7), dtype=torch.long), torch.ones((2, 7), dtype=torch.long)
    mask[1, 5:] = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the tracer about shapes that the encoder asks for
        try:
            torch.onnx.export(
                exported,
                (ids, mask),
                str(path),
                input_names=["ids", "mask"],
                output_names=outputs,
                dynamic_axes={name: {0: "sentences", 1: "pieces"} for name in ["ids", "mask", *outputs]},
                opset_version=17,
                dynamo=False,
            )
        except Exception as error:  # whatever it makes the library raise
            kind, reason = loaded.body.config.model_type, str(error).strip().splitlines() or [type(error).__name__]
            raise RasadError(f"an encoder of the family {kind} cannot be exported to ONNX: {reason[0]}") from error


def _agreement(exported: Exported, padding: int, rows: Sequence[Row], paths: Mapping[str, Path]) -> Agreement:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    sessions = {
        name: onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        for name, path in paths.items()
    }
    order = sorted(rows, key=lambda row: len(row.ids))
    difference, same, total = 0.0, 0, 0
    for some in (order[:_CHECKED], order[-_CHECKED:]):
        one = batch(list(some), padding)
        there = one.mask.bool().numpy()
        with torch.no_grad():
            wanted = [output.numpy()[there] for output in exported(one.ids, one.mask)]
        feed = {"ids": one.ids.numpy(), "mask": one.mask.numpy()}
        found = [output[there] for output in _said(sessions["fp32"], feed)]
        difference = max([difference, *(float(np.abs(w - f).max()) for w, f in zip(wanted, found, strict=True))])
        if "int8" in sessions:
            narrow = _said(sessions["int8"], feed)[0][there]
            same, total = same + int((narrow.argmax(-1) == wanted[0].argmax(-1)).sum()), total + int(there.sum())
    if not difference <= FAR_OFF:
        raise RasadError(
            f"the exported network differs from the trained one by {difference:.2g}; nothing was finished: try another "
            "version of torch, transformers or onnx"
        )
    return Agreement(difference, same / max(1, total))


def _said(session: onnxruntime.InferenceSession, feed: dict[str, np.ndarray]) -> list[np.ndarray]:
    try:
        found: list[np.ndarray] = session.run(None, feed)
    except Exception as error:  # such as one that is bound to the lengths that it was exported with
        many, pieces = feed["ids"].shape
        raise RasadError(f"the exported network does not run on {many} rows of {pieces} pieces: {error}") from error
    return found
