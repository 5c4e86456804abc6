"""Whole papers that are pictures: how they are asked for, and what becomes of numbers in Thai digits."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from extractors.document import BoundingBox, TextSource
from extractors.errors import OcrUnavailableError
from extractors.limits import DEFAULT_LIMITS
from extractors.ocr.line_finder import TextLine
from extractors.ocr.options import NO_OCR, Ocr, OcrMode, OcrOptions
from extractors.ocr.page import read_page
from extractors.ocr.words import Word, Words
from extractors.pdf.doubt import UNTRUSTED
from extractors.pdf.drafts import TableDraft, lines_in
from extractors.readers import read
from tests.ocr.drawn import lines_of_words, page, table

THAI = "การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ"


class Scripted:
    """Reads what the test says, line by line."""

    name = "scripted"

    def __init__(self, *texts: str, thai_digits: bool = False) -> None:
        self.texts, self.reads_thai_digits = texts, thai_digits

    def is_available(self) -> bool:
        return True

    def missing(self) -> str:
        return ""

    def version(self) -> str:
        return "1"

    def lines(self, images: list[TextLine]) -> tuple[Words, ...]:
        texts = [*self.texts, *[THAI] * len(images)]
        return tuple((Word(text, 0, 0, 90, 20, 0.95, True),) for text, _ in zip(texts, images, strict=False))


def picture(kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(table()).save(buffer, kind, dpi=(200, 200))
    return buffer.getvalue()


def numbers(reader: Scripted) -> dict[str, float]:
    draft = read_page(page(table()), 1, reader, DEFAULT_LIMITS)
    return {line.text: line.confidence for line in lines_in(draft.regions) if line.text != THAI}


def test_a_number_in_thai_digits_is_not_trusted() -> None:
    assert numbers(Scripted(THAI, "๘๕.๒๐", "85.20")) == {"๘๕.๒๐": UNTRUSTED, "85.20": 0.95}


def test_nor_is_an_arabic_one_in_the_same_column() -> None:
    assert numbers(Scripted(THAI, "๘๕.๒๐", THAI, THAI, "85.20")) == {"๘๕.๒๐": UNTRUSTED, "85.20": UNTRUSTED}


def test_a_reader_of_thai_digits_is() -> None:
    assert numbers(Scripted(THAI, "๘๕.๒๐", thai_digits=True)) == {"๘๕.๒๐": 0.95}


def test_cells_stand_where_they_were_drawn() -> None:
    draft = read_page(page(table()), 1, Scripted(), DEFAULT_LIMITS)
    (found,) = (item for region in draft.regions for item in region.items if isinstance(item, TableDraft))
    slot = next(slot for slot in found.slots if (slot.row, slot.column) == (1, 2))
    drawn = BoundingBox(600 * 0.36, 180 * 0.36, 850 * 0.36, 260 * 0.36)
    box = draft.turn.back(slot.box)
    assert max(abs(box.x0 - drawn.x0), abs(box.y0 - drawn.y0), abs(box.x1 - drawn.x1)) < 1.5


def test_a_page_without_anything_readable_is_unreadable() -> None:
    blank = np.full((500, 400), 255, np.uint8)
    assert read_page(page(blank), 1, Scripted(), DEFAULT_LIMITS).unreadable == "nothing_recognised"
    assert read_page(page(blank[:1, :1]), 1, Scripted(), DEFAULT_LIMITS).unreadable == "nothing_recognised"


class Turning(Scripted):
    """Reads garbage until the page was turned so often."""

    def __init__(self, garbage: int) -> None:
        super().__init__()
        self.left = garbage

    def lines(self, images: list[TextLine]) -> tuple[Words, ...]:
        self.left -= 1
        return super().lines(images) if self.left < 0 else tuple((Word("=*r8", 0, 0, 9, 9, 0.6, True),) for _ in images)


@pytest.mark.parametrize(
    ("garbage", "turned"), [(0, ()), (1, ("turned_180",)), (2, ("turned_90",)), (3, ("turned_270",))]
)
def test_a_page_of_garbage_is_read_the_other_ways_round(garbage: int, turned: tuple[str, ...]) -> None:
    draft = read_page(page(table()), 1, Turning(garbage), DEFAULT_LIMITS)
    assert (draft.unreadable, draft.repairs) == (None, turned)


def test_a_page_that_is_garbage_every_way_is_refused() -> None:
    reader = Turning(99)
    assert read_page(page(table()), 1, reader, DEFAULT_LIMITS).unreadable == "latin_garbage"
    assert reader.left == 95


class Doubting(Scripted):
    """Reads numbers of a table, each time the page is turned as surely as the test says."""

    def __init__(self, *sure: float) -> None:
        super().__init__(thai_digits=True)
        self.sure = iter(sure)

    def lines(self, images: list[TextLine]) -> tuple[Words, ...]:
        sure = next(self.sure)
        return tuple((Word("61.98", 0, 0, 90, 20, sure, True),) for _ in images)


@pytest.mark.parametrize(
    ("sure", "turned"),
    [
        ((0.95,), ()),
        ((0.8, 0.99), ("turned_180",)),
        ((0.6, 0.5, 0.99), ("turned_90",)),
        ((0.85, 0.6, 0.5, 0.55), ()),
    ],
)
def test_a_page_of_few_numbers_is_turned_until_they_are_sure(sure: tuple[float, ...], turned: tuple[str, ...]) -> None:
    draft = read_page(page(table()), 1, Doubting(*sure), DEFAULT_LIMITS)
    assert (draft.unreadable, draft.repairs, draft.confidence) == (None, turned, max(sure))


def test_numbers_in_text_that_was_hardly_read_are_no_values() -> None:
    spoilt = "คแนภาพรวมขอหน่วยงานเท่ากับ ฬก ณฐฬ ธฮฑฌฆ ขฃซฌ ญฎฏ ฐฑฒณ 82.00 คะแนน"
    reader = Scripted(*[spoilt] * 30, thai_digits=True)
    draft = read_page(page(lines_of_words()), 1, reader, DEFAULT_LIMITS)
    assert (draft.unreadable, draft.repairs[0]) == (None, "few_words")
    assert {line.confidence for line in lines_in(draft.regions)} == {UNTRUSTED}


def test_a_picture_needs_recognition() -> None:
    with pytest.raises(OcrUnavailableError, match="--ocr auto"):
        read(picture(), "a.png", DEFAULT_LIMITS, NO_OCR)


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> Ocr:
    from extractors.ocr import backends

    monkeypatch.setitem(backends._BACKENDS, "scripted", lambda _: Scripted())
    return Ocr(OcrOptions(backend="scripted"))


@pytest.mark.parametrize(("kind", "name"), [("PNG", "a.png"), ("TIFF", "a.tif"), ("PDF", "a.pdf")])
def test_a_picture_is_a_paper_of_source_ocr(scripted: Ocr, kind: str, name: str) -> None:
    document = read(picture(kind) if kind != "PDF" else pdf(), name, DEFAULT_LIMITS, scripted)
    assert (document.source, document.pages[0].method) == (TextSource.OCR, "ocr:scripted")
    assert THAI in document.text()


def pdf() -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(table()).save(buffer, "PDF", resolution=200)
    return buffer.getvalue()


def test_a_scan_without_its_back_end_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from extractors.ocr.tesseract import Tesseract

    monkeypatch.setattr(Tesseract, "missing", lambda _: "sudo apt-get install tesseract-ocr")
    ocr = Ocr(OcrOptions(backend="tesseract"))
    assert "apt-get install" in str(read(pdf(), "a.pdf", DEFAULT_LIMITS, ocr).pages[0].unreadable)
    with pytest.raises(OcrUnavailableError, match="apt-get install"):
        read(pdf(), "a.pdf", DEFAULT_LIMITS, replace(ocr, options=OcrOptions(OcrMode.ALWAYS, "tesseract")))
