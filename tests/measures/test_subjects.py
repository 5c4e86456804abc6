"""Which indicators a measure serves."""

import pytest

from extractors.measures.subjects import are_row_numbers, subject_of_cell, subject_of_title
from tests.measures.reading import identity, measures_of, read_measures, tsv

YEARS = (2565,)


@pytest.mark.parametrize(
    ("text", "indicators", "sub"),
    [
        ("ตัวชี้วัดที่ ๑๐ การป้องกันการทุจริต", (10,), None),
        ("ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของทางราชการ คะแนน 81.20", (4,), None),
        ("การใช้งบ\nประมาณ", (2,), None),
        ("๘. การปรับปรุงระบบการทำงาน", (8,), None),
        ("ข้อมูลพื้นฐาน", (9,), "9.1"),
        ("มาตรการภายในเพื่อป้องกันการทุจริต", (10,), "10.2"),
        ("ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่ และตัวชี้วัดที่ ๖ คุณภาพการดำเนินงาน", (1, 6), None),
        ("๑. การปฏิบัติหน้าที่\n๒. การใช้งบประมาณ", (1, 2), None),
        ("ตัวชี้วัดที่ ๗ กฟหกด่าสว", (7,), None),
        ("1, 5", (1, 5), None),
        ("๖ - ๘", (6, 7, 8), None),
        ("ตัวชี้วัดที่ 1 และ 5", (1, 5), None),
        ("ตัวชี้วัดที่ ๑ และตัวชี้วัดที่ ๑๐", (1, 10), None),
        ("9, 11", (), None),
        ("8 - 6", (), None),
        ("แผนงานประจำปีของสำนักปลัด", (), None),
        ("", (), None),
    ],
)
def test_an_indicator_cell(text: str, indicators: tuple[int, ...], sub: str | None) -> None:
    subject = subject_of_cell(text, YEARS, counted=False)
    assert (subject.indicators, subject.sub_indicator) == (indicators, sub)


@pytest.mark.parametrize(
    ("title", "indicators"),
    [
        ("การเปิดเผยข้อมูล", (9,)),
        ("มาตรการการเปิดเผยข้อมูล", (9,)),
        ("ด้านการใช้อำนาจ", (3,)),
        ("มาตรการกำกับการใช้ทรัพย์สินของราชการ", (4,)),
        ("มาตรการตามตัวชี้วัดที่ 5", ()),
        ("ติดตั้งกล่องรับฟังความเห็น (รองรับตัวชี้วัดที่ ๗ ประสิทธิภาพการสื่อสาร)", (7,)),
        ("ติดตั้งกล่องรับฟังความเห็น (ตอบสนองตัว\nชี้วัดที่ 6 และ 8)", (6, 8)),
        ("จัดทำคู่มือการใช้อำนาจและประกาศให้ทราบทั่วกันทุกสำนักและกอง", ()),
        ("มาตรการจัดการเรื่องร้องเรียนการทุจริต", ()),
        ("มาตรการส่งเสริมความโปร่งใสในการใช้จ่ายเงิน", ()),
        ("ปรับปรุงเว็บไซต์ของหน่วยงาน", ()),
    ],
)
def test_a_title_names_an_indicator_only_when_it_is_one(title: str, indicators: tuple[int, ...]) -> None:
    assert subject_of_title(title, YEARS).indicators == indicators


def test_the_label_decides_against_the_printed_number() -> None:
    measures, findings = read_measures(
        tsv("ตัวชี้วัด | มาตรการ | ขั้นตอน | ผู้รับผิดชอบ", "ตัวชี้วัดที่ ๒ การใช้อำนาจ | กำชับ | ประชุม | สำนักปลัด")
    )
    (measure,) = measures
    assert (measure.indicators, measure.printed_number, measure.indicator_match) == ((3,), 2, 1.0)
    (note,) = findings
    assert (note.code, note.expected, note.found, note.line) == ("label_number_clash", "3", "2", 4)


def test_numbers_that_count_the_rows_do_not_clash() -> None:
    measures, findings = read_measures(
        tsv(
            "มาตรการ | ขั้นตอน | ผู้รับผิดชอบ",
            "๑. การใช้อำนาจ | กำชับ | สำนักปลัด",
            "๒. การเปิดเผยข้อมูล | ลงประกาศ | กองคลัง",
            "๓. ทบทวนคู่มือ | ประชุม | กองช่าง",
        )
    )
    assert [(m.title, m.indicators, m.printed_number) for m in measures] == [
        ("การใช้อำนาจ", (3,), 1),
        ("การเปิดเผยข้อมูล", (9,), 2),
        ("ทบทวนคู่มือ", (), 3),
    ]
    assert findings == ()


