"""Lines, blanks, tables, columns and signs from glyphs and strokes laid out by hand."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from extractors.document import BoundingBox, Table, TextBlock
from extractors.pdf.glyphs import Glyph, Stroke
from extractors.pdf.lines import Cluster, clusters_of, joined, lines_of
from extractors.pdf.symbols import meaning
from extractors.readers.table_cut import goes_on_as_range
from tests.pdf.hand_made import FILLER, SIZE, STEP, blocks, grid, line, page, rules, word

# Lines


def test_marks_stay_with_their_base() -> None:
    assert [found.text for found in lines_of(clusters_of(word("นั้นที่ผู้", 10, 10)))] == ["นั้นที่ผู้"]


def test_a_mark_at_the_end_of_the_stream_finds_its_base() -> None:
    *rest, mark = [*word("ผูบริหาร", 10, 10), Glyph("้", BoundingBox(16, 10, 16, 22), "Sarabun", SIZE)]
    assert [found.text for found in lines_of(clusters_of([*rest, mark]))] == ["ผู้บริหาร"]


def test_a_wide_gap_is_a_blank_and_spread_letters_are_not() -> None:
    spread = [glyph for index, letter in enumerate("คะแนน") for glyph in word(letter, 10 + index * (STEP + 3), 10)]
    assert [found.text for found in lines_of(clusters_of(spread + word("รวม", 100, 10)))] == ["คะแนน รวม"]


def test_a_blank_left_out_beside_a_number_is_one_where_letters_are_not_spread() -> None:
    within = word("ภายใน24", 10, 10)
    moved = word("ชั่วโมง", within[-1].box.x1 + 0.3 * SIZE, 10)
    assert [found.text for found in lines_of(clusters_of(within + moved))] == ["ภายใน24 ชั่วโมง"]


def test_digits_with_a_small_gap_are_not_parted() -> None:
    head = word("คะแนน94", 10, 10)
    assert [f.text for f in lines_of(clusters_of(head + word(".08", head[-1].box.x1 + 0.3 * SIZE, 10)))] == [
        "คะแนน94.08"
    ]


def test_a_sara_am_without_width_stays_with_its_base() -> None:
    base, behind = word("ส", 10, 10)[0], word("นัก", 10 + SIZE / 2 - 0.1, 10)
    flat = replace(base, text="ำ", box=BoundingBox(base.box.x1, base.box.y0, base.box.x1, base.box.y1))
    assert [found.text for found in lines_of(clusters_of([base, flat, *behind]))] == ["สำนัก"]


def test_a_blank_over_digits_does_not_tear_a_number() -> None:
    blank = Glyph(" ", BoundingBox(10.02, 10, 12.2, 22), "Sarabun", SIZE)
    assert [found.text for found in lines_of(clusters_of([*word("478.9", 10, 10), blank]))] == ["478.9"]


def test_digits_printed_over_each_other_are_no_number() -> None:
    over = [*word("94.08", 10, 10), *word("85.25", 12, 10)]
    text = "".join(found.text for found in lines_of(clusters_of(over)))
    assert "\ufffd" in text


def test_letters_printed_twice_to_look_bold_are_one() -> None:
    twice = [*word("คะแนน 94.08", 72, 100), *word("คะแนน 94.08", 72.4, 100), *word(FILLER, 72, 130)]
    assert next(iter(page(twice).lines())).text == "คะแนน 94.08"


def test_joined_of_nothing() -> None:
    assert joined([]) == ""
    assert joined([Cluster(" ", BoundingBox(0, 0, 1, 1), "a", 1)]) == ""


# Ruled tables


XS, YS = [72.0, 172.0, 272.0, 372.0], [100.0, 130.0, 160.0, 190.0]
WORDS = ["ตัวชี้วัด", "คะแนน", "ระดับ", "ก", "94.08", "A", "ข", "85.25", "AA"]


def filled(words: list[str] = WORDS) -> list[Glyph]:
    return [
        glyph for place, text in enumerate(words) for glyph in word(text, XS[place % 3] + 4, YS[place // 3] + 8)
    ] + word(FILLER, 72, 300)


ROWS = [WORDS[:3], WORDS[3:6], WORDS[6:]]


def test_grid_of_lines() -> None:
    assert grid(filled(), rules(XS, YS)) == ROWS


def test_grid_of_thin_filled_areas() -> None:
    strokes = [Stroke(BoundingBox(XS[0], y - 0.5, XS[-1], y + 0.5), (), False, True, True, True) for y in YS] + [
        Stroke(BoundingBox(x - 0.5, YS[0], x + 0.5, YS[-1]), (), False, True, True, True) for x in XS
    ]
    assert grid(filled(), strokes) == ROWS


def test_grid_of_outlined_cells() -> None:
    strokes = []
    for x0, x1 in pairwise(XS):
        for y0, y1 in pairwise(YS):
            corners = ((x0 + 1, y0 + 1), (x1 - 1, y0 + 1), (x1 - 1, y1 - 1), (x0 + 1, y1 - 1), (x0 + 1, y0 + 1))
            strokes.append(Stroke(BoundingBox(x0 + 1, y0 + 1, x1 - 1, y1 - 1), corners, True, False, True, True))
    assert grid(filled(), strokes) == ROWS


def test_doubled_rules_are_one() -> None:
    strokes = rules(XS, YS) + rules([x + 2 for x in XS], [y + 2 for y in YS])
    assert grid(filled(), strokes) == ROWS


def test_dashed_rules() -> None:
    dashes = [line(x, y, x + 4, y) for y in YS for x in range(72, 372, 6)]
    assert grid(filled(), [*dashes, *rules(XS, YS)[4:]]) == ROWS


@pytest.mark.parametrize("missing", [0, 3, 4, 7])
def test_a_table_without_one_outer_rule(missing: int) -> None:
    strokes = rules(XS, YS)
    del strokes[missing]
    assert grid(filled(), strokes) == ROWS


def test_merged_cells_across_and_down() -> None:
    strokes = [
        line(72, 100, 372, 100), line(172, 130, 372, 130), line(72, 160, 372, 160), line(72, 190, 372, 190),
        line(72, 100, 72, 190), line(172, 100, 172, 190), line(272, 130, 272, 190), line(372, 100, 372, 190),
    ]  # fmt: skip
    glyphs = filled(["หน่วยงาน", "คะแนน", "", "", "2566", "2567", "ก", "85.25", "90.00"])
    (table,) = [block for block in blocks(page(glyphs, strokes)) if isinstance(block, Table)]
    cells = {(cell.row, cell.column): (cell.text, cell.row_span, cell.col_span) for cell in table.cells}
    assert cells[0, 0] == ("หน่วยงาน", 2, 1)
    assert cells[0, 1] == ("คะแนน", 1, 2)
    assert cells[2, 2] == ("90.00", 1, 1)


def test_shading_is_no_rule() -> None:
    shade = Stroke(BoundingBox(72, 100, 372, 130), (), False, True, True, True)
    assert grid(filled(), [shade, *rules(XS, YS)]) == ROWS


def test_rows_without_a_rule_between_them() -> None:
    strokes = [stroke for stroke in rules(XS, YS) if not (stroke.box.y0 == stroke.box.y1 == 160)]
    words = ["รายการ", "ปี 2566", "ปี 2567", "รายจ่าย", "94.08", "90.00", "รายรับ", "85.25", "88.00"]
    assert grid(filled(words), strokes) == [words[:3], words[3:6], words[6:]]


def test_a_cell_with_two_lines_stays_one_row() -> None:
    glyphs = filled(["ตัวชี้วัด", "คะแนน", "ระดับ", "ก", "94.08", "A", "ข", "85.25", ""]) + word("ต่อ", 76, 148)
    assert grid(glyphs, rules(XS, YS))[1] == ["ก\nต่อ", "94.08", "A"]


def test_a_frame_around_text_is_no_table() -> None:
    glyphs = word(FILLER, 80, 110) + word(FILLER, 80, 130)
    assert [type(block) for block in blocks(page(glyphs, rules([72, 500], [100, 150])))] == [TextBlock]


# Tables without rules


def test_aligned_numbers_are_a_table() -> None:
    rows = [("ตัวชี้วัด", "คะแนน"), ("การปฏิบัติหน้าที่", "94.08"), ("การใช้งบประมาณ", "85.25"), ("การใช้อำนาจ", "77.10")]
    glyphs = [
        glyph
        for index, (label, value) in enumerate(rows)
        for glyph in word(label, 72, 100 + 18 * index) + word(value, 300, 100 + 18 * index)
    ]
    assert grid(glyphs + word(FILLER, 72, 60), []) == [list(row) for row in rows]


def test_contents_with_page_numbers_stay_text() -> None:
    glyphs = [
        glyph
        for index in range(6)
        for glyph in word("บทที่ว่าด้วยการประเมิน", 72, 100 + 18 * index) + word(str(3 + 2 * index), 400, 100 + 18 * index)
    ]
    assert not any(isinstance(block, Table) for block in blocks(page(glyphs)))


def test_prose_with_numbers_stays_text() -> None:
    glyphs = [
        glyph
        for index in range(5)
        for glyph in word(f"คะแนน {80 + index}.25", 72 + 40 * index, 100 + 18 * index)
        + word(FILLER, 72, 300 + 20 * index)
    ]
    assert not any(isinstance(block, Table) for block in blocks(page(glyphs)))


# Tables with rules between their rows only

BETWEEN = ["มาตรการ", "ผู้รับผิดชอบ", "ระยะเวลา", "จัดทำคู่มือ", "สำนักปลัด", "ไตรมาส ๑", "เผยแพร่ข้อมูล", "กองคลัง", "ไตรมาส ๒"]
BETWEEN_ROWS = [BETWEEN[:3], BETWEEN[3:6], BETWEEN[6:]]
FLAT = [line(72, y, 372, y) for y in YS]


def test_rules_between_rows_of_words_make_a_table() -> None:
    assert grid(filled(BETWEEN), FLAT) == BETWEEN_ROWS


def test_wrapped_words_between_two_rules_are_one_cell() -> None:
    glyphs = filled(BETWEEN) + word("ปฏิบัติงาน", 76, 148)
    assert grid(glyphs, FLAT)[1] == ["จัดทำคู่มือ\nปฏิบัติงาน", "สำนักปลัด", "ไตรมาส ๑"]


def test_a_title_between_the_first_rules_stays_text() -> None:
    title = word("ตารางแสดงมาตรการและผู้รับผิดชอบ", 76, 78)
    found = blocks(page(filled(BETWEEN) + title, [line(72, 70, 372, 70), *FLAT]))
    assert [type(block) for block in found] == [TextBlock, Table, TextBlock]


def test_two_rows_between_rules_are_too_few() -> None:
    found = blocks(page(filled([*BETWEEN[:6], "", "", ""]), FLAT[:3]))
    assert not any(isinstance(block, Table) for block in found)


def test_a_rule_that_ends_inside_says_that_rows_are_merged() -> None:
    strokes = [*FLAT[:2], line(172, 160, 372, 160), FLAT[3], line(72, 220, 372, 220)]
    found = blocks(page(filled(BETWEEN) + word("กองช่าง", 76, 200) + word("ไตรมาส ๓", 300, 200), strokes))
    assert not any(isinstance(block, Table) for block in found)


def test_prose_between_rules_stays_text() -> None:
    whole = [glyph for y in (110, 140, 170) for glyph in word(FILLER[:44], 76, y)]
    ends = ((110, 10), (140, 18), (170, 26))
    parted = [glyph for y, n in ends for glyph in word(FILLER[:n], 76, y) + word(FILLER[: 38 - n], 100 + STEP * n, y)]
    for glyphs in (whole, parted):
        assert not any(isinstance(block, Table) for block in blocks(page(glyphs, FLAT)))


# Columns


def kept_apart(gap: float) -> list[str]:
    """Paragraphs, the second with a line that its writer ended by hand; ``gap`` stands above each of them."""
    glyphs, y = [], 100.0
    for lines in ([FILLER, FILLER], [FILLER, "ผ่านครบทั้ง", "22 ข้อ"], [FILLER, FILLER], [FILLER, FILLER]):
        for index, text in enumerate(lines):
            y += 18.0 if index else gap
            glyphs += word(text, 72.0 if index else 108.0, y)
    return [block.text for block in blocks(page(glyphs)) if isinstance(block, TextBlock)]


def test_a_line_ended_by_hand_does_not_end_a_paragraph_where_paragraphs_stand_apart() -> None:
    assert kept_apart(20.0)[1] == f"{FILLER}\nผ่านครบทั้ง\n22 ข้อ"
    assert len(kept_apart(20.0)) == 4


def test_where_all_lines_stand_alike_a_short_line_ends_the_paragraph() -> None:
    assert kept_apart(18.0)[1:3] == [f"{FILLER}\nผ่านครบทั้ง", "22 ข้อ"]


def test_two_columns_are_read_one_after_the_other() -> None:
    column = "ประชาสัมพันธ์ระเบียบการยืมใช้ทรัพย์สิน"
    glyphs = [
        glyph
        for index in range(6)
        for glyph in word(f"ก{column}", 60, 100 + 18 * index) + word(f"ข{column}", 330, 106 + 18 * index)
    ]
    text = "".join(block.text for block in blocks(page(glyphs)) if isinstance(block, TextBlock))
    assert text.rindex(f"ก{column}") < text.index(f"ข{column}")


def test_a_column_may_begin_higher_or_end_lower_than_its_neighbour() -> None:
    column = "ประชาสัมพันธ์ระเบียบการยืมใช้ทรัพย์สิน"
    lines = [(name, x, top + 18 * index) for name, x, top in (("ก", 60, 118), ("ข", 330, 100)) for index in range(6)]
    glyphs = [glyph for name, x, y in lines for glyph in word(f"{name}{column}", x, y)]
    text = "".join(block.text for block in blocks(page(glyphs)) if isinstance(block, TextBlock))
    assert text.rindex(f"ก{column}") < text.index(f"ข{column}")


def test_signatures_side_by_side_are_read_row_by_row() -> None:
    pairs = [("ลงชื่อ", "ลงชื่อ"), ("นายสมชาย", "นางสมหญิง"), ("ปลัด", "นายก")]
    glyphs = [
        glyph
        for index, (left, right) in enumerate(pairs)
        for glyph in word(left, 100, 400 + 18 * index) + word(right, 380, 400 + 18 * index)
    ]
    text = " ".join(
        block.text for block in blocks(page(glyphs + word(FILLER, 72, 100))) if isinstance(block, TextBlock)
    )
    assert "นายสมชาย นางสมหญิง" in text


# Signs


@pytest.mark.parametrize(
    ("text", "font", "expected"),
    [
        ("\uf0fe", "ABCDEF+Wingdings-Regular", "☑"),
        ("\uf0a8", "Sarabun", "☐"),
        ("þ", "Wingdings", "☑"),
        ("o", "Wingdings", "☐"),
        ("o", "Sarabun", "o"),
        ("4", "ZapfDingbats", "☑"),
        ("4", "ABCDEF+Sarabun", "4"),
        ("J", "Wingdings", "\ufffd"),
        ("(cid:254)", "ABCDEF+Wingdings", "☑"),
        ("✓", "Sarabun", "☑"),
        ("ก", "Wingdings2", "\ufffd"),
    ],
)
def test_signs_of_boxes(text: str, font: str, expected: str) -> None:
    assert meaning(text, font) == expected


def test_a_watermark_is_left_out() -> None:
    slanted = [
        Glyph("ร", BoundingBox(100 + 9 * i, 300 - 9 * i, 110 + 9 * i, 310 - 9 * i), "S", 40, None) for i in range(9)
    ]
    draft = page(word(FILLER, 72, 200) + slanted)
    assert [found.text for found in draft.lines()] == [FILLER]
    assert "slanted_text_left_out" in draft.repairs


def test_names_above_their_numbers_are_a_table() -> None:
    cards = [("งบประมาณ", "91.25", 100), ("การใช้อำนาจ", "82.50", 160), ("การสื่อสาร", "73.75", 220)]
    glyphs = [
        glyph
        for name, number, y in cards
        for x in (80, 330)
        for glyph in word(name, x, y) + word(number, x + 10, y + 22)
    ]
    tables = [block for block in blocks(page(glyphs)) if isinstance(block, Table)]
    texts = [cell.text for table in tables for cell in table.cells]
    assert texts == [text for name, number, _ in cards for text in (name, name, number, number)]


@pytest.mark.parametrize(
    ("above", "line", "joined"),
    [
        ("ระยะเวลา: มกราคม", "- มีนาคม 2567", True),
        ("ระหว่างปี 2566", "– 2568", True),
        ("ระยะเวลา: มกราคม", "- จัดประชุม", False),
        ("จัดประชุม", "- มีนาคม 2567", False),
        ("มกราคม", "-", False),
    ],
)
def test_a_dash_between_two_times_opens_no_item(above: str, line: str, joined: bool) -> None:
    assert goes_on_as_range(above, line) is joined
