"""Reads the Arabic treebanks (CoNLL-U, xz) as written words with their parts, for training and measuring."""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rasad.analyse.segmenting import letters
from rasad.arabic.letters import fold_word

PRONOUNS = frozenset("ه ها هم هن هما ك كم كما كن نا ني ي".split())
_PARTICLES = frozenset("وفبلكسأا")
_SHORTENED = {"من": "م", "عن": "ع"}


@dataclass(slots=True)
class Part:
    """A syntactic word; `head` is the number of its head in the sentence, 0 for the root."""

    form: str
    lemma: str
    pos: str
    features: dict[str, str]
    foreign: bool = False
    tag: str = ""
    number: int = 0
    head: int = 0
    relation: str = ""


@dataclass(slots=True)
class Written:
    """A word as written, with its syntactic words."""

    surface: str
    parts: list[Part]
    space_after: bool = True


@dataclass(slots=True)
class Tree:
    """A sentence with its text, as far as the file has one."""

    text: str = ""
    words: list[Written] = field(default_factory=list)


def read(path: Path, attached: bool = False) -> Iterator[Tree]:
    """Yield the sentences of a file.

    Args:
        path: The file.
        attached: Attached particles stand as words without a blank after them (PUD), not as ranges (PADT).
    """
    tree, rows = Tree(), []
    with lzma.open(path, "rt", encoding="utf8") as file:
        for line in map(str.rstrip, file):
            if line.startswith("# text = "):
                tree.text = line[9:]
            elif line and not line.startswith("#"):
                rows.append(line.split("\t"))
            elif not line and rows:
                tree.words = list(_joined(rows)) if attached else list(_ranged(rows))
                yield tree
                tree, rows = Tree(), []


def _part(row: list[str]) -> Part:
    features = dict(pair.split("=") for pair in row[5].split("|")) if row[5] != "_" else {}
    head = int(row[6]) if row[6].isdigit() else 0
    return Part(
        row[1],
        row[2],
        row[3],
        features,
        "Foreign" in features,
        row[4],
        int(row[0]) if row[0].isdigit() else 0,
        head,
        row[7],
    )


def _ranged(rows: list[list[str]]) -> Iterator[Written]:
    at = 0
    while at < len(rows):
        row = rows[at]
        if "-" in row[0]:
            first, last = map(int, row[0].split("-"))
            count = last - first + 1
            space = "SpaceAfter=No" not in row[9] and "SpaceAfter=No" not in rows[at + count][9]
            yield Written(row[1], [_part(r) for r in rows[at + 1 : at + 1 + count]], space)
            at += 1 + count
        else:
            yield Written(row[1], [_part(row)], "SpaceAfter=No" not in row[9])
            at += 1


def _joined(rows: list[list[str]]) -> Iterator[Written]:
    group: list[list[str]] = []
    for at, row in enumerate(rows):
        group.append(row)
        close = "SpaceAfter=No" in row[9] and at + 1 < len(rows)
        following = rows[at + 1] if close else row
        particle = row[1] in _PARTICLES and row[3] in ("ADP", "CCONJ", "PART", "SCONJ", "AUX", "ADV")
        pronoun = following[3] == "PRON" and following[1] in PRONOUNS
        if close and (pronoun or (particle and following[3] not in ("PUNCT", "NUM", "SYM"))):
            continue
        yield Written("".join(r[1] for r in group), [_part(r) for r in group], not close)
        group = []


def core_of(word: Written) -> int:
    """Return the index of the part that is the word's core."""
    last = len(word.parts) - 1
    while last > 0 and fold_word(word.parts[last].form) in PRONOUNS and word.parts[last].pos == "PRON":
        last -= 1
    return last


def labels(word: Written) -> str | None:
    """Return the cutter's labels of a word (`rasad.analyse.segmenting`), `None` where they cannot be told."""
    norm, _ = letters(word.surface)
    core = core_of(word)
    pronouns = "".join(fold_word(p.form) for p in word.parts[core + 1 :])
    particles = []
    for part in word.parts[:core]:
        form = fold_word(part.form)
        particles.append(_SHORTENED.get(form, form))
    begin, finish = len(particles), len(norm) - len(pronouns)
    if any(len(p) != 1 for p in particles) or norm[:begin] != "".join(particles) or finish <= begin:
        return None
    if pronouns and norm[finish:] != pronouns:
        return None
    marked = _article(word.parts[core], norm[begin:finish], particles)
    return None if marked is None else "P" * begin + marked + "S" * len(pronouns)


def _article(part: Part, rest: str, particles: list[str]) -> str | None:
    form, plain = fold_word(part.form), "C" * len(rest)
    definite = part.features.get("Definite") == "Def"
    if rest.startswith("ال"):
        if definite:
            return "DD" + "C" * (len(rest) - 2) if len(rest) > 3 else None
        return None if part.pos in ("X", "PROPN") else plain
    if rest.startswith("ل") and particles and particles[-1] == "ل" and (definite or form.startswith("ال")):
        if form == "ال" + rest or rest.startswith("لل"):
            return "E" + plain[1:]
        return "D" + plain[1:] if len(rest) > 2 else None
    return plain
