"""Words around place names (`vocabulary/place_words.toml`), folded, and what they say of a word."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from rasad.arabic.letters import fold_word
from rasad.gazetteer import settlements, tables
from rasad.gazetteer.records import Record
from rasad.vocabulary import load

_SHORTEST = 2  # letters of a name's first word


class Cut(NamedTuple):
    """One way to cut particles off a folded word whose rest may begin a place name.

    Attributes:
        offset: Folded letters before the name; in `للموصل` none, since the article's alef is not written.
        core: The name's first word.
        joined: Whether و or ف stands before it.
        preposition: `ب`, `ل`, `ك` or empty.
    """

    offset: int
    core: str
    joined: bool
    preposition: str


class View(NamedTuple):
    """What a word is to the search for places.

    Attributes:
        cuts: How a name may begin in it, the least cut first.
        plain: The word without و or ف.
        kind: The kind of place it introduces (`settlement province area facility site`, `territory`), or empty.
        kind_word: The introducing word without particles.
        kind_offset: Where that begins in the word.
    """

    cuts: tuple[Cut, ...]
    plain: str
    kind: str
    kind_word: str
    kind_offset: int


@lru_cache(maxsize=60_000)
def view(word: str) -> View:
    """Return what a folded word is to the search for places."""
    found = []
    for cut in _cuts(word):
        if len(cut.core) >= _SHORTEST and (cut.core in tables.first_words() or settlements.begins(cut.core)):
            found.append(cut)
    plain = word[1:] if word[0] in "وف" and not _known(word) else word
    for offset in range(min(3, len(word))):
        if kind := kinds().get(word[offset:]):
            return View(tuple(found), plain, kind, word[offset:], offset)
        if word[offset] not in "وفبلك":
            break
    return View(tuple(found), plain, "", "", 0)


def _known(word: str) -> bool:
    return word in words("evidence", "before") or word in words("persons", "given")


def _cuts(word: str) -> list[Cut]:
    found = [Cut(0, word, False, "")]
    if word in words("homographs", "joined"):
        return found
    bases = [(0, word, False)]
    if word[0] in "وف":
        found.append(Cut(1, word[1:], True, ""))
        bases.append((1, word[1:], True))
    for offset, base, joined in bases:
        if base.startswith("لل"):
            found.append(Cut(offset, "ال" + base[2:], joined, "ل"))
            found.append(Cut(offset, "ال" + base[1:], joined, "ل"))  # للاذقية is ل + اللاذقية
        if base[:1] in ("ب", "ل", "ك"):
            found.append(Cut(offset + 1, base[1:], joined, base[0]))
    return found


@cache
def words(table: str, key: str) -> frozenset[str]:
    """Return a list of the vocabulary as folded words."""
    return frozenset(fold_word(w) for w in load("place_words")[table][key].split())


@cache
def kinds() -> dict[str, str]:
    """Return the kind of place that a folded word introduces, by word."""
    types = load("place_words")["types"]
    order = ("site", "facility", "area", "province", "settlement")
    found = dict.fromkeys(words("parts", "territory"), "territory")
    return found | {fold_word(w): kind for kind in order for w in types[kind].split()}


@cache
def short_names() -> dict[str, tuple[Record, ...]]:
    """Return what a folded word may stand for once it has been named (`المملكة`), by word."""
    found = {}
    for word, names in load("place_words")["short"].items():
        found[fold_word(word)] = tuple(tables.lookup(fold_word(name))[0] for name in names)
    return found


@cache
def bearings(key: str) -> dict[str, int]:
    """Return degrees clockwise from north by folded word of direction; `key` is `direction` or `suffix`."""
    return {fold_word(w): degrees for w, degrees in load("place_words")["evidence"][key].items()}


@cache
def radius(key: str) -> float | None:
    """Return the kilometres within which a place of a kind may lie or reach, `None` where they are not bounded."""
    found = load("place_words")["radius"].get(key)
    return None if found is None else float(found)


@cache
def _phrases(key: str) -> frozenset[str]:
    return frozenset(fold_word(p) for p in load("place_words")["homographs"][key])


@lru_cache(maxsize=50_000)
def doubt(name: str) -> int:
    """Return how much a folded name must be helped to count as a place.

    1: not at all; 2: by a word of place beside it; 3: by a word for its kind before it.

    Small places of one word, and names that are ordinary words, clubs or persons too, do not stand alone.
    """
    if name in words("homographs", "common") or name in _phrases("phrases"):
        return 3
    if name in words("homographs", "weak") or name in _phrases("weak_phrases"):
        return 2
    if tables.lookup(name):
        return 1
    first = name.partition(" ")[0]
    if first != name and (first in ("عبد", "ابو", "ابن", "سيدي") or first in words("persons", "given")):
        return 2
    return min((_doubt(r, name) for r in settlements.lookup(name)), default=3)


_LARGE, _TOWN = 100_000, 20_000  # people
_SHORT = 3  # letters


def _doubt(record: Record, name: str) -> int:
    if record.seat:
        return 1
    if " " in name:
        return 1 if record.population >= _TOWN or record.population == 0 else 2
    if len(name) <= _SHORT:
        return 2
    return 1 if record.population >= _LARGE else 2
