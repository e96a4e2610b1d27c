from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from rasad.document import Article, Document, Leftover, Time
from rasad.mentions import times
from rasad.vocabulary import load

GRAINS = {"day", "week", "month", "season", "year", "interval", "time", "duration", "set", "open"}


def forms(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [form for part in value.values() for form in forms(part)]
    return [form for part in value for form in forms(part)] if isinstance(value, list) else []


WORDS = sorted({*forms(load("times")), *forms(load("months")), *forms(load("numerals"))})
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(WORDS).map(lambda word: "ال" + word),
    st.sampled_from(WORDS).map(lambda word: "وال" + word),
    st.sampled_from(
        ["2016", "20", "31", "3", "و4", "1437هـ", "0", "9999", "1/1", "31/2/2016", "3:45", "/", "-", "(", ")", "،", "."]
    ),
    st.sampled_from(["في", "من", "إلى", "حتى", "سيعقد", "قال", "الموافق", "\n", "ـ", "ال"]),
)
BASES = st.none() | st.dates() | st.sampled_from([date.min, date.max, date(2016, 2, 29)])


def check(text: str, base: date | None) -> None:
    document = Document(Article("a", text, base))
    found = times.find(document)
    end = 0
    for time in found:
        assert end <= time.start < time.end <= len(text)
        assert document.quote(time).strip()
        assert time.kind == "time"
        assert time.granularity in GRAINS
        assert time.first is None or time.last is None or time.first <= time.last
        assert base is not None or time.basis == "explicit" or (time.first, time.last) == (None, None)
        end = time.end
    assert times.find(document) == found


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=14), BASES)
def test_any_words_of_time_give_times_within_the_text(pieces: list[str], base: date | None) -> None:
    check(" ".join(pieces), base)


@settings(max_examples=200, deadline=None)
@given(st.text(), BASES)
def test_any_text_is_read(text: str, base: date | None) -> None:
    check(text, base)


@settings(max_examples=100, deadline=None)
@given(st.dates(date(1950, 1, 1), date(2070, 1, 1)), st.dates(date(1950, 1, 1), date(2070, 1, 1)))
def test_a_full_date_does_not_hang_on_the_base(day: date, base: date) -> None:
    for text in (f"في {day.day}/{day.month}/{day.year} وقع", f"في {day.isoformat()} وقع"):
        (time,) = times.find(Document(Article("a", text, base)))
        assert (time.first, time.last, time.basis) == (day, day, "explicit")


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 30), st.integers(0, 30))
def test_nothing_is_found_inside_leftovers(start: int, length: int) -> None:
    text = "اجتمعوا أمس ثم الأحد ثم 3 مايو 2016 ثم العام الماضي"
    leftover = Leftover(start, start + length, "other")
    document = Document(Article("a", text, date(2016, 7, 20)), leftovers=[leftover])
    assert not any(length and time.overlaps(leftover) for time in times.find(document))


MONTHS = ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"]
PARTS = ["بداية", "مطلع", "أوائل", "منتصف", "أواسط", "أواخر", "نهاية", "ختام"]


def only(text: str, base: date) -> Time:
    (time,) = times.find(Document(Article("a", text, base)))
    return time


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(PARTS), st.integers(1950, 2040), st.integers(0, 12), st.dates(date(1950, 1, 1), date(2070, 1, 1))
)
def test_a_part_lies_in_its_period(part: str, year: int, month: int, base: date) -> None:
    name = f"شهر {MONTHS[month - 1]} {year}" if month else f"عام {year}"
    whole, cut = only(f"وقع ذلك في {name}", base), only(f"وقع ذلك في {part} {name}", base)
    assert whole.first and whole.last and cut.first and cut.last
    assert whole.first <= cut.first < cut.last <= whole.last
    assert (cut.first, cut.last) != (whole.first, whole.last)
    if month or part in ("أوائل", "منتصف", "أواسط", "أواخر"):
        assert cut.dated == whole.dated == (whole.first, whole.last)


@settings(max_examples=200, deadline=None)
@given(
    st.integers(3, 40),
    st.sampled_from(["يوما", "أسبوعا", "شهرا", "عاما"]),
    st.booleans(),
    st.dates(date(1950, 1, 1), date(2070, 1, 1)),
)
def test_runs_of_time_end_or_begin_beside_the_base(number: int, unit: str, ahead: bool, base: date) -> None:
    time = only(f"تغير ذلك في {number} {unit} {'المقبلة' if ahead else 'الماضية'}", base)
    first, last = time.dated
    assert time.first and time.last and first and last
    assert (time.first - base).days == 1 if ahead else time.last == base
    assert first <= base <= last or ahead
    assert first <= time.first <= time.last <= last


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 31), st.dates(date(1950, 1, 1), date(2070, 1, 1)))
def test_a_day_by_its_number_alone_needs_a_reason(number: int, base: date) -> None:
    for text in (f"ارتفع العدد إلى {number}.", f"تعادل في {number}.", f"عاد السعر إلى {number}."):
        assert times.find(Document(Article("a", text, base))) == []
    for time in times.find(Document(Article("a", f"سنعود في {number}.", base))):  # none where the month has no such day
        assert time.first is not None
        assert time.first == time.last
        assert time.first.day == number
        assert base <= time.first <= base + timedelta(days=31)
