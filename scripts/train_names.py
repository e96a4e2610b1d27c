"""Trains the name tagger (persons, organisations, places) on ANERcorp, AQMAR, CAraNER and Wojood's sample.

    python scripts/train_names.py --shared ../shared                       writes names.crfsuite, name_shares.bin
    python scripts/train_names.py --shared ../shared --measure sentences   trains on nine tenths, scores the rest

A teacher learns from all corpora and counts, over unlabelled news, how often each word is part of a name; the tagger
learns from ANERcorp, AQMAR and CAraNER with these shares as features. `--measure` leaves the project alone: all it
writes is in `--work`. What is held out is drawn by SEED (`sentences`) or in blocks (`blocks`, stricter).
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import marisa_trie
import pycrfsuite

from rasad.analyse import analyse
from rasad.document import Article, Document
from rasad.mentions.name_features import Seer, full_core
from rasad.mentions.names import Tagger

MODELS = Path(__file__).parent.parent / "src/rasad/models"
SEED = 20161
KINDS = {"PER": "PER", "PERS": "PER", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC"}
TEACHER = {"c1": 0.05, "c2": 0.2, "max_iterations": 70, "feature.minfreq": 2}
PARAMETERS = {"c1": 0.015, "c2": 0.4, "max_iterations": 90, "feature.minfreq": 2}
Labelled = list[tuple[str, str]]  # word and label of each word of a sentence


def conll(path: Path) -> Iterator[Labelled]:
    """Yield the sentences of a file of `word label` lines; of nested labels the outermost."""
    sentence: Labelled = []
    for line in path.read_text(encoding="utf8").splitlines():
        parts = line.split()
        if len(parts) < 2:
            if sentence:
                yield sentence
            sentence = []
        elif parts[0] != "$#$":
            sentence.append((parts[0], parts[1]))
    if sentence:
        yield sentence


def caraner(path: Path) -> Iterator[Labelled]:
    """Yield CAraNER's sentences."""
    sentence: Labelled = []
    ident = ""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["Sentence_ID"] != ident and sentence:
                yield sentence
                sentence = []
            ident = row["Sentence_ID"]
            label = (row["Revised_Label"] or "O").replace("_", "-")
            for word in row["Word"].split():
                sentence.append((word, label))
                label = label.replace("B-", "I-")
    if sentence:
        yield sentence


Halves = tuple[list[Labelled], list[Labelled]]


