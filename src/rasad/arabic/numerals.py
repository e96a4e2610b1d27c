"""Arabic numerals in words and digits: cardinals, ordinals, mixed forms, and inexact number words.

`parse` reads the longest numeral that starts at a word. The words are folded (`rasad.arabic.letters`); و may be joined
or stand alone, and the first word may carry an attached particle and the article. Number words are data
(`vocabulary/numerals.toml`). In digits, `1,200` and `1.200` are thousands, `3.5` and `3,5` decimals; a point before
three digits is a decimal when a scale or a percentage follows (`1.250 مليار`); the press's `ر` separates the decimals,
written first, from the whole number (`5ر2` is 2.5, `000ر22` is 22,000).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from rasad.arabic.letters import fold_word
from rasad.vocabulary import load


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral read from words.

    Attributes:
        value: The number, `None` where it is inexact.
        used: How many of the words it takes, at least one.
        ordinal: Whether it is an ordinal (`الحادي عشر`).
        exact: Whether it names one number; `عشرات`, `بضعة`, `مئة ونيف` do not.
        low: The lowest number it may stand for; equals `value` where exact.
        high: The highest number, `None` where open; equals `value` where exact.
        definite: Whether the first word carries the article (`الثلاثة`, `الـ48`).
        prefix: The attached particles and article of the first word, folded (`وال`, `ب`); its letters are not part
            of the numeral.
    """

    value: float | None
    used: int
    ordinal: bool = False
    exact: bool = True
    low: float | None = None
    high: float | None = None
    definite: bool = False
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: str  # unit one ten tens hundred scale ordinal fraction part vague over digits and
    value: float
    form: str = ""  # of a scale: singular, dual, plural or both (singular and dual)
    high: float | None = None
    prefix: str = ""

    @property
    def joined(self) -> bool:
        return self.prefix.startswith("و")


