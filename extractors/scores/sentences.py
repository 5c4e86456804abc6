"""Scores in running text: headings, sentences, list items and table cells that hold a statement.

A number is taken for a score only when the nearest subject before it says whose it is (an indicator, a tool, an item,
the agency's own total) and nothing between them makes it something else: a target, a band, a difference, a count,
somebody else's average.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from extractors.document import NumberReadings, Position
from extractors.facts import Context
from extractors.scores.elsewhere import is_label_of_elsewhere, is_of_another_body, is_taken_over
from extractors.scores.in_order import NamedRow, named_rows, years_in_order
from extractors.scores.printed import (
    lost_point,
    points_follow,
    score_numbers,
    torn_tail,
    without_asides,
    without_enumerations,
    without_years,
)
from extractors.scores.subjects import Subject, SubjectKind, find_subjects
from extractors.scores.told_years import ToldYears, told_years
from extractors.scores.vocabulary import settings
from extractors.scores.wishes import hoped_for
from normalizers.grades import find_grades
from normalizers.numerals import Number, to_arabic
from normalizers.thai import fold
from normalizers.years import find_years


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of text that is read on its own, lines joined by blanks, with the way back to positions."""

    text: str
    context: Context
    position_at: Callable[[int], Position]
    method: str
    about_ita: bool
    confidence: float = 1.0
    own_names: tuple[str, ...] = ()
    numbers: tuple[NumberReadings, ...] = ()
    told: ToldYears = field(default_factory=ToldYears)


@dataclass(frozen=True, slots=True)
class Statement:
    """One number of a unit with the subject it is said of; ``year`` is the one printed with it, if any.

    ``last_year`` says that it is told of the year before the paper's own, in words and not in numbers;
    ``compared`` that this is the year before the one of the scores, told of right before.
    """

    subject: Subject
    label: str
    raw: str
    value: float | None
    start: int
    year: int | None
    grade: str | None
    unit: Unit
    last_year: bool = False
    compared: bool = False


def statements(unit: Unit) -> Iterator[Statement]:
    """All scores that a unit states, in the order of their numbers."""
    return iter(sorted(_statements(unit), key=lambda statement: statement.start))


def _statements(unit: Unit) -> Iterator[Statement]:
    if not any(character.isdigit() for character in unit.text):
        return
    text = without_asides(unit.text)
    numbers = score_numbers(text)
    if not numbers:
        return
    subjects = find_subjects(text, unit.own_names)
    if not subjects and settings().sentences.numbers_listed.search(to_arabic(text)) is None:
        return
    ordered = years_in_order(text, numbers, subjects)
    unit = replace(unit, text=text)
    named = [row for row in named_rows(text, numbers, subjects) if _are_told(unit, row)]
    listed = {number.start for row in named for number in row.numbers}
    hoped = hoped_for(text, numbers, subjects)
    named = [row for row in named if not any(number.start in hoped for number in row.numbers)]
    numbers = without_enumerations(text, numbers, ordered.keys() | listed)
    unit = replace(unit, told=told_years(text, numbers).with_ordered(ordered))
    yield from (statement for row in named for statement in _statements_in_order(unit, row))
    found = []
    previous = 0
    for number in numbers:
        if number.start in listed or number.start in hoped:
            previous = number.end
            continue
        subject = _subject_of(unit, subjects, number, previous) or _subject_behind(unit, subjects, number, previous)
        if subject is not None and number.start not in unit.told.unclear:
            found.append((number, subject, previous))
        previous = number.end
    if not ordered.keys() <= {
        number.start for number, _, _ in found
    }:  # the words before the first hold for all of them
        found = [held for held in found if held[0].start not in ordered]
    grades = _grades_of_totals(unit.text, [number for number, subject, _ in found if subject.code == "ITA"])
    for number, subject, previous in found:
        torn = torn_tail(unit.text, number)
        sound = not torn and number.value is not None and number.value <= 100 and number.decimals < 3
        year = unit.told.own_of(number) or _year_of(unit, subject, number)
        last_year = _is_last_year(unit.text, subject, number, previous)
        if last_year:
            year = _year_before(unit.text, number)
        yield Statement(
            subject=subject,
            label=unit.text[subject.start : subject.end],
            raw=number.raw + torn,
            value=number.value if sound else None,
            start=number.start,
            year=year,
            grade=grades.get(number.start),
            unit=unit,
            last_year=last_year and year is None,
            compared=last_year
            and any(held.code == subject.code for other, held, _ in found if other.start < number.start),
        )