def single_sentences(sentences: list[Labelled]) -> Halves:
    """Return nine tenths and one tenth of the sentences, drawn singly: their articles are in both."""
    order = list(range(len(sentences)))
    random.Random(SEED).shuffle(order)
    out = set(order[: len(order) // 10])
    return [s for i, s in enumerate(sentences) if i not in out], [s for i, s in enumerate(sentences) if i in out]


def blocks(sentences: list[Labelled]) -> Halves:
    """Return nine tenths and one tenth of the sentences in blocks of forty: nearly whole articles apart."""
    marked = [(i // 40 % 10 == 4, s) for i, s in enumerate(sentences)]
    return [s for out, s in marked if not out], [s for out, s in marked if out]


HELD_OUT: dict[str, Callable[[list[Labelled]], Halves]] = {"sentences": single_sentences, "blocks": blocks}


def analysed(sentence: Labelled) -> tuple[Document, list[str]]:
    """Return a sentence with its analysis, and the label of each analysed word."""
    doc = Document(Article("", " ".join(word for word, _ in sentence)))
    analyse(doc)
    ranges, at = [], 0
    for word, label in sentence:
        ranges.append((at, at + len(word), label))
        at += len(word) + 1
    labels, index, begun = [], 0, -1
    for found in doc.words:
        while ranges[index][1] <= found.start:
            index += 1
        prefix, _, kind = ranges[index][2].partition("-")
        first = prefix == "B" and begun != index
        begun = index
        labels.append(f"{'B' if first else 'I'}-{KINDS[kind]}" if kind in KINDS else "O")
    return doc, labels


def rows_of(seer: Seer, doc: Document) -> list[list[str]]:
    """Return the features of a document's words."""
    return [row for sentence in doc.sentences for row in seer.rows(doc.words_of(sentence))]


def in_corpus(rows: list[list[str]], corpus: str) -> list[list[str]]:
    """Return features with copies that hold in one corpus only, since corpora label differently (Daume 2007)."""
    return [row + [f"{corpus}~{feature}" for feature in row if feature[0] in "cfgdt"] for row in rows]


def teacher(corpora: dict[str, list[Labelled]], path: Path) -> None:
    """Train the model that only counts names in the news: on all corpora."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(TEACHER)
    seer = Seer(lambda _: None)
    for corpus, sentences in corpora.items():
        for sentence in sentences:
            doc, labels = analysed(sentence)
            trainer.append(in_corpus(rows_of(seer, doc), corpus), labels)
    trainer.train(str(path))


def shares(teacher_path: Path, news: Path, path: Path) -> None:
    """Write how often each core of the news is part of a name, as the teacher sees it."""
    tagger, seer = pycrfsuite.Tagger(), Seer(lambda _: None)
    tagger.open(str(teacher_path))
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for text in articles(news):
        doc = Document(Article("", text))
        analyse(doc)
        for sentence in doc.sentences:
            words = doc.words_of(sentence)
            labels = tagger.tag(in_corpus(seer.rows(words), "aner"))
            for word, label in zip(words, labels, strict=True):
                if word.kind == "arabic":
                    counts[full_core(word.core, word.proclitics)][("", "PER", "ORG", "LOC").index(label[2:])] += 1
    rows = [
        (core, tuple(level(n / sum(found)) for n in found[1:]))
        for core, found in sorted(counts.items())
        if sum(found) > 2
    ]
    marisa_trie.RecordTrie("<BBB", rows).save(str(path))
    print(f"{path.name}: {len(rows)} words, {path.stat().st_size / 1e6:.2f} MB")


def articles(news: Path) -> Iterator[str]:
    """Yield the texts that names are counted in: every fourth article."""
    for name in ("ant_multisource.jsonl.xz", "saudinewsnet.jsonl.xz"):
        with lzma.open(news / name, "rt", encoding="utf8") as file:
            for line in islice(file, 0, None, 4):
                row = json.loads(line)
                yield f"{row.get('title') or ''}.\n{row.get('body') or ''}"


def level(share: float) -> int:
    """Return the level of a share (`rasad.models.name_shares`)."""
    return 0 if not share else 1 + sum(share >= bound for bound in (0.05, 0.25, 0.6))


def final(corpora: dict[str, list[Labelled]], table: marisa_trie.RecordTrie, path: Path) -> None:
    """Train the tagger with the shares; every corpus but ANERcorp says by a feature which it is.

    Wojood stays out: its places and organisations are others (a country that acts is an organisation).
    """
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(PARAMETERS)
    seer = Seer(look_up(table))
    for corpus in ("aner", "aqmar", "caraner"):
        mark = [] if corpus == "aner" else [f"D{corpus}"]
        for sentence in corpora[corpus]:
            doc, labels = analysed(sentence)
            trainer.append([row + mark for row in rows_of(seer, doc)], labels)
    trainer.train(str(path))
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB")


def look_up(table: marisa_trie.RecordTrie) -> Callable[[str], tuple[int, int, int] | None]:
    """Return a table's look-up."""
    return lambda core: found[0] if (found := table.get(core)) else None


def measure(name: str, sentences: list[Labelled], tagger: Tagger, options: argparse.Namespace) -> None:
    """Score a tagger with the scoring program."""
    gold, mentions = options.work / f"{name}.txt", options.work / f"{name}.jsonl"
    gold.write_text("\n\n".join("\n".join(" ".join(pair) for pair in s) for s in sentences) + "\n", encoding="utf8")
    words, seconds = 0, 0.0
    with mentions.open("w", encoding="utf8") as file:
        for i, sentence in enumerate(sentences):
            doc = Document(Article(f"s{i}", " ".join(word for word, _ in sentence)))
            analyse(doc)
            began = time.process_time()
            found = tagger.find(doc)
            seconds += time.process_time() - began
            words += len(doc.words)
            for kind, first, last in found:
                row = {
                    "doc_id": f"s{i}",
                    "kind": kind,
                    "start": doc.words[first].core_start,
                    "end": doc.words[last - 1].end,
                }
                file.write(json.dumps(row) + "\n")
    print(f"{name}: {words / seconds:,.0f} words a second", flush=True)
    subprocess.run([sys.executable, options.shared / "score/score_names.py", "score", gold, mentions], check=True)


def main() -> None:
    """Train and write, or measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--work", type=Path, default=Path("/tmp/names"))
    parser.add_argument("--again", action="store_true", help="take the shares that lie there from the last run")
    parser.add_argument("--measure", choices=list(HELD_OUT))
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    ner = options.shared / "data/ner"
    sentences = list(conll(ner / "anercorp_train.txt"))
    held: list[Labelled] = []
    if options.measure:
        sentences, held = HELD_OUT[options.measure](sentences)
    corpora = {
        "aner": sentences,
        "aqmar": list(conll(ner / "aqmar_train.txt")),
        "caraner": list(caraner(ner / "caraner.csv")),
        "wojood": list(conll(ner / "wojood_sample_train.txt")),
    }
    folder = options.work if options.measure else MODELS
    if not options.again:
        teacher(corpora, options.work / "teacher.crfsuite")
        shares(options.work / "teacher.crfsuite", options.shared / "data/news", folder / "name_shares.bin")
    table = marisa_trie.RecordTrie("<BBB").mmap(str(folder / "name_shares.bin"))
    final(corpora, table, folder / "names.crfsuite")
    tagger = Tagger(folder / "names.crfsuite", look_up(table))
    if held:
        measure(options.measure, held, tagger, options)
    measure("aqmar_dev", list(conll(ner / "aqmar_dev.txt")), tagger, options)


if __name__ == "__main__":
    main()
