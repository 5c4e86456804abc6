"""Real papers as a vision model read them, with hand-made lists of what they hold; they lie outside the repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden.compare import expected_by_file, measure_differences, score_differences

REPORTS = Path(__file__).parents[2] / "shared" / "reports"
if not REPORTS.is_dir():
    pytest.skip("the real papers are not here", allow_module_level=True)

SCORES = expected_by_file(REPORTS / "expected_scores.csv")
MEASURES = expected_by_file(REPORTS / "expected_measures.csv")


@pytest.mark.parametrize("name", sorted(SCORES))
def test_scores(name: str) -> None:
    from pipeline.process import process

    result = process((REPORTS / name).read_bytes(), name)
    assert score_differences(SCORES[name], result) == []


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_measures(name: str) -> None:
    from pipeline.process import process

    result = process((REPORTS / name).read_bytes(), name)
    assert measure_differences(MEASURES[name], result) == []
