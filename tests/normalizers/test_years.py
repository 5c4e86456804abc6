from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.years import find_dates, find_years, fiscal_year_of, fiscal_year_span, month_names, parse_month


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ปีงบประมาณ พ.ศ. ๒๕๖๕", [(2565, True, True)]),
        ("ปี\nงบ ประมาณ พ. ศ. ๒๕๖๙", [(2569, True, True)]),
        ("พ.ศ.๒๕๖๑ - ๒๕๖๕", [(2561, False, True), (2565, False, True)]),
        ("ปี 2568", [(2568, False, True)]),
        ("ประจำปี ๒๕๖๕", [(2565, False, True)]),
        ("ปี ๒๕ ๖๕", [(2565, False, True)]),
        ("ปีงบประมาณ พ.ศ. ๒ ๕ ๖ ๕", [(2565, True, True)]),
        ("ปี ๒ ๕๖๕ และ ๒๕๖ ๖", [(2565, False, True)]),
        ("ข้อ 2 5 6 5", []),
        ("๓๑ มีนาคม ๒๕๖๖", [(2566, False, True)]),
        ("ปี ๖๕", [(2565, False, False)]),
        ("ปีงบฯ 66", [(2566, True, False)]),
        ("FY2022", [(2565, True, True)]),
        ("ค.ศ. 2022", [(2565, False, True)]),
        ("ปี 2022", [(2565, False, True)]),
        ("2568", [(2568, False, False)]),
        ("พ.ศ. 2561-65", [(2561, False, True), (2565, False, False)]),
    ],
)
def test_years(text: str, expected: list[tuple[int, bool, bool]]) -> None:
    found = find_years(text)
    assert [(year.year, year.fiscal, year.certain) for year in found] == expected
    assert all(text[year.start : year.end] == year.raw for year in found)


@pytest.mark.parametrize(
    "text", ["2022", "2,565", "2565.50", "๒๕๖๕ บาท", "๒๕.๖๕", "เพศ ๖๕", "ปีที่ ๑๐", "ทุกปี ๖๕ คน", "25650", "ปี 2100", "O65"]
)
def test_no_year(text: str) -> None:
    assert find_years(text) == []


@given(st.integers(2540, 2600))
def test_fiscal_year_span_is_a_year_of_its_own(year: int) -> None:
    start, end = fiscal_year_span(year)
    assert fiscal_year_of(start) == fiscal_year_of(end) == year
    assert fiscal_year_span(year + 1)[0] - end == dt.timedelta(days=1)


def test_fiscal_year_2569() -> None:
    assert fiscal_year_span(2569) == (dt.date(2025, 10, 1), dt.date(2026, 9, 30))


@pytest.mark.parametrize(
    ("text", "date", "certain"),
    [
        ("๓๑ มีนาคม ๒๕๖๖", dt.date(2023, 3, 31), True),
        ("31 มี.ค. 66", dt.date(2023, 3, 31), False),
        ("1 ต.ค. 2568", dt.date(2025, 10, 1), True),
        ("๑/๑๐/๒๕๖๘", dt.date(2025, 10, 1), True),
        ("31-03-2566", dt.date(2023, 3, 31), True),
        ("๑ เดือน ตุลาคม พ.ศ. ๒๕๖๗", dt.date(2024, 10, 1), True),
        ("31 มีนาดม 2566", dt.date(2023, 3, 31), False),
        ("30 กันยายน 2023", dt.date(2023, 9, 30), True),
    ],
)
def test_dates(text: str, date: dt.date, certain: bool) -> None:
    (found,) = find_dates(f"ณ {text} เป็นต้นไป")
    assert (found.date, found.certain, found.raw) == (date, certain, text)


@pytest.mark.parametrize("text", ["31 กุมภาพันธ์ 2566", "ข้อ 1 มีผล 2566", "1.2.3", "32/01/2566"])
def test_no_date(text: str) -> None:
    assert find_dates(text) == []


@given(st.dates(dt.date(2000, 1, 1), dt.date(2050, 12, 31)), st.booleans())
def test_date_round_trip(date: dt.date, short: bool) -> None:
    name = month_names()[date.month - 1][short]
    (found,) = find_dates(f"{date.day} {name} {date.year + 543}")
    assert found.date == date


def test_month_names_are_mended_but_not_guessed() -> None:
    assert parse_month("กันยายน") == (9, True)
    assert parse_month("กันยาบน") == (9, False)
    assert parse_month("มี.ค.") == (3, True)
    assert parse_month("มีการ") is None
