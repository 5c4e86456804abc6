"""What the reader is trained on: fonts that are kept apart, texts that follow from the seed."""

from __future__ import annotations

import random
import re
import tomllib
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from extractors.ocr.reader.alphabet import classes, plain
from tools.scans import fonts_of
from tools.scans.settings import fonts
from training.number_samples import number_piece
from training.samples import Sample, batch_of
from training.texts import Texts

SETTINGS = tomllib.loads((Path(__file__).parents[2] / "training" / "fonts.toml").read_text(encoding="utf-8"))


def names(part: str) -> set[str]:
    packages = {re.sub("@.*", "", package) for package in SETTINGS["npm"][part]}
    return {Path(name).name.lower() for name in SETTINGS["installed"][part]} | packages


def test_no_font_is_in_two_parts() -> None:
    for one, other in combinations(("train", "validation", "test"), 2):
        assert not names(one) & names(other)


def test_fonts_that_scans_are_measured_in_are_not_trained_on() -> None:
    held_out = {font.family.lower() for font in fonts().values() if font.part == "test"}
    assert held_out <= names("test")
    assert {font.family.lower() for font in fonts_of("test")} <= held_out


def test_texts_follow_from_the_seed_and_are_written_with_the_alphabet() -> None:
    one, other = Texts(random.Random(4)), Texts(random.Random(4))
    made = [one.text() for _ in range(300)]
    assert made == [other.text() for _ in range(300)]
    assert all(plain(text) == text for text in made)
    assert set("".join(made)) <= set(classes())


def test_six_of_ten_numbers_are_in_thai_digits_and_all_digits_are_drawn_evenly() -> None:
    texts = Texts(random.Random(8))
    numbers = [texts.number() for _ in range(4000)]
    thai = [number for number in numbers if re.search("[๐-๙]", number)]
    assert len(thai) / len(numbers) == pytest.approx(0.6, abs=0.03)
    digits = "".join(re.findall(r"^\d\d\.(\d\d)$", "\n".join(thai), re.MULTILINE))
    for digit in "๐๑๒๓๔๕๖๗๘๙":
        assert digits.count(digit) / len(digits) == pytest.approx(0.1, abs=0.03)


def test_a_batch_tells_where_its_characters_stand() -> None:
    middles = np.array([9.0, 21.0, 33.0], np.float32)
    sample = Sample(np.ones((48, 40), np.float32), "๑.๒", middles, "drawn")
    batch = batch_of([sample, sample], 48)
    assert batch.strips.shape == (2, 48, 48)
    assert batch.strips[0, :, :40].min() == 255
    assert batch.strips[0, :, 40:].max() == 0
    assert batch.targets.tolist() == [classes()[c] for c in "๑.๒๑.๒"]
    assert batch.lengths.tolist() == [3, 3]
    shown = {step: int(name) for step, name in enumerate(batch.shown[0]) if name >= 0}
    assert shown == {0: 0, 4: classes()["๑"], 7: 0, 10: classes()["."], 13: 0, 16: classes()["๒"], 18: 0}


def test_a_piece_around_a_number_keeps_what_stands_in_it_at_its_place() -> None:
    text = "กกกกกกกก ๑๒ กกกกกกกก"
    middles = np.arange(len(text), dtype=np.float32) * 12 + 14
    strip = np.zeros((48, 264), np.float32)
    strip[:, np.round(middles).astype(int)] = 1.0
    for seed in range(20):
        piece = number_piece(Sample(strip, text, middles, "drawn"), random.Random(seed))
        assert piece is not None
        assert "๑๒" in piece.text
        assert piece.text in text
        assert len(piece.text) < len(text)
        inked = np.flatnonzero(piece.strip[24] > 0.3)
        assert all(np.abs(inked - middle).min() <= 1.5 for middle in piece.middles)


def test_a_strip_without_a_number_has_no_piece() -> None:
    for text in ("กข", "๑"):
        sample = Sample(np.zeros((48, 64), np.float32), text, np.array([20.0, 32.0][: len(text)], np.float32), "drawn")
        assert number_piece(sample, random.Random(1)) is None
