"""The lexicon learned from the treebank, and lemmas of what it lacks, by the changes that like words undergo.

The file (`models/lexicon.bin`, a marisa trie) has two kinds of keys: `core TAB label` with the entry of a word, and
`~` + a pattern (`patterns`) with the change that turns the words of that pattern into their lemma.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from rasad.analyse.inflection import Entry
from rasad.lexemes import lexicon

_STRONG = str.maketrans(dict.fromkeys("بجحخدذرزشصضطظعغفقك", "C"))


@lru_cache(maxsize=100_000)
def look_up(core: str, label: str) -> Entry | None:
    """Return what the lexicon has of a core under a label."""
    found = lexicon().get(f"{core}\t{label}")
    if not found:
        return None
    value = found[0].decode()
    return Entry(value[:3], value[3:])


@lru_cache(maxsize=100_000)
def guess(core: str, label: str) -> str:
    """Return the likely lemma of a word that the lexicon lacks."""
    for pattern in patterns(core, label):
        found = lexicon().get(pattern)
        if found:
            return change(core, found[0].decode())
    return core


def patterns(core: str, label: str) -> Iterator[str]:
    """Yield the patterns that a word falls under, the closest first."""
    shape = core.translate(_STRONG)
    yield f"~1{label}{shape}{core[-1]}"
    yield f"~2{label}{shape}"
    yield f"~3{label}{core[:2]}{core[-2:]}{min(len(core), 7)}"
    yield f"~4{label}{core[:1]}{core[-2:]}"
    yield f"~5{label}{core[:1]}{core[-1:]}"


def difference(core: str, lemma: str) -> str | None:
    """Return the change from a core to its lemma, as `change` reads it; `None` where they share too little.

    `2ا1ه`: take two letters off the front and put ا there, one off the end and put ه there.
    """
    longest, at = 0, (0, 0)
    for i in range(len(core)):
        for j in range(len(lemma)):
            size = 0
            while i + size < len(core) and j + size < len(lemma) and core[i + size] == lemma[j + size]:
                size += 1
            if size > longest:
                longest, at = size, (i, j)
    i, j = at
    if longest < 2:
        return None
    return f"{i}{lemma[:j]}{len(core) - i - longest}{lemma[j + longest :]}"


def change(core: str, rule: str) -> str:
    """Return a core changed by a rule of `difference`; unchanged where the rule would leave less than two letters."""
    front, at = int(rule[0]), 1
    while not rule[at].isdigit():
        at += 1
    back = int(rule[at])
    if len(core) - front - back < 2:
        return core
    return rule[1:at] + core[front : len(core) - back] + rule[at + 1 :]