def _are_told(unit: Unit, row: NamedRow) -> bool:
    """Whether numbers in the order of their names are results of these: as if the first was told of the last name."""
    first, last = row.numbers[0], row.numbers[-1]
    if _is_target(unit.text, row.subjects[0], first, row.before) or settings().sentences.behind.match(
        unit.text, last.end
    ):
        return False
    return _belongs(unit, row.subjects[-1], first, row.before)


def _statements_in_order(unit: Unit, row: NamedRow) -> Iterator[Statement]:
    """One statement for each number of a row, all of one year."""
    first, anchor = row.numbers[0], row.subjects[0]
    last_year = _is_last_year(unit.text, anchor, first, row.before)
    year = row.year_behind or _year_of(unit, anchor, first)
    year = _year_before(unit.text, first) if last_year else year
    for subject, number in zip(row.subjects, row.numbers, strict=True):
        sound = number.value is not None and number.value <= 100 and number.decimals < 3
        yield Statement(
            subject=subject,
            label=unit.text[subject.start : subject.end],
            raw=number.raw,
            value=number.value if sound else None,
            start=number.start,
            year=year,
            grade=None,
            unit=unit,
            last_year=last_year and year is None,
        )


def _subject_of(unit: Unit, subjects: list[Subject], number: Number, previous: int) -> Subject | None:
    """The nearest subject before a number, if the number is a result of it.

    A general word for a result right behind a label ("การใช้อำนาจ ผลการประเมินอยู่ที่ …") is part of what is said of
    the label.
    """
    before = [subject for subject in subjects if subject.end <= number.start]
    if not before:
        return None
    named = next((subject for subject in reversed(before) if subject.kind is not SubjectKind.OVERALL), None)
    if named is not None and named.kind is SubjectKind.LABEL and is_label_of_elsewhere(unit.text, subjects, named):
        return None
    candidates = [named, before[-1]] if named is not None and named.kind is not SubjectKind.FOREIGN else [before[-1]]
    found = next((subject for subject in candidates if _belongs(unit, subject, number, previous)), None)
    if found is None and before[-1].kind is SubjectKind.FOREIGN:
        return _own_again(unit, before[-1], number, previous)
    return found


def _own_again(unit: Unit, foreign: Subject, number: Number, previous: int) -> Subject | None:
    """The agency's own name as a subject, where the text comes back to it from somebody else's scores."""
    for name in unit.own_names:
        start = unit.text.rfind(name, foreign.end, number.start)
        if start >= 0 and _about_ita(unit, start):
            own = Subject(start, start + len(name), SubjectKind.OWN, "ITA", anchored=True)
            return own if _belongs(unit, own, number, previous) else None
    return None


def _subject_behind(unit: Unit, subjects: list[Subject], number: Number, previous: int) -> Subject | None:
    """The label, or the assessment, that is named behind its number: "ได้ 95.62 คะแนน ในตัวชี้วัดคุณภาพการดำเนินงาน"."""
    rules = settings().sentences
    window = unit.text[max(previous, number.start - rules.predicate_gap) : number.start]
    introduced = rules.introduction.search(window[-rules.introduction_reach :]) is not None
    if not introduced or _blocked(unit, number, window) or rules.change.search(window) or rules.foreign.search(window):
        return None
    total = rules.total_behind.match(unit.text, number.end)
    if total is not None and not _is_foreign_clause(subjects, number):
        return Subject(number.end, total.end(), SubjectKind.OVERALL, "ITA")
    behind = [subject for subject in subjects if subject.start >= number.end and subject.kind is SubjectKind.LABEL]
    first = min(behind, key=lambda subject: (subject.start, -subject.end), default=None)
    if first is None or not rules.named_behind.fullmatch(unit.text, number.end, first.start):
        return None
    return first if _about_ita(unit, number.start) else None


def _is_foreign_clause(subjects: list[Subject], number: Number) -> bool:
    """Whether the nearest subject before a number is somebody else."""
    before = [subject for subject in subjects if subject.end <= number.start]
    return bool(before) and before[-1].kind is SubjectKind.FOREIGN


