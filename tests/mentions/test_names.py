"""Persons and organisations: what is found, where a name begins and ends."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasad.analyse import analyse
from rasad.document import Article, Document
from rasad.mentions import names
from rasad.mentions.names import spans


def document(text: str, engine: str = "crf") -> Document:
    doc = Document(Article("a", text))
    analyse(doc, engine)
    return doc


def found(text: str) -> list[tuple[str, str]]:
    doc = document(text)
    return [(name.kind, doc.quote(name)) for name in names.find(doc)]


def found_by_rules(text: str) -> list[tuple[str, str]]:
    doc = document(text, "rules")
    return [(name.kind, doc.quote(name)) for name in names.find(doc, trained=False)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("التقى الرئيس الأمريكي باراك أوباما نظيره في باريس", [("person", "باراك أوباما")]),
        ("قال وزير الخارجية سيرغي لافروف إن بلاده لن تنسحب", [("person", "سيرغي لافروف")]),
        ("وصل محمد بن سلمان إلى القاهرة اليوم", [("person", "محمد بن سلمان")]),
        ("دعت الأمم المتحدة إلى وقف القتال", [("organisation", "الأمم المتحدة")]),
        ("اجتمع قادة حلف شمال الأطلسي في وارسو", [("organisation", "حلف شمال الأطلسي")]),
        ("هطلت الأمطار بغزارة مساء أمس", []),
    ],
)
def test_names_that_the_tagger_finds(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_what_is_attached_is_no_part_of_a_name() -> None:
    assert ("organisation", "لأمم المتحدة") in found("قال الأمين العام للأمم المتحدة بان كي مون إن الوضع خطير")


def test_a_title_is_no_part_of_a_name() -> None:
    text = "استقبل السيد محمد علي الوفد، وقال الدكتور أحمد حسن إنه موافق"
    kinds = {name: kind for kind, name in found(text)}
    assert not any(name.startswith(("السيد", "الدكتور")) for name in kinds)
    assert kinds["أحمد حسن"] == "person"


def test_a_surname_alone_is_the_person_named_before() -> None:
    text = "زار وزير الدفاع آشتون كارتبنسن القاعدة. ثم غادر كارتبنسن المدينة."
    assert [name for _, name in found(text)].count("كارتبنسن") == 1


def test_places_are_apart() -> None:
    doc = document("زار أوباما باريس ولندن أمس")
    assert [doc.quote(place) for place in names.find_places_tagged(doc)] == ["باريس", "لندن"]
    assert all(name.kind != "place" for name in names.find(doc))


def test_an_adverb_that_looks_like_a_place_is_none() -> None:
    doc = document("طردت لندن دبلوماسياً روسياً من روسيا")
    assert "روسياً" not in [doc.quote(place) for place in names.find_places_tagged(doc)]


def test_without_its_model_the_tagger_gives_way_to_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "has_model", lambda: False)
    doc = document("قال خليفة الشيباني إن وزارة الداخلية التونسية أغلقت المعبر")
    assert [doc.quote(n) for n in names.find(doc)] == ["خليفة الشيباني", "وزارة الداخلية التونسية"]
    assert names.find_places_tagged(doc) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أكد اللواء قاسم عطا أن القوات تقدمت", [("person", "قاسم عطا")]),
        ("رحب علي الخيبري بالقرار", [("person", "علي الخيبري")]),
        ("نفى محمد بن سلمان ذلك", [("person", "محمد بن سلمان")]),
        ("تقدم الجيش السوري شرقا", [("organisation", "الجيش السوري")]),
        ("صوت مجلس الأمن الدولي على القرار", [("organisation", "مجلس الأمن الدولي")]),
        ("حصل على تسليم المبلغ أمس", []),
        ("أن تتطور الأمور", []),
    ],
)
def test_names_that_rules_find(text: str, expected: list[tuple[str, str]]) -> None:
    assert found_by_rules(text) == expected


def test_labels_become_spans() -> None:
    labels = ["O", "B-PER", "I-PER", "B-PER", "O", "I-ORG", "I-LOC", "I-LOC"]
    assert list(spans(labels)) == [("PER", 1, 3), ("PER", 3, 4), ("ORG", 5, 6), ("LOC", 6, 8)]


@pytest.mark.parametrize("trained", [True, False])
@given(text=st.text(alphabet="محمد علي بن الوزير وزارة،.\nAb3 ", max_size=70))
@settings(max_examples=80)
def test_names_lie_in_the_text_in_order_and_apart(trained: bool, text: str) -> None:
    doc = document(text, "crf" if trained else "rules")
    result = names.find(doc, trained=trained)
    assert all(0 <= n.start < n.end <= len(text) and n.kind in ("person", "organisation") for n in result)
    assert all(one.end <= two.start for one, two in pairwise(result))
    inside = [any(s.start <= n.start and n.end <= s.end for s in doc.sentences) for n in result]
    assert all(inside)
