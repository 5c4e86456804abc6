"""Our own reader of lines: strips, decoding with known probabilities, words with their places, the shipped network."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.ocr.backends import LineReader, backend
from extractors.ocr.line_finder import TextLine
from extractors.ocr.options import Ocr, OcrOptions
from extractors.ocr.reader import backend as reader_backend
from extractors.ocr.reader import decode, model
from extractors.ocr.reader.alphabet import alphabet, classes, plain
from extractors.ocr.reader.decode import calibrated, reading_of, texts_of
from extractors.ocr.reader.model import Scale
from extractors.ocr.reader.strips import HEIGHT, MARGIN, strip_of

AS_IT_IS = {kind: Scale(1.0, 0.0) for kind in ("thai", "arabic", "text")}


@pytest.fixture
def uncalibrated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "calibration", lambda: AS_IT_IS)


def logs(*steps: dict[str, float]) -> NDArray[np.float64]:
    """Probabilities at each step; "" is the blank of CTC and has what is left."""
    table = np.full((len(steps), len(alphabet())), 1e-12)
    for row, step in zip(table, steps, strict=True):
        for text, likely in step.items():
            row[classes()[text]] = likely
        row[0] = max(1 - sum(step.values()), 1e-12)
    return np.log(table)


def test_the_alphabet_has_every_character_once_and_both_kinds_of_digits() -> None:
    assert len(set(alphabet())) == len(alphabet())
    assert set("0123456789๐๑๒๓๔๕๖๗๘๙ .,-/()%กฮะาำๆฯABCxyz☐☑") <= set(alphabet())


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("น\u0e4d้า", "น้ำ"),
        ("เเผน", "แผน"),
        ("๙๔–๙๕", "๙๔-๙๕"),
        ("คะแนน ........ ๙๔", "คะแนน … ๙๔"),
        ("94.08", "94.08"),
        ("ก\u200b  ข", "ก ข"),
    ],
)
def test_texts_are_written_as_the_reader_writes_them(text: str, written: str) -> None:
    assert plain(text) == written


def test_a_strip_has_its_letters_at_one_height_whatever_the_size_of_the_line() -> None:
    for size in (10, 16, 40):
        line = np.full((3 * size, 7 * size), 255, np.uint8)
        line[size : 2 * size, size : 6 * size] = 0
        strip, scale = strip_of(line, size, 2 * size)
        assert strip.shape == (HEIGHT, 112 + 2 * MARGIN)
        assert scale == pytest.approx(16 / size)
        assert strip[22:34, MARGIN + 20 : MARGIN + 90].min() == 1.0
        assert strip[:18].max() == strip[38:].max() == 0.0


def test_a_strip_of_a_line_cut_above_and_below_is_filled_with_paper() -> None:
    strip, _ = strip_of(np.zeros((16, 32), np.uint8), 0, 16)
    assert strip[21:35, MARGIN : MARGIN + 32].min() == 1.0
    assert strip[:19].max() == strip[37:].max() == 0.0


def test_equal_characters_need_a_blank_between_them(uncalibrated: None) -> None:
    apart = logs({"๘": 0.9}, {}, {"๘": 0.9})
    joined = logs({"๘": 0.9}, {"๘": 0.9}, {})
    assert reading_of(apart).text == "๘๘"
    assert reading_of(joined).text == "๘"


def test_a_number_has_its_readings_with_their_probabilities(uncalibrated: None) -> None:
    reading = reading_of(logs({"ก": 0.99}, {" ": 0.99}, {"๙": 0.7, "๘": 0.3}, {".": 1.0}, {"๕": 1.0}, {" ": 1.0}))
    (number,) = reading.numbers
    assert reading.text == "ก ๙.๕ "
    assert (number.start, number.end) == (2, 5)
    assert [text for text, _ in number.readings] == ["๙.๕", "๘.๕"]
    assert [likely for _, likely in number.readings] == pytest.approx([0.7, 0.3])


def test_a_number_has_digits_of_one_kind_where_that_can_be(uncalibrated: None) -> None:
    (number,) = reading_of(logs({"๘": 1.0}, {".": 1.0}, {"9": 0.6, "๙": 0.3})).numbers
    assert [(text, round(likely, 2)) for text, likely in number.readings] == [("๘.๙", 0.3)]
    (mixed,) = reading_of(logs({"๘": 1.0}, {".": 1.0}, {"9": 1.0})).numbers
    assert mixed.readings == (("๘.9", pytest.approx(1.0)),)


@pytest.mark.parametrize(
    ("seen", "text"),
    [
        ("90.75์", "90.75"),
        ("๙๐.๗่้ )", "๙๐.๗ )"),
        ("90.75่า", "90.75่า"),  # letters: misread, whatever they are
        ("75์", "75์"),
    ],
)
def test_dirt_over_the_end_of_a_decimal_number_is_no_mark(seen: str, text: str, uncalibrated: None) -> None:
    assert reading_of(logs(*({character: 0.99} for character in seen))).text == text


def test_the_probability_of_a_text_is_the_sum_over_its_paths() -> None:
    found = dict(texts_of(logs({"1": 0.6}, {"1": 0.5})))
    assert found["1"] == pytest.approx(0.6 * 0.5 + 0.6 * 0.5 + 0.4 * 0.5)
    assert found[""] == pytest.approx(0.4 * 0.5)
    assert set(found) == {"", "1"}


def test_calibration_is_logistic_in_the_log_odds() -> None:
    assert calibrated(0.9, Scale(1.0, 0.0)) == pytest.approx(0.9)
    assert calibrated(0.9, Scale(0.5, 0.0)) == pytest.approx(0.75)
    assert calibrated(1.0, Scale(1.0, 0.0)) < 1
    assert calibrated(0.5, Scale(1.0, -1.0)) < 0.5


def test_no_reading_is_likelier_than_the_best_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nearly as likely as the best one, which is right less often than the network says: so is this one."""
    monkeypatch.setattr(decode, "calibration", lambda: {"thai": Scale(1.0, -1.0)})
    number = decode.NumberReading(0, 2, (("๑๒", 0.5), ("๑๓", 0.4), ("๑๔", 0.001)))
    (best, second, third) = decode.calibrated_numbers(decode.Reading((), (number,))).numbers[0].readings
    assert best == ("๑๒", pytest.approx(0.269, abs=0.001))
    assert second == ("๑๓", best[1])
    assert third == ("๑๔", pytest.approx(0.00146, abs=0.00001))