def _belongs(unit: Unit, subject: Subject, number: Number, previous: int) -> bool:
    """Whether a number is a result of its nearest subject."""
    rules = settings().sentences
    gap = unit.text[subject.end : number.start]
    window = unit.text[max(subject.end, previous) : number.start]
    behind = rules.behind if number.decimals else rules.behind_whole
    if subject.kind is SubjectKind.FOREIGN or behind.match(unit.text, number.end):
        return False
    if _is_target(unit.text, subject, number, previous) or _is_change(gap, window) or _is_about(unit.text, subject):
        return False
    if previous > subject.end and is_of_another_body(window, unit.own_names):
        return False
    if rules.shares.search(window[-rules.predicate_gap :]):
        return False
    if subject.kind is SubjectKind.OVERALL:
        return _is_overall(unit, subject, number, gap, window)
    if len(gap) > rules.label_gap or _blocked(unit, number, window):
        return False
    if previous > subject.end and not _tells_another_year(unit, subject, number, previous):
        return False
    gap = window
    for name in unit.own_names:
        gap = gap.replace(name, " ")
    if (
        subject.kind is SubjectKind.LABEL
        and subject.printed_number is None
        and unit.context is not Context.TABLE
        and not _about_ita(unit, len(unit.text))
    ):
        return False  # the words of a label may stand in any paper
    rest = len(fold(without_years(rules.filler.sub(" ", gap))))
    stated = rules.introduction.search(gap[-rules.introduction_reach :]) is not None or points_follow(unit.text, number)
    lengthened = subject.anchored and stated
    return rest <= (rules.anchored_rest if lengthened else rules.filler_rest)


def _tells_another_year(unit: Unit, subject: Subject, number: Number, previous: int) -> bool:
    """Whether a sentence that has told one year of its subject goes on with another: "ปี 2566 ได้ … ปี 2567 ได้ …"."""
    rules, owned = settings().sentences, unit.told.owned
    window = unit.text[previous : number.start]
    if rules.overall.search(window):
        return False
    if number.start in owned:
        return True
    if rules.last_year.search(window) or rules.this_year.search(window):
        return True
    if rules.last_year_behind.match(unit.text, number.end):
        return True
    first = find_years(unit.text[max(0, subject.start - rules.predicate_gap) : previous])
    aside = window.rpartition("(")[2] if "(" in window else ""
    years = find_years(window)
    compared = any(rules.compared_year.search(window, 0, year.start) for year in years)
    return bool(first or compared or find_years(aside)) and len(years) == 1


def _is_target(text: str, subject: Subject, number: Number, previous: int) -> bool:
    """Whether a subject is that of a clause about a target: "ค่าเป้าหมายคะแนน ITA", "ยกระดับคะแนน ITA เป็น …".

    Behind the target the sentence may tell the subject's result: "… 96.50 ขณะที่ปี 2567 ได้ …".
    """
    rules = settings().sentences
    if previous > subject.end and rules.wish_contrast.search(text, previous, number.start):
        return False
    if rules.raise_to.search(text, max(0, subject.start - rules.raise_reach), number.start):
        return True
    clause = text[max(0, subject.start - rules.target_reach) : subject.start]
    clause = without_years(clause)  # "ค่าเป้าหมายปี 2568": the digits of a year end no clause
    targets = [match.end() for match in rules.target.finditer(clause)]
    return bool(targets) and rules.target_end.search(clause, targets[-1]) is None


def _is_about(text: str, subject: Subject) -> bool:
    """Whether a label is only what somebody was asked about: "ความพึงพอใจต่อการเปิดเผยข้อมูล"."""
    rules = settings().sentences
    return rules.asked_about.search(text[max(0, subject.start - rules.target_reach) : subject.start]) is not None


def _is_change(gap: str, window: str) -> bool:
    """Whether a number is by how much a score changed: the second one behind a word of change."""
    rules = settings().sentences
    earlier = gap[: len(gap) - len(window)]
    if rules.change.search(earlier) and rules.change_by.search(window):
        return True
    if not rules.change.search(earlier) or rules.change_end.search(window) or find_years(window):
        return False
    changes = [match.end() for match in rules.change.finditer(earlier)]
    return rules.change_end.search(earlier, changes[-1]) is None


