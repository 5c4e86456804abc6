"""Scores broken over two lines of a narrow cell are one score; numbers below each other stay apart."""

from __future__ import annotations

import pytest

from extractors.document import BoundingBox
from extractors.pdf.drafts import Slot, TableDraft
from extractors.pdf.lines import Line
from extractors.pdf.wrapped_numbers import join_wrapped_numbers

DIGIT = 8.0
PADDING = 3.0


def table(width: float, *texts: str) -> TableDraft:
    """One cell of a width in points, with its lines from its left side on."""
    lines = tuple(
        Line(text, BoundingBox(PADDING, 20.0 * row, PADDING + DIGIT * len(text), 20.0 * row + 14), 14.0, False, 0.0)
        for row, text in enumerate(texts)
    )
    box = BoundingBox(0, 0, width, 20.0 * len(texts))
    return TableDraft((Slot(0, 0, 1, 1, box, lines),), 1, 1, box, (0, width))


def texts_of(draft: TableDraft) -> list[str]:
    return [line.text for line in draft.slots[0].lines]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [(("97.7", "6"), "97.76"), (("๙๗.๗", "๖"), "๙๗.๗๖"), (("97.", "76"), "97.76"), (("97", ".76"), "97.76")],
)
def test_a_score_broken_for_lack_of_room_is_one(lines: tuple[str, str], joined: str) -> None:
    draft = join_wrapped_numbers(table(2 * PADDING + DIGIT * len(lines[0]) + 1, *lines))
    assert texts_of(draft) == [joined]
    assert draft.slots[0].lines[0].raw == "\n".join(lines)
    assert draft.slots[0].lines[0].box == BoundingBox(PADDING, 0, PADDING + DIGIT * max(map(len, lines)), 34)


def test_the_hundred() -> None:
    assert texts_of(join_wrapped_numbers(table(2 * PADDING + DIGIT * 5 + 1, "100.0", "0"))) == ["100.00"]


@pytest.mark.parametrize(
    "lines",
    [("97.7", "6"), ("9", "7.76")],
)
def test_with_room_for_another_digit_they_are_two(lines: tuple[str, str]) -> None:
    draft = table(2 * PADDING + DIGIT * 5 + 1, *lines)
    assert join_wrapped_numbers(draft) == draft


@pytest.mark.parametrize("lines", [("97.76", "88"), ("9", "8"), ("97.7", "65"), ("คะแน", "น"), ("10", "5.50")])
def test_what_is_no_score_together_stays(lines: tuple[str, str]) -> None:
    draft = table(2 * PADDING + DIGIT * len(lines[0]) + 1, *lines)
    assert join_wrapped_numbers(draft) == draft
