"""Clusters of cores, words freed of what is attached to them: `للحكومة`, `والحكومة`, `حكومتهم` all count for حكومة.

    python scripts/train_core_clusters.py --shared ../shared

Writes `src/rasad/models/core_clusters.bin` (a marisa trie: folded core, with its article -> coarse, middle, fine
cluster). Needs the trained cutter (`train_analysis.py`). One thread, fixed seed: the same input gives the same
clusters; `--threads N` is quicker and not repeatable.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
from collections.abc import Iterator
from pathlib import Path

import marisa_trie
import numpy as np
from gensim.models import Word2Vec
from sklearn.cluster import MiniBatchKMeans

from rasad.analyse.engines import crf
from rasad.arabic.letters import LETTER_CLASS, MARK_CLASS

MODELS = Path(__file__).parent.parent / "src/rasad/models"
SIZES, KEPT, RAREST, SEED = (64, 320, 1600), 90_000, 5, 20161
FILES = ("ant_multisource.jsonl.xz", "saudinewsnet.jsonl.xz")


def sentences(folder: Path) -> Iterator[list[str]]:
    """Yield the words of each sentence of the news, without particles and pronouns; numbers as `0`."""
    stop, token = re.compile(r"[.!?؟\n]+"), re.compile(rf"[{LETTER_CLASS}][{LETTER_CLASS}{MARK_CLASS}]*|\d+")
    for name in FILES:
        with lzma.open(folder / name, "rt", encoding="utf8") as file:
            for line in file:
                row = json.loads(line)
                for sentence in stop.split(f"{row.get('title') or ''}\n{row.get('body') or ''}"):
                    words = ["0" if w[0].isdigit() else core(w) for w in token.findall(sentence)]
                    if len(words) > 2:
                        yield words


def core(word: str) -> str:
    """Return a word's core with its article."""
    cut = crf.cut(word)
    return f"ال{cut.core}" if "ال" in cut.proclitics else cut.core


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    held: dict[str, str] = {}
    text = [[held.setdefault(w, w) for w in s] for s in sentences(options.shared / "data/news")]
    model = Word2Vec(
        text, vector_size=64, window=3, min_count=RAREST, sg=0, negative=8, epochs=5, seed=SEED, workers=options.threads
    )
    words = model.wv.index_to_key[:KEPT]
    vectors = model.wv.vectors[: len(words)]
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    labels = [
        MiniBatchKMeans(n, random_state=SEED, batch_size=4096, n_init=2, max_iter=100).fit_predict(vectors)
        for n in SIZES
    ]
    rows = [(word, tuple(map(int, found))) for word, *found in zip(words, *labels, strict=True)]
    marisa_trie.RecordTrie("<BHH", rows).save(str(MODELS / "core_clusters.bin"))
    print(f"{len(words)} words, {(MODELS / 'core_clusters.bin').stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
