"""Running heads, page numbers and catch words: what stands in the margins of many pages is no text of the paper."""

from __future__ import annotations

import pytest

from extractors.pdf.drafts import PageDraft
from extractors.pdf.margins import page_number, without_margins
from tests.pdf.hand_made import FILLER, page, word


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("- ๒ -", "๒"),
        ("หน้า ๓", "๓"),
        ("หน้า 3 จาก 10", "3"),
        ("4/12", "4"),
        ("Page 7 of 9", "7"),
        ("85.25", None),
        ("ข้อ ๒", None),
    ],
)
def test_page_numbers(text: str, number: str | None) -> None:
    assert page_number(text) == number


def pages_with(top: str, last: str = "") -> list[PageDraft]:
    drafts = []
    for number in range(1, 5):
        glyphs = word(f"- {number} -", 280, 40) + word(top, 72, 60) + word(FILLER + str(number), 72, 200)
        glyphs += word(last, 300, 780) if last else []
        drafts.append(page(glyphs, number=number))
    return drafts


def test_running_heads_and_numbers_go() -> None:
    drafts = without_margins(pages_with("รายงานประจำปี"))
    assert [draft.label for draft in drafts] == ["1", "2", "3", "4"]
    assert [found.text for draft in drafts for found in draft.lines()] == [f"{FILLER}{n}" for n in range(1, 5)]


def test_lines_that_stand_once_in_the_margin_stay() -> None:
    first, *rest = pages_with("หัวกระดาษ")
    only = page(word("เรื่องเฉพาะหน้านี้", 72, 60) + word(FILLER, 72, 200), number=1)
    assert next(iter(without_margins([only, *rest])[0].lines())).text == "เรื่องเฉพาะหน้านี้"
    assert first.number == 1


def test_catch_words_at_the_foot_go() -> None:
    assert [
        found.text for draft in without_margins(pages_with("หัวกระดาษ", "/๒. มาตรการ...")) for found in draft.lines()
    ] == [f"{FILLER}{n}" for n in range(1, 5)]


def test_words_repeated_on_the_next_page_are_a_catch_word() -> None:
    first = page(word(FILLER, 72, 200) + word("(๕) แสดงออก …", 72, 700), number=1)
    second = page(word("(๕) แสดงออกถึงความเคารพ", 72, 100) + word(FILLER, 72, 200), number=2)
    assert [found.text for found in without_margins([first, second])[0].lines()] == [FILLER]
    alone = without_margins([first])[0]
    assert [found.text for found in alone.lines()] == [FILLER, "(๕) แสดงออก …"]