def _is_overall(unit: Unit, subject: Subject, number: Number, gap: str, window: str) -> bool:
    """Whether a number is the agency's own total: about ITA, introduced as a result, no target and no difference."""
    rules = settings().sentences
    if len(gap) > rules.overall_gap or not _about_ita(unit, number.start):
        return False
    if _blocked(unit, number, window) or rules.overall_blocking.search(window) or is_taken_over(unit.text, subject):
        return False
    tail = unit.text[max(subject.start, number.start - rules.predicate_gap) : number.start]
    points = points_follow(unit.text, number)
    printed = number.decimals > 0 or lost_point(number)
    return points or (printed and rules.overall_words.search(tail) is not None)


def _about_ita(unit: Unit, end: int) -> bool:
    """Whether the text before a number, or the section it stands in, speaks of the assessment."""
    return unit.about_ita or settings().sentences.assessment.search(unit.text, 0, end) is not None


def _blocked(unit: Unit, number: Number, window: str) -> bool:
    """Whether words before a number make it no result.

    A soft word is undone by "ปี N ที่ได้ …" behind it, and by "จาก" where the number has its year behind it.
    """
    rules = settings().sentences
    if rules.blocking.search(window):
        return True
    soft = [match.end() for match in rules.soft_blocking.finditer(window)]
    if not soft:
        return False
    behind = window[soft[-1] :]
    if rules.became_now.search(behind) or (number.start in unit.told.owned and rules.comes_from.fullmatch(behind)):
        return False
    said = [year.end for year in find_years(behind)] + [match.end() for match in rules.last_year.finditer(behind)]
    return not said or rules.got.search(behind, max(said)) is None


def _year_of(unit: Unit, subject: Subject, number: Number) -> int | None:
    """The year printed nearest before a number, else right behind it or behind a subject that stands there."""
    rules = settings().sentences
    text, years = unit.text, unit.told.free_for(number)
    reach = rules.overall_gap if subject.kind in (SubjectKind.OVERALL, SubjectKind.OWN) else rules.label_gap
    if subject.end > number.start:  # "90.02 คะแนน จากผลการประเมิน ITA ปี 2567"
        named = [year for start, _, year in years if number.end <= start <= subject.end + rules.year_behind]
        return named[0] if named else None
    before = [year for start, end, year in years if end <= number.start and start >= subject.start - reach]
    if before or subject.kind is not SubjectKind.OVERALL:
        return before[-1] if before else None
    behind = [year for year in years if number.end <= year[0] <= number.end + rules.year_behind]
    if not behind or rules.other_year.search(text, number.end, behind[0][0]):
        return None
    return None if rules.year_starts_clause.match(text, behind[0][1]) else behind[0][2]


def _is_last_year(text: str, subject: Subject, number: Number, previous: int) -> bool:
    """Whether the words nearest before a number that say when, or those right behind it, are "last year"."""
    rules = settings().sentences
    if rules.last_year_behind.match(text, number.end):
        return True
    clause = text[max(previous, subject.start - rules.predicate_gap, 0) : number.start]
    said = [match.end() for match in rules.last_year.finditer(clause)]
    return bool(said) and not find_years(clause[said[-1] :]) and not rules.this_year.search(clause, said[-1])


def _year_before(text: str, number: Number) -> int | None:
    """The year before the one that a text names before it comes to "last year"."""
    words = list(settings().sentences.last_year.finditer(text, 0, number.start))
    named = find_years(text[: words[-1].start() if words else number.start])
    return named[-1].year - 1 if named else None


def _grades_of_totals(text: str, totals: list[Number]) -> dict[int, str]:
    """Per total (by its place) the level printed nearest to it; a level belongs to one total only."""
    reach = settings().sentences.grade_gap
    found: dict[int, tuple[int, str]] = {}
    for grade in find_grades(text) if totals else []:
        distance, place = min(
            (max(grade.start - number.end, number.start - grade.end), number.start) for number in totals
        )
        if distance <= reach and distance < found.get(place, (reach + 1, ""))[0]:
            found[place] = (distance, grade.grade)
    return {place: grade for place, (_, grade) in found.items()}
