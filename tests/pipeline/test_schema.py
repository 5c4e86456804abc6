from __future__ import annotations

import pyarrow as pa
import pytest

from extractors.document import TextSource
from extractors.facts import Context, DocumentKind, MeasureKind
from extractors.findings import Severity, finding_codes
from normalizers.framework import Level
from pipeline.check import SchemaViolation, check_rows
from pipeline.reconcile import Status
from pipeline.schema import arrow_schema, tables, vocabularies

WHO = ["agency_id", "agency", "agency_raw", "agency_type", "tambon", "amphoe", "province"]


def names(table: str) -> list[str]:
    return [column.name for column in tables()[table].columns]


def test_tables_are_the_six_of_the_contract() -> None:
    assert list(tables()) == ["documents", "scores", "mentions", "measures", "findings", "panel"]


@pytest.mark.parametrize("table", ["documents", "scores", "mentions", "measures", "findings", "panel"])
def test_who_columns_stand_together_in_every_table(table: str) -> None:
    start = names(table).index("agency_id")
    assert names(table)[start : start + 7] == WHO


def test_columns_of_documents() -> None:
    before = ["document_id", "source", "format", "bytes", "pages", "text_source", "kind"]
    after = ["fiscal_year", "scores_year", "status", "error_code", "error", "findings"]
    assert names("documents") == [*before, *WHO, *after]


def test_columns_of_scores() -> None:
    assert names("scores") == [
        *WHO,
        *["document_id", "source", "fiscal_year", "level", "code", "tool", "indicator", "label", "label_en", "score"],
        *["grade", "status", "mentions", "agreeing", "blind_spot", "raw_label", "raw_value", "confidence"],
        *["page", "x0", "y0", "x1", "y1", "line", "method"],
    ]


def test_columns_of_measures() -> None:
    assert names("measures") == [
        *WHO,
        *["document_id", "source", "fiscal_year", "seq", "kind", "indicator", "indicators", "sub_indicator"],
        *["indicator_match", "printed_number", "title", "analysis", "steps", "responsible", "period", "period_start"],
        *["period_end", "monitoring", "progress", "outcome", "status", "checked"],
        *["page_first", "page_last", "x0", "y0", "x1", "y1", "line"],
    ]


def test_columns_of_findings() -> None:
    after = [
        "fiscal_year",
        "code",
        "severity",
        "subject",
        "message_th",
        "message_en",
        "expected",
        "found",
        "page",
        "line",
    ]
    assert names("findings") == ["document_id", "source", *WHO, *after]


def test_columns_of_the_panel() -> None:
    scores = ["ITA", "IIT", "EIT", "OIT", *(f"indicator_{number}" for number in range(1, 11))]
    assert names("panel") == [*WHO, "fiscal_year", *scores, "grade", "worst_status", "documents"]


def test_arrow_types_and_nulls() -> None:
    schema = arrow_schema(tables()["measures"])
    assert schema.field("indicators").type == pa.list_(pa.int8())
    assert schema.field("period_start").type == pa.date32()
    assert schema.field("fiscal_year").type == pa.int16()
    assert schema.field("fiscal_year").nullable
    assert not schema.field("title").nullable


@pytest.mark.parametrize(
    ("vocabulary", "values"),
    [
        ("score_status", Status),
        ("document_kind", DocumentKind),
        ("measure_kind", MeasureKind),
        ("context", Context),
        ("text_source", TextSource),
        ("severity", Severity),
        ("level", Level),
        ("finding_code", finding_codes()),
    ],
)
def test_closed_lists_are_those_of_the_code(vocabulary: str, values: object) -> None:
    assert set(vocabularies()[vocabulary]) == {str(value) for value in values}  # type: ignore[attr-defined]


def test_every_text_is_bilingual() -> None:
    for table in tables().values():
        for column in table.columns:
            assert any("\u0e00" <= char <= "\u0e7f" for char in column.text.th), column.name
            assert column.text.en.isascii() or "…" in column.text.en, column.name


def finding_row(**values: object) -> dict[str, object]:
    given = {"document_id": "d", "source": "a.txt", "code": "year_inferred", "severity": "info", "subject": "s"}
    return tables()["findings"].row({**given, "message_th": "ก", "message_en": "a", **values})


def test_a_fitting_row_passes() -> None:
    check_rows(tables()["findings"], [finding_row(page=1, fiscal_year=2565)])


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("subject", None),
        ("subject", 5),
        ("subject", "half a character \ud83d"),
        ("code", "no_such_code"),
        ("severity", "fatal"),
        ("page", 0),
        ("page", 1.0),
        ("page", True),
        ("page", 1 << 31),
        ("fiscal_year", 1999),
        ("fiscal_year", 32_768),
    ],
)
def test_a_value_that_does_not_fit_is_named(column: str, value: object) -> None:
    with pytest.raises(SchemaViolation, match=f"findings.{column} cannot be"):
        check_rows(tables()["findings"], [finding_row(**{column: value})])


def test_a_score_that_is_no_number_does_not_fit() -> None:
    table = tables()["panel"]
    row = {"agency_id": "A", "fiscal_year": 2565, "worst_status": "ok", "documents": 1}
    for value in (float("nan"), 100.01, 80):
        with pytest.raises(SchemaViolation, match=r"panel\.ITA"):
            check_rows(table, [table.row({**row, "ITA": value})])


def test_two_rows_with_one_key_do_not_fit() -> None:
    table = tables()["documents"]
    row = table.row({"source": "a.txt", "bytes": 1, "status": "ok", "findings": 0})
    with pytest.raises(SchemaViolation, match="two rows with the key"):
        check_rows(table, [row, row])


def test_a_column_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError, match="documents has no column colour"):
        tables()["documents"].row({"colour": "red"})