_AND = _Entry("and", 0)
_DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[0-9]{1,3}ر[0-9]{1,3}")
_PREFIX = re.compile(r"(?:و|ف)?[بلك]?(?:ال|(?<=ل)ل)?")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?|[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}")
_EUROPEAN = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+,[0-9]+")
_FREE = frozenset("من في علي الي عن مع بين خلال منذ بعد قبل حتي حسب وفق فقط تقريبا او فيما بينما بينهم كما لكن".split())
_PERCENT = {"%", "بالميه", "بالمايه", "الميه", "المايه", "ميه", "مايه"}
_ARTICLES = {"ال", "وال", "بال", "لل", "فال", "كال"}
_FRACTIONS = {"half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4}
_LARGE = 1e18


def parse(words: Sequence[str], at: int = 0) -> Numeral | None:
    """Return the longest numeral that starts at a word, or `None`.

    Nouns that merely stand in the dual (`يومان`) are no numerals, nor is a lone `أحد`, `نصف` or `الاثنين` (Monday).

    Args:
        words: Folded words.
        at: The index of the first word to read.
    """
    if words[at] in _ARTICLES:  # الـ 48, cut at its blank
        following = _at(words, at + 1)
        written = _cardinal(words, at + 1) if following is not None and following.kind == "digits" else None
        return written and replace(written, used=written.used + 1, definite=True, prefix=words[at])
    first = _at(words, at)
    if first is None or first.kind in ("and", "over", "part"):
        return None
    definite = first.prefix.endswith(("ال", "لل"))
    if first.kind == "ordinal":
        found = _ordinal(words, at, first)
    elif first.kind == "vague" or (first.kind == "scale" and first.form == "plural"):
        found = _vague(words, at, first)
    else:
        found = _cardinal(words, at)
    if found is None or (definite and found.used == 1 and found.value == 2 and first.kind == "unit"):
        return None
    return Numeral(found.value, found.used, found.ordinal, found.exact, found.low, found.high, definite, first.prefix)


def may_start(word: str) -> bool:
    """Return whether a numeral may start with the folded word: quick, for scanning."""
    entry = _lookup(word)
    return entry is not None and entry.kind not in ("and", "over", "part")


def scale(word: str) -> float | None:
    """Return the value of a folded word of scale (`ألف`, `ملايين`), or `None`."""
    entry = _lookup(word)
    return entry.value if entry is not None and entry.kind == "scale" else None


def digits(word: str, *, decimal_point: bool = False) -> float | None:
    """Return the value of a number written in digits, or `None`; `decimal_point` reads `1.250` as a decimal."""
    if "ر" in word:
        decimals, _, whole = word.partition("ر")
        text = f"{whole}000" if decimals == "000" else f"{whole}.{decimals}"
    elif _THOUSANDS.fullmatch(word):
        text = word.replace(",", "") if "," in word else word.replace(".", "")
    elif _EUROPEAN.fullmatch(word):
        text = word.replace(".", "").replace(",", ".")
    elif not decimal_point and re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", word):
        text = word.replace(".", "")
    elif re.fullmatch(r"[0-9]+(?:[.,][0-9]+)?", word):
        text = word.replace(",", ".")
    else:
        return None
    return _tidy(float(text))


def _ordinal(words: Sequence[str], at: int, first: _Entry) -> Numeral | None:
    value, used = first.value, 1
    following = _at(words, at + 1)
    joined, second, stop = _and_then(words, at + 1)
    if following is not None and following.kind == "ten" and not following.prefix and value < 10:
        value, used = value + 10, 2
    elif joined and second is not None and second.kind == "tens" and value < 10:
        value, used = value + second.value, stop - at
    elif first.form == "compound":
        return None
    if at + used + 1 < len(words) and words[at + used] == "بعد":
        hundred = _at(words, at + used + 1)
        if hundred is not None and hundred.kind in ("hundred", "scale") and hundred.prefix == "ال":
            value, used = value + hundred.value, used + 2
    return _exact(value, used, ordinal=True)


def _vague(words: Sequence[str], at: int, first: _Entry) -> Numeral:
    low, high, stop = first.value * (2 if first.kind == "scale" else 1), first.high, at + 1
    following = _at(words, stop)
    joined, second, after = _and_then(words, stop)
    if first.kind == "vague" and high is not None and following is not None and following.kind == "ten":
        low, high, stop = low + 10, high + 10, stop + 1
    elif first.kind == "vague" and high is not None and joined and second is not None and second.kind == "tens":
        low, high, stop = low + second.value, high + second.value, after
    following = _at(words, stop)
    if following is not None and following.kind == "scale" and following.prefix in ("", "ال"):
        low, high, stop = low * following.value, high and high * following.value, stop + 1
    return Numeral(None, stop - at, exact=False, low=_tidy(low), high=high and _tidy(high))


def _cardinal(words: Sequence[str], at: int) -> Numeral | None:
    total, limit, stop, last_scale = 0.0, _LARGE, at, 1.0
    while True:
        here = stop
        if stop > at:
            joined, _, here = _and_then(words, stop, peek=True)
            if not joined:
                break
        term = _term(words, here)
        if term is None or term[1] >= limit or (term[1] == 1 and term[0] >= limit):
            break
        amount, scale, stop = term
        total, limit, last_scale = total + amount, scale, scale
        if scale == 1:
            break
    if stop == at:
        return None
    return _with_fraction(words, at, stop, total, last_scale)


def _term(words: Sequence[str], at: int) -> tuple[float, float, int] | None:
    """Return (amount, scale, next index) of a number with its scale, which is 1 where it has none."""
    entry = _at(words, at)
    if entry is None:
        return None
    if entry.kind == "scale":
        twice = entry.form == "dual" or (entry.form == "both" and _governs(words, at + 1))
        amount, stop = (2.0 if twice else 1.0), at
        if entry.form == "plural":
            return None
    elif entry.kind == "fraction":
        amount, stop = entry.value, at + 1
    elif entry.kind == "unit" and (part := _at(words, at + 1)) is not None and part.kind == "part":
        amount, stop = entry.value * part.value, at + 2  # ثلاثة أرباع مليون
    else:
        group = _group(words, at, entry)
        if group is None:
            return None
        amount, stop = group
    scale, size, start = 1.0, 1.0, stop
    while (found := _at(words, stop)) is not None and found.kind == "scale":
        if stop > at and found.prefix not in ("", "ال"):
            break
        doubled = found.form == "dual" and stop > start
        size, scale, stop = max(size, found.value), scale * found.value * (2 if doubled else 1), stop + 1
    if stop == start:
        partial = entry.kind == "fraction" or (stop == at + 2 and words[at + 1] in _parts())
        return None if partial else (amount, 1.0, stop)
    return amount * scale, size, stop


def _governs(words: Sequence[str], at: int) -> bool:
    """Return whether a noun follows a form such as ألفا: then it is two thousand (ألفا ريال), else one, accusative."""
    if at >= len(words) or not words[at][:1].isalpha() or words[at] in _FREE:
        return False
    return words[at] != "و" and not _joins(words[at])


def _joins(word: str) -> bool:
    entry = _lookup(word)
    return entry is not None and entry.joined


def _group(words: Sequence[str], at: int, entry: _Entry) -> tuple[float, int] | None:
    if entry.kind == "digits":
        return _written(words, at, entry)
    if entry.kind == "hundred":
        hundreds, stop = entry.value, at + 1
    elif entry.kind == "unit" and 3 <= entry.value <= 9 and _hundreds_follow(words, at + 1):
        hundreds, stop = entry.value * 100, at + 2
    else:
        return _below_hundred(words, at, entry)
    joined, second, index = _and_then(words, stop, peek=True)
    if joined and second is not None:
        rest = _below_hundred(words, index, second)
        if rest is not None:
            return hundreds + rest[0], rest[1]
    return hundreds, stop


def _below_hundred(words: Sequence[str], at: int, entry: _Entry) -> tuple[float, int] | None:
    if entry.kind in ("ten", "tens"):
        return entry.value, at + 1
    if entry.kind not in ("unit", "one"):
        return None
    following = _at(words, at + 1)
    if entry.value and following is not None and following.kind == "ten" and not following.prefix:
        return entry.value + 10, at + 2
    joined, second, stop = _and_then(words, at + 1)
    if entry.value and joined and second is not None and second.kind == "tens":
        return entry.value + second.value, stop
    return None if entry.kind == "one" else (entry.value, at + 1)


def _written(words: Sequence[str], at: int, entry: _Entry) -> tuple[float, int] | None:
    word = words[at][len(entry.prefix) :]
    if re.fullmatch(r"[1-9][0-9]{0,2}", word):  # 12 000: groups parted by blanks
        stop = at + 1
        while stop < len(words) and re.fullmatch(r"[0-9]{3}", words[stop]):
            word, stop = word + words[stop], stop + 1
        return float(word), stop
    following = _at(words, at + 1)
    scaled = following is not None and following.kind == "scale"
    percent = bool(_PERCENT.intersection(words[at + 1 : at + 3]))
    value = digits(word, decimal_point=scaled or percent)
    return None if value is None else (value, at + 1)


def _with_fraction(words: Sequence[str], at: int, stop: int, total: float, scale: float) -> Numeral:
    joined, part, after = _and_then(words, stop)
    less = stop < len(words) and words[stop] == "الا"
    if less:
        part, after = _at(words, stop + 1), stop + 2
    if not (joined or less) or part is None:
        return _exact(total, stop - at)
    if part.kind == "over" and joined:
        return Numeral(
            None, after - at, exact=False, low=_tidy(total + part.value), high=_tidy(total + (part.high or 0))
        )
    if part.kind != "fraction" or part.prefix not in ("", "و"):
        return _exact(total, stop - at)
    following = _at(words, after)
    if scale > 1 and following is not None and following.kind == "scale" and following.value == scale:
        after += 1  # ثلاثة ملايين ونصف المليون
    elif after < len(words) and words[after].startswith("ال"):
        return _exact(total, stop - at)  # ثلاثة ونصف السكان: half of something else
    return _exact(total + (-1 if less else 1) * part.value * scale, after - at)


def _hundreds_follow(words: Sequence[str], at: int) -> bool:
    entry = _at(words, at)
    if entry is None or entry.prefix:
        return False
    return (entry.kind == "hundred" and entry.value == 100) or (entry.kind == "vague" and entry.value == 200)


def _and_then(words: Sequence[str], at: int, *, peek: bool = False) -> tuple[bool, _Entry | None, int]:
    """Return whether an و follows, the entry it joins, and the index after that entry (`peek`: of that entry)."""
    entry = _at(words, at)
    if entry is None:
        return False, None, at
    index = at
    if entry.kind == "and":
        index = at + 1
        entry = _at(words, index)
        if entry is None or entry.prefix not in ("", "ال"):
            return False, None, at
    elif not entry.joined:
        return False, None, at
    return True, entry, index if peek else index + 1


def _at(words: Sequence[str], at: int) -> _Entry | None:
    return _lookup(words[at]) if at < len(words) else None


def _exact(value: float, used: int, *, ordinal: bool = False) -> Numeral:
    value = _tidy(value)
    return Numeral(value, used, ordinal, True, value, value)


def _tidy(value: float) -> float:
    """Return a whole number as an int and other numbers rounded, so that 2.3 million is not 2299999.9999."""
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


@lru_cache(maxsize=100_000)
def _lookup(word: str) -> _Entry | None:
    table = _table()
    if word in table:
        return table[word]
    longest = _PREFIX.match(word)
    prefixes = {p for p in ("و", "ف", longest.group() if longest else "") if p and word.startswith(p)}
    for size in range(1, len(max(prefixes, key=len, default="")) + 1):
        prefix, rest = word[:size], word[size:]
        if not _PREFIX.fullmatch(prefix):
            continue
        entry = table.get(rest)
        if entry is None and _DIGITS.fullmatch(rest):
            entry = _Entry("digits", 0)
        if entry is not None and entry.kind != "and":
            return _Entry(entry.kind, entry.value, entry.form, entry.high, prefix)
    return _Entry("digits", 0) if _DIGITS.fullmatch(word) else None


@cache
def _parts() -> frozenset[str]:
    return frozenset(fold_word(form) for forms in load("numerals")["parts"].values() for form in forms)


@cache
def _table() -> dict[str, _Entry | None]:
    words = load("numerals")
    table: dict[str, _Entry | None] = {"و": _AND}

    def add(forms: list[str], entry: _Entry) -> None:
        table.update({fold_word(form): entry for form in forms})

    for kind in ("unit", "tens", "hundred", "ordinal"):
        for value, forms in words[kind].items():
            if value.isdigit():
                add(forms, _Entry(kind, float(value)))
    add(words["unit"]["one"], _Entry("one", 1))
    add(words["ordinal"]["compound"], _Entry("ordinal", 1, "compound"))
    add(words["ten"]["forms"], _Entry("ten", 10))
    for name, forms in words["fraction"].items():
        add(forms, _Entry("fraction", _FRACTIONS[name]))
    for name, forms in words["parts"].items():
        add(forms, _Entry("part", _FRACTIONS[name]))
    for vague in words["vague"].values():
        add(vague["forms"], _Entry("vague", vague["low"], "", vague.get("high")))
    add(words["over"]["forms"], _Entry("over", words["over"]["low"], "", words["over"]["high"]))
    for scale in words["scale"]:
        _add_scale(table, scale)
    table.update(dict.fromkeys(map(fold_word, words["blocked"]["forms"])))
    return table


def _add_scale(table: dict[str, _Entry | None], scale: dict[str, Any]) -> None:
    singular, dual = set(map(fold_word, scale["singular"])), set(map(fold_word, scale["dual"]))
    for form in sorted(singular | dual):
        kind = "both" if form in singular & dual else "dual" if form in dual else "singular"
        table[form] = _Entry("scale", scale["value"], kind)
    for form in scale["plural"]:
        table[fold_word(form)] = _Entry("scale", scale["value"], "plural")
