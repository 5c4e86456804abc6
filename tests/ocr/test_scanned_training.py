"""Strips of scanned sheets: cut between letters, kept in files, taken up by training."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from extractors.ocr.reader.strips import HEIGHT, MARGIN
from training.samples import WIDTHS, Found, Sample, load, save
from training.scanned import pieces

TEXT = "".join(chr(ord("ก") + place) for place in range(46))  # every letter once


def long_strip() -> Sample:
    """Letters of ten pixels, fourteen pixels apart."""
    strip = np.zeros((HEIGHT, 2 * MARGIN + 14 * len(TEXT)), np.float32)
    lefts = [MARGIN + 14 * place for place in range(len(TEXT))]
    for left in lefts:
        strip[20:36, left : left + 10] = 1.0
    return Sample(strip, TEXT, np.array(lefts, np.float32) + 5, "drawn")


def test_a_long_strip_is_cut_between_letters() -> None:
    found = list(pieces(long_strip(), np.zeros(len(TEXT), bool), random.Random(3)))
    assert "".join(piece.text for piece in found) == TEXT
    assert len(found) > 1
    for piece in found:
        assert piece.strip.shape[1] <= WIDTHS[-1]
        assert piece.strip.sum() == 160 * len(piece.text)
        assert all(piece.strip[25, round(float(middle))] == 1.0 for middle in piece.middles)


def test_a_piece_with_a_lost_character_is_left_out() -> None:
    lost = np.zeros(len(TEXT), bool)
    lost[30] = True
    whole = [piece.text for piece in pieces(long_strip(), np.zeros(len(TEXT), bool), random.Random(3))]
    kept = [piece.text for piece in pieces(long_strip(), lost, random.Random(3))]
    assert kept == [text for text in whole if TEXT[30] not in text]


def test_files_give_back_what_was_saved(tmp_path: Path) -> None:
    samples = list(pieces(long_strip(), np.zeros(len(TEXT), bool), random.Random(3)))
    save(tmp_path / "some.npz", samples)
    for before, after in zip(samples, load(tmp_path / "some.npz"), strict=True):
        assert (after.text, after.family) == (before.text, before.family)
        assert np.array_equal(after.strip, np.rint(before.strip * 255))
        assert np.array_equal(after.middles, before.middles)


def test_training_takes_up_what_is_there(tmp_path: Path) -> None:
    assert Found(tmp_path, "train").sample(random.Random(1)) is None
    sample = Sample(np.ones((HEIGHT, 40), np.float32), "๕", np.array([20.0], np.float32), "drawn")
    save(tmp_path / "test-00000.npz", [sample])
    assert Found(tmp_path, "train").sample(random.Random(1)) is None
    save(tmp_path / "train-00000.npz", [sample])
    found = Found(tmp_path, "train").sample(random.Random(1))
    assert found is not None
    assert found.text == "๕"
    assert float(found.strip.max()) == pytest.approx(1.0, abs=0.15)
