"""The PDF samples give what the text samples that they were typeset from give, value by value."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.golden.compare import expected_by_file, measure_differences, score_differences
from tests.golden.scans import SAMPLES as SCANS

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "data" / "raw"
PDFS = sorted(set(SAMPLES.glob("*.pdf")) - set(SCANS))  # scans have a truth of their own (test_scans)
OF_THE_FILE = {"document_id", "source", "page", "line", "x0", "y0", "x1", "y1", "page_first", "page_last", "method"}
SPACED = {"raw_label", "raw_value"}  # as printed

each = pytest.mark.parametrize("pdf", PDFS, ids=[pdf.stem for pdf in PDFS])


def twin(pdf: Path) -> Path:
    """The text sample of the same name."""
    return next(path for path in sorted(SAMPLES.glob(f"{pdf.stem}.*")) if path.suffix != ".pdf")


def processed(path: Path) -> Any:
    from pipeline.process import process

    return process(path.read_bytes(), path.name)


def values(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows without what belongs to the file, and without blanks: where lines break is the typesetter's affair."""
    return [{name: _plain(value) for name, value in row.items() if name not in OF_THE_FILE | SPACED} for row in rows]


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return "".join(value.split()) if isinstance(value, str) else value


def test_there_are_pdf_samples_of_several_producers() -> None:
    assert len(PDFS) >= 4
    assert all(pdf.stat().st_size < 100_000 for pdf in PDFS)
    producers = {b"Skia": "Chromium", b"LibreOffice": "LibreOffice", b"WeasyPrint": "WeasyPrint"}
    found = {name for pdf in PDFS for mark, name in producers.items() if _names(pdf.read_bytes(), mark)}
    assert len(found) >= 2


def _names(pdf: bytes, producer: bytes) -> bool:
    """Whether a PDF names its producer, in ASCII or in UTF-16 (as text or as hex)."""
    wide = producer.decode().encode("utf-16-be")
    return any(form in pdf for form in (producer, wide, wide.hex().upper().encode()))


@each
def test_scores(pdf: Path) -> None:
    scores = sorted(processed(pdf).scores, key=lambda row: str((row["fiscal_year"], row["code"])))
    expected = sorted(processed(twin(pdf)).scores, key=lambda row: str((row["fiscal_year"], row["code"])))
    assert values(scores) == values(expected)


@each
def test_measures(pdf: Path) -> None:
    assert values(processed(pdf).measures) == values(processed(twin(pdf)).measures)


@each
def test_golden_lists(pdf: Path) -> None:
    name = twin(pdf).name
    scores = expected_by_file(ROOT / "tests" / "golden" / "scores.csv")[name]
    measures = expected_by_file(ROOT / "tests" / "golden" / "measures.csv").get(name, [])
    result = processed(pdf)
    assert score_differences(scores, result) == []
    assert measure_differences(measures, result) == []


@each
def test_every_value_has_its_box_on_its_page(pdf: Path) -> None:
    result = processed(pdf)
    for row in (*result.mentions, *result.measures):
        assert 0 <= row["x0"] < row["x1"] <= 842
        assert 0 <= row["y0"] < row["y1"] <= 842
