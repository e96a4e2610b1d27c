"""What a user of the library sees: the list of events, the frame, the notebook view, rows of mentions."""

from __future__ import annotations

import html
import re
import sys
from typing import Any

import pytest

import rasad
from rasad import record as records
from rasad import view
from rasad.document import Article, Document, Name, Place, Quantity, Time
from rasad.errors import PartError
from rasad.examples import articles as demo_articles
from rasad.record import Record, event_records
from rasad.view import Events

TEXT = (
    "قال وزير الدفاع أحمد علي إن الجيش قصف <b>مواقع</b> المسلحين & مخازنهم في الموصل أمس، ما أدى إلى مقتل 10 مدنيين.\n"
    "وسيجتمع الوزير مع \"نظيره\" التركي في أنقرة يوم الخميس المقبل <script>alert('x')</script>."
)


@pytest.fixture(scope="module")
def events() -> Events:
    return rasad.load("rules", "rules")(TEXT, published="2016-07-20", id="v1")


@pytest.fixture(scope="module")
def made() -> list[Record]:
    """The records of all example articles."""
    coder = rasad.load("rules", "rules")
    found = [r for article in demo_articles() for r in coder.code(article).records]
    assert len(found) > 20
    return found


def test_events_are_a_list_of_records_with_their_document(events: Events) -> None:
    assert isinstance(events, list)
    assert events[0]["event_type"] == "ASSAULT"
    assert events.document.text == TEXT
    assert list(events) == event_records(events.document, events[0]["coder"])
    assert rasad.Events is Events


def test_the_frame_has_one_row_an_event_and_the_named_columns(events: Events) -> None:
    frame = events.to_frame()
    assert " ".join(frame.columns) == (
        "id doc_id link event_type status trigger actor recipient place country "
        "date enddate attribution confidence text"
    )
    assert len(frame) == len(events)
    first = frame.iloc[0]
    assert (first["doc_id"], first["trigger"], first["place"], first["country"]) == ("v1", "قصف", "الموصل", "IRQ")
    assert (first["date"], first["enddate"]) == ("2016-07-19", "2016-07-19")


def test_the_frame_of_no_events_has_the_columns_too(events: Events) -> None:
    frame = Events([], events.document).to_frame()
    assert len(frame) == 0
    assert list(frame.columns) == list(events.to_frame().columns)


