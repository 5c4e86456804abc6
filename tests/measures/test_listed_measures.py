"""Measures as entries of lists and as sentences, and lists and sentences that only look so."""

import datetime as dt

import pytest

from extractors.facts import Measure
from tests.measures.reading import measures_of

CAPTION = "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"


def told(measure: Measure) -> tuple[tuple[int, ...], str, tuple[str, ...], dt.date | None]:
    return measure.indicators, measure.title, measure.responsible, measure.period_end


def listed(*lines: str, above: str = CAPTION) -> list[tuple[tuple[int, ...], str, tuple[str, ...], dt.date | None]]:
    return [told(measure) for measure in measures_of("\n".join([above, "", *lines, ""]))]


@pytest.mark.parametrize(
    "line",
    [
        "๑. ทบทวนคู่มือบริการ ผู้รับผิดชอบ กองช่าง ระยะเวลา มีนาคม ๒๕๖๖",
        "1) ทบทวนคู่มือบริการ (ผู้รับผิดชอบ: กองช่าง, ระยะเวลา: มี.ค. 2566)",
        "• ทบทวนคู่มือบริการ — ระยะเวลา : มีนาคม 2566 — ผู้รับผิดชอบ : กองช่าง",
        "1. ทบทวนคู่มือบริการ\n   ผู้รับผิดชอบ: กองช่าง\n   ระยะเวลา: มีนาคม 2566",
        "มาตรการที่ 1 ทบทวนคู่มือบริการ หน่วยงานที่รับผิดชอบ: กองช่าง กำหนดแล้วเสร็จ: มีนาคม 2566",
        "มาตรการที่ ๑ ทบทวนคู่มือบริการ โดยมีกองช่างเป็นผู้รับผิดชอบ ดำเนินการในเดือนมีนาคม ๒๕๖๖",
        "มาตรการที่ 1 ทบทวนคู่มือบริการ มอบหมายให้กองช่างรับผิดชอบ ภายในวันที่ 31 มีนาคม 2566",
        "มาตรการที่ 1 ทบทวนคู่มือบริการ\nผู้รับผิดชอบ\nกองช่าง\nระยะเวลา\nมีนาคม 2566",
    ],
)
def test_one_measure(line: str) -> None:
    assert listed(line) == [((), "ทบทวนคู่มือบริการ", ("กองช่าง",), dt.date(2023, 3, 31))]


def test_entries_below_the_headings_of_indicators() -> None:
    lines = """ตัวชี้วัดที่ 2 การใช้งบประมาณ
1. สรุปแผนการเบิกจ่าย ผู้รับผิดชอบ กองคลัง
2. เปิดให้สอบถาม ผู้รับผิดชอบ กองคลัง

ตัวชี้วัดที่ 6 คุณภาพการดำเนินงาน
1. ติดป้ายเวลาให้บริการ ผู้รับผิดชอบ สำนักปลัด"""
    assert listed(lines) == [
        ((2,), "สรุปแผนการเบิกจ่าย", ("กองคลัง",), None),
        ((2,), "เปิดให้สอบถาม", ("กองคลัง",), None),
        ((6,), "ติดป้ายเวลาให้บริการ", ("สำนักปลัด",), None),
    ]


def test_labelled_lines_below_the_lines_of_indicators() -> None:
    lines = """ตัวชี้วัดที่ 3 การใช้อำนาจ
มาตรการที่ 1 จัดทำเกณฑ์
ผู้รับผิดชอบ สำนักปลัด
มาตรการที่ 2 รับฟังความเห็น
ผู้รับผิดชอบ นิติกร
ตัวชี้วัดที่ 6 คุณภาพการดำเนินงาน
มาตรการที่ 3 ลดเวลารอ
ผู้รับผิดชอบ กองช่าง"""
    assert listed(lines) == [
        ((3,), "จัดทำเกณฑ์", ("สำนักปลัด",), None),
        ((3,), "รับฟังความเห็น", ("นิติกร",), None),
        ((6,), "ลดเวลารอ", ("กองช่าง",), None),
    ]


def test_an_indicator_before_the_measure() -> None:
    text = "# มาตรการ\n\n1. **การใช้อำนาจ** (71.20) — มาตรการ: เปิดเกณฑ์; ผู้รับผิดชอบ: นิติกร; ระยะเวลา: ธ.ค. 2565\n"
    (measure,) = measures_of(text, name="paper.md")
    assert told(measure) == ((3,), "เปิดเกณฑ์", ("นิติกร",), dt.date(2022, 12, 31))


