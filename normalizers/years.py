"""Years and dates in Thai papers, as Buddhist Era integers and Gregorian dates.

The words, months and bounds stand in ``years.toml``. A year is never read from an amount ("2,565", "2565.50",
"๒๕๖๕ บาท").
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from normalizers.numerals import to_arabic
from normalizers.thai import fold

BUDDHIST_ERA = 543
FISCAL_YEAR_FIRST_MONTH = 10

_NO_DIGIT_BEFORE = "(?<![0-9๐-๙A-Za-z_=])(?<![0-9๐-๙][.,])"
_NO_DIGIT_AFTER = "(?![0-9๐-๙A-Za-z_])(?![.,][0-9๐-๙])"
_CANDIDATE = re.compile(f"{_NO_DIGIT_BEFORE}(?:[0-9๐-๙](?: ?[0-9๐-๙]){{3}}|[0-9๐-๙]{{2}}){_NO_DIGIT_AFTER}")
_AFTER_LETTERS = re.compile(f"FY ?(?P<year>[0-9]{{4}}|[0-9]{{2}}){_NO_DIGIT_AFTER}", re.IGNORECASE)
_REACH = 40  # how far before a number its word can begin
_FUZZY_NAME_LENGTH = 5

_YEAR = "(?P<year>[0-9]{4}|[0-9]{2})"
_DATE_IN_WORDS = re.compile(
    f"(?<![0-9.,])(?P<day>[0-9]{{1,2}})\\s{{0,3}}(?:เดือน\\s{{0,3}})?(?P<month>[ก-๎][ก-๎. ]{{1,15}}?)"
    f"\\s{{0,3}}(?:พ\\s?\\.?\\s?ศ\\s?\\.?)?\\s{{0,3}}{_YEAR}(?![0-9]|[.,][0-9])"
)
_DATE_IN_DIGITS = re.compile(
    f"(?<![0-9./-])(?P<day>[0-9]{{1,2}})(?P<sep>[/.-])(?P<month>[0-9]{{1,2}})(?P=sep){_YEAR}(?![0-9/-]|[.,][0-9])"
)


@dataclass(frozen=True, slots=True)
class YearMention:
    """A year with the words that make it one: ``text[start:end] == raw``, ``year`` in the Buddhist Era.

    ``fiscal``: it is called a fiscal year (ปีงบประมาณ, FY). ``certain``: four digits and a word that makes them a
    year (ปี, พ.ศ., a month), or joined to such a year; not certain are bare numbers and years of two digits.
    """

    start: int
    end: int
    raw: str
    year: int
    fiscal: bool
    certain: bool


@dataclass(frozen=True, slots=True)
class DateMention:
    """A day: ``text[start:end] == raw``; ``certain`` unless the year had two digits or the month was mended."""

    start: int
    end: int
    raw: str
    date: dt.date
    certain: bool


@dataclass(frozen=True, slots=True)
class _Rules:
    word: re.Pattern[str]
    joining: re.Pattern[str]
    counted: re.Pattern[str]
    months: dict[str, int]
    names: tuple[str, ...]
    first: int
    last: int
    christian_first: int
    christian_last: int


def _spaced(words: list[str]) -> str:
    """Alternation of words; a blank in a word stands for optional white space."""
    parts = (r"\s{0,3}".join(map(re.escape, word.split())) for word in sorted(words, key=len, reverse=True))
    return "|".join(parts)


@cache
def _rules() -> _Rules:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    words, months = data["words"], data["month"]
    year_word = f"(?P<fiscal>{_spaced(words['fiscal'])})|(?P<plain>{_spaced(words['plain'])})"
    era = f"(?P<buddhist>{_spaced(words['buddhist'])})|(?P<christian>{_spaced(words['christian'])})"
    names = tuple(fold(month["name"]) for month in months)
    abbreviations = tuple(fold(month["abbreviation"]) for month in months)
    month_word = "|".join(re.escape(month[key]) for month in months for key in ("name", "abbreviation"))
    return _Rules(
        word=re.compile(
            f"(?:(?:{year_word})[\\s(:]{{0,4}}(?:(?:{era})[\\s):]{{0,4}})?"
            f"|(?<!{words['not_after']})(?:{era.replace('P<', 'P<only_')})[\\s:]{{0,4}}"
            f"|(?P<month>{month_word})\\s{{0,3}})$",
            re.IGNORECASE,
        ),
        joining=re.compile(f"\\s{{0,3}}(?:{_spaced(words['joining'])})\\s{{0,3}}(?:(?:ปี|{era})\\s{{0,3}})?"),
        counted=re.compile(f"\\s{{0,3}}(?:{_spaced(words['counted'])})"),
        months={word: number for table in (names, abbreviations) for number, word in enumerate(table, 1)},
        names=names,
        first=data["bounds"]["first"],
        last=data["bounds"]["last"],
        christian_first=data["bounds"]["christian_first"],
        christian_last=data["bounds"]["christian_last"],
    )


def _buddhist_year(digits: str, *, christian: bool, named: bool) -> int | None:
    """The year (Buddhist Era) that 2 or 4 digits print, None when they cannot be one."""
    rules, number = _rules(), int(digits)
    if len(digits) == 2:
        number += 2500
    elif christian or (named and rules.christian_first <= number <= rules.christian_last):
        number += BUDDHIST_ERA
    return number if rules.first <= number <= rules.last else None


def _with_word(text: str, match: re.Match[str], word: re.Match[str]) -> YearMention | None:
    groups = word.groupdict()
    digits = to_arabic(match.group()).replace(" ", "")
    christian = bool(groups["christian"] or groups["only_christian"])
    buddhist = bool(groups["buddhist"] or groups["only_buddhist"])
    month = groups["month"] is not None
    if len(digits) == 2 and (month or christian or _rules().counted.match(text, match.end())):
        return None
    year = _buddhist_year(digits, christian=christian, named=not buddhist)
    if year is None:
        return None
    start = match.start() if month else match.start() - len(word.group())
    fiscal = groups["fiscal"] is not None
    return YearMention(start, match.end(), text[start : match.end()], year, fiscal, certain=len(digits) == 4)


def _without_word(text: str, match: re.Match[str], previous: YearMention | None) -> YearMention | None:
    """A number joined to a year before it, or a bare Buddhist year."""
    digits = to_arabic(match.group())
    joined = (
        previous is not None
        and match.start() - previous.end <= _REACH
        and _rules().joining.fullmatch(text, previous.end, match.start())
    )
    if " " in digits or (len(digits) == 2 and not joined) or _rules().counted.match(text, match.end()):
        return None
    year = _buddhist_year(digits, christian=False, named=bool(joined))
    if year is None or (joined and len(digits) == 2 and previous is not None and year <= previous.year):
        return None
    fiscal = bool(joined and previous is not None and previous.fiscal)
    certain = bool(joined and previous is not None and previous.certain and len(digits) == 4)
    return YearMention(match.start(), match.end(), match.group(), year, fiscal, certain)


def _after_letters(match: re.Match[str]) -> YearMention | None:
    """A year that its letters touch: "FY2565", "FY66", "FY2022"."""
    year = _buddhist_year(match["year"], christian=False, named=True)
    if year is None:
        return None
    return YearMention(match.start(), match.end(), match.group(), year, fiscal=True, certain=len(match["year"]) == 4)


def find_years(text: str) -> list[YearMention]:
    """All years of a text in order, see ``YearMention``.

    Western years count where a word stands beside them (ค.ศ., ปี, FY) and become Buddhist ones. A bare number of four
    digits 2540..2600 is an uncertain year unless what it counts follows (บาท, คน).
    """
    rules = _rules()
    found: list[YearMention] = []
    matches = sorted([*_CANDIDATE.finditer(text), *_AFTER_LETTERS.finditer(text)], key=lambda match: match.start())
    for match in matches:
        mention: YearMention | None
        if match.re is _AFTER_LETTERS:
            mention = _after_letters(match)
        elif word := rules.word.search(text[max(0, match.start() - _REACH) : match.start()]):
            mention = _with_word(text, match, word)
        else:
            mention = _without_word(text, match, found[-1] if found else None)
        if mention is not None and (not found or mention.start >= found[-1].end):
            found.append(mention)
    return found


def fiscal_year_span(year: int) -> tuple[dt.date, dt.date]:
    """First and last day of a Thai fiscal year (Buddhist Era): FY2569 is 2025-10-01 to 2026-09-30."""
    christian = year - BUDDHIST_ERA
    return dt.date(christian - 1, FISCAL_YEAR_FIRST_MONTH, 1), dt.date(christian, FISCAL_YEAR_FIRST_MONTH - 1, 30)


def fiscal_year_of(day: dt.date) -> int:
    """The Thai fiscal year (Buddhist Era) in which a day lies."""
    return day.year + BUDDHIST_ERA + (day.month >= FISCAL_YEAR_FIRST_MONTH)


def month_names() -> tuple[tuple[str, str], ...]:
    """Name and abbreviation of the twelve months, January first."""
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return tuple((month["name"], month["abbreviation"]) for month in data["month"])


def english_months() -> tuple[str, ...]:
    """Patterns of the English names and abbreviations of the twelve months, January first."""
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return tuple(month["english"] for month in data["month"])


def parse_month(word: str) -> tuple[int, bool] | None:
    """Month (1..12) named by a word and whether it was spelled right.

    Names of at least five letters may differ by one letter; names so mended are not "right".
    """
    rules, folded = _rules(), fold(word)
    if folded in rules.months:
        return rules.months[folded], True
    if len(folded) < _FUZZY_NAME_LENGTH:
        return None
    near = [
        number for number, name in enumerate(rules.names, 1) if Levenshtein.distance(folded, name, score_cutoff=1) <= 1
    ]
    return (near[0], False) if len(near) == 1 else None


def _date(match: re.Match[str], text: str, month: int, *, certain: bool) -> DateMention | None:
    year = year_of_digits(match["year"])
    if year is None:
        return None
    try:
        day = dt.date(year - BUDDHIST_ERA, month, int(match["day"]))
    except ValueError:
        return None
    raw = text[match.start() : match.end()]
    return DateMention(match.start(), match.end(), raw, day, certain and len(match["year"]) == 4)


def year_of_digits(digits: str) -> int | None:
    """The year (Buddhist Era) of a date: "2566", "66", "2023"; None when out of bounds."""
    digits = to_arabic(digits)
    return _buddhist_year(digits, christian=len(digits) == 4 and digits < "2500", named=False)


def find_dates(text: str) -> list[DateMention]:
    """All days of a text in order: "๓๑ มีนาคม ๒๕๖๖", "31 มี.ค. 66", "๑/๑๐/๒๕๖๘", "31-03-2566".

    The month name may be torn by blanks and, from five letters on, differ by one letter.
    """
    arabic = to_arabic(text)
    found: list[DateMention] = []
    for match in _DATE_IN_WORDS.finditer(arabic):
        month = parse_month(match["month"])
        date = _date(match, text, month[0], certain=month[1]) if month else None
        if date:
            found.append(date)
    for match in _DATE_IN_DIGITS.finditer(arabic):
        date = _date(match, text, int(match["month"]), certain=True)
        if date:
            found.append(date)
    return sorted(found, key=lambda date: date.start)
