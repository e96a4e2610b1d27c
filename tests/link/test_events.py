"""Which mentions of an article are one event."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import rasad
from rasad import vocabulary
from rasad.coder import Coder
from rasad.document import Article, Document, Event
from rasad.errors import RecordError
from rasad.events.lexicon import lexicon
from rasad.link.events.mention import words
from rasad.record import check, event_records
from tests.link import clusters

DAY = date(2019, 5, 14)


@pytest.fixture(scope="module")
def coder() -> Coder:
    return rasad.load()


def code(coder: Coder, text: str) -> Document:
    return coder.document(Article("t", text, DAY))


def told(doc: Document, trigger: str, nth: int = 0) -> Event:
    """Return the event of a trigger, the last where `nth` is -1."""
    return [e for e in doc.events if trigger in doc.quote(e)][nth]


def one(doc: Document, *triggers: Any) -> bool:
    """Return whether the mentions are one event."""
    found = [told(doc, *t) if isinstance(t, tuple) else told(doc, t) for t in triggers]
    return len({id(e.first or e) for e in found}) == 1


def test_definite_noun_after_the_verb(coder: Coder) -> None:
    doc = code(coder, "اعتقلت الشرطة العراقية صحفيا في بغداد. وجرى احتجاج. وقالت أسرته إن الاعتقال تم فجرا.")
    later = told(doc, "الاعتقال")
    assert later.first is told(doc, "اعتقلت")
    assert later.reason[-1] == "same event as اعتقلت in sentence 1: definite الاعتقال after اعتقلت"
    assert told(doc, "اعتقلت").first is None


def test_another_is_another(coder: Coder) -> None:
    doc = code(coder, "أسفر هجوم في كركوك عن مقتل سبعة جنود. ووقع هجوم آخر في بيجي. وقع الهجوم الثاني ليلا.")
    assert not one(doc, ("هجوم", 0), ("هجوم", 1))


def test_places_that_exclude_each_other(coder: Coder) -> None:
    doc = code(coder, "قصفت طائرات مدينة حلب. وأدى القصف في إدلب إلى مقتل ستة مدنيين.")
    assert not one(doc, "قصفت", "القصف")


def test_what_is_denied_did_not_happen(coder: Coder) -> None:
    doc = code(coder, "أفرجت السلطات المصرية عن ناشط بارز. ولم تفرج الشرطة عن زميله.")
    assert not one(doc, "أفرجت", "تفرج")


def test_the_planned_meeting_is_the_meeting(coder: Coder) -> None:
    doc = code(coder, "يجتمع وزراء الخارجية العرب في القاهرة الخميس المقبل. وقال المتحدث إن الاجتماع مهم.")
    assert (told(doc, "يجتمع").status, one(doc, "يجتمع", "الاجتماع")) == ("planned", True)


def test_toll_and_attack_in_one_sentence(coder: Coder) -> None:
    doc = code(coder, "قتل 14 شخصا وأصيب عشرات في هجوم بسيارة مفخخة استهدف سوقا في بغداد. وأدان الرئيس الهجوم.")
    assert one(doc, "قتل", "هجوم", ("الهجوم", -1))


def test_two_events_of_one_sentence_stay_apart(coder: Coder) -> None:
    doc = code(coder, "زار الوزير المصري باريس الأحد ثم زار برلين الاثنين.")
    visits = [e for e in doc.events if "زار" in doc.quote(e)]
    assert len(visits) == 2
    assert not one(doc, ("زار", 0), ("زار", 1))


def test_a_genitive_tells_victims_apart(coder: Coder) -> None:
    doc = code(coder, "نددت النقابة باعتقال الصحفي. وقالت الأسرة إن اعتقال الطالب جرى في تونس.")
    assert not one(doc, ("اعتقال", 0), ("اعتقال", 1))


def test_links_in_records(coder: Coder) -> None:
    doc = code(coder, "اعتقلت الشرطة العراقية صحفيا في بغداد. وقالت أسرته إن الاعتقال تم فجرا.")
    records = event_records(doc, "test")
    ids = {r["id"]: r for r in records}
    assert all(ids[r["link"]]["link"] == r["link"] for r in records)
    assert all(ids[r["link"]]["trigger"]["start"] <= r["trigger"]["start"] for r in records)
    assert len({r["link"] for r in records}) < len(records)


def test_a_link_that_is_no_id_is_refused(coder: Coder) -> None:
    doc = code(coder, "اعتقلت الشرطة العراقية صحفيا في بغداد.")
    (record,) = event_records(doc, "test")
    with pytest.raises(RecordError, match="link 7 is no event's id"):
        check(record | {"link": 7}, doc.text)


def test_joining_twice_changes_no_link(coder: Coder) -> None:
    from rasad.link import join_events

    doc = code(coder, "قتل عشرة أشخاص في هجوم على سوق في بغداد. وأدان الرئيس الهجوم.")
    before = [id(e.first) for e in doc.events]
    join_events(doc)
    assert [id(e.first) for e in doc.events] == before


def test_no_events_no_links() -> None:
    from rasad.link import join_events

    doc = Document(Article("t", "نص"))
    join_events(doc)
    assert doc.events == []


def test_words_are_lemmas_of_their_types() -> None:
    """A word that no trigger of the type has would never be met."""
    table, known = vocabulary.load("same_event"), lexicon().types
    lemmas = {name: {trigger.lemma for trigger in kind.triggers} for name, kind in known.items()}
    for kind, acts in table["acts"].items():
        assert not {w for ws in acts.values() for w in ws} - lemmas[kind], kind
    for part in ("general", "means"):
        for kind, lemma_list in table[part].items():
            assert not set(lemma_list) - lemmas[kind], (part, kind)
    for part in ("tolls", "together"):
        for kind, acts in table[part].items():
            assert set(acts) <= set(table["acts"][kind])
    assert words().repeatable <= set(known)


def test_the_measure() -> None:
    gold: clusters.Clusters = {1: "a", 2: "a", 3: "a", 4: "b", 5: "b"}
    found: clusters.Clusters = {1: "x", 2: "x", 3: "y", 4: "y", 5: "y"}
    scores = clusters.score(gold, found)
    assert scores.share("pairs") == (0.5, 0.5)
    assert scores.share("MUC") == pytest.approx((2 / 3, 2 / 3))
    assert scores.share("B3") == pytest.approx(((2 + 1 / 3 + 4 / 3) / 5, (4 / 3 + 1 / 3 + 2) / 5))
    assert scores.share("CEAF-e") == pytest.approx((0.8, 0.8))
    assert clusters.score(gold, gold).conll == 1.0


def test_links_of_the_marked_articles(coder: Coder) -> None:
    """Nearly all links are right, and they say more than no links and than equal lemmas do."""
    marked = [(m, coder.document(m.article)) for m in clusters.read("clusters_test.txt")]
    scores = {way: clusters.score(*parts) for way, parts in clusters.partitions(marked).items()}
    assert scores["links"].share("pairs")[0] >= 0.9
    assert scores["links"].conll > max(scores["apart"].conll, scores["lemma"].conll)
