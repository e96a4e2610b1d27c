"""Look-ups of single words of a document in the vocabulary of actors, remembered by their folded writing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from rasad import models
from rasad.arabic.letters import fold_word
from rasad.document import Word
from rasad.link.forms import Form
from rasad.link.lexicon import KINDS, Entry, lexicon
from rasad.link.phrase import cores, following
from rasad.vocabulary import load

_HEADS = frozenset(
    ("organisation", "country", "institution", "title", "noun", "capital", "kin", "honorific", "nationality", "light")
)
_NAMES = frozenset(("organisation", "person", "country"))
# What a word may begin with that the analysis left on it.
_ATTACHED = ("و", "ف", "ب", "ل", "ك", "ال")


_MOSTLY = 2  # of the steps in which shares are stored (0 to 4)


class Found(NamedTuple):
    """An entry of the vocabulary at a word; `size` words long. `cost`: letters taken off besides the article."""

    form: Form
    entry: Entry
    size: int
    cost: int
    marked: bool


@lru_cache(maxsize=30_000)
def entries(norm: str) -> tuple[Found, ...]:
    """Return the entries that may begin at a word, the longest, least cut and first kind first."""
    found: list[tuple[tuple[int, int, int], Found]] = []
    known = lexicon().expressions
    for core in cores(norm):
        for form, entry, definite, marked in known.get(core.text, ()):
            size = len(form.words)
            if entry.kind not in _HEADS or (definite is not None and core.definite != definite):
                continue
            if core.cost > 1 and size == 1 and entry.kind in _NAMES:
                continue
            found.append(((-size, core.cost, KINDS.index(entry.kind)), Found(form, entry, size, core.cost, marked)))
    return tuple(f for _, f in sorted(found, key=lambda pair: pair[0]))


@cache
def _starts() -> frozenset[str]:
    """Return the first words of the entries looked for."""
    return frozenset(
        first for first, rows in lexicon().expressions.items() if any(entry.kind in _HEADS for _, entry, _, _ in rows)
    )


def match(words: Sequence[Word], at: int, stop: int, *, named: bool = False) -> Found | None:
    """Return the first entry that the words from one on fit, up to `stop`; `named` as in `Lexicon.match`."""
    word = words[at]
    if word.core not in _starts() and not word.core.startswith(_ATTACHED):
        return None  # most words: not worth cutting
    for found in entries(word.core if word.enclitic else word.norm):
        if found.marked and not named:
            continue
        if found.size == 1 or (at + found.size <= stop and fits(found.form.words, words, at)):
            return found
    return None


def fits(form: Sequence[str], words: Sequence[Word], at: int) -> bool:
    """Return whether the words after one are those of a form after its first."""
    if at + len(form) > len(words):
        return False
    return all(form[i] in following(words[at + i].norm) for i in range(1, len(form)))


@lru_cache(maxsize=20_000)
def nationality(norm: str) -> str | None:
    """Return the code of the country whose nationality a word is."""
    return next((f.entry.code for f in entries(norm) if f.entry.kind == "nationality" and f.size == 1), None)


@lru_cache(maxsize=20_000)
def is_describing(norm: str) -> bool:
    """Return whether a word describes an actor without naming one: السابق, المتشدد, المعارض."""
    return norm.endswith(("ي", "يه")) or described(norm)


@lru_cache(maxsize=20_000)
def described(norm: str) -> bool:
    """Return whether the vocabulary has a word as one that describes: السابق, المعارض, الأول."""
    known = lexicon().expressions
    return any(
        entry.kind in ("former", "opposed", "qualifier") and len(form.words) == 1
        for core in cores(norm)
        if core.definite
        for form, entry, _, _ in known.get(core.text, ())
    )


@cache
def _knows_names() -> bool:
    return models.path("name_shares.bin").exists()


def may_be_name(core: str, *, rare: bool = True, seldom: bool = False) -> bool:
    """Return whether a word is often part of a person's name in the news.

    Args:
        core: The word with its article.
        rare: What is said of a word that the news hardly has.
        seldom: Whether one that now and then is part of a name is enough.
    """
    shares = models.name_shares(core) if _knows_names() else None
    return rare if shares is None else shares[0] > (0 if seldom else 1)


def name_share(core: str) -> int | None:
    """Return the step (0 never, 4 mostly) of how often a word is part of a person's name in the news."""
    shares = models.name_shares(core) if _knows_names() else None
    return None if shares is None else shares[0]


def is_name(core: str) -> bool:
    """Return whether a word is mostly part of a person's name in the news."""
    return (name_share(core) or 0) > _MOSTLY


def known_word(core: str) -> bool:
    """Return whether the news has a word more than now and then."""
    return _knows_names() and models.name_shares(core) is not None


@cache
def listed(name: str) -> frozenset[str]:
    """Return the folded words of a list of `vocabulary/chains.toml`."""
    return frozenset(fold_word(word) for word in load("chains")[name].split())


@cache
def alike() -> dict[str, str]:
    """Return for heads that are different words for one body the one by which they are compared."""
    rows = [[fold_word(w) for w in row.split()] for row in load("chains")["as"]]
    return {word.replace("-", " "): row[0] for row in rows for word in row}


@cache
def titles() -> dict[str, bool]:
    """Return the words that say what a person is, folded, with whether they are feminine (`vocabulary/titles.toml`)."""
    found: dict[str, bool] = {}
    for table in ("office", "rank", "royal", "religious", "profession"):
        for word, row in load("titles")[table].items():
            found.setdefault(fold_word(word), False)
            if "feminine" in row:
                found.setdefault(fold_word(row["feminine"]), True)
    return found


@cache
def plural_titles() -> dict[str, str]:
    """Return the plurals of the same words with their singular."""
    return {
        fold_word(plural): fold_word(word)
        for table in ("office", "royal", "religious", "profession")
        for word, row in load("titles")[table].items()
        for plural in row.get("plural", ())
    }


def is_preposition(word: Word, text: str) -> bool:
    """Return whether a word is a preposition and not the name علي, which folding makes one of على."""
    return word.pos == "ADP" and not (word.norm == "علي" and text[word.end - 1] == "ي")


@cache
def given() -> dict[str, bool]:
    """Return given names, folded, with whether women bear them."""
    tables = load("first_names")
    return {
        fold_word(name): gender == "female"
        for table in ("arabic", "foreign")
        for gender in ("male", "female")
        for name in tables[table][gender].split()
    }
