"""Scores told in an order: of their years ("ปี 2567 และปี 2566 ได้ 91.20 และ 88.10 คะแนน ตามลำดับ"), or of their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.scores.subjects import Subject, SubjectKind
from extractors.scores.told_years import Year
from extractors.scores.vocabulary import settings
from normalizers.framework import INDICATORS
from normalizers.numerals import Number, to_arabic
from normalizers.years import find_years

_IN_ORDER = "ตามลำดับ"
_RANGES = ("-", "–", "ถึง")


@dataclass(frozen=True, slots=True)
class NamedRow:
    """Numbers in a row with as many names before them, in the same order.

    ``before`` is where the row before ends, ``year_behind`` the year that stands behind the words "in this order".
    """

    numbers: tuple[Number, ...]
    subjects: tuple[Subject, ...]
    before: int
    year_behind: int | None = None


def named_rows(text: str, numbers: list[Number], subjects: list[Subject]) -> list[NamedRow]:
    """Rows of numbers told in the order of the indicators or tools right before: "IIT, EIT และ OIT ได้ … ตามลำดับ".

    None of them where several years stand before the row, or where a year behind it may be the next number's.
    """
    found: list[NamedRow] = []
    before = 0
    for row in _rows(text, numbers):
        names = _names_before(text, subjects, before, row)
        if names and (_keeps_order(text, row[-1]) or _IN_ORDER in text[names[-1].end : row[0].start]):
            years = {year[2] for year in _all_years(text[before : row[0].start])}
            behind, sure = _year_behind(text, row[-1], numbers)
            if len(years) <= 1 and (sure or years):
                found.append(NamedRow(tuple(row), names, before, None if years else behind))
        before = row[-1].end
    return found


def _names_before(text: str, subjects: list[Subject], before: int, row: list[Number]) -> tuple[Subject, ...]:
    """The names of the list right before a row of two or more numbers, where they are as many; else none."""
    start = row[0].start
    near = [subject for subject in subjects if before <= subject.start and subject.end <= start]
    if len(row) < 2 or any(subject.kind is SubjectKind.FOREIGN for subject in near):
        return ()
    named = _chained(text, [subject for subject in near if subject.kind is SubjectKind.LABEL and subject.code])
    names = _by_number(text, before, start, named) or named
    distinct = len({name.code for name in names}) == len(names) == len(row)
    return names if distinct and start - names[-1].end <= settings().sentences.predicate_gap else ()


def _chained(text: str, named: Sequence[Subject]) -> tuple[Subject, ...]:
    """The last list of names, each once: a tool may be named by its words and again by its letters in brackets."""
    rules = settings().sentences
    chain: list[Subject] = []
    for name in sorted(named, key=lambda name: name.start):
        joined = bool(chain) and rules.names_listed.fullmatch(text, chain[-1].end, name.start) is not None
        if joined and name.code == chain[-1].code:
            chain[-1] = replace(chain[-1], end=name.end)
        elif joined:
            chain.append(name)
        else:
            chain = [name]
    return tuple(chain)


def _by_number(text: str, start: int, end: int, named: Sequence[Subject]) -> tuple[Subject, ...]:
    """Indicators listed by number behind one word: "ตัวชี้วัดที่ 1, 2 และ 3", "ตัวชี้วัดที่ 1 - 5"; none if labels follow."""
    listed = [*settings().sentences.numbers_listed.finditer(to_arabic(text), start, end)]
    if not listed or any(name.start >= listed[-1].end() for name in named):
        return ()
    match = listed[-1]
    found = [int(match["first"])]
    for joint, number in settings().sentences.number_listed.findall(match["rest"]):
        last_one = int(number)
        found += range(found[-1] + 1, last_one + 1) if joint.strip() in _RANGES else [last_one]
    if not all(number in INDICATORS for number in found):
        return ()
    whole = match.start(), match.end()
    return tuple(Subject(*whole, SubjectKind.LABEL, str(n), 0.0, n, anchored=True) for n in found)


def _year_behind(text: str, last: Number, numbers: list[Number]) -> tuple[int | None, bool]:
    """The year behind the words "in this order", and whether it is clear whose it is: no number may follow it."""
    rules = settings().sentences
    ordered = rules.in_order.match(text, last.end)
    end = ordered.end() if ordered is not None else last.end
    first = next((year for year in _all_years(text) if year[0] >= end), None)
    if first is None or not rules.year_of_number.search(text[end : first[0]]):
        return None, True
    return first[2], all(number.start < first[1] for number in numbers)


def years_in_order(text: str, numbers: list[Number], subjects: list[Subject]) -> dict[int, Year]:
    """The years of numbers (by their place) that stand in a row behind as many years, and are said to keep their order.

    Only where one subject alone is spoken of: with two of them the order may be theirs.
    """
    found: dict[int, Year] = {}
    before = 0
    for row in _rows(text, numbers):
        years = _years_before(text, row, before)
        if years and _is_of_one(subjects, before, row[0].start) and _keeps_order(text, row[-1]):
            found.update((number.start, year) for number, year in zip(row, years, strict=True))
        before = row[-1].end
    return found


def _rows(text: str, numbers: list[Number]) -> Iterator[list[Number]]:
    """Stretches of numbers with nothing but the joints of a list between them; single numbers too."""
    row: list[Number] = []
    for number in numbers:
        if row and not settings().sentences.row_joint.fullmatch(text, row[-1].end, number.start):
            yield row
            row = []
        row.append(number)
    if row:
        yield row


def _keeps_order(text: str, last: Number) -> bool:
    return settings().sentences.in_order.match(text, last.end) is not None


def _years_before(text: str, row: list[Number], before: int) -> list[Year]:
    """The years of the list right before a row of two or more numbers, where they are as many; else none."""
    rules = settings().sentences
    years = [year for year in _all_years(text[: row[0].start]) if year[0] >= before] if len(row) > 1 else []
    if len(years) == 2 and rules.years_from_to.fullmatch(text, years[0][1], years[1][0]):
        (start, _, first), (_, end, last) = years
        whole = [(start, end, year) for year in range(first, last + 1)]
        return whole if len(whole) == len(row) and row[0].start - end <= rules.predicate_gap else []
    if len(years) != len(row) or len({year[2] for year in years}) != len(years):
        return []
    listed = all(rules.years_listed.fullmatch(text, first[1], second[0]) for first, second in pairwise(years))
    return years if listed and row[0].start - years[-1][1] <= rules.predicate_gap else []


def _all_years(text: str) -> list[Year]:
    """The years of a text, and bare numbers that go on with a list of them: "ปี 2566 และ 2567 คะแนน …"."""
    found = {year.start: (year.start, year.end, year.year) for year in find_years(text)}
    arabic = to_arabic(text)
    for _, end, _ in list(found.values()):
        while match := settings().sentences.bare_year.match(arabic, end):
            end = match.end()
            found.setdefault(match.start("year"), (match.start("year"), end, int(match["year"])))
    return sorted(_without_inner(found.values()))


def _without_inner(years: Iterable[Year]) -> list[Year]:
    """Each year once: "ปี 2567" is the same as its number alone."""
    kept = list(years)
    return [year for year in kept if not any(year != held and held[0] <= year[0] < held[1] for held in kept)]


def _is_of_one(subjects: list[Subject], start: int, end: int) -> bool:
    """Whether one subject is named in a stretch of text, and nobody else."""
    named = {subject.code for subject in subjects if start <= subject.start and subject.end <= end}
    general = {subject.code for subject in subjects if subject.kind is SubjectKind.OVERALL}
    foreign = any(s.kind is SubjectKind.FOREIGN for s in subjects if start <= s.start and s.end <= end)
    return not foreign and len(named - general or named) == 1