def test_numbers_beside_a_number_column_are_those_of_indicators() -> None:
    text = tsv("ที่ | ตัวชี้วัด | แนวทาง | ผู้รับผิดชอบ", "1 | ๖. การใช้อำนาจ | กำชับ | สำนักปลัด")
    measures, findings = read_measures(text)
    assert measures[0].printed_number == 6
    assert [f.code for f in findings] == ["label_number_clash"]


def test_an_indicator_as_title_loses_its_number_and_its_score() -> None:
    text = tsv("ตัวชี้วัด | แนวทาง | ผู้รับผิดชอบ", "ตัวชี้วัดที่ ๓ การใช้อำนาจ คะแนน ๙๐.๑๒ | กำชับ | สำนักปลัด")
    (measure,) = measures_of(text)
    assert (measure.title, measure.printed_number, measure.steps) == ("การใช้อำนาจ", 3, ("กำชับ",))


def test_the_number_of_the_indicator_in_a_column_of_its_own() -> None:
    text = tsv("ตัวชี้วัดที่ | ชื่อตัวชี้วัด | แนวทาง | ผู้รับผิดชอบ", "๓ | การใช้อำนาจ | กำชับ | สำนักปลัด")
    (measure,) = measures_of(text)
    assert (measure.title, measure.indicators, measure.printed_number) == ("การใช้อำนาจ", (3,), 3)


ANALYSED = "ตัวชี้วัด | จุดอ่อน | แนวทางการดำเนินการ | ผู้รับผิดชอบ"


def test_an_approach_beside_an_analysis_is_the_measure() -> None:
    (measure,) = measures_of(tsv(ANALYSED, "ตัวชี้วัดที่ ๓ การใช้อำนาจ | งานไม่ชัดเจน | ทบทวนคำสั่งแบ่งงาน | สำนักปลัด"))
    assert (measure.title, measure.indicators, measure.steps) == ("ทบทวนคำสั่งแบ่งงาน", (3,), ())


def test_an_approach_that_is_a_list_is_steps() -> None:
    text = tsv(ANALYSED, "ตัวชี้วัดที่ ๓ การใช้อำนาจ | งานไม่ชัดเจน | ๑. ทบทวนคำสั่ง ๒. แจ้งเวียน | สำนักปลัด")
    (measure,) = measures_of(text)
    assert (measure.title, measure.steps) == ("การใช้อำนาจ", ("ทบทวนคำสั่ง", "แจ้งเวียน"))


def test_sub_indicators_follow_the_year_of_the_scores() -> None:
    text = tsv("ตัวชี้วัด | แนวทาง | ผู้รับผิดชอบ", "การจัดซื้อจัดจ้าง | ลงประกาศ | กองคลัง")
    (measure,) = measures_of(text, identity(fiscal_year=2567, scores_year=2566))
    assert (measure.indicators, measure.sub_indicator) == ((9,), "9.3")


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["๑. ก", "๒. ข", "๓. ค"], True),
        (["๔. ก", "๕. ข"], True),
        (["1. ก", "ข", "3. ค"], True),
        (["๓. ก"], True),
        (["๙. ก", "๔. ข", "๑๐. ค"], False),
        (["ตัวชี้วัดที่ ๑ ก", "ตัวชี้วัดที่ ๒ ข"], False),
        (["ก", "ข"], False),
    ],
)
def test_row_numbers(texts: list[str], expected: bool) -> None:
    assert are_row_numbers(texts) is expected


def test_item_codes_name_the_indicator_where_the_frameworks_agree() -> None:
    table = tsv(
        "ข้อ | ข้อเสนอแนะจากการประเมิน | มาตรการ | ผู้รับผิดชอบ",
        "i๒ | ให้บริการไม่เท่าเทียม | ใช้บัตรคิว | กองคลัง",
        "ข้อ O10 | ยังไม่มีข้อมูล | ลงข้อมูลบนเว็บไซต์ | สำนักปลัด",
        "e๔ | ช่องทางน้อย | เปิดช่องทางใหม่ | สำนักปลัด",
    )
    years = identity(fiscal_year=2567, scores_year=2566)  # e4 moved to another indicator between these years
    assert [measure.indicators for measure in measures_of(table, years)] == [(1,), (9,), ()]


def test_a_column_of_numbers_beside_the_row_numbers() -> None:
    header = "ที่ | มาตรการ | ตอบสนองตัวชี้วัดที่ | วิธีดำเนินการ | ผู้รับผิดชอบ"
    rows = ("1 | จัดเวทีรับฟัง | 8 | ประชุม | กองช่าง", "2 | ออกวารสาร | 6, 7 | จัดพิมพ์ | สำนักปลัด")
    assert [measure.indicators for measure in measures_of(tsv(header, *rows))] == [(8,), (6, 7)]
