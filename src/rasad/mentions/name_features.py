"""What the name tagger sees of a word and of its neighbours; kept for every word type, since most words come again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from rasad import gazetteer
from rasad.arabic.letters import fold_word
from rasad.document import Word
from rasad.models import clusters, core_clusters
from rasad.vocabulary import load

PERSON_TITLES = ("office", "rank", "royal", "religious", "honorific", "profession", "kin")
_KINDS = {"number": "0", "latin": "A"}


class Seen(NamedTuple):
    """Features of a word for its own place and for the places one and two before and after it."""

    own: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    second_before: tuple[str, ...]
    second_after: tuple[str, ...]


@cache
def titles() -> dict[str, str]:
    """Return the table (`office`, `rank` ... `organisation`, `name_parts`) of every form of a title, folded."""
    found: dict[str, str] = {}
    tables = load("titles")
    for table in (*PERSON_TITLES, "organisation"):
        for word, forms in tables[table].items():
            for form in (word, forms.get("feminine"), *forms.get("plural", ())):
                if form:
                    found.setdefault(fold_word(form), table)
    for part in tables["name_parts"]["words"]:
        found.setdefault(fold_word(part), "name_parts")
    return found


@lru_cache(maxsize=100_000)
def place_class(name: str) -> str:
    """Return what kind of place bears a folded name: `C` country, `D` division, `R` region, `S` and its size, `-`."""
    if not gazetteer.begins(name.partition(" ")[0]):
        return "-"
    found = gazetteer.lookup(name)
    if not found:
        return "-"
    first = found[0]
    return first.kind[0].upper() if first.kind != "settlement" else f"S{len(str(max(r.population for r in found)))}"


class Seer:
    """Sees words with what a table says of their names; keeps what it has seen of each type."""

    def __init__(self, shares: Callable[[str], tuple[int, int, int] | None]) -> None:
        """Take the function that tells how often a core is in a person's, organisation's, place's name (0-4)."""
        self._shares = shares
        self.see = lru_cache(maxsize=100_000)(self._see)

    def rows(self, words: Sequence[Word]) -> list[list[str]]:
        """Return the features of each word of a sentence."""
        seen = [self.see(w.norm, w.core, w.proclitics, w.enclitic, w.kind) for w in words]
        found = []
        last = len(words) - 1
        for i, own in enumerate(seen):
            pos = words[i].pos
            row = [*own.own, f"t{pos}"]
            if i:
                row += seen[i - 1].before
                row.append(f"tb{words[i - 1].pos}{pos}")
            else:
                row.append("b^")
            if i < last:
                row += seen[i + 1].after
                row.append(f"ta{pos}{words[i + 1].pos}")
            else:
                row.append("a$")
            if i > 1:
                row += seen[i - 2].second_before
            if i < last - 1:
                row += seen[i + 2].second_after
            found.append(row)
        return found

    def _see(self, norm: str, core: str, proclitics: tuple[str, ...], enclitic: str, kind: str) -> Seen:
        if kind != "arabic":
            name = _KINDS.get(kind, norm)
            shape = f"k{len(norm)}" if kind == "number" else f"k{norm[:1].isupper()}"
            return Seen((f"c{name}", shape), (f"b{name}",), (f"a{name}",), (f"B{name}",), (f"A{name}",))
        particles, full = "".join(proclitics), full_core(core, proclitics)
        coarse, middle, fine = core_clusters(full) or core_clusters(core) or (-1, -1, -1)
        whole = clusters(norm) or (-1, -1)
        title, place = titles().get(core, "-"), place_class(full)
        person, organisation, location = self._shares(full) or ("-", "-", "-")
        own = (
            f"n{norm}", f"c{full}", f"o{core}", f"i{particles}", f"e{enclitic}",
            f"s{core[-1:]}", f"s{core[-2:]}", f"s{core[-3:]}", f"s{core[-4:]}",
            f"p{full[:1]}", f"p{full[:2]}", f"p{full[:3]}", f"p{full[:4]}",
            f"l{min(len(core), 8)}", f"g{coarse}", f"m{middle}", f"f{fine}", f"F{whole[1]}", f"d{title}",
            f"gi{coarse}{particles}", f"z{place}", f"zi{place}{particles}",
            f"y{person}{organisation}{location}", f"y1{person}", f"y2{organisation}", f"y3{location}",
        )  # fmt: skip
        before = (
            f"b{full}", f"bs{core[-2:]}", f"bg{coarse}", f"bm{middle}", f"bf{fine}", f"bd{title}{'ال' in proclitics}",
            f"bi{particles}", f"bn{norm}", f"bz{place}", f"by1{person}", f"by2{organisation}", f"by3{location}",
        )  # fmt: skip
        after = (
            f"a{full}", f"as{core[-2:]}", f"ag{coarse}", f"am{middle}", f"af{fine}", f"ad{title}", f"ai{particles}",
            f"az{place}", f"ay1{person}", f"ay2{organisation}", f"ay3{location}",
        )  # fmt: skip
        return Seen(own, before, after, (f"B{full}", f"Bm{middle}", f"Bd{title}"), (f"A{full}", f"Am{middle}"))


def full_core(core: str, proclitics: tuple[str, ...]) -> str:
    """Return a folded core with its article."""
    return f"ال{core}" if "ال" in proclitics else core
