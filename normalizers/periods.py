"""The time column of a plan: what is printed as first and last day and fiscal year.

Quarters and halves are those of the Thai fiscal year (October to September, so the first quarter is October to
December). What is not understood in full keeps its text and has no days.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from normalizers.numerals import to_arabic
from normalizers.thai import clean
from normalizers.years import (
    BUDDHIST_ERA,
    YearMention,
    english_months,
    find_years,
    fiscal_year_of,
    fiscal_year_span,
    month_names,
    parse_month,
    year_of_digits,
)

_MONTHS_A_YEAR = 12
_LONGEST = 300  # characters; anything longer is prose, not a period
_LETTER = re.compile("[ก-๎A-Za-z]")
_WORD = re.compile("[ก-๎]{5,13}")


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days; ``raw`` as printed. Open ends and what was not understood are None; ``fiscal_year`` is BE."""

    raw: str
    start: dt.date | None
    end: dt.date | None
    fiscal_year: int | None


@dataclass(frozen=True, slots=True)
class _Point:
    """A day or a month as printed; ``first_day`` is given for "1 - 31 มีนาคม"."""

    start: int
    end: int
    month: int
    day: int | None
    year: int | None
    first_day: int | None = None


@dataclass(frozen=True, slots=True)
class _Rules:
    point: re.Pattern[str]
    months: dict[str, int]
    to: re.Pattern[str]
    until: re.Pattern[str]
    since: re.Pattern[str]
    quarter: re.Pattern[str]
    whole_year: re.Pattern[str]
    calendar: re.Pattern[str]
    parts: tuple[tuple[re.Pattern[str], int, int], ...]


def _spaced(words: list[str]) -> str:
    parts = (r"\s?".join(map(re.escape, word.split())) for word in sorted(words, key=len, reverse=True))
    return f"(?:{'|'.join(parts)})"


def _month_pattern(name: str, abbreviation: str, english: str) -> str:
    """A month as name or as abbreviation, whose last point and blanks may be missing; or in English."""
    first, second, _ = abbreviation.split(".")
    western = rf"(?<![A-Za-z])(?i:{english})(?![A-Za-z])\.?,?"
    return rf"{western}|{name}|(?<![ก-๎.]){first} ?\. ?{second}(?![ก-๎])\.?|(?<![ก-๎.]){first}{second}\."


def _all_names() -> list[tuple[str, str, str]]:
    return [(*thai, english) for thai, english in zip(month_names(), english_months(), strict=True)]


@cache
def _rules() -> _Rules:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    words, to = data["words"], _spaced(data["words"]["to"])
    months = "|".join(f"(?P<m{number}>{_month_pattern(*names)})" for number, names in enumerate(_all_names(), 1))
    not_repeated = "".join(f"(?<!{re.escape(word)})(?<!{re.escape(word)} )" for word in words["repeated"])
    return _Rules(
        point=re.compile(
            rf"(?:(?:(?<![0-9.,/])(?P<first_day>[0-9]{{1,2}}) ?{to} ?)?(?<![0-9.,/])(?P<day>[0-9]{{1,2}}) ?)?"
            rf"(?:เดือน ?)?(?:{months}) ?(?:(?P<us_day>[0-9]{{1,2}}), ?(?=[0-9]{{4}}))?"
            r"(?:พ ?\. ?ศ ?\.? ?)?(?P<year>[0-9]{4}(?![0-9])|[0-9]{2}(?![0-9.,]))?"
            r"|(?<![0-9./-])(?P<d>[0-9]{1,2})(?P<sep>[/.-])(?P<m>[0-9]{1,2})(?P=sep)(?P<y>[0-9]{4}|[0-9]{2})(?![0-9])"
        ),
        months={f"m{number}": number for number in range(1, _MONTHS_A_YEAR + 1)},
        to=re.compile(rf"\s*(?:{to}|ถึง\s?(?:วันที่|เดือน|สิ้นเดือน))\s*(?:วันที่|เดือน|สิ้นเดือน)?\s*"),
        until=re.compile(_spaced(words["until"])),
        since=re.compile(_spaced(words["from"])),
        quarter=re.compile(rf"{not_repeated}{_spaced(words['quarter'])}\s?(?P<list>[1-4](?![0-9])"
                           rf"(?:\s?(?:{to}|,|และ|/)\s?(?:{_spaced(words['quarter'])}\s?)?[1-4](?![0-9]))*)"),
        whole_year=re.compile(_spaced(words["whole_year"])),
        calendar=re.compile(_spaced(words["calendar_year"])),
        parts=tuple(
            (re.compile(f"{not_repeated}(?<![0-9]){_spaced(part['words'])}"), part["first"], part["last"])
            for part in data["part"]
        ),
    )  # fmt: skip


