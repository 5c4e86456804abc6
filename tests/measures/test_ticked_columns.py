"""Forms to tick, charts of months and quarters, tables below an indicator's heading, steps on lines of their own."""

import datetime as dt

import pytest

from extractors.facts import Measure, MeasureKind
from tests.measures.reading import measures_of, tsv

CAPTION = "แบบติดตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ปี 2566"


def markdown(*rows: str, above: str = CAPTION) -> str:
    lines = [f"| {row} |" for row in rows]
    return "\n".join([above, "", lines[0], "|" + "---|" * (rows[0].count("|") + 1), *lines[1:], ""])


def measures(*rows: str, above: str = CAPTION) -> tuple[Measure, ...]:
    return measures_of(markdown(*rows, above=above), name="paper.md")


def test_one_status_a_column() -> None:
    found = measures(
        "ที่ | รายการ | ดำเนินการแล้ว | อยู่ระหว่างดำเนินการ | ยังไม่ดำเนินการ",
        "1 | ประกาศนโยบายไม่รับของขวัญ | / | |",
        "2 | ทบทวนคู่มือ | | ✓ |",
        "3 | อบรมเรื่องการยืมพัสดุ | | | x",
        "4 | สำรวจความเห็น | | |",
    )
    assert [(measure.title, measure.status) for measure in found] == [
        ("ประกาศนโยบายไม่รับของขวัญ", "done"),
        ("ทบทวนคู่มือ", "in_progress"),
        ("อบรมเรื่องการยืมพัสดุ", "not_started"),
        ("สำรวจความเห็น", None),
    ]
    assert {measure.kind for measure in found} == {MeasureKind.PROGRESS}


@pytest.mark.parametrize(
    "above",
    ["ผลการประเมิน LPA ปี 2566", "แผนจัดซื้อจัดจ้าง", "คำสั่งแต่งตั้งคณะทำงานมาตรการส่งเสริมคุณธรรมและความโปร่งใส"],
)
def test_the_same_form_of_something_else(above: str) -> None:
    rows = ("ที่ | รายการ | ดำเนินการแล้ว | ยังไม่ดำเนินการ", "1 | จัดเก็บภาษี | ✓ |", "2 | จัดทำแผนพัฒนา | | ✓")
    assert measures(*rows, above=above) == ()


def test_money_beside_the_caption_makes_no_measures() -> None:
    assert measures("ที่ | โครงการ | งบประมาณ (บาท) | ผู้รับผิดชอบ", "1 | ซ่อมถนน | 500,000 | กองช่าง") == ()


def test_marked_months_are_one_span() -> None:
    (first, second) = measures(
        "กิจกรรม | ต.ค.65 | พ.ย.65 | ธ.ค.65 | ม.ค.66 | ผู้รับผิดชอบ",
        "รณรงค์งดรับของขวัญ | | ← | → | | ทุกกอง",
        "เปิดเผยแผน | ✔ | | | ✔ | กองคลัง",
    )
    assert (first.period, first.period_start, first.period_end) == (
        "พ.ย.65, ธ.ค.65",
        dt.date(2022, 11, 1),
        dt.date(2022, 12, 31),
    )
    assert (second.period, second.period_start, second.period_end) == ("ต.ค.65, ม.ค.66", None, None)


def test_quarters_told_by_the_head_above_their_numbers() -> None:
    page = """<p>มาตรการส่งเสริมความโปร่งใส</p><table><tr><th rowspan=2>มาตรการ</th><th colspan=4>ไตรมาสที่</th>
<th rowspan=2>ผู้รับผิดชอบ</th></tr><tr><th>๑</th><th>๒</th><th>๓</th><th>๔</th></tr>
<tr><td>ชี้แจงเกณฑ์</td><td></td><td>/</td><td>/</td><td></td><td>กองการเจ้าหน้าที่</td></tr></table>"""
    (measure,) = measures_of(page, name="paper.html")
    assert measure.period == "ไตรมาสที่ ๒, ไตรมาสที่ ๓"
    assert (measure.period_start, measure.period_end) == (dt.date(2023, 1, 1), dt.date(2023, 6, 30))


BELOW_HEADINGS = """## ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ

{0}

### หน่วยงานกำหนดดังนี้

{0}

## การปรับปรุงระบบการทำงาน

{0}

## แผนภาพรวม

{0}
"""


def test_tables_below_the_headings_of_indicators() -> None:
    table = "| มาตรการ | ผู้รับผิดชอบ |\n|---|---|\n| ตรวจนับพัสดุ | กองคลัง |"
    found = measures_of(BELOW_HEADINGS.format(table), name="paper.md")
    assert [measure.indicators for measure in found] == [(4,), (4,), (8,), ()]


def test_a_list_of_indicators_is_no_heading() -> None:
    listed = "\n".join(f"ตัวชี้วัดที่ {number}\n" for number in (3, 5, 10))
    rows = ("มาตรการ | ผู้รับผิดชอบ", "ตรวจนับพัสดุ | กองคลัง")
    assert [measure.indicators for measure in measures(*rows, above=listed)] == [()]
    assert [measure.indicators for measure in measures(*rows, above="ตัวชี้วัดที่ 10 การใช้อำนาจ")] == [()]


def test_a_row_knows_its_indicator_better_than_the_heading() -> None:
    above = "## ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ"
    rows = ("ตัวชี้วัด | มาตรการ | ผู้รับผิดชอบ", "การใช้อำนาจ | เปิดเกณฑ์ | นิติกร", "เรื่องอื่น ๆ | จัดประชุม | ปลัด")
    assert [measure.indicators for measure in measures(*rows, above=above)] == [(3,), ()]


@pytest.mark.parametrize(
    ("cell", "steps"),
    [
        ("ร่างเกณฑ์<br>รับฟังความเห็น<br>ประกาศใช้", ("ร่างเกณฑ์", "รับฟังความเห็น", "ประกาศใช้")),
        ("ประชุมเพื่อ<br>จัดทำแผน", ("ประชุมเพื่อจัดทำแผน",)),
        ("ประชุมบุคลากร<br>ทุกกองให้ทราบ", ("ประชุมบุคลากรทุกกองให้ทราบ",)),
    ],
)
def test_steps_on_lines_of_their_own(cell: str, steps: tuple[str, ...]) -> None:
    (measure,) = measures("มาตรการ | ขั้นตอน | ผู้รับผิดชอบ", f"สร้างเกณฑ์มอบหมายงาน | {cell} | สำนักปลัด")
    assert measure.steps == steps


def test_a_box_for_each_answer_in_one_column() -> None:
    rows = (
        "ตัวชี้วัด | มาตรการ | ผลการตรวจสอบ",
        "การใช้อำนาจ | ประกาศเกณฑ์เลื่อนขั้น | ☑ มี ☐ ไม่มี",
        "การเปิดเผยข้อมูล | มอบหมายผู้ดูแลเว็บไซต์ | ☐ มี ☑ ไม่มี",
        "การป้องกันการทุจริต | ประกาศงดรับของขวัญ | ☐ มี ☐ ไม่มี",
    )
    found = [(measure.indicators, measure.title, measure.checked) for measure in measures_of(tsv(*rows))]
    assert found == [
        ((3,), "ประกาศเกณฑ์เลื่อนขั้น", True),
        ((9,), "มอบหมายผู้ดูแลเว็บไซต์", False),
        ((10,), "ประกาศงดรับของขวัญ", None),
    ]
