"""Leftovers by kind, story that resembles them, and that the layer is always well formed."""

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rasad.arabic.letters import fold_word
from rasad.clean import clean
from rasad.clean.leftovers import rules
from rasad.document import Article, Document
from rasad.errors import InputError
from rasad.outlets import key, table
from rasad.vocabulary import load

STORY = "قتل خمسة جنود في هجوم شنه مسلحون على نقطة تفتيش جنوب المدينة مساء أمس."
MORE = "وقال الناطق باسم الجيش إن القوات صدت الهجوم."


def leftovers(text: str) -> list[tuple[str, str]]:
    doc = Document(Article("a", text))
    clean(doc)
    return [(x.kind, doc.quote(x)) for x in doc.leftovers]


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("comment", "اضف تعليق"),
        ("comment", "أضف تعليقا"),
        ("comment", "التعليقات (3)"),
        ("comment", "شارك برأيك"),
        ("endmark", "انتهى/خ."),
        ("endmark", "انتهى"),
        ("endmark", "(انتهى)"),
        ("endmark", "م.ب/أ.ح"),
        ("endmark", "س.ع / م.ن"),
        ("endmark", "ا ف ب"),
        ("endmark", "ع ب م"),
        ("endmark", "// انتهى //"),
        ("endmark", "18:45 ت م"),
        ("endmark", "1845 جمت"),
        ("endmark", "فرانس24/ أ ف ب"),
        ("endmark", "-وات-"),
        ("related", "اقرأ المزيد"),
        ("related", "اقرأ أيضا: هدنة في الجنوب تدخل يومها الثاني"),
        ("related", "للمزيد: هدنة في الجنوب تدخل يومها الثاني"),
        ("related", "شاهد: لحظة دخول القوات إلى القرية"),
        ("related", "...المزيد"),
        ("credit", "تصوير: علي حسن"),
        ("credit", "الصورة: رويترز"),
        ("credit", "(أ ف ب/أرشيف)"),
        ("credit", "صورة أرشيفية"),
        ("credit", "*نقلاً عن الشروق المصرية"),
        ("credit", "المصدر: وكالات"),
        ("social", "تابعونا على تويتر"),
        ("social", "شارك"),
        ("social", "واتساب"),
        ("social", "فيسبوك تويتر واتساب"),
        ("navigation", "إعلان"),
        ("navigation", "الرئيسية > أخبار > العراق"),
        ("other", "جميع الحقوق محفوظة © 2016"),
        ("other", "آخر تحديث: 20 يوليو 2016"),
        ("other", "نشر في: 20/7/2016"),
        ("other", "https://example.org/a?b=1"),
        ("byline", "كتب: علي حسن"),
        ("byline", "إعداد وترجمة: علي حسن"),
        ("byline", "المقالات المنشورة تعبر عن رأي كتابها فقط"),
    ],
)
def test_a_line_of_the_page(kind: str, line: str) -> None:
    assert leftovers(f"{STORY}\n{MORE}\n{line}") == [(kind, line)]
    between = leftovers(f"{STORY}\n{line}\n{MORE}")
    assert between == [(kind, line)]


@pytest.mark.parametrize(
    ("kind", "tail"),
    [
        ("endmark", "(رويترز)"),
        ("endmark", "انتهى/خ"),
        ("endmark", "ع ب م"),
        ("endmark", "م.ب/أ.ح"),
        ("endmark", "أ ف ب"),
        ("endmark", "-وات-"),
        ("credit", "(صورة أرشيفية)"),
        ("credit", "المصدر (سكاي نيوز)"),
        ("related", "رابط الخبر بصحيفة الوئام: هدنة في الجنوب"),
        ("related", "اقرأ أيضا: هدنة في الجنوب"),
        ("related", "...المزيد"),
    ],
)
def test_the_end_of_a_text_without_line_breaks(kind: str, tail: str) -> None:
    assert leftovers(f"{STORY} {MORE} {tail}") == [(kind, tail)]


def test_headlines_after_read_also() -> None:
    text = f"{STORY}\nاقرأ أيضاً:\nهدنة في الجنوب\nارتفاع أسعار النفط\n{MORE}"
    assert leftovers(text) == [
        ("related", "اقرأ أيضاً:"),
        ("related", "هدنة في الجنوب"),
        ("related", "ارتفاع أسعار النفط"),
    ]


def test_inside_a_sentence() -> None:
    text = "وصل الوزير (تصوير: علي حسن) إلى المدينة (اضغط هنا) وفق الموقع www.example.org/a، مساء أمس."
    assert leftovers(text) == [
        ("credit", "(تصوير: علي حسن)"),
        ("related", "(اضغط هنا)"),
        ("other", "www.example.org/a"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "انتهى الاجتماع دون اتفاق",
        "انتهى الاجتماع في بغداد مساء أمس.",
        "شارك الوزير في الاجتماع.",
        "شاركت خمس دول في المناورات",
        "إعلان الهدنة في الجنوب",
        "إعلان حالة الطوارئ",
        "شاهد عيان: رأيت الجنود يطلقون النار.",
        "شاهد العشرات الانفجار في وسط المدينة",
        "كتب الرئيس رسالة إلى نظيره الروسي",
        "كتب على تويتر: «لن نتراجع»",
        "حقوق الإنسان في السجون",
        "نشر في المنطقة 300 جندي",
        "نشرت روسيا صواريخ جديدة",
        "تقرير: الحرب تدخل عامها الخامس",
        "الصورة لم تتضح بعد",
        "وعلق على القرار قائلا إنه خطأ",
        "المزيد من القوات إلى الجنوب",
        "تابع الوزير زيارته إلى عدن",
        "اشترك 200 جندي في المناورات عبر تطبيق",
        "المصدر أكد مقتل خمسة جنود",
        "#العراق_ينتصر في المعركة",
        "وتقول صحيفة «الغارديان»",
        "البريد الإلكتروني الخبيث",
        "من الموقع انسحبت القوات",
        "رابط بين الهجومين",
    ],
)
def test_story_that_resembles_a_leftover_survives(text: str) -> None:
    assert leftovers(f"{STORY}\n{text}\n{MORE}") == []
    assert leftovers(f"{STORY} {MORE}\n{text}") == []
    assert leftovers(f"{text}\n{MORE}") == []


