"""Where and when an event happens is chosen among all that the article names, and the choice can be read."""

from __future__ import annotations

from datetime import date

import pytest

from rasad.coder import Coder, Config
from rasad.document import Article, Document, Event, Name
from rasad.events.setting import Setting

TWO = (
    "دخلت قوات الجيش مدينة الموصل صباح الأحد بعد معارك استمرت أياما. "
    "واعتقل الجنود عشرة مسلحين خلال العملية. وفي بغداد اجتمع رئيس الوزراء مع السفير الفرنسي يوم الاثنين."
)


@pytest.fixture(scope="module")
def doc() -> Document:
    return Coder(Config()).document(Article("s", TWO, date(2016, 7, 20)))


def event_of(doc: Document, trigger: str):  # type: ignore[no-untyped-def]
    return next(e for e in doc.events if trigger in doc.quote(e))


def test_a_place_is_weighed_once_by_its_nearest_mention(doc: Document) -> None:
    setting = Setting(doc)
    assert sorted(setting.places) == ["بغداد", "موصل"]
    meeting = event_of(doc, "اجتمع")
    assert doc.quote(setting.best(meeting, "بغداد").mention) == "بغداد"
    assert "where=here" in setting.of_place(meeting, "بغداد")
    assert "where=earlier" in setting.of_place(meeting, "موصل")


def test_a_place_of_another_sentence_may_be_chosen_and_the_reason_says_so(doc: Document) -> None:
    meeting = event_of(doc, "اجتمع")
    assert meeting.place is not None
    assert doc.quote(meeting.place) == "بغداد"
    assert any(r.startswith("place بغداد: in its sentence (0.") for r in meeting.reason)
    arrest = event_of(doc, "اعتقل")
    if arrest.place is not None:
        assert any("named before" in r for r in arrest.reason)


def test_a_time_is_chosen_with_its_reason(doc: Document) -> None:
    meeting = event_of(doc, "اجتمع")
    assert meeting.time is not None
    assert doc.quote(meeting.time).endswith("الاثنين")
    assert any(r.startswith("time ") and "in its sentence" in r for r in meeting.reason)


def test_features_of_a_time_know_the_day_of_publication(doc: Document) -> None:
    setting, meeting = Setting(doc), event_of(doc, "اجتمع")
    told = [setting.of_time(meeting, placed) for placed in setting.times]
    assert all(any(f.startswith("side=") for f in row) for row in told)


def test_an_article_without_places_or_times_leaves_both_empty() -> None:
    doc = Coder(Config()).document(Article("n", "اعتقلت الشرطة عشرة متظاهرين بعد احتجاجات واسعة.", None))
    assert doc.events
    assert all(e.place is None and e.time is None for e in doc.events)


def test_features_tell_where_else_the_article_names_a_place() -> None:
    text = "قصفت الطائرات مدينة الموصل فجر الأحد. وقال شهود إن القصف استمر ساعات. واتهمت بغداد تنظيم الدولة بذلك."
    doc = Coder(Config()).document(Article("p", text, date(2016, 7, 20)))
    again, accused = text.index("القصف"), text.index("اتهمت")
    baghdad = Name(at := text.index("بغداد"), at + 5, "group")
    doc.events = [
        Event(0, 4, 0, "ASSAULT"),
        Event(again, again + 5, 1, "ASSAULT"),
        Event(accused, accused + 5, 2, "ACCUSE", actor=[baghdad]),
    ]
    setting, (_, second, third) = Setting(doc), doc.events
    assert "echo=1/earlier" in setting.of_place(second, "موصل")
    assert "echo=0/later" in setting.of_place(second, "بغداد")
    assert "ever-party=True/later/level=4" in setting.of_place(second, "بغداد")
    assert "other-party/later" in setting.of_place(second, "بغداد")
    assert "other-party/here" not in setting.of_place(third, "بغداد")
    assert "first-after=True/ACCUSE" in setting.of_place(third, "بغداد")
