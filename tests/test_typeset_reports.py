"""The real reports, typeset as PDF through two producers, give the same tables as their text versions."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.golden.compare import expected_by_file, measure_differences, score_differences

REPORTS = Path(__file__).parents[2] / "shared" / "reports"
PAPERS = sorted(REPORTS.glob("*.txt"))
PRODUCERS = ("chromium", "libreoffice")
SCORE = ("score", "grade", "status", "agency", "level")
MEASURE = ("kind", "indicator", "sub_indicator", "title", "steps", "responsible", "period", "status", "checked")

pytestmark = pytest.mark.skipif(not PAPERS, reason="the shared reports are not here")
each = pytest.mark.parametrize(
    ("paper", "producer"),
    [(paper, producer) for paper in PAPERS for producer in PRODUCERS],
    ids=[f"{paper.stem[:3]}-{producer}" for paper in PAPERS for producer in PRODUCERS],
)


@cache
def typeset_all(producer: str) -> dict[str, bytes]:
    from extractors.readers import read
    from tools import typeset

    if not typeset.available(producer):
        pytest.skip(f"{producer} is not installed")
    documents = {paper.stem: read(paper.read_bytes(), paper.name) for paper in PAPERS}
    return typeset.typeset_all(documents, producer)


@cache
def results(paper: Path, producer: str) -> tuple[Any, Any]:
    """What the text gives and what the PDF gives."""
    from pipeline.process import process

    pdf = typeset_all(producer)[paper.stem]
    return process(paper.read_bytes(), paper.name), process(pdf, f"{paper.stem}.pdf")


@each
def test_scores_are_the_expected_ones(paper: Path, producer: str) -> None:
    expected = expected_by_file(REPORTS / "expected_scores.csv")[paper.name]
    assert score_differences(expected, results(paper, producer)[1]) == []


@each
def test_measures_are_the_expected_ones(paper: Path, producer: str) -> None:
    expected = expected_by_file(REPORTS / "expected_measures.csv")[paper.name]
    assert measure_differences(expected, results(paper, producer)[1]) == []


@each
def test_scores_are_those_of_the_text(paper: Path, producer: str) -> None:
    text, pdf = ({_key(row): _values(row, SCORE) for row in result.scores} for result in results(paper, producer))
    assert pdf == text


@each
def test_measures_are_those_of_the_text(paper: Path, producer: str) -> None:
    text, pdf = ([_values(row, MEASURE) for row in result.measures] for result in results(paper, producer))
    assert pdf == text


@each
def test_every_score_has_its_box(paper: Path, producer: str) -> None:
    for row in results(paper, producer)[1].scores:
        if row["status"] != "computed":
            assert row["x0"] < row["x1"]
            assert row["y0"] < row["y1"]


def _key(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["agency_id"], row["fiscal_year"], row["code"]


def _values(row: dict[str, Any], columns: Iterable[str]) -> dict[str, Any]:
    """Values without their blanks: where a line was broken is the typesetter's affair."""
    return {column: _plain(row[column]) for column in columns}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return "".join(value.split()) if isinstance(value, str) else value
