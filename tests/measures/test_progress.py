"""Kinds of tables, status boxes, periods and reports due."""

import datetime as dt

import pytest

from extractors.facts import MeasureKind
from tests.measures.reading import measures_of, read_measures, tsv

PROGRESS = "ตัวชี้วัด | แนวทางการยกระดับ | ผู้รับผิดชอบ | ระยะเวลา | ความก้าวหน้า"
BOXES = ("ดำเนินการแล้วเสร็จ", "ยังไม่ได้ดำเนินการ", "อยู่ระหว่างดำเนินการ")


def row(*ticked: int) -> str:
    boxes = " ".join(f"{'☑' if place in ticked else '☐'} {words}" for place, words in enumerate(BOXES))
    return f"การใช้อำนาจ | จัดทำคำสั่ง | สำนักปลัด | ปีงบประมาณ ๒๕๖๖ | - แจ้งเวียนแล้ว {boxes}"


@pytest.mark.parametrize(("ticked", "status"), [(0, "done"), (1, "not_started"), (2, "in_progress")])
def test_the_ticked_box_is_the_status(ticked: int, status: str) -> None:
    measures, findings = read_measures(tsv(PROGRESS, row(ticked)))
    (measure,) = measures
    assert (measure.kind, measure.status, measure.progress) == (MeasureKind.PROGRESS, status, "- แจ้งเวียนแล้ว")
    assert findings == ()


@pytest.mark.parametrize("ticked", [(), (0, 2)])
def test_none_or_several_ticks_are_a_finding(ticked: tuple[int, ...]) -> None:
    measures, findings = read_measures(tsv(PROGRESS, row(*ticked)))
    assert measures[0].status is None
    assert [(f.code, f.found) for f in findings] == [("status_ambiguous", str(len(ticked)))]


def test_progress_without_boxes_has_no_status_and_no_finding() -> None:
    text = tsv(PROGRESS, "การใช้อำนาจ | จัดทำคำสั่ง | สำนักปลัด | 2566 | ได้ดำเนินการแล้วเสร็จและเผยแพร่ให้บุคลากรทุกคนทราบทั่วกัน")
    measures, findings = read_measures(text)
    assert (measures[0].status, findings) == (None, ())
    assert measures[0].kind is MeasureKind.PROGRESS


def test_words_of_a_status_column_are_the_status() -> None:
    header = "มาตรการ | การดำเนินการ | ผู้รับผิดชอบ | สถานะ"
    rows = (
        "อบรม | จัดอบรม | กองช่าง | กำลังดำเนินการ",
        "ทบทวน | ประชุม | กองคลัง | ยังไม่ได้ดำเนินการ",
        "แจ้ง | เวียน | กองคลัง | -",
    )
    assert [m.status for m in measures_of(tsv(header, *rows))] == ["in_progress", "not_started", None]


def test_a_column_for_each_status_is_marked() -> None:
    text = (
        "<table><tr><th rowspan=2>มาตรการ</th><th rowspan=2>ผู้รับผิดชอบ</th><th colspan=3>สถานะการดำเนินการ</th></tr>"
        "<tr><th>ดำเนินการแล้วเสร็จ</th><th>อยู่ระหว่างดำเนินการ</th><th>ยังไม่ดำเนินการ</th></tr>"
        "<tr><td>อบรม</td><td>กองช่าง</td><td>✓</td><td></td><td></td></tr>"
        "<tr><td>ทบทวน</td><td>กองคลัง</td><td></td><td></td><td>✓</td></tr>"
        "<tr><td>แจ้ง</td><td>กองคลัง</td><td></td><td></td><td></td></tr></table>"
    )
    measures, findings = read_measures(text)
    assert [m.status for m in measures] == ["done", "not_started", None]
    assert [f.code for f in findings] == ["status_ambiguous"]


def test_summary_and_outcome_columns_make_a_result() -> None:
    header = "มาตรการ | วิธีดำเนินการ | ผู้รับผิดชอบ | สรุปผลการดำเนินการ | ผลลัพธ์"
    (measure,) = measures_of(tsv(header, "อบรม | จัดอบรม | กองช่าง | อบรมแล้ว ๓๐ คน | เข้าใจระเบียบ"))
    assert (measure.kind, measure.progress, measure.outcome) == (MeasureKind.RESULT, "อบรมแล้ว ๓๐ คน", "เข้าใจระเบียบ")


def test_result_columns_that_nobody_filled_are_a_plan() -> None:
    header = "มาตรการ | วิธีดำเนินการ | ผู้รับผิดชอบ | สรุปผลการดำเนินการ | ผลลัพธ์"
    (measure,) = measures_of(tsv(header, "อบรม | จัดอบรม | กองช่าง | - | ....."))
    assert (measure.kind, measure.progress, measure.outcome) == (MeasureKind.PLAN, None, None)


