"""What is installed and imported by default: none of the large libraries of the extras."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

LARGE = ("torch", "transformers", "openai", "tokenizers", "onnx", "tensorflow")


def test_the_main_dependencies_are_without_them() -> None:
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf8"))["project"]
    needed = {line.split(">")[0].split("[")[0].strip() for line in project["dependencies"]}
    assert not needed & set(LARGE)
    extras = project["optional-dependencies"]
    assert [line.split(">")[0] for line in extras["encoder"]] == ["tokenizers"]  # all that running a trained one needs
    assert {line.split(">")[0] for line in extras["transformers"]} == {
        "rasad[encoder]",
        "onnx",
        "torch",
        "transformers",
    }


def test_coding_imports_none_of_them() -> None:
    code = (
        "import sys, rasad; events = rasad.load()('قصفت الطائرات المدينة.', published='2016-07-20');"
        "assert len(events);"
        f"import rasad.cli; rasad.cli.application(); print([name for name in {LARGE!r} if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert run.stdout == "[]\n", run.stderr
