"""Cleaning: refuses what is not Arabic text, and marks what of a page is not its story.

Fills `Document.leftovers` and `Document.dateline`; the text itself is never changed.
"""

from __future__ import annotations

from rasad.clean.dateline import Found, find_dateline
from rasad.clean.language import check
from rasad.clean.leftovers import find_head, find_inline, find_lines, find_tail
from rasad.clean.page import Page, page_of
from rasad.document import Dateline, Document, Leftover, Span

__all__ = ["clean"]


def clean(doc: Document) -> None:
    """Fill `doc.leftovers` (sorted, not overlapping) and `doc.dateline`; set the article's language if it has none.

    A leftover may be a line, the end of a line (an end mark), its head (a dateline) or lie inside a sentence (a
    bracketed credit, an address): it ends no sentence by itself.

    Raises:
        InputError: The text cannot be coded: `empty`, `broken-characters`, `mojibake`, `too-long-word`, `not-arabic`.
    """
    check(doc.text, doc.article.origin or doc.article.id)
    if doc.article.language is None:
        doc.article.language = "ar"
    page = page_of(doc.text)
    found = find_dateline(page, find_head(page))
    if found:
        page.taken.append((found.start, found.end, "dateline"))
    find_lines(page)
    find_tail(page)
    find_inline(page)
    doc.leftovers = _leftovers(page)
    dateline = _dateline(page, found) if found else None
    if dateline and any(x.kind == "dateline" and x.start == dateline.start for x in doc.leftovers):
        doc.dateline = dateline  # else the line is a leftover of another kind, which began first


def _dateline(page: Page, found: Found) -> Dateline:
    start, end = _original(page, found.start, found.end)
    return Dateline(start, end, _span(page, found.place), _span(page, found.agency))


def _span(page: Page, part: tuple[int, int] | None) -> Span | None:
    return Span(*_original(page, *part)) if part else None


def _original(page: Page, start: int, end: int) -> tuple[int, int]:
    """The original range of a folded one, without the blanks around it."""
    words = page.text[start:end]
    start += len(words) - len(words.lstrip())
    return page.folded.original(start, start + len(words.strip()))


def _leftovers(page: Page) -> list[Leftover]:
    """The ranges found, sorted; of two that overlap the one that begins first keeps what both claim."""
    leftovers: list[Leftover] = []
    for first, last, kind in sorted(page.taken, key=lambda t: (t[0], -t[1])):
        start, end = _original(page, first, last)
        if leftovers and start < leftovers[-1].end:
            start = leftovers[-1].end
        if start < end:
            leftovers.append(Leftover(start, end, kind))
    return leftovers