def test_what_is_hoped_for_is_no_outcome() -> None:
    header = "มาตรการ | วิธีดำเนินการ | ผู้รับผิดชอบ | ผลที่คาดว่าจะได้รับ"
    (measure,) = measures_of(tsv(header, "อบรม | จัดอบรม | กองช่าง | บุคลากรเข้าใจระเบียบ"))
    assert (measure.kind, measure.outcome) == (MeasureKind.PLAN, None)


def test_the_period_is_read_and_gives_the_year() -> None:
    header = "มาตรการ | ขั้นตอน | ระยะเวลา | ผู้รับผิดชอบ"
    (measure,) = measures_of(tsv(header, "อบรม | จัดอบรม | ปีงบประมาณ พ.ศ. ๒๕๖๗ | กองช่าง"))
    assert (measure.period, measure.fiscal_year) == ("ปีงบประมาณ พ.ศ. ๒๕๖๗", 2567)
    assert (measure.period_start, measure.period_end) == (dt.date(2023, 10, 1), dt.date(2024, 9, 30))


def test_first_and_last_day_in_two_columns() -> None:
    text = (
        "<table><tr><th rowspan=2>มาตรการ</th><th colspan=2>ระยะเวลา</th><th rowspan=2>ผู้รับผิดชอบ</th></tr>"
        "<tr><th>เริ่มต้น</th><th>สิ้นสุด</th></tr>"
        "<tr><td>อบรม</td><td>1 ตุลาคม 2565</td><td>31 มีนาคม 2566</td><td>กองช่าง</td></tr></table>"
    )
    (measure,) = measures_of(text)
    assert (measure.period_start, measure.period_end) == (dt.date(2022, 10, 1), dt.date(2023, 3, 31))


def test_a_report_date_stands_in_for_the_period() -> None:
    header = "มาตรการ | ขั้นตอน | ผู้รับผิดชอบ | การกำกับติดตาม"
    (measure,) = measures_of(tsv(header, "อบรม | จัดอบรม | กองช่าง | รายงานภายในวันที่ ๓๐ กันยายน ๒๕๖๖"))
    assert (measure.period, measure.period_start, measure.period_end) == ("๓๐ กันยายน ๒๕๖๖", None, dt.date(2023, 9, 30))
    assert measure.monitoring == "รายงานภายในวันที่ ๓๐ กันยายน ๒๕๖๖"


def test_status_columns_below_a_common_header() -> None:
    page = """<table>
<tr><th rowspan="2">มาตรการ</th><th colspan="3">ผลการดำเนินงาน</th><th rowspan="2">ผู้รับผิดชอบ</th></tr>
<tr><th>ดำเนินการแล้วเสร็จ</th><th>อยู่ระหว่างดำเนินการ</th><th>ยังไม่ได้ดำเนินการ</th></tr>
<tr><td>เผยแพร่แผนจัดซื้อจัดจ้าง</td><td>✓</td><td></td><td></td><td>กองคลัง</td></tr>
<tr><td>ทำคู่มือยืมทรัพย์สิน</td><td></td><td>/</td><td></td><td>กองช่าง</td></tr></table>"""
    assert [measure.status for measure in measures_of(page, name="paper.html")] == ["done", "in_progress"]


def test_boxes_whose_words_a_narrow_cell_wrapped() -> None:
    cell = "แจ้งเวียนแล้ว<br>☐ ดำเนิน<br>การแล้วเสร็จ ☐ ยังไม่<br>ได้ดำเนินการ ☑ อยู่<br>ระหว่างดำเนินการ"
    header = "<tr><th>มาตรการ</th><th>ผู้รับผิดชอบ</th><th>ความก้าวหน้า</th></tr>"
    (measure,) = measures_of(f"<table>{header}<tr><td>อบรม</td><td>กองช่าง</td><td>{cell}</td></tr></table>")
    assert (measure.status, measure.progress) == ("in_progress", "แจ้งเวียนแล้ว")


def test_an_unclear_box_leaves_the_status_open() -> None:
    measures, findings = read_measures(tsv(PROGRESS, row(0).replace("☐ ยัง", "\ufffd ยัง")))
    assert (measures[0].status, measures[0].progress) == (None, "- แจ้งเวียนแล้ว")
    assert [(finding.code, finding.subject) for finding in findings] == [("tick_unclear", "การใช้อำนาจ")]


def test_a_status_that_opens_a_column_of_results() -> None:
    header = "มาตรการ | วิธีดำเนินการ | ผู้รับผิดชอบ | ผลการดำเนินงาน"
    rows = (
        "อบรม | จัดอบรม | กองช่าง | ดำเนินการแล้ว",
        "ทบทวน | ประชุม | กองคลัง | อยู่ระหว่างดำเนินการ รอคณะกรรมการ",
        "แจ้ง | เวียน | กองคลัง | ดำเนินการแล้ว 3 จาก 5 กอง",
    )
    assert [m.status for m in measures_of(tsv(header, *rows))] == ["done", "in_progress", None]
