"""Finds what of a page is not its story, by the rules of vocabulary/leftovers.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from rasad.arabic.letters import fold_word
from rasad.clean.page import Page
from rasad.outlets import could_be_name, kind_words, only_outlets
from rasad.vocabulary import load

_TAIL_LENGTH = 240  # characters: the longest leftover looked for at the end of a line without line breaks
_TAIL_ROUNDS = 6
_MAX_HEADLINES = 8
_HEADLINE_WORDS = 18
# Where something may stand after the story: a new line, a sentence's end; a closing quotation mark has a blank after.
_SENTENCE_END = re.compile(r"(?<=[.!؟?…])\s*(?=\S)|(?<=\")\s+(?=\S)|\n\s*(?=\S)")
_OPENING = re.compile(r"(?<=\s)[(\[]")
_CLASS_OR_BLANK = re.compile(r"\[(?:\\.|[^\]\\])*\]|\\.| \?| ")
_BRACKETED = re.compile(r"[\s*]*[(\[\-/*]")


@dataclass(frozen=True, slots=True)
class Rule:
    """One `[[rule]]` of the vocabulary, its patterns compiled; those without groups to check are joined in one."""

    kind: str
    max_words: int
    top: int
    not_first: bool
    headline: bool
    follow: str
    patterns: tuple[re.Pattern[str], ...]


@cache
def rules(where: str) -> tuple[Rule, ...]:
    """Return the rules for `line`, `head`, `tail` or `inline`, in the order of the file."""
    return tuple(_rule(r) for r in load("leftovers")["rule"] if r["where"] == where)


def _rule(entry: dict[str, Any]) -> Rule:
    patterns = [_CLASS_OR_BLANK.sub(_blank, fold_word(p)) for p in entry["patterns"]]
    plain = [p for p in patterns if "(?P<" not in p]
    joined = ["|".join(f"(?:{p})" for p in plain)] if plain else []
    every = [re.compile(p, re.IGNORECASE) for p in [*joined, *(p for p in patterns if "(?P<" in p)]]
    return Rule(
        kind=entry["kind"],
        max_words=entry.get("max_words", 40),
        top=entry.get("top", 0),
        not_first=entry.get("not_first", False),
        headline=entry.get("headline", False),
        follow=entry.get("follow", ""),
        patterns=tuple(every),
    )


def _blank(match: re.Match[str]) -> str:
    return {" ": " +", " ?": " *"}.get(match[0], match[0])


def _holds(match: re.Match[str], *, marked: bool = True) -> bool:
    """Whether the named groups hold what they are named after; `marked`: an ordinary word may be an outlet here."""
    groups = match.groupdict()
    if (agency := groups.get("agency")) is not None:
        # In brackets, after a label or a slash even an ordinary word (الحياة) is an outlet.
        sure = match.start("agency") > match.start() and bool(_BRACKETED.match(match[0]) or ":" in match[0])
        return only_outlets(agency, marked=sure and marked)
    if (name := groups.get("name")) is not None:
        return could_be_name(re.sub(r"[/.،,\-]+", " ", name))
    return True


def find_head(page: Page) -> int:
    """Take what stands before the story at its start; return where the rest begins."""
    at = page.lines[0].start
    while True:
        found = next(
            (m for r in rules("head") for p in r.patterns if (m := p.match(page.text, at)) and _holds(m)), None
        )
        if found is None:
            return at
        kind = next(r.kind for r in rules("head") if found.re in r.patterns)
        page.taken.append((at, found.end(), kind))
        rest = re.compile(r"\s*").match(page.text, found.end())
        at = rest.end() if rest else found.end()
        if at >= len(page.text):
            return at


def find_lines(page: Page) -> None:
    """Take the lines that are left over as a whole, and those that belong to them."""
    number = 0
    while number < len(page.lines):
        line = page.lines[number]
        number += 1
        if page.is_taken(line.start, line.end):
            continue
        rule = _rule_of_line(page, number - 1)
        if rule is None:
            continue
        page.taken.append((line.start, line.end, rule.kind))
        if rule.follow == "rest":
            page.taken.append((line.start, page.lines[-1].end, rule.kind))
            return
        if rule.follow == "headlines":
            number = _take_headlines(page, number, rule.kind)


def _rule_of_line(page: Page, number: int) -> Rule | None:
    line = page.lines[number]
    for rule in rules("line"):
        if line.words > rule.max_words or (rule.not_first and number == 0):
            continue
        if (rule.top and number >= rule.top) or (rule.headline and page.text[line.end - 1] in ".؛"):
            continue
        for pattern in rule.patterns:
            match = pattern.fullmatch(page.text, line.start, line.end)
            if match and _holds(match):
                return rule
    return None


def _take_headlines(page: Page, number: int, kind: str) -> int:
    for after in range(number, min(number + _MAX_HEADLINES, len(page.lines))):
        line = page.lines[after]
        if page.text[line.end - 1] in ".:،؛" or line.words > _HEADLINE_WORDS:
            return after
        page.taken.append((line.start, line.end, kind))
    return min(number + _MAX_HEADLINES, len(page.lines))


def find_tail(page: Page) -> None:
    """Take what stands after the story at its end, from the end backwards."""
    for _ in range(_TAIL_ROUNDS):
        end = _story_end(page)
        if end == 0 or not _take_tail(page, end):
            return


def _story_end(page: Page) -> int:
    """Where the text ends without the blanks and leftovers at its end."""
    end = len(page.text.rstrip())
    while True:
        reached = min((a for a, b, _ in page.taken if a < end <= b), default=end)
        if reached == end:
            return end
        end = len(page.text[:reached].rstrip())


def _take_tail(page: Page, end: int) -> bool:
    floor = max(0, end - _TAIL_LENGTH)
    starts = [m.end() for m in _SENTENCE_END.finditer(page.text, floor, end)]
    loose = {m.start() for m in _OPENING.finditer(page.text, floor, end) if _loose(page.text, m.start(), end)}
    loose.difference_update(starts)
    for start in sorted({*starts, *loose}):
        if start == 0 or start >= end or not page.text[:start].strip():
            continue
        for rule in rules("tail"):
            for pattern in rule.patterns:
                match = pattern.fullmatch(page.text, start, end)
                if match and _holds(match, marked=start not in loose):
                    page.taken.append((start, end, rule.kind))
                    return True
    return False


def _loose(text: str, start: int, end: int) -> bool:
    """Whether brackets that follow a sentence without its full stop end the text: `... بجروح (رويترز)`.

    `وكالة الأنباء الكورية (يونهاب).` is the sentence's own: the full stop comes after it, or the kind of outlet before.
    """
    return text[end - 1] in ")]" and not kind_words() & set(text[max(0, start - 50) : start].split()[-5:])


def find_inline(page: Page) -> None:
    """Take bracketed credits and links, addresses of pages and mail wherever they stand."""
    for rule in rules("inline"):
        for pattern in rule.patterns:
            for match in pattern.finditer(page.text):
                if _holds(match) and not page.touches_taken(match.start(), match.end()):
                    page.taken.append((match.start(), match.end(), rule.kind))
