"""The sample papers in ``data/raw`` give exactly the lists in ``tests/golden`` (scans: ``test_scans.py``)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden.compare import expected_by_file, measure_differences, score_differences
from tests.golden.scans import SAMPLES as SCANS

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "data" / "raw"
SCORES = expected_by_file(ROOT / "tests" / "golden" / "scores.csv")
MEASURES = expected_by_file(ROOT / "tests" / "golden" / "measures.csv")


def test_every_sample_has_its_golden_list() -> None:
    # a PDF is typeset from the text sample of its name and has that one's lists (test_pdf_samples), but for the scans
    scans = {path.name for path in SCANS}
    texts = [path.name for path in SAMPLES.iterdir() if path.suffix != ".pdf" and not path.name.startswith(".")]
    assert sorted(texts) == sorted(set(SCORES) - scans)
    assert set(MEASURES) <= set(SCORES)


@pytest.mark.parametrize("name", sorted(SCORES))
def test_scores(name: str) -> None:
    from pipeline.process import process

    result = process((SAMPLES / name).read_bytes(), name)
    assert result.document["status"] == "ok"
    assert score_differences(SCORES[name], result) == []


@pytest.mark.parametrize("name", sorted(SCORES))
def test_measures(name: str) -> None:
    from pipeline.process import process

    result = process((SAMPLES / name).read_bytes(), name)
    assert measure_differences(MEASURES.get(name, []), result) == []


def test_the_contradicting_samples_say_so() -> None:
    from pipeline.process import process

    codes = {
        name: {finding["code"] for finding in process((SAMPLES / name).read_bytes(), name).findings}
        for name in ("2566_damaged_scan_napho.txt", "2567_memo_khaokhansong.md")
    }
    assert {"score_repaired", "mention_conflict", "agency_corrected"} <= codes["2566_damaged_scan_napho.txt"]
    assert "total_mismatch" in codes["2567_memo_khaokhansong.md"]
