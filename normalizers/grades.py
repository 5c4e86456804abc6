"""Grades: the letters AA to F (to FY2565) and the words ผ่านดีเยี่ยม to ต้องปรับปรุงโดยด่วน (from FY2566).

Reading a cell (``parse_grade``), finding grades in prose (``find_grades``), and what the framework of a year gives for
a score (``possible_grades``). Scores are points 0..100, compared on two decimals as they are printed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from normalizers import thai
from normalizers.framework import Framework, GradeBand, framework, grade_schemes

_NUMBER = r"[0-9๐-๙]{1,3}(?:[.,][0-9๐-๙]{1,2})?"
_RANGE = re.compile(rf"({_NUMBER})\s*(?:[-–—‐−]|ถึง)\s*({_NUMBER})")
_TONES = "่้๊๋"
_ARABIC = str.maketrans(thai.THAI_DIGITS + ",", thai.ARABIC_DIGITS + ".")
# A blank or a wrapped line between the words of an announcement; bounded, so that runs of blanks cost nothing.
_BLANK = r"[ \t]{0,3}\n?[ \t]{0,3}"
_LONGEST_CELL = 80
_OPEN, _CLOSE = r"[\s\"'“”‘’(\[*_:=]*", r"[\s\"'“”‘’)\]*_.]*"


@dataclass(frozen=True, slots=True)
class Grade:
    """A canonical grade and the scheme it belongs to (``letters`` or ``pass``)."""

    word: str
    scheme: str


@dataclass(frozen=True, slots=True)
class GradeMention:
    """A grade found in prose; ``start`` and ``end`` are offsets of the grade itself."""

    start: int
    end: int
    grade: str


@cache
def _vocabulary() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


@cache
def _grades() -> dict[str, Grade]:
    """Canonical grades by word."""
    grades: dict[str, Grade] = {}
    for scheme in grade_schemes().values():
        words = [band.word for band in scheme.bands] + ([scheme.incomplete] if scheme.incomplete else [])
        grades.update({word: Grade(word, scheme.name) for word in words})
    return grades


def _loose(word: str) -> str:
    """Pattern of a word: blanks between letters, tone marks as they come; Latin words as they stand."""
    if word.isascii():
        return re.escape(word)
    return r"[ \t]?".join(f"{re.escape(letter)}[{_TONES}]?" for letter in word if letter not in _TONES)


def _any_of(words: list[str]) -> str:
    return "|".join(_loose(word) for word in sorted(words, key=len, reverse=True))


@cache
def _grade_pattern() -> str:
    """One alternation over all grades, longest first; a letter stands alone, a passing word binds to nothing."""
    letters = [word for word in _grades() if word.isascii() and word.isalpha()]
    words = [word for word in _grades() if not word.isascii()]
    incomplete = [scheme.incomplete_label for scheme in grade_schemes().values() if scheme.incomplete_label]
    binding, joining = _any_of(_vocabulary()["binds_after"]), _any_of(_vocabulary()["joins_after"])
    return (
        rf"(?P<letter>(?:{'|'.join(sorted(letters, key=len, reverse=True))})(?![A-Za-z0-9+]|\.[A-Za-z]))"
        rf"|(?P<word>(?:{_any_of(words)})(?![ \t]?(?:{binding})|{joining}))"
        rf"|(?P<incomplete>{_any_of(incomplete)})"
    )


@cache
def _cell_pattern() -> re.Pattern[str]:
    lead, joiner = _any_of(_vocabulary()["leads"]), _any_of(_vocabulary()["joiners"])
    score = rf"(?:{_NUMBER}\s*(?:คะแนน)?)?"
    return re.compile(
        rf"{_OPEN}{score}{_OPEN}(?:(?i:{lead})\s*)?{_OPEN}(?:(?:{joiner})\s*)?{_OPEN}"
        rf"(?:{_grade_pattern()}|(?P<dashes>--)){_CLOSE}"
    )


@cache
def _prose_pattern() -> re.Pattern[str]:
    lead, joiner = _any_of(_vocabulary()["leads"]), _any_of(_vocabulary()["joiners"])
    return re.compile(
        rf"(?:(?i:{lead}){_BLANK}(?:(?:{joiner}){_BLANK})?[ \t\"'“‘(\[*_:=]{{0,4}}"
        rf"|[0-9๐-๙]{_BLANK}(?:คะแนน)?{_BLANK}\({_BLANK}(?:(?i:{lead}){_BLANK})?(?=[^()\n]{{1,40}}\))"
        rf")(?:{_grade_pattern()})"
    )


def _canonical(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    if groups["letter"]:
        return groups["letter"]
    if groups["word"]:
        return _words_by_skeleton().get(thai.skeleton(groups["word"]))
    return next(scheme.incomplete for scheme in grade_schemes().values() if scheme.incomplete)


@cache
def _words_by_skeleton() -> dict[str, str]:
    return {thai.skeleton(word): word for word in _grades() if not word.isascii()}


def parse_grade(text: str, year: int | None = None) -> str | None:
    """Read a grade cell: a grade alone, or with a word for level, a score before it, quotes or brackets around it.

    With ``year``, a word of a scheme that began later is no grade (ผ่าน in FY2564 says that a mark was passed); letters
    are accepted in every year because papers go on using them. Only Latin capitals are letters.
    """
    match = _cell_pattern().fullmatch(text.strip()) if len(text) <= _LONGEST_CELL else None
    word = _canonical(match) if match else None
    if word is None or (year is not None and _first_year(word) > year):
        return None
    return word


def _first_year(word: str) -> int:
    return grade_schemes()[_grades()[word].scheme].first_year


def find_grades(text: str) -> list[GradeMention]:
    """Grades that prose gives as reached: behind a word for level, or in brackets behind a number.

    Grade bands ("85.00 - 94.99 ระดับ A") and levels asked for ("ระดับ A ขึ้นไป") are left out.
    """
    return list(_mentions(text))


def _mentions(text: str) -> Iterator[GradeMention]:
    for match in _prose_pattern().finditer(text):
        group = next(name for name in ("letter", "word", "incomplete") if match[name])
        grade = _canonical(match)
        if grade and not _is_wanted(text, match) and not _is_band(text, match):
            yield GradeMention(match.start(group), match.end(group), grade)


@cache
def _wanted_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    before, after = _any_of(_vocabulary()["wanted_before"]), _any_of(_vocabulary()["wanted_after"])
    return re.compile(rf"(?:{before})[^\n]{{0,12}}$"), re.compile(rf"{_CLOSE}(?:{after})")


def _is_wanted(text: str, match: re.Match[str]) -> bool:
    before, after = _wanted_patterns()
    head = text[max(0, match.start() - _vocabulary()["reach"]) : match.start()]
    return bool(before.search(head) or after.match(text, match.end()))


def _is_band(text: str, match: re.Match[str]) -> bool:
    """Whether the grade's line gives a grade band right before it or right behind it."""
    reach: int = _vocabulary()["reach"]
    head = text[max(0, match.start() - reach) : match.start() + 1].rpartition("\n")[2]
    tail = text[match.end() : match.end() + reach].partition("\n")[0]
    return any(
        band_grade(_number(found[1]), _number(found[2])) is not None
        for part in (head, tail)
        for found in _RANGE.finditer(part)
    )


