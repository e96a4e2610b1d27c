"""Quantities of phrases that a writer marked who did not see the grammar (`benchmarks/quantities.py`)."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "benchmarks"))

from quantities import measure  # noqa: E402  (a script, not a module of the package)


@pytest.mark.parametrize(("file", "phrases", "floor"), [("numbers.jsonl", 300, 0.94), ("numbers_dev.jsonl", 150, 0.99)])
def test_marked_phrases_are_read_right(file: str, phrases: int, floor: float) -> None:
    tally = measure(HERE / file)
    assert tally.phrases == phrases
    assert tally.share >= floor, tally
