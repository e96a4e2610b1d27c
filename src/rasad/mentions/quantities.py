"""Counted and measured amounts: how many of what, exactly or within bounds, as the text says.

A number (`rasad.arabic.numerals`) followed by a noun of `vocabulary/units.toml`, or a noun of people or weapons in the
dual (`جنديان`). What befell counted people is told by the words before them (`مقتل عشرة`) or after (`أصيب 17 آخرون`).
`value` is the number written; `low` and `high` are its bounds: equal to it where it is exact, `None` where open.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from rasad import vocabulary
from rasad.arabic import numerals
from rasad.arabic.clitics import stem, stems
from rasad.arabic.letters import fold_word
from rasad.document import Document, Quantity, Span, Word

_PEOPLE = ("person", "troops", "displaced")
_BEFALLS = (*_PEOPLE, "item")
_CUE_REACH = 4  # words before a number among which its cue stands (قتل في الهجوم عشرة)
_NOUN_REACH = 2  # words after a number among which its noun begins (17 من عناصر، عشرات من المدنيين)
_OF = frozenset(("من",))
_BETWEEN = frozenset(("بين", "وبين", "مابين"))


class _Count(NamedTuple):
    """A numeral in the words: `first:last` with its value and bounds."""

    first: int
    last: int
    value: float | None
    low: float | None
    high: float | None
    prefix: int


def find(doc: Document) -> list[Quantity]:
    """Return the quantities of a document in order; numbers that count nothing known are left out."""
    found = []
    for sentence in doc.sentences:
        words = doc.words_of(sentence)
        norms = [w.norm for w in words]
        at = 0
        while at < len(words):
            quantity, used = _quantity(words, norms, at)
            if quantity is not None:
                found.append(quantity)
            at += used
    return found


def _quantity(words: list[Word], norms: list[str], at: int) -> tuple[Quantity | None, int]:
    count = _count(norms, at)
    if count is None:
        return _dual(words, norms, at), 1
    unit, noun, end = _noun(norms, count.last)
    used = max(1, count.last - at)
    if unit is None:
        befallen = _cue(norms, at)
        if befallen is None or count.value is None or not float(count.value).is_integer():
            return None, used
        unit, end = befallen, count.last
    elif unit in _BEFALLS:
        unit = _cue(norms, at) or unit
    value, low, high = _loosened(norms, count)
    start = words[count.first].start + count.prefix
    item = Span(words[noun].start, words[noun].end) if noun is not None else None  # never a particle before it: ليرة
    currency = _currency(norms, noun) if unit == "money" and noun is not None else None
    quantity = Quantity(start, words[end - 1].end, "quantity", value, low, high, unit, item, currency)
    return quantity, max(used, end - at)


def _count(norms: Sequence[str], at: int) -> _Count | None:
    if not numerals.may_start(norms[at]):
        return None
    found = numerals.parse(norms, at)
    if found is None or found.ordinal:
        return None
    prefix = len(found.prefix) if norms[at] != found.prefix and found.used >= 1 else 0
    last = at + found.used
    between = at > 0 and norms[at - 1] in _BETWEEN
    joiner = last < len(norms) and norms[last] in (("و",) if between else ("-", "الي"))  # بين 10 و15، من 10 إلى 15
    start = last + 1 if joiner else last
    if found.value is not None and (joiner or between) and start < len(norms):
        second = numerals.parse(norms, start)
        ordered = second is not None and second.value is not None and second.value > found.value
        if second is not None and ordered and second.prefix == ("" if joiner else "و"):
            return _Count(at, start + second.used, None, found.value, second.value, prefix)
    return _Count(at, last, found.value, found.low, found.high, prefix)


def _noun(norms: Sequence[str], at: int) -> tuple[str | None, int | None, int]:
    """Return the unit of the noun that follows a number, its index, and where the phrase ends."""
    for index in range(at, min(len(norms), at + _NOUN_REACH)):
        if unit := _unit(norms[index]):
            return unit, index, index + 1
        if norms[index] not in _OF:
            break
    if at + 1 < len(norms) and norms[at] in ("في", "ب") and norms[at + 1] in ("الميه", "المايه", "المءه"):
        return "percent", None, at + 2
    return None, None, at


def _dual(words: list[Word], norms: list[str], at: int) -> Quantity | None:
    word = words[at]
    core = word.core or word.norm
    if word.kind != "arabic" or len(core) < 5 or not core.endswith(("ان", "ين")):
        return None
    singular = core[:-3] + "ه" if core[-3] == "ت" and _exact_unit(core[:-3] + "ه") else core[:-2]
    unit = _exact_unit(singular)
    if unit not in ("dead", "injured", "arrested", "weapon", *_PEOPLE) or (core.endswith("ين") and not _two(singular)):
        return None
    if unit in _BEFALLS:
        unit = _cue(norms, at) or unit
    start = word.core_start or word.start
    return Quantity(start, word.end, "quantity", 2, 2, 2, unit, Span(start, word.end))


def _two(singular: str) -> bool:
    """Whether a form in ين can be no sound plural of this noun, since its plural is broken (شخصين, but مدنيين)."""
    return singular in _broken() or singular.endswith("ه")


def _cue(norms: Sequence[str], at: int) -> str | None:
    for index in range(at - 1, max(-1, at - 1 - _CUE_REACH), -1):
        if norms[index] in ".؟!؛،:":
            return None
        for unit, wanted in _cues().items():
            if stems(norms[index]) & wanted:
                return unit
    return None


def _loosened(norms: Sequence[str], count: _Count) -> tuple[float | None, float | None, float | None]:
    value, low, high = count.value, count.low, count.high
    if value is None:  # a range or a round plural (مئات) is loose as it stands
        return value, low, high
    for words, kind in _looseners():
        size = len(words)
        before = tuple(norms[max(0, count.first - size) : count.first])
        after = {tuple(norms[index : index + size]) for index in range(count.last, min(len(norms), count.last + 3))}
        if before != words and words not in after:
            continue
        if kind == "about":
            return value, None, None
        return value, (value if kind == "low" else None), (value if kind == "high" else None)
    return value, low, high


def _currency(norms: Sequence[str], noun: int) -> str | None:
    names = stems(norms[noun])
    following = stems(norms[noun + 1]) if noun + 1 < len(norms) else frozenset()
    for (name, adjective), code in _currencies().items():
        if name in names and (not adjective or adjective in following):
            return code
    return None


@lru_cache(maxsize=50_000)
def _unit(norm: str) -> str | None:
    if norm.startswith(("و", "ف")) and len(norm) > 4 and not _exact_unit(norm):
        return None
    found = stems(norm) or {norm}  # a sign such as % has no stem
    return next((unit for unit, wanted in _units().items() if found & wanted), None)


@lru_cache(maxsize=20_000)
def _exact_unit(singular: str) -> str | None:
    return next((unit for unit, wanted in _units().items() if singular in wanted or stem(singular) in wanted), None)


@cache
def _units() -> dict[str, frozenset[str]]:
    table = vocabulary.load("units")["units"]
    return {unit: frozenset(stem(w) for w in words.replace("/", " ").split()) for unit, words in table.items()}


@cache
def _broken() -> frozenset[str]:
    """Return the nouns whose plural is broken."""
    words = " ".join(vocabulary.load("units")["units"].values()).split()
    return frozenset(fold_word(word.partition("/")[0]) for word in words if "/" in word)


@cache
def _cues() -> dict[str, frozenset[str]]:
    return {unit: frozenset(stem(w) for w in words.split()) for unit, words in vocabulary.load("units")["cues"].items()}


@cache
def _looseners() -> tuple[tuple[tuple[str, ...], str], ...]:
    table = vocabulary.load("units")
    rows = [(w, "about") for w in table["about"]["words"]]
    rows += [(w, kind) for kind in ("low", "high") for w in table["bounds"][kind]]
    folded = [(tuple(fold_word(p) for p in words.split()), kind) for words, kind in rows]
    return tuple(sorted(folded, key=lambda row: -len(row[0])))


@cache
def _currencies() -> dict[tuple[str, str], str]:
    found = {}
    for name, code in vocabulary.load("units")["currency"].items():
        noun, _, adjective = name.partition(" ")
        found[stem(noun), stem(adjective) if adjective else ""] = code
    return found
