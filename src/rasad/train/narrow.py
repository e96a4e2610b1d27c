"""Makes an exported network smaller and faster: layers in 8-bit numbers, tables of words in 16-bit ones."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic


def narrow_layers(source: Path, target: Path, operations: Sequence[str]) -> None:
    """Write a model with the weights of some operations (such as `MatMul`, `LSTM`) as 8-bit numbers.

    Seven bits are used, so that products of whole numbers are exact on processors without VNNI instructions too.
    """
    with tempfile.TemporaryDirectory() as scratch:  # the library leaves files beside what it reads
        narrow = Path(scratch, "narrow.onnx")
        logging.getLogger().disabled, before = True, logging.getLogger().disabled  # of advice to prepare the model
        try:
            quantize_dynamic(
                source,
                narrow,
                op_types_to_quantize=list(operations),
                weight_type=QuantType.QInt8,
                per_channel=True,
                reduce_range=True,
            )
        finally:
            logging.getLogger().disabled = before
        shutil.copyfile(narrow, target)


def halve_tables(path: Path) -> None:
    """Store the tables of a model that are only looked up in as 16-bit numbers; what is looked up is widened.

    The words' table is most of a small encoder. A table that is also computed with stays as it is.
    """
    model = onnx.load(str(path))
    tables = {table.name: table for table in model.graph.initializer}
    uses = Counter(name for node in model.graph.node for name in node.input)
    looks = Counter(node.input[0] for node in model.graph.node if node.op_type == "Gather")
    halved = {
        name
        for name, table in tables.items()
        if len(table.dims) == 2 and table.data_type == onnx.TensorProto.FLOAT and uses[name] == looks[name] > 0
    }
    for name in halved:
        numbers = onnx.numpy_helper.to_array(tables[name]).astype(np.float16)
        tables[name].CopyFrom(onnx.numpy_helper.from_array(numbers, name))
    nodes = []
    for node in model.graph.node:
        nodes.append(node)
        if node.op_type == "Gather" and node.input[0] in halved:
            wide, node.output[0] = node.output[0], f"{node.output[0]}_half"
            nodes.append(onnx.helper.make_node("Cast", [node.output[0]], [wide], to=onnx.TensorProto.FLOAT))
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
