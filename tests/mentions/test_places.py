"""Finding places: names, particles, words for kinds of place, and ordinary words that are also names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasad.document import Article, Dateline, Document, Leftover, Span
from rasad.mentions.places import find


def found(text: str) -> list[str]:
    doc = Document(Article("a", text))
    return [doc.quote(place) for place in find(doc)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("وصل الوفد إلى دمشق مساء أمس", ["دمشق"]),
        ("انفجرت سيارة بالموصل وأخرى ببغداد", ["الموصل", "بغداد"]),
        ("زار الوزير لبنان والأردن ومصر", ["لبنان", "الأردن", "مصر"]),
        ("قدمت المنظمة مساعدات للعراق وللاذقية", ["للعراق", "للاذقية"]),
        ("فدمشق ترفض الشروط", ["دمشق"]),
        ("عقدت القمة في كوريا الشمالية", ["كوريا الشمالية"]),
        ("قصفت الطائرات خان شيخون", ["خان شيخون"]),
        ("#كوريا_الشمالية تطلق صاروخا", ["كوريا_الشمالية"]),
        ("في المَوْصِل وبغدادَ", ["المَوْصِل", "بغدادَ"]),
        ("توتر بين واشنطن وموسكو", ["واشنطن", "موسكو"]),
    ],
)
def test_names_with_and_without_particles(text: str, places: list[str]) -> None:
    assert found(text) == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("دخلت القوات مدينة الموصل", ["الموصل"]),
        ("سيطروا على قرية الزرزورية", ["الزرزورية"]),
        ("قتل اثنان في بلدة كفر الشامخة أمس", ["كفر الشامخة"]),
        ("أغلقت السلطات مطار الحديدة الدولي", ["مطار الحديدة الدولي"]),
        ("انطلقت الطائرات من قاعدة القيارة الجوية", ["قاعدة القيارة الجوية"]),
        ("مدينتي الباب ومنبج", ["الباب", "منبج"]),
        ("عبروا الأراضي السورية", ["الأراضي السورية"]),
        ("عاد إلى العاصمة السورية", ["العاصمة السورية"]),
        ("عاد إلى العاصمة السورية دمشق", ["دمشق"]),
        ("قصف حي الروضة", ["الروضة"]),
        ("حريق في حي النخيلات", ["النخيلات"]),
        ("هجوم على مسجد الياقوت", ["مسجد الياقوت"]),
        ("تقدمت القوات في قضاء حديثة", ["حديثة"]),
        ("وصل وجهاء ناحية البغدادي", ["البغدادي"]),
        ("من ناحية البغدادي", []),
        ("قضاء عادل ونزيه", []),
        ("زيارة مستشفى الأطفال", []),
        ("افتتح المدير مدينة الألعاب", []),
        ("مدينة كبيرة تقع على النهر", []),
        ("قرية مهجورة", []),
        ("مطار مدني جديد", []),
        ("عاد المنتخب من معسكر النمسا", ["النمسا"]),
    ],
)
def test_words_for_kinds_of_place(text: str, places: list[str]) -> None:
    assert found(text) == places


@pytest.mark.parametrize(
    "text",
    [
        "نشرت الصحيفة الخبر صباح اليوم",
        "قال المصدر إن الحكومة الفرنسية وافقت",
        "يلعب الفريق كرة القدم",
        "القوات السعودية تتقدم",
        "اقتحم الجنود القنصلية السعودية",
        "أحكام المحاكم السعودية",
        "رفض الاقتراح بحجة ضيق الوقت",
        "خرج باكرا من منزله",
        "كان يرفض ذلك دوماً",
        "قال الباحث هنري باركي إن الأمر خطير",
        "تمسكوا بحبله",
        "أسامة بن لادن",
        "فاز ريال مدريد باللقب",
        "قال محمد بغدادي إنه عاد",
        "مواطنون سوريون وسعوديون",
        "قدم صلاح الدين دمرتاش استقالته",
        "كتبت صحيفة الرياض أن الأسعار ارتفعت",
        "فاز فريق برشلونة باللقب",
        "أكد وأنه باق في منصبه",
        "انتقل اللاعب إلى الزمالك",
        "زادت المعاناة في حدة الخلاف",
    ],
)
def test_ordinary_words_adjectives_and_persons_are_no_places(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("قال الوزير السعودي إن الوافدين بالمملكة كثيرون", ["المملكة"]),
        ("بحث السعودي والأردني الأوضاع في المملكة", []),
        ("وصل إلى المملكة المتحدة قادما من السعودية", ["المملكة المتحدة", "السعودية"]),
        ("قصف على غزة وقتلى في القطاع", ["غزة", "القطاع"]),
        ("نمو الاستثمار في القطاع الخاص بغزة", ["غزة"]),
        ("استثمروا في القطاع", []),
    ],
)
def test_short_names_of_places_that_the_article_names(text: str, places: list[str]) -> None:
    assert found(text) == places


def test_a_doubtful_name_counts_after_a_preposition_and_then_everywhere_in_the_article() -> None:
    assert found("أعلنت عفرين") == []
    assert found("اشتبكوا في عفرين. وأعلنت عفرين منطقة مغلقة") == ["عفرين", "عفرين"]


def test_leftovers_are_skipped_but_the_datelines_place_is_found() -> None:
    text = "المفرزة - وكالات: قتل ثلاثة في بغداد. اقرأ أيضا: زلزال في طوكيو"
    doc = Document(Article("a", text), leftovers=[Leftover(0, 18, "dateline"), Leftover(38, len(text), "related")])
    doc.dateline = Dateline(0, 18, place=Span(0, 7))
    assert [doc.quote(p) for p in find(doc)] == ["المفرزة", "بغداد"]


_TEXT = """في مدينة الموصل و بغداد، للموصل ـ كوريا الشمالية مطار الحديدة الدولي (حلب) #قطر قرية العاصمة السورية 12 abc
بِبَغْدَاد \u200fدمشق ﻣﻮﺳﻜﻮ «الرقة»"""
_WORDS = st.sampled_from(_TEXT.split())


@given(st.lists(_WORDS, max_size=25), st.sampled_from([" ", "  ", "_", "\n"]))
@settings(max_examples=150, deadline=None)
def test_spans_are_ordered_apart_and_begin_and_end_in_letters(words: list[str], gap: str) -> None:
    doc = Document(Article("a", gap.join(words)))
    places = find(doc)
    assert places == find(doc)
    last = 0
    for place in places:
        assert last <= place.start < place.end <= len(doc.text)
        assert doc.quote(place) == doc.quote(place).strip(" _\n()#«»،")
        last = place.end


def test_empty_text() -> None:
    assert found("") == [] and found("...") == []
