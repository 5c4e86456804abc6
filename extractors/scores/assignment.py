"""Joint assignment of the rows of one table or list to the ten indicators, each used once.

No single sign is trusted alone: a label may be misread or wrong, a printed number may be a rank. Each row brings its
similarity to every label, its printed number and its place; the assignment with the most evidence over all rows wins
(a dynamic program over the set of indicators already used, exact for any number of rows).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractors.scores.vocabulary import settings

N_INDICATORS = 10


@dataclass(frozen=True, slots=True)
class Row:
    """Evidence of one row: similarity (0..1) to indicators 1..10, the printed number, a value's equals elsewhere.

    ``similarities`` maps indicator numbers to label similarity; ``echoes`` holds the indicators for which another
    table or list of the paper prints the same value.
    """

    similarities: Mapping[int, float]
    printed_number: int | None = None
    echoes: frozenset[int] = frozenset()

    def best(self) -> tuple[int | None, float]:
        """The indicator whose label fits best, and how well."""
        if not self.similarities:
            return None, 0.0
        number = max(sorted(self.similarities), key=lambda k: self.similarities[k])
        return number, self.similarities[number]


@dataclass(frozen=True, slots=True)
class Assignment:
    """Per row the indicator it was given (None for none), and whether the printed numbers are indicator numbers."""

    indicators: tuple[int | None, ...]
    numbers_are_indicators: bool
    numbers_are_ranks: bool


def _numbers_agree(rows: Sequence[Row]) -> tuple[bool, bool]:
    """Whether printed numbers can be believed as indicator numbers, and whether they look like ranks.

    Judged on the rows whose label is beyond doubt: in a list sorted by score the numbers contradict the labels.
    """
    limits = settings().assignment
    sure = [
        (row.printed_number, row.best()[0])
        for row in rows
        if row.printed_number is not None and row.best()[1] >= limits.sure_similarity
    ]
    numbered = [row.printed_number for row in rows if row.printed_number is not None]
    if not sure:
        return bool(numbered), False
    agreeing = sum(number == label for number, label in sure)
    believable = agreeing / len(sure) >= limits.number_agreement
    running = numbered == list(range(numbered[0], numbered[0] + len(numbered)))
    return believable, not believable and running and len(sure) > 1


def _evidence(row: Row, indicator: int, index: int, *, believe_numbers: bool, in_order: bool) -> float:
    """Evidence that a row is an indicator, in rough units of log odds; not positive means none."""
    limits = settings().assignment
    similarity = row.similarities.get(indicator, 0.0)
    evidence = max(0.0, similarity - limits.label_floor) * limits.label_weight
    if believe_numbers and row.printed_number == indicator:
        evidence += limits.number_weight
    if indicator in row.echoes:
        evidence += limits.echo_weight
    if in_order and index + 1 == indicator:
        evidence += limits.position_weight
    return evidence


def assign(rows: Sequence[Row], *, ranked: bool = False) -> Assignment:
    """The best joint assignment of rows to indicators; a row without evidence of its own is left out.

    ``ranked`` says that the paper itself calls the numbers ranks; they are then no evidence.
    A single row left over for a single indicator left over is given to it: ten rows name ten indicators.
    """
    believe, ranks = _numbers_agree(rows)
    if ranked:
        believe, ranks = False, not believe
    in_order = len(rows) == N_INDICATORS and all(row.printed_number is None for row in rows) and _labels_in_order(rows)
    chosen = _best_path(rows, believe_numbers=believe, in_order=in_order)
    if len(rows) == N_INDICATORS:
        chosen = _fill_last(rows, chosen)
    return Assignment(tuple(chosen), believe, ranks)


def _labels_in_order(rows: Sequence[Row]) -> bool:
    """Whether the rows with an undoubted label stand at the place of their indicator."""
    limits = settings().assignment
    sure = [(index + 1, row.best()[0]) for index, row in enumerate(rows) if row.best()[1] >= limits.sure_similarity]
    return bool(sure) and all(place == label for place, label in sure)


def _best_path(rows: Sequence[Row], *, believe_numbers: bool, in_order: bool) -> list[int | None]:
    """Dynamic program over rows and the set of used indicators (a bit mask); ties go to the earlier indicator."""
    minimum = settings().assignment.minimum_evidence
    states: dict[int, tuple[float, tuple[int | None, ...]]] = {0: (0.0, ())}
    for index, row in enumerate(rows):
        offers = [
            (indicator, evidence)
            for indicator in range(1, N_INDICATORS + 1)
            if (evidence := _evidence(row, indicator, index, believe_numbers=believe_numbers, in_order=in_order))
            >= minimum
        ]
        following: dict[int, tuple[float, tuple[int | None, ...]]] = {}
        for used, (total, path) in states.items():
            _offer(following, used, total, (*path, None))
            for indicator, evidence in offers:
                bit = 1 << indicator
                if not used & bit:
                    _offer(following, used | bit, total + evidence, (*path, indicator))
        states = following
    return list(max(states.values(), key=lambda state: state[0])[1]) if states else []


def _offer(
    states: dict[int, tuple[float, tuple[int | None, ...]]], used: int, total: float, path: tuple[int | None, ...]
) -> None:
    """Keep the better of two ways to use the same indicators."""
    held = states.get(used)
    if held is None or (total > held[0] and not math.isclose(total, held[0])):
        states[used] = (total, path)


def _fill_last(rows: Sequence[Row], chosen: list[int | None]) -> list[int | None]:
    """Give the only indicator left to the only row left, unless its label is beyond doubt that of another one."""
    missing = sorted(set(range(1, N_INDICATORS + 1)) - {number for number in chosen if number is not None})
    if chosen.count(None) == 1 and len(missing) == 1:
        index = chosen.index(None)
        if rows[index].best()[1] < settings().assignment.sure_similarity:
            chosen[index] = missing[0]
    return chosen
