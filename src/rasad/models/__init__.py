"""Trained models, as package data; beside each a model card (`.md`) that names data, licences and figures."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

import marisa_trie

FOLDER = Path(__file__).parent


def path(name: str) -> Path:
    """Return where a model file lies."""
    return FOLDER / name


@lru_cache(maxsize=60_000)
def clusters(norm: str) -> tuple[int, int] | None:
    """Return the coarse and the fine cluster of a folded word, `None` for a rare one (`clusters.md`)."""
    found = _clusters().get(norm)
    return tuple(found[0]) if found else None


@cache
def _clusters() -> marisa_trie.RecordTrie:
    trie = marisa_trie.RecordTrie("<BH")
    trie.load(str(path("clusters.bin")))
    return trie


@lru_cache(maxsize=60_000)
def rank(norm: str) -> int:
    """Return how frequent a folded word is in the news: 0 and up, doubling each step; -1 if rare (`words.md`)."""
    found = _words().get(norm)
    return int(found[0][0]) if found else -1


@cache
def _words() -> marisa_trie.RecordTrie:
    trie = marisa_trie.RecordTrie("<B")
    trie.load(str(path("words.bin")))
    return trie


@lru_cache(maxsize=60_000)
def core_clusters(core: str) -> tuple[int, int, int] | None:
    """Return coarse, middle and fine cluster of a folded core with its article, `None` if rare (`core_clusters.md`)."""
    found = _core_clusters().get(core)
    return tuple(found[0]) if found else None


@cache
def _core_clusters() -> marisa_trie.RecordTrie:
    trie = marisa_trie.RecordTrie("<BHH")
    trie.load(str(path("core_clusters.bin")))
    return trie


@lru_cache(maxsize=60_000)
def name_shares(core: str) -> tuple[int, int, int] | None:
    """Return how often a folded core with its article is part of a person's, an organisation's, a place's name.

    0 never, 1 under a twentieth, 2 under a quarter, 3 under three fifths of its occurrences in the news, 4 more; `None`
    for a rare word (`names.md`).
    """
    found = _name_shares().get(core)
    return tuple(found[0]) if found else None


@cache
def _name_shares() -> marisa_trie.RecordTrie:
    trie = marisa_trie.RecordTrie("<BBB")
    trie.load(str(path("name_shares.bin")))
    return trie
