"""Numbers are read at several sizes of their strip, and the readings joined."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.ocr.reader import decode, model
from extractors.ocr.reader.decode import NumberReading, reading_of
from extractors.ocr.reader.model import Scale
from extractors.ocr.reader.sizes import LOOKS, enlarged, read_strip, together
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


def test_sizes_agree_on_one_kind_of_digits() -> None:
    mixed, thai = number({"4": 1.0}), number({"๔": 0.9, "๕": 0.1})
    assert readings_of(together([mixed, thai])) == [("๔.๑", 0.45), ("๕.๑", 0.05)]


@pytest.mark.parametrize(("text", "asked"), [("๘๕", 1 + len(LOOKS)), ("ก ๘", 1), ("กข", 1)])
def test_only_strips_with_numbers_are_read_again(text: str, asked: int, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[tuple[str, int]] = []

    def seen(strip: NDArray[np.float32], network: str = model.LINES) -> NDArray[np.float64]:
        looks.append((network, strip.shape[1]))
        return logs(*({character: 0.99} for character in text))

    monkeypatch.setattr(model, "log_probabilities", seen)
    monkeypatch.setattr(decode, "calibration", lambda: {kind: Scale(0.5, 0.0) for kind in ("thai", "arabic", "text")})
    reading = read_strip(STRIP)
    assert looks == [(model.LINES, 100), *((network, round(44 * size / 4) * 4) for network, size in LOOKS)][:asked]
    assert reading.text == text
    if reading.numbers:
        assert reading.numbers[0].readings[0][1] < 0.95  # calibrated once, after joining


PLACES = (15, 18, 20, 22, 26)  # steps of a strip with five characters


def placed(*shown: dict[str, float]) -> NDArray[np.float64]:
    """A strip of characters at ``PLACES``."""
    at_step = dict(zip(PLACES, shown, strict=False))
    return logs(*(at_step.get(step, {}) for step in range(50)))


def read_as(line: decode.Logs, numbers: decode.Logs, monkeypatch: pytest.MonkeyPatch) -> decode.Reading:
    """What is made of a strip that the two networks see so; its piece ends 40 pixels after the number."""

    def seen(strip: NDArray[np.float32], network: str = model.LINES) -> NDArray[np.float64]:
        shown = line if network == model.LINES else numbers
        return shown if strip.shape[1] == STRIP.shape[1] else shown[: (2 * PLACES[3] + 42) // model.STEP]

    monkeypatch.setattr(model, "log_probabilities", seen)
    monkeypatch.setattr(decode, "calibration", lambda: {kind: Scale(1.0, 0.0) for kind in ("thai", "arabic", "text")})
    return read_strip(STRIP)


@pytest.mark.parametrize(
    ("letter", "digit", "second", "read"),
    [
        (0.55, 0.4, "97.45", ["97.45"]),  # what was taken for a letter is a digit to the network for numbers
        (0.97, 0.02, "97.45", ["97.4"]),  # the network for lines knows better
        (0.55, 0.4, "97.4", ["97.4"]),
    ],
)
def test_a_number_takes_in_neighbours_that_are_digits(
    letter: float, digit: float, second: str, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    line = placed(*({c: 0.99} for c in "97.4"), {"ร": letter, "5": digit})
    reading = read_as(line, placed(*({c: 0.99} for c in second)), monkeypatch)
    assert reading.text == "97.4ร"
    assert [number.readings[0][0] for number in reading.numbers] == read
    assert [number.end for number in reading.numbers] == [len(text) for text in read]


def test_a_sign_is_no_digit(monkeypatch: pytest.MonkeyPatch) -> None:
    """The network for numbers takes the plus of ``+2.43`` for a 4; that for lines sees what it is."""
    line, numbers = ([{c: likely} for c in "2.43"] for likely in (0.8, 0.98))
    reading = read_as(placed({"+": 0.9}, *line), placed({"4": 0.98}, *numbers), monkeypatch)
    assert [(number.start, number.end, number.readings[0][0]) for number in reading.numbers] == [(1, 5, "2.43")]