def _with_right_months(text: str) -> str:
    """Month names with one wrong letter put right, where the word is nothing but the name."""

    def right(match: re.Match[str]) -> str:
        month = parse_month(match.group())
        return month_names()[month[0] - 1][0] if month and not month[1] else match.group()

    return _WORD.sub(right, text)


def _points(text: str) -> Iterator[_Point]:
    rules = _rules()
    for match in rules.point.finditer(text):
        if match["m"]:
            month, day, digits, first_day = int(match["m"]), match["d"], match["y"], None
        else:
            month = next(number for group, number in rules.months.items() if match[group])
            day, digits, first_day = match["day"] or match["us_day"], match["year"], match["first_day"]
        year = year_of_digits(digits) if digits else None
        if 1 <= month <= _MONTHS_A_YEAR and (not digits or year):
            first = int(first_day) if first_day else None
            yield _Point(match.start(), match.end(), month, int(day) if day else None, year, first)


def _day(point: _Point, *, last: bool) -> dt.date | None:
    """The day of a point: of a month its first or last; None without a year or where there is no such day."""
    if point.year is None:
        return None
    year = point.year - BUDDHIST_ERA
    days = monthrange(year, point.month)[1]
    day = point.day or (days if last else 1)
    return dt.date(year, point.month, day) if 1 <= day <= days else None


def _in_fiscal_year(point: _Point, fiscal_year: int | None) -> _Point:
    if point.year is not None or fiscal_year is None:
        return point
    return replace(point, year=fiscal_year - (point.month >= 10))


def _with_years(first: _Point, last: _Point, fiscal_year: int | None) -> tuple[_Point, _Point]:
    """Both ends of a range with their years: a missing one follows from the other, else from the fiscal year."""
    if first.year is None and last.year is not None:
        first = replace(first, year=last.year - (first.month > last.month))
    elif last.year is None and first.year is not None:
        last = replace(last, year=first.year + (first.month > last.month))
    return _in_fiscal_year(first, fiscal_year), _in_fiscal_year(last, fiscal_year)


def _period(raw: str, start: dt.date | None, end: dt.date | None) -> Period:
    """A period with its fiscal year, if it lies within one; without days where its ends are in the wrong order."""
    if start and end and start > end:
        return Period(raw, None, None, None)
    years = {fiscal_year_of(day) for day in (start, end) if day}
    return Period(raw, start, end, years.pop() if len(years) == 1 else None)


def _of_points(raw: str, text: str, points: list[_Point], fiscal_year: int | None) -> Period | None:
    """A day, a month, or a range of them; None where they are listed ("เมษายน และ ตุลาคม")."""
    rules = _rules()
    if len(points) == 1:
        point = _in_fiscal_year(points[0], fiscal_year)
        start, end = _day(replace(point, day=point.first_day or point.day), last=False), _day(point, last=True)
        if start is None or end is None:
            return None
        around = text[: points[0].start] + " " + text[points[0].end :]
        abbreviated = "." in text[points[0].start : points[0].end] and points[0].day is None and points[0].year is None
        if abbreviated and _LETTER.search(around):  # the civil service commission (ก.พ.) rather than February
            return None
        if rules.until.search(around):
            return _period(raw, None, end)
        return _period(raw, start, None if rules.since.search(around) else end)
    if len(points) == 2 and rules.to.fullmatch(text, points[0].end, points[1].start):
        first, last = _with_years(points[0], points[1], fiscal_year)
        start, end = _day(first, last=False), _day(last, last=True)
        return _period(raw, start, end) if start and end else None
    return None


