"""Real scans that offices published: a garbage text layer, strips of a faint page, a watermark over the text.

None of them carries a score. What a person reads on their first pages stands below, as short pieces; of a piece that
was read, 80 % of the letters are alike.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bench.ocr_match import Letters, holds
from extractors.document import Page, Table, TextSource
from extractors.ocr.options import Ocr, OcrOptions
from extractors.ocr.tesseract import Tesseract
from normalizers.thai import fold
from pipeline.process import Options, Understood, rows_of, understand

FOLDER = Path(__file__).parents[2] / "shared" / "real_pdfs"
MISSING = Tesseract(OcrOptions()).missing()
ALIKE = 0.8
READ = {  # file: page: pieces of its text
    "P24_tambon_scan_badocr.pdf": {
        1: (
            "กรมส่งเสริมการปกครองท้องถิ่น",
            "ถนนราชสีมา",
            "มิถุนายน 2551",
            "หลักเกณฑ์การสอบแข่งขัน",
            "คณะกรรมการกลาง",
            "ลงวันที่ 28 มีนาคม 2549",
            "ความแน่นอนและชัดเจนของกฎหมาย",
            "จึงประกาศใช้บังคับได้",
        ),
        2: ("ภายใน 45 วัน", "ขอแสดงความนับถือ", "มาตรฐานทั่วไปการบริหารงานบุคคล"),
    },
    "P26_tambon_scan_low_contrast_02.pdf": {
        1: (
            "ถนนราชสีมา",
            "พฤษภาคม 2550",
            "มาตรฐานทั่วไปเกี่ยวกับหลักเกณฑ์",
            "ทายาทของพนักงานส่วนท้องถิ่น",
            "พื้นที่พิเศษที่เสียชีวิต",
            "การประชุมครั้งที่ 3/2550",
            "เนื้อหาเช่นเดียวกับ",
            "ขอแสดงความนับถือ",
            "รองอธิบดีกรมส่งเสริมการปกครองท้องถิ่น",
        ),
    },
    "P29_tambon_scan_watermark.pdf": {
        1: (
            "ถนนนครราชสีมา",
            "กุมภาพันธ์ 2548",
            "ระเบียบกระทรวงมหาดไทยว่าด้วยการรับเงิน",
            "การเก็บรักษาเงิน",
            "ผู้ว่าราชการจังหวัดทุกจังหวัด",
            "ประกาศในราชกิจจานุเบกษา",
            "วันที่ 31 มกราคม 2548",
            "สำนักบริหารการคลังท้องถิ่น",
            "0-2241-9044",
        ),
    },
}
GARBAGE = "P24_tambon_scan_badocr.pdf"

pytestmark = pytest.mark.skipif(
    not all((FOLDER / name).exists() for name in READ), reason="the shared real PDFs are not here"
)
needs_tesseract = pytest.mark.skipif(bool(MISSING), reason=f"Tesseract with Thai is not installed: {MISSING}")
each = pytest.mark.parametrize("name", READ)


@cache
def understood(name: str) -> Understood:
    return understand((FOLDER / name).read_bytes(), name, Options(ocr=Ocr(OcrOptions(backend="tesseract"))))


def text_of(page: Page) -> str:
    blocks = page.blocks
    return "\n".join(
        text
        for block in blocks
        for text in ([cell.text for cell in block.cells] if isinstance(block, Table) else [block.text])
    )


@pytest.mark.large
@needs_tesseract
@each
def test_what_a_person_reads_is_read(name: str) -> None:
    pages = {page.number: page for page in understood(name).document.pages}
    lost = [
        (number, piece)
        for number, pieces in READ[name].items()
        for piece in pieces
        if not holds(Letters([text_of(pages[number])]), fold(piece), ALIKE)
    ]
    assert lost == []
    assert [page.number for page in pages.values() if page.unreadable] == []
    assert {page.source for page in pages.values()} == {TextSource.OCR}


@pytest.mark.large
@needs_tesseract
@each
def test_letters_and_circulars_have_no_scores(name: str) -> None:
    result = rows_of(understood(name), (FOLDER / name).read_bytes(), name)
    assert (result.scores, result.mentions) == ([], [])
    assert result.document["status"] == "no_scores"


@pytest.mark.large
@needs_tesseract
def test_the_garbage_below_a_scan_is_replaced() -> None:
    first = understood(GARBAGE).document.pages[0]
    assert "text_layer_refused:latin_garbage" in first.repairs


def test_the_garbage_below_a_scan_is_refused() -> None:
    """Also where nothing else can be had."""
    from extractors.readers import read

    pages = read((FOLDER / GARBAGE).read_bytes(), GARBAGE).pages
    assert [page.unreadable for page in pages] == ["latin_garbage", "scan_without_text", "scan_without_text"]
    assert [page.blocks for page in pages] == [(), (), ()]
