"""The text of one page as it was read, for a person who compares."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractors.document import Cell, Document, Page, Position, Table, TextBlock, TextKind, TextSource
from pipeline.cli import app
from pipeline.page_text import page_lines
from tests.pipeline.test_overlay import blank


def cell(row: int, column: int, text: str, page: int = 1, **spans: int) -> Cell:
    return Cell(row, column, text, text, Position(page), **spans)


TABLE = Table(
    (
        cell(0, 0, "ตัวชี้วัด", col_span=2),
        cell(0, 2, "คะแนน"),
        cell(1, 0, "1"),
        cell(1, 1, "การปฏิบัติ\nหน้าที่"),
        cell(1, 2, "85.50"),
        cell(2, 1, "การใช้งบประมาณ", page=2),
        cell(2, 2, "90.25", page=2),
    ),
    3,
    3,
    Position(1),
    continued=True,
)
WRAPPED = TextBlock(TextKind.PARAGRAPH, "ท้ายหน้า\nต้นหน้า", "", Position(1), lines=(Position(1, 9), Position(2, 1)))
DOCUMENT = Document(
    "pdf",
    (
        Page(
            1,
            (
                TextBlock(TextKind.HEADING, "ผล [ITA]", "", Position(1), level=2),
                TextBlock(TextKind.LIST_ITEM, "ก. ข้อ", "", Position(1), level=1),
                TABLE,
                WRAPPED,
            ),
            TextSource.OCR,
            595.0,
            842.5,
            "๑",
            repairs=("turned_90",),
            confidence=0.875,
            recogniser="tesseract",
        ),
        Page(2, (), TextSource.TEXT_LAYER, picture_left_out="no back end"),
        Page(3, (), TextSource.TEXT_LAYER, unreadable="scan_without_text"),
    ),
)


def lines(number: int) -> list[str]:
    return list(page_lines(DOCUMENT, DOCUMENT.pages[number - 1]))


def test_blocks_and_tables_in_reading_order() -> None:
    assert lines(1) == [
        "ocr:tesseract, confidence 0.88, 595 × 842.5 points",
        "printed page number: ๑",
        "repairs: turned_90",
        "",
        "## ผล [ITA]",
        "",
        "  ก. ข้อ",
        "",
        "| ตัวชี้วัด |  | คะแนน |",
        "| 1 | การปฏิบัติ / หน้าที่ | 85.50 |",
        "",
        "ท้ายหน้า",
    ]


def test_what_goes_on_from_the_page_before() -> None:
    assert lines(2) == [
        "text_layer, confidence 1.00",
        "a picture was not read: no back end",
        "",
        "|  | การใช้งบประมาณ | 90.25 |",
        "",
        "ต้นหน้า",
    ]


def test_a_page_that_could_not_be_read_says_why() -> None:
    assert lines(3) == ["text_layer, confidence 1.00", "not readable: scan_without_text"]


def test_the_command_prints_it(tmp_path: Path) -> None:
    paper = tmp_path / "a.md"
    paper.write_text("# ผลการประเมิน [2565]\n\n| ก | ข |\n| --- | --- |\n| 1 | 2 |\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["show", str(paper), "--page", "1"])
    assert result.exit_code == 0
    assert result.stdout.endswith("# ผลการประเมิน [2565]\n\n| ก | ข |\n| 1 | 2 |\n")


@pytest.mark.parametrize("arguments", [["--page", "2"], ["--page", "2", "--image"]])
def test_a_page_that_there_is_not(tmp_path: Path, arguments: list[str]) -> None:
    paper = tmp_path / "a.pdf"
    paper.write_bytes(blank())
    more = [str(tmp_path / "p.png")] if "--image" in arguments else []
    result = CliRunner().invoke(app, ["show", str(paper), *arguments, *more])
    assert (result.exit_code, "there is no page 2" in result.stderr) == (2, True)
    assert not (tmp_path / "p.png").exists()
