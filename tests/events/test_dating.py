from datetime import date

import pytest

from rasad.arabic.letters import fold_word
from rasad.document import Article, Document, Event, Sentence, Time, Word
from rasad.events.dating import Dating, consonants

TEXT = "هاجموا القرية الأحد . وأسفر الهجوم عن قتلى . زاروا المدينة الاثنين ."


def document() -> tuple[Document, Event, list[Time]]:
    doc = Document(Article("a", TEXT, date(2016, 7, 20)))
    at = 0
    for token in TEXT.split():
        start = TEXT.index(token, at)
        at = start + len(token)
        doc.words.append(Word(start, at, token, "arabic", core=fold_word(token.removeprefix("ال"))))
    doc.sentences = [Sentence(0, 21, 0, 4), Sentence(22, 44, 4, 9), Sentence(45, len(TEXT), 9, 13)]
    attack, again = Event(0, 6, 0, "ASSAULT"), Event(TEXT.index("الهجوم"), TEXT.index("الهجوم") + 6, 1, "ASSAULT")
    visit = Event(TEXT.index("زاروا"), TEXT.index("زاروا") + 5, 2, "CONSULT")
    doc.events = [attack, again, visit]
    sunday, monday = TEXT.index("الأحد"), TEXT.index("الاثنين")
    times = [
        Time(sunday, sunday + 5, "time", date(2016, 7, 17), date(2016, 7, 17)),
        Time(monday, monday + 7, "time", date(2016, 7, 18), date(2016, 7, 18)),
    ]
    return doc, again, times


def test_the_time_of_the_same_event_is_told_from_that_of_another() -> None:
    doc, again, times = document()
    dating = Dating(doc, times)
    same = dating.features(again, times[0], 0, "earlier", [])
    other = dating.features(again, times[1], 2, "later", [])
    assert "beside=stemtype" in same
    assert "any-beside=stem/earlier" in same
    assert "beside=other" in other
    assert "any-beside=none/later" in other


def test_a_time_with_no_event_beside_it_says_so() -> None:
    doc, again, times = document()
    doc.events = [again]
    assert "beside=none" in Dating(doc, times).features(again, times[0], 0, "earlier", [])


def test_a_time_in_the_same_sentence_is_weighed_by_the_words_between() -> None:
    doc, _, times = document()
    found = Dating(doc, times).features(doc.events[0], times[0], 0, "here", [Word(0, 3, "الذي", "arabic", core="الذي")])
    assert "mark=الذي/>" in found
    assert not any(feature.startswith(("beside=", "any-beside=")) for feature in found)


def test_the_age_is_that_of_the_whole_period() -> None:
    doc, again, _ = document()
    part = Time(
        0, 6, "time", date(2016, 6, 16), date(2016, 6, 30), "month", whole=(date(2016, 6, 1), date(2016, 6, 30))
    )
    found = Dating(doc, [part]).features(again, part, 0, "earlier", [])
    assert "age=366/earlier" in found


@pytest.mark.parametrize(
    ("one", "other"),
    [("هجوم", "المهاجمين"), ("هجوم", "هاجموا"), ("قصف", "قصفت"), ("اعتقال", "يعتقل"), ("زيارة", "زار")],
)
def test_words_of_one_root_share_their_consonants(one: str, other: str) -> None:
    assert consonants(fold_word(one)) == consonants(fold_word(other))


@pytest.mark.parametrize(("one", "other"), [("هجوم", "قصف"), ("زيارة", "لقاء"), ("وفاة", "يوم")])
def test_words_of_other_roots_do_not(one: str, other: str) -> None:
    assert consonants(fold_word(one)) != consonants(fold_word(other))
