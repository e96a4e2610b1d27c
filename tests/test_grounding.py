"""Grounding: what a copyist changes is forgiven, nothing else is, and no range cuts a word."""

import random
import re
import runpy
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasad import ground
from rasad.arabic.letters import fold
from tests.arabic.test_letters import ARABIC

ROOT = Path(__file__).parents[1]
GSR = ROOT.parent / "shared/data/arabic_event_gsr"
TEXT = "وقالت «الحكومة» العراقية إن ١٢ وزيرا اجتمعوا بالرئيس في بغداد، ثم غادر الوزراء مبنى الرئاسة."
WORD = st.text("بتجحدرسشعقمنأإؤئةى", min_size=3, max_size=7)
SENTENCE = st.lists(WORD, min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("الحكومة", "الحكومة"),
        ("الحُكومة", "الحكومة"),
        ("الحكــومة", "الحكومة"),
        ("الحكومه العراقيه", "الحكومة» العراقية"),
        ('"الحكومة" العراقية', "«الحكومة» العراقية"),
        ("«الحكومة»", "«الحكومة»"),
        ("حكومة", "الحكومة"),
        ("قالت الحكومة", "وقالت «الحكومة"),
        ("ان 12 وزيرا", "إن ١٢ وزيرا"),
        ("١٢  وزيرًا", "١٢ وزيرا"),
        ("الرئيس", "بالرئيس"),
        ("رئيس", "بالرئيس"),
        ("وزرا", "الوزراء"),
        ("مبنا الرئاسة", None),  # another letter
        ("بغداد, ثم", "بغداد، ثم"),
        ("  في بغداد \n", "في بغداد"),
        ("حكوم", None),  # part of a word
        ("زيرا", "وزيرا"),  # what و is to a word, its letters do not tell
        ("1", None),
        ("وبغداد", None),  # a particle too many
        ("بغداد في", None),
        ("الحكومة الأردنية", None),
        ("الحكومة العراقية إن وزيرا", None),
        ("", None),
        ("،", None),
        ("«»", None),
    ],
)
def test_what_is_forgiven_and_what_is_refused(quote: str, found: str | None) -> None:
    place = ground(TEXT, quote)
    assert (TEXT[slice(*place)] if place else None) == found


def test_of_several_exact_places_the_nearest_or_the_first() -> None:
    text = "هاجم الجيش المدينة ثم غادر الجيش المدينة"
    assert ground(text, "الجيش") == (5, 10)
    assert ground(text, "الجيش", near=len(text)) == (27, 32)
    assert ground(text, "الجيش", near=24) == (27, 32)


def test_normalised_places_of_one_writing_are_one_of_several_writings_refused() -> None:
    alike, unlike = "التقى أحمد وفدا ثم غادر أحمد", "التقى أحمد وفدا ثم غادر إحمد"
    assert ground(alike, "احمد") == (6, 10)
    assert ground(unlike, "احمد") is None
    assert ground(unlike, "احمد", near=20) == (24, 28)
    assert ground("بالحكومة ثم للحكومة", "حكومة") is None


def test_the_closer_way_decides() -> None:
    assert ground("الحكم بعد حكم", "حكم") == (10, 13)
    assert ground("الحُكم بعد حُكم", "حكم") == (11, 15)


def test_numbers_stand_whole() -> None:
    assert ground("قتل 1,500 و2500 في 2016", "500") is None
    assert ground("قتل 1,500 في 2016", "١٬٥٠٠") == (4, 9)


def test_an_exact_quotation_does_not_part_a_letter_from_its_sign() -> None:
    assert ground("وصف هجوماً بالجبان", "هجوما") == (4, 10)


@given(ARABIC, ARABIC)
def test_a_range_lies_in_the_text_and_holds_what_is_quoted(text: str, quote: str) -> None:
    for near in (None, 3):
        place = ground(text, quote, near)
        if place:
            assert 0 <= place[0] < place[1] <= len(text)
            assert set(_letters(quote)) <= set(_letters(text[slice(*place)])) | set("ال")


@given(SENTENCE, st.data())
def test_a_part_of_the_text_is_found_however_it_is_copied(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    text, phrase = " ".join(words), " ".join(words[first:last])
    at = len(" ".join([*words[:first], ""])) if first else 0
    assert text[at : at + len(phrase)] == phrase
    marks = data.draw(st.lists(st.sampled_from(["", "", "َ", "ُ", "ِ", "ّ"]), min_size=len(phrase), max_size=len(phrase)))
    copy = "".join(c + mark if c != " " else "  " for c, mark in zip(phrase, marks, strict=True))
    copy = copy.translate(str.maketrans("أإة", "ااه"))
    found = ground(text, copy, near=at)
    assert found is not None
    assert fold(text[slice(*found)]).text == fold(phrase).text


@given(SENTENCE, WORD)
def test_a_word_that_is_not_there_is_refused(words: list[str], other: str) -> None:
    text = " ".join(words)
    if not any(fold(other).text in fold(word).text for word in words):
        assert ground(text, other, near=0) is None
        assert ground(text, f"{words[0]} {other}", near=0) is None


@given(SENTENCE, st.data())
def test_no_part_of_a_word_is_found(words: list[str], data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(words))
    part = word[: data.draw(st.integers(1, len(word) - 1))]
    place = ground(" ".join(words), part, near=0)
    if place:
        text = " ".join(words)
        assert not (text[: place[0]] and text[place[0] - 1] != " ")
        assert re.match(r"\s|$", text[place[1] :])


@pytest.mark.shared
@pytest.mark.skipif(not GSR.exists(), reason="no ../shared")
def test_marked_phrases_are_located_however_they_are_changed() -> None:
    measure = runpy.run_path(str(ROOT / "benchmarks/grounding.py"))
    pairs, chance = sorted(set(measure["marked"](GSR))), random.Random(1)
    for name, change in measure["CHANGES"].items():
        changed = [(text, phrase, change(phrase, chance)) for text, phrase in pairs]
        counts = Counter(measure["outcome"](*row) for row in changed if row[1] != row[2])
        assert counts["right"] >= 0.97 * counts.total(), name
        assert counts["wrong"] <= 0.005 * counts.total(), name
    assert all(ground(text, phrase) is None for text, phrase in measure["absent"](pairs, chance))


def _letters(text: str) -> str:
    return re.sub(r"[\W_ءا]|ال", "", fold(text).text).translate(str.maketrans("،؛؟", ",;?"))
