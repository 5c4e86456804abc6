"""Measures written as labelled lines or as small upright tables, and texts that only look so."""

import datetime as dt

from extractors.facts import Measure
from tests.measures.reading import measures_of, tsv

LABELLED = """มาตรการ : เพิ่มประสิทธิภาพการสื่อสาร
ขั้นตอน : ๑. จัดทำเพจ
๒. มอบผู้ดูแล
ผู้รับผิดชอบ : งานประชาสัมพันธ์
ระยะเวลา : ปีงบประมาณ ๒๕๖๗

มาตรการ : ป้องกันการรับสินบน
ผู้รับผิดชอบ : นิติกร
ระยะเวลา : มกราคม ๒๕๖๗

จึงประกาศมาเพื่อทราบโดยทั่วกัน
"""


def told(measure: Measure) -> tuple[str, tuple[str, ...], tuple[str, ...], dt.date | None]:
    return measure.title, measure.steps, measure.responsible, measure.period_end


def test_labelled_lines() -> None:
    assert [told(measure) for measure in measures_of(LABELLED)] == [
        ("เพิ่มประสิทธิภาพการสื่อสาร", ("จัดทำเพจ", "มอบผู้ดูแล"), ("งานประชาสัมพันธ์",), dt.date(2024, 9, 30)),
        ("ป้องกันการรับสินบน", (), ("นิติกร",), dt.date(2024, 1, 31)),
    ]


def test_numbered_measures_with_the_names_of_columns() -> None:
    text = """มาตรการที่ ๑ เผยแพร่แผนจัดซื้อจัดจ้าง
ผู้รับผิดชอบ กองคลัง
ระยะเวลา มีนาคม ๒๕๖๗

มาตรการที่ ๒ อบรมจริยธรรม
ผู้รับผิดชอบ สำนักปลัด
"""
    assert [told(measure) for measure in measures_of(text)] == [
        ("เผยแพร่แผนจัดซื้อจัดจ้าง", (), ("กองคลัง",), dt.date(2024, 3, 31)),
        ("อบรมจริยธรรม", (), ("สำนักปลัด",), None),
    ]


def test_an_upright_table() -> None:
    page = """<table><tr><td>ตัวชี้วัด</td><td>การใช้อำนาจ</td></tr><tr><td>มาตรการ</td><td>เปิดเกณฑ์ประเมิน</td></tr>
<tr><td>วิธีดำเนินการ</td><td>๑. ประชุม ๒. ติดประกาศ</td></tr><tr><td>ผู้รับผิดชอบ</td><td>นิติกร</td></tr></table>"""
    (measure,) = measures_of(page, name="paper.html")
    assert told(measure) == ("เปิดเกณฑ์ประเมิน", ("ประชุม", "ติดประกาศ"), ("นิติกร",), None)
    assert measure.indicators == (3,)


def test_texts_that_only_speak_of_measures() -> None:
    assert measures_of("มาตรการที่ ๑ ของรัฐบาลคือประหยัดพลังงาน\nทุกกองรับไปปฏิบัติ") == ()
    assert measures_of("มาตรการที่รัฐบาลกำหนด ผู้รับผิดชอบคือทุกกอง ระยะเวลาตลอดปี") == ()
    risk = "ประเด็นความเสี่ยง : เรียกรับสินบน\nโอกาส : ๒\nมาตรการ : สอบทาน\nผู้รับผิดชอบ : กองช่าง"
    assert measures_of(risk) == ()


def test_measures_as_columns_of_a_table() -> None:
    rows = (
        "หัวข้อ | มาตรการที่ 1 | มาตรการที่ 2",
        "มาตรการ | ติดป้ายขั้นตอนบริการ | ออกวารสาร",
        "ตัวชี้วัด | คุณภาพการดำเนินงาน | ประสิทธิภาพการสื่อสาร",
        "ผู้รับผิดชอบ | กองช่าง | สำนักปลัด",
    )
    found = [(measure.title, measure.indicators, measure.responsible) for measure in measures_of(tsv(*rows))]
    assert found == [("ติดป้ายขั้นตอนบริการ", (6,), ("กองช่าง",)), ("ออกวารสาร", (7,), ("สำนักปลัด",))]
