"""A tiny encoder, labels, and what `rasad train` makes of them; made once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rasad.cli import application
from tests.cli.conftest import rasad
from tests.train import tiny

__all__ = ["encoder", "labels", "rasad", "trained"]

PEOPLE = ("محمد الصباح", "ليلى الحداد", "سامي النجار", "هدى الخطيب")
PLACES = ("بغداد", "تونس", "عمان", "بيروت")


def names() -> list[dict[str, object]]:
    """Return texts with a person and a place each."""
    found: list[dict[str, object]] = []
    for person in PEOPLE:
        for place in PLACES:
            for text in (f"وصل {person} إلى {place} صباحا", f"زار الوزير {person} مدينة {place} أمس"):
                spans = [(person, "person"), (place, "place")]
                marked = [_marked(text, words, kind) for words, kind in spans]
                found.append({"text": text, "names": marked})
    return found


def _marked(text: str, words: str, kind: str) -> dict[str, object]:
    return {"start": text.index(words), "end": text.index(words) + len(words), "kind": kind}


@pytest.fixture(scope="session")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A randomly initialised encoder with its tokenizer."""
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    pytest.importorskip("onnx")
    return tiny.make(tmp_path_factory.mktemp("tiny") / "tiny-bert")


@pytest.fixture(scope="session")
def labels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of labels: `gold.jsonl`, articles of the project's corpus, and `names.jsonl`."""
    folder = tmp_path_factory.mktemp("labels")
    (folder / "gold.jsonl").write_text("\n".join(tiny.corpus_lines()[::24]) + "\n", encoding="utf8")
    lines = [json.dumps(row, ensure_ascii=False) for row in names()]
    (folder / "names.jsonl").write_text("\n".join(lines) + "\n", encoding="utf8")
    return folder


@pytest.fixture(scope="session")
def trained(encoder: Path, labels: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `rasad train` wrote."""
    import torch

    torch.set_num_threads(1)
    out = tmp_path_factory.mktemp("trained") / "my-encoder"
    args = ["train", "--encoder", encoder, "--gold", labels / "gold.jsonl", "--names", labels / "names.jsonl"]
    args += ["-o", out, "--epochs", 12, "--lr", "0.002", "--device", "cpu", "--use-names"]
    result = CliRunner().invoke(application(), [str(arg) for arg in args])
    assert result.exit_code == 0, result.output + repr(result.exception)
    return out
