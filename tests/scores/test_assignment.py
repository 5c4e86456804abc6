"""Joint assignment: each indicator once, labels against numbers, ranks recognised, the last row by elimination."""

from __future__ import annotations

import random

from extractors.scores.assignment import Row, assign


def row(label: int | None, number: int | None = None, similarity: float = 1.0) -> Row:
    similarities = dict.fromkeys(range(1, 11), 0.3)
    if label is not None:
        similarities[label] = similarity
    return Row(similarities, number)


def test_labels_decide_when_numbers_are_ranks() -> None:
    order = [3, 4, 5, 2, 1, 6, 7, 8, 9, 10]
    result = assign([row(label, rank) for rank, label in enumerate(order, start=1)])
    assert result.indicators == tuple(order)
    assert result.numbers_are_ranks
    assert not result.numbers_are_indicators


def test_number_decides_when_one_label_stands_twice() -> None:
    labels = [1, 2, 3, 4, 5, 6, 7, 8, 9, 9]
    result = assign([row(label, number) for number, label in enumerate(labels, start=1)])
    assert result.indicators == tuple(range(1, 11))
    assert result.numbers_are_indicators


def test_damaged_label_is_found_by_elimination() -> None:
    labels: list[int | None] = [5, 1, 2, 3, None, 4, 6, 10, 9, 8]
    result = assign([row(label) for label in labels])
    assert result.indicators == (5, 1, 2, 3, 7, 4, 6, 10, 9, 8)


def test_row_without_evidence_gets_nothing() -> None:
    assert assign([row(1), row(None), row(2)]).indicators == (1, None, 2)


def test_numbers_alone_name_indicators() -> None:
    result = assign([row(None, number) for number in range(1, 11)])
    assert result.indicators == tuple(range(1, 11))


def test_no_rows() -> None:
    assert assign([]).indicators == ()


def test_any_order_of_damaged_labels_is_a_permutation() -> None:
    rng = random.Random(7)
    for _ in range(50):
        order = rng.sample(range(1, 11), 10)
        result = assign([row(label, None, rng.uniform(0.7, 1.0)) for label in order])
        assert result.indicators == tuple(order)
