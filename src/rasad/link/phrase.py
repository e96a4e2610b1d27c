"""The words of a phrase as look-ups of names compare them: folded, عبد joined to what follows, ابن written بن."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rasad.arabic.clitics import cuts
from rasad.arabic.letters import fold_word

_WORD = re.compile(r"""[^\s،,؛;:.()\[\]{}"«»“”„‟'‘’/…!؟?|*_‐‑–—―-]+""")
_QUOTES = frozenset("\"«»“”„‟()'‘’[]")
_BREAK = re.compile("[،,؛;:]")
_PARTICLES = frozenset("وفبلك")
_WRITTEN_PARTICLES = frozenset(("على", "إلى", "حتى", "لدى", "وعلى", "وإلى"))


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a phrase, `start:end` in it.

    Attributes:
        norm: The folded word; عبد and the word after it are one.
        broken: A comma or colon stands before it.
        particle: It is written as a particle, which folding may hide (على is no علي).
        marked: A quotation mark or bracket stands before it.
    """

    start: int
    end: int
    norm: str
    broken: bool = False
    marked: bool = False
    particle: bool = False

    @property
    def definite(self) -> bool:
        """Whether the word carries the article."""
        return has_article(self.norm)


def tokens(text: str) -> list[Token]:
    """Return the words of a phrase."""
    found: list[Token] = []
    at = 0
    for match in _WORD.finditer(text):
        gap, norm = text[at : match.start()], fold_word(match[0])
        at = match.end()
        if not norm:
            continue
        if found and not gap.strip() and found[-1].norm in ("عبد", "وعبد") and len(norm) > 2:
            last = found.pop()
            found.append(Token(last.start, match.end(), last.norm + norm, last.broken, last.marked))
            continue
        norm = "بن" if norm == "ابن" and found else norm
        broken, marked = bool(_BREAK.search(gap)), not _QUOTES.isdisjoint(gap)
        found.append(Token(match.start(), match.end(), norm, broken, marked, match[0] in _WRITTEN_PARTICLES))
    return found


def has_article(norm: str) -> bool:
    """Return whether a folded word begins with the article, with or without a particle before it."""
    return len(norm) > 4 and (norm.startswith(("ال", "لل")) or (norm[1:3] == "ال" and norm[0] in _PARTICLES))


def bare(word: str) -> str:
    """Return a vocabulary's word folded and without its article; the الـ of ألمانيا is none."""
    norm = fold_word(word)
    return norm[2:] if word.startswith("ال") and len(norm) > 4 else norm


@lru_cache(maxsize=50_000)
def following(norm: str) -> tuple[str, ...]:
    """Return the forms by which a word inside an expression is compared."""
    if norm.startswith("ال") and len(norm) > 4:
        return norm, norm[2:]
    return (norm, norm[2:]) if norm.startswith("لل") and len(norm) > 4 else (norm,)


@dataclass(frozen=True, slots=True)
class Core:
    """A possible core of a word; `cost` counts what was taken off besides the article."""

    text: str
    definite: bool
    cost: int


@lru_cache(maxsize=50_000)
def cores(norm: str) -> tuple[Core, ...]:
    """Return the cores by which a word may begin an expression, the least cut first."""
    found: list[Core] = []
    for cut in cuts(norm):
        if not cut.nominal or cut.enclitic in ("ي", "ني", "ك"):
            continue
        definite = "ال" in cut.proclitics
        cost = len(cut.proclitics) - definite + 2 * bool(cut.enclitic)
        found.append(Core(cut.core, definite, cost))
        if cut.enclitic and cut.core.endswith("ت"):
            found.append(Core(cut.core[:-1] + "ه", definite, cost))
    if not found:  # too short to be cut, or a number
        return (Core(norm, False, 0),)
    return tuple(sorted(found, key=lambda c: c.cost))
