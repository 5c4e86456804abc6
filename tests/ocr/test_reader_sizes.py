"""Numbers are read at several sizes of their strip, and the readings joined."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.ocr.reader import decode, model
from extractors.ocr.reader.decode import NumberReading, reading_of
from extractors.ocr.reader.model import Scale
from extractors.ocr.reader.sizes import enlarged, read_strip, together
from extractors.ocr.reader.strips import HEIGHT
from tests.ocr.test_reader import logs

STRIP = np.zeros((HEIGHT, 100), np.float32)


def number(first: dict[str, float]) -> NumberReading:
    """A number of two digits and a point."""
    return reading_of(logs({"ก": 1.0}, {" ": 1.0}, first, {".": 1.0}, {"๑": 1.0})).numbers[0]


def readings_of(number: NumberReading) -> list[tuple[str, float]]:
    return [(text, round(likely, 3)) for text, likely in number.readings]


def test_a_number_has_the_mean_of_what_all_sizes_see() -> None:
    small, larger, largest = number({"๔": 0.6, "๕": 0.4}), number({"๕": 0.8, "๔": 0.2}), number({"๕": 1.0})
    assert readings_of(together([small])) == [("๔.๑", 0.6), ("๕.๑", 0.4)]
    assert readings_of(together([small, larger, largest])) == [("๕.๑", 0.733), ("๔.๑", 0.267)]


def test_a_size_that_sees_no_number_there_takes_certainty_away() -> None:
    assert readings_of(together([number({"๔": 1.0}), None])) == [("๔.๑", 0.5)]


def test_an_enlarged_strip_keeps_the_middle_of_its_bodies() -> None:
    strip = STRIP.copy()
    strip[24:32, 40:60] = 1.0
    larger = enlarged(strip, 1.25)
    assert larger.shape == (HEIGHT, 124)
    rows, columns = (np.flatnonzero((larger > 0.5).any(axis=axis)) for axis in (1, 0))
    assert (rows[0], rows[-1] + 1) == (23, 33)
    assert (columns[0], columns[-1] + 1) == (50, 74)


@pytest.mark.parametrize(("text", "asked"), [("๘๕", 3), ("ก ๘", 1), ("กข", 1)])
def test_only_strips_with_numbers_are_read_again(text: str, asked: int, monkeypatch: pytest.MonkeyPatch) -> None:
    widths: list[int] = []

    def seen(strip: NDArray[np.float32]) -> NDArray[np.float64]:
        widths.append(strip.shape[1])
        return logs(*({character: 0.99} for character in text))

    monkeypatch.setattr(model, "log_probabilities", seen)
    monkeypatch.setattr(decode, "calibration", lambda: {kind: Scale(0.5, 0.0) for kind in ("thai", "arabic", "text")})
    reading = read_strip(STRIP)
    assert widths == [100, 48, 56][:asked]
    assert reading.text == text
    if reading.numbers:
        assert reading.numbers[0].readings[0][1] < 0.95  # calibrated once, after joining