def _of_months(raw: str, fiscal_year: int, first: int, last: int) -> Period:
    """Months of a fiscal year, 1 is October."""
    start, end = fiscal_year_span(fiscal_year)
    if first > 1:
        month = (first + 8) % _MONTHS_A_YEAR + 1
        start = dt.date(start.year + (first > 3), month, 1)
    if last < _MONTHS_A_YEAR:
        month = (last + 8) % _MONTHS_A_YEAR + 1
        year = end.year - (last <= 3)
        end = dt.date(year, month, monthrange(year, month)[1])
    return Period(raw, start, end, fiscal_year)


def _part_of_year(text: str) -> tuple[int, int] | None:
    """Which months of the fiscal year a text names by quarters or halves; the whole year is (1, 12)."""
    rules = _rules()
    if rules.whole_year.search(text):
        return 1, _MONTHS_A_YEAR
    if match := rules.quarter.search(text):
        quarters = [int(digit) for digit in re.findall(r"(?<![0-9])[1-4](?![0-9])", match["list"])]
        listed = sorted(set(quarters)) == list(range(min(quarters), max(quarters) + 1))
        if not listed and not re.search(_rules().to, match["list"]):
            return None
        return min(quarters) * 3 - 2, max(quarters) * 3
    found = {(first, last) for pattern, first, last in rules.parts if pattern.search(text)}
    if not found:
        return None
    return min(first for first, _ in found), max(last for _, last in found)


def names_part_of_year(text: str) -> bool:
    """Whether a text names a month, quarter or half of a year, as the heads of charts do."""
    plain = _with_right_months(" ".join(to_arabic(clean(text)).split()))
    if (part := _part_of_year(plain)) is not None:
        return part != (1, _MONTHS_A_YEAR)
    points = list(_points(plain))
    return len(points) == 1 and points[0].day is None


def _of_years(raw: str, text: str, years: list[YearMention]) -> Period | None:
    """One fiscal or calendar year, or a range of fiscal ones; None where years are merely listed."""
    if len({year.year for year in years}) == 1:
        if _rules().calendar.search(text):
            year = years[0].year - BUDDHIST_ERA
            return _period(raw, dt.date(year, 1, 1), dt.date(year, 12, 31))
        return Period(raw, *fiscal_year_span(years[0].year), years[0].year)
    if len(years) == 2 and years[0].year < years[1].year and _rules().to.search(text, years[0].end, years[1].end):
        return Period(raw, fiscal_year_span(years[0].year)[0], fiscal_year_span(years[1].year)[1], None)
    return None


def parse_period(text: str, default_year: int | None = None) -> Period | None:
    """The period of a cell, None for an empty one.

    ``default_year`` is the fiscal year (Buddhist Era) the plan is for; it is used where the cell speaks of a quarter,
    a half, "ตลอดปี" or of months without their year. Repeated terms ("ทุก ๖ เดือน", "รายไตรมาส") have no days, nor
    have several days or months merely listed.
    """
    raw = text.strip()
    if not raw.strip("-–—. \n\t"):
        return None
    unknown = Period(raw, None, None, None)
    if len(raw) > _LONGEST:
        return unknown
    plain = _with_right_months(" ".join(to_arabic(clean(raw)).split()))
    points = list(_points(plain))
    outside = plain
    for point in reversed(points):
        outside = outside[: point.start] + " " * (point.end - point.start) + outside[point.end :]
    years = find_years(outside)
    fiscal_year = years[0].year if len({year.year for year in years}) == 1 else None
    if fiscal_year is None and not years:
        fiscal_year = default_year
    if points:
        return _of_points(raw, plain, points, fiscal_year) or unknown
    months = _part_of_year(plain)
    if months and fiscal_year is not None:
        return _of_months(raw, fiscal_year, *months)
    return (_of_years(raw, plain, years) if years and not months else None) or unknown
