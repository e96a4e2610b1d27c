"""Events that every exporter has as its example: dated and undated, placed and not, of every status.

The texts are ours; the records are made and checked like those of any document.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from rasad.document import Article, Document, Event, Name, Place, Quantity, Sentence, Source, Time
from rasad.record import Record, event_records

_PROTEST = (
    'تظاهر مئات العمال أمس في البصرة احتجاجا على "تأخر الأجور".\n'
    "وقالت الشرطة العراقية إنها اعتقلت 12 متظاهرا ولم تطلق النار على أحد.\n"
    "وحذرت النقابة من أن القوات قد تهاجم مقرها."
)
_VISIT = "يزور وزير الخارجية المصري بغداد الأسبوع المقبل."
_CODER = "rasad 0.1.0 example"


@cache
def records() -> tuple[Record, ...]:
    """Return the example events; treat them as read-only."""
    return (*event_records(_protest(), _CODER), *event_records(_visit(), _CODER))


def article(doc_id: str) -> Article:
    """Return the article of an example event."""
    if doc_id == "example-1":
        cited = ("تظاهرة في البصرة", "https://example.org/1", "صحيفة المثال", "ar")
        return Article(doc_id, _PROTEST, date(2019, 12, 2), *cited)
    return Article(doc_id, _VISIT, date(2020, 3, 4), language="ar")


def _protest() -> Document:
    doc = _document(article("example-1"))
    basra = Place(
        *_at(doc, "البصرة"), kind="place", resolved_place="البصرة", name_en="Basra", geonameid=99532, lat=30.50852,
        lon=47.7804, city="Basra", province="Basra", country_code="IRQ", country_alpha2="IQ", feature_code="PPLA",
        resolution=4,
    )  # fmt: skip
    police = Name(*_at(doc, "الشرطة العراقية"), kind="organisation", name_en="Iraqi Police", code="IRQ", sector="COP")
    crowd = Name(*_at(doc, "12 متظاهرا"), kind="group", sector="CVL", number=12)
    said = [Source(police.start, police.end)]
    arrested = Quantity(*_at(doc, "12 متظاهرا"), kind="quantity", value=12.0, low=12.0, high=12.0, unit="arrested")
    day = date(2019, 12, 1)
    doc.events = [
        Event(
            *_at(doc, "تظاهر"), sentence=0, event_type="PROTEST", mode=["demo"], context=["economic"],
            actor=[Name(*_at(doc, "مئات العمال"), kind="group", sector="LAB")], place=basra,
            time=Time(*_at(doc, "أمس"), kind="time", first=day, last=day, basis="relative"), confidence=0.94,
            reason=["PROTEST: sure trigger تظاهر", "actual: no cue"],
        ),
        Event(
            *_at(doc, "اعتقلت"), sentence=1, event_type="COERCE", mode=["arrest"], context=["legal"], actor=[police],
            recipient=[crowd], place=basra, size={"arrested": [arrested]}, attribution=said, confidence=0.9,
            reason=["COERCE: sure trigger اعتقل"],
        ),
        Event(
            *_at(doc, "تطلق النار"), sentence=1, event_type="ASSAULT", status="negated", mode=["firearms"],
            actor=[police], attribution=said, confidence=0.71, reason=["negated: after لم"],
        ),
        Event(
            *_at(doc, "تهاجم"), sentence=2, event_type="ASSAULT", status="hypothetical",
            actor=[Name(*_at(doc, "القوات"), kind="group", sector="MIL")], attribution=[Source(*_at(doc, "النقابة"))],
            confidence=0.6, reason=["hypothetical: after قد"],
        ),
    ]  # fmt: skip
    return doc


def _visit() -> Document:
    doc = _document(article("example-2"))
    minister = Name(*_at(doc, "وزير الخارجية المصري"), kind="person", code="EGY", sector="GOV", office="وزير الخارجية")
    baghdad = Place(*_at(doc, "بغداد"), kind="place")
    week = Time(
        *_at(doc, "الأسبوع المقبل"), kind="time", first=date(2020, 3, 8), last=date(2020, 3, 14), granularity="week",
        basis="relative",
    )  # fmt: skip
    doc.events = [
        Event(
            *_at(doc, "يزور"), sentence=0, event_type="CONSULT", status="planned", mode=["visit"], actor=[minister],
            place=baghdad, time=week, confidence=0.88, reason=["planned: before المقبل"],
        )
    ]  # fmt: skip
    return doc


def _document(of: Article) -> Document:
    doc, start = Document(of), 0
    for line in of.text.split("\n"):
        doc.sentences.append(Sentence(start, start + len(line), 0, 0))
        start += len(line) + 1
    return doc


def _at(doc: Document, words: str) -> tuple[int, int]:
    start = doc.text.index(words)
    return start, start + len(words)


__all__ = ["article", "records"]
