"""Columns by their headers, whatever the wording, the wrapping and the reading errors."""

import pytest

from extractors.measures.columns import recognise
from extractors.measures.vocabulary import Field, match_header, vocabulary
from tests.measures.reading import measures_of, read_measures, tsv

NUMBER, INDICATOR, ANALYSIS = Field.NUMBER, Field.INDICATOR, Field.ANALYSIS
MEASURE, ACTIVITY, APPROACH, STEPS = Field.MEASURE, Field.ACTIVITY, Field.APPROACH, Field.STEPS
RESPONSIBLE, PERIOD, MONITORING = Field.RESPONSIBLE, Field.PERIOD, Field.MONITORING
PROGRESS, STATUS, SUMMARY, OUTCOME = Field.PROGRESS, Field.STATUS, Field.SUMMARY, Field.OUTCOME


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("ผู้รับผิดชอบ", RESPONSIBLE),
        ("ผู้รับ\nผิดชอบ", RESPONSIBLE),
        ("ผู้รับผิตชอบ", RESPONSIBLE),
        ("หน่วยงาน/ผู้รับผิดชอบ", RESPONSIBLE),
        ("สำนัก/กองที่รับผิดชอบ", RESPONSIBLE),
        ("ขั้นตอน/วิธีการ", STEPS),
        ("ขั้น ตอน หรือ วิธี การ", STEPS),
        ("ขั้นตอนการปฏิบัติ เพื่อดำเนินการในปี พ.ศ. ๒๕๖๗", STEPS),
        ("วิธีการดำเนินงาน (โดยสังเขป)", STEPS),
        ("มาตรการ / กิจกรรม ปีงบประมาณ พ.ศ. 2568", MEASURE),
        ("มาตราการ", MEASURE),
        ("โครงการ/กิจกรรม", ACTIVITY),
        ("แนวทางการพัฒนาและยกระดับ", APPROACH),
        ("ประเด็น\nการประเมิน", INDICATOR),
        ("ตัวชี้วัด ITA", INDICATOR),
        ("ตัวชี้วัดความสำเร็จ", Field.EXPECTED),
        ("ผลที่คาดว่าจะได้รับ", Field.EXPECTED),
        ("ผลลัพธ์", OUTCOME),
        ("ผลการดำเนินงาน รอบ 6 เดือน", SUMMARY),
        ("ความก้าวหน้า (ณ 31 มีนาคม)", PROGRESS),
        ("สถานะการดำเนินงาน", STATUS),
        ("ดำเนินการแล้วเสร็จ", STATUS),
        ("ระยะเวลา\nดำเนินการ", PERIOD),
        ("กำหนดแล้วเสร็จ", PERIOD),
        ("การติดตามและประเมินผล", MONITORING),
        ("จุดที่ควรพัฒนา", ANALYSIS),
        ("ปัญหา/อุปสรรค", Field.REMARK),
        ("งบประมาณ (บาท)", Field.BUDGET),
        ("ชื่อ - สกุล", Field.PERSON),
        ("โอกาสเกิด", Field.RISK),
        ("ลำดับที่", NUMBER),
    ],
)
def test_a_header_names_its_field(header: str, field: Field) -> None:
    match = match_header(header)
    assert match is not None
    assert match.field is field


@pytest.mark.parametrize(
    "text", ["", "สำนักปลัด", "การเปิดเผยข้อมูล", "การใช้อำนาจ", "ข้อมูลพื้นฐาน", "๙๓.๓๓", "ปรับปรุงเว็บไซต์ของหน่วยงาน"]
)
def test_contents_are_no_headers(text: str) -> None:
    assert match_header(text) is None


def test_the_vocabulary_gives_no_wording_to_two_fields() -> None:
    wordings = [wording for wording, _ in vocabulary().headers]
    assert len(wordings) == len(set(wordings))


