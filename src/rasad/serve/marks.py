"""A text with words marked, as safe HTML: the text is always escaped, and nothing of it is lost or changed.

Marks may lie in each other or cross. What is marked twice stands in two `<mark>` elements; a mark that crosses the end
of another is cut there into pieces with the same path. What a browser would swallow or let reorder the line (NUL,
control characters, bidirectional controls, lone surrogates) is an empty `<span class="sign" data-code="202E">` that
shows its name.
`web/src/offsets.js` counts characters in this HTML the same way.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from rasad import record as records
from rasad.record import Record

# Controls of direction, and all of Unicode's categories Cc (but line feed and tab) and Cs.
_HIDDEN = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_ABBREVIATED = {
    "\x00": "NUL", "\r": "CR", "\u061c": "ALM", "\u200e": "LRM", "\u200f": "RLM", "\u202a": "LRE", "\u202b": "RLE",
    "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO", "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI",
    "\u2069": "PDI", "\ufeff": "BOM",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a text that a field of a record rests on.

    Attributes:
        start: First code point, counted from the beginning of the text.
        end: Code point after the last.
        role: `trigger`, `actor`, `recipient`, `event_loc`, `date_info`, `attribution`, `size` or `quote`.
        path: The field, such as `actor[0]`.
        event: The id of the record; empty where the page shows one record.
        tag: Short name of the role, shown after the words where the page asks for names.
    """

    start: int
    end: int
    role: str
    path: str
    event: str = ""
    tag: str = ""


def record_marks(record: Record, tags: dict[str, str] | None = None, event: bool = False) -> list[Mark]:
    """Return the marks of a record, by offsets of its article.

    Args:
        record: An event record.
        tags: Short names of the roles.
        event: Whether to note the record's id, where a page marks several.
    """
    of = record["id"] if event else ""
    found = []
    for path, _, start, end in records.spans(record):
        role = path.split("[")[0].split(".")[0]
        if role != "text":
            found.append(Mark(start, end, role, path, of, (tags or {}).get(role, "")))
    return found


def marked(text: str, marks: Iterable[Mark] = (), base: int = 0) -> Markup:
    """Return a text as HTML with its marks; of marks that reach beyond it, the part within.

    Args:
        text: The text, such as a sentence.
        marks: What to mark, by offsets of the article.
        base: Where in the article the text begins.
    """
    inside = [(max(m.start - base, 0), min(m.end - base, len(text)), m) for m in marks]
    spans = sorted(((a, b, m) for a, b, m in inside if a < b), key=lambda s: (s[0], -s[1], s[2].path, s[2].event))
    edges = sorted({0, len(text), *(a for a, _, _ in spans), *(b for _, b, _ in spans)})
    out: list[str] = []
    opened: list[tuple[int, int, Mark]] = []
    waiting = iter([*spans, None])
    coming = next(waiting)
    for at, until in itertools.pairwise(edges):
        again = _close(out, opened, at, text)
        while coming is not None and coming[0] == at:
            again.append(coming)
            coming = next(waiting)
        for span in sorted(again, key=lambda s: -s[1]):  # what ends last encloses the others
            opened.append(span)
            out.append(_tag(span, text))
        out.append(_escaped(text[at:until]))
    _close(out, opened, len(text), text)
    return Markup("".join(out))  # every part was escaped above


def _close(out: list[str], opened: list[tuple[int, int, Mark]], at: int, text: str) -> list[tuple[int, int, Mark]]:
    """Close the marks that end here, and those within them, which are returned to be opened again."""
    again: list[tuple[int, int, Mark]] = []
    while any(end <= at for _, end, _ in opened):
        span = opened.pop()
        out.append("</mark>")
        if span[1] > at:
            again.append(span)
    return again[::-1]


def _tag(span: tuple[int, int, Mark], text: str) -> str:
    _, end, mark = span
    parts = [f'<mark class="role-{escape(mark.role)}" data-path="{escape(mark.path)}"']
    if mark.event:
        parts.append(f' data-event="{escape(mark.event)}"')
    # A name between two letters would break the join of the script, so words marked up to within one get none.
    if mark.tag and not (end < len(text) and unicodedata.category(text[end])[0] in "LM"):
        parts.append(f' data-tag="{escape(mark.tag)}"')
    return "".join(parts) + ">"


def _escaped(text: str) -> str:
    out, at = [], 0
    for found in _HIDDEN.finditer(text):
        char = found[0]
        name = _ABBREVIATED.get(char, f"U+{ord(char):04X}")
        sign = f'<span class="sign" data-code="{ord(char):04X}" data-name="{name}"></span>'
        out += [escape(text[at : found.start()]), sign]
        at = found.end()
    return "".join([*out, escape(text[at:])])
