"""Whether two personal names are one: shortened, or a foreign name spelled in two ways."""

from __future__ import annotations

from functools import lru_cache

# Letters by which the Arabic press writes one foreign sound, each to one of them; long vowels are written or not.
_SOUNDS = str.maketrans(
    {"غ": "ج", "ق": "ج", "ك": "ج", "ڤ": "ف", "ط": "ت", "ظ": "ز", "ذ": "ز", "ث": "س", "ص": "س", "ض": "د"}
)
_VOWELS = str.maketrans("", "", "اويهىةءئؤ")
_SHORTEST = 3  # consonants by which a spelling is known again


@lru_cache(maxsize=20_000)
def skeleton(word: str) -> str:
    """Return the consonants of a word as foreign sounds are written (غوتيريش and جوتيريس differ still: ش and س)."""
    bare = word.translate(_VOWELS)
    return bare.translate(_SOUNDS) if len(bare) >= _SHORTEST else word


def same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return whether the shorter of two normalised names is made of words of the other, in their order."""
    short, full = (one, other) if len(one) <= len(other) else (other, one)
    words = iter(full)
    if all(word in words for word in short):
        return True
    sounds = iter([skeleton(word) for word in full])
    return all(skeleton(word) in sounds for word in short)
