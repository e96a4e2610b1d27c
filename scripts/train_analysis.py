"""Trains the analysis: word frequencies from the news; cutter, tagger and lexicon from PADT and PUD.

    python scripts/train_analysis.py --shared ../shared [--only frequency segments tags lexicon]

Writes `words.bin`, `segments.crfsuite`, `tags.crfsuite` and `lexicon.bin` into `src/rasad/models/`. Nothing is random:
the same input gives the same models. PADT's test part is never read.
"""

from __future__ import annotations

import argparse
import json
import lzma
import math
import re
from collections import Counter, defaultdict
from pathlib import Path

import marisa_trie
import pycrfsuite
from treebank import Part, Tree, Written, core_of, labels, read

from rasad.analyse import lemmas, segmenting, tagging
from rasad.analyse.words import tokens
from rasad.arabic.letters import LETTER_CLASS, fold_word
from rasad.document import Word

MODELS = Path(__file__).parent.parent / "src/rasad/models"
RAREST = 5  # occurrences in 17 million words
_WORD = re.compile(rf"[{LETTER_CLASS}\u064b-\u0652\u0640\u0670]+")


def frequency(shared: Path) -> None:
    """Write how frequent each folded word of the news is: the binary logarithm of its count over the rarest kept."""
    counts: Counter[str] = Counter()
    for path in sorted((shared / "data/news").glob("*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf8") as file:
            for line in file:
                row = json.loads(line)
                raw = f"{row.get('title') or ''} {row.get('body') or ''}"
                counts.update(_WORD.findall(raw))
    folded: Counter[str] = Counter()
    for word, count in counts.items():
        folded[fold_word(word)] += count
    rows = [(w, (int(math.log2(c / RAREST)),)) for w, c in sorted(folded.items()) if c >= RAREST and len(w) < 16]
    marisa_trie.RecordTrie("<B", rows).save(str(MODELS / "words.bin"))
    print(f"words.bin: {len(rows)} words, {(MODELS / 'words.bin').stat().st_size / 1e6:.2f} MB")


def segments(trees: list[Tree]) -> None:
    """Train the cutter on word types; a frequent type counts a little more."""
    from rasad.models import rank

    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for tree in trees:
        for word in tree.words:
            label = labels(word) if re.fullmatch(_WORD, word.surface) else None
            if label:
                counts[word.surface.replace("ـ", "")][label] += 1
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": 0.05, "c2": 0.01, "max_iterations": 120})
    for surface, found in sorted(counts.items()):
        norm, bare = segmenting.letters(surface)
        (best, count), rows = found.most_common(1)[0], segmenting.features(norm, bare, rank)
        if len(best) == len(rows):
            for _ in range(1 + int(math.log2(count)) // 2):
                trainer.append(rows, best)
    trainer.train(str(MODELS / "segments.crfsuite"))
    print(f"segments.crfsuite: {len(counts)} types, {(MODELS / 'segments.crfsuite').stat().st_size / 1e6:.2f} MB")


_CLOSED = frozenset("ADP CCONJ SCONJ DET PRON PART ADV AUX".split())


def label_of(word: Written) -> str:
    """Return the tagger's label of a word: its core's part of speech, of verbs with aspect and voice; X is PROPN.

    PADT calls names and what its lexicon lacks X; only abbreviations (tag Y) stay so.
    """
    core = word.parts[core_of(word)]
    if core.pos in ("X", "PROPN"):
        return "X" if core.tag.startswith("Y") else "PROPN"
    if core.pos != "VERB":
        return core.pos
    aspect = "Imv" if core.features.get("Mood") == "Imp" else core.features.get("Aspect", "Perf")
    return f"VERB.{aspect}.{core.features.get('Voice', 'Act')}"


def usual(trees: list[Tree]) -> dict[str, tuple[str, float, int]]:
    """Return of every folded word its commonest label other than PROPN, and the share of PROPN against it."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for tree in trees:
        for word in tree.words:
            counts[fold_word(word.surface)][label_of(word)] += 1
    found = {}
    for norm, labels_ in counts.items():
        names = labels_.pop("PROPN", 0)
        if labels_:
            best, count = labels_.most_common(1)[0]
            found[norm] = (best, names / (names + count), count)
    return found


def tags(padt: list[Tree], pud: list[Tree]) -> None:
    """Train the tagger on sentences, with the trained cutter's cuts; PUD's closed classes are brought to PADT's."""
    from rasad.analyse.engines import crf

    known = usual(padt)
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": 0.3, "c2": 0.02, "max_iterations": 90, "feature.minfreq": 2})
    for tree, foreign in [*((t, False) for t in padt), *((t, True) for t in pud)]:
        found = [_labelled(word, known, foreign) for word in tree.words]
        text, words = "", []
        for written in tree.words:
            words.append(_plain_word(written.surface, len(text)))
            text += written.surface + " "
        trainer.append(tagging.rows(words, crf.see(words, text)), found)
    trainer.train(str(MODELS / "tags.crfsuite"))
    print(f"tags.crfsuite: {(MODELS / 'tags.crfsuite').stat().st_size / 1e6:.2f} MB")


def _labelled(word: Written, known: dict[str, tuple[str, float, int]], foreign: bool) -> str:
    label = label_of(word)
    best, names, count = known.get(fold_word(word.surface), ("", 1.0, 0))
    if label == "PROPN" and best in _CLOSED and names < 0.3:
        return best  # not a name: a word that PADT's own analysis has missed
    if foreign and (best in _CLOSED or (label in _CLOSED and count > 1)) and names < 0.5:
        return best
    return label


def _plain_word(surface: str, start: int) -> Word:
    kind = next(iter(tokens(surface, 0, len(surface))), ("sign", 0, 0))[0]
    return Word(start, start + len(surface), fold_word(surface), kind)


def lexicon(padt: list[Tree], pud: list[Tree]) -> None:
    """Write agreement and lemma of every core and label, and the changes to the lemma by pattern."""
    from rasad.analyse.engines import crf

    known = usual(padt)
    agreements: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    forms: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for tree, foreign in [*((t, False) for t in padt), *((t, True) for t in pud)]:
        for word in tree.words:
            if not _WORD.fullmatch(word.surface) or not fold_word(word.surface):
                continue
            part = word.parts[core_of(word)]
            key = crf.cut(word.surface).core, _labelled(word, known, foreign)
            agreements[key][_agreement(part, key[1])] += 1
            lemma = fold_word(part.lemma)
            if part.pos not in ("X", "PROPN") and len(lemma) > 1:
                forms[key][lemma] += 1
    changes: dict[str, Counter[str]] = defaultdict(Counter)
    rows = {}
    for (core, label), found in sorted(agreements.items()):
        lemma = forms[core, label].most_common(1)[0][0] if forms[core, label] else core
        rows[f"{core}\t{label}"] = _merged(found) + ("" if lemma == core else lemma)
        rule = lemmas.difference(core, lemma) if forms[core, label] else None
        for pattern in lemmas.patterns(core, label) if rule else ():
            changes[pattern][str(rule)] += 1
    for pattern, counted in sorted(changes.items()):
        rule, count = counted.most_common(1)[0]
        if counted.total() > 1 and count * 2 >= counted.total():
            rows[pattern] = rule
    marisa_trie.BytesTrie([(k, v.encode()) for k, v in rows.items()]).save(str(MODELS / "lexicon.bin"))
    print(f"lexicon.bin: {len(rows)} keys, {(MODELS / 'lexicon.bin').stat().st_size / 1e6:.2f} MB")


def _agreement(part: Part, label: str) -> str:
    found = part.features
    person = found.get("Person", "-") if label.startswith(("VERB", "AUX")) else "-"
    return person + found.get("Gender", "-")[0] + found.get("Number", "-")[0]


def _merged(counted: Counter[str]) -> str:
    """Return the commonest agreement; what it leaves open is filled from the others (PADT's nouns have no gender)."""
    best = counted.most_common(1)[0][0]
    for other, _ in counted.most_common():
        best = "".join(a if a != "-" else b for a, b in zip(best, other, strict=True))
    return best


def main() -> None:
    """Train what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    steps = ["frequency", "segments", "tags", "lexicon"]
    parser.add_argument("--only", nargs="*", choices=steps, default=steps)
    options = parser.parse_args()
    treebank = options.shared / "data/treebank"
    if "frequency" in options.only:
        frequency(options.shared)
    padt, pud = list(read(treebank / "padt/train.conllu.xz")), list(read(treebank / "pud/pud.conllu.xz", attached=True))
    if "segments" in options.only:
        segments([*padt, *pud])
    if "tags" in options.only:
        tags(padt, pud)
    if "lexicon" in options.only:
        lexicon(padt, pud)


if __name__ == "__main__":
    main()
