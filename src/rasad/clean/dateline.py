"""Finds the dateline at the head of a story: place, day, agency and reporter before its first sentence.

The head is cut at dashes, slashes, colons, commas, brackets and quotation marks; each piece must be an outlet, a day,
a place that is listed, or have the shape of a name. An outlet, or a listed place with a name, then makes it a
dateline; the first piece that is none of these is the story.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from rasad.arabic.letters import fold_word
from rasad.clean.page import Line, Page
from rasad.outlets import could_be_name, find, generic_sources, key, kind_words, longest
from rasad.vocabulary import load

_REACH = 130  # characters of the longest dateline
_MAX_PIECES = 7
_MIN_STORY_WORDS = 8  # of a line that begins with a place alone: `الرياض: ...`; a shorter one is a headline
_MONTH = r"[ء-ي]+(?: [ء-ي]+)?(?: *[/(] *[ء-ي]+(?: [ء-ي]+)?\)?)?"
_DATE = re.compile(
    rf"(?:(?:يوم )?(?:ال)?(?:سبت|احد|اثنين|ثلاثاء|اربعاء|خميس|جمعه) *[،,]? *)?\d{{1,2}} +{_MONTH}(?: *[،,]? *\d{{4}})?"
    rf"(?: *[هم]\b)?(?: +الموافق(?: ل)? *\d{{1,2}} +{_MONTH} *(?:\d{{4}})?(?: *[هم]\b)?)?"
    r"|\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}"
)
_WRAPPED = re.compile(r"([(\[\"]) *([^()\[\]\"\n:]{2,45}?) *[)\]\"]")
_BARE = re.compile(r"[^\-/:،,()\"\[\]|\n\d*;؛؟!]{2,45}")
_MARK = re.compile(r" *(?:-{1,4}|[/:،,|]|(?=$))(?: *-{1,4})?")
_BLANKS = re.compile(r" *")
# دمشق - وهي أقدم العواصم - ...
_INSERTION = re.compile(r"(?:التي|الذي|وهي|وهو|كما|حيث|حسب|بحسب|عاصمه)\b|[^.]{3,90} -(?= )")
_BY = re.compile(r"(?:من|كتب|كتبت|مراسل|مراسله|مراسلنا|مراسلتنا) +")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the head: `outlet generic place date name`, its range without brackets, and what follows it.

    `mark` is `:`, `-`, `/`, `,`, `end` (of the line), `~` (a hyphen inside a word), `run-on` or empty; `wrapped` is the
    bracket or quotation mark around it; `sure`: the outlet's name is no ordinary word, or it is wrapped.
    """

    kind: str
    start: int
    end: int
    mark: str
    after: int
    wrapped: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """A dateline in folded offsets; `place` and `agency` are `None` where it names none."""

    start: int
    end: int
    place: tuple[int, int] | None
    agency: tuple[int, int] | None


@cache
def _places() -> frozenset[str]:
    return frozenset(fold_word(p) for p in load("leftovers")["dateline"]["places"])


def find_dateline(page: Page, start: int) -> Found | None:
    """Return the dateline that begins at `start`, or begins one of the two lines after a title; `None` if none does."""
    for line in [x for x in page.lines if x.end > start and not page.is_taken(x.start, x.end)][:3]:
        found = _parse(page.text, Line(max(line.start, start), line.end, line.words))
        if found:
            return found
        if page.text[line.end - 1] in ".؟!" or line.words > 18:
            return None  # that was a sentence of the story, not a title
    return None


def _parse(text: str, line: Line) -> Found | None:
    limit = min(line.end, line.start + _REACH)
    pieces: list[Piece] = []
    best: Found | None = None
    at = line.start
    while len(pieces) < _MAX_PIECES and at < limit:
        piece = _piece(text, at, line.end, pieces)
        if piece is None or (best and not _may_go_on(piece, pieces)):
            break
        pieces.append(piece)
        at = piece.after
        if _is_dateline(text, pieces, line):
            best = _found(text, pieces)
    return best


def _may_go_on(piece: Piece, before: list[Piece]) -> bool:
    """Whether a piece still belongs to what is a dateline already: after its colon the story begins."""
    if before[-1].mark == ":" and any(p.kind in ("outlet", "generic") for p in before):
        return False
    if piece.kind == "name" and not piece.wrapped:
        return piece.mark in (":", "end") or piece.start > before[-1].after  # `من فلان` begins after its `من`
    return piece.kind != "name"


