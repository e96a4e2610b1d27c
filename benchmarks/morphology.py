"""Measures lemmas and features of the trained engine on PADT's test part, over words whose part of speech is right.

    python benchmarks/morphology.py --shared ../shared

Lemmas are compared folded. `unknown` are cores that the lexicon lacks under the label they got.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "scripts"))

from treebank import Part, Tree, Written, core_of, read

from rasad.analyse import analyse, lemmas
from rasad.arabic.letters import fold_word
from rasad.document import Article, Document, Word

FEATURES = ("Aspect", "Voice", "Person", "Gender", "Number", "Definite", "Mood")
Counts = dict[str, list[int]]


def pairs(tree: Tree) -> list[tuple[Part, Word]]:
    """Return the cores of a sentence's nouns, adjectives and verbs beside what the engine made of them."""
    doc = Document(Article("", tree.text))
    analyse(doc)
    by_range = {(w.start, w.end): w for w in doc.words}
    found, at = [], 0
    for written in tree.words:
        start = _find(tree.text, written, at)
        at = start + len(written.surface)
        word, part = by_range.get((start, at)), written.parts[core_of(written)]
        if word and word.pos == part.pos and part.pos in ("NOUN", "ADJ", "VERB"):
            found.append((part, word))
    return found


def _find(text: str, written: Written, at: int) -> int:
    start = text.find(written.surface, at)
    return at if start < 0 else start


def count(counts: Counts, part: Part, word: Word) -> None:
    """Count what is right of a word."""
    label = part.pos
    if part.pos == "VERB":
        label = f"VERB.{word.features.get('Aspect')}.{word.features.get('Voice')}"
    right = word.lemma == fold_word(part.lemma)
    names = [f"lemma {part.pos}"]
    if lemmas.look_up(word.core, label) is None:
        names.append("lemma of unknown cores")
    for name in names:
        counts[name][0] += right
        counts[name][1] += 1
    for feature in FEATURES:
        if feature in part.features and not (feature == "Definite" and part.pos == "VERB"):
            counts[f"{feature} {part.pos}"][0] += word.features.get(feature) == part.features[feature]
            counts[f"{feature} {part.pos}"][1] += 1


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    options = parser.parse_args()
    counts: Counts = defaultdict(lambda: [0, 0])
    for tree in read(options.shared / "data/treebank/padt/test.conllu.xz"):
        for part, word in pairs(tree):
            count(counts, part, word)
    for name, (right, all_) in sorted(counts.items()):
        print(f"{name:<24}{right / all_:.4f}  of {all_}")


if __name__ == "__main__":
    main()
