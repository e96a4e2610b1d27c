"""Quantities: how many of what, exactly or within bounds, and what befell the people counted."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasad import analyse, clean
from rasad.document import Article, Document, Quantity
from rasad.mentions import quantities

NUMBERS = "17 ٢٥٠ 50.5 3 ثلاثة عشر عشرون ألف آلاف مليون مئات عشرات سبعة مئة".split()
NOUNS = (
    "أشخاص شخصا مدنيا جنديا جنديان قتيلا جرحى دولار ليرة سورية كيلومترا طنا صاروخين يوما % بالمئة آخرون عناصر".split()
)
LOOSE = "أكثر من نحو ما لا يقل عن بين و الأقل على إلى - قتل مقتل وإصابة اعتقال أصيب في ، . عام المدينة".split()


def document(text: str) -> Document:
    doc = Document(Article("q", text))
    clean.clean(doc)
    analyse.analyse(doc, "rules")
    return doc


def found(text: str) -> list[tuple[str, float | None, float | None, float | None, str]]:
    doc = document(text)
    return [(doc.quote(q), q.value, q.low, q.high, q.unit) for q in quantities.find(doc)]


def only(text: str) -> tuple[Document, Quantity]:
    doc = document(text)
    (quantity,) = quantities.find(doc)
    return doc, quantity


@pytest.mark.parametrize(
    ("text", "words", "value", "unit"),
    [
        ("كان في القرية خمسة أطفال قبل وصول القافلة.", "خمسة أطفال", 5, "person"),
        ("وصل 120 جنديا إلى القاعدة العسكرية صباح اليوم.", "120 جنديا", 120, "troops"),
        ("وصل ٤٥ لاجئا إلى الجزيرة صباح اليوم.", "٤٥ لاجئا", 45, "displaced"),
        ("وصل إلى الجبهة 17 من عناصر الشرطة صباح اليوم.", "17 من عناصر", 17, "troops"),
        ("استمرت المعارك ثلاثة أيام في محيط المدينة.", "ثلاثة أيام", 3, "time"),
        ("أرسلت الحكومة 12 طنا من المساعدات إلى البلدة.", "12 طنا", 12, "weight"),
        ("تقع القرية على بعد 40 كيلومترا جنوب المدينة.", "40 كيلومترا", 40, "distance"),
        ("توقفت القافلة بعد 30 كم من الحدود الشرقية.", "30 كم", 30, "distance"),
        ("أطلقت الجماعة ثلاثة صواريخ باتجاه المدينة الساحلية.", "ثلاثة صواريخ", 3, "weapon"),
        ("ارتفعت نسبة المشاركة إلى 45 في المئة من الناخبين.", "45 في المئة", 45, "percent"),
        ("ارتفعت نسبة المشاركة إلى 45 بالمئة من الناخبين.", "45 بالمئة", 45, "percent"),
        ("ارتفعت نسبة المشاركة إلى 45% من الناخبين في البلاد.", "45%", 45, "percent"),
    ],
)
def test_counts_and_measures(text: str, words: str, value: float, unit: str) -> None:
    assert found(text) == [(words, value, value, value, unit)]


@pytest.mark.parametrize(
    ("text", "words", "unit"),
    [
        ("وصل شخصان إلى القرية بعد ظهر اليوم.", "شخصان", "person"),
        ("قتل جنديان في انفجار قرب نقطة تفتيش.", "جنديان", "dead"),
        ("أصيب مدنيان برصاص قناص في الحي القديم.", "مدنيان", "injured"),
        ("اعتقلت الشرطة شخصين في المدينة القديمة.", "شخصين", "arrested"),
        ("أطلقت الجماعة صاروخين باتجاه المدينة الساحلية.", "صاروخين", "weapon"),
        ("انفجرت عبوتان قرب السوق صباح اليوم.", "عبوتان", "weapon"),
    ],
)
def test_duals_count_two(text: str, words: str, unit: str) -> None:
    assert found(text) == [(words, 2, 2, 2, unit)]


def test_a_sound_plural_is_no_dual() -> None:
    assert not found("التقى الوزير مدنيين في القرية صباح اليوم.")


@pytest.mark.parametrize(
    ("text", "words", "value", "currency", "item"),
    [
        ("منحت الحكومة 5 ملايين دولار لإغاثة المتضررين.", "5 ملايين دولار", 5_000_000, "USD", "دولار"),
        ("دفعت الشركة ثلاثة ملايين ليرة سورية للعمال.", "ثلاثة ملايين ليرة", 3_000_000, "SYP", "ليرة"),
        ("دفعت الشركة ثلاثة ملايين ليرة لبنانية للعمال.", "ثلاثة ملايين ليرة", 3_000_000, "LBP", "ليرة"),
        ("دفعت الشركة ألف دينار عراقي لكل عامل في المصنع.", "ألف دينار", 1000, "IQD", "دينار"),
        ("بلغت قيمة المساعدات 300 ألف يورو هذا العام.", "300 ألف يورو", 300_000, "EUR", "يورو"),
        ("يبلغ سعر البرميل 50.5 دولارا في السوق العالمية.", "50.5 دولارا", 50.5, "USD", "دولارا"),
        ("دفعت الشركة 20 ريالا سعوديا لكل عامل في المصنع.", "20 ريالا", 20, "SAR", "ريالا"),
        ("دفعت الشركة ألف ريال لكل عامل في المصنع.", "ألف ريال", 1000, None, "ريال"),
    ],
)
def test_money_has_its_currency_only_where_the_words_tell(
    text: str, words: str, value: float, currency: str | None, item: str
) -> None:
    doc, quantity = only(text)
    assert (doc.quote(quantity), quantity.value, quantity.unit) == (words, value, "money")
    assert quantity.currency == currency
    assert quantity.item is not None
    assert doc.quote(quantity.item) == item


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("قتل ما بين 10 و15 جنديا في الهجوم على المعسكر.", 10, 15),
        ("قتل بين عشرة وعشرين جنديا في الهجوم على المعسكر.", 10, 20),
        ("قتل من 20 إلى 30 جنديا في الهجوم على المعسكر.", 20, 30),
        ("قتل 20-30 جنديا في الهجوم على المعسكر.", 20, 30),
    ],
)
def test_ranges_have_bounds_and_no_value(text: str, low: float, high: float) -> None:
    _, quantity = only(text)
    assert (quantity.value, quantity.low, quantity.high, quantity.unit) == (None, low, high, "dead")


@pytest.mark.parametrize(
    ("loose", "low", "high"),
    [
        ("أكثر من 40 شخصا", 40, None),
        ("ما لا يقل عن 40 شخصا", 40, None),
        ("40 شخصا على الأقل", 40, None),
        ("أقل من 40 شخصا", None, 40),
        ("ما يصل إلى 40 شخصا", None, 40),
        ("نحو 40 شخصا", None, None),
        ("قرابة 40 شخصا", None, None),
        ("40 شخصا تقريبا", None, None),
        ("40 شخصا", 40, 40),
    ],
)
def test_bounds(loose: str, low: float | None, high: float | None) -> None:
    _, quantity = only(f"وصل {loose} إلى القرية صباح اليوم.")
    assert (quantity.value, quantity.low, quantity.high, quantity.unit) == (40, low, high, "person")


def test_round_plurals_are_open_above() -> None:
    for loose in ("", "نحو ", "أكثر من "):  # a word that loosens takes nothing away from a number that is loose already
        text = f"شارك {loose}مئات المتظاهرين في المسيرة أمام البرلمان."
        assert found(text) == [("مئات المتظاهرين", None, 200, None, "person")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أعلنت الشرطة مقتل عشرة أشخاص وسط العاصمة.", [("عشرة أشخاص", "dead")]),
        ("أعلنت الشرطة إصابة عشرة أشخاص وسط العاصمة.", [("عشرة أشخاص", "injured")]),
        ("أعلنت الشرطة اعتقال عشرة أشخاص وسط العاصمة.", [("عشرة أشخاص", "arrested")]),
        ("قتل عشرة وأصيب عشرون آخرون في الاشتباكات.", [("عشرة", "dead"), ("عشرون آخرون", "injured")]),
        ("أسفر القصف عن مقتل 12 وإصابة 30 من المدنيين.", [("12", "dead"), ("30 من المدنيين", "injured")]),
        ("سقط قتيلان وثلاثة جرحى في اشتباكات بالمدينة.", [("قتيلان", "dead"), ("ثلاثة جرحى", "injured")]),
        ("أفرجت السلطات عن 15 معتقلا من السجن المركزي.", [("15 معتقلا", "arrested")]),
        ("أعلنت الوزارة مقتل الضابط، ووصل 30 شخصا إلى القرية.", [("30 شخصا", "person")]),
    ],
)
def test_what_befell_people(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(words, unit) for words, _, _, _, unit in found(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "وقع الحادث في عام 2016 كما قالت الوزارة.",
        "احتل الفريق المرتبة الثالثة في الترتيب العام.",
        "قتلى وجرحى في انفجار.",
    ],
)
def test_numbers_that_count_nothing_are_left_out(text: str) -> None:
    assert not found(text)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(NUMBERS + NOUNS + LOOSE), min_size=2, max_size=24))
def test_any_words_give_spans_in_the_text_and_ordered_bounds(words: list[str]) -> None:
    doc = document("قالت الوزارة في المدينة اليوم إن " + " ".join(words))
    last = 0
    for quantity in quantities.find(doc):
        assert last <= quantity.start < quantity.end <= len(doc.text)
        assert doc.quote(quantity) == doc.quote(quantity).strip()
        last = quantity.end
        known = [x for x in (quantity.low, quantity.value, quantity.high) if x is not None]
        assert known == sorted(known)
        assert known
        if quantity.item is not None:
            assert quantity.contains(quantity.item)
        assert quantity.currency is None or quantity.unit == "money"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قالت الوزارة إن 12 مدنيا قتلوا في القصف.", [("12 مدنيا", "dead")]),
        ("هاجم 20 مسلحا قتلوا حارسين مقر الشركة.", [("20 مسلحا", "person"), ("حارسين", "dead")]),
        ("لقي 15 عاملا حتفهم في انهيار منجم.", [("15 عاملا", "dead")]),
        ("مقتل وإصابة 30 شخصا في الهجوم على القرية.", [("30 شخصا", "person")]),
        ("خلف الهجوم عشرين قتيلا وجريحا في القرية.", [("عشرين قتيلا وجريحا", "person")]),
        ("اعتقلت الشرطة 22 متظاهرا بينهم 4 نساء.", [("22 متظاهرا", "arrested"), ("4 نساء", "arrested")]),
        ("أصيب 12 شخصا، 3 منهم في حالة حرجة.", [("12 شخصا", "injured"), ("3", "injured")]),
        ("فر نحو 40 ألف مدني من البلدة.", [("40 ألف مدني", "displaced")]),
        ("وزعت الجمعية الطعام على 300 عائلة نازحة.", [("300 عائلة", "displaced")]),
        ("قضت القوات على 12 مسلحا في الجبل.", [("12 مسلحا", "dead")]),
        ("حكمت المحكمة بإعدام سبعة متهمين.", [("سبعة متهمين", "person")]),
        ("جرح العشرات في المواجهات أمام البرلمان.", [("العشرات", "injured")]),
        ("انفجرت سيارتان مفخختان قرب السوق.", [("سيارتان", "weapon")]),
        ("أصيب جنديان فرنسيان بجروح.", [("جنديان", "injured")]),
        ("أفادت القناة 12 الإسرائيلية بتأجيل الزيارة.", []),
        ("سيطر طالبان على المدينة.", []),
    ],
)
def test_who_shares_what_befell(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(words, unit) for words, _, _, _, unit in found(text)] == expected


@pytest.mark.parametrize(
    ("text", "value", "low", "high"),
    [
        ("لا تبعد القاعدة أكثر من 5 كيلومترات عن الحدود.", 5, None, 5),
        ("لا يزال أكثر من 200 شخص في المدرسة.", 200, 200, None),
        ("فاق عدد الوافدين إلى المعبر 9000 شخص.", 9000, 9000, None),
        ("لا يزيد عدد أفراد الخلية على 12 شخصا.", 12, None, 12),
        ("ناهز عدد الحاضرين 500 شخص.", 500, None, None),
        ("ما بين 3 و4 ملايين دولار.", None, 3_000_000, 4_000_000),
        ("رفعت الشركة الأجر من 200 إلى 300 دولار.", 300, 300, 300),
        ("زادت الأسعار ما بين 20% و30% هذا العام.", None, 20, 30),
        ("استغرق الاجتماع ساعتين ونصف الساعة.", 2.5, 2.5, 2.5),
        ("خسر المستثمرون ثلاثة أرباع مليار دولار.", 750_000_000, 750_000_000, 750_000_000),
        ("بلغ عدد القتلى ألفا ومئتين وخمسين قتيلا.", 1250, 1250, 1250),
    ],
)
def test_bounds_by_verbs_and_ranges(text: str, value: float | None, low: float | None, high: float | None) -> None:
    assert [f[1:4] for f in found(text)] == [(value, low, high)]


@pytest.mark.parametrize(
    "text",
    [
        "أصيبت طفلة عمرها سبع سنوات.",
        "الطفل محمد (12 عاما) أصيب.",
        "رجل في الأربعين من عمره.",
        "فتى في الرابعة عشرة من عمره.",
    ],
)
def test_years_of_somebody_are_an_age(text: str) -> None:
    assert [f[4] for f in found(text)] == ["age"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("طردت الجماعة أربعين عائلة من بيوتها في القرية.", [("أربعين عائلة", "displaced")]),
        ("باتت تسعون أسرة بلا مأوى بعد القصف.", [("تسعون أسرة", "displaced")]),
        ("أكدت المنظمة أن 1800 أسرة نزحت بسبب الاشتباكات.", [("1800 أسرة", "displaced")]),
        ("أوقف الأمن 60 شخصا أطلق لاحقا سراح عشرين منهم.", [("60 شخصا", "arrested"), ("عشرين", "person")]),
        ("أعلنت الوزارة أن 120 شخصا قتلوا وأصيب 300 آخرين.", [("120 شخصا", "dead"), ("300 آخرين", "injured")]),
        ("مقتل وإصابة ثلاثين شخصا في الهجوم.", [("ثلاثين شخصا", "person")]),
        ("توفي ثلاثة جرحى في المستشفى.", [("ثلاثة جرحى", "dead")]),
        ("تحتجز المجموعة عشرين رهينة في الغابة.", [("عشرين رهينة", "person")]),
        ("قضت محكمة بالإعدام على ثلاثين أكاديميا.", [("ثلاثين أكاديميا", "person")]),
        ("ارتفعت حصيلة قتلى السيول التي اجتاحت الولاية إلى 324 شخصا.", [("324 شخصا", "dead")]),
        ("قال المحامي إن ثلاثين شخصا ما زالوا محتجزين.", [("ثلاثين شخصا", "arrested")]),
        ("خلف الزلزال 2300 قتيل وآلاف المشردين.", [("2300 قتيل", "dead"), ("آلاف المشردين", "displaced")]),
        ("سلمت الدولة الجنديين الاثنين إلى ذويهما.", [("الجنديين الاثنين", "troops")]),
        ("قتل شرطيين في كمين.", [("شرطيين", "dead")]),
        ("اعترضت الدفاعات طائرتين مسيرتين فوق البحر.", [("طائرتين", "weapon")]),
    ],
)
def test_words_on_both_sides_tell_what_befell(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(words, unit) for words, _, _, _, unit in found(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "سيطرت طالبان على المدينة صباح اليوم.",
        "التقى الأمين العام وفدا من الصين.",
        "انقطعت الكهرباء عن مدينة الخمس الليبية.",
        "أغلق المحتجون شارع الستين الغربي.",
        "احتلت الجولان في حرب الأيام الستة.",
        "نهب اللصوص أحد عشر تمثالا رومانيا.",
        "وقع البلدان الشقيقان اتفاقا جديدا.",
    ],
)
def test_names_and_unknown_things_count_nobody(text: str) -> None:
    assert not found(text)


@pytest.mark.parametrize(
    ("text", "value", "low", "high"),
    [
        ("نزوح ما لا يقل وفق شهود عن ألف أسرة.", 1000, 1000, None),
        ("وصل ما لا يقل، بحسب الشرطة، عن ثمانية أشخاص.", 8, 8, None),
        ("لا يقل عدد المخفيين قسرا في المدينة عن مئتي رجل.", 200, 200, None),
        ("لم يكمل أكبرهما عشرة أعوام.", 10, None, 10),
        ("اشترطت الهيئة ألا تقل الأعمار عن 21 عاما.", 21, 21, None),
    ],
)
def test_bounds_with_words_between(text: str, value: float | None, low: float | None, high: float | None) -> None:
    assert [f[1:4] for f in found(text)] == [(value, low, high)]