def test_words_stand_where_their_ink_is(uncalibrated: None, monkeypatch: pytest.MonkeyPatch) -> None:
    pixels = np.full((48, 120), 255, np.uint8)
    for x0, x1 in ((10, 20), (22, 32), (60, 70), (72, 82)):
        pixels[20:36, x0:x1] = 0
    steps = [{} for _ in range(68)]
    for x, text in ((15, "ก"), (27, "ข"), (45, " "), (65, "๑"), (77, "๒")):
        steps[(x + MARGIN) // 2] = {text: 0.98}
    whole, piece = logs(*steps), logs({"๑": 0.98}, {"๒": 0.98})

    def seen(strip: NDArray[np.float32], network: str = model.LINES) -> NDArray[np.float64]:
        return whole if (network, strip.shape[1]) == (model.LINES, 136) else piece

    monkeypatch.setattr(model, "log_probabilities", seen)
    first, second = reader_backend.words_of(TextLine(pixels, 300, 500, 520.0, 536.0))
    assert (first.text, first.x0, first.x1, first.blank) == ("กข", 10.0, 32.0, True)
    assert (second.text, second.x0, second.x1, second.blank) == ("๑๒", 60.0, 82.0, True)
    assert second.confidence == pytest.approx(0.96, abs=0.02)


def test_the_back_end_is_there_and_reads_the_same_every_time() -> None:
    pytest.importorskip("onnxruntime")
    made = backend(Ocr(OcrOptions(backend="reader")))
    assert isinstance(made, LineReader)
    assert made.is_available()
    assert made.reads_thai_digits
    rng = np.random.default_rng(3)
    lines = [TextLine(rng.integers(0, 255, (30, 200 + 7 * i), np.uint8), 0, 0, 8.0, 22.0) for i in range(3)]
    assert made.lines(lines) == made.lines(lines)
    assert made.lines(lines)[1:] == made.lines(lines[1:])
    assert made.lines([TextLine(np.full((30, 200), 255, np.uint8), 0, 0, 8.0, 22.0)]) == ((),)
    assert made.lines([]) == ()


@pytest.mark.parametrize(
    ("at_height", "low", "read"),
    [
        ({24: ("ทธ", 0.6), 16: ("ทีธ", 0.9)}, 16.0, "ทีธ"),  # marks that touch made the letters look higher
        ({24: ("ทธ", 0.9), 16: ("ทีธ", 0.6)}, 16.0, "ทธ"),
        ({24: ("ทธ", 0.6), 16: ("ท", 0.9)}, 16.0, "ทธ"),  # surer, since it saw less
        ({24: ("ทธ", 0.6), 16: ("ทีธ", 0.9)}, 23.0, "ทธ"),  # no lower than letters differ
        ({24: ("ทธ", 0.6), 16: ("ทีธ", 0.9)}, 0.0, "ทธ"),
    ],
)
def test_a_height_in_doubt_is_settled_by_what_is_read(
    at_height: dict[int, tuple[str, float]], low: float, read: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    strips = {strip_of(np.zeros((60, 60), np.uint8), 40 - high, 40)[0].shape[1]: at_height[high] for high in at_height}

    def seen(strip: NDArray[np.float32]) -> NDArray[np.float64]:
        text, likely = strips[strip.shape[1]]
        return logs(*({character: likely} for character in text))

    monkeypatch.setattr(model, "log_probabilities", seen)
    line = TextLine(np.zeros((60, 60), np.uint8), 0, 0, 16.0, 40.0, low=low)
    assert reader_backend.read_line(line).text == read


def test_a_line_under_a_pen_is_read_with_and_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    bare, covered = np.full((60, 60), 255, np.uint8), np.zeros((60, 60), np.uint8)

    def seen(strip: NDArray[np.float32]) -> NDArray[np.float64]:
        return logs({"ก": 0.6, "ถ": 0.3}) if strip.max() == 0 else logs({"ก": 0.2, "ถ": 0.7})

    monkeypatch.setattr(model, "log_probabilities", seen)
    line = TextLine(bare, 0, 0, 16.0, 40.0)
    assert reader_backend.read_line(line).text == "ก"
    assert reader_backend.read_line(replace(line, covered=covered)).text == "ถ"
