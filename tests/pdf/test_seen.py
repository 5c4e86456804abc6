"""Text that a reader of the page cannot see is no text of the page; what a picture shows is."""

from __future__ import annotations

import pytest

from extractors.document import BoundingBox, Page
from extractors.pdf.seen import Brush, Ink, Kind, Painted, Sight, TooManyAreasError, colour_of, ink_of
from extractors.readers import read
from pipeline.process import process
from tests.pdf.build import one_page, stream, text
from tests.pdf.test_ocr_layer import IMAGE, paper

SENTENCE = "The score of the office is told in the year"
NUMBER = text("91.25", x=330)
SHOWN = f"{SENTENCE} 91.25"
AREA = b"320 690 60 30 re f "
STATES = b"/ExtGState<</A<</ca 0/CA 0>>/H<</ca .4>>/M<</BM/Multiply>>/N<</BM/Normal/ca 1>>/S<</SMask<<>>>>>>"
SPACES = b"/ColorSpace<</Spot[/Separation/Black/DeviceCMYK 8 0 R]/Icc[/ICCBased 9 0 R]>>"
PIXEL = b"/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"


def page_of(content: bytes, extra: bytes = b"", image: bytes = b"", box: bytes = b"0 0 595 842") -> Page:
    """A page with a sentence; /I is an image with further entries, /X a form that fills the area of the number."""
    form = stream(AREA, b"/Type/XObject/Subtype/Form/BBox[320 690 380 720]")
    more = [stream(b"\xff", PIXEL + image), form, b"<</FunctionType 2/Domain[0 1]/N 1>>", stream(b"", b"/N 3")]
    resources = STATES + SPACES + b"/XObject<</I 6 0 R/X 7 0 R>>"
    data = one_page(text(SENTENCE) + content, box=box, extra=extra, resources=resources, more=more)
    (page,) = read(data, "a.pdf").pages
    return page


def shown(page: Page) -> str:
    return "\n".join(block.text for block in page.blocks if not hasattr(block, "cells"))


@pytest.mark.parametrize(
    "content",
    [
        b"1 g " + NUMBER,
        b".97 g " + NUMBER,
        b"1 1 1 rg " + NUMBER,
        b"0 0 0 0 k " + NUMBER,
        b"/Spot cs 0 scn " + NUMBER,
        b"/Icc cs 1 1 1 sc " + NUMBER,
        b"1 g 1 G 2 Tr " + NUMBER,
        b"1 G 1 Tr " + NUMBER,
        b"3 Tr " + NUMBER,
        b"7 Tr " + NUMBER,
        b"/A gs " + NUMBER,
        AREA + NUMBER,
        b".2 g " + AREA + b".22 g " + NUMBER,
        NUMBER + AREA,
        NUMBER + b"1 g " + AREA,
        NUMBER + b"q 1 g 300 600 200 200 re W n " + AREA + b"Q",
        NUMBER + b"1 g /X Do",
        NUMBER + b"/X Do",
        b"q 0 g " + AREA + b"Q 1 g " + AREA + NUMBER,
        text("91.25", x=330, size=1),
        b".08 0 0 .08 300 645 cm " + text("91.25", x=330),
    ],
)
def test_a_number_that_cannot_be_seen(content: bytes) -> None:
    page = page_of(content)
    assert (shown(page), page.unseen) == (SENTENCE, "91.25")
    assert "unseen_text_left_out" in page.repairs


@pytest.mark.parametrize(
    "content",
    [
        b".8 g " + NUMBER,
        b"0 0 0 1 k " + NUMBER,
        b"/Spot cs 1 scn " + NUMBER,
        b"/Icc cs 0 0 0 sc " + NUMBER,
        b"1 g 0 G 2 Tr " + NUMBER,
        b"1 g 0 G 1 Tr " + NUMBER,
        b"q /A gs Q " + NUMBER,
        b"/A gs /N gs " + NUMBER,
        AREA + b"1 g " + NUMBER,
        b"1 g " + AREA + b"0 g " + NUMBER,
        b"1 g /X Do 0 g " + NUMBER,
        b".3 g 320 690 m 380 690 l 380 720 l 350 740 l 320 720 l f 1 g " + NUMBER,
        b"q 60 0 0 30 320 690 cm /I Do Q 1 g " + NUMBER,
        b"q 320 690 60 30 re W n /Shade sh Q 1 g " + NUMBER,
        b"/H gs 0 g " + AREA + b"/N gs 1 g " + NUMBER,
        NUMBER + b"/H gs 1 1 0 rg " + AREA,
        NUMBER + b"/M gs 1 1 0 rg " + AREA,
        NUMBER + b"/S gs 1 g " + AREA,
        NUMBER + b"/A gs " + AREA,
        NUMBER + b"1 g 320 704 60 .7 re f",
        NUMBER + b"1 g 10 10 500 800 re 320 690 60 30 re f*",
        NUMBER + b"q 0 0 m 400 842 l 595 0 l h W n 1 g " + AREA + b"Q",
        NUMBER + b"q 0 0 50 50 re W n 1 g 0 0 595 842 re f Q",
        NUMBER + b"q 0 0 50 50 re W n q 595 0 0 842 0 0 cm /I Do Q Q",
        NUMBER + b"320 690 60 30 re S",
        b"1 Tf 0 g BT /F 1 Tf 12 0 0 12 330 700 Tm (91.25) Tj ET",
    ],
)
def test_a_number_that_is_seen(content: bytes) -> None:
    page = page_of(content)
    assert (shown(page), page.unseen) == (SHOWN, "")


