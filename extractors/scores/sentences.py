"""Scores in running text: headings, sentences, list items and table cells that hold a statement.

A number is taken for a score only when the nearest subject before it says whose it is (an indicator, a tool, an item,
the agency's own total) and nothing between them makes it something else: a target, a band, a difference, a count,
somebody else's average.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from extractors.document import NumberReadings, Position
from extractors.facts import Context
from extractors.scores.grids import score_in
from extractors.scores.printed import (
    Year,
    free_years,
    lost_point,
    owned_years,
    points_follow,
    result_years,
    score_numbers,
    torn_tail,
    without_asides,
    without_years,
)
from extractors.scores.vocabulary import SentenceRules, settings
from normalizers.grades import find_grades
from normalizers.indicators import LabelSpan, find_labels, match_sub_indicator, split_label
from normalizers.items import find_item_codes
from normalizers.numerals import Number, to_arabic
from normalizers.thai import fold
from normalizers.years import find_years

_SHORT_LINE = 79  # characters in which a damaged label at the beginning of a text is looked for


class SubjectKind(StrEnum):
    """What a number may be said of."""

    LABEL = "label"
    ITEM = "item"
    OVERALL = "overall"
    FOREIGN = "foreign"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Subject:
    """A phrase that a following number may belong to; offsets into the unit's text."""

    start: int
    end: int
    kind: SubjectKind
    code: str | None
    similarity: float = 1.0
    printed_number: int | None = None
    anchored: bool = False


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


@dataclass(frozen=True, slots=True)
class Statement:
    """One number of a unit with the subject it is said of; ``year`` is the one printed with it, if any.

    ``last_year`` says that it is told of the year before the paper's own, in words and not in numbers.
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


def statements(unit: Unit) -> Iterator[Statement]:
    """All scores that a unit states, in the order of their numbers."""
    if not any(character.isdigit() for character in unit.text):
        return
    unit = replace(unit, text=without_asides(unit.text))
    numbers = score_numbers(unit.text)
    if not numbers:
        return
    subjects = find_subjects(unit.text, unit.own_names)
    if not subjects:
        return
    years = result_years(unit.text)
    owned = owned_years(unit.text, numbers, years)
    found = []
    previous = 0
    for number in numbers:
        subject = _subject_of(unit, subjects, number, previous) or _subject_behind(unit, subjects, number, previous)
        if subject is not None:
            found.append((number, subject, previous))
        previous = number.end
    grades = _grades_of_totals(unit.text, [number for number, subject, _ in found if subject.code == "ITA"])
    for number, subject, previous in found:
        torn = torn_tail(unit.text, number)
        sound = not torn and number.value is not None and number.value <= 100 and number.decimals < 3
        yield Statement(
            subject=subject,
            label=unit.text[subject.start : subject.end],
            raw=number.raw + torn,
            value=number.value if sound else None,
            start=number.start,
            year=owned.get(number.start) or _year_of(unit.text, free_years(years, owned, number), subject, number),
            grade=grades.get(number.start),
            unit=unit,
            last_year=_is_last_year(unit.text, subject, number, previous),
        )


def find_subjects(text: str, own_names: tuple[str, ...] = ()) -> list[Subject]:
    """All subjects of a text in order of their start; where they overlap the more specific one is kept."""
    rules = settings().sentences
    found = [
        Subject(span.start, span.end, SubjectKind.LABEL, span.code, span.similarity, span.printed_number, span.anchored)
        for span in _labels(text)
    ]
    heading = _numbered_heading(text)
    if heading is not None and not any(subject.start <= heading.start + 3 for subject in found):
        found.append(heading)
    found += [sub for sub in _sub_indicators(text) if not any(s.start < sub.end and sub.start < s.end for s in found)]
    found += [Subject(item.start, item.end, SubjectKind.ITEM, item.code) for item in find_item_codes(text)]
    found += [Subject(m.start(), m.end(), SubjectKind.FOREIGN, None) for m in rules.foreign.finditer(text)]
    found += [Subject(start, end, SubjectKind.FOREIGN, None) for start, end in _places(text, own_names)]
    taken = [(subject.start, subject.end) for subject in found]
    found += [
        Subject(m.start(), m.end(), SubjectKind.OVERALL, "ITA")
        for m in rules.overall.finditer(text)
        if not any(m.start() < end and start < m.end() for start, end in taken)
    ]
    return sorted(found, key=lambda subject: (subject.end, subject.start))


def _places(text: str, own_names: tuple[str, ...]) -> list[tuple[int, int]]:
    """Places and ministries of which a clause tells a mean, but the paper's own body where it is one itself."""
    found = settings().elsewhere.places.finditer(text)
    return [(m.start("place"), m.end()) for m in found if not any(name.startswith(m["place"]) for name in own_names)]


