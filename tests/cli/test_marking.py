"""Marks in a sentence: every field once, none crossing another, nothing of the sentence lost."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasad.cli import marking
from rasad.export import example

LENGTH, BASE = 40, 100
ranges = st.tuples(st.integers(0, LENGTH - 1), st.integers(1, LENGTH)).map(lambda p: (p[0], max(p[0] + 1, p[1])))


def made(trigger: tuple[int, int], actors: list[tuple[int, int]], sources: list[tuple[int, int]]) -> dict[str, Any]:
    """Return a record whose fields stand at these ranges of a sentence of letters."""
    record = copy.deepcopy(example.records()[0])
    text = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي" * 2
    record["text"], record["event_loc"], record["date_info"] = text[:LENGTH], None, None
    record["text_info"] |= {"start": BASE, "end": BASE + LENGTH}

    def words(start: int, end: int, name: str) -> dict[str, Any]:
        return {name: text[start:end], "start": BASE + start, "end": BASE + end}

    record["trigger"] = words(*trigger, "text")
    record["actor"] = [words(*a, "entity_text") for a in actors]
    record["attribution"] = [words(*s, "text") for s in sources]
    return record


@given(trigger=ranges, actors=st.lists(ranges, max_size=4), sources=st.lists(ranges, max_size=3))
def test_nothing_is_lost_and_nothing_crosses(
    trigger: tuple[int, int], actors: list[tuple[int, int]], sources: list[tuple[int, int]]
) -> None:
    record = made(trigger, actors, sources)
    shown = marking.bracketed(record)
    assert re.sub(r"\[[^\[\]:]+: |\]", "", shown) == record["text"]
    assert shown.count("[") == shown.count("]") == len(marking.marks(record))
    depth = 0
    for sign in shown:
        depth += (sign == "[") - (sign == "]")
        assert depth >= 0
    assert marking.coloured(record).plain == record["text"]


def test_marks_lie_in_each_other() -> None:
    record = made((0, 12), [(4, 8)], [(4, 8)])
    assert marking.bracketed(record).startswith("[حدث: ابتث[فاعل ومصدر: جحخد]ذرزس]")


def test_marks_that_touch() -> None:
    record = made((0, 4), [(4, 8)], [(8, 12)])
    assert marking.bracketed(record).startswith("[حدث: ابتث][فاعل: جحخد][مصدر: ذرزس]ش")


def test_what_stands_in_another_sentence_is_not_marked() -> None:
    record = made((0, 4), [], [])
    record["actor"] = [{"entity_text": "غيره", "start": 3, "end": 7}]
    assert "فاعل" not in marking.bracketed(record)
    assert ("actor", "actor[0]", "غيره", 3, 7) in list(marking.fields(record))


@pytest.mark.parametrize("field", marking.NAMES)
def test_every_field_has_a_colour(field: str) -> None:
    assert field in marking.STYLES


def test_a_terminal_gets_colours() -> None:
    from rich.console import Console

    console = Console(force_terminal=True, color_system="standard", width=200)
    with console.capture() as shown:
        console.print(marking.coloured(example.records()[0]))
    assert "\x1b[1;30;43mتظاهر\x1b[0m" in shown.get()
