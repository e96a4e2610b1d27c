"""A record's sentence with the words of every field marked, for a terminal or as plain text.

In a terminal by colour; in plain text by brackets with an Arabic name, `[فاعل: الشرطة]`, so that a line stays of one
direction. Marks may lie in each other (the actor between the two words of a trigger); of two that cross, the shorter
is left to the list of fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rasad import record as records
from rasad.record import Record

if TYPE_CHECKING:
    from rich.text import Text

NAMES = {
    "trigger": "حدث",
    "actor": "فاعل",
    "recipient": "متلقٍ",
    "event_loc": "مكان",
    "date_info": "زمان",
    "attribution": "مصدر",
    "size": "عدد",
}
STYLES = {
    "trigger": "bold black on yellow",
    "actor": "black on green",
    "recipient": "white on red",
    "event_loc": "black on cyan",
    "date_info": "white on magenta",
    "attribution": "white on blue",
    "size": "underline",
}
Mark = tuple[int, int, tuple[str, ...]]


def fields(record: Record) -> Iterator[tuple[str, str, str, int, int]]:
    """Yield `(field, path, words, start, end)` of all that points into the text but the sentence itself."""
    for path, words, start, end in records.spans(record):
        field = path.split("[")[0].split(".")[0]
        if field != "text":
            yield field, path, words, start, end


def marks(record: Record) -> list[Mark]:
    """Return `(start, end, fields)` relative to the sentence, those around others first; none crosses another."""
    base, length = record["text_info"]["start"], len(record["text"])
    found: dict[tuple[int, int], list[str]] = {}
    for field, _, _, start, end in fields(record):
        if start >= base and end <= base + length:
            names = found.setdefault((start - base, end - base), [])
            if field not in names:
                names.append(field)
    chosen: list[Mark] = []
    for (start, end), names in sorted(found.items(), key=lambda item: (item[0][0] - item[0][1], item[0])):
        crosses = any((a < start < b < end) or (start < a < end < b) for a, b, _ in chosen)
        if not crosses:
            chosen.append((start, end, tuple(names)))
    return sorted(chosen, key=lambda mark: (mark[0], -mark[1]))


def bracketed(record: Record) -> str:
    """Return the sentence with brackets around the words of the fields."""
    text: str = record["text"]
    opening: dict[int, str] = {}
    closing: dict[int, int] = {}
    for start, end, names in marks(record):
        opening[start] = opening.get(start, "") + f"[{' و'.join(NAMES[name] for name in names)}: "
        closing[end] = closing.get(end, 0) + 1
    places = sorted({0, *opening, *closing, len(text)})
    out = []
    for at, after in zip(places, [*places[1:], len(text)], strict=True):
        out += ["]" * closing.get(at, 0), opening.get(at, ""), text[at:after]]
    return "".join(out)


def coloured(record: Record) -> Text:
    """Return the sentence with the words of the fields coloured; where they lie in each other, the inner one wins."""
    from rich.text import Text

    text = Text(record["text"])
    for start, end, names in sorted(marks(record), key=lambda mark: mark[0] - mark[1]):
        text.stylize(STYLES[names[0]], start, end)
    return text
