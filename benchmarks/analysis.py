"""Measures sentences, words, parts of speech and trees of an engine against raw text of PADT's test part.

    python benchmarks/analysis.py --shared ../shared [--engine crf] [--part test] [--errors 40]

Words are syntactic words: attached particles, cores and pronouns apart, as PADT cuts them (the article stays with its
noun). A word is right when it stands on the same letters and has the same folded form; its part of speech is right
when it is the same, X and PROPN being one (PADT calls most names X). A head and its relation (`rasad.encoder.trees`,
subtypes left out) are right when the head is the same syntactic word; the trees are over written words, so that an
attached particle hangs from its own word, and a pronoun too. Sentence ends are measured on the annotated articles
(`data/events/train.jsonl`), speed on one core over the same articles, read twice.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "scripts"))

import numpy as np
from treebank import Tree, read

from rasad import models
from rasad.analyse import analyse
from rasad.arabic.letters import fold_word
from rasad.document import Article, Document, Word
from rasad.encoder import vocabulary
from rasad.encoder.run import Encoder
from rasad.events import marks

_CLITIC_POS = {"و": "CCONJ", "ف": "CCONJ", "س": "AUX", "ا": "PART"}
_RELATIONS = {"CCONJ": "cc", "AUX": "aux", "PART": "advmod"}
_LOOSE = "parataxis"
Syntactic = tuple[str, str]  # folded form, part of speech


def gold_words(tree: Tree) -> dict[tuple[int, int], list[Syntactic]]:
    """Return the syntactic words of a sentence by the range of the written word."""
    found, at = {}, 0
    for word in tree.words:
        start = tree.text.find(word.surface, at)
        start = at if start < 0 else start
        at = start + len(word.surface)
        found[start, at] = [(fold_word(p.form), _one_name(p.pos)) for p in word.parts]
    return found


def coded_words(words: list[Word]) -> dict[tuple[int, int], list[Syntactic]]:
    """Return the syntactic words that an engine found, by the range of the written word."""
    return {(w.start, w.end): _syntactic(w) for w in words}


def _syntactic(word: Word) -> list[Syntactic]:
    particles = [p for p in word.proclitics if p != "ال"]
    found = [(p, _particle(p, word)) for p in particles]
    core = "ال" + word.core if "ال" in word.proclitics else word.core
    found.append((core, _one_name(word.pos)))
    if word.enclitic:
        found.append((word.enclitic, "PRON"))
    return found


def _particle(particle: str, word: Word) -> str:
    if particle == "ل" and word.pos == "VERB":
        return "CCONJ"
    return _CLITIC_POS.get(particle, "ADP")


def _one_name(pos: str) -> str:
    return "PROPN" if pos == "X" else pos


def agreement(gold: list[Syntactic], coded: list[Syntactic]) -> tuple[int, int]:
    """Return how many forms agree in order, and how many of these in part of speech too.

    An uncut word needs only the same range, whatever its form.
    """
    if len(gold) == len(coded) == 1:
        return 1, int(gold[0][1] == coded[0][1])
    best = [[(0, 0)] * (len(coded) + 1) for _ in range(len(gold) + 1)]
    for i, (form, pos) in enumerate(gold):
        for j, (other, other_pos) in enumerate(coded):
            longer = max(best[i][j + 1], best[i + 1][j])
            if form == other:
                words, right = best[i][j]
                longer = max(longer, (words + 1, right + (pos == other_pos)))
            best[i + 1][j + 1] = longer
    return best[-1][-1]


def f1(right: int, gold: int, coded: int) -> float:
    """Return the harmonic mean of precision and recall."""
    return 2 * right / (gold + coded) if gold + coded else 0.0


def measure_words(path: Path, engine: str, errors: int) -> None:
    """Print the agreement of words and parts of speech."""
    words = tags = gold_count = coded_count = 0
    faults: Counter[str] = Counter()
    confused: Counter[str] = Counter()
    for tree in read(path):
        doc = Document(Article("", tree.text))
        analyse(doc, engine)
        gold, coded = gold_words(tree), coded_words(doc.words)
        gold_count += sum(map(len, gold.values()))
        coded_count += sum(map(len, coded.values()))
        for span, parts in gold.items():
            same, right = agreement(parts, coded.get(span, []))
            words, tags = words + same, tags + right
            if same < len(parts):
                faults[_fault(tree.text, span, parts, coded)] += 1
            elif right < len(parts):
                pairs = [f"{a[1]} as {b[1]}" for a, b in zip(parts, coded[span], strict=False) if a[1] != b[1]]
                confused.update(pairs)
    print(f"words F1  {f1(words, gold_count, coded_count):.4f}  (gold {gold_count}, coded {coded_count})")
    print(f"UPOS  F1  {f1(tags, gold_count, coded_count):.4f}  (of the right words {tags / max(words, 1):.4f})")
    if errors:
        print("\n".join(f"{count:4} {fault}" for fault, count in [*faults.most_common(errors)]))
        print("\n".join(f"{count:4} {pair}" for pair, count in confused.most_common(errors)))


def _fault(
    text: str, span: tuple[int, int], parts: list[Syntactic], coded: dict[tuple[int, int], list[Syntactic]]
) -> str:
    mine = "+".join(form for form, _ in coded.get(span, []))
    return f"{text[slice(*span)]}: {'+'.join(form for form, _ in parts)} as {mine or 'other tokens'}"


Node = tuple[tuple[int, int], int]  # range of the written word, number of the part in it
Arc = tuple[Node | None, str]  # head, `None` for the root; relation


def gold_arcs(tree: Tree) -> dict[Node, Arc]:
    """Return head and relation of each syntactic word of a sentence."""
    node: dict[int, Node] = {}
    for span, word in zip(gold_words(tree), tree.words, strict=True):
        for number, part in enumerate(word.parts):
            node[part.number] = span, number
    parts = [part for word in tree.words for part in word.parts]
    return {node[p.number]: (node.get(p.head), p.relation.partition(":")[0]) for p in parts}


def coded_arcs(doc: Document, encoder: Encoder) -> dict[Node, Arc]:
    """Return head and relation of each syntactic word of a document."""
    found: dict[Node, Arc] = {}
    for sentence in doc.sentences:
        words = doc.words[sentence.first : sentence.last]
        ids = np.array([encoder.vocabulary.ids(*vocabulary.parts(w)) for w in words], np.int64).reshape(-1, 5)
        encoded = encoder.read([(ids, np.zeros((len(words), marks.WIDTH), np.float32))])[0]
        heads, relations = encoder.tree(encoded)
        found |= syntactic(words, heads, [relation.partition(":")[0] for relation in relations])
    return found


def syntactic(words: Sequence[Word], heads: Sequence[int], relations: Sequence[str]) -> dict[Node, Arc]:
    """Return the tree over syntactic words that a tree over written words stands for.

    PADT makes the و that begins a sentence its root, under which the verb stands as parataxis with the stops; elsewhere
    و hangs from the conjunct, or from what the clause hangs from. A preposition hangs from its pronoun (منه), and the
    pronoun of أنه from the verb of its clause.
    """
    particles = [[p for p in word.proclitics if p != "ال"] for word in words]
    cores: list[Node] = [((w.start, w.end), len(own)) for w, own in zip(words, particles, strict=True)]
    begun = {at for at, own in enumerate(particles) if own[:1] in (["و"], ["ف"]) and relations[at : at + 1] == [_LOOSE]}
    found: dict[Node, Arc] = {}
    for at, (head, told) in enumerate(zip(heads, relations, strict=True)):
        word, core = words[at], cores[at]
        span, number = core
        above = cores[head] if head >= 0 else None
        if head < 0 and at in begun:
            found[span, 0], above = (None, "root"), (span, 0)
        elif head in begun and heads[head] < 0 and told in (_LOOSE, "punct", "cc"):
            above = (cores[head][0], 0)
        below = core  # what the particles hang from
        found[core] = above, told
        if word.enclitic:
            pronoun = span, number + 1
            if told == "case":
                found[core], below = (pronoun, "case"), pronoun
                nominal = head >= 0 and words[head].pos in ("NOUN", "ADJ", "X", "PROPN")
                found[pronoun] = above, "nmod" if nominal else "obl"
            elif told == "mark":
                found[pronoun] = above, "nsubj"
            else:
                found[pronoun] = core, "obj" if word.pos == "VERB" else "nmod"
        for place, particle in enumerate(particles[at]):
            relation = _RELATIONS.get(_particle(particle, word), "case")
            of_clause = relation == "cc" and told not in ("conj", "root")
            found.setdefault((span, place), (above if of_clause and above else below, relation))
    return found


def measure_trees(path: Path, engine: str) -> None:
    """Print the agreement of heads and relations."""
    encoder = Encoder(models.FOLDER)
    hits = labelled = gold_count = coded_count = 0
    for tree in read(path):
        doc = Document(Article("", tree.text))
        analyse(doc, engine)
        gold, coded = gold_arcs(tree), coded_arcs(doc, encoder)
        gold_count, coded_count = gold_count + len(gold), coded_count + len(coded)
        for node, (head, relation) in gold.items():
            mine = coded.get(node)
            if mine and mine[0] == head:
                hits += 1
                labelled += mine[1] == relation
    print(f"UAS   F1  {f1(hits, gold_count, coded_count):.4f}")
    print(f"LAS   F1  {f1(labelled, gold_count, coded_count):.4f}")


def measure_sentences(rows: list[dict[str, object]], engine: str) -> None:
    """Print the agreement of sentence ranges, and the speed."""
    right = gold = coded = words = 0
    for row in rows:
        doc = Document(Article(str(row["id"]), str(row["text"])))
        analyse(doc, engine)
        expected = {tuple(pair) for pair in row["sentences"]}  # type: ignore[attr-defined]
        found = {(s.start, s.end) for s in doc.sentences}
        right, gold, coded = right + len(expected & found), gold + len(expected), coded + len(found)
    print(f"sentence ranges F1  {f1(right, gold, coded):.4f}  (gold {gold}, coded {coded})")
    began = time.process_time()
    for row in rows:
        doc = Document(Article(str(row["id"]), str(row["text"])))
        analyse(doc, engine)
        words += len(doc.words)
    print(f"speed  {words / (time.process_time() - began):,.0f} words and signs a second (types known)")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--engine", default="crf")
    parser.add_argument("--part", default="test", choices=["test", "dev.pos-only", "train"])
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    with (options.shared / "data/events/train.jsonl").open(encoding="utf8") as file:
        rows = [json.loads(line) for line in file]
    measure_words(options.shared / f"data/treebank/padt/{options.part}.conllu.xz", options.engine, options.errors)
    if not options.part.endswith("pos-only"):
        measure_trees(options.shared / f"data/treebank/padt/{options.part}.conllu.xz", options.engine)
    measure_sentences(rows, options.engine)


if __name__ == "__main__":
    main()
