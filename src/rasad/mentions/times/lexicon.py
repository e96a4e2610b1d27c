"""What a folded word can be in a time expression: month, weekday, unit, modifier, cue ...

The words are data (`vocabulary/months.toml`, `vocabulary/times.toml`); the month names of the Arabic locales come from
Babel (CLDR). `look` is the one look-up that the scan of a text makes for every word, and is cached.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from babel import Locale, localedata

from rasad.arabic.inflect import verb_forms
from rasad.arabic.letters import fold_word
from rasad.arabic.numerals import may_start
from rasad.vocabulary import load

# Attached particles before the core, longest first; `لل` is ل with an article that has lost its alef.
_PREFIXES = (
    "وبال",
    "فبال",
    "وكال",
    "ولل",
    "فلل",
    "وال",
    "فال",
    "بال",
    "كال",
    "لل",
    "ال",
    "وب",
    "ول",
    "فب",
    "فل",
    "و",
    "ف",
    "ب",
    "ل",
    "ك",
)
_KINDS_WITH_TABLES = ("weekday", "deictic", "modifier", "part", "season", "decade")


@dataclass(frozen=True, slots=True)
class Sense:
    """What a word can be.

    Attributes:
        kinds: The meanings by kind, such as `{"unit": ("day", "plural")}`.
        definite: Whether it carries the article.
        prefix: How many letters of attached particles stand before its core, the article not counted.
        joined: Whether it begins with an attached و.
        numeral: Whether a number word or a number may start here.
    """

    kinds: dict[str, Any] = field(default_factory=dict)
    definite: bool = False
    prefix: int = 0
    joined: bool = False
    numeral: bool = False


NOTHING = Sense()


@dataclass(frozen=True, slots=True)
class MonthName:
    """A month by calendar (`gregorian`, `hijri`), number, and what must stand beside its name (months.toml)."""

    calendar: str
    number: int
    trust: str = "alone"


@lru_cache(maxsize=100_000)
def look(word: str) -> Sense:
    """Return what the folded word can be; `NOTHING` for most words."""
    table = _table()
    numeral = may_start(word) or word[:1].isdigit()
    if word in table:
        return Sense(table[word], numeral=numeral)
    for prefix in _PREFIXES:
        if not word.startswith(prefix):
            continue
        kinds = table.get(word[len(prefix) :])
        if kinds is None:
            continue
        definite = prefix.endswith(("ال", "لل"))
        size = len(prefix) - (2 if prefix.endswith("ال") else 1 if prefix.endswith("لل") else 0)
        return Sense(kinds, definite, size, prefix.startswith("و"), numeral)
    return Sense(numeral=True) if numeral else NOTHING


def future_verb(word: str) -> bool:
    """Return whether a folded word begins with the future س and is none of the nouns that look so."""
    if word[:1] == "و":
        word = word[1:]
    if len(word) < 4 or word[:2] not in ("سي", "ست", "سن") or word in words_of("future", "not_verbs"):
        return False
    return not word.startswith(_not_verb_stems())


def words_of(table: str, key: str = "forms") -> frozenset[str]:
    """Return the folded forms of a plain list of `times.toml`."""
    return _words_of(table, key)


@cache
def _words_of(table: str, key: str) -> frozenset[str]:
    return frozenset(fold_word(form) for form in load("times")[table][key])


@cache
def forms_of_verbs(key: str, *, own: bool = False) -> frozenset[str]:
    """Return the folded forms of a list of verbs of `[appointed]` (`times.toml`), `own`: those of the first person."""
    verbs = load("times")["appointed"][key]
    found = (form for perfect, present in verbs for form in verb_forms(perfect, present))
    return frozenset(form.text for form in found if not own or form.person == "1")


@cache
def _not_verb_stems() -> tuple[str, ...]:
    return tuple(sorted(words_of("future", "not_verb_stems")))


@cache
def month_names() -> dict[str, MonthName]:
    """Return every month name, folded, words of a two-word name parted by one blank."""
    extra = load("months")
    trust = {fold_word(form): level for level, forms in extra["trust"].items() for form in forms}
    names: dict[str, MonthName] = {}

    def add(form: str, calendar: str, number: int) -> None:
        folded = " ".join(fold_word(form).split())
        names.setdefault(folded, MonthName(calendar, number, trust.get(folded, "alone")))

    for number, form in _babel_months():
        add(form, "gregorian", number)
    for table, calendar in (("extra", "gregorian"), ("libyan", "gregorian"), ("hijri", "hijri")):
        for number, forms in extra[table].items():
            for form in forms:
                add(form, calendar, int(number))
    return names


def _babel_months() -> list[tuple[int, str]]:
    locales = [name for name in localedata.locale_identifiers() if name == "ar" or name.startswith("ar_")]
    found = {(number, form) for name in locales for number, form in Locale.parse(name).months["format"]["wide"].items()}
    return sorted(found)


@cache
def _table() -> dict[str, dict[str, Any]]:
    """Return kinds and values by folded word."""
    times = load("times")
    table: dict[str, dict[str, Any]] = {}

    def add(forms: list[str], kind: str, value: Any) -> None:
        for form in forms:
            table.setdefault(fold_word(form), {}).setdefault(kind, value)

    for unit, numbers in times["unit"].items():
        for number, forms in numbers.items():
            add(forms, "unit", (unit, number))
    for kind in _KINDS_WITH_TABLES:
        for name, forms in times[kind].items():
            add(forms, kind, int(name) if name.lstrip("-").isdigit() else name)
    for name, forms in times["cue"].items():
        add(forms, name, True)
    for kind in ("daypart", "open", "now", "set"):
        add(times[kind]["forms"], kind, True)
    _add_months(table)
    _add_holidays(table, times["holiday"])
    return table


def _add_months(table: dict[str, dict[str, Any]]) -> None:
    for name, month in month_names().items():
        first, _, second = name.partition(" ")
        if second:
            table.setdefault(first, {}).setdefault("pairs", {}).setdefault("month", {})[second] = month
        else:
            table.setdefault(name, {}).setdefault("month", month)


def _add_holidays(table: dict[str, dict[str, Any]], holidays: dict[str, Any]) -> None:
    for holiday in holidays.values():
        for form in holiday["forms"]:
            first, *rest = (fold_word(word) for word in form.split())
            table.setdefault(first, {}).setdefault("holidays", []).append((tuple(rest), holiday))
    for entry in table.values():
        if "holidays" in entry:
            entry["holidays"].sort(key=lambda pair: -len(pair[0]))
