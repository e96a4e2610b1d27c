"""What the encoder sees of a word: its core, its attached particles and pronoun, and the letters at the core's ends.

The parts that the segmenter cuts a word into are the encoder's subwords: وسيجتمعون is its core يجتمعون with و and س. A
core that the vocabulary does not hold still has its first and last three letters, hashed into a table.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import marisa_trie

from rasad.document import Word

COLUMNS = ("core", "proclitics", "enclitic", "beginning", "ending")
BUCKETS = 4093  # of the tables of beginnings and endings; a prime, so that hashes spread
_ENDS = 3  # letters


class Vocabulary:
    """Numbers for the parts of words; 0 stands for a core, particle or pronoun that is not listed."""

    def __init__(self, path: Path) -> None:
        """Open a file written by `write`."""
        self._parts = marisa_trie.RecordTrie("<I")
        self._parts.load(str(path))
        self.sizes = {
            "core": 1 + len(self._parts.keys("c ")),
            "proclitics": 1 + len(self._parts.keys("p ")),
            "enclitic": 1 + len(self._parts.keys("e ")),
            "beginning": BUCKETS,
            "ending": BUCKETS,
        }
        self.ids = lru_cache(maxsize=60_000)(self._ids)

    def _ids(self, core: str, proclitics: tuple[str, ...], enclitic: str) -> tuple[int, int, int, int, int]:
        """Return a number for each of `COLUMNS`."""
        return (
            self._number(f"c {core}"),
            self._number(f"p {'+'.join(proclitics)}"),
            self._number(f"e {enclitic}"),
            _bucket(core[:_ENDS]),
            _bucket("$" + core[-_ENDS:]),
        )

    def _number(self, key: str) -> int:
        found = None if "\0" in key else self._parts.get(key)  # marisa takes a NUL for a key's end
        return int(found[0][0]) if found else 0


def parts(word: Word) -> tuple[str, tuple[str, ...], str]:
    """Return what `Vocabulary.ids` takes: core, particles and pronoun; numbers are all one."""
    if word.kind == "arabic":
        return word.core, word.proclitics, word.enclitic
    return ("0" if word.kind == "number" else word.norm), (), ""


def write(path: Path, cores: Iterable[str], proclitics: Iterable[str], enclitics: Iterable[str]) -> None:
    """Write a vocabulary file; each list from the most frequent on, numbered from 1."""
    rows = [
        (f"{kind} {text}", (number,))
        for kind, texts in (("c", cores), ("p", proclitics), ("e", enclitics))
        for number, text in enumerate(texts, 1)
    ]
    marisa_trie.RecordTrie("<I", rows).save(str(path))


def _bucket(letters: str) -> int:
    return zlib.crc32(letters.encode()) % BUCKETS
