"""News agencies and outlets by name (`vocabulary/agencies.toml`)."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rasad import vocabulary
from rasad.arabic.letters import fold_word

_SPACE = re.compile(r"[\s«»\"“”،,]+")


@lru_cache(maxsize=20_000)
def is_outlet(phrase: str) -> bool:
    """Return whether a phrase is, or begins or ends with, the name of a known agency or outlet."""
    words = [w for w in _SPACE.split(fold_word(phrase)) if w]
    attached = bool(words) and words[0][:1] in "لب" and len(words[0]) > 3
    words_bare = [words[0][1:], *words[1:]] if attached else words
    names = _names()
    return any(
        " ".join(ws[a:b]) in names
        for ws in (words, words_bare)
        for a in range(len(ws))
        for b in range(a + 1, len(ws) + 1)
        if b - a <= 4
    )


@cache
def _names() -> frozenset[str]:
    table = vocabulary.load("agencies")
    short = {fold_word(name) for name in table["short"]}
    found = {" ".join(_SPACE.split(fold_word(name))) for row in table["outlet"] for name in row.get("names", ())}
    return frozenset(found - short)
