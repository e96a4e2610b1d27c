"""Days of publication: what can be read one way is read, the rest is refused."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta
from email.utils import formatdate
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasad.read.dates import parse_date

DAY = date(2018, 2, 25)


@pytest.mark.parametrize(
    "value",
    [
        "2018-02-25", "2018/2/25", "20180225", " 2018-02-25T23:59:59+04:00 ", "2018-02-25 00:01:32",
        "2018-02-25T10:00Z",
        "2018-02-25T10:00:00.123456+0000", "2018-02-25T185600", "25/02/2018", "02/25/2018", "25.2.2018",
        "25-02-2018 10:30",
        "Sun, 25 Feb 2018 23:30:00 -0500", "25 Feb 2018", "Feb 25, 2018", "٢٥/٠٢/٢٠١٨", "٢٠١٨-٠٢-٢٥", "25 فبراير 2018",
        "الأحد، ٢٥ شباط/فبراير ٢٠١٨ - 10:30", "25 فيفري 2018", 1519552800, "1519552800", 1519552800000, 1519552800.5,
    ],
)  # fmt: skip
def test_one_day_in_many_forms(value: Any) -> None:
    assert parse_date(value) == DAY


@pytest.mark.parametrize(
    "value",
    [
        "0000-00-00", "3112-20-16", "0906-20-16", "2018-02-30", "2018-02", "2018", "03/04/2018", "3.4.18", "yesterday",
        "أمس", "", "Sunday 2018", "March 2018", "30 فبراير 2018", "3 فبراير/مارس 2018", "3 رجب 1440", True, None,
        [], {},
        12, -1519552800, 10**30, float("nan"), float("inf"), "1" * 5000, "9999-01-01", "0001-01-01", "2018-02-25 then",
    ],
)  # fmt: skip
def test_what_is_no_day_or_two_is_refused(value: Any) -> None:
    with pytest.raises((ValueError, OverflowError)):
        parse_date(value)


@given(st.dates(date(1800, 1, 1), date(2199, 12, 31)), st.integers(0, 86399), st.integers(-14 * 4, 14 * 4))
def test_the_day_is_the_one_written_in_its_own_zone(day: date, second: int, quarter: int) -> None:
    clock = str(timedelta(seconds=second)).rjust(8, "0")
    zone = f"{'-' if quarter < 0 else '+'}{abs(quarter) // 4:02}:{abs(quarter) % 4 * 15:02}"
    assert parse_date(f"{day}T{clock}{zone}") == day
    assert parse_date(f"{day} {clock}") == day


@given(st.integers(0, 4_000_000_000))
def test_mail_dates(seconds: int) -> None:
    assert parse_date(formatdate(seconds)) == date(1970, 1, 1) + timedelta(days=seconds // 86400)


@given(st.text(max_size=40) | st.text("0123456789-/.T:+Z ٠١٢فبراي،", max_size=30) | st.floats() | st.integers())
def test_anything_gives_a_day_or_a_value_error(value: Any) -> None:
    with contextlib.suppress(ValueError):
        assert 1800 <= parse_date(value).year < 2200
