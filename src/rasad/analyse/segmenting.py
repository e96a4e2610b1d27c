"""Cutting a written word into attached particles, core and attached pronoun, and the places where they meet.

A cut is a label for each folded letter: `P` a one-letter particle (و ف ب ل ك س أ; the م of مما and the ع of عما stand
for من and عن), `D` a letter of the article, `C` the core, `E` a core's first letter after a particle ل that has
swallowed the article (للجنة = ل + ال + لجنة), `S` the attached pronoun.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from rasad.arabic.letters import fold, fold_word

_SHORTENED = {"م": "من", "ع": "عن"}
_RARE = "ةىئؤآإأ"  # letters that folding levels though they tell pronouns, verbs and particles apart
_GOD = "الله"
_TANWIN = "\u064b"  # marks an ending that no pronoun follows
_LONGEST_PROCLITICS = 4
_LONGEST_PRONOUN = 3
_FLOOR = -1  # the rank of a word that the news does not have


class Segment(NamedTuple):
    """The parts of a written word; `start:end` is the core's surface (with the article) in code points of the word."""

    norm: str
    proclitics: tuple[str, ...]
    start: int
    end: int
    core: str
    enclitic: str


def letters(word: str) -> tuple[str, str]:
    """Return the folded letters of a word and, letter by letter, what they were before folding.

    Where folding changes the number of letters (a ligature), the second is the first.
    """
    norm = fold_word(word)
    if len(norm) == len(word):
        return norm, word
    bare = "".join(c for c in word if fold_word(c))
    return (norm, bare) if len(bare) == len(norm) else (norm, norm)


def features(norm: str, bare: str, rank: Callable[[str], int]) -> list[list[str]]:
    """Return the features of each letter of a word for the trained cutter.

    Args:
        norm: The folded letters.
        bare: The letters before folding.
        rank: How frequent a folded word is in the news: 0 and up, on a logarithmic scale, `-1` for a rare one.
    """
    size, whole = len(norm), rank(norm)
    padded = f"^^{norm}$$"
    last = bare[-1]
    rows = []
    for i in range(size):
        before, at, after = padded[i : i + 2], padded[i + 2], padded[i + 3 : i + 5]
        row = [
            f"c{at}",
            f"b{before[1]}{at}",
            f"a{at}{after[0]}",
            f"x{before[1]}{at}{after[0]}",
            f"y{before}{at}",
            f"z{at}{after}",
            f"n{min(i, 4)}{min(size - i, 6)}",
        ]
        if i < _LONGEST_PROCLITICS:
            row += [f"p{norm[: i + 1]}", f"q{norm[: i + 2]}", f"o{norm[: i + 3]}"]
        if size - i <= _LONGEST_PRONOUN + 1:
            row += [f"s{norm[i:]}", f"t{norm[max(0, i - 1) :]}", f"u{norm[max(0, i - 2) :]}", f"e{i - size}{last}"]
        if bare[i] in _RARE:
            row.append(f"r{bare[i]}{min(i, 3)}")
        if 0 < i <= _LONGEST_PROCLITICS:
            row += _rests("P", norm[:i], norm[i:], whole, rank)
        if i and size - i <= _LONGEST_PRONOUN:
            row += _heads(norm[:i], norm[i:], whole, rank)
        if i + 1 < size and i < _LONGEST_PROCLITICS:
            row += _rests("N", norm[: i + 1], norm[i + 1 :], whole, rank)
        if i + 1 < size and size - i - 1 <= _LONGEST_PRONOUN:
            row += [f"h{f}" for f in _heads(norm[: i + 1], norm[i + 1 :], whole, rank)]
        if i == 0:
            row.append(f"w{min(whole, 6)}")
        rows.append(row)
    return rows


def _rests(name: str, taken: str, rest: str, whole: int, rank: Callable[[str], int]) -> list[str]:
    """What is left once the letters before are taken off: is it a word, and is it one with the article?"""
    bare, with_article = rank(rest), rank("ال" + rest)
    return [
        f"{name}1{taken[-1]}{_compare(bare, whole)}",
        f"{name}2{taken}{_compare(bare, whole)}{_level(with_article)}",
        f"{name}3{_level(bare)}{_level(with_article)}",
    ]


def _heads(head: str, pronoun: str, whole: int, rank: Callable[[str], int]) -> list[str]:
    bare, feminine = rank(head), (rank(head[:-1] + "ه") if head[-1] == "ت" else _FLOOR)
    return [f"H1{pronoun}{_compare(max(bare, feminine), whole)}", f"H2{pronoun}{_level(bare)}{_level(feminine)}"]


def _level(rank: int) -> int:
    return -1 if rank < 0 else min(rank // 3, 3)


def _compare(rank: int, whole: int) -> str:
    if rank < 0:
        return "-" if whole >= 0 else "0"
    return str(max(-3, min(3, (rank - whole) // 2)))


def segment(word: str, labels: str, rank: Callable[[str], int]) -> Segment:
    """Return the parts of a word for the labels of its folded letters (see the module's head)."""
    norm, bare = letters(word)
    if not norm:  # nothing but marks
        return Segment(norm, (), 0, len(word), norm, "")
    begin = 0
    if norm.endswith(_GOD):  # God's name keeps its article
        labels = labels[:-4] + "CCCC"
    while begin < len(labels) - 1 and labels[begin] in "PD":
        begin += 1
    finish = len(labels)
    while finish > begin + 1 and labels[finish - 1] == "S" and _TANWIN not in word:
        finish -= 1
    particles = [_SHORTENED.get(c, c) for c, label in zip(norm[:begin], labels[:begin], strict=True) if label == "P"]
    surface = sum(1 for label in labels[:begin] if label == "P")
    if "D" in labels[:begin] or labels[begin : begin + 1] == "E":
        particles.append("ال")
        begin = _swallowed(norm, labels, begin, rank)
    pronoun = norm[finish:]
    core = _whole_core(norm[begin:finish], bare[begin:finish], rank) if pronoun else norm[begin:finish]
    start, end = surface, finish
    if len(norm) != len(word):
        start, end = fold(word).original(surface, finish)
        end = len(word) if finish == len(norm) else end
    return Segment(norm, tuple(particles), start, end, core, pronoun)


def _swallowed(norm: str, labels: str, begin: int, rank: Callable[[str], int]) -> int:
    """Return where the core's letters begin after لل: للجنة is ل + اللجنة, للحكومة is ل + الحكومة."""
    second = begin if labels[begin] == "E" else begin - 1
    if second < 1 or norm[second - 1 : second + 1] != "لل":
        return begin
    rest = norm[second + 1 :]
    return second if rank(f"الل{rest}") > rank(f"ال{rest}") else second + 1


def _whole_core(core: str, bare: str, rank: Callable[[str], int]) -> str:
    """Return a core as it is written without its pronoun: شركت-ه is شركه, وزراؤ-هم is وزراء, مستوا-ه is مستوي."""
    if len(core) > 2 and core[-1] == "ت":
        feminine = core[:-1] + "ه"
        return feminine if rank(feminine) > rank(core) else core
    if len(core) > 2 and bare[-1] in "ئؤ" and core[-2] == "ا":
        return core[:-1] + "ء"
    if len(core) > 2 and core[-1] == "ا" and rank(core[:-1] + "ي") > rank(core):
        return core[:-1] + "ي"
    return core
