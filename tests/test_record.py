"""The record is refused where it says what the article does not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasad import ontology, record
from rasad.document import Article, Document, Event, Name, Sentence, Source, Span, Time
from rasad.errors import RecordError

TEXT = "اعتقلت الشرطة أمس ثلاثة ناشطين، بحسب مصدر أمني."


def document() -> Document:
    doc = Document(Article("a1", TEXT, date(2020, 5, 4), source="مثال"))
    doc.sentences = [Sentence(0, len(TEXT), 0, 0)]
    event = Event(0, 6, 0, "COERCE", mode=["arrest"], confidence=0.87654)
    event.actor = [name("الشرطة")]
    event.recipient = [name("ثلاثة ناشطين")]
    start = TEXT.index("أمس")
    event.time = Time(start, start + 3, "time", date(2020, 5, 3), date(2020, 5, 3), "day", "relative")
    source = name("مصدر أمني")
    event.attribution = [Source(source.start, source.end)]
    doc.events = [event]
    return doc


def name(words: str) -> Name:
    start = TEXT.index(words)
    return Name(start, start + len(words), "organisation")


def test_every_span_of_a_record_is_its_quote() -> None:
    (made,) = record.event_records(document(), "test")
    assert [path for path, *_ in record.spans(made)] == [
        "trigger", "text", "actor[0]", "recipient[0]", "date_info", "attribution[0]",
    ]  # fmt: skip
    for _, quoted, start, end in record.spans(made):
        assert TEXT[start:end] == quoted
    assert made["date"] == made["enddate"] == "2020-05-03"
    assert made["confidence"] == 0.8765
    assert made["size"] == {"dead": [], "injured": [], "arrested": [], "people": [], "amount": []}


def test_the_same_document_gives_the_same_ids() -> None:
    first, second = (record.event_records(document(), "test") for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda r: r["trigger"].update(text="اعتقل"), "trigger"),
        (lambda r: r["actor"][0].update(start=0), r"actor\[0\]"),
        (lambda r: r["recipient"][0].update(end=10_000), r"recipient\[0\]"),
        (lambda r: r.update(event_type="FIGHT"), "event_type"),
        (lambda r: r.update(status="maybe"), "status"),
        (lambda r: r.update(mode=["phone"]), "mode"),
        (lambda r: r.update(context=["weather"]), "context"),
        (lambda r: r.update(date_info=None), "date"),
        (lambda r: r["attribution"][0].update(text=""), "attribution"),
    ],
)
def test_a_record_that_breaks_the_contract_is_refused(change: object, named: str) -> None:
    (made,) = record.event_records(document(), "test")
    change(made)  # type: ignore[operator]
    with pytest.raises(RecordError, match=named):
        record.check(made, TEXT)


@given(st.integers(-5, len(TEXT) + 5), st.integers(-5, len(TEXT) + 5))
def test_only_the_trigger_s_own_range_passes(start: int, end: int) -> None:
    (made,) = record.event_records(document(), "test")
    made["trigger"].update(start=start, end=end)
    if (start, end) == (0, 6):
        record.check(made, TEXT)
    else:
        with pytest.raises(RecordError):
            record.check(made, TEXT)


def test_ids_depend_on_document_span_and_type() -> None:
    ids = {
        record.event_id(doc, span, kind)
        for doc in ("a", "b")
        for span in (Span(0, 5), Span(0, 6))
        for kind in ("AID", "ASSAULT")
    }
    assert len(ids) == 8


@pytest.mark.parametrize(
    ("event_type", "status", "category"),
    [
        ("CONSULT", "planned", "AGREE"),
        ("AID", "planned", "AGREE"),
        ("RETREAT", "planned", "CONCEDE"),
        ("CONCEDE", "planned", "CONCEDE"),
        ("ASSAULT", "planned", "ASSAULT"),
        ("CONSULT", "actual", "CONSULT"),
        ("SUPPORT", "negated", "SUPPORT"),
    ],
)
def test_reductions(event_type: str, status: str, category: str) -> None:
    assert ontology.reduced(event_type, status) == category


def test_every_type_mode_and_cameo_code_of_plover_is_consistent() -> None:
    assert len(ontology.types()) == 16
    assert len(ontology.contexts()) == 37
    for kind in ontology.types():
        assert ontology.quad_code(kind) in (1, 2, 3, 4)
        assert ontology.cameo_code(kind)
        for mode in ontology.modes(kind):
            assert ontology.score(kind, [mode]) == ontology.modes(kind)[mode]
