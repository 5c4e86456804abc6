"""A typeset page with a table pasted as a picture: the text layer is kept, and only the picture is recognised."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from extractors.document import Document, Table, TextBlock, TextSource
from extractors.limits import DEFAULT_LIMITS
from extractors.ocr import backends
from extractors.ocr.errors import BackendError
from extractors.ocr.line_finder import TextLine
from extractors.ocr.options import NO_OCR, Ocr, OcrOptions
from extractors.ocr.words import Word, Words
from extractors.readers import read
from pipeline.process import Options, process
from tests.ocr.drawn import table
from tests.ocr.test_papers import THAI, Scripted

LEFT_OUT = "picture_not_read"
ABOVE = "The scores of the office are in the table that is shown below."
BELOW = "The plan of the office follows from the scores and is for the next year."


def paper(picture: Image.Image, rotate: int = 0, place: tuple[int, int, int, int] = (100, 350, 396, 288)) -> bytes:
    """A page with a line above and one below a picture; ``place`` is left, bottom, width and height in points."""
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=95)
    left, bottom, width, height = place
    turn = {0: "1 0 0 1 0 0", 90: "0 1 -1 0 842 0"}[rotate]
    text = "".join(f"BT /F 14 Tf 100 {y} Td ({line}) Tj ET\n" for y, line in ((760, ABOVE), (200, BELOW)))
    drawn = f"{turn} cm\n{text}q {width} 0 0 {height} {left} {bottom} cm /P Do Q".encode()
    box = "[0 0 595 842]" if not rotate else "[0 0 842 595]"
    size = f"/Width {picture.width} /Height {picture.height} /BitsPerComponent 8 /ColorSpace /DeviceGray"
    held = "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> /XObject << /P 5 0 R >>"
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Rotate {rotate} /Contents 4 0 R".encode()
        + f" /Resources << {held} >> >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        f"<< /Type /XObject /Subtype /Image {size} /Filter /DCTDecode".encode()
        + b" /Length %d >>\nstream\n%s\nendstream" % (len(jpeg.getvalue()), jpeg.getvalue()),
    ]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table_of_places = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        data
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table_of_places
        + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(data)
    )


def recognised(monkeypatch: pytest.MonkeyPatch, data: bytes, reader: Scripted | None = None) -> Document:
    monkeypatch.setitem(backends._BACKENDS, "scripted", lambda _: reader or Scripted())
    return read(data, "a.pdf", DEFAULT_LIMITS, Ocr(OcrOptions(backend="scripted")))


@pytest.mark.parametrize("rotate", [0, 90])
def test_its_blocks_take_their_place(monkeypatch: pytest.MonkeyPatch, rotate: int) -> None:
    (page,) = recognised(monkeypatch, paper(Image.fromarray(table()), rotate)).pages
    first, found, last = page.blocks
    assert isinstance(first, TextBlock)
    assert isinstance(found, Table)
    assert isinstance(last, TextBlock)
    assert (first.text, last.text) == (ABOVE, BELOW)
    assert (found.n_rows, found.n_columns, {cell.text for cell in found.cells}) == (4, 3, {THAI})
    assert (page.source, page.recogniser, page.width, page.height) == (TextSource.MIXED, "scripted", 595.0, 842.0)
    assert (first.confidence, {cell.confidence for cell in found.cells}) == (1.0, {0.95})


@pytest.mark.parametrize("rotate", [0, 90])
def test_it_stands_where_it_is_drawn(monkeypatch: pytest.MonkeyPatch, rotate: int) -> None:
    (page,) = recognised(monkeypatch, paper(Image.fromarray(table()), rotate)).pages
    found = next(block for block in page.blocks if isinstance(block, Table))
    box = found.position.bbox
    assert box is not None
    wanted = (100 + 100 * 0.36, 204 + 100 * 0.36, 100 + 850 * 0.36, 204 + 420 * 0.36)
    assert max(abs(a - b) for a, b in zip((box.x0, box.y0, box.x1, box.y1), wanted, strict=True)) < 0.5


def test_without_recognition_the_page_is_as_before() -> None:
    document = read(paper(Image.fromarray(table())), "a.pdf", DEFAULT_LIMITS, NO_OCR)
    assert (document.source, document.text()) == (TextSource.TEXT_LAYER, f"{ABOVE}\n{BELOW}")


class Unsure(Scripted):
    def lines(self, images: list[TextLine]) -> tuple[Words, ...]:
        return tuple((Word(THAI, 0, 0, 90, 20, 0.4, True),) for _ in images)


@pytest.mark.parametrize("reader", [Unsure(), Scripted(*["-"] * 500)])
def test_a_photograph_adds_nothing(monkeypatch: pytest.MonkeyPatch, reader: Scripted) -> None:
    document = recognised(monkeypatch, paper(Image.fromarray(table())), reader)
    assert (document.source, document.text()) == (TextSource.TEXT_LAYER, f"{ABOVE}\n{BELOW}")


def test_a_small_picture_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    data = paper(Image.fromarray(table()), place=(100, 350, 90, 65))
    assert recognised(monkeypatch, data).source is TextSource.TEXT_LAYER


class Missing(Scripted):
    def missing(self) -> str:
        return "install it"


class Failing(Scripted):
    def lines(self, images: list[TextLine]) -> tuple[Words, ...]:
        raise BackendError(self.name, "broke down")


class WholePages:
    name, reads_thai_digits = "whole", True

    def missing(self) -> str:
        return ""


@pytest.mark.parametrize(
    ("reader", "reason"),
    [
        (Missing(), "install it"),
        (Failing(), "backend_failed: scripted broke down"),
        (WholePages(), "whole does not say where on a page text stands"),
    ],
)
def test_a_picture_that_could_not_be_read_is_told(
    monkeypatch: pytest.MonkeyPatch, reader: Scripted, reason: str
) -> None:
    document = recognised(monkeypatch, paper(Image.fromarray(table())), reader)
    assert (document.source, document.pages[0].unreadable) == (TextSource.TEXT_LAYER, None)
    assert document.text() == f"{ABOVE}\n{BELOW}"
    assert document.pages[0].picture_left_out == reason
    data = paper(Image.fromarray(table()))
    result = process(data, "a.pdf", Options(ocr=Ocr(OcrOptions(backend="scripted"))))
    told = [(row["severity"], row["page"], row["found"]) for row in result.findings if row["code"] == LEFT_OUT]
    assert told == [("warning", 1, reason)]


def test_a_page_without_pictures_or_with_one_that_is_no_text_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for data, reader in (
        (paper(Image.fromarray(table()), place=(100, 350, 90, 65)), Missing()),
        (paper(Image.fromarray(table())), Unsure()),
    ):
        assert recognised(monkeypatch, data, reader).pages[0].picture_left_out is None
