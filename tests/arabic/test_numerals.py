import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from num2words import num2words

from rasad.arabic.letters import fold_word
from rasad.arabic.numerals import Numeral, digits, may_start, parse
from rasad.vocabulary import load

ORDINALS = ["اول", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع", "عاشر"]


def read(text: str, at: int = 0) -> Numeral | None:
    return parse([fold_word(word) for word in text.split()], at)


def value(text: str) -> float | None:
    found = read(text)
    return found.value if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ثلاثة وعشرون", 23),
        ("ثلاثة و عشرين", 23),
        ("مئتا ألف", 200_000),
        ("مائتي", 200),
        ("ثلاث مئة وخمسون", 350),
        ("ثمانمائة", 800),
        ("ألفان وثمانية عشر", 2018),
        ("ألف وتسعمائة وخمسة وأربعين", 1945),
        ("إثنتي عشرة", 12),
        ("أحد عشر ألفا", 11_000),
        ("مليونين ونصف المليون", 2_500_000),
        ("مليون إلا ربعا", 750_000),
        ("ثلاثة ونصف", 3.5),
        ("نصف مليون", 500_000),
        ("تسعة عشر ألفا ومئتين", 19_200),
        ("ألف مليار", 10**12),
        ("1,200", 1200),
        ("1.200", 1200),
        ("1.250 مليار", 1_250_000_000),
        ("1.250 في المئة", 1.25),
        ("3,5", 3.5),
        ("٢٥٠٠", 2500),
        ("١٬٢٠٠٫٥", 1200.5),
        ("1.234.567", 1_234_567),
        ("12 000", 12_000),
        ("3.5 ملايين", 3_500_000),
        ("40 ألفا", 40_000),
        ("2 مليون و300 ألف", 2_300_000),
        ("5ر2 مليون", 2_500_000),
        ("000ر22", 22_000),
        ("وأربعين", 40),
        ("الـ48", 48),
        ("الـ 48", 48),
        ("للثلاثين", 30),
        ("لثلاثة", 3),
        ("فبسبعة", 7),
        ("بـ40 ألفا", 40_000),
        ("الاثنين والعشرين", 22),
        ("صفر", 0),
    ],
)
def test_a_cardinal_is_read_whole(text: str, expected: float) -> None:
    found = read(text)
    assert found is not None
    assert (found.value, found.low, found.high, found.exact, found.ordinal) == (
        expected,
        expected,
        expected,
        True,
        False,
    )
    assert found.used == (len(text.split()) if "المئة" not in text else 1)


@pytest.mark.parametrize(
    ("text", "used", "low", "high"),
    [
        ("عشرات القتلى", 1, 20, None),
        ("عشرات الآلاف", 2, 20_000, None),
        ("مئات", 1, 200, None),
        ("آلاف الأشخاص", 1, 2000, None),
        ("ملايين", 1, 2_000_000, None),
        ("بضعة أيام", 1, 3, 9),
        ("بضعة عشر رجلا", 2, 13, 19),
        ("بضع وعشرون", 2, 23, 29),
        ("بضعة آلاف", 2, 3000, 9000),
        ("عدة قرى", 1, 3, None),
        ("مئة ونيف", 2, 101, 109),
    ],
)
def test_inexact_words_give_bounds_and_no_value(text: str, used: int, low: float, high: float | None) -> None:
    found = read(text)
    assert found is not None
    assert (found.value, found.exact, found.used, found.low, found.high) == (None, False, used, low, high)


@pytest.mark.parametrize(
    ("text", "used", "expected"),
    [
        ("الأول من أيار", 1, 1),
        ("الحادي عشر", 2, 11),
        ("الثانية عشرة", 2, 12),
        ("الثانية والعشرين من", 2, 22),
        ("الحادي و العشرون", 3, 21),
        ("الحادي والعشرون بعد المئة", 4, 121),
        ("العاشر", 1, 10),
    ],
)
def test_ordinals(text: str, used: int, expected: int) -> None:
    found = read(text)
    assert found is not None
    assert (found.value, found.used, found.ordinal, found.definite) == (expected, used, True, True)


@pytest.mark.parametrize(
    "text", ["أحد", "الاثنين", "نصف السكان", "لست هنا", "الحادي", "يومان", "و", "", "ال بيت", "مارس"]
)
def test_what_is_no_numeral(text: str) -> None:
    assert parse([fold_word(word) for word in text.split(" ")], 0) is None


@pytest.mark.parametrize(
    ("text", "used"), [("ثلاثة وأربعة", 1), ("عشرة وعشرين", 1), ("ثلاثة ونصف السكان", 1), ("3 و4", 1)]
)
def test_a_list_is_not_one_numeral(text: str, used: int) -> None:
    found = read(text)
    assert found is not None
    assert found.used == used


def test_the_attached_particles_are_told_apart() -> None:
    found = read("وبالثلاثين")
    assert found is not None
    assert (found.prefix, found.definite, found.value) == ("وبال", True, 30)


@given(st.integers(0, 999) | st.integers(0, 10**6) | st.integers(0, 10**13))
def test_cardinals_agree_with_num2words(number: int) -> None:
    groups = f"{number:,}".split(",")
    assume(not any(group.endswith("01") and len(group) == 3 for group in groups[:-1]))  # it writes مائة و ألف ألف there
    text = num2words(number, lang="ar")
    found = read(text)
    assert found is not None
    assert found.value == number, text
    assert found.used == len(text.split())


@given(st.integers(1, 99))
def test_ordinals_agree_with_num2words(number: int) -> None:
    unit, tens = number % 10, number - number % 10
    if number < 20:
        text = " ".join(
            ["ال" + fold_word(num2words(number, lang="ar", to="ordinal").split()[0]), *["عشر"] * (number > 10)]
        )
    elif unit:
        text = f"ال{'حادي' if unit == 1 else ORDINALS[unit - 1]} وال{num2words(tens, lang='ar')}"
    else:
        text = f"ال{num2words(tens, lang='ar')}"
    assert value(text) == number, text


@given(st.integers(1, 10**9))
def test_digits_with_separators(number: int) -> None:
    assert digits(f"{number:,}") == number
    assert digits(str(number)) == number


FORMS = [
    form
    for table in ("unit", "tens", "hundred", "ordinal")
    for forms in load("numerals")[table].values()
    for form in forms
]
PIECES = st.sampled_from(
    [
        *FORMS,
        "و",
        "ال",
        "ألف",
        "مليون",
        "مئات",
        "ونصف",
        "إلا",
        "ربع",
        "12",
        "000",
        "3.5",
        "بيت",
        "عشر",
        "بعد",
        "نيف",
        "",
    ]
)


@given(st.lists(PIECES, min_size=1, max_size=8), st.integers(0, 7))
def test_any_words_are_read_within_bounds(pieces: list[str], at: int) -> None:
    words = [fold_word(piece) for piece in pieces]
    at = min(at, len(words) - 1)
    found = parse(words, at)
    if found is None:
        return
    assert 1 <= found.used <= len(words) - at
    assert found.exact == (found.value is not None)
    assert found.low is not None
    assert found.high is None or found.low <= found.high
    assert may_start(words[at]) or words[at] == "ال"
