"""Words, numbers and signs at their places."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasad.analyse.words import tokens


def words(text: str) -> list[str]:
    return [text[a:b] for _, a, b in tokens(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('بـ"بغداد".', ["بـ", '"', "بغداد", '"', "."]),
        ("إلى4.5 مليون", ["إلى", "4.5", "مليون"]),
        ("10.100.000 و ٣٫٥٪", ["10.100.000", "و", "٣٫٥", "٪"]),
        ("نعم!ثم", ["نعم", "!", "ثم"]),
        ("مُحَمَّدٌ رســـول", ["مُحَمَّدٌ", "رســـول"]),
        ("بغداد ـ رويترز", ["بغداد", "ـ", "رويترز"]),
        ("لـCNN و@rasad_1", ["لـ", "CNN", "و", "@rasad_1"]),
        ("إم.إتش", ["إم", ".", "إتش"]),
        ("#عاصفة_الحزم", ["#", "عاصفة", "_", "الحزم"]),
        ("راجع https://example.com/a?b=1.", ["راجع", "https://example.com/a?b=1", "."]),
        ("15/7/2016", ["15", "/", "7", "/", "2016"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_kinds() -> None:
    assert [kind for kind, _, _ in tokens("قال BBC 7 .", 0, 11)] == ["arabic", "latin", "number", "sign"]


@given(st.text(max_size=60) | st.text(alphabet="بغداد و3.\u064b\u200fـA\"'", max_size=60))
def test_every_character_but_blanks_and_marks_is_in_one_token(text: str) -> None:
    found = list(tokens(text, 0, len(text)))
    assert all(one[2] <= two[1] for one, two in pairwise(found))
    covered = {i for _, a, b in found for i in range(a, b)}
    assert all(i in covered for i, c in enumerate(text) if c.isalnum() and c < "\u0600")
