"""A sheet on a desk: the desk is no ink, and what is no desk stays."""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from extractors.ocr.options import Ocr, OcrOptions
from extractors.ocr.sheet import around_sheet
from pipeline.process import Options, process
from tests.ocr.drawn import lines_of_words
from tools.scans.typesetting import drawn

SAMPLE = Path(__file__).parents[2] / "data" / "raw" / "2567_scanned_result_lamo.pdf"
SCORES = {"ITA": 90.31, "IIT": 88.11, "EIT": 92.65, "OIT": 90.21, "1": 86.53, "7": 98.23, "10": 93.75}


def photographed(page: NDArray[np.uint8], shift: float = 0.02) -> NDArray[np.uint8]:
    """A grey page seen a little from the side, on a desk of dark wood, in light that falls off to a corner."""
    chance = np.random.default_rng(5)
    down, across = page.shape
    margin, off = int(0.1 * across), shift * across
    size = (across + 2 * margin, down + 2 * margin)
    corners = np.array([(0, 0), (across, 0), (across, down), (0, down)], np.float32)
    moved = corners + margin + np.array([(off, 0), (-off, off), (0, -off), (0, off)], np.float32)
    turn = cv2.getPerspectiveTransform(corners, np.asarray(moved, np.float32))
    seen = cv2.warpPerspective(page.astype(np.float32), turn, size)
    covered = cv2.warpPerspective(np.ones_like(page, np.float32), turn, size)
    grain = cv2.GaussianBlur(chance.standard_normal(size[::-1]).astype(np.float32), (0, 0), 1, sigmaY=25)
    light = np.linspace(1, 0.6, size[0], dtype=np.float32) * np.linspace(1, 0.8, size[1], dtype=np.float32)[:, None]
    whole = (seen * covered + (45 + 60 * grain) * (1 - covered)) * light
    return np.clip(whole, 0, 255).astype(np.uint8)


def test_the_desk_is_found_and_the_sheet_is_not_touched() -> None:
    page = lines_of_words()
    desk = around_sheet(photographed(page, 0.0))
    assert desk is not None
    assert (desk[:100] == 255).all()
    assert (desk[135:-135, 135:-135] == 0).all()


@pytest.mark.parametrize("kind", ["sheet", "lid", "band", "frame", "dark"])
def test_what_is_printed_dark_is_no_desk(kind: str) -> None:
    pixels = lines_of_words()
    if kind == "lid":  # a scanner's black lid beside a sheet that lies askew
        cv2.fillConvexPoly(pixels, np.array([(0, 0), (1200, 0), (1200, 20)]), 20)
    elif kind == "band":  # a title on dark ground
        pixels[:300] = 30
        cv2.putText(pixels, "TITLE", (200, 200), cv2.FONT_HERSHEY_SIMPLEX, 4, 255, 8)
    elif kind == "frame":  # words on a dark frame around the page
        pixels = cv2.copyMakeBorder(pixels, 240, 240, 240, 240, cv2.BORDER_CONSTANT, value=30)
        for left in (100, 700):
            cv2.putText(pixels, "WORDS", (left, 110), cv2.FONT_HERSHEY_SIMPLEX, 3, 255, 12)
    elif kind == "dark":
        pixels = 255 - pixels
    assert around_sheet(np.asarray(pixels, np.uint8)) is None


def test_a_page_photographed_on_a_desk_is_read() -> None:
    page = cv2.cvtColor(drawn(SAMPLE.read_bytes(), 200)[0], cv2.COLOR_RGB2GRAY)
    out = io.BytesIO()
    Image.fromarray(photographed(np.asarray(page, np.uint8))).save(out, "JPEG", quality=80)
    found = process(out.getvalue(), "a.jpg", Options(ocr=Ocr(OcrOptions())))
    scores = {str(row["code"]): row["score"] for row in found.scores}
    assert {code: scores.get(code) for code in SCORES} == SCORES