VARIANTS = [
    ("มาตรการ | ผู้รับผิดชอบ", MEASURE),
    ("มาตรการ | ขั้นตอนหรือวิธีการ | ผู้รับผิดชอบ | การกำกับติดตาม", MEASURE),
    ("ตัวชี้วัด | ขั้นตอนและวิธีการปฏิบัติ | ผู้รับผิดชอบ", INDICATOR),
    ("ที่ | ตัวชี้วัด | แนวทางการแก้ไข | ผู้รับผิดชอบ | ระยะเวลา", INDICATOR),
    ("ประเด็น | ผลการวิเคราะห์ | มาตรการ/แนวทาง | วิธีการดำเนินการ | ระยะเวลา | ผู้รับผิดชอบ", MEASURE),
    ("ลำดับ | โครงการ/กิจกรรม | วิธีดำเนินการ | ระยะเวลาดำเนินการ | ผู้รับผิดชอบ", ACTIVITY),
    ("ลำดับที่ | แนวทาง | ขั้นตอนการดำเนินงาน | หน่วยงานที่รับผิดชอบ", APPROACH),
    ("ตัวชี้วัด | แนวทาง | ขั้นตอนการดำเนินงาน | หน่วยงานที่รับผิดชอบ", APPROACH),
    ("ตัวชี้วัด/ประเด็น | จุดอ่อน | มาตรการ | กำหนดเวลา | ผู้รับผิดชอบ | หมายเหตุ", MEASURE),
    ("ลำดับ | มาตรการ | ผลการดำเนินการ | ผลลัพธ์ | ผู้รับผิดชอบ", MEASURE),
    ("ตัวชี้วัด | แนวทางในการพัฒนา | ผู้รับผิดชอบ | ระยะเวลา | ความก้าวหน้า", INDICATOR),
    ("มาตรการ | การดำเนินการ | สถานะ | ปัญหา/อุปสรรค | ข้อเสนอแนะ", MEASURE),
    ("หัวข้อการประเมิน | กิจกรรม | ขั้นตอน | ช่วงเวลา | ส่วนงานที่รับผิดชอบ", ACTIVITY),
    ("มาตรการ | กิจกรรม | งบประมาณ | ระยะเวลา | ผู้รับผิดชอบ", MEASURE),
    ("ประเด็นที่ต้องปรับปรุง | มาตรการ | วิธีการ | เป้าหมาย | ผู้รับผิดชอบ", MEASURE),
    ("แบบวัด | ตัวชี้วัด | แนวปฏิบัติ | ผู้รับผิดชอบ | การติดตามผล", INDICATOR),
    ("ตัวขี้วัด | มาตรกาธ | ขั้นตอบ/วิธีการ | ผู้รับพิดชอบ", MEASURE),
]


@pytest.mark.parametrize(("header", "title"), VARIANTS)
@pytest.mark.parametrize("form", ["tsv", "pipe", "html"])
def test_a_measure_table_is_recognised(header: str, title: Field, form: str) -> None:
    names = [name.strip() for name in header.split("|")]
    cells = [f"ข้อความ {letter}" for letter in "กขคงจฉชซฌญ"[: len(names)]]
    cells = [
        "การใช้อำนาจ" if (m := match_header(n)) and m.field is INDICATOR else c
        for n, c in zip(names, cells, strict=True)
    ]
    rows = [names, cells]
    if form == "tsv":
        text = "\n".join("\t".join(row) for row in rows)
    elif form == "pipe":
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        text = "\n".join([lines[0], "|" + "---|" * len(names), lines[1]])
    else:
        text = "<table>" + "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in rows) + "</table>"
    (measure,) = measures_of(text)
    fields = [match.field if (match := match_header(name)) else None for name in names]
    assert measure.title == cells[fields.index(title)]


def test_a_header_in_two_rows_with_a_heading_across_columns() -> None:
    text = (
        "<table>"
        "<tr><th rowspan=2>ที่</th><th rowspan=2>มาตรการ</th><th colspan=4>ระยะเวลาดำเนินการ</th>"
        "<th rowspan=2>ผู้รับผิดชอบ</th></tr>"
        "<tr><th>ไตรมาส 1</th><th>ไตรมาส 2</th><th>ไตรมาส 3</th><th>ไตรมาส 4</th></tr>"
        "<tr><td>1</td><td>ทบทวนคู่มือการให้บริการ</td><td>✓</td><td>✓</td><td></td><td></td><td>กองคลัง</td></tr>"
        "<tr><td>2</td><td>อบรมผู้ดูแลเว็บไซต์</td><td></td><td></td><td></td><td>✓</td><td>สำนักปลัด</td></tr>"
        "</table>"
    )
    first, second = measures_of(text)
    assert (first.title, first.period, first.responsible) == ("ทบทวนคู่มือการให้บริการ", "ไตรมาส 1, ไตรมาส 2", ("กองคลัง",))
    assert (second.title, second.period, second.responsible) == ("อบรมผู้ดูแลเว็บไซต์", "ไตรมาส 4", ("สำนักปลัด",))


