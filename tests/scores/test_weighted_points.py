"""Points of the tools out of 30, 30 and 40 that nothing says to be so: sums tell, or the scores printed elsewhere."""

from __future__ import annotations

import pytest

from extractors.document import TextKind
from tests.scores.reading import INDICATORS, VALUES, extracted, paragraph, table

CAPTION = paragraph("ผลการประเมิน ITA ปี 2567")
POINTS = {"IIT": "25.51", "EIT": "26.12", "OIT": "33.84"}
WHOLE = {"IIT": 85.03, "EIT": 87.07, "OIT": 84.6}


def rows(total: str | None, points: dict[str, str] = POINTS) -> list[list[str | None]]:
    last = [["รวม", total]] if total is not None else []
    return [["เครื่องมือ", "คะแนนที่ได้"], *([code, text] for code, text in points.items()), *last]  # type: ignore[list-item]  # lists of texts


def tools(*blocks: object) -> dict[str, tuple[float | None, float]]:
    found = extracted(CAPTION, *blocks)  # type: ignore[arg-type]  # any blocks
    return {m.code: (m.value, round(m.factor, 2)) for m in found if m.code in POINTS}


UNDONE = {"IIT": (85.03, 3.33), "EIT": (87.07, 3.33), "OIT": (84.6, 2.5)}
AS_PRINTED = {code: (float(text), 1.0) for code, text in POINTS.items()}


def test_parts_that_add_up_to_the_total() -> None:
    assert tools(table(rows("85.47"))) == UNDONE


@pytest.mark.parametrize("total", ["85.57", None])
def test_without_a_sum_the_points_stay_as_printed(total: str | None) -> None:
    assert tools(table(rows(total))) == AS_PRINTED


def test_indicators_elsewhere_prove_it() -> None:
    indicators = [["ตัวชี้วัด", "คะแนน"], *zip(INDICATORS, VALUES, strict=True)]
    assert tools(table(rows(None)), table(indicators)) == UNDONE  # type: ignore[arg-type]  # lists of texts


def test_one_wrong_part_proves_nothing() -> None:
    indicators = [["ตัวชี้วัด", "คะแนน"], *zip(INDICATORS, VALUES, strict=True)]
    points = {**POINTS, "OIT": "33.48"}
    assert tools(table(rows("85.47", points)), table(indicators))["IIT"] == (25.51, 1.0)  # type: ignore[arg-type]  # as above


def test_lines_of_a_list() -> None:
    lines = [f"{code} {text} คะแนน" for code, text in POINTS.items()]
    listed = [paragraph(line, TextKind.LIST_ITEM) for line in [*lines, "คะแนนรวม ITA 85.47 คะแนน"]]
    assert tools(*listed) == UNDONE


def test_scores_of_100_whose_mean_is_the_total_stay() -> None:
    whole = {code: f"{value:.2f}" for code, value in WHOLE.items()}
    assert tools(table(rows("85.47", whole))) == {code: (value, 1.0) for code, value in WHOLE.items()}