def _piece(text: str, at: int, end: int, before: list[Piece]) -> Piece | None:
    if date := _DATE.match(text, at, end):
        return _marked(Piece("date", at, _date_end(date), "", 0), text, _date_end(date), end) if before else None
    if wrapped := _WRAPPED.match(text, at, end):
        kind = _kind(wrapped[2], wrapped=True)
        if not kind or (kind == "name" and not before):
            return None
        return _marked(Piece(kind, *wrapped.span(2), "", 0, wrapped[1]), text, wrapped.end(), end)
    if stop := longest(text, at, end):
        piece = _marked(Piece("outlet", at, stop, "", 0), text, stop, end)
        if piece.mark:
            return piece
    if bare := _BARE.match(text, at, end):
        phrase = _bare_piece(text, at, bare[0].rstrip(), end)
        if phrase and (phrase.mark or _opens(text, phrase.after, end)):
            return phrase
    return _run_on(text, at, end, before)


def _date_end(date: re.Match[str]) -> int:
    """Where a day ends; `20 تموز (بترا)` ends before the brackets, unlike `20 يوليو (تموز)`."""
    last = date[0].rfind("(")
    return (
        date.start() + len(date[0][:last].rstrip())
        if last > 0 and find(date[0][last + 1 : -1], marked=True)
        else date.end()
    )


def _bare_piece(text: str, at: int, words: str, end: int) -> Piece | None:
    by = _BY.match(words)
    stop = at + len(words)
    if by and could_be_name(words[by.end() :]):
        return _marked(Piece("name", at + by.end(), stop, "", 0), text, stop, end)
    kind = _kind(words, wrapped=False)
    if not kind:
        return None
    return _marked(Piece(kind, at, stop, "", 0, "", kind != "outlet" or find(words) is not None), text, stop, end)


def _run_on(text: str, at: int, end: int, before: list[Piece]) -> Piece | None:
    """The place or outlet that a lost line break joins to the story: `عدن - رويترز قتل ...`."""
    if not before or before[-1].mark != "-":
        return None
    if before[-1].kind == "place" and (stop := longest(text, at, end)) and stop - at > 3:
        return Piece("outlet", at, stop, "run-on", stop)
    if before[-1].kind == "outlet":
        words = text[at:end].split(" ", 4)[:4]
        for count in range(min(3, len(words) - 1), 0, -1):
            name = " ".join(words[:count])
            if name in _places():
                return Piece("place", at, at + len(name), "run-on", at + len(name))
    return None


def _kind(words: str, *, wrapped: bool) -> str:
    if wrapped and find(words, marked=True):
        return "outlet"
    if words in _places():
        return "place"
    if find(words, marked=True):
        return "outlet"
    if key(words) in generic_sources():
        return "generic"
    first, _, rest = words.partition(" ")
    if first in kind_words() and 1 <= len(rest.split()) <= 4:  # an agency that the vocabulary does not list
        return "outlet"
    return "name" if could_be_name(words, shortest=1) else ""


def _marked(piece: Piece, text: str, stop: int, end: int) -> Piece:
    """The piece with the mark that follows it at `stop`, and where the next one begins."""
    mark = _MARK.match(text, stop, end)
    sign, after = "", stop
    if stop < end and mark and mark[0].strip():
        after = mark.end()
        sign = "-" if "-" in mark[0] else mark[0].strip().replace("،", ",").replace("|", "/")
        glued = after < end and text[after] != " " and text[stop] == "-" and mark[0] == "-"
        if glued and not piece.wrapped:
            sign = "~"  # `الروسي-التركي` is one word
    if after >= end:
        sign = "end"
    blanks = _BLANKS.match(text, after, end)
    return replace(piece, mark=sign, after=blanks.end() if blanks else after)


def _opens(text: str, at: int, end: int) -> bool:
    """Whether brackets, quotation marks or a day follow without a mark: `القاهرة (أ ف ب)`, `بغداد 20 يوليو`."""
    return at < end and (text[at] in '(["' or _DATE.match(text, at, end) is not None)


