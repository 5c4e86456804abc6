"""The real reports, typeset and scanned: nothing wrong in silence, and with Arabic digits nothing lost.

They take minutes, so they run with the large tests.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from extractors.ocr.options import Ocr
from pipeline.evaluate import Evaluation, PaperFigures, evaluate_paper
from pipeline.truth import TrueMeasure, TruePaper, TrueScore
from tests.golden.compare import Expected, expected_by_file
from tools import typeset
from tools.scans import Order, completed, scanned
from tools.scans.papers import with_digits
from tools.scans.typesetting import font_file, typeset_kept

REPORTS = Path(__file__).parents[2] / "shared" / "reports"
PAPERS = sorted(REPORTS.glob("*.txt"))
ORDER = Order(dpi=200, damage="medium", seed=1)

pytestmark = [
    pytest.mark.large,
    pytest.mark.skipif(not PAPERS, reason="the shared reports are not here"),
    pytest.mark.skipif(
        not typeset.available("chromium") or font_file("Laksaman") is None,
        reason="pages cannot be typeset: apt-get install chromium fonts-thai-tlwg fontconfig",
    ),
]
each = pytest.mark.parametrize("paper", PAPERS, ids=[paper.stem[:3] for paper in PAPERS])


def truth_of(paper: Path, digits: str) -> TruePaper:
    """The hand-made lists of one report in the form of truth files."""
    scores = expected_by_file(REPORTS / "expected_scores.csv")[paper.name]
    measures = expected_by_file(REPORTS / "expected_measures.csv").get(paper.name, [])
    return TruePaper(
        source=f"{paper.stem}.pdf",
        agency=scores[0]["agency"],
        amphoe=scores[0]["amphoe"],
        province=scores[0]["province"],
        scores=tuple(
            TrueScore(int(row["fiscal_year"]), row["code"], float(row["score"]), row["grade"] or None) for row in scores
        ),
        measures=tuple(_measure(row) for row in measures if row["kind"] != "checklist"),
        setting={"digits": digits, "font": typeset.FONT},
    )


def _measure(row: Expected) -> TrueMeasure:
    by_indicator = row["kind"] == "progress" and row["indicator_required"] == "yes"
    return TrueMeasure(
        title="" if by_indicator else row["title"],
        indicator=int(row["indicator"]) if row["indicator"] else None,
        responsible=tuple(name for name in row["responsible"].split("|") if name),
        step_count=int(row["steps"]) if row["steps"] else None,
    )


@cache
def figures(paper: Path, digits: str) -> PaperFigures:
    """One report through typesetter, scanner and pipeline."""
    from extractors.readers import read
    from pipeline.process import Options, process

    document = with_digits(read(paper.read_bytes(), paper.name), digits)
    pdf = typeset_kept({paper.stem: document}, "chromium", typeset.Style())[paper.stem]
    truth = completed(truth_of(paper, digits), pdf, f"{paper.stem}.pdf", ORDER)
    result = process(scanned(pdf, ORDER), truth.source, Options(ocr=Ocr()))
    rows = {"documents": [result.document], "scores": result.scores, "findings": result.findings}
    return evaluate_paper(rows | {"measures": result.measures}, truth)


def outcomes(paper: Path, digits: str, *wanted: str) -> list[str]:
    cases = figures(paper, digits).cases
    return [f"{case.code}/{case.fiscal_year}: {case.found} for {case.true}" for case in cases if case.outcome in wanted]


@each
@pytest.mark.parametrize("digits", ["arabic", "thai"])
def test_nothing_is_wrong_in_silence(paper: Path, digits: str) -> None:
    assert outcomes(paper, digits, "silent", "extra_silent") == []


@each
def test_every_score_is_found_or_its_page_flagged(paper: Path) -> None:
    assert outcomes(paper, "arabic", "lost") == []


@each
def test_scores_in_thai_digits_are_exactly_those_that_are_printed(paper: Path) -> None:
    assert {case.outcome for case in figures(paper, "thai").cases} == {"right"}


def test_measures_are_found_with_steps_and_people() -> None:
    measures = Evaluation(tuple(figures(paper, "arabic") for paper in PAPERS)).measures()
    assert measures.found == measures.printed
    assert measures.right >= 0.95 * measures.printed
