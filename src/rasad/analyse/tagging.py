"""What the tagger sees of a word and of its neighbours; kept for every word type, since most words come again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rasad.analyse.segmenting import Segment
from rasad.document import Word
from rasad.models import clusters

_WEAK = str.maketrans(dict.fromkeys("بثجحخدذرزشصضطظعغفقكل", "C"))
_KINDS = {"number": "0", "latin": "A"}


class Seen(NamedTuple):
    """Features of a word for its own place, for the place after it, the place before it, and two further on."""

    own: tuple[str, ...]
    as_before: tuple[str, ...]
    as_after: tuple[str, ...]
    further: tuple[str, ...]


def rows(words: Sequence[Word], seen: Sequence[Seen]) -> list[list[str]]:
    """Return the features of each word of a sentence, given what is seen of each."""
    found = []
    last = len(words) - 1
    for i, own in enumerate(seen):
        row = [*own.own]
        row += seen[i - 1].as_before if i else ("b^",)
        row += seen[i + 1].as_after if i < last else ("a$",)
        if i > 1:
            row.append(seen[i - 2].further[0])
        if i < last - 1:
            row.append(seen[i + 2].further[1])
        found.append(row)
    return found


@lru_cache(maxsize=200_000)
def see_sign(norm: str, kind: str) -> Seen:
    """Return what is seen of a number, a sign or a Latin word."""
    name = _KINDS.get(kind, norm)
    return Seen((f"k{name}",), (f"b{name}",), (f"a{name}",), (f"B{name}", f"A{name}"))


def see(segment: Segment, surface: str) -> Seen:
    """Return what is seen of an Arabic word."""
    norm, core = segment.norm, segment.core
    particles = "".join(segment.proclitics)
    coarse, fine = clusters(norm) or (-1, -1)
    inner = clusters(core) or clusters("ال" + core) or (-1, -1)
    own = (
        f"n{norm}",
        f"c{core}",
        f"s{core[-1]}",
        f"s{core[-2:]}",
        f"s{core[-3:]}",
        f"p{core[:1]}",
        f"p{core[:2]}",
        f"p{core[:3]}",
        f"i{particles}",
        f"e{segment.enclitic}",
        f"i{particles}{segment.enclitic}{core[:1]}{core[-1]}",
        f"r{surface[-1]}",
        f"h{core.translate(_WEAK)}",
        f"l{len(core) if len(core) < 7 else 7}",
        f"g{coarse}",
        f"f{fine}",
        f"F{inner[1]}",
        f"G{inner[0]}",
    )
    before = (f"b{norm}", f"b+{particles}{core[:1]}", f"b-{core[-2:]}", f"bg{coarse}", f"bf{fine}", f"bc{core}")
    after = (f"a{norm}", f"a+{particles}{core[:1]}", f"a-{core[-1]}", f"ag{coarse}", f"af{fine}")
    return Seen(own, before, after, (f"B{norm}", f"A{norm}"))
