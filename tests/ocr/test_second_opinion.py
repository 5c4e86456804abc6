"""Numbers that the reader is unsure of are shown to a second reader; what both say is weighed by what was counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from extractors.document import NumberReadings
from extractors.ocr import backends, second_opinion
from extractors.ocr.backends import LineReader, backend
from extractors.ocr.errors import BackendError
from extractors.ocr.line_finder import TextLine
from extractors.ocr.options import Ocr, OcrOptions, SecondOpinion
from extractors.ocr.second_opinion import answer_of, unsure_numbers, weighed
from extractors.ocr.words import Word, Words
from pipeline.errors import RunError
from pipeline.recognition import Endpoint, recognition

UNSURE: NumberReadings = (("84.12", 0.8), ("84.72", 0.15))
COUNTS = {"same": (59, 1), "other": (20, 9), "none": (20, 19)}  # of 99 right and 29 wrong ones


def line() -> TextLine:
    pixels = np.full((20, 120), 255, np.uint8)
    pixels[5:15, 12:48] = 0
    return TextLine(pixels, 7, 3, 8.0, 18.0)


def number(readings: NumberReadings) -> Word:
    return Word(readings[0][0], 12.0, 0.0, 48.0, 20.0, readings[0][1], True, readings)


@dataclass
class Fake:
    words: tuple[Words, ...]
    name: str = "fake"
    there: bool = True
    fails: bool = False
    reads_thai_digits: bool = True
    asked: list[list[TextLine]] = field(default_factory=list)

    def is_available(self) -> bool:
        return self.there

    def missing(self) -> str:
        return "" if self.there else "install it"

    def version(self) -> str:
        return f"{self.name} 1"

    def lines(self, images: Sequence[TextLine]) -> tuple[Words, ...]:
        self.asked.append(list(images))
        if self.fails:
            raise BackendError(self.name, "fell over")
        return self.words


@pytest.fixture(autouse=True)
def _counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_opinion, "second_counts", lambda: COUNTS)


def both(monkeypatch: pytest.MonkeyPatch, first: Fake, second: Fake, wanted: SecondOpinion) -> LineReader:
    monkeypatch.setitem(backends._BACKENDS, "reader", lambda _: first)
    monkeypatch.setattr(backends, "_SECOND", lambda _: second)
    made = backend(Ocr(OcrOptions(second_opinion=wanted)))
    assert isinstance(made, LineReader)
    return made


@pytest.mark.parametrize(
    ("best", "read", "answer"),
    [
        ("84.12", "84.12", "same"),
        ("84,12", " 84.12|", "same"),
        ("84.12", "84.1", "other"),
        ("84.12", "8412", "other"),
        ("84.12", "B4.12", "none"),
        ("84.12", "", "none"),
        ("84.12", "๘๔.๑๒", "other"),
    ],
)
def test_what_a_second_reader_says_of_a_reading(best: str, read: str, answer: str) -> None:
    assert answer_of(best, read) == answer


def test_a_second_reader_that_reads_the_same_makes_it_surer() -> None:
    # 0.8 · 59.5 / 100.5 against 0.2 · 1.5 / 30.5
    assert weighed(UNSURE, "84.12") == (("84.12", 0.979655), ("84.72", 0.015259))


def test_one_that_reads_another_number_makes_it_less_sure_and_chooses_none() -> None:
    # 0.8 · 20.5 / 100.5 against 0.2 · 9.5 / 30.5
    assert weighed(UNSURE, "84.72") == (("84.12", 0.723721), ("84.72", 0.207209))


def test_one_that_reads_no_number_speaks_a_little_against_it() -> None:
    assert weighed(UNSURE, "")[0] == ("84.12", 0.560668)


def test_only_unsure_numbers_of_the_form_of_a_score_are_shown() -> None:
    words = (
        number(UNSURE),
        number((("84.12", 0.99), ("84.72", 0.01))),
        number((("๘๔.๑๒", 0.8), ("๘๔.๗๒", 0.1))),
        number((("2567", 0.5), ("2561", 0.4))),
        replace(number(UNSURE), readings=()),
    )
    (found,) = unsure_numbers([line()], [words])
    assert (found.line, found.word) == (0, 0)
    assert (found.image.x, found.image.pixels.shape) == (18, (20, 37))


def test_the_numbers_of_a_page_go_in_one_call(monkeypatch: pytest.MonkeyPatch) -> None:
    text = Word("ได้", 50.0, 0.0, 80.0, 20.0, 0.9, True)
    first = Fake(((number(UNSURE), text), (), (number(UNSURE),)))
    second = Fake(((Word("84.12", 0, 0, 9, 9, 0.5, True),), (Word("84.72", 0, 0, 9, 9, 0.9, True),)), "second")
    made = both(monkeypatch, first, second, SecondOpinion.AUTO)
    agreed, differs = weighed(UNSURE, "84.12"), weighed(UNSURE, "84.72")
    assert made.lines([line()] * 3) == (
        (replace(number(UNSURE), confidence=0.9797, readings=agreed), text),
        (),
        (replace(number(UNSURE), confidence=0.7237, readings=differs),),
    )
    assert [len(pieces) for pieces in second.asked] == [2]
    assert made.version() == "fake 1 second 1 0.985"


@pytest.mark.parametrize(("wanted", "there"), [(SecondOpinion.NEVER, True), (SecondOpinion.AUTO, False)])
def test_without_it_nothing_changes(monkeypatch: pytest.MonkeyPatch, wanted: SecondOpinion, there: bool) -> None:
    first, second = Fake(((number(UNSURE),),)), Fake((), "second", there=there)
    made = both(monkeypatch, first, second, wanted)
    assert made.lines([line()]) == ((number(UNSURE),),)
    assert (made.version(), second.asked) == ("fake 1", [])


def test_a_page_is_read_although_the_second_reader_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = Fake(((number(UNSURE),),)), Fake((), "second", fails=True)
    assert both(monkeypatch, first, second, SecondOpinion.AUTO).lines([line()]) == ((number(UNSURE),),)


def test_a_page_without_unsure_numbers_asks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    sure = (number((("84.12", 0.999),)),)
    second = Fake((), "second")
    assert both(monkeypatch, Fake((sure,)), second, SecondOpinion.AUTO).lines([line()]) == (sure,)
    assert second.asked == []


def test_the_command_knows_two_modes() -> None:
    made = recognition("auto", "reader", None, no_cache=True, endpoint=Endpoint(second_opinion="auto"))
    assert made.options.second_opinion is SecondOpinion.AUTO
    with pytest.raises(RunError, match="second opinion"):
        recognition("auto", "reader", None, no_cache=True, endpoint=Endpoint(second_opinion="often"))
