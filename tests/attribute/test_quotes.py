"""Who says what, and through whom, by the rules: the quotes of documents read the whole way."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rasad
from rasad.attribute.quotes import find_quotes
from rasad.document import Article, Document, Quote


@cache
def read(text: str) -> Document:
    doc = rasad.load(judge="rules").document(Article("test", text))
    doc.quotes = find_quotes(doc)
    return doc


def only(text: str) -> tuple[Document, Quote]:
    doc = read(text)
    assert len(doc.quotes) == 1, [doc.quote(q.cue) for q in doc.quotes]
    return doc, doc.quotes[0]


def speaker(doc: Document, quote: Quote) -> str | None:
    return doc.quote(quote.speaker) if quote.speaker else None


def via(doc: Document, quote: Quote) -> list[str]:
    return [doc.quote(span) for span in quote.via]


@pytest.mark.parametrize(
    ("text", "cue", "says", "reported"),
    [
        ("قال وزير الدفاع إن القوات انسحبت من المدينة.", "قال", "وزير الدفاع", "إن القوات انسحبت من المدينة."),
        ("وزير الدفاع قال إن القوات انسحبت من المدينة.", "قال", "وزير الدفاع", "إن القوات انسحبت من المدينة."),
        ("نفى وزير الداخلية أن تكون الشرطة اعتقلت صحفيين.", "نفى", "وزير الداخلية", "أن تكون الشرطة اعتقلت صحفيين."),
        ("توقع المحلل أن تنسحب القوات قريبا.", "توقع", "المحلل", "أن تنسحب القوات قريبا."),
        ("وأوضح البيان أن الجنود عادوا.", "أوضح", "البيان", "أن الجنود عادوا."),
        ("ذكرت صحيفة الشرق أن الوزير استقال.", "ذكرت", "صحيفة الشرق", "أن الوزير استقال."),
    ],
)
def test_a_verb_has_its_subject_and_what_it_reports(text: str, cue: str, says: str, reported: str) -> None:
    doc, quote = only(text)
    assert doc.quote(quote.cue) == cue
    assert speaker(doc, quote) == says
    assert doc.quote(quote) == reported
    assert not quote.direct
    assert quote.via == []


def test_what_an_agency_passes_on_is_said_by_whom_it_names() -> None:
    doc = read("نقلت وكالة رويترز عن قائد الشرطة قوله إن المحادثات توقفت.")
    quote = next(q for q in doc.quotes if doc.quote(q.cue) == "نقلت")
    assert speaker(doc, quote) == "قائد الشرطة"
    assert via(doc, quote) == ["وكالة رويترز"]
    assert doc.quote(quote) == "إن المحادثات توقفت."
    assert {speaker(doc, q) for q in doc.quotes} == {"قائد الشرطة"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("انسحبت القوات من المدينة بحسب مصدر أمني.", "مصدر أمني"),
        ("انسحبت القوات من المدينة، وفقا لمصدر عسكري.", "مصدر عسكري"),
        ("قتل ثلاثة جنود في الهجوم، حسبما ذكرت وكالة رويترز.", "وكالة رويترز"),
        ("حسبما ذكرت وكالة رويترز، قتل ثلاثة جنود في الهجوم.", "وكالة رويترز"),
    ],
)
def test_an_aside_covers_its_whole_sentence(text: str, says: str) -> None:
    doc, quote = only(text)
    assert speaker(doc, quote) == says
    assert doc.quote(quote) == text


def test_an_outlet_in_an_aside_is_the_channel_of_what_another_says() -> None:
    doc, quote = only("قال المتحدث إن الهجوم انتهى، بحسب وكالة رويترز.")
    assert speaker(doc, quote) == "المتحدث"
    assert via(doc, quote) == ["وكالة رويترز"]


@pytest.mark.parametrize(
    ("text", "says", "outlet"),
    [
        ("قال قائد الشرطة لرويترز إن المسلحين فروا.", "قائد الشرطة", "رويترز"),
        ("قال وزير الخارجية في مقابلة مع قناة الجزيرة إن الاتفاق قريب.", "وزير الخارجية", "قناة الجزيرة"),
    ],
)
def test_the_outlet_spoken_to_is_the_channel(text: str, says: str, outlet: str) -> None:
    doc, quote = only(text)
    assert speaker(doc, quote) == says
    assert via(doc, quote) == [outlet]


def test_one_who_is_no_outlet_is_no_channel() -> None:
    doc, quote = only("قال قائد الشرطة للسكان إن المسلحين فروا.")
    assert speaker(doc, quote) == "قائد الشرطة"
    assert quote.via == []


@pytest.mark.parametrize("going_on", ["وأضاف أن بينهم أطفالا.", 'وتابع: "نحتاج إلى أسرة".'])
def test_a_verb_without_a_subject_has_the_speaker_before(going_on: str) -> None:
    doc = read(f"قال مدير المستشفى إن الجرحى وصلوا صباحا. {going_on}")
    assert [q.sentence for q in doc.quotes] == [0, 1]
    second = doc.quotes[1]
    assert speaker(doc, second) == "مدير المستشفى"
    assert second.speaker is not None
    assert second.speaker.end <= doc.sentences[0].end
    assert second.direct == ('"' in going_on)


def test_without_a_speaker_before_there_is_none() -> None:
    doc, quote = only("وأضاف أن بينهم أطفالا.")
    assert quote.speaker is None
    assert doc.quote(quote.cue) == "أضاف"


def test_an_open_quotation_goes_on_and_ends_with_its_mark() -> None:
    doc = read('قال رئيس البلدية: "لن نغادر المدينة. سنبقى هنا حتى النهاية". وغادر القاعة بعد ذلك.')
    assert [q.sentence for q in doc.quotes] == [0, 1]
    assert all(q.direct and speaker(doc, q) == "رئيس البلدية" for q in doc.quotes)
    assert doc.quote(doc.quotes[1]) == doc.quote(doc.sentences[1])


@pytest.mark.parametrize(
    "text",
    [
        "يذكر أن المدينة تعرضت لقصف العام الماضي.",
        "وتجدر الإشارة إلى أن المدينة تعرضت لقصف العام الماضي.",
        "ومن المتوقع أن يعود الوفد غدا.",
        "وصلت القافلة إلى المدينة صباح اليوم.",
        "أضاف الطباخ ملحا كثيرا.",
    ],
)
def test_words_that_report_nobody_are_no_cue(text: str) -> None:
    assert read(text).quotes == []


PIECES = (
    "قال الوزير إن|وأضاف أن|نقلت وكالة رويترز عن|بحسب|وفقا ل|حسبما ذكرت|قوله إن|قائلا|لرويترز|في مقابلة مع|"
    'قناة الجزيرة|مصدر أمني|القوات انسحبت|من المدينة|،|:|"|«|»|.|؟|يذكر أن|مؤكدا|نفى|المتحدث باسم الجيش|وتابع|عن|أن'
).split("|")


@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14))
def test_every_span_holds_words_of_the_text(pieces: list[str]) -> None:
    text = "وصلت القوات إلى المدينة. " + " ".join(pieces)
    doc = read(text)
    for quote in doc.quotes:
        sentence = doc.sentences[quote.sentence]
        assert sentence.start <= quote.start < quote.end <= sentence.end
        for span in [quote.cue, *([quote.speaker] if quote.speaker else []), *quote.via]:
            assert 0 <= span.start < span.end <= len(text)
            assert doc.quote(span) == doc.quote(span).strip() != ""
            assert span.start < sentence.end
    assert [q.sentence for q in doc.quotes] == sorted(q.sentence for q in doc.quotes)
