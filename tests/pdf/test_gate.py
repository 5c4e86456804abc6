"""The trust gate: every reason, and that sound pages pass."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import BoundingBox
from extractors.pdf.gate import PageSignals, covered, judge, notes, reasons, signals_of
from extractors.pdf.glyphs import Content, Glyph, Stroke
from extractors.pdf.words import coverage

THAI = (
    "หน่วยงานต้องเผยแพร่ข้อมูลการใช้จ่ายงบประมาณให้ประชาชนทราบ",
    "ประจำปีงบประมาณ พ.ศ. 2566 ได้คะแนนร้อยละ 89.12",
    "โดยมอบหมายให้กองคลังรายงานผลต่อผู้บริหารทุกไตรมาส",
)
ENGLISH = (
    "The office publishes the plan of the year and the report on its use in the first month",
    "of the following year. It is read by the council and by the people of the district.",
)
FULL = BoundingBox(0, 0, 600, 800)


def page(
    lines: tuple[str, ...], *, pictures: tuple[BoundingBox, ...] = (), hidden: bool = False, strokes: int = 0
) -> PageSignals:
    glyphs = tuple(
        Glyph(letter, BoundingBox(10, 10, 20, 20), "F", 16, hidden=hidden) for line in lines for letter in line
    )
    stroke = Stroke(BoundingBox(0, 0, 5, 5), (), outlined=False, filled=True, rectangle=False, straight=False)
    return signals_of(Content(600, 800, glyphs, (stroke,) * strokes, pictures), lines)


def reason(signals: PageSignals) -> str | None:
    verdict = judge(signals)
    assert verdict.accepted is (verdict.reason is None)
    assert verdict.reason in {*reasons(), None}
    assert set(verdict.notes) <= set(notes())
    return verdict.reason


@pytest.mark.parametrize("lines", [THAI, ENGLISH, THAI + ENGLISH, (), ("12",), ("ปกหน้า",)])
def test_sound_pages_are_accepted(lines: tuple[str, ...]) -> None:
    assert judge(page(lines)) == judge(PageSignals())
    assert reason(page(lines)) is None


def test_a_scan_has_no_text() -> None:
    assert reason(page((), pictures=(FULL,))) == "scan_without_text"
    assert reason(page(("- 3 -",), pictures=(FULL,))) == "scan_without_text"
    strips = tuple(BoundingBox(50, top, 550, top + 100) for top in range(0, 800, 100))
    assert reason(page((), pictures=strips)) == "scan_without_text"


def test_a_logo_or_a_photo_beside_text_is_no_scan() -> None:
    assert reason(page((), pictures=(BoundingBox(250, 20, 350, 120),))) is None
    verdict = judge(page(THAI, pictures=(BoundingBox(0, 0, 600, 500),)))
    assert (verdict.accepted, verdict.notes) == (True, ("large_picture",))


def test_letters_that_are_drawn_cannot_be_read() -> None:
    assert reason(page((), strokes=900)) == "letters_as_drawings"
    assert reason(page((), strokes=40)) is None


def test_an_ocr_layer_without_thai_is_latin_garbage() -> None:
    garbage = (
        "F.t'' b. 6', 91 1 fl LU U LIU O tJ'lyl UA nu RJWW flisd",
        "rraiw uar ousl Gnl nin wad drraiw ousl tuu ouu",
    )
    assert reason(page(garbage, pictures=(FULL,), hidden=True)) == "latin_garbage"
    assert reason(page(("suu drraiw",) * 4, pictures=(FULL,), hidden=True)) == "latin_garbage"


def test_an_ocr_layer_is_believed_as_far_as_it_makes_words() -> None:
    verdict = judge(page(THAI, pictures=(FULL,), hidden=True))
    assert (verdict.accepted, verdict.notes) == (True, ("ocr_layer",))
    doubtful = replace(page(THAI, hidden=True), coverage=0.6)
    assert reason(doubtful) == "doubtful_ocr"
    assert reason(replace(doubtful, hidden_share=0.0)) is None


def test_a_recogniser_that_judges_its_numbers_needs_fewer_words() -> None:
    judged = replace(page(THAI, hidden=True), numbers_judged=True)
    few = judge(replace(judged, coverage=0.5))
    assert (few.accepted, few.notes) == (True, ("few_words",))
    assert judge(judged).notes == ("ocr_layer",)
    assert reason(replace(judged, coverage=0.1)) == "no_thai_words"


def test_specks_between_numbers_that_were_judged_are_no_latin_page() -> None:
    digits = page(("1 88.12 91.66", "2 68.99 86.19", "3 74.02 n 80.35", "x"), hidden=True)
    assert reason(digits) == "latin_garbage"
    assert reason(replace(digits, numbers_judged=True)) is None
    words = replace(page(("1 88.12 suu drraiw",) * 4, hidden=True), numbers_judged=True)
    assert reason(words) == "latin_garbage"


def test_symbols_for_letters_are_a_broken_map() -> None:
    body = ("(`) 2>\ufffd>Q\ufffd2%\ufffdO2%\ufffd/ #2\ufffd%\ufffd2%\ufffd?P%1\ufffdO2/\ufffd",) * 3
    assert reason(page(("หน้า ๔ เล่ม ๑๔๒", *body))) == "broken_map"
    assert reason(page(("คBO#ค%1'2 A>=N2#0%@Q&?$2^`#2#{|2%O2/&#;<1$%",) * 3)) == "broken_map"


def test_thai_letters_without_words_are_refused() -> None:
    shifted = tuple(
        "".join(chr((ord(c) - 0xE01 + 7) % 46 + 0xE01) if "ก" <= c <= "ฮ" else c for c in line) for line in THAI
    )
    assert reason(page(shifted)) == "no_thai_words"


def test_numbers_without_digits_are_refused() -> None:
    lines = (*THAI[::2], "ร้อยละ \ufffd\ufffd.\ufffd\ufffd และ \ufffd\ufffd.5 จาก 9\ufffd คน ในปี 2566")
    assert reason(page(lines)) == "unmapped_digits"
    letters = (*THAI[::2], "พ.ศ. abcd และ พ.ศ. abce เป็นร้อยละ gh.de ตามมาตรา bc")
    assert reason(page(letters)) == "unmapped_digits"


def test_one_lost_digit_does_not_refuse_the_page() -> None:
    assert reason(page((*THAI, "1 2 3 4 5 6 7 8 9 10 11 12 13 \ufffd5"))) is None


@pytest.mark.parametrize(
    ("boxes", "share"),
    [
        ([], 0.0),
        ([FULL], 1.0),
        ([FULL, FULL], 1.0),
        ([BoundingBox(0, 0, 600, 400)], 0.5),
        ([BoundingBox(0, 0, 300, 800), BoundingBox(200, 0, 400, 800)], 400 / 600),
        ([BoundingBox(-900, -900, 9000, 9000)], 1.0),
    ],
)
def test_what_pictures_cover(boxes: list[BoundingBox], share: float) -> None:
    assert covered(boxes, 600, 800) == pytest.approx(share)


def test_a_page_without_area_is_covered_by_nothing() -> None:
    assert covered([FULL], 0, 0) == 0.0


def test_coverage_of_words() -> None:
    assert coverage("no Thai at all") is None
    assert coverage(THAI[0]) == pytest.approx(1.0, abs=0.1)
    assert coverage("กฃฆฌญฎฏฐฑฒฝฟภ") == 0.0


@given(st.text(max_size=200), st.booleans(), st.floats(0, 1))
def test_any_text_gets_a_verdict(text: str, hidden: bool, share: float) -> None:
    signals = page((text,), hidden=hidden, pictures=(BoundingBox(0, 0, 600, 800 * share),))
    reason(signals)
    assert 0.0 <= signals.picture_share <= 1.0001