def _sub_indicators(text: str) -> list[Subject]:
    """Sub-indicators named by number and wording alike: "9.1 ข้อมูลพื้นฐาน"."""
    rules = settings().sentences
    found = []
    for match in rules.sub_indicator.finditer(text):
        number = to_arabic(match["number"])
        named = [sub for sub in match_sub_indicator(match["label"], None) if sub.code == number]
        if named and named[0].similarity >= settings().tables.sub_similarity:
            end = match.start("label") + len(match["label"].rstrip())
            found.append(Subject(match.start(), end, SubjectKind.LABEL, number, named[0].similarity, anchored=True))
    return found


def _labels(text: str) -> list[LabelSpan]:
    """Labels of a text. A damaged one at its beginning is looked for as in a short line, however long the text is."""
    spans = find_labels(text)
    if spans and spans[0].start <= 3:
        return spans
    return [*(span for span in find_labels(text[:_SHORT_LINE]) if span.start <= 3), *spans]


def _numbered_heading(text: str) -> Subject | None:
    """The label of a short numbered line such as "๓. การใช้อำนาจ (๙๐.๐๐ คะแนน)" whose label is damaged or wrong."""
    parts = split_label(text[:120])
    if parts.printed_number is None or not 1 <= parts.printed_number <= 10 or not parts.label:
        return None
    start = text.find(parts.label)
    if start < 0 or len(parts.label) > 60 or score_in(parts.rest) is None:
        return None
    return Subject(start, start + len(parts.label), SubjectKind.LABEL, None, 0.0, parts.printed_number)


def _subject_of(unit: Unit, subjects: list[Subject], number: Number, previous: int) -> Subject | None:
    """The nearest subject before a number, if the number is a result of it.

    A general word for a result right behind a label ("การใช้อำนาจ ผลการประเมินอยู่ที่ …") is part of what is said of
    the label.
    """
    before = [subject for subject in subjects if subject.end <= number.start]
    if not before:
        return None
    named = next((subject for subject in reversed(before) if subject.kind is not SubjectKind.OVERALL), None)
    candidates = [named, before[-1]] if named is not None and named.kind is not SubjectKind.FOREIGN else [before[-1]]
    found = next((subject for subject in candidates if _belongs(unit, subject, number, previous)), None)
    if found is None and before[-1].kind is SubjectKind.FOREIGN:
        return _own_again(unit, before[-1], number, previous)
    return found


def _own_again(unit: Unit, foreign: Subject, number: Number, previous: int) -> Subject | None:
    """The agency's own name as a subject, where the text comes back to it from somebody else's scores."""
    for name in unit.own_names:
        start = unit.text.rfind(name, max(foreign.end, previous), number.start)
        if start >= 0 and _about_ita(unit, start):
            own = Subject(start, start + len(name), SubjectKind.OWN, "ITA", anchored=True)
            return own if _belongs(unit, own, number, previous) else None
    return None


def _subject_behind(unit: Unit, subjects: list[Subject], number: Number, previous: int) -> Subject | None:
    """The label, or the assessment, that is named behind its number: "ได้ 95.62 คะแนน ในตัวชี้วัดคุณภาพการดำเนินงาน"."""
    rules = settings().sentences
    window = unit.text[max(previous, number.start - rules.predicate_gap) : number.start]
    introduced = rules.introduction.search(window[-14:]) is not None
    if not introduced or _blocked(window, rules) or rules.change.search(window) or rules.foreign.search(window):
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
    if _is_target(unit.text, subject) or _is_change(gap, window):
        return False
    if subject.kind is SubjectKind.OVERALL:
        return _is_overall(unit, subject, number, gap, window)
    if len(gap) > rules.label_gap or _blocked(window, rules):
        return False
    if previous > subject.end and not _tells_another_year(unit.text, subject, number, previous):
        return False
    gap = window
    if (
        subject.kind is SubjectKind.LABEL
        and subject.printed_number is None
        and unit.context is not Context.TABLE
        and not _about_ita(unit, len(unit.text))
    ):
        return False  # the words of a label may stand in any paper
    rest = len(fold(without_years(rules.filler.sub(" ", gap))))
    stated = rules.introduction.search(gap[-14:]) is not None or points_follow(unit.text, number)
    lengthened = subject.anchored and stated
    return rest <= (rules.anchored_rest if lengthened else rules.filler_rest)


def _tells_another_year(text: str, subject: Subject, number: Number, previous: int) -> bool:
    """Whether a sentence that has told one year of its subject goes on with another: "ปี 2566 ได้ … ปี 2567 ได้ …"."""
    rules = settings().sentences
    window = text[previous : number.start]
    first = find_years(text[max(0, subject.start - rules.predicate_gap) : previous])
    return bool(first) and len(find_years(window)) == 1 and rules.overall.search(window) is None


