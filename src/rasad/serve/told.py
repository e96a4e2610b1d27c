"""What Rasad writes in English, said in Arabic: the reasons of a record, errors, problems, what an ingest tells.

The sentences are `vocabulary/told.toml`. Records and the API keep the English; only pages, and the field `told` of an
error, hold the Arabic. A sentence that is not known there is shown as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from rasad import ontology, vocabulary
from rasad.serve import interface

Table = Literal["reasons", "messages"]
_LONGEST = 1_000  # characters: matching several holes takes time that grows with their power
_NUMBER, _SHARE, _WORDS, _ITEM = r"[\d,]+", r"\d(?:\.\d+)?", r".+?", r"(?:(?!; ).)+?"
_KINDS = {"n": _NUMBER, "m": _NUMBER, "from0": r"\d{1,6}", "share": _SHARE, "kind": r"[\w-]+/[\w-]+", "type": "[A-Z]+"}
# Holes that hold codes, with the tables of interface.toml that name these.
_CODES = {
    "type": ("types",),
    "status": ("statuses",),
    "act": ("acts",),
    "role": ("roles", "accounts"),
    "other": ("accounts",),
}
_FROM_0 = re.compile(r"\A(same event as .{1,500}) \(sentence (\d{1,6})\): ", re.DOTALL)
_HOLE = re.compile(r"\{(\w+)\}")
_FIELD = re.compile(r"([\w.\[\]-]{1,80}): (.+)", re.DOTALL)  # what a validation puts before each message
_DAY = re.compile(r"\d{4}-\d\d-\d\d")  # after Arabic letters its parts would change places
_FOREIGN = re.compile(rf"[A-Za-z]|{_DAY.pattern}")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence with holes, in both languages."""

    english: re.Pattern[str]
    arabic: str


def arabic(table: Table, text: str) -> str | None:
    """Return what a text says in Arabic; `None` where that is not known.

    Args:
        table: Where it is looked up.
        text: A sentence, or several, one a line or joined by `; `.
    """
    if len(text) > _LONGEST:
        return None
    lines = [_list(table, line.strip()) for line in text.splitlines() if line.strip()]
    return "\n".join(line for line in lines if line) if lines and all(lines) else None


def english(text: str) -> str:
    """Return a reason as it is written now: records that were coded before count sentences from 0."""
    return _FROM_0.sub(lambda found: f"{found[1]} in sentence {int(found[2]) + 1}: ", text)


def _list(table: Table, text: str) -> str | None:
    """Return one sentence, or what several come to."""
    if (whole := _sentence(table, text)) is not None:
        return whole
    parts = [_sentence(table, part) for part in text.split("; ")]
    return "؛ ".join(part for part in parts if part) if all(parts) else None


def _sentence(table: Table, text: str) -> str | None:
    for phrase in _phrases()[table]:
        if (found := phrase.english.fullmatch(text)) and (said := _filled(table, phrase, found)) is not None:
            return said
    if table == "messages" and (found := _FIELD.fullmatch(text)) and (rest := _sentence(table, found[2])):
        return f"{_isolated(found[1])}: {rest}"
    return None


def _filled(table: Table, phrase: Phrase, found: re.Match[str]) -> str | None:
    """Return a phrase with its holes filled; `None` where what stands in one cannot be said."""
    said = interface.words("ar")
    values: dict[str, str] = {}
    for name, value in found.groupdict().items():
        if name == "part":
            part = _list(table, value)
            if part is None:
                return None
            values[name] = part
        elif name == "from0":
            values[name] = str(int(value) + 1)
        elif name in _CODES:
            if name == "type" and value not in ontology.types():
                return None
            names = [known for known in (said.names(t).get(value) for t in _CODES[name]) if known]
            values[name] = names[0] if names else _isolated(value)
        else:
            values[name] = _isolated(value)
    return _HOLE.sub(lambda hole: values[hole[1]], phrase.arabic)


def _isolated(text: str) -> str:
    """Return a text that cannot change the direction of what stands around it."""
    return f"\u2068{text}\u2069" if _FOREIGN.search(text) else text


def _found(day: re.Match[str]) -> str:
    return _isolated(day[0])


@cache
def _phrases() -> dict[str, list[Phrase]]:
    tables = vocabulary.load("told")
    return {
        name: [Phrase(_pattern(one), _DAY.sub(_found, other)) for one, other in tables[name]]
        for name in ("reasons", "messages")
    }


def _pattern(english: str) -> re.Pattern[str]:
    kinds = _KINDS | {"status": "|".join(ontology.STATUSES), "role": "actor|recipient|source|reader|coder|admin"}
    kinds["part"] = _WORDS
    words = _WORDS if "; " in english else _ITEM  # a sentence that is one of several ends before the next
    out, at = [], 0
    for hole in _HOLE.finditer(english):
        out += [re.escape(english[at : hole.start()]), f"(?P<{hole[1]}>{kinds.get(hole[1], words)})"]
        at = hole.end()
    pattern = "".join([*out, re.escape(english[at:])])
    return re.compile(pattern.replace(re.escape("(s)"), "s?"), re.DOTALL)


__all__ = ["arabic", "english"]
