"""Datelines: their range, place and agency; and story that only looks like one."""

import pytest

from rasad.clean import clean
from rasad.document import Article, Document, Span

STORY = "قتل خمسة جنود في هجوم شنه مسلحون على نقطة تفتيش جنوب المدينة مساء أمس."


def cleaned(text: str) -> Document:
    doc = Document(Article("a", text))
    clean(doc)
    return doc


def words(doc: Document, span: Span | None) -> str | None:
    return doc.quote(span) if span else None


@pytest.mark.parametrize(
    ("head", "place", "agency"),
    [
        ("بغداد ـ رويترز: ", "بغداد", "رويترز"),
        ("الرياض – واس: ", "الرياض", "واس"),
        ("القاهرة (أ ف ب) - ", "القاهرة", "أ ف ب"),
        ("القاهرة ( أ. ف. ب ) ـ ", "القاهرة", "أ. ف. ب"),
        ("دبي - العربية.نت\n", "دبي", "العربية.نت"),
        ("واشنطن، 20 يوليو/تموز (رويترز) ", "واشنطن", "رويترز"),
        ("واشنطن، 20 يوليو (تموز) 2016 (رويترز) ", "واشنطن", "رويترز"),
        ("عمان 20 تموز (بترا)- ", "عمان", "بترا"),
        ("عدن/ الأناضول\n", "عدن", "الأناضول"),
        ("جدة : محمد حضاض\n", "جدة", None),
        ("الرباط - من كريم السالمي\n", "الرباط", None),
        ("بيروت (الزمان) ", "بيروت", "الزمان"),
        ("صنعاء ـ «القدس العربي» ـ من خالد الحمادي: ", "صنعاء", "القدس العربي"),
        ("(CNN)-- ", None, "CNN"),
        ("دبي، الإمارات العربية المتحدة (CNN)-- ", "دبي", "CNN"),
        ("خان شيخون (رويترز) - ", "خان شيخون", "رويترز"),
        ("الرياض 26 شوال 1436 هـ الموافق 11 أغسطس 2015 م واس\n", "الرياض", "واس"),
        ("سعد المحمد- سبق: ", None, "سبق"),
        ("سعد المحمد -سبق - الرياض: ", "الرياض", "سبق"),
        ("واس- صنعاء: ", "صنعاء", "واس"),
        ("رويترز –لويزيانا: ", "لويزيانا", "رويترز"),
        ("سبق- وكالات: ", None, "سبق"),
        ("سعد المحمد – متابعات\n", None, None),
        ("سعد المحمد- سبق- تثليث: ", "تثليث", "سبق"),
        ("(CNN Business)-- ", None, "CNN Business"),
        ("عين اليوم – متابعات\n", None, "عين اليوم"),
        ("مكة المكرمة – سعد المحمد\n", "مكة المكرمة", None),
        ("علي حسن - كركوك\n", "كركوك", None),
        ("القدس المحتلة - وكالات: ", "القدس المحتلة", None),
        ("دمشق - سانا ", "دمشق", "سانا"),  # the line break is lost
        ("القاهرة – «الحياة» ", "القاهرة", "الحياة"),
        ("الجزيرة - الرياض: ", "الرياض", "الجزيرة"),
        ("بغداد/ المدى برس\n", "بغداد", "المدى برس"),
        ("رويترز: ", None, "رويترز"),
        ("بغداد: ", "بغداد", None),
        ("واشنطن: دونالد ترامب: لا نريد حربا. ", "واشنطن", None),
        ("\u00a0\u00a0\u200fبغداد ـ رويترز: ", "بغداد", "رويترز"),
    ],
)
def test_datelines(head: str, place: str | None, agency: str | None) -> None:
    doc = cleaned(head + STORY)
    assert doc.dateline is not None
    assert words(doc, doc.dateline.place) == place
    assert words(doc, doc.dateline.agency) == agency
    assert doc.leftovers[0].kind == "dateline"
    assert (doc.leftovers[0].start, doc.leftovers[0].end) == (doc.dateline.start, doc.dateline.end)
    assert doc.dateline.end <= len(head)
    if "ترامب" not in head:
        assert doc.quote(doc.dateline) == head.strip(" \n\u00a0\u200f")


@pytest.mark.parametrize("title", ["اتفاق على هدنة في الجنوب", "هدنة: خطوة أولى"])
def test_a_title_and_a_byline_may_stand_before_it(title: str) -> None:
    doc = cleaned(f"{title}\nكتب: علي حسن\nبغداد - رويترز: {STORY}")
    assert [(x.kind, doc.quote(x)) for x in doc.leftovers] == [
        ("byline", "كتب: علي حسن"),
        ("dateline", "بغداد - رويترز:"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "بغداد تعلن حالة الطوارئ بعد هجوم على نقطة تفتيش في المدينة.",
        "أعلنت وكالة الأنباء (رويترز) أن خمسة جنود قتلوا في هجوم على نقطة تفتيش.",
        "ذكرت وكالة رويترز أن خمسة جنود قتلوا: ثلاثة في المدينة واثنان خارجها.",
        "القوات الروسية - السورية تتقدم نحو المدينة بعد معارك استمرت ثلاثة أيام.",
        "طهران - بكين: تعاون متزايد في مجالات الطاقة والدفاع والتجارة بين البلدين.",
        "مسؤول أمريكي: واشنطن لن ترسل قوات إلى المدينة في هذه المرحلة من الحرب.",
        "اليوم - كما في كل عام - يحيي الآلاف ذكرى الضحايا في ساحة المدينة القديمة.",
        "الرئيس السوري: لن نتراجع عن استعادة كل شبر من أراضي البلاد مهما طال الزمن.",
        "الحياة (كما يقول) صعبة في المدينة التي قصفتها الطائرات مساء أمس.",
        "«سبق» تقول للوزير: القرية بلا ماء منذ عام والطريق إليها مقطوع.",
        "دمشق - وهي أقدم العواصم - قصفت مساء أمس بعشرات القذائف التي سقطت على أحيائها.",
        "بغداد - بعد عام من الحرب - تستعد لاستقبال آلاف النازحين العائدين إلى أحيائها.",
        "دمشق، حلب، حمص: مدن دمرتها الحرب التي بدأت قبل خمسة أعوام في البلاد.",
        "قال ترامب (CNN) إنه سيلتقي نظيره الروسي في هلسنكي الأسبوع المقبل.",
        "وقال لرويترز - عبر الهاتف - إن القوات انسحبت من القرية مساء أمس.",
    ],
)
def test_first_words_of_the_story_survive(text: str) -> None:
    doc = cleaned(text)
    assert doc.dateline is None
    assert doc.leftovers == []


def test_an_agency_that_no_list_holds() -> None:
    text = "عمّان ـ وكالة الخليج للأنباء: يلتقي وزراء الدفاع غدا الخميس لوضع خطة المرحلة التالية من الحملة."
    doc = Document(Article("a", text))
    clean(doc)
    assert doc.dateline is not None
    assert doc.dateline.agency is not None
    assert doc.quote(doc.dateline.agency) == "وكالة الخليج للأنباء"
