from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.periods import names_part_of_year, parse_period
from normalizers.years import fiscal_year_span, month_names


def _span(text: str, default_year: int | None = None) -> tuple[str | None, str | None, int | None]:
    period = parse_period(text, default_year)
    assert period is not None
    assert period.raw == text.strip()
    start, end = (day.isoformat() if day else None for day in (period.start, period.end))
    return start, end, period.fiscal_year


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ปีงบประมาณ พ.ศ. ๒๕๖๙", ("2025-10-01", "2026-09-30", 2569)),
        ("ปี\nงบประมาณ พ.ศ.\n๒๕๖๙", ("2025-10-01", "2026-09-30", 2569)),
        ("ปี ๒๕๖๙", ("2025-10-01", "2026-09-30", 2569)),
        ("ณ วันที่ ๓๑ มีนาคม ๒๕๖๖", ("2023-03-31", "2023-03-31", 2566)),
        ("ต.ค. ๒๕๖๗ – ก.ย. ๒๕๖๘", ("2024-10-01", "2025-09-30", 2568)),
        ("ต.ค.67-ก.ย.68", ("2024-10-01", "2025-09-30", 2568)),
        ("ตุลาคม 2566 - มีนาคม 2567", ("2023-10-01", "2024-03-31", 2567)),
        ("ตุลาคม - มีนาคม 2567", ("2023-10-01", "2024-03-31", 2567)),
        ("1 ตุลาคม 2567 ถึง 30 กันยายน 2568", ("2024-10-01", "2025-09-30", 2568)),
        ("1/10/2567 - 30/9/2568", ("2024-10-01", "2025-09-30", 2568)),
        ("1 - 31 มีนาคม 2566", ("2023-03-01", "2023-03-31", 2566)),
        ("ไตรมาสที่ 1-2 ปี 2567", ("2023-10-01", "2024-03-31", 2567)),
        ("ไตรมาส 4/2567", ("2024-07-01", "2024-09-30", 2567)),
        ("๖ เดือนหลัง ปี ๒๕๖๗", ("2024-04-01", "2024-09-30", 2567)),
        ("ภายในเดือนมีนาคม ๒๕๖๘", (None, "2025-03-31", 2568)),
        ("ตั้งแต่เดือนมกราคม 2567 เป็นต้นไป", ("2024-01-01", None, 2567)),
        ("ธันวาคม 2567", ("2024-12-01", "2024-12-31", 2568)),
        ("Oct 2024 – Mar 2025", ("2024-10-01", "2025-03-31", 2568)),
        ("1 Feb 2025 - 30 April 2025", ("2025-02-01", "2025-04-30", 2568)),
        ("October 1, 2024 to September 30, 2025", ("2024-10-01", "2025-09-30", 2568)),
        ("within Sept. 2568", (None, "2025-09-30", 2568)),
        ("ปีปฏิทิน 2568", ("2025-01-01", "2025-12-31", None)),
        ("มีนาดม 2567", ("2024-03-01", "2024-03-31", 2567)),
        ("2566 - 2568", ("2022-10-01", "2025-09-30", None)),
    ],
)
def test_period(text: str, expected: tuple[str | None, str | None, int | None]) -> None:
    assert _span(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ไตรมาส ๑", ("2024-10-01", "2024-12-31", 2568)),
        ("รอบ ๖ เดือน", ("2024-10-01", "2025-03-31", 2568)),
        ("๖ เดือนแรก", ("2024-10-01", "2025-03-31", 2568)),
        ("ตลอดปีงบประมาณ", ("2024-10-01", "2025-09-30", 2568)),
        ("ตลอดปี", ("2024-10-01", "2025-09-30", 2568)),
        ("ต.ค. - ธ.ค.", ("2024-10-01", "2024-12-31", 2568)),
    ],
)
def test_period_of_the_year_of_the_plan(text: str, expected: tuple[str | None, str | None, int | None]) -> None:
    assert _span(text, 2568) == expected
    assert _span(text) == (None, None, None)


@pytest.mark.parametrize(
    "text", ["รายไตรมาส", "ทุก 6 เดือน", "เมษายน และ ตุลาคม 2566", "31 กุมภาพันธ์ 2567", "สำนักงาน ก.พ.", "มีการดำเนินการ"]
)
def test_not_understood(text: str) -> None:
    assert _span(text, 2568) == (None, None, None)


@pytest.mark.parametrize("text", ["", " \n", "-"])
def test_empty(text: str) -> None:
    assert parse_period(text, 2568) is None


DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2050, 12, 31))


@given(DAYS, DAYS, st.sampled_from([" - ", " – ", " ถึง ", " ถึงวันที่ "]))
def test_range_of_days(one: dt.date, other: dt.date, to: str) -> None:
    first, last = sorted((one, other))
    printed = [f"{day.day} {month_names()[day.month - 1][0]} {day.year + 543}" for day in (first, last)]
    period = parse_period(to.join(printed))
    assert period is not None
    assert (period.start, period.end) == (first, last)


@given(st.integers(2550, 2590), st.integers(1, 4), st.integers(1, 4))
def test_quarters_lie_in_their_fiscal_year_in_order(year: int, one: int, other: int) -> None:
    first, last = sorted((one, other))
    period = parse_period(f"ไตรมาสที่ {first} - ไตรมาสที่ {last}", year)
    assert period is not None
    assert period.start is not None
    assert period.end is not None
    assert fiscal_year_span(year)[0] <= period.start < period.end <= fiscal_year_span(year)[1]
    assert (period.end - period.start).days // 30 + 1 >= 3 * (last - first + 1)


@given(st.text(alphabet="0123456789๒๕๖ปีงบไตรมาสที่ต.ค.มกราคม -–/ถึง\n", max_size=60))
def test_any_text_gives_ordered_days(text: str) -> None:
    period = parse_period(text, 2568)
    assert period is None or not (period.start and period.end) or period.start <= period.end


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("ไตรมาส 1", True),
        ("ไตรมาสที่ ๓ (เม.ย. - มิ.ย.)", True),
        ("ต.ค.", True),
        ("ต.ค. 65", True),
        ("มกราคม", True),
        ("31 มีนาคม 2566", False),
        ("ตลอดปี", False),
        ("ปี 2566", False),
        ("มาตรการ", False),
        ("", False),
    ],
)
def test_heads_of_charts(text: str, named: bool) -> None:
    assert names_part_of_year(text) is named