@pytest.mark.parametrize(
    "end",
    [
        "حسب وكالة الأنباء الكورية (يونهاب).",
        "وفق ما ذكرت صحيفة «الغارديان»",
        "نقلا عن «رويترز»",
        "في عام 1436 هـ",
        "وصل إلى مطار العاصمة (الجديد)",
        "قال ذلك لوكالة رويترز.",
        "وذكرت ذلك وكالة سانا",
    ],
)
def test_sources_named_by_the_last_sentence_survive(end: str) -> None:
    assert leftovers(f"{STORY} وقتل خمسة جنود {end}") == []


def test_language_is_set_where_it_is_missing() -> None:
    doc = Document(Article("a", STORY))
    clean(doc)
    assert doc.article.language == "ar"
    doc = Document(Article("a", STORY, language="ar-IQ"))
    clean(doc)
    assert doc.article.language == "ar-IQ"


def test_the_place_of_an_error_is_the_origin() -> None:
    with pytest.raises(InputError) as caught:
        clean(Document(Article("a", "only English here", origin="news.jsonl:7")))
    assert caught.value.place == "news.jsonl:7"


PIECES = st.one_of(
    st.sampled_from(
        [
            STORY, MORE, "بغداد ـ رويترز:", "(أ ف ب)", "انتهى/خ", "اقرأ أيضاً:", "تصوير: علي", "ع ب م", "// انتهى //",
            "https://example.org/", "a@example.org", "سمات: حرب", "[شاهد الفيديو]", "18:45 ت م", "Next Previous",
            "كتب: علي حسن", "ـ", "-", "/", "(", ")", "«", "»", "20 يوليو", "الأناضول", "ﻻ", "ٌ", "\u200f", "\u00a0",
        ]
    ),
    st.text(alphabet="ابتم .:/-()،\n«»0", max_size=12),
)  # fmt: skip


@given(st.lists(st.tuples(PIECES, st.sampled_from([" ", "\n", "", "\r\n"])), max_size=12))
@example([("اقرأ أيضاً:", " "), ("بغداد ـ رويترز:", " ")])
@example([("بغداد ـ رويترز:", ""), ("انتهى/خ", "\n"), ("سمات: حرب", "\n"), ("a@example.org", "")])
@settings(max_examples=250, deadline=None)
def test_the_layer_is_well_formed(pieces: list[tuple[str, str]]) -> None:
    text = STORY + "\n" + "".join(piece + blank for piece, blank in pieces)
    for whole in (text, "".join(piece + blank for piece, blank in pieces) + " " + STORY):
        doc = Document(Article("a", whole))
        clean(doc)
        assert doc.text == whole
        end = 0
        for leftover in doc.leftovers:
            assert end <= leftover.start < leftover.end <= len(whole)
            assert doc.quote(leftover).strip()
            end = leftover.end
        if doc.dateline:
            assert any(x.kind == "dateline" and x.start == doc.dateline.start for x in doc.leftovers)
            for part in (doc.dateline.place, doc.dateline.agency):
                assert part is None or doc.dateline.contains(part)


def test_long_lines_take_no_time() -> None:
    hostile = ["(" * 5000, "م." * 5000, "شارك " * 3000, "- " * 4000, "أ ب " * 3000, "a@" * 4000, "www." * 3000]
    for piece in hostile:
        start = time.perf_counter()
        for chunk in (piece, piece.replace(" ", "\n")):
            assert leftovers(f"{STORY}\n" * 20 + f"{chunk[:1900]}\n{MORE} {STORY}") is not None
        assert time.perf_counter() - start < 1.5


def test_every_outlet_is_known_by_every_spelling_once() -> None:
    outlets = load("agencies")["outlet"]
    assert len(outlets) >= 150
    assert len({o["id"] for o in outlets}) == len(outlets)
    spellings = [key(fold_word(n)) for o in outlets for n in [*o["names"], *o.get("marked", [])]]
    assert sorted(spellings) == sorted(set(spellings))
    assert len(spellings) == sum(map(len, table()))
    for outlet in outlets:
        assert re.fullmatch("[A-Z]{3}", outlet["country"]), outlet
        assert outlet["kind"] in {"agency", "newspaper", "tv", "site"}
        assert outlet["names"] or outlet["marked"]
    assert {key(fold_word(s)) for s in load("agencies")["short"]} <= set(spellings)


def test_every_rule_is_of_a_kind_and_place_we_know() -> None:
    kinds = {"byline", "endmark", "comment", "related", "credit", "social", "navigation", "other"}
    known = [r for where in ("line", "head", "tail", "inline") for r in rules(where)]
    assert len(known) == len(load("leftovers")["rule"])
    assert {r.kind for r in known} <= kinds