def test_a_chart_of_months() -> None:
    header = "มาตรการ | ผู้รับผิดชอบ | ต.ค. | พ.ย. | ธ.ค. | มกราคม"
    (measure,) = measures_of(tsv(header, "อบรม | กองช่าง | - | ✓ | ✓ | -"))
    assert measure.period == "พ.ย., ธ.ค."


def test_amounts_in_a_chart_are_no_period() -> None:
    header = "มาตรการ | ขั้นตอน | ผู้รับผิดชอบ | ไตรมาส 1 | ไตรมาส 2 | ไตรมาส 3"
    (measure,) = measures_of(tsv(header, "อบรม | จัดอบรม | กองช่าง | 5,000 | 2,000 | "))
    assert measure.period is None


def test_a_title_row_above_the_header_and_its_year() -> None:
    text = (
        "<table><tr><td colspan=3>มาตรการประจำปีงบประมาณ พ.ศ. ๒๕๖๘</td></tr>"
        "<tr><td>มาตรการ</td><td>ขั้นตอน</td><td>ผู้รับผิดชอบ</td></tr>"
        "<tr><td>ทบทวนคู่มือ</td><td>ประชุมคณะทำงาน</td><td>กองคลัง</td></tr></table>"
    )
    (measure,) = measures_of(text)
    assert (measure.title, measure.fiscal_year) == ("ทบทวนคู่มือ", 2568)


def test_the_year_in_a_header_is_the_year_of_the_measures() -> None:
    text = tsv("ตัวชี้วัด | ขั้นตอนเพื่อดำเนินการในปี พ.ศ. ๒๕๖๗ | ผู้รับผิดชอบ", "การใช้อำนาจ | จัดทำคำสั่ง | สำนักปลัด")
    assert [m.fiscal_year for m in measures_of(text)] == [2567]


def test_an_unknown_column_is_a_finding() -> None:
    text = tsv("มาตรการ | ขั้นตอน | ผู้รับผิดชอบ | รหัสเอกสารแนบ", "ทบทวนคู่มือ | ประชุม | กองคลัง | ก-12")
    measures, findings = read_measures(text)
    assert len(measures) == 1
    assert [(f.code, f.subject, f.found) for f in findings] == [("measure_column_unknown", "รหัสเอกสารแนบ", "ก-12")]


def test_an_empty_unknown_column_is_no_finding() -> None:
    text = tsv("มาตรการ | ขั้นตอน | ผู้รับผิดชอบ | รหัสเอกสารแนบ", "ทบทวนคู่มือ | ประชุม | กองคลัง | ")
    assert read_measures(text)[1] == ()