def test_lists_of_steps_stay_with_their_measure() -> None:
    (measure,) = measures_of("มาตรการที่ 1 จุดบริการเดียว\nวิธีการดำเนินการ\n- สำรวจงาน\n- จัดจุดบริการ\nผู้รับผิดชอบ กองช่าง\n")
    assert (measure.title, measure.steps, measure.responsible) == (
        "จุดบริการเดียว",
        ("สำรวจงาน", "จัดจุดบริการ"),
        ("กองช่าง",),
    )


def test_what_is_said_twice_of_one_measure_is_not_said_of_the_next() -> None:
    lines = "มาตรการที่ 1 ก่อน\nผู้รับผิดชอบ: กองคลัง\nผู้รับผิดชอบ: กองช่าง\nมาตรการที่ 2 หลัง\nผู้รับผิดชอบ: นิติกร"
    assert [found[1:3] for found in listed(lines)] == [("ก่อน", ("กองคลัง",)), ("หลัง", ("นิติกร",))]


@pytest.mark.parametrize(
    "lines",
    [
        "1. ก่อสร้างถนน งบประมาณ 500,000 บาท ผู้รับผิดชอบ กองช่าง",
        "1. ตัวชี้วัดการปฏิบัติหน้าที่ ผู้รับผิดชอบ สำนักปลัด",
        "1. การใช้งบประมาณ ผู้รับผิดชอบ กองคลัง",
        "1. o2 ข้อมูลผู้บริหาร ผู้รับผิดชอบ สำนักปลัด",
        "1. คุ้มค่าและโปร่งใส ผู้รับผิดชอบ ต้องพิจารณาราคา",
        "1. ผู้รับผิดชอบ กองช่าง ตรวจสอบภายใน 15 วัน",
        "1. ประกาศนโยบายแล้ว\n2. อบรมบุคลากรแล้ว",
        "มาตรการทั้งหมดนี้มีผู้รับผิดชอบ คือ สำนักปลัด กองคลัง ระยะเวลา ตลอดปี",
        "มาตรการที่ 1 ตามวรรคหนึ่งให้กำหนดผู้รับผิดชอบและระยะเวลาให้ชัดเจน",
        "มาตรการที่ 1 ประหยัดพลังงาน ที่ประชุมรับทราบ ทุกหน่วยงานเป็นผู้รับผิดชอบ",
        "มาตรการที่ 1 ประหยัดพลังงาน โดยมีนโยบายที่ดีเป็นผู้รับผิดชอบ",
    ],
)
def test_what_only_looks_like_a_measure(lines: str) -> None:
    assert listed(lines) == []


@pytest.mark.parametrize(
    "above", ["มาตรการของรัฐบาล", "คำสั่งแต่งตั้งผู้รับผิดชอบตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส", "พระราชบัญญัติ มาตรการ"]
)
def test_a_list_that_is_told_to_be_something_else(above: str) -> None:
    assert listed("1. จัดเตรียมเอกสารประชุม ผู้รับผิดชอบ งานธุรการ", above=above) == []


def test_a_numbered_heading_above_labelled_lines_is_the_measure() -> None:
    text = f"""# {CAPTION}

## 1. ติดป้ายขั้นตอนบริการ

ตัวชี้วัด: คุณภาพการดำเนินงาน

ผู้รับผิดชอบ: กองช่าง

ระยะเวลา: มีนาคม 2566

## 2. การใช้งบประมาณ

ผู้รับผิดชอบ: กองคลัง
"""
    found = [told(measure) for measure in measures_of(text, name="paper.md")]
    assert found == [((6,), "ติดป้ายขั้นตอนบริการ", ("กองช่าง",), dt.date(2023, 3, 31))]


def test_a_title_goes_on_behind_an_open_bracket() -> None:
    text = f"# {CAPTION}\n\n## มาตรการที่ 1 ออกวารสาร (รองรับตัวชี้วัดที่ 7 ประสิทธิภาพการ\n\nสื่อสาร)\n\nผู้รับผิดชอบ: กองช่าง\n"
    (measure,) = measures_of(text, name="paper.md")
    assert (measure.title, measure.indicators) == ("ออกวารสาร (รองรับตัวชี้วัดที่ 7 ประสิทธิภาพการสื่อสาร)", (7,))
