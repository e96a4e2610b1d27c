"""Exported networks made smaller."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest


def test_tables_that_are_only_looked_up_are_halved(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    onnx = pytest.importorskip("onnx")
    import onnxruntime

    from rasad.train.narrow import halve_tables

    rng = np.random.default_rng(3)
    tables = {name: rng.normal(size=(50, 8)).astype(np.float32) for name in ("words", "both")}
    nodes = [
        onnx.helper.make_node("Gather", ["words", "ids"], ["a"]),
        onnx.helper.make_node("Gather", ["both", "ids"], ["b"]),
        onnx.helper.make_node("MatMul", ["both", "turn"], ["scores"]),
        onnx.helper.make_node("Add", ["a", "b"], ["sum"]),
    ]
    kinds = onnx.TensorProto
    values = [onnx.numpy_helper.from_array(t, name) for name, t in tables.items()]
    values.append(onnx.numpy_helper.from_array(np.eye(8, dtype=np.float32), "turn"))
    graph = onnx.helper.make_graph(
        nodes,
        "tables",
        [onnx.helper.make_tensor_value_info("ids", kinds.INT64, ["n"])],
        [onnx.helper.make_tensor_value_info(name, kinds.FLOAT, [None, 8]) for name in ("sum", "scores")],
        values,
    )
    path = tmp_path / "tables.onnx"
    onnx.save(onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8), str(path))

    def run() -> list[np.ndarray]:
        session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        found: list[np.ndarray] = session.run(None, {"ids": np.array([3, 0, 49])})
        return found

    before = run()
    halve_tables(path)
    kept = {table.name: table.data_type for table in onnx.load(str(path)).graph.initializer}
    assert kept == {"words": kinds.FLOAT16, "both": kinds.FLOAT, "turn": kinds.FLOAT}
    after = run()
    assert np.allclose(before[0], after[0], atol=2e-3) and not np.array_equal(before[0], after[0])
    assert np.array_equal(before[1], after[1])
