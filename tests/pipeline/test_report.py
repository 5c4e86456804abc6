from __future__ import annotations

from pathlib import Path

from pipeline.discover import discover
from pipeline.process import Options
from pipeline.report import report, summarise
from pipeline.run import assemble, process_all


def test_the_summary_counts_every_value_of_the_closed_lists(papers: Path) -> None:
    summary = summarise(assemble(process_all(discover(papers), Options())))
    assert summary.documents == {"ok": 2, "partial": 0, "no_scores": 1, "failed": 1}
    assert summary.scores == {"verified": 1, "repaired": 0, "reported": 2, "computed": 0, "conflict": 1}
    assert summary.findings == {"error": 0, "warning": 2, "info": 3}
    assert summary.errors == {"internal_error": 1}
    assert (summary.measures, summary.panel, summary.homeless, summary.failed) == (3, 2, 0, 1)


def test_failed_papers_then_contradictions_come_first(papers: Path) -> None:
    summary = summarise(assemble(process_all(discover(papers), Options())))
    assert [lead.source for lead in summary.leads] == ["crash.txt", "sub/a.txt", "b.txt"]
    assert summary.leads[1].reason.startswith("1 conflict, 1 warning; Two papers disagree on ITA of FY2564")


def test_the_report_tells_what_to_look_at_first(papers: Path) -> None:
    text = report(assemble(process_all(discover(papers), Options())))
    assert "| failed | 1 |" in text
    assert "- `crash.txt`: internal_error: crash.txt: ZeroDivisionError in" in text
