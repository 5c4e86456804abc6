"""Text that a recogniser laid over (or below) the picture of a page: read, but trusted less than a producer's own."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractors.document import Document, TextBlock, TextSource
from extractors.pdf.doubt import LAID_OVER, UNTRUSTED
from extractors.readers import read
from pipeline.process import process
from tests.pdf.build import pdf, stream

LINES = (
    "รายงานผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ",
    "องค์การบริหารส่วนตำบลบ้านใหม่ ประจำปีงบประมาณ พ.ศ. 2566",
    "มีผลคะแนนการประเมินในภาพรวม ITA เท่ากับ ๙๔.๐๘ คะแนน",
    "โดยมีจำนวนผู้ตอบแบบสอบถามทั้งหมด 85 คน จากหน่วยงานภายใน",
)
IMAGE = b"q 595 0 0 842 0 0 cm /I Do Q\n"
MASK = b"/SMask 9 0 R"
TO_UNICODE = (
    b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
    b"2 beginbfrange <20> <7E> <0020> <A1> <FB> <0E01> endbfrange endcmap end"
)


def paper(before: bytes = b"", behind: bytes = b"", lines: Sequence[str] = LINES, image: bytes = b"") -> bytes:
    """A page of Thai text with operators before and behind it; ``/I`` is a grey image with further entries."""
    marks = set("ัิีึืฺุู็่้๊๋์ํ๎".encode("cp874"))
    widths = b" ".join(b"0" if code in marks else b"500" for code in range(256))
    shown = (
        b"BT /F 12 Tf 60 %d Td <%b> Tj ET\n" % (760 - 20 * place, line.encode("cp874").hex().encode())
        for place, line in enumerate(lines)
    )
    pixel = b"/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            b"/Resources<</Font<</F 5 0 R>>/XObject<</I 7 0 R>>>>>>",
            stream(before + b"".join(shown) + behind),
            b"<</Type/Font/Subtype/Type1/BaseFont/Plain/FirstChar 0/LastChar 255/Widths[%b]/ToUnicode 6 0 R>>" % widths,
            stream(TO_UNICODE),
            stream(b"\xff", pixel + image),
            b"null",
            stream(b"\x80", pixel),
        ]
    )


def confidences(document: Document) -> dict[str, float]:
    """How sure the reader is of each paragraph, by a number in it."""
    blocks = [block for block in document.blocks() if isinstance(block, TextBlock)]
    return {number: block.confidence for block in blocks for number in ("๙๔.๐๘", "85 คน") if number in block.text}


@pytest.mark.parametrize(
    "data",
    [paper(IMAGE + b"3 Tr\n"), paper(behind=IMAGE)],
    ids=["invisible_over_the_scan", "below_the_scan"],
)
def test_a_text_layer_over_a_scan_is_recognised_text(data: bytes) -> None:
    document = read(data, "a.pdf")
    (page,) = document.pages
    assert (page.unreadable, page.source, page.method) == (None, TextSource.OCR, "ocr:text_layer")
    assert page.confidence == LAID_OVER
    assert "ocr_layer" in page.repairs
    assert "๙๔.๐๘" in document.text()
    assert confidences(document)["๙๔.๐๘"] == UNTRUSTED


def test_arabic_digits_of_such_a_page_are_trusted_less_than_a_producers() -> None:
    lines = [line.replace("๙๔.๐๘", "94.08") for line in LINES]
    assert set(confidences(read(paper(IMAGE + b"3 Tr\n", lines=lines), "a.pdf")).values()) == {LAID_OVER}
    assert set(confidences(read(paper(IMAGE, lines=lines), "a.pdf")).values()) == {1.0}


@pytest.mark.parametrize("data", [paper(), paper(IMAGE), paper(behind=IMAGE, image=MASK)])
def test_text_that_is_seen_is_the_producers(data: bytes) -> None:
    (page,) = read(data, "a.pdf").pages
    assert (page.unreadable, page.source, page.confidence) == (None, TextSource.TEXT_LAYER, 1.0)


def test_a_score_in_thai_digits_of_such_a_page_has_no_vote_and_a_finding_tells() -> None:
    sound, laid = process(paper(IMAGE), "a.pdf"), process(paper(IMAGE + b"3 Tr\n"), "a.pdf")
    assert [(row["code"], row["score"]) for row in sound.scores] == [("ITA", 94.08)]
    assert laid.scores == []
    assert {finding["code"] for finding in laid.findings} >= {"ocr_text_layer", "low_ocr_confidence"}
    assert "ocr_text_layer" not in {finding["code"] for finding in sound.findings}
