"""The quality figures that must not drop, measured by the scoring programs beside the project.

    python benchmarks/quality.py [--shared ../shared] [--floors floors.json]

Codes the annotated development articles, the time expressions and the event sentences of the Open Event Data Alliance,
scores each with `../shared/score`, prints every figure beside its floor, and ends with 1 where one is below. A floor
lies a little under what was measured when it was set; `issue` is what was asked for where that is another number.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

RASAD = [sys.executable, "-m", "rasad"]


def run(command: list[str]) -> str:
    """Run a command and return what it wrote to standard output."""
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def events_figures(shared: Path, folder: Path) -> dict[str, float]:
    """Return the figures of `score_events.py` on the development articles."""
    gold, coded = shared / "data/events/dev.jsonl", folder / "events.jsonl"
    run([*RASAD, "code", str(gold), "-o", str(coded)])
    scored = json.loads(run([sys.executable, str(shared / "score/score_events.py"), str(gold), str(coded), "--json"]))
    total: dict[str, Any] = scored["total"]
    figures = {f"events dev: {name} F1": row["f1"] for name, row in total.items() if isinstance(row, dict)}
    return figures | {f"events dev: {name}": row for name, row in total.items() if not isinstance(row, dict)}


def times_figures(shared: Path, folder: Path) -> dict[str, float]:
    """Return the figures of `score_times.py`."""
    cases, mentions = shared / "data/times/recognizers.jsonl", folder / "times.jsonl"
    run([*RASAD, "mentions", str(cases), "-o", str(mentions)])
    words = run([sys.executable, str(shared / "score/score_times.py"), str(cases), str(mentions)]).split()
    return {"times: found": float(words[3]), "times: right": float(words[5])}


def gsr_figures(shared: Path, folder: Path) -> dict[str, float]:
    """Return the figures of `score_gsr.py`."""
    program, data = shared / "score/score_gsr.py", shared / "data/arabic_event_gsr"
    sentences, coded = folder / "gsr.jsonl", folder / "gsr-events.jsonl"
    sentences.write_text(run([sys.executable, str(program), "docs", str(data)]), encoding="utf8")
    run([*RASAD, "code", str(sentences), "-o", str(coded), "--jobs", "2"])
    scored = json.loads(run([sys.executable, str(program), "score", str(data), str(coded), "--json"]))
    figures: dict[str, float] = {}
    for name, row in scored.items():
        if isinstance(row, dict):
            label, value = (f"gsr: {name} F1", row["f1"]) if "f1" in row else (f"gsr: {name}", row.get("coder") or 0.0)
            figures[label] = float(value)
    return figures


def main() -> int:
    """Print the figures; return 1 where one is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    root = Path(__file__).parent.parent
    parser.add_argument("--shared", type=Path, default=root.parent / "shared")
    parser.add_argument("--floors", type=Path, default=root / "floors.json")
    options = parser.parse_args()
    floors = json.loads(options.floors.read_text(encoding="utf8"))
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for measure in (events_figures, times_figures, gsr_figures):
            figures |= measure(options.shared, Path(folder))
    failed = 0
    for name, value in figures.items():
        bounds = floors.get(name, {})
        below = value < bounds.get("floor", float("-inf")) or value > bounds.get("ceiling", float("inf"))
        failed += below
        print(f"{name:<50} {value:>8.4f}  {json.dumps(bounds) if bounds else ''}{'  BELOW ITS FLOOR' if below else ''}")
    missing = sorted(set(floors) - set(figures))
    print(f"{len(figures)} figures, {failed} below their floors" + (f"; not measured: {missing}" if missing else ""))
    return 1 if failed or missing else 0


if __name__ == "__main__":
    sys.exit(main())
