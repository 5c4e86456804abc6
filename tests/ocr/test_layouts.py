"""Layouts of tables as scans, from the page that was typeset to the cells."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractors.document import Document, Table
from extractors.limits import DEFAULT_LIMITS
from extractors.ocr.options import Ocr, OcrOptions
from extractors.readers import read
from tools.scans import Order, scanned

FILES = Path(__file__).parents[1] / "pdf" / "files"


def scan_of(name: str, turn: int = 0) -> Document:
    order = Order(dpi=200, damage="medium", seed=3, turn=turn)
    return read(
        scanned((FILES / f"{name}.chromium.pdf").read_bytes(), order), "a.pdf", DEFAULT_LIMITS, Ocr(OcrOptions())
    )


def grid_of(document: Document) -> list[list[str]]:
    (table,) = (block for block in document.blocks() if isinstance(block, Table))
    return [[cell.text.replace("\n", " ") if cell else "" for cell in row] for row in table.grid()]


def test_heads_that_run_up_are_read() -> None:
    rows = grid_of(scan_of("upright_heads"))
    assert rows == grid_of(read((FILES / "upright_heads.chromium.pdf").read_bytes(), "a.pdf", DEFAULT_LIMITS))
    assert (len(rows), rows[0][0], rows[0][-1]) == (5, "หน่วยงาน", "คุณภาพการดำเนินงาน")


@pytest.mark.parametrize("name", ["scores_none", "scores_rows"])
def test_numbers_of_a_table_without_all_rules_stand_in_their_rows(name: str) -> None:
    truth = json.loads((FILES / f"{name}.json").read_text(encoding="utf-8"))["tables"][0]
    found = grid_of(scan_of(name))
    assert [(row[1][:8], row[2]) for row in found[1:]] == [(row[1][:8], row[2]) for row in truth[1:]]
