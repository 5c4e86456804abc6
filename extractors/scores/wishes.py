"""Scores that are hoped for, in the list below a line or in the rest of a sentence: nobody has got them."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.scores.printed import score_numbers
from extractors.scores.subjects import Subject
from extractors.scores.vocabulary import settings
from normalizers.numerals import Number

_UNIT = 10  # characters behind a number in which its unit stands


def is_wish(text: str) -> bool:
    """Whether the last line of a text says that the list below it tells targets or a forecast.

    A line that holds a score of its own has said it already; one that compares or tells what came true does not.
    """
    rules = settings().sentences
    line = text.rstrip().rpartition("\n")[2]
    return (
        rules.wished.search(line) is not None
        and rules.came_true.search(line) is None
        and not any(number.decimals for number in score_numbers(line))
    )


def hoped_for(text: str, numbers: Sequence[Number], subjects: Sequence[Subject]) -> frozenset[int]:
    """The places of the numbers that a sentence hopes for: "ตั้งเป้าหมายดังนี้ IIT 90.00 คะแนน EIT 88.50 คะแนน"."""
    rules = settings().sentences
    found: set[int] = set()
    for wish in rules.wished.finditer(text):
        end = wish.end()
        for place, number in enumerate(number for number in numbers if number.start >= wish.end()):
            if not _is_hoped(text, (wish.start(), end), number, subjects, first=not place):
                break
            found.add(number.start)
            end = number.end
    return frozenset(found)


def _is_hoped(text: str, last: tuple[int, int], number: Number, subjects: Sequence[Subject], *, first: bool) -> bool:
    """Whether a wish that reaches to ``last`` (its start and its end) goes on to a number."""
    rules = settings().sentences
    start, end = last
    if rules.wish_ends.search(text, end, number.start):
        return False
    if first:
        near = number.start - end <= rules.wish_reach
        return near and rules.wish_of_points.search(text, start, number.end + _UNIT) is not None
    gap = text[end : number.start]
    for subject in subjects:
        if end <= subject.start and subject.end <= number.start:
            gap = gap.replace(text[subject.start : subject.end], " ")
    return rules.wish_joint.fullmatch(gap) is not None
