"""Slips that the text around them proves are mended; digits and what may be meant stay."""

from __future__ import annotations

import pytest

from extractors.ocr.slips import without_slips


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("1, จัดทำคู่มือ", "1. จัดทำคู่มือ"),
        ("12; มีช่องทาง", "12. มีช่องทาง"),
        ("ตั้งแต่ปี, 2564 (54.25)", "ตั้งแต่ปี 2564 (54.25)"),
        ("ประจำปีงบประมาณ W.A. 2568", "ประจำปีงบประมาณ พ.ศ. 2568"),
        ("ปีงบประมาณ พ.ศ, ๒๕๖๗", "ปีงบประมาณ พ.ศ. ๒๕๖๗"),
        ("การใไห้บริการ", "การให้บริการ"),
        ("ปี พู.ศ. 2567", "ปี พ.ศ. 2567"),
        ("(0IT) ๐IT lIT |TA E1T", "(OIT) OIT IIT ITA EIT"),
        ("คะแนน TA และผลการประเมิน (TA)", "คะแนน ITA และผลการประเมิน (ITA)"),
        ("ป์ 2567 และ ปิ พ.ศ. ๒๕๖๖", "ปี 2567 และ ปี พ.ศ. ๒๕๖๖"),
        ("ปึงบประมาณ พ.ศ. 2567", "ปีงบประมาณ พ.ศ. 2567"),
        ("ปร:จำปีงบปร:มาณ", "ปร:จำปีงบประมาณ"),
        ("ต้วซี้วัดที 1 และ ตวชีวัดที่ 2", "ตัวชี้วัดที 1 และ ตัวชี้วัดที่ 2"),
        ("ผู๊รบผิดซอบ: กองคลัง", "ผู้รับผิดชอบ: กองคลัง"),
        ("แบบวัด IT ได้คะแนนเฉลีย 78.69 แบบวัด EIT 78.99", "แบบวัด IIT ได้คะแนนเฉลี่ย 78.69 แบบวัด EIT 78.99"),
    ],
)
def test_what_is_mended(read: str, meant: str) -> None:
    assert without_slips([read]).lines == (meant,)


@pytest.mark.parametrize(
    "text",
    [
        "1, 2 และ 3",
        "85,25 คะแนน",
        "ข้อ 1, จัดทำ",
        "W.A. Smith",
        "ปี, 99.25",
        "TA 10IT IITA",
        "แบบวัด IT ได้ 78.69",
        "ระบบ IT และแบบวัด EIT",
        "ได้เฉลียวฉลาด",
        "",
        "สรุปงบประมาณ",
        "การใช้งบประมาณ",
        "คือข้อตกลง",
        "สรุป 2567",
    ],
)
def test_what_is_left_alone(text: str) -> None:
    mended = without_slips([text])
    assert mended.lines == (text,)
    assert mended.repairs == ()