LOOK_ALIKES = [
    ("อันดับ | ตัวชี้วัด | คะแนน", "1 | การใช้อำนาจ | 90.12"),
    ("ตัวชี้วัดที่ | รายละเอียดตัวชี้วัด | คะแนน", "1 | การปฏิบัติหน้าที่ | 90.12"),
    ("เกณฑ์คะแนน | ระดับ | ผลคะแนน", "85.00 - 94.99 | A | 90.12"),
    ("ที่ | โครงการ/กิจกรรม | งบประมาณ | ระยะเวลา | ผู้รับผิดชอบ", "1 | อบรมคุณธรรม | 20,000 | มี.ค. 66 | สำนักปลัด"),
    ("ที่ | โครงการ | งบประมาณ (บาท) | ผลการดำเนินการ | ผู้รับผิดชอบ", "1 | ซ่อมถนน | 500,000 | แล้วเสร็จ | กองช่าง"),
    ("เวลา | กิจกรรม | ผู้รับผิดชอบ", "09.00 | ลงทะเบียน | สำนักปลัด"),
    ("ระเบียบวาระ | เรื่อง | ผู้รับผิดชอบ", "1 | รับรองรายงานการประชุม | เลขานุการ"),
    ("ลำดับ | ชื่อ - สกุล | ตำแหน่ง | หน้าที่", "1 | นายก ข | นายกองค์การ | ประธาน"),
    (
        "ความเสี่ยง | โอกาส | ผลกระทบ | ระดับความเสี่ยง | มาตรการควบคุม | ระยะเวลา | ผู้รับผิดชอบ",
        "เรียกรับสินบน | 3 | 4 | 12 | กำชับ | 2566 | กองคลัง",
    ),
    ("ลำดับ | ขั้นตอนการปฏิบัติงาน | ระยะเวลา | ผู้รับผิดชอบ", "1 | ยื่นคำร้อง | 5 นาที | งานทะเบียน"),
    ("ตัวชี้วัด | ค่าเป้าหมาย | ผลการดำเนินงาน | ผู้รับผิดชอบ", "ร้อยละของโครงการ | 80 | 85 | กองแผน"),
    ("ตัวชี้วัด | วิธีการ | ผลการดำเนินงาน | ผู้รับผิดชอบ", "ร้อยละของถนนที่ซ่อม | นับ | 85 | กองช่าง"),
    ("เรื่อง | ผลการดำเนินการ | ระยะเวลา | ผู้รับผิดชอบ", "ซ่อมไฟทาง | แก้แล้ว | 7 วัน | กองช่าง"),
    ("รายการ | จำนวนเงิน | หมายเหตุ", "วัสดุสำนักงาน | 10,000 | "),
    ("ผู้รับผิดชอบ | โทรศัพท์", "สำนักปลัด | 0-0000-0000"),
]


@pytest.mark.parametrize(("header", "row"), LOOK_ALIKES)
def test_other_tables_give_no_measures(header: str, row: str) -> None:
    assert measures_of(tsv(header, row, row)) == ()


def test_recognise_needs_two_columns() -> None:
    from extractors.document import Cell, Position, Table

    cell = Cell(0, 0, "มาตรการ", "มาตรการ", Position(1))
    assert recognise(Table((cell,), 1, 1, Position(1))) is None


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("กลยุทธ์/มาตรการ", Field.MEASURE),
        ("แนวทางการแก้ไข/มาตรการ", Field.MEASURE),
        ("แนวทางปฏิบัติ/อื่น ๆ", Field.APPROACH),
        ("ส่วนราชการเจ้าของเรื่อง", Field.RESPONSIBLE),
        ("ด้าน/ตัวชี้วัด", Field.INDICATOR),
        ("ตัวชี้วัด/เป้าหมาย", Field.TARGET),
        ("โครงการ/กิจกรรม/มาตรการ", Field.ACTIVITY),
    ],
)
def test_headers_joined_by_a_slash(header: str, field: Field) -> None:
    match = match_header(header)
    assert match is not None
    assert match.field is field


def test_columns_without_a_place_in_the_tables_are_named_once() -> None:
    text = tsv(
        "มาตรการ | ขั้นตอน | ผู้รับผิดชอบ | งบประมาณ | หมายเหตุ",
        "ตรวจรถส่วนกลาง | ทำสมุดคุม | กองช่าง | ๕,๐๐๐ บาท | -",
        "อบรมจริยธรรม | จัดอบรม | สำนักปลัด | ๓๐,๐๐๐ บาท | -",
    )
    found = [(item.code, item.subject, item.found) for item in read_measures(text)[1]]
    assert found == [("measure_column_unpublished", "งบประมาณ", "๕,๐๐๐ บาท")]


def test_issues_that_name_no_indicator_are_the_analysis() -> None:
    page = """<table><tr><th>ประเด็น</th><th>แนวทางการแก้ไข</th><th>ผู้รับผิดชอบ</th></tr>
<tr><td colspan="3">ตัวชี้วัดที่ 2 การใช้งบประมาณ</td></tr>
<tr><td>เบิกจ่ายล่าช้า</td><td>กำหนดรอบเบิกจ่าย</td><td>กองคลัง</td></tr></table>"""
    (measure,) = measures_of(page, name="paper.html")
    assert (measure.title, measure.analysis, measure.indicators) == ("กำหนดรอบเบิกจ่าย", "เบิกจ่ายล่าช้า", (2,))