@pytest.mark.parametrize("see_through", [b"/SMask 9 0 R", b"/Mask[0 1]", b"/ImageMask true", b"/SMaskInData 1"])
def test_a_picture_that_lets_things_through_hides_nothing(see_through: bytes) -> None:
    page = page_of(NUMBER + b"q 60 0 0 30 320 690 cm /I Do Q", image=see_through)
    assert shown(page) == SHOWN


def test_small_type_on_a_small_page_is_read() -> None:
    content = text(SENTENCE, x=2, y=50, size=1) + text("91.25", x=30, y=50, size=1)
    (page,) = read(one_page(content, box=b"0 0 60 84"), "a.pdf").pages
    assert (shown(page), page.unseen) == (SHOWN, "")


def test_a_highlighter_hides_nothing_and_another_annotation_does() -> None:
    for kind, expected in ((b"Highlight", SHOWN), (b"Square", SENTENCE)):
        note = b"<</Subtype/%b/Rect[320 690 380 720]/AP<</N 7 0 R>>>>" % kind
        assert shown(page_of(NUMBER, extra=b"/Annots[%b]" % note)) == expected


def test_a_number_below_a_picture_is_left_to_the_picture() -> None:
    page = page_of(NUMBER + b"q 60 0 0 30 320 690 cm /I Do Q")
    assert (shown(page), page.unseen) == (SENTENCE, "")


def test_what_lies_outside_of_the_box_of_a_form_is_clipped() -> None:
    words = text("Left") + text("91.25", x=330)
    for box, expected in ((b"0 600 320 800", "Left"), (b"300 600 400 800", "91.25"), (b"0 0 0 0", "")):
        form = stream(words, b"/Type/XObject/Subtype/Form/BBox[%b]" % box)
        data = one_page(b"/X Do", resources=b"/XObject<</X 6 0 R>>", more=[form])
        assert read(data, "a.pdf").text() == expected


def test_text_outside_of_the_crop_box_is_left_out() -> None:
    page = page_of(NUMBER, extra=b"/CropBox[0 0 325 842]")
    assert shown(page) == SENTENCE


def test_a_text_layer_of_a_picture_is_left_to_the_picture() -> None:
    page = page_of(b"q 300 0 0 200 100 300 cm /I Do Q 3 Tr " + text("Old 91.25", x=120, y=400))
    assert (shown(page), page.unseen) == (SENTENCE, "")
    assert "text_layer_of_picture_left_out" in page.repairs


@pytest.mark.parametrize(
    ("data", "scores"),
    [
        (paper(), [94.08]),
        (paper(b"0 g 0 0 595 842 re f 1 g\n"), [94.08]),
        (paper(b"1 g\n"), []),
        (paper(behind=b"1 g 0 0 595 842 re f"), []),
        (paper(b"3 Tr\n"), []),
        (paper(IMAGE + b"1 g 40 20 500 800 re f 3 Tr\n"), []),
    ],
)
def test_scores_that_nobody_sees_are_not_published_and_a_finding_tells(data: bytes, scores: list[float]) -> None:
    result = process(data, "a.pdf")
    assert [row["score"] for row in result.scores] == scores
    codes = {finding["code"] for finding in result.findings}
    assert ("unseen_number" in codes) == (not scores)


def test_colours() -> None:
    assert colour_of(0.5) == (0.5, 0.5, 0.5)
    assert colour_of((1, 0, 0), "DeviceRGB") == (1.0, 0.0, 0.0)
    assert colour_of((0, 0, 0, 1), "DeviceCMYK") == (0.0, 0.0, 0.0)
    assert colour_of((1,), "Separation") is None
    assert colour_of("P1", "Pattern") is None
    assert colour_of(((1, 0, 0), "P1"), "Pattern") is None
    assert colour_of((3,), "Indexed") is None
    assert colour_of((0.1, 0.2)) is None


def test_inks() -> None:
    black, white = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)
    assert ink_of(0, white, black, Brush()) == Ink(white)
    assert ink_of(1, white, black, Brush()) == Ink(black)
    assert ink_of(2, white, black, Brush()) == Ink(None)
    assert ink_of(0, white, black, Brush(fill=0.0)) == Ink(None, none=True)
    assert ink_of(2, white, black, Brush(fill=0.0)) == Ink(black)


def test_areas_without_end_are_refused() -> None:
    painted, box = Painted(), BoundingBox(0, 0, 500, 16000)
    areas = (painted.add(box, 0, Kind.SHAPE, None, covers=False) for _ in range(50_000))
    with pytest.raises(TooManyAreasError):
        list(areas)


def test_what_was_painted_last_counts() -> None:
    painted, box, letter = Painted(), BoundingBox(0, 0, 50, 50), BoundingBox(10, 10, 20, 20)
    painted.add(box, 0, Kind.PICTURE, None, covers=True)
    painted.add(box, 2, Kind.SHAPE, (1.0, 1.0, 1.0), covers=True)
    assert painted.sight(letter, 1, Ink()) is Sight.UNSEEN
    assert painted.sight(letter, 2, Ink()) is Sight.SEEN
    painted.add(box, 3, Kind.PICTURE, None, covers=True)
    assert painted.sight(letter, 1, Ink()) is Sight.PICTURED
