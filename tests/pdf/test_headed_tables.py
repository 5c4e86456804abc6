"""Tables without upright rules below a head that names columns of measures."""

from __future__ import annotations

from extractors.document import BoundingBox
from extractors.pdf.drafts import Columns
from extractors.pdf.headed_tables import fill_below_heads
from extractors.pdf.lines import Cluster
from extractors.pdf.ruled_tables import Filled, text_of
from extractors.pdf.rulings import Ruling, Rulings

SIZE = 12.0
XS = (60.0, 220.0, 360.0, 450.0)
HEAD = ["มาตรการ", "วิธีดำเนินการ", "ผู้รับผิดชอบ", "ระยะเวลา"]
FIRST = ["ทบทวนมาตรฐาน", "๑. ตั้งคณะ", "สำนักปลัด", "ตุลาคม"]
REST = ["งานบริการ", "๒. ประกาศ", None, None]
SECOND = ["เปิดเผยแผน", "๑. รวบรวม", "กองคลัง", "ทุกเดือน"]
THIRD = ["อบรมวินัย", "๑. จัดอบรม", "นิติกร", "มีนาคม"]


def words(x: float, y: float, text: str) -> list[Cluster]:
    width = 0.45 * SIZE
    return [
        Cluster(letter, BoundingBox(x + place * width, y, x + (place + 1) * width, y + SIZE), "", SIZE)
        for place, letter in enumerate(text)
    ]


def page(*rows: tuple[float, list[str | None]]) -> Filled:
    clusters = [c for y, row in rows for x, text in zip(XS, row, strict=True) if text for c in words(x, y, text)]
    return Filled((), tuple(clusters))


def rows(filled: Filled, rules: tuple[float, ...] = (), carried: Columns | None = None) -> list[list[str]]:
    """The rows of the only table, all cells in order; none where there is no table."""
    done, _ = fill_below_heads(Rulings(tuple(Ruling(y, 55.0, 540.0) for y in rules)), filled, carried)
    if not done.tables:
        return []
    (table,) = done.tables
    return [[text_of(slot.lines) for slot in table.slots if slot.row == row] for row in range(table.n_rows)]


JOINED = ["ทบทวนมาตรฐาน\nงานบริการ", "๑. ตั้งคณะ\n๒. ประกาศ", "สำนักปลัด", "ตุลาคม"]


def test_rows_told_by_their_distances() -> None:
    filled = page((100, HEAD), (120, FIRST), (136, REST), (156, SECOND), (176, THIRD))
    assert rows(filled) == [HEAD, JOINED, SECOND, THIRD]


def test_rows_told_by_rules_whatever_their_distances() -> None:
    filled = page((100, HEAD), (116, FIRST), (132, REST), (148, SECOND), (164, THIRD))
    assert rows(filled, (114, 146, 162, 178)) == [HEAD, JOINED, SECOND, THIRD]


def test_rules_around_the_head_and_the_table_part_no_rows() -> None:
    filled = page((100, HEAD), (120, FIRST), (136, REST), (156, SECOND), (176, THIRD))
    assert rows(filled, (95, 115, 192)) == [HEAD, JOINED, SECOND, THIRD]


def test_cells_whose_middles_lie_level() -> None:
    first = [(120.0, [FIRST[0], FIRST[1], None, None]), (128.0, [None, None, *FIRST[2:]]), (136.0, REST)]
    filled = page((100, HEAD), *first, (160, SECOND), (184, THIRD))
    assert rows(filled) == [HEAD, JOINED, SECOND, THIRD]


def test_rows_that_nothing_tells_are_left_as_text() -> None:
    filled = page((100, HEAD), (116, FIRST), (132, REST), (148, SECOND), (164, THIRD))
    assert rows(filled) == []


def test_a_line_across_the_columns_ends_the_table() -> None:
    filled = page((100, HEAD), (120, FIRST), (136, REST), (156, SECOND))
    prose = words(60, 176, "ทั้งนี้ให้ทุกส่วนราชการถือปฏิบัติและรายงานผลต่อผู้บริหารทุกหกเดือนอย่างเคร่งครัด")
    assert rows(Filled((), (*filled.rest, *prose))) == [HEAD, JOINED, SECOND]


def test_prose_below_names_of_columns_is_no_table() -> None:
    head = page((100, HEAD)).rest
    prose = [c for y in (120, 140, 160) for c in words(60, y, "ให้ทุกส่วนราชการถือปฏิบัติและรายงานผลต่อผู้บริหารทุกหกเดือนด้วย")]
    assert rows(Filled((), (*head, *prose))) == []


def test_heads_of_scores_are_left_to_others() -> None:
    filled = page((100, ["ตัวชี้วัด", "คะแนน", "ระดับ", "ลำดับ"]), (120, FIRST), (140, SECOND), (160, THIRD))
    assert rows(filled) == []


def test_the_table_goes_on_on_the_next_page() -> None:
    first = page((100, HEAD), (120, FIRST), (136, REST), (156, SECOND))
    _, carried = fill_below_heads(Rulings(), first, None)
    assert carried is not None
    assert rows(page((50, REST), (70, SECOND), (90, THIRD)), carried=carried) == [
        [text or "" for text in REST],
        SECOND,
        THIRD,
    ]
    again = page((50, HEAD), (66, REST), (86, SECOND), (106, THIRD))
    assert rows(again, carried=carried) == [HEAD, [text or "" for text in REST], SECOND, THIRD]
    other = Filled((), tuple(words(60, 50, "บทที่ ๒ ผลการประเมินคุณธรรมและความโปร่งใสของหน่วยงานในปีที่ผ่านมา")))
    assert rows(other, carried=carried) == []
