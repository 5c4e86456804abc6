"""Columns whose headers nobody foresaw: told by another language, by the parts of the header, or by their cells."""

from extractors.measures.vocabulary import Field, match_header
from tests.measures.reading import identity, measures_of, read_measures, tsv


def field_of(header: str) -> Field | None:
    match = match_header(header)
    return match.field if match is not None else None


def test_headers_in_two_languages() -> None:
    assert field_of("Action /\nวิธีดำเนิน\nการ") is Field.STEPS
    assert field_of("Timetable (ช่วงเวลาที่ทำ)") is Field.PERIOD
    assert field_of("Person / ผู้รับผิดชอบโครงการ") is Field.RESPONSIBLE
    assert field_of("Owner") is Field.RESPONSIBLE
    assert field_of("Budget") is Field.BUDGET


def test_columns_told_by_their_cells() -> None:
    table = tsv(
        "ก | มาตรการ | ข | ค",
        "กองคลัง | เปิดเผยแผนการใช้เงิน | มกราคม 2566 | ดำเนินการแล้วเสร็จ",
        "สำนักปลัด | ทบทวนคำสั่งแบ่งงาน | ทุกเดือน | อยู่ระหว่างดำเนินการ",
    )
    first, second = measures_of(f"มาตรการส่งเสริมคุณธรรมและความโปร่งใส\n{table}")
    assert (first.title, first.responsible, first.period, first.status) == (
        "เปิดเผยแผนการใช้เงิน", ("กองคลัง",), "มกราคม 2566", "done",
    )  # fmt: skip
    assert (second.responsible, second.period, second.status) == (("สำนักปลัด",), "ทุกเดือน", "in_progress")


def test_cells_of_other_things_tell_nothing() -> None:
    table = tsv(
        "มาตรการ | ผู้รับผิดชอบ | ก | ข",
        "เปิดเผยแผนการใช้เงิน | กองคลัง | กองช่างร่วมด้วยบางส่วน | หมู่ 1",
        "ทบทวนคำสั่งแบ่งงาน | สำนักปลัด | ประชาชนในพื้นที่ | หมู่ 2",
    )
    measures, findings = read_measures(table)
    assert [measure.responsible for measure in measures] == [("กองคลัง",), ("สำนักปลัด",)]
    assert [measure.period for measure in measures] == [None, None]
    assert [f.subject for f in findings if f.code == "measure_column_unknown"] == ["ก", "ข"]


def test_a_share_that_is_done_is_a_status() -> None:
    table = tsv(
        "มาตรการ | ผู้รับผิดชอบ | ร้อยละความสำเร็จ | ผลการดำเนินงาน",
        "เปิดเผยแผนการใช้เงิน | กองคลัง | 100% | ประกาศครบทุกเรื่อง",
        "ทบทวนคำสั่งแบ่งงาน | สำนักปลัด | ๖๐ | ร่างคำสั่งอยู่",
        "อบรมเรื่องวินัย | นิติกร | 0 | รอวิทยากร",
        "ปรับปรุงป้าย | กองช่าง | 250 | ผู้ใช้พอใจร้อยละ 90",
    )
    assert [measure.status for measure in measures_of(table)] == ["done", "in_progress", "not_started", None]


def test_what_is_done_in_part_is_in_progress() -> None:
    table = tsv(
        "มาตรการ | ผู้รับผิดชอบ | สถานะ",
        "เปิดเผยแผนการใช้เงิน | กองคลัง | ดำเนินการแล้ว ร้อยละ 60",
        "ทบทวนคำสั่งแบ่งงาน | สำนักปลัด | ดำเนินการแล้ว 100%",
    )
    assert [measure.status for measure in measures_of(table)] == ["in_progress", "done"]


def test_a_share_in_a_column_of_results_is_no_status() -> None:
    table = tsv(
        "มาตรการ | ผู้รับผิดชอบ | ผลการดำเนินงาน",
        "เปิดเผยแผนการใช้เงิน | กองคลัง | ร้อยละ 85",
        "ทบทวนคำสั่งแบ่งงาน | สำนักปลัด | ร้อยละ 100",
    )
    assert [measure.status for measure in measures_of(table)] == [None, None]


def test_a_text_below_a_counted_title_ends_no_record() -> None:
    text = """มาตรการที่ 1: จัดช่องบริการสำหรับผู้สูงอายุ

เพื่อให้ผู้รับบริการได้รับความสะดวก

ผู้รับผิดชอบ งานพัฒนาชุมชน

กรอบระยะเวลา มกราคม 2567

มาตรการที่ 2: อบรมวินัย

ข้อความหนึ่ง

ข้อความสอง

ข้อความสาม

ผู้รับผิดชอบ ฝ่ายบุคคล
"""
    (measure,) = measures_of(text, identity(fiscal_year=2567))
    assert (measure.title, measure.responsible, measure.period) == (
        "จัดช่องบริการสำหรับผู้สูงอายุ", ("งานพัฒนาชุมชน",), "มกราคม 2567",
    )  # fmt: skip


def test_a_year_is_no_cost_of_an_entry() -> None:
    text = """มาตรการส่งเสริมคุณธรรมและความโปร่งใส

1. เปิดช่องทางแจ้งเบาะแส (ผู้รับผิดชอบ: นิติกร; ระยะเวลา: ตลอดปีงบประมาณ 2568)
2. ปรับปรุงป้าย งบประมาณ 20000 (ผู้รับผิดชอบ: กองช่าง)
"""
    assert [measure.title for measure in measures_of(text)] == ["เปิดช่องทางแจ้งเบาะแส"]
