"""What the reader saw in a number goes from its word through lines and cells to the mention that it becomes."""

from __future__ import annotations

import json

import numpy as np
import pytest

from extractors.document import (
    Cell,
    Document,
    NumberReadings,
    Page,
    Position,
    Table,
    TextBlock,
    TextKind,
    TextSource,
)
from extractors.facts import Context, ScoreMention
from extractors.ocr.backends import backend
from extractors.ocr.line_finder import TextLine
from extractors.ocr.options import Ocr, OcrOptions
from extractors.ocr.straighten import Plane
from extractors.ocr.text_lines import clusters_of
from extractors.ocr.words import Word
from extractors.pdf.lines import line_of
from extractors.scores.evidence import with_candidates
from extractors.stored import pack, unpack

NUMBER: NumberReadings = (("๘๔.๔๒", 0.7), ("๘๔๔๒", 0.2), ("๘๔.๔๘", 0.1))
LINE = TextLine(np.full((20, 200), 255, np.uint8), 0, 0, 4, 16)
WORDS = (
    Word("ได้", 0.0, 0.0, 20.0, 20.0, 0.9, True),
    Word("๘๔.๔๒", 30.0, 0.0, 80.0, 20.0, 0.7, True, NUMBER),
    Word("%", 81.0, 0.0, 90.0, 20.0, 0.9, False),
)


class _Cache:
    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        return self.held.get(key)

    def put(self, key: str, value: bytes) -> None:
        self.held[key] = value


def mention(raw: str) -> ScoreMention:
    return ScoreMention("1", 2567, Context.TABLE, "", raw, None, Position(1), "ocr:reader", confidence=0.5)


def test_lines_hold_the_readings_of_their_words() -> None:
    line = line_of(list(clusters_of(LINE, WORDS, Plane(200, 20, 1.0, ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0))))))
    assert line is not None
    assert (line.text, line.numbers) == ("ได้ ๘๔.๔๒%", (NUMBER,))


def test_a_mention_gets_the_readings_of_its_number() -> None:
    found = with_candidates(mention("๘๔.๔๒%"), ((("๑", 0.9),), NUMBER))
    assert found.confidence == 0.7
    assert found.candidates == (("๘๔.๔๒%", 0.7), ("๘๔๔๒%", 0.2), ("๘๔.๔๘%", 0.1))


def test_of_two_equal_prints_the_least_sure_one_counts() -> None:
    sure: NumberReadings = (("๘๔.๔๒", 0.99), ("๘๔.๔๘", 0.01))
    assert with_candidates(mention("๘๔.๔๒"), (sure, NUMBER, sure)).confidence == 0.7


@pytest.mark.parametrize("raw", ["๘๔.๔๓", "๘๔.๔๒ ๙๑.๐๐", "-"])
def test_another_print_gets_none(raw: str) -> None:
    assert with_candidates(mention(raw), (NUMBER,)) == mention(raw)


def test_the_cache_gives_back_what_it_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def read(_self: object, images: object) -> tuple[tuple[Word, ...], ...]:
        calls.append(1)
        return (WORDS,)

    monkeypatch.setattr("extractors.ocr.reader.backend.LineNetwork.lines", read)
    cache = _Cache()
    reader = backend(Ocr(OcrOptions(backend="reader"), cache))
    assert reader.lines([LINE]) == reader.lines([LINE]) == (WORDS,)  # type: ignore[union-attr]  # reads lines
    assert len(calls) == 1
    assert json.loads(next(iter(cache.held.values())))[0][1][-1][0] == ["๘๔.๔๒", 0.7]


def test_a_stored_document_keeps_them_exactly() -> None:
    cell = Cell(0, 0, "๘๔.๔๒", "๘๔.๔๒", Position(1), numbers=(NUMBER,))
    block = TextBlock(TextKind.PARAGRAPH, "ได้ ๘๔.๔๒", "ได้ ๘๔.๔๒", Position(1), numbers=(NUMBER, NUMBER))
    page = Page(1, (Table((cell,), 1, 1, Position(1)), block), TextSource.OCR)
    document = Document("pdf", (page,))
    assert unpack(pack(document)) == document