def _number(text: str) -> float:
    return float(text.translate(_ARABIC))


def band_grade(low: float, high: float) -> str | None:
    """Grade of a printed band such as 85.00 to 94.99, None when the bounds are no band of any scheme.

    Letters come first where both schemes have the band; a band shared by several grades is that of the one that asks
    for nothing else.
    """
    for scheme in grade_schemes().values():
        for band in reversed(scheme.bands):
            if _hundredths(band.low) == _hundredths(low) and _hundredths(band.high) == _hundredths(high):
                return band.word
    return None


def _hundredths(score: float) -> int:
    return round(score * 100)


def possible_grades(year: int | None, total: float, tools: Mapping[str, float] | None = None) -> frozenset[str]:
    """Grades that the framework of ``year`` leaves open for a total and the tool scores that are known.

    From FY2566 a grade may ask for a least score of every tool; a tool that is not given can lie wherever the total
    and the other tools allow. Empty when the year is unknown, before FY2562 or after the last known year, and when
    the total is no score.
    """
    year_framework = framework(year)
    if not year_framework.exact or not 0 <= total <= 100:
        return frozenset()
    floors, ceilings = _tool_bounds(year_framework, total, tools or {})
    possible: set[str] = set()
    for band in year_framework.grade_scheme.bands:
        if not _hundredths(band.low) <= _hundredths(total) <= _hundredths(band.high):
            continue
        if _reaches(band, ceilings):
            possible.add(band.word)
        if _reaches(band, floors):
            break
    return frozenset(possible)


def _reaches(band: GradeBand, tools: Mapping[str, float]) -> bool:
    return band.min_tool is None or all(_hundredths(score) >= _hundredths(band.min_tool) for score in tools.values())


def _tool_bounds(
    year_framework: Framework, total: float, known: Mapping[str, float]
) -> tuple[dict[str, float], dict[str, float]]:
    """Least and greatest value of each tool that the total allows, given that it is rounded to two decimals."""
    weights = {tool.code: tool.weight for tool in year_framework.tools}
    low = {code: known.get(code, 0.0) for code in weights}
    high = {code: known.get(code, 100.0) for code in weights}
    floors, ceilings = dict(low), dict(high)
    for code, weight in weights.items():
        if code in known:
            continue
        others_high = sum(weights[other] * high[other] for other in weights if other != code)
        others_low = sum(weights[other] * low[other] for other in weights if other != code)
        floors[code] = max(0.0, (total - 0.01 - others_high) / weight)
        ceilings[code] = min(100.0, (total + 0.01 - others_low) / weight)
    return floors, ceilings
