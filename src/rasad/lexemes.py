"""Words as a search finds them: each under its lemmas, whatever is attached to it and however it is inflected.

`اجتماعاتهم` and `الاجتماع` are both found under `اجتماع`, `للصواريخ` under `صاروخ`. Lemmas are those of the lexicon
that the analysis uses (`models/lexicon.bin`); a word that it lacks stands under all its light stems.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

import marisa_trie

from rasad.arabic.clitics import Cut, cuts, stems
from rasad.arabic.letters import fold, has_arabic
from rasad.models import path

_WORD = re.compile(r"[^\W_]+")
_SHORTEST = 3  # letters of a stem that says something
_LABELS = (("NOUN", "VERB"), ("ADJ",), ("PROPN", "NUM", "ADV"))  # a label counts where none before it is known


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the words of a text, folded, each with its half-open range in the text as it was given."""
    folded = fold(text)
    for match in _WORD.finditer(folded.text):
        yield match[0].casefold(), *folded.original(match.start(), match.end())


@lru_cache(maxsize=200_000)
def terms(word: str) -> frozenset[str]:
    """Return what a folded word is found under: itself, and its lemmas or light stems.

    Two words are the same for a search where their terms meet.
    """
    if not has_arabic(word):
        return frozenset({word})
    known = _lemmas(word)
    return known | {word} if known else frozenset({word} | {s for s in stems(word) if len(s) >= _SHORTEST})


def _lemmas(word: str) -> frozenset[str]:
    """Return the lemmas of a word: of the whole word where the lexicon has it, else of what is left by cutting."""
    found: set[str] = set()
    for cut in cuts(word):
        found |= _of_cut(cut)
        if found and not (cut.proclitics or cut.enclitic):
            break
    return frozenset(found)


def _of_cut(cut: Cut) -> set[str]:
    cores = [cut.core]
    if cut.enclitic and cut.core.endswith("ت"):  # مدرستهم: the ta marbuta opens before a pronoun
        cores.append(cut.core[:-1] + "ه")
    entries: dict[str, set[str]] = {}
    for core in cores:
        for key, value in lexicon().items(f"{core}\t"):
            label = key.rpartition("\t")[2].partition(".")[0]
            if cut.nominal if label != "VERB" else cut.verbal:
                entries.setdefault(label, set()).add(value[3:].decode() or core)
    for labels in _LABELS:
        if found := set().union(*(entries.get(label, set()) for label in labels)):
            return found
    return set()


@cache
def lexicon() -> marisa_trie.BytesTrie:
    """Return the lexicon learned from the treebank; `rasad.analyse.lemmas` tells what its keys and values are."""
    trie = marisa_trie.BytesTrie()
    trie.load(str(path("lexicon.bin")))
    return trie
