"""Layouts of tables as scans, from the page that was typeset to the cells."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from extractors.document import Document, Table
from extractors.limits import DEFAULT_LIMITS
from extractors.ocr.options import Ocr, OcrOptions
from extractors.readers import read
from pipeline.process import Options, process
from tests.ocr.test_pasted_pictures import ABOVE, paper
from tools.scans import Order, image_pdf, scanned
from tools.scans.typesetting import drawn

FILES = Path(__file__).parents[1] / "pdf" / "files"
SAMPLE = Path(__file__).parents[2] / "data" / "raw" / "2567_scanned_result_lamo.pdf"
INDICATORS = ["86.53", "88.84", "84.76", "89.66", "90.75", "85.99", "98.23", "93.74", "86.67", "93.75"]


@cache
def page() -> NDArray[np.uint8]:
    """A scanned page with a score table whose tools stand beside several rows, in grey."""
    return np.asarray(cv2.cvtColor(drawn(SAMPLE.read_bytes(), 200)[0], cv2.COLOR_RGB2GRAY), np.uint8)


def scan_of(name: str, damage: str = "medium") -> Document:
    order = Order(dpi=200, damage=damage, seed=3)
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


def test_every_number_of_a_league_table_in_small_type_is_right() -> None:
    truth = json.loads((FILES / "league.json").read_text(encoding="utf-8"))["tables"][0]
    found = grid_of(scan_of("league", "light"))
    assert [row[2:] for row in found[2:]] == [row[2:] for row in truth[2:]]
    assert len(found) == 19


@pytest.mark.parametrize("row", [884, 940, 1051])  # below the second, third and fifth indicator
def test_a_table_that_breaks_over_two_pages_keeps_its_scores(row: int) -> None:
    halves = [page()[: row + 3], page()[row - 3 :]]
    found = process(image_pdf.as_pdf(halves, 200, 80), "a.pdf", Options(ocr=Ocr(OcrOptions())))
    scores = {row["code"]: f"{row['score']:.2f}" for row in found.scores}
    assert [scores.get(str(number)) for number in range(1, 11)] == INDICATORS
    assert [scores.get(code) for code in ("ITA", "IIT", "EIT", "OIT")] == ["90.31", "88.11", "92.65", "90.21"]


def test_a_table_pasted_as_a_picture_is_read_where_it_stands() -> None:
    picture = Image.fromarray(page()[700:1340, 220:1510])
    document = read(paper(picture, place=(70, 350, 430, 213)), "a.pdf", DEFAULT_LIMITS, Ocr(OcrOptions()))
    assert [row[2] for row in grid_of(document)[1:]] == INDICATORS
    first = next(document.blocks())
    assert not isinstance(first, Table)
    assert first.text == ABOVE
