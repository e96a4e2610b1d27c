"""Speakers and outlets by the trained model."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rasad
from rasad.attribute import speakers
from rasad.attribute.quotes import find_quotes
from rasad.document import Article, Document


def read(text: str, engine: str = "crf") -> Document:
    return rasad.load(engine=engine, judge="rules").document(Article("test", text))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("وقالت مصادر في حزب العمال إن المؤتمر سيعقد في الخريف.", ["مصادر في حزب العمال"]),
        ("وأكد مسؤول في وزارة الدفاع الأردنية أن المناورات انتهت.", ["مسؤول في وزارة الدفاع الأردنية"]),
        (
            "وأعلن قائد القوات البحرية، اللواء كريم الفاضل، أن السفينة غادرت.",
            ["قائد القوات البحرية، اللواء كريم الفاضل"],
        ),
        ("دافعت رئيسة الوزراء عن القرار، قائلة إن الخزينة فارغة.", ["رئيسة الوزراء"]),
        ("قال الناطق باسم الجيش إن القوات انسحبت. وأضاف أن الطريق آمن.", ["الناطق باسم الجيش", "الناطق باسم الجيش"]),
    ],
)
def test_whole_phrases_speak_and_go_on_speaking(text: str, says: list[str]) -> None:
    doc = read(text)
    assert [doc.quote(q.speaker) for q in doc.quotes if q.speaker] == says


def test_a_verb_without_a_subject_is_said_by_one_whom_it_agrees_with() -> None:
    text = "وقالت الوزيرة إن الميزانية جاهزة. وقال النائب سامر الخطيب إن العجز كبير. وأضافت أن الضرائب لن ترتفع."
    doc = read(text)
    assert doc.quotes[-1].speaker and doc.quote(doc.quotes[-1].speaker) == "الوزيرة"


def test_an_outlet_passes_words_on() -> None:
    doc = read("وقال المزارع أبو سالم لوكالة الأنباء العمانية إن المحصول وفير.")
    assert [doc.quote(v) for v in doc.quotes[0].via] == ["وكالة الأنباء العمانية"]


def test_the_engine_without_trained_models_uses_the_rules() -> None:
    text = "وقالت مصادر في حزب العمال إن المؤتمر سيعقد في الخريف."
    by_rules = read(text, "rules")
    assert by_rules.quotes == find_quotes(by_rules)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from('قال وأضاف الوزير إن أن الشرطة ، : " . مؤكدا بحسب وكالة للصحفيين غادرت'.split()), max_size=25
    )
)
def test_any_words_give_spans_within_the_text(words: list[str]) -> None:
    text = "أكد الناطق باسم الحكومة أن الاجتماع تأجل. " + " ".join(words)
    doc = read(text)
    doc.quotes = find_quotes(doc, speakers.tagger())
    for quote in doc.quotes:
        for span in (quote, quote.cue, *quote.via, *([quote.speaker] if quote.speaker else [])):
            assert 0 <= span.start < span.end <= len(text)
