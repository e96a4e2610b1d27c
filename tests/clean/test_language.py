"""What is refused, and as what; what is accepted although it is short or mixed."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasad.clean.language import EXAMINED, LONGEST_WORD, check, seems_to_be
from rasad.errors import InputError

ARABIC = "قال وزير الدفاع العراقي في مؤتمر صحفي إن القوات استعادت القرية بعد معارك استمرت ثلاثة أيام. "
OTHERS = {
    "fa": [
        "رئیس جمهور ایران با وزیر خارجه عراق دیدار کرد",
        "رئيس جمهور ايران با وزير خارجه عراق ديدار كرد",
        "دولت در تهران اعلام کرد که مذاکرات ادامه دارد",
        "نیروهای مسلح به مرز فرستاده شدند",
    ],
    "ur": ["وزیر اعظم نے کہا ہے کہ ملک میں امن ہے", "پولیس نے شہر میں دو افراد کو گرفتار کر لیا"],
    "ckb": ["سەرۆکی هەرێم لە بەغدا لەگەڵ وەزیری بەرگری کۆبووەوە", "هێزەکان گوندەکەیان گرتەوە"],
    "ps": ["د افغانستان ولسمشر وويل چې سوله راځي", "پوليسو په ښار کې دوه کسان ونيول"],
    "ug": ["پرېزىدېنت بۈگۈن پايتەختتە مىنىستىرلار بىلەن كۆرۈشتى"],
    "sd": ["سنڌ حڪومت چيو ته صوبي ۾ امن آهي"],
    "en": ["The minister met his counterpart in the capital on Wednesday and they signed an agreement."],
}


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in OTHERS.items() for text in texts])
@pytest.mark.parametrize("times", [1, 12])
def test_other_languages_are_refused(code: str, text: str, times: int) -> None:
    whole = " ".join([text] * times)
    assert seems_to_be(whole) == code
    with pytest.raises(InputError) as caught:
        check(whole, "file.jsonl:3")
    assert (caught.value.stage, caught.value.code, caught.value.place) == ("clean", "not-arabic", "file.jsonl:3")


@pytest.mark.parametrize(
    "text",
    [
        "قتل خمسة جنود في بغداد",
        "اشتباكات عنيفة جنوب تعز",
        "تظاهرات",
        "مقتل جندي برصاص مسلحين",
        "قُتِلَ خَمْسَةُ جُنُودٍ",
        "قال پوتين إن الچيچان يؤيدون القرار وأن گروزني آمنة",
        "وصل الوزير إلى المطار حیث استقبله نظیره العراقی فی مراسم رسمیة",  # a Persian keyboard
        'قال الوزير إن شركتي "Lockheed Martin" و"Boeing Defense" وقعتا عقدا مع وزارة الدفاع',
        "وكتب الرئيس: This is a great day for our country. وأضاف أن الاتفاق سيوقع في العاصمة يوم الأحد",
        ARABIC + "وختم بالفارسية قائلا: «دولت اعلام کرد که مذاکرات ادامه دارد». " + ARABIC,
    ],
)
def test_short_and_mixed_arabic_is_accepted(text: str) -> None:
    check(text, "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \n\u00a0", "empty"),
        ("2016 - 2017 ...", "not-arabic"),
        ("خبر \ud800 عاجل", "broken-characters"),
        (ARABIC + "x" * (LONGEST_WORD + 1), "too-long-word"),
        (ARABIC.encode().decode("latin-1"), "mojibake"),
        (ARABIC.encode().decode("cp1256", "replace"), "mojibake"),
        (ARABIC.encode().decode("cp1252", "replace"), "mojibake"),
        (ARABIC.encode("cp1256").decode("latin-1"), "mojibake"),
        ("\ufffd" * 4 + ARABIC, "mojibake"),
        ("????? ???? ?? ???????", "mojibake"),
    ],
)
def test_what_cannot_be_coded_is_refused(text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        check(text, "a.txt")
    assert caught.value.code == code
    assert caught.value.place == "a.txt"


def test_examined_length_is_bounded() -> None:
    assert seems_to_be(ARABIC * 200) == "ar"
    start = time.perf_counter()
    check(ARABIC * 20_000, "")  # 2 million characters
    assert time.perf_counter() - start < 2
    assert EXAMINED < 5000


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_is_accepted_or_refused_by_name(text: str) -> None:
    try:
        check(text, "p")
    except InputError as error:
        assert error.stage == "clean"
        assert error.code in {"empty", "broken-characters", "too-long-word", "mojibake", "not-arabic"}
