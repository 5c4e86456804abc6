from __future__ import annotations

from pathlib import Path

from pipeline.discover import discover
from pipeline.process import Options
from pipeline.report import leads, report
from pipeline.run import process_all
from pipeline.schema import Row

from .whole import assemble, assembled


def test_the_summary_counts_every_value_of_the_closed_lists(papers: Path) -> None:
    summary = assembled(process_all(discover(papers), Options()))[1].summary
    assert summary.documents == {"ok": 2, "partial": 0, "no_scores": 1, "failed": 1}
    assert summary.scores == {"verified": 1, "repaired": 0, "reported": 2, "computed": 0, "conflict": 1}
    assert summary.findings == {"error": 0, "warning": 2, "info": 3}
    assert summary.errors == {"internal_error": 1}
    assert (summary.measures, summary.panel, summary.homeless, summary.failed) == (3, 2, 0, 1)


def test_papers_are_listed_by_what_is_wrong_with_them(papers: Path) -> None:
    summary = assembled(process_all(discover(papers), Options()))[1].summary
    assert [(lead.source, lead.counts) for lead in summary.leads] == [
        ("crash.txt", "internal_error"),
        ("sub/a.txt", "1 score in conflict, 1 warning"),
        ("b.txt", "1 warning"),
    ]
    assert summary.leads[1].message.startswith("Two papers disagree on ITA of FY2564")


def test_a_number_that_may_be_wrong_comes_before_papers_that_gave_none() -> None:
    documents: list[Row] = [
        {"source": source, "agency": None, "agency_raw": None, "status": status, "error_code": code, "error": code}
        for source, status, code in (("a", "failed", "empty_file"), ("b", "ok", None), ("c", "ok", None))
    ]
    scores: list[Row] = [{"source": "b", "status": "conflict"}] * 6
    findings: list[Row] = [{"source": "c", "severity": "warning", "message_en": "look"}] * 2
    assert [(lead.source, lead.counts) for lead in leads(documents, scores, findings)] == [
        ("b", "6 scores in conflict"),
        ("a", "empty_file"),
        ("c", "2 warnings"),
    ]


def test_papers_without_a_fault_come_last_where_all_are_asked_for(papers: Path) -> None:
    built = assemble(process_all(discover(papers), Options()))
    found = leads(built["documents"], built["scores"], built["findings"], everything=True)
    assert [lead.source for lead in found] == ["crash.txt", "sub/a.txt", "b.txt", "none.txt"]


def test_the_report_tells_what_to_look_at_first(papers: Path) -> None:
    text = report(assembled(process_all(discover(papers), Options()))[1].summary)
    assert "| failed | 1 |" in text
    assert "- `crash.txt`: internal_error. crash.txt: ZeroDivisionError in" in text
