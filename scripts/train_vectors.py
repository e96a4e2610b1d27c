"""Word vectors and word clusters from unlabelled news: what words stand alike.

    python scripts/train_vectors.py --shared ../shared --work /tmp/vectors

Writes `src/rasad/models/clusters.bin` (a marisa trie: folded word -> coarse and fine cluster) and, into the work
folder, the vectors themselves (gensim KeyedVectors). One thread, fixed seed: the same input gives the same clusters;
`--threads N` is quicker and not repeatable.
"""

from __future__ import annotations

import argparse
import json
import lzma
from collections.abc import Iterator
from pathlib import Path

import marisa_trie
import numpy as np
from gensim.models import Word2Vec
from sklearn.cluster import MiniBatchKMeans

from rasad.arabic.letters import LETTER_CLASS, fold_word

MODELS = Path(__file__).parent.parent / "src/rasad/models"
COARSE, FINE, KEPT, SEED = 64, 512, 60_000, 20161


class News:
    """The sentences of the news as folded words; may be gone over many times."""

    def __init__(self, folder: Path) -> None:
        """Take the folder `data/news`."""
        import re

        self.files = sorted(folder.glob("*.jsonl.xz"))
        self.stop, self.word = re.compile(r"[.!?؟\n]+"), re.compile(rf"[{LETTER_CLASS}\u064b-\u0652\u0640\u0670]+|\d+")

    def __iter__(self) -> Iterator[list[str]]:
        """Yield the words of each sentence; numbers as `0`."""
        for path in self.files:
            with lzma.open(path, "rt", encoding="utf8") as file:
                for line in file:
                    row = json.loads(line)
                    for sentence in self.stop.split(f"{row.get('title') or ''}\n{row.get('body') or ''}"):
                        words = ["0" if w[0].isdigit() else fold_word(w) for w in self.word.findall(sentence)]
                        if len(words) > 2:
                            yield words


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--work", type=Path, default=Path("/tmp/vectors"))
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    sentences = list(News(options.shared / "data/news"))
    model = Word2Vec(
        sentences,
        vector_size=100,
        window=4,
        min_count=8,
        sg=0,
        negative=10,
        epochs=6,
        seed=SEED,
        workers=options.threads,
    )
    model.wv.save(str(options.work / "vectors.kv"))
    words = model.wv.index_to_key[:KEPT]
    vectors = model.wv.vectors[: len(words)]
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    labels = [
        MiniBatchKMeans(n, random_state=SEED, batch_size=4096, n_init=3, max_iter=200).fit_predict(vectors)
        for n in (COARSE, FINE)
    ]
    rows = [(word, (int(a), int(b))) for word, a, b in zip(words, *labels, strict=True)]
    MODELS.mkdir(exist_ok=True)
    marisa_trie.RecordTrie("<BH", rows).save(str(MODELS / "clusters.bin"))
    print(f"{len(words)} words, {(MODELS / 'clusters.bin').stat().st_size / 1e6:.2f} MB")
    for at in range(8):
        members = [w for w, label in zip(words, labels[1], strict=True) if label == at][:12]
        print(at, " ".join(members))


if __name__ == "__main__":
    main()
