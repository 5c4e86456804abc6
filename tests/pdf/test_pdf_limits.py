"""Broken and hostile PDFs: each limit has its own error or reason, and nothing runs away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.document import Document
from extractors.errors import (
    EmptyPdfError,
    EncryptedPdfError,
    PageTooLargeError,
    ReadError,
    TooManyPagesError,
    TruncatedPdfError,
)
from extractors.limits import DEFAULT_LIMITS
from extractors.readers import read
from tests.pdf.build import one_page, pdf, stream, text

CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
BLANK_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
SENTENCE = "The score of the office is 85.25 in the year"
GOOD = one_page(text(SENTENCE))
FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"


def reason(document: Document) -> str:
    (page,) = document.pages
    assert page.blocks == ()
    return page.unreadable or ""


def test_a_good_page() -> None:
    assert read(GOOD, "a.pdf").text() == SENTENCE


@pytest.mark.parametrize(
    "data", [GOOD[: len(GOOD) // 2], b"%PDF-1.4\n", b"%PDF-1.4\n" + bytes(range(256)) * 20, pdf([b"<</Type/Catalog>>"])]
)
def test_truncated(data: bytes) -> None:
    with pytest.raises(TruncatedPdfError):
        read(data, "a.pdf")


def test_page_tree_that_holds_itself() -> None:
    with pytest.raises(TruncatedPdfError):
        read(pdf([CATALOGUE, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"]), "a.pdf")


def test_encrypted() -> None:
    key = b"<</Filter/Standard/V 2/R 3/Length 128/P -4/O<%b>/U<%b>>>" % (b"00" * 32, b"11" * 32)
    data = pdf([CATALOGUE, b"<</Type/Pages/Kids[]/Count 0>>", key], b"/Encrypt 3 0 R/ID[<00><00>]")
    with pytest.raises(EncryptedPdfError):
        read(data, "a.pdf")


def test_zero_pages() -> None:
    with pytest.raises(EmptyPdfError):
        read(pdf([CATALOGUE, b"<</Type/Pages/Kids[]/Count 0>>"]), "a.pdf")


def test_ten_thousand_pages() -> None:
    kids = b"<</Type/Pages/Kids[%b]/Count 10000>>" % (b"3 0 R " * 10_000)
    with pytest.raises(TooManyPagesError, match=r"10000 pages, the limit is 2000.*raise the limit"):
        read(pdf([CATALOGUE, kids, BLANK_PAGE]), "a.pdf")


def test_page_of_two_to_the_thirty_first_points() -> None:
    with pytest.raises(PageTooLargeError, match=r"page 1 measures 2147483648 × 2147483648 points, the limit is 14400"):
        read(one_page(b"", box=b"0 0 2147483648 2147483648"), "a.pdf")


def test_raised_limits_are_kept() -> None:
    limits = replace(DEFAULT_LIMITS, max_page_points=20_000.0)
    (page,) = read(one_page(text(SENTENCE), box=b"0 0 595 15000"), "a.pdf", limits).pages
    assert (page.width, page.height) == (595.0, 15000.0)


def test_a_page_that_the_file_promises_and_does_not_hold() -> None:
    document = read(pdf([CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 3>>", BLANK_PAGE]), "a.pdf")
    assert [page.unreadable for page in document.pages] == [None, "damaged_page", "damaged_page"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (one_page(b"0 0 m " * 2_000_000, packed=True), "page_limit: more than 8388608 bytes of content"),
        (one_page(text("A" * 400) * 300, packed=True), "page_limit: more than 100000 characters"),
        (one_page(b"q " * 5_000, packed=True), "page_limit: more than 1000 graphics states inside each other"),
    ],
)
def test_page_that_unpacks_to_too_much(data: bytes, expected: str) -> None:
    assert reason(read(data, "a.pdf")) == expected


def test_too_many_drawn_lines() -> None:
    limits = replace(DEFAULT_LIMITS, max_page_paths=100)
    data = one_page(text(SENTENCE) + b"0 0 m 9 9 l S\n" * 200)
    assert reason(read(data, "a.pdf", limits)) == "page_limit: more than 100 drawn lines"


def test_forms_that_multiply() -> None:
    limits = replace(DEFAULT_LIMITS, max_page_figures=200)
    forms = [
        stream(b"/X%d Do " % (place + 1) * 9, FORM + b"/Resources<</XObject<</X%d %d 0 R>>>>" % (place + 1, place + 7))
        for place in range(9)
    ]
    data = one_page(b"/X0 Do", resources=b"/XObject<</X0 6 0 R>>", more=[*forms, stream(b"", FORM)])
    assert reason(read(data, "a.pdf", limits)).startswith("page_limit: more than 200 figures")


def test_a_page_that_fails_leaves_the_others() -> None:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents %d 0 R>>"
    data = pdf(
        [
            CATALOGUE,
            b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
            page % 6,
            page % 7,
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            stream(b"q " * 2000),
            stream(text(SENTENCE)),
        ]
    )
    document = read(data, "a.pdf")
    assert [bool(page.unreadable) for page in document.pages] == [True, False]
    assert document.text() == SENTENCE


@pytest.mark.parametrize("content", [b"[" * 50_000, b"<<" * 50_000, b"BT (", b"1 0 0 1 1e999 1e999 cm 0 0 m 9 9 l S"])
def test_nonsense_does_no_harm(content: bytes) -> None:
    assert read(one_page(text(SENTENCE) + content), "a.pdf").pages[0].number == 1


def test_deep_dictionaries_do_no_harm() -> None:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources %b1%b>>" % (b"<</A " * 5000, b">>" * 5000)
    data = pdf([CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page])
    try:
        assert len(read(data, "a.pdf").pages) == 1
    except ReadError as error:
        assert error.code == "truncated_pdf"  # noqa: PT017


def test_text_outside_of_the_page_is_not_there() -> None:
    data = one_page(text(SENTENCE) + text("99.99 hidden", x=700) + text("88.88 hidden", y=-50))
    assert read(data, "a.pdf").text() == SENTENCE
