"""``ita evaluate``: what counts as right, marked, silent, noticed and lost."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from extractors.findings import finding_codes
from pipeline import evaluate
from pipeline.cli import app
from pipeline.errors import Exit
from pipeline.evaluate import evaluate_paper, is_marked, is_named
from pipeline.evaluate_measures import measure_figures, measure_pairs
from pipeline.evaluate_states import state_figures
from pipeline.truth import TrueMeasure, TruePaper, TrueScore, dump, load

Row = dict[str, Any]

PAPER = """รายงานผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2566
เทศบาลตำบลเชียงกลาง อำเภอเชียงกลาง จังหวัดน่าน

| ตัวชี้วัด | คะแนน |
| --- | --- |
| การปฏิบัติหน้าที่ | 85.50 |
| การใช้งบประมาณ | 80.25 |
"""


def score(code: str = "1", value: float = 80.0, **more: Any) -> Row:
    level = "overall" if code == "ITA" else "tool" if code.isalpha() else "indicator"
    row = {"fiscal_year": 2566, "code": code, "score": value, "status": "reported", "blind_spot": None, "level": level}
    return row | {"agency": "เทศบาลตำบลเชียงกลาง"} | more


def found(code: str, subject: str, **more: Any) -> Row:
    return {"code": code, "subject": subject, "fiscal_year": 2566, "page": None, "severity": "warning"} | more


def true_paper(*scores: TrueScore, **more: Any) -> TruePaper:
    return TruePaper("a.pdf", "เทศบาลตำบลเชียงกลาง", None, None, scores, **more)


def outcomes(scores: list[Row], truth: TruePaper, findings: list[Row] | None = None) -> dict[str, str]:
    rows = {"documents": [], "scores": scores, "measures": [], "findings": findings or []}
    return {case.code: case.outcome for case in evaluate_paper(rows, truth).cases}


@pytest.mark.parametrize(
    ("row", "findings", "marked"),
    [
        (score(), [], False),
        (score(status="verified"), [], False),
        (score(status="conflict"), [], True),
        (score(blind_spot=0.5), [], False),
        (score(blind_spot=2.0), [], True),
        (score(status="verified", blind_spot=2.0), [], True),
        (score(), [found("mention_conflict", "1")], True),
        (score(status="repaired"), [found("score_repaired", "1")], False),
        (score(status="verified"), [found("mention_conflict", "1")], False),
    ],
)
def test_what_marks_a_wrong_value(row: Row, findings: list[Row], marked: bool) -> None:
    assert is_marked(row, 82.0, findings) is marked


@pytest.mark.parametrize(
    ("finding", "named"),
    [
        (found("mention_conflict", "1, 2"), True),
        (found("mention_conflict", "10"), False),
        (found("mention_conflict", "1.1"), False),
        (found("mention_conflict", "i1"), False),
        (found("mention_conflict", "1", fiscal_year=2565), False),
        (found("mention_conflict", "1", fiscal_year=None), True),
        (found("score_repaired", "1"), False),
        (found("unreadable_page", "1", page=1), False),
        (found("hardly_read_page", "1", page=1), False),
        (found("table_not_understood", "1", page=1), False),
        (found("low_ocr_confidence", "1", page=1), True),
        (found("low_ocr_confidence", "1", page=3), True),
    ],
)
def test_which_findings_name_a_score(finding: Row, named: bool) -> None:
    assert is_named("1", 2566, [finding]) is named


def test_the_codes_of_findings_are_on_the_closed_list() -> None:
    known = set(finding_codes())
    assert known >= evaluate.NO_DOUBT | evaluate.PAGE_DOUBTS | evaluate.AGENCY_DOUBTS


def test_every_outcome() -> None:
    truth = true_paper(*(TrueScore(2566, code, 80.0, pages=(2,)) for code in ("1", "2", "3", "4", "5")))
    scores = [score("1"), score("2", 81.0), score("3", 81.0, status="conflict"), score("9", 50.0)]
    findings = [found("incomplete_indicators", "4")]
    assert outcomes(scores, truth, findings) == {
        "1": "right",
        "2": "silent",
        "3": "marked",
        "4": "noticed",
        "5": "lost",
        "9": "extra_silent",
    }


@pytest.mark.parametrize(("page", "outcome"), [(2, "noticed"), (3, "lost")])
def test_a_page_that_could_not_be_read_explains_what_is_missing(page: int, outcome: str) -> None:
    truth = true_paper(TrueScore(2566, "1", 80.0, pages=(2,)))
    assert outcomes([], truth, [found("unreadable_page", str(page), page=page)]) == {"1": outcome}


def test_computed_values_may_stand_beside_what_is_printed() -> None:
    truth = true_paper(*(TrueScore(2566, str(number), 80.0) for number in range(1, 11)))
    rows = [score(str(number)) for number in range(1, 11)]
    right = [score("EIT", 80.0, status="computed"), score("i4", 99.0, level="item")]
    wrong = [score("ITA", 81.0, status="computed", blind_spot=0.1)]
    assert set(outcomes(rows + right, truth).values()) == {"right"}
    assert outcomes(rows + wrong, truth)["ITA"] == "extra_silent"


def test_the_score_of_another_body_is_an_extra_one() -> None:
    truth = true_paper(TrueScore(2566, "1", 80.0))
    rows = [score("1", 70.0, agency="เทศบาลตำบลปัว"), score("1", 80.0)]
    figures = evaluate_paper({"documents": [], "scores": rows, "measures": [], "findings": []}, truth)
    assert sorted(case.outcome for case in figures.cases) == ["extra_silent", "right"]


def test_a_mark_by_nothing_but_information_is_counted() -> None:
    truth = true_paper(TrueScore(2566, "1", 80.0))
    finding = found("unchecked_scores", "1", severity="info")
    rows = {"documents": [], "scores": [score("1", 81.0)], "measures": [], "findings": [finding]}
    total = evaluate.Evaluation((evaluate_paper(rows, truth),)).total()
    assert (total["silent"], total["only_noted"]) == (0, 1)


def measure(seq: int, title: str, steps: list[str], responsible: list[str], indicator: int | None = None) -> Row:
    row = {"seq": seq, "kind": "plan", "title": title, "steps": steps, "responsible": responsible}
    return row | {"indicator": indicator, "status": None}


def test_measures_are_paired_in_order_and_forgive_misread_letters() -> None:
    wanted = [
        TrueMeasure("จัดทำป้ายบอกขั้นตอน", 1, ("กองช่าง",), ("สำรวจงาน", "ติดตั้งป้าย")),
        TrueMeasure("เผยแพร่แผนการใช้เงิน", 2, ("กองคลัง",), (), 3),
        TrueMeasure("", 7, ("สำนักปลัด",)),
    ]
    rows = [
        measure(1, "จัดทำปายบอกขันตอน", ["สำรวจงาน", "ติดตังป้าย"], ["กองช่าง"]),
        measure(2, "กิจกรรมอื่น", [], []),
        measure(3, "เผยแพร่แผนการใช้เงิน", ["ก", "ข"], ["กองคลัง"]),
        measure(4, "", [], ["กองการศึกษา"], 7),
    ]
    figures = measure_figures(*measure_pairs(wanted, rows))
    assert figures.as_dict() == {"printed": 3, "found": 3, "steps": 2, "responsible": 2, "right": 1, "extra": 1}


def line(seq: int, title: str, checked: bool | None, status: str | None = None, kind: str = "checklist") -> Row:
    state = {"kind": kind, "checked": checked, "status": status, "page_first": 1}
    return measure(seq, title, [], []) | state


def test_ticks_and_states() -> None:
    wanted = (
        TrueMeasure("จัดทำป้ายบอกทาง", 1, kind="checklist", checked=True),
        TrueMeasure("แต่งตั้งคณะทำงาน", 1, kind="checklist", checked=False),
        TrueMeasure("อบรมพนักงาน", 2, kind="checklist", checked=True),
        TrueMeasure("เปิดช่องทางร้องเรียน", 2, kind="checklist", checked=True),
        TrueMeasure("ตรวจนับพัสดุ", 2, kind="checklist", checked=None),
        TrueMeasure("เผยแพร่แผน", 3, kind="checklist", checked=True),
        TrueMeasure("จัดทำป้ายบอกทาง", 1, status="done"),
    )
    rows = [
        line(1, "จัดทำป้ายบอกทาง", None, "in_progress", "progress"),
        line(2, "จัดทำป้ายบอกทาง", True),
        line(3, "แต่งตั้งคณะทำงาน", True),
        line(4, "อบรมพนักงาน", None),
        line(5, "เปิดช่องทางร้องเรียน", None),
        line(6, "ตรวจนับพัสดุ", False),
    ]
    findings = [found("status_ambiguous", "อบรมพนักงาน")]
    tables: dict[str, list[Row]] = {"documents": [], "scores": [], "measures": rows, "findings": findings}
    figures = evaluate_paper(tables, true_paper(measures=wanted))
    assert (figures.measures.printed, figures.measures.found, figures.measures.extra) == (7, 6, 0)
    zero = {"printed": 0, "found": 0, "right": 0, "wrong": 0, "missed": 0, "unnoticed": 0, "extra": 0}
    assert state_figures(figures.states) == {
        "checked": zero | {"printed": 5, "found": 2, "right": 1, "wrong": 1, "missed": 3, "unnoticed": 2, "extra": 1},
        "status": zero | {"printed": 1, "found": 1, "wrong": 1},
    }


def test_checklists_that_the_truth_does_not_list_are_not_judged() -> None:
    rows = {"documents": [], "scores": [], "measures": [line(1, "จัดทำป้าย", True)], "findings": []}
    assert evaluate_paper(rows, true_paper(measures=())).measures.extra == 0


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evaluate")
    (folder / "paper.md").write_text(PAPER, encoding="utf-8")
    assert CliRunner().invoke(app, ["ingest", str(folder / "paper.md"), "-o", str(folder / "out")]).exit_code == 0
    return folder / "out"


def run(tables: Path, folder: Path, second: float, **more: Any) -> tuple[int, str]:
    scores = (TrueScore(2566, "1", 85.5), TrueScore(2566, "2", second))
    paper = TruePaper("paper.md", "เทศบาลตำบลเชียงกลาง", "เชียงกลาง", "น่าน", scores, setting={"digits": "arabic"})
    (folder / "truth.json").write_text(dump(paper), encoding="utf-8")
    result = CliRunner().invoke(app, ["evaluate", str(tables), str(folder), "--json", str(folder / "figures")])
    return result.exit_code, result.stdout


def test_all_right(tables: Path, tmp_path: Path) -> None:
    code, shown = run(tables, tmp_path, 80.25)
    assert code == 0
    assert "No value is wrong in silence" in shown
    figures = json.loads((tmp_path / "figures").read_text(encoding="utf-8"))
    assert figures["scores"]["right"] == figures["by"]["digits"]["arabic"]["right"] == 2
    assert figures["agencies"]["right"] == 1
    assert figures["cases"] == []


def test_a_silent_value_ends_with_1(tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluate, "is_named", lambda *_: False)
    code, shown = run(tables, tmp_path, 80.75)
    assert code == Exit.SOME_FAILED
    assert "paper.md FY2566 2: 80.25 (reported), is 80.75" in " ".join(shown.split())
    cases = json.loads((tmp_path / "figures").read_text(encoding="utf-8"))["cases"]
    assert [(case["code"], case["outcome"], case["true"], case["found"]) for case in cases] == [
        ("2", "silent", 80.75, 80.25)
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [(None, "holds no truth files"), ("{}", "is no truth file"), ("{", "is no truth file")],
)
def test_a_truth_that_is_none(tables: Path, tmp_path: Path, text: str | None, message: str) -> None:
    if text is not None:
        (tmp_path / "a.json").write_text(text, encoding="utf-8")
    result = CliRunner().invoke(app, ["evaluate", str(tables), str(tmp_path)])
    assert result.exit_code == Exit.USAGE
    assert message in result.stderr


def test_the_truth_of_other_papers(tables: Path, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(dump(true_paper()), encoding="utf-8")
    result = CliRunner().invoke(app, ["evaluate", str(tables), str(tmp_path / "a.json")])
    assert result.exit_code == Exit.USAGE
    assert "none of the papers" in result.stderr


def test_no_tables(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(dump(true_paper()), encoding="utf-8")
    result = CliRunner().invoke(app, ["evaluate", str(tmp_path / "gone"), str(tmp_path / "a.json")])
    assert result.exit_code == Exit.USAGE
    assert "does not exist" in result.stderr


def test_a_truth_is_read_as_it_was_written(tmp_path: Path) -> None:
    paper = true_paper(
        TrueScore(2566, "9.1", 75.0, "B", (1, 3)),
        measures=(TrueMeasure("จัดทำป้าย", 1, ("กองช่าง",), ("สำรวจ",), 1, "done"),),
        tables=((("ก", "ข"), ("1", "2")),),
        setting={"dpi": 200},
    )
    (tmp_path / "a.json").write_text(dump(paper), encoding="utf-8")
    assert [asdict(held) for held in load(tmp_path)] == [asdict(paper)]
