"""The figures of ``bench.ocr``: what counts as wrong is said here by example."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack

import numpy as np
import pytest

from bench.ocr import Judged, summary
from bench.ocr_engines import Ours, only
from bench.ocr_figures import cells_of, labels_of, numbers_of
from bench.ocr_match import Letters, Stretch, wrong_letters
from extractors.errors import ReadError
from extractors.ocr.reader import model, sizes
from extractors.ocr.reader.strips import HEIGHT
from pipeline.truth import TrueScore

TABLE = (("ที่", "รายการ", "คะแนน"), ("1", "การใช้อำนาจ", "85.20"), ("2", "การใช้งบประมาณ", "91.00"))


@pytest.mark.parametrize(
    ("printed", "read", "wrong"),
    [
        (["กขค", "งจฉช"], ["งจฉช", "กขค"], 0),  # the order of lines does not count
        (["กขค", "งจฉช"], ["งจฉช กขค"], 0),  # nor do lines that run together
        (["กขค ๑๒"], ["กขค 12."], 0),  # nor the kind of digits, blanks and points
        (["กขคงจ"], ["กขฆงจ"], 1),
        (["กขคงจ"], ["กขงจ"], 1),
        (["กขคงจ"], ["กขคคงจ"], 1),
        (["กขคงจ"], [], 5),
        ([], ["กขค"], 3),
        (["กขคงจ"], ["ซญดตถ"], 5),  # missing and needless at once
        (["กขคงจ", "กขคงจ"], ["กขคงจ"], 5),  # a stretch is taken once
    ],
)
def test_wrong_letters(printed: list[str], read: list[str], wrong: int) -> None:
    assert wrong_letters(printed, read) == (sum(len(line.replace(" ", "")) for line in printed), wrong)


def test_the_nearest_stretch() -> None:
    letters = Letters(["กขคง", "จฉช"])
    assert letters.nearest("คงจ") == Stretch(2, 5, 0)
    letters.take(Stretch(2, 5, 0))
    assert letters.nearest("คงจ").edits == 3
    assert letters.left() == 4


def test_numbers() -> None:
    scores = [TrueScore(2566, "1", 85.2), TrueScore(2566, "2", 91.0), TrueScore(2566, "3", 77.0)]
    printed = ["1 85.20", "2 91.00", "3 77.00", "เกณฑ์ 50.00"]
    assert numbers_of(scores, printed, ["๘๕.๒๐", "91.0", "17.00", "50.00"]) == {
        "scores": 3,
        "scores_right": 1,
        "scores_wrong": 1,
    }


def test_labels() -> None:
    text = "ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่\nการใช้งบประมาณ"
    assert labels_of(text, ["1 การปฏบัติหน้าที่ 85.20"]) == {"labels": 2, "labels_found": 1}


def test_cells() -> None:
    read = (TABLE[0], ("1", "การใช้อานาจ", "85.20"))
    assert cells_of([TABLE], [read]) == {"cells": 9, "cells_equal": 5, "cells_placed": 6}
    assert cells_of([TABLE], [(TABLE[2],), TABLE[:2]]) == {"cells": 9, "cells_equal": 9, "cells_placed": 9}
    assert cells_of([TABLE], [])["cells_placed"] == 0


def test_what_is_timed_is_there() -> None:
    with pytest.raises(ReadError):
        Ours("tesseract").read(b"no paper", "a.pdf")


def test_a_network_alone_reads_everything_once() -> None:
    strip = np.zeros((HEIGHT, 64), np.float32)
    strip[20:36, 20:44:8] = 1.0
    numbers = model.log_probabilities(strip, model.NUMBERS)
    assert not np.array_equal(model.log_probabilities(strip), numbers)
    with ExitStack() as stack:
        only(model.NUMBERS, stack)
        assert sizes.LOOKS == ()
        assert np.array_equal(model.log_probabilities(strip), numbers)
    assert sizes.LOOKS
    assert Ours("reader", model.NUMBERS).name != Ours("reader").name


def test_the_summary_adds_up() -> None:
    setting = {"digits": "thai", "dpi": 200, "damage": "clean", "font": "Laksaman"}
    judged = [
        Judged(name, setting, Counter(pages=2, letters=100, letters_wrong=wrong), seconds, seconds, {"rules": 1.0})
        for name, wrong, seconds in (("ours", 3, 1.0), ("ours", 1, 1.0), ("bare", 9, 2.0), ("bare", 9, 2.0))
    ]
    figures = summary(judged, {"ours": (1.0, 2.0), "bare": (1.0, 2.0)})
    assert figures["ratio"] == {"bare": 2.0}
    assert figures["engines"]["ours"]["by_dpi_damage"]["200 clean"]["letters_wrong"] == 4
    assert figures["engines"]["ours"]["steps"] == {"rules": 0.5}
    assert figures["papers"] == 2
