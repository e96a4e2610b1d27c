"""Attached particles and pronouns: every way a written word may be cut, for look-ups of its core.

The cuts are possibilities, not an analysis: `والد` may be و + الد or والد; a look-up of the core decides. Particles
follow Ryding, *A Reference Grammar of Modern Standard Arabic* (2005), chapters 16-18 (و ف؛ ب ل ك؛ س؛ ال) and 12
(pronoun suffixes).
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rasad.arabic.letters import fold_word

_CONJUNCTIONS = ("", "و", "ف")
# (written prefix, particles); لل is ل with the article, whose alef is not written.
_NOMINAL = (
    ("", ()),
    ("ب", ("ب",)),
    ("ل", ("ل",)),
    ("ك", ("ك",)),
    ("ال", ("ال",)),
    ("بال", ("ب", "ال")),
    ("كال", ("ك", "ال")),
    ("لل", ("ل", "ال")),
)
_VERBAL = (("", ()), ("س", ("س",)), ("ل", ("ل",)))
PRONOUNS = ("ه", "ها", "هم", "هن", "هما", "ك", "كم", "نا", "ني", "ي")
_SHORTEST = 2  # letters of a core


class Cut(NamedTuple):
    """One way to cut a folded word: particles in order, core, attached pronoun, whether it may be a verb, a noun."""

    proclitics: tuple[str, ...]
    core: str
    enclitic: str
    verbal: bool
    nominal: bool


def _prefixes() -> tuple[tuple[str, tuple[str, ...], bool, bool], ...]:
    verbal, nominal = dict(_VERBAL), dict(_NOMINAL)
    rows = []
    for conjunction in _CONJUNCTIONS:
        for written in {**nominal, **verbal}:
            particles = ((conjunction,) if conjunction else ()) + (nominal.get(written) or verbal.get(written) or ())
            rows.append((conjunction + written, particles, written in verbal, written in nominal))
    return tuple(rows)


_PREFIXES = _prefixes()


@lru_cache(maxsize=30_000)
def cuts(norm: str) -> tuple[Cut, ...]:
    """Return the ways to cut a folded word, the uncut word first."""
    found = []
    for written, particles, verbal, nominal in _PREFIXES:
        if not norm.startswith(written):
            continue
        rest = norm[len(written) :]
        if len(rest) < _SHORTEST:
            continue
        found.append(Cut(particles, rest, "", verbal, nominal))
        if "ال" in particles:
            continue
        for pronoun in PRONOUNS:
            if rest.endswith(pronoun) and len(rest) - len(pronoun) >= _SHORTEST:
                found.append(Cut(particles, rest[: -len(pronoun)], pronoun, verbal, nominal))
    return tuple(found)


@lru_cache(maxsize=40_000)
def stems(norm: str) -> frozenset[str]:
    """Return light stems of a folded word: its cores without the commonest endings of number and gender."""
    found = {cut.core for cut in cuts(norm)}
    for core in list(found):
        for ending in ("ات", "ون", "ين", "ان", "ه", "ت", "ا", "يه", "ي"):
            if core.endswith(ending) and len(core) - len(ending) > _SHORTEST:
                found.add(core[: -len(ending)])
    return frozenset(found)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the shortest-ending light stem by which a vocabulary's word is compared with `stems` of a text's word."""
    folded = fold_word(word)
    if word.startswith("ال") and len(folded) > 4:  # not إلكتروني, whose ال is the word's own
        folded = folded[2:]
    return folded[:-1] if folded.endswith("ه") and len(folded) > 3 else folded