def test_without_pandas_the_frame_says_what_to_install(events: Events, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(PartError, match=r"rasad\[data\]"):
        events.to_frame()


def test_phrases_of_a_row_are_joined_and_what_is_not_there_is_empty(made: list[Record]) -> None:
    several = next(r for r in made if len(r["actor"]) > 1)
    assert view.flat(several)["actor"] == "; ".join(a["entity_text"] for a in several["actor"])
    bare = next(r for r in made if not r["event_loc"] and not r["date_info"])
    row = view.flat(bare)
    assert [row[key] for key in ("place", "country", "date", "enddate")] == [None] * 4


def test_the_notebook_view_escapes_the_article_s_markup(events: Events) -> None:
    shown = events._repr_html_()
    assert "<script" not in shown
    assert "<b>" not in shown
    assert "&lt;script&gt;" in shown
    assert " &amp; " in shown
    assert shown.count("<li ") == len(events)
    assert shown.count("<mark ") == shown.count("</mark>") > len(events)
    assert set(re.findall(r"</?([a-z]+)", shown)) == {"ol", "li", "b", "mark"}


def test_the_notebook_view_without_events(events: Events) -> None:
    assert Events([], events.document)._repr_html_() == "<p>no events</p>"


def test_the_view_shows_every_letter_of_the_sentence(made: list[Record]) -> None:
    for record in made:
        shown = view.marked_html(record)
        label, _, rest = shown.partition("</b> ")
        assert label == f"<b dir='ltr'>{record['event_type']} / {record['status']}"
        assert html.unescape(re.sub(r"</?mark[^>]*>", "", rest)) == record["text"]


def test_marks_lie_in_the_sentence_and_do_not_overlap(made: list[Record]) -> None:
    for record in made:
        marks = view.marks(record)
        last = 0
        for start, end, field in marks:
            assert last <= start < end <= len(record["text"])
            assert field in {"trigger", "actor", "recipient", "event_loc", "date_info", "attribution", "size"}
            last = end
        base = record["text_info"]["start"]
        quotes = {(start - base, end - base): quote for _, quote, start, end in records.spans(record)}
        assert all(record["text"][start:end] == quotes[start, end] for start, end, _ in marks)
        trigger = record["trigger"]
        assert (trigger["start"] - base, trigger["end"] - base, "trigger") in marks


def sentence(**fields: Any) -> Record:
    text = "قصفت طائرات الجيش القرية"
    start = 100
    record: Record = {"text": text, "text_info": {"start": start, "end": start + len(text)}, "size": {}}
    record |= {"trigger": {"text": "قصفت", "start": start, "end": start + 4}, "actor": [], "recipient": []}
    return record | {"event_loc": None, "date_info": None, "attribution": []} | fields


def entity(text: str, start: int) -> dict[str, Any]:
    return {"entity_text": text, "start": start, "end": start + len(text)}


def test_the_trigger_s_mark_wins_then_the_longer() -> None:
    record = sentence(actor=[entity("الجيش", 112), entity("طائرات الجيش", 105), entity("قصفت طائرات الجيش", 100)])
    assert view.marks(record) == [(0, 4, "trigger"), (5, 17, "actor")]


def test_fields_of_other_sentences_are_not_marked() -> None:
    record = sentence(actor=[entity("الجيش", 40)], recipient=[entity("القرية", 118), entity("المدينة", 130)])
    assert view.marks(record) == [(0, 4, "trigger"), (18, 24, "recipient")]


FIELDS = {
    "time": {"from", "to", "granularity", "basis"},
    "quantity": {"value", "low", "high", "unit", "item"},
    "person": {"identifier_id", "identifier_text", "name_en", "code", "sector", "office", "number"},
    "place": set(
        "resolved_place name_en geonameid lat lon city province country_code country_alpha2 feature_code resolution "
        "radius_km offset".split()
    ),
    "quote": {"sentence", "direct", "speaker", "cue", "via"},
}


def test_mention_rows_have_the_fields_of_their_kind(events: Events) -> None:
    rows = view.mention_rows(events.document)
    kinds = {row["kind"] for row in rows}
    assert set(FIELDS) <= kinds <= {*FIELDS, "organisation"}
    for row in rows:
        own = FIELDS["person" if row["kind"] == "organisation" else row["kind"]]
        assert set(row) == {"doc_id", "kind", "text", "start", "end"} | own
        assert row["doc_id"] == "v1"
        assert TEXT[row["start"] : row["end"]] == row["text"]
    assert [(r["start"], r["end"]) for r in rows] == sorted((r["start"], r["end"]) for r in rows)


def test_values_of_mention_rows(events: Events) -> None:
    rows = {(row["kind"], row["text"]): row for row in view.mention_rows(events.document)}
    yesterday = rows["time", "أمس"]
    assert (yesterday["from"], yesterday["to"], yesterday["basis"]) == ("2016-07-19", "2016-07-19", "relative")
    dead = rows["quantity", "10 مدنيين"]
    assert (dead["value"], dead["low"], dead["high"], dead["unit"], dead["item"]) == (10, 10, 10, "dead", "مدنيين")
    assert rows["place", "الموصل"]["country_code"] == "IRQ"
    (quote,) = [row for (kind, _), row in rows.items() if kind == "quote"]
    assert quote["cue"]["text"] == "قال"
    assert quote["speaker"]["text"].startswith("وزير الدفاع")


def test_mentions_without_values_and_groups() -> None:
    doc = Document(Article("m", "جنود في قرية قبل سنوات و5 ملايين ليرة"))
    doc.mentions = [
        Time(13, 22, "time", granularity="open"),
        Name(0, 4, "group", number=3),
        Place(8, 12, "place"),
        Quantity(24, 37, "quantity", value=5e6, unit="money", currency="SYP"),
    ]
    group, place, time, money = view.mention_rows(doc)
    assert (group["kind"], group["text"], group["number"]) == ("organisation", "جنود", 3)
    assert (place["geonameid"], place["offset"]) == (None, None)
    assert (time["from"], time["to"], time["granularity"]) == (None, None, "open")
    assert (money["unit"], money["item"], money["value"]) == ("SYP", None, 5e6)