def _is_target(text: str, subject: Subject) -> bool:
    """Whether a target word rules the clause that a subject begins: "ค่าเป้าหมายคะแนน ITA ปี …"."""
    rules = settings().sentences
    clause = text[max(0, subject.start - rules.target_reach) : subject.start]
    clause = without_years(clause)  # "ค่าเป้าหมายปี 2568": the digits of a year end no clause
    targets = [match.end() for match in rules.target.finditer(clause)]
    return bool(targets) and rules.target_end.search(clause, targets[-1]) is None


def _is_change(gap: str, window: str) -> bool:
    """Whether a number is by how much a score changed: the second one behind a word of change."""
    rules = settings().sentences
    earlier = gap[: len(gap) - len(window)]
    if not rules.change.search(earlier) or rules.change_end.search(window) or find_years(window):
        return False
    changes = [match.end() for match in rules.change.finditer(earlier)]
    return rules.change_end.search(earlier, changes[-1]) is None


def _is_overall(unit: Unit, subject: Subject, number: Number, gap: str, window: str) -> bool:
    """Whether a number is the agency's own total: about ITA, introduced as a result, no target and no difference."""
    rules = settings().sentences
    if len(gap) > rules.overall_gap or not _about_ita(unit, number.start):
        return False
    if _blocked(window, rules) or rules.overall_blocking.search(window) or _is_taken_over(unit.text, subject, rules):
        return False
    tail = unit.text[max(subject.start, number.start - rules.predicate_gap) : number.start]
    points = points_follow(unit.text, number)
    printed = number.decimals > 0 or lost_point(number)
    return points or (printed and rules.overall_words.search(tail) is not None)


def _about_ita(unit: Unit, end: int) -> bool:
    """Whether the text before a number, or the section it stands in, speaks of the assessment."""
    return unit.about_ita or settings().sentences.assessment.search(unit.text, 0, end) is not None


def _is_taken_over(text: str, subject: Subject, rules: SentenceRules) -> bool:
    """Whether a general word for a total ("คะแนนรวม") belongs to a foreign subject before it and not to the ITA."""
    start = max(0, subject.start - rules.foreign_reach)
    foreign = [match.end() for match in rules.foreign.finditer(text, start, subject.start)]
    if _is_of_elsewhere(text, subject, start):
        return True
    own = [match.end() for match in rules.assessment.finditer(text, start, subject.end)]
    return bool(foreign) and foreign[-1] > max(own, default=0)


def _is_of_elsewhere(text: str, subject: Subject, start: int) -> bool:
    """Whether a total, even one called by the assessment's name, is that of the place or group named right before."""
    rules, elsewhere = settings().sentences, settings().elsewhere
    found = (*elsewhere.patterns.finditer(text, start, subject.start), *elsewhere.places.finditer(text))
    ends = [match.end() for match in found if match.end() <= subject.start]
    gap = text[max(ends) : subject.start] if ends else ""
    if not ends or elsewhere.turns.search(gap):
        return False
    return len(fold(rules.filler.sub(" ", gap))) <= rules.filler_rest


def _blocked(window: str, rules: SentenceRules) -> bool:
    """Whether words before a number make it no result. A soft word is undone by "ปี N ที่ได้ …" behind it."""
    if rules.blocking.search(window):
        return True
    soft = [match.end() for match in rules.soft_blocking.finditer(window)]
    if not soft:
        return False
    behind = window[soft[-1] :]
    years = find_years(behind)
    return not years or rules.got.search(behind[years[-1].end :]) is None


def _year_of(text: str, years: list[Year], subject: Subject, number: Number) -> int | None:
    """The year printed nearest before a number, else right behind it."""
    rules = settings().sentences
    reach = rules.overall_gap if subject.kind in (SubjectKind.OVERALL, SubjectKind.OWN) else rules.label_gap
    before = [year for start, end, year in years if end <= number.start and start >= subject.start - reach]
    if before or subject.kind is not SubjectKind.OVERALL:
        return before[-1] if before else None
    behind = [(start, year) for start, _, year in years if number.end <= start <= number.end + rules.year_behind]
    if not behind or rules.other_year.search(text, number.end, behind[0][0]):
        return None
    return behind[0][1]


def _is_last_year(text: str, subject: Subject, number: Number, previous: int) -> bool:
    """Whether the words nearest before a number that say when are "last year"."""
    rules = settings().sentences
    clause = text[max(previous, subject.start - rules.predicate_gap, 0) : number.start]
    said = [match.end() for match in rules.last_year.finditer(clause)]
    return bool(said) and not find_years(clause[said[-1] :]) and not rules.this_year.search(clause, said[-1])


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
