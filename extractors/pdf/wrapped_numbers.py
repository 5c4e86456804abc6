"""Scores that a narrow cell broke over two lines: ``97.7`` above ``6`` is 97.76, never 97.7.

Joined only where both parts make one score with two decimals that neither part is, and the upper line left no room for
the next digit; two numbers below each other stay two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.pdf.drafts import Slot, TableDraft
from extractors.pdf.geometry import around
from extractors.pdf.lines import Line
from normalizers.thai import clean

_SCORE = re.compile(r"(?:100\.00|\d{1,2}\.\d\d)")
_PART = re.compile(r"\d+\.?\d*|\.\d+")


def join_wrapped_numbers(table: TableDraft) -> TableDraft:
    """The table with such numbers in one line; ``raw`` keeps the two."""
    if not any(len(slot.lines) > 1 for slot in table.slots):
        return table
    padding = _padding(table.slots)
    return replace(table, slots=tuple(_joined(slot, padding) for slot in table.slots))


def _padding(slots: Sequence[Slot]) -> float:
    """The least distance (points) that the table's letters keep from the sides of their cells."""
    sides = (min(line.box.x0 - slot.box.x0, slot.box.x1 - line.box.x1) for slot in slots for line in slot.lines)
    return max(min(sides, default=0.0), 0.0)


def _joined(slot: Slot, padding: float) -> Slot:
    room = slot.box.x1 - slot.box.x0 - 2 * padding
    lines: list[Line] = []
    for line in slot.lines:
        whole = _whole(lines[-1], line, room) if lines else None
        if whole is None:
            lines.append(line)
        else:
            lines[-1] = whole
    return slot if len(lines) == len(slot.lines) else replace(slot, lines=tuple(lines))


def _whole(upper: Line, lower: Line, room: float) -> Line | None:
    """The score that two lines are; None where they are not one."""
    first, second = clean(upper.text).strip(), clean(lower.text).strip()
    if not (_PART.fullmatch(first) and _PART.fullmatch(second)):
        return None
    if _SCORE.fullmatch(first) or _SCORE.fullmatch(second) or not _SCORE.fullmatch(first + second):
        return None
    digit = (lower.box.x1 - lower.box.x0) / len(second)
    if upper.box.x1 - upper.box.x0 + digit <= room:
        return None
    box = around((upper.box, lower.box))
    raw = f"{upper.raw or upper.text}\n{lower.raw or lower.text}"
    sure, numbers = min(upper.confidence, lower.confidence), (*upper.numbers, *lower.numbers)
    return replace(upper, text=first + second, box=box, base=lower.base, raw=raw, confidence=sure, numbers=numbers)
