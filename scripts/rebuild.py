"""Rebuild every model of the package from the data, in order, with fixed seeds.

    pip install '.[train]'
    python scripts/rebuild.py --shared ../shared --work /tmp/rasad-models [--begin STEP]

Some two hours on two cores, a quarter of it the pretraining of the encoder. `--begin` goes on from a step of an earlier
run with the same work folder. Word vectors are trained by one thread, the encoder by two: on another processor its
numbers may differ in the last digits, all other models are the same to the byte. The mixture of both (`mixture.json`)
is fitted apart, by `mix_encoder.py` on folds.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from rasad import models
from rasad.encoder.run import FILES

HERE = Path(__file__).parent
STEPS = {
    "analysis": ["train_analysis.py"],
    "clusters": ["train_vectors.py", "--work", "{work}/vectors"],
    "core-clusters": ["train_core_clusters.py"],
    "names": ["train_names.py", "--work", "{work}/names"],
    "quotes": ["train_quotes.py"],
    "events": ["train_events.py"],
    "pretraining": [
        "pretrain_encoder.py",
        "--work",
        "{work}/encoder",
        "--epochs",
        "1",
        "--vectors",
        "{work}/vectors/vectors.kv",
    ],
    "trees": ["train_encoder.py", "--work", "{work}/encoder", "syntax"],
    "teacher": ["train_encoder.py", "--work", "{work}/encoder", "events", "--epochs", "16"],
    "teacher-parties": ["mix_encoder.py", "--work", "{work}/encoder", "--write"],
    "self-training": ["self_training.py", "--work", "{work}/encoder", "--count", "2000"],
    "encoder": [
        "train_encoder.py",
        "--work",
        "{work}/encoder",
        "events",
        "--epochs",
        "16",
        "--told",
        "{work}/encoder/told.pickle",
    ],
    "parties": ["mix_encoder.py", "--work", "{work}/encoder", "--write"],
    "pronouns": ["train_pronouns.py"],
}


def main() -> None:
    """Run the steps."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--work", type=Path, default=Path("/tmp/rasad-models"))
    parser.add_argument("--begin", choices=STEPS, default="analysis")
    options = parser.parse_args()
    names = list(STEPS)
    for name in names[names.index(options.begin) :]:
        script, *rest = [part.format(work=options.work) for part in STEPS[name]]
        print(f"== {name}: {script}", flush=True)
        subprocess.run([sys.executable, HERE / script, "--shared", options.shared, *rest], check=True)
        if name in ("teacher", "encoder"):
            for file in FILES:
                shutil.copy(options.work / "encoder/whole" / file, models.FOLDER / file)


if __name__ == "__main__":
    main()
