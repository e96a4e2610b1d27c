"""Folding: what is brought together, and that every folded range leads back to its original."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasad.arabic.letters import fold, fold_word, has_arabic

ARABIC = st.text(
    st.one_of(
        st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئ"),
        st.sampled_from("\u064b\u064c\u064f\u0651\u0652\u0654\u0670\u0640\u200f\u200e\u200c\u202b\u00ad\ufeff"),
        st.sampled_from("ﻻﻷﷲﷺﺍﺣﻤﺪﹰﹱ﴾﴿"),
        st.sampled_from(" \u00a0\t\n«»“”‘’-–—٠٩۳5٪aZ.،؟"),
        st.characters(blacklist_categories=["Cs"]),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("مُحَمَّدٌ", "محمد"),
        ("العـــراق", "العراق"),
        ("أحمد إلى آل ٱلله", "احمد الي ال الله"),
        ("مسؤولية شاطئ", "مسووليه شاطي"),
        ("ﺍﻟﻤﻼﺣﻈﺔ", "الملاحظه"),
        ("ﷲ", "الله"),
        ("کردستان اللھ", "كردستان الله"),
        ("٢٠ ۳۰ 40٪", "20 30 40%"),
        ("«نعم» “لا” ‹بلى›", '"نعم" "لا" "بلي"'),
        ("أ\u00a0ب\u2009ت\tث", "ا ب ت ث"),
        ("\u202bالعراق\u202c\u200f", "العراق"),
        ("كل\u00adمة", "كلمه"),
        ("1990–1991 — ‑", "1990-1991 - -"),
        ("بغداد  الآن", "بغداد  الان"),  # doubled blanks stay: only one to one
        ("CNN سانا", "CNN سانا"),
    ],
)
def test_folding_brings_forms_together(written: str, folded: str) -> None:
    assert fold(written).text == folded
    assert fold_word(written) == folded


def test_composed_and_decomposed_hamza_fold_alike() -> None:
    word = "آلاف المسؤولين أطفئوا إلى"
    assert fold(unicodedata.normalize("NFD", word)).text == fold(word).text


@pytest.mark.parametrize(
    ("text", "part", "original"),
    [
        ("قال محمّدٌ نعم", "محمد", "محمّدٌ"),  # the vowel sign of the last letter belongs to it
        ("وصف هجوماً بالجبان", "هجوما", "هجوماً"),
        ("العـــراق", "عر", "عـــر"),
        ("بغداد\u200f ثم", "بغداد", "بغداد"),  # a bidi mark after it does not
        ("ﻻ نعم", "لا", "ﻻ"),
        ("ﻻ نعم", "ل", "ﻻ"),  # half a ligature is the whole ligature
    ],
)
def test_original_of_a_folded_range(text: str, part: str, original: str) -> None:
    folded = fold(text)
    start = folded.text.index(part)
    first, last = folded.original(start, start + len(part))
    assert text[first:last] == original


@given(ARABIC, st.data())
def test_ranges_lead_back_inside_the_text(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    assert len(folded.starts) == len(folded.text) + 1
    assert folded.starts[-1] == len(text)
    assert folded.starts == sorted(folded.starts)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    first, last = folded.original(start, end)
    assert 0 <= first <= last <= len(text)
    again = fold(text[first:last]).text
    cut = folded.starts[start] == folded.starts[start - 1] if start else False
    cut = cut or (0 < end < len(folded.text) and folded.starts[end] == folded.starts[end - 1])
    if cut and start < end:
        assert folded.text[start:end] in again
    else:
        assert again == folded.text[start:end]


@given(ARABIC, st.data())
def test_ranges_keep_their_order(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(folded.text)), min_size=3, max_size=3)))
    left, right = folded.original(cuts[0], cuts[1]), folded.original(cuts[1], cuts[2])
    assert left[0] <= right[0]
    if cuts[0] < cuts[1] < cuts[2]:
        shared = folded.starts[cuts[1] - 1] == folded.starts[cuts[1]]  # the border cuts a ligature
        assert left[1] <= right[0] + shared
        assert left[1] <= right[1]


@given(ARABIC)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once
    assert fold_word(text) == once


@given(st.text(alphabet="ابجدهوزحطيكلمنسعفصقرشت \n.", max_size=40))
def test_plain_letters_stay_in_place(text: str) -> None:
    folded = fold(text)
    assert folded.text == text
    assert folded.starts == list(range(len(text) + 1))


@pytest.mark.parametrize(("text", "is_arabic"), [("abc ب", True), ("ﷲ", True), ("٣ ، ؟ ﴿", False), ("", False)])
def test_has_arabic(text: str, is_arabic: bool) -> None:
    assert has_arabic(text) is is_arabic
