"""Whether what a text names is somebody else's: a country, a province, a group of bodies, another body."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from extractors.scores.printed import without_years
from extractors.scores.subjects import Subject, SubjectKind
from extractors.scores.vocabulary import settings
from normalizers.agencies import find_agencies
from normalizers.numerals import find_numbers
from normalizers.thai import fold


def is_taken_over(text: str, subject: Subject) -> bool:
    """Whether a general word for a total ("คะแนนรวม") belongs to a foreign subject before it and not to the ITA."""
    rules = settings().sentences
    start = max(0, subject.start - rules.foreign_reach)
    foreign = [match.end() for match in rules.foreign.finditer(text, start, subject.start)]
    if is_of_elsewhere(text, subject.start):
        return True
    own = [match.end() for match in rules.assessment.finditer(text, start, subject.end)]
    return bool(foreign) and foreign[-1] > max(own, default=0)


def is_of_elsewhere(text: str, place: int) -> bool:
    """Whether what is named at ``place`` is that of the place or group named right before."""
    rules, elsewhere = settings().sentences, settings().elsewhere
    start = max(0, place - rules.foreign_reach)
    patterns = (elsewhere.patterns, *elsewhere.places)
    ends = [match.end() for pattern in patterns for match in pattern.finditer(text, start, place)]
    gap = text[max(ends) : place] if ends else ""
    if not ends or elsewhere.turns.search(gap):
        return False
    return len(fold(rules.filler.sub(" ", without_years(elsewhere.counts.sub(" ", gap))))) <= rules.filler_rest


def is_label_of_elsewhere(text: str, subjects: Sequence[Subject], subject: Subject) -> bool:
    """Whether a label is one of a list that begins right behind a place or group: "ค่าเฉลี่ยระดับประเทศ IIT … EIT …"."""
    if is_of_elsewhere(text, subject.start):
        return True
    before = [s for s in subjects if s.end <= subject.start and s.kind is SubjectKind.LABEL]
    if not before or settings().elsewhere.breaks.search(text, before[-1].end, subject.start):
        return False
    gap = text[before[-1].end : subject.start]
    for number in reversed(find_numbers(gap)):
        gap = gap[: number.start] + " " + gap[number.end :]
    rest = fold(settings().sentences.filler.sub(" ", without_years(gap)))
    if len(rest) > settings().sentences.filler_rest:
        return False
    return is_label_of_elsewhere(text, subjects[: subjects.index(before[-1])], before[-1])


def is_of_another_body(window: str, own_names: Collection[str]) -> bool:
    """Whether the words between two numbers name a body, and not the paper's own: the second number is that body's."""
    named = [mention.raw for mention in find_agencies(window)]
    return bool(named) and not any(name in window for name in own_names)
