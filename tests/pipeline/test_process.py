from __future__ import annotations

import hashlib
import pickle
import re

import pytest

from pipeline import process as process_module
from pipeline.process import DocumentResult, Options, process

PAPER = "A1|อบต.หนึ่ง|2564|ITA|80.0|verified\n".encode()


def run(data: bytes, source: str = "a.txt") -> DocumentResult:
    return process(data, source)


def test_a_paper_with_scores_is_ok(fake_stages: None) -> None:
    result = run(PAPER, "folder/a.txt")
    expected = {
        "document_id": hashlib.sha256(PAPER).hexdigest(),
        "source": "folder/a.txt",
        "format": "txt",
        "bytes": len(PAPER),
        "pages": 1,
        "text_source": "plain",
        "kind": "result",
        "agency_id": "A1",
        "fiscal_year": 2565,
        "scores_year": 2564,
        "status": "ok",
        "error_code": None,
        "error": None,
        "findings": 1,
    }
    assert {name: result.document[name] for name in expected} == expected


def test_rows_say_where_they_stood(fake_stages: None) -> None:
    result = run(PAPER)
    assert (result.scores[0]["page"], result.scores[0]["line"], result.scores[0]["x0"]) == (1, 1, None)
    assert (result.measures[0]["page_first"], result.measures[0]["page_last"], result.measures[0]["line"]) == (1, 1, 2)
    assert (result.mentions[0]["raw_value"], result.mentions[0]["agrees"]) == ("80.0", True)


def test_a_measure_names_its_first_indicator(fake_stages: None) -> None:
    measure = run(PAPER).measures[0]
    assert (measure["indicator"], measure["indicators"], measure["steps"]) == (3, [3, 5], ["ก", "ข"])


def test_a_paper_without_scores(fake_stages: None) -> None:
    assert run(b"nothing").document["status"] == "no_scores"


def test_an_unreadable_page_makes_a_paper_partial_and_is_a_finding(fake_stages: None) -> None:
    result = run(PAPER + b"#unreadable")
    assert result.document["status"] == "partial"
    assert [(row["code"], row["page"]) for row in result.findings] == [("year_inferred", None), ("unreadable_page", 1)]
    assert result.document["findings"] == 2


def test_a_readers_error_is_a_failed_row(fake_stages: None) -> None:
    document = run(b"\xff\xfe\xff").document
    assert (document["status"], document["error_code"]) == ("failed", "undecodable_text")
    assert document["error"] == "a.txt is text in an unknown encoding. Save it as UTF-8."
    assert document["bytes"] == 3


def test_a_fault_of_the_program_is_a_failed_row_without_traceback(fake_stages: None) -> None:
    document = run(b"#crash", "b.TXT").document
    assert (document["status"], document["error_code"]) == ("failed", "internal_error")
    assert re.fullmatch(
        r"b\.TXT: ZeroDivisionError in pipeline\.process:\d+: boom \\udcff second line\. Please report .*",
        document["error"],
    )
    assert document["format"] == "txt"


def test_rows_that_do_not_fit_their_table_fail_the_paper(fake_stages: None) -> None:
    result = run(PAPER + PAPER)
    assert result.document["error_code"] == "internal_error"
    assert re.match(
        r"a\.txt: SchemaViolation in pipeline\.check:\d+: scores has two rows with the key", result.document["error"]
    )
    assert result.scores == []


def test_running_out_of_memory_fails_one_paper_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(process_module, "understand", exhausted)
    document = run(PAPER).document
    assert (document["error_code"], document["document_id"]) == ("out_of_memory", hashlib.sha256(PAPER).hexdigest())
    assert document["error"].startswith("a.txt needs more memory than there is for one paper.")


def test_ctrl_c_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(process_module, "understand", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(PAPER)


def test_task_and_result_travel_between_processes(fake_stages: None) -> None:
    result = run(PAPER)
    assert pickle.loads(pickle.dumps(result)) == result
    assert pickle.loads(pickle.dumps((process, Options()))) == (process, Options())
