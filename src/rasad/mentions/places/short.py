"""Places called by a word alone once they have been named: `المملكة`, `القطاع`."""

from __future__ import annotations

from rasad.gazetteer import Record, lookup, nationality
from rasad.gazetteer.words import short_names, words
from rasad.mentions.places.text import Text
from rasad.mentions.places.typed import Found


def short(text: Text, found: list[Found]) -> list[Found]:
    """Return the words of `short_names` that stand for just one place that the article names."""
    named: set[str] | None = None
    more = []
    for index, word in enumerate(text.words):
        offset, plain = _plain(word)
        if plain not in short_names() or not _placed(text, index, offset):
            continue
        if named is None:
            named = _named(text, found)
        if sum(_is_named(record, named) for record in short_names()[plain]) == 1:
            more.append(Found(index, index + 1, 0 if word.startswith("لل") else offset, ""))
    return more


def _plain(word: str) -> tuple[int, str]:
    """Return the word without particles and how many letters they take."""
    offset = 1 if word[:1] in "وف" and word[1:3] in ("ال", "با", "لل") else 0
    if word[offset : offset + 3] == "بال":
        offset += 1
    elif word[offset : offset + 2] == "لل":
        return offset, "ال" + word[offset + 2 :]
    return offset, word[offset:]


def _placed(text: Text, index: int, offset: int) -> bool:
    """Return whether a preposition of place stands before the word, and no nationality after it."""
    following = text.words[index + 1] if index + 1 < len(text.words) and text.inside(index) else ""
    if following.startswith("ال") and following not in ("اليوم", "الي"):
        return False  # المملكة المتحدة، القطاع الخاص
    if text.words[index][offset - 1 : offset] == "ب":
        return True
    return index > 0 and text.inside(index - 1) and text.views[index - 1].plain in words("evidence", "before") | {"من"}


def _named(text: Text, found: list[Found]) -> set[str]:
    """Return the names and countries (alpha-2) that the article names, by name or nationality."""
    named = {item.name for item in found}
    named |= {r.country for name in named if name for r in lookup(name)[:1] if r.country}
    for word in text.words:
        if alpha2 := nationality(word) or nationality(word[1:]):
            named.add(alpha2)
    return named


def _is_named(record: Record, named: set[str]) -> bool:
    if record.kind == "country":
        return record.country in named
    return bool({"غزه", "قطاع غزه"} & named)
