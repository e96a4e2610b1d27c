"""Noun phrases as the annotation cuts them."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rasad
from rasad.document import Article, Document, Mention, Word
from rasad.phrases import Phrase, noun_phrases


@cache
def read(text: str) -> Document:
    return rasad.load(judge="rules").document(Article("test", text))


def phrases(text: str) -> tuple[Document, list[Phrase]]:
    doc = read(text)
    assert len(doc.sentences) == 1
    return doc, noun_phrases(doc.words, doc.mentions)


def cut(text: str) -> list[str]:
    return [text[p.start : p.end] for p in phrases(text)[1]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("زار وزير الدفاع الأميركي أشتون كارتر أمس قاعدة.", "وزير الدفاع الأميركي أشتون كارتر"),
        ("زار وزير الدفاع الأميركي، أشتون كارتر، بغداد.", "وزير الدفاع الأميركي، أشتون كارتر"),
        ("التقى الوفد بأشتون كارتر، وزير الدفاع الأميركي، في بغداد.", "أشتون كارتر، وزير الدفاع الأميركي"),
    ],
)
def test_title_and_name_in_apposition_are_one(text: str, expected: str) -> None:
    assert expected in cut(text)


def test_a_relative_clause_is_left_out() -> None:
    text = "وصل الجنود الذين أصيبوا في المعركة إلى المستشفى."
    assert cut(text) == ["الجنود", "المعركة", "المستشفى"]


@pytest.mark.parametrize(
    ("text", "expected", "head"),
    [
        ("تظاهر عشرات من العمال في الساحة.", "عشرات من العمال", "العمال"),
        ("وصل عدد من الجنود إلى القرية.", "عدد من الجنود", "الجنود"),
        ("قتل خمسة من الجنود.", "خمسة من الجنود", "الجنود"),
        ("قتل ثلاثة جنود في الهجوم.", "ثلاثة جنود", "جنود"),
    ],
)
def test_what_is_counted_belongs_to_the_count(text: str, expected: str, head: str) -> None:
    doc, found = phrases(text)
    assert text[found[0].start : found[0].end] == expected
    assert doc.quote(doc.words[found[0].head]) == head


def test_after_other_words_min_begins_a_phrase_of_its_own() -> None:
    doc, found = phrases("انسحب الجنود من القرية.")
    assert [(doc.quote(doc.words[p.head]), p.preposition) for p in found] == [("الجنود", ""), ("القرية", "من")]


def test_two_genitives_stand_under_one_head() -> None:
    assert cut("اجتمع وزراء الخارجية والدفاع في القاهرة.") == ["وزراء الخارجية والدفاع", "القاهرة"]


def test_two_counts_are_two_joined_phrases() -> None:
    doc, found = phrases("قتل ثلاثة جنود وخمسة مدنيين في الهجوم.")
    assert [doc.article.text[p.start : p.end] for p in found] == ["ثلاثة جنود", "خمسة مدنيين", "الهجوم"]
    assert [p.joined for p in found] == [False, True, False]


def test_an_adjective_ends_what_a_phrase_governs() -> None:
    text = "هدد قائد الجيش السوداني المتمردين."
    assert cut(text) == ["قائد الجيش السوداني", "المتمردين"]


@pytest.mark.parametrize(
    ("text", "preposition", "words"),
    [
        ("وصل الوفد إلى القرية.", "الي", "القرية"),
        ("التقى الوفد بوزير الدفاع.", "ب", "وزير الدفاع"),
        ("سلم الجنود السلاح للشرطة.", "ل", "للشرطة"),
        ("جرى الاتفاق مع الحكومة.", "مع", "الحكومة"),
    ],
)
def test_the_preposition_before_a_phrase(text: str, preposition: str, words: str) -> None:
    found = [text[p.start : p.end] for p in phrases(text)[1] if p.preposition == preposition]
    assert found == [words] or found == [words.removeprefix("ل")]


def test_a_time_is_no_part_of_a_phrase() -> None:
    assert cut("تظاهر عمال المصنع الأحد في الساحة.") == ["عمال المصنع", "الساحة"]
    assert cut("وصل وزراء الخارجية والدفاع، أمس، إلى القاهرة.") == ["وزراء الخارجية والدفاع", "القاهرة"]


WORDS = (
    "وزير الدفاع والدفاع بوزير للشرطة عشرات من إلى الذي أشتون كارتر الجديد وخمسة 40 ، . أمس كتابهم NATO ( ) هاجم"
).split()
TAGS = ("NOUN", "PROPN", "ADJ", "NUM", "VERB", "ADP", "X", "PUNCT", "")


@cache
def analysed(tokens: tuple[str, ...]) -> list[Word]:
    from rasad.analyse import analyse

    doc = Document(Article("test", " ".join(tokens)))
    analyse(doc, "rules")
    return doc.words


@settings(max_examples=300, deadline=None)
@given(st.data(), st.lists(st.sampled_from(WORDS), min_size=1, max_size=16))
def test_phrases_stand_in_order_within_the_text_and_apart(data: st.DataObject, tokens: list[str]) -> None:
    words = analysed(tuple(tokens))
    for word in words:  # whatever the tagger may say
        word.pos = data.draw(st.sampled_from(TAGS))
    kinds = st.sampled_from(("person", "organisation", "place", "time"))
    length = len(" ".join(tokens))
    mentions = []
    for kind in data.draw(st.lists(kinds, max_size=2)):
        first = data.draw(st.integers(0, length - 1))
        mentions.append(Mention(first, data.draw(st.integers(first + 1, length)), kind))
    found = noun_phrases(words, mentions)
    for phrase in found:
        assert 0 <= phrase.first <= phrase.head < phrase.last <= len(words)
        assert words[phrase.first].start <= phrase.start < phrase.end <= words[phrase.last - 1].end
    for before, after in pairwise(found):
        assert before.last <= after.first
        assert before.end <= after.start
    assert not found or not found[0].joined
