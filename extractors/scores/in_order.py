"""Scores told in the order of their years: "ปี 2567 และปี 2566 ได้ 91.20 และ 88.10 คะแนน ตามลำดับ"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from extractors.scores.subjects import Subject, SubjectKind
from extractors.scores.told_years import Year
from extractors.scores.vocabulary import settings
from normalizers.numerals import Number, to_arabic
from normalizers.years import find_years


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
        if row and not settings().sentences.enumeration.fullmatch(text, row[-1].end, number.start):
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