def _is_dateline(text: str, pieces: list[Piece], line: Line) -> bool:
    if pieces[-1].mark in ("~", ","):
        return False
    unmarked = [(a, b) for a, b in pairwise(pieces) if not a.mark]
    if any(a.wrapped == '"' or (a.kind == "name" and b.wrapped == '"') for a, b in unmarked):
        return False  # `يقول موقع «...»`, `«...» تقول للوزير:`
    if any(p.kind == "outlet" for p in pieces):
        return _with_outlet(text, pieces)
    return pieces[-1].mark in (":", "end", "-") and _without_outlet(text, pieces, line)


def _with_outlet(text: str, pieces: list[Piece]) -> bool:
    last = pieces[-1]
    kinds = [p.kind for p in pieces]
    listed = "place" in kinds
    named = _named(text, pieces) and last.mark in (":", "end")
    if not (listed or named or "generic" in kinds or any(p.kind == "outlet" and p.sure for p in pieces)):
        return False
    if last.mark:
        return len(pieces) > 1 or last.wrapped == "(" or (last.mark in (":", "-", "end") and last.sure)
    anchored = listed or "date" in kinds or pieces[0].mark == ","
    dashed = listed and len(pieces) > 1 and pieces[-2].mark in ("-", "/")
    return last.kind == "outlet" and ((last.wrapped == "(" and anchored) or (last.wrapped == '"' and dashed))


def _without_outlet(text: str, pieces: list[Piece], line: Line) -> bool:
    last = pieces[-1]
    kinds = [p.kind for p in pieces]
    if "generic" in kinds:
        by = kinds == ["name", "generic"] and last.mark != "-" and not _one_word(text, pieces[0])
        return by or "place" in kinds
    if kinds.count("place") == 1 and kinds.count("name") == 1:
        if pieces[0].mark == ":" and last.mark == ":":
            return False  # `واشنطن: فلان الفلاني: ...` is a capital and a speaker
        name = next(p for p in pieces if p.kind == "name")
        return last.mark in (":", "end") and could_be_name(text[name.start : name.end])
    return kinds == ["place"] and last.mark != "end" and _alone(text, last, line)


def _named(text: str, pieces: list[Piece]) -> bool:
    """Whether an outlet with an ordinary word's name has a reporter before it: `فلان الفلاني - سبق - بلقرن:`."""
    if [p.kind for p in pieces] not in (["name", "outlet"], ["outlet", "name"], ["name", "outlet", "name"]):
        return False
    outlet = next(p for p in pieces if p.kind == "outlet")
    return not outlet.wrapped and (len(pieces) == 2 or (not _one_word(text, pieces[0]) and _one_word(text, pieces[2])))


def _alone(text: str, place: Piece, line: Line) -> bool:
    """Whether a place with nothing beside it heads a paragraph; `طهران - بكين`, headlines and insertions do not."""
    rest = text[place.after : line.end]
    if rest.count(" ") < _MIN_STORY_WORDS or rest[0] in "\"'":
        return False
    if place.mark == "-" and _INSERTION.match(rest):
        return False
    following = _BARE.match(rest)
    return not (following and following[0].strip() in _places())


def _found(text: str, pieces: list[Piece]) -> Found:
    outlet = next((p for p in pieces if p.kind == "outlet"), None)
    place = next((p for p in pieces if p.kind == "place"), None)
    if place is None and outlet is not None and pieces[0].kind == "name" and _place_like(text, pieces, outlet):
        place = pieces[0]
    if place is None and outlet is not None:  # `رويترز - بلدة:`
        place = next((b for a, b in pairwise(pieces) if a is outlet and outlet.sure and _one_word(text, b)), None)
        if len(pieces) == 3 and pieces[1] is outlet and _one_word(text, pieces[2]):
            place = pieces[2]
    return Found(
        pieces[0].start - bool(pieces[0].wrapped),
        pieces[-1].after,
        (place.start, place.end) if place else None,
        (outlet.start, outlet.end) if outlet else None,
    )


def _one_word(text: str, piece: Piece) -> bool:
    return piece.kind == "name" and " " not in text[piece.start : piece.end]


def _place_like(text: str, pieces: list[Piece], outlet: Piece) -> bool:
    """Whether an unlisted first piece is a place: before brackets, a comma or a day, or a single word."""
    first = pieces[0]
    return outlet.wrapped == "(" or first.mark == "," or pieces[1].kind == "date" or _one_word(text, first)
