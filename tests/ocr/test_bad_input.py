"""Broken, strange and hostile pictures: each gives one row with a code, or an unreadable page, and the run goes on."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from extractors.limits import DEFAULT_LIMITS
from extractors.ocr import backends
from extractors.ocr.errors import BackendError
from extractors.ocr.line_finder import TextLine
from extractors.ocr.options import Ocr, OcrOptions
from extractors.ocr.words import Words
from extractors.readers import read
from pipeline.process import DocumentResult, Options, process
from tests.ocr.drawn import lines_of_words
from tests.ocr.test_images import huge_png, saved
from tests.ocr.test_papers import THAI, Scripted

OCR = Ocr(OcrOptions(backend="scripted"))


@pytest.fixture(autouse=True)
def scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(backends._BACKENDS, "scripted", lambda _: Scripted())


def result(data: bytes, name: str) -> DocumentResult:
    return process(data, name, Options(ocr=OCR))


def told(found: DocumentResult) -> str:
    """What is said of the one page that could not be read."""
    assert found.document["status"] == "partial"
    (row,) = (row for row in found.findings if row["code"] == "unreadable_page")
    return str(row["found"])


def words() -> Image.Image:
    return Image.fromarray(lines_of_words())


def pdf(picture: Image.Image) -> bytes:
    return saved(picture, "PDF", resolution=200)


def animated(kind: str) -> bytes:
    return saved(words(), kind, save_all=True, append_images=[Image.new("L", words().size, 255)])


def corrupt(data: bytes) -> bytes:
    start = data.index(b"\xff\xd8\xff")
    return data[: start + 2] + b"\0" * 400 + data[start + 402 :]


@pytest.mark.parametrize(
    ("make", "name", "code"),
    [
        (lambda: huge_png(20_000), "a.png", "page_too_large"),
        (lambda: saved(words(), "PNG")[:200], "a.png", None),
        (lambda: b"\x89PNG\r\n\x1a\n", "a.png", "damaged_file"),
        (lambda: b"RIFF\x10\0\0\0WEBPVP8 ", "a.webp", "damaged_file"),
        (lambda: b"GIF89a", "a.gif", "damaged_file"),
        (lambda: b"II*\0\x08\0\0\0", "a.tif", "damaged_file"),
        (lambda: b"", "a.png", "empty_file"),
        (lambda: b"no picture", "a.png", "format_mismatch"),
    ],
    ids=["huge", "cut off", "head only", "webp", "gif", "tiff", "empty", "text"],
)
def test_a_picture_that_cannot_be_had_is_one_row(make: Callable[[], bytes], name: str, code: str | None) -> None:
    found = result(make(), name)
    if code is None:
        assert "damaged_page" in told(found)
    else:
        assert (found.document["status"], found.document["error_code"]) == ("failed", code)


@pytest.mark.parametrize("side", [1, 3])
@pytest.mark.parametrize("make", [lambda p: saved(p, "PNG"), pdf], ids=["png", "pdf"])
def test_a_picture_of_a_pixel_is_an_unreadable_page(make: Callable[[Image.Image], bytes], side: int) -> None:
    assert told(result(make(Image.new("L", (side, side), 0)), "a"))


def test_a_corrupt_jpeg_in_a_pdf_costs_its_page() -> None:
    assert "the picture cannot be decoded" in told(result(corrupt(pdf(words())), "a.pdf"))


def sixteen() -> bytes:
    return saved(Image.fromarray(lines_of_words().astype(np.uint16) * 257), "PNG")


@pytest.mark.parametrize(
    ("make", "name", "kind"),
    [
        (lambda: saved(words().convert("CMYK"), "JPEG"), "a.jpg", "jpg"),
        (lambda: pdf(words().convert("CMYK")), "a.pdf", "pdf"),
        (sixteen, "a.png", "png"),
        (lambda: saved(words().convert("1"), "TIFF", compression="group4"), "a.tiff", "tif"),
        (lambda: animated("GIF"), "a.gif", "gif"),
        (lambda: animated("WEBP"), "a.webp", "webp"),
        (lambda: saved(words(), "PNG"), "a.pdf", "png"),
        (lambda: pdf(words()), "a.png", "pdf"),
    ],
    ids=["cmyk", "cmyk in a pdf", "16 bit", "1 bit", "gif", "webp", "picture named pdf", "pdf named picture"],
)
def test_every_kind_of_picture_is_read(make: Callable[[], bytes], name: str, kind: str) -> None:
    document = read(make(), name, DEFAULT_LIMITS, OCR)
    assert (document.format, len(document.pages), document.pages[0].unreadable) == (kind, 1, None)
    assert document.text().count(THAI) >= 15
    assert ("animated_first_frame" in document.pages[0].repairs) == (kind in ("gif", "webp"))


class Failing(Scripted):
    def lines(self, images: list[TextLine]) -> tuple[Words, ...]:
        raise BackendError("scripted", "no answer within 3 seconds")


def test_a_back_end_that_fails_costs_its_page_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(backends._BACKENDS, "scripted", lambda _: Failing())
    for data, name in ((pdf(words()), "a.pdf"), (saved(words(), "PNG"), "a.png")):
        assert "backend_failed: scripted no answer within 3 seconds" in told(result(data, name))


@pytest.mark.parametrize(
    ("missing", "command"),
    [("tesseract", "sudo apt-get install tesseract-ocr"), ("language", "sudo apt-get install tesseract-ocr-tha")],
)
def test_a_missing_tesseract_names_its_command(monkeypatch: pytest.MonkeyPatch, missing: str, command: str) -> None:
    from extractors.ocr import tesseract

    if missing == "tesseract":
        monkeypatch.setattr(tesseract.shutil, "which", lambda _: None)
    monkeypatch.setattr(tesseract, "_languages", lambda _: frozenset({"eng", "osd"}))
    options = Options(ocr=Ocr(OcrOptions(backend="tesseract")))
    found = process(saved(words(), "PNG"), "a.png", options)
    assert found.document["error_code"] == "ocr_unavailable"
    assert command in str(found.document["error"])
    assert command in told(process(pdf(words()), "a.pdf", options))


def test_a_file_of_many_pages_loses_the_broken_one_only() -> None:
    buffer = io.BytesIO()
    words().save(buffer, "TIFF", save_all=True, append_images=[words(), words()], compression="tiff_lzw")
    data = bytearray(buffer.getvalue())
    half = len(data) // 2
    data[half : half + 300] = bytes(300)
    pages = read(bytes(data), "a.tif", DEFAULT_LIMITS, OCR).pages
    assert (len(pages), sum(page.unreadable is None for page in pages)) == (3, 2)
