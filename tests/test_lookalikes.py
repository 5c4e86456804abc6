"""Numbers that look like scores of the agency and are none give no score rows, alone and beside real scores."""

from __future__ import annotations

from typing import Any

import pytest

WHO = "องค์การบริหารส่วนตำบลท่ากระดาน อำเภอศรีสวัสดิ์ จังหวัดกาญจนบุรี"
TITLE = f"มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. ๒๕๖๗\n\n{WHO}"
REAL = """ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. ๒๕๖๖ ของหน่วยงานได้คะแนนรวม ๙๑.๑๗ คะแนน อยู่ในระดับ ผ่านดี

ตัวชี้วัดที่	ตัวชี้วัด	คะแนน
๑	การปฏิบัติหน้าที่	๙๗.๑๒
๒	การใช้งบประมาณ	๙๐.๑๙
๓	การใช้อำนาจ	๙๑.๘๔
๔	การใช้ทรัพย์สินของราชการ	๘๔.๐๒
๕	การแก้ไขปัญหาการทุจริต	๙๕.๕๔
๖	คุณภาพการดำเนินงาน	๘๘.๖๘
๗	ประสิทธิภาพการสื่อสาร	๘๙.๐๓
๘	การปรับปรุงการทำงาน	๙๖.๓๐
๙	การเปิดเผยข้อมูล	๑๐๐.๐๐
๑๐	การป้องกันการทุจริต	๘๑.๒๕"""
INDICATORS = (
    "การปฏิบัติหน้าที่",
    "การใช้งบประมาณ",
    "การใช้อำนาจ",
    "การใช้ทรัพย์สินของราชการ",
    "การแก้ไขปัญหาการทุจริต",
    "คุณภาพการดำเนินงาน",
    "ประสิทธิภาพการสื่อสาร",
    "การปรับปรุงการทำงาน",
    "การเปิดเผยข้อมูล",
    "การป้องกันการทุจริต",
)


def by_indicator(head: str, *values: str) -> str:
    """A table of the ten indicators with one column ``head`` of other numbers (repeated where there are fewer)."""
    lines = [f"ตัวชี้วัด\t{head}"]
    lines += [f"{label}\t{values[place % len(values)]}" for place, label in enumerate(INDICATORS)]
    return "\n".join(lines)


PROSE = {
    "target": [
        "ตั้งเป้าหมายให้ผลการประเมิน ITA ปีงบประมาณ พ.ศ. ๒๕๖๗ ไม่น้อยกว่า ๘๕ คะแนน",
        "เป้าหมายของหน่วยงานคือ ๙๒.๐๐ คะแนนขึ้นไปในทุกตัวชี้วัด",
        "ผลการประเมิน ITA ปี ๒๕๖๖ ต้องได้คะแนนภาพรวมอย่างน้อย ๘๕.๐๐ คะแนน",
    ],
    "threshold": [
        "หน่วยงานจะผ่านเกณฑ์เมื่อได้คะแนนตั้งแต่ ๘๕ คะแนน และไม่มีเครื่องมือใดต่ำกว่า ๘๕ คะแนน",
        "ตัวชี้วัดที่ได้คะแนนต่ำกว่าร้อยละ ๗๐ ถือเป็นจุดอ่อน",
    ],
    "grade_band": [
        "ระดับ A หมายถึง ช่วงคะแนน ๘๕.๐๐ – ๙๔.๙๙ คะแนน ระดับ B หมายถึง ช่วงคะแนน ๗๕.๐๐ – ๘๔.๙๙ คะแนน",
        "- คะแนน ๙๕.๐๐ – ๑๐๐ ระดับ ผ่านดีเยี่ยม\n- คะแนน ๘๕.๐๐ – ๙๔.๙๙ ระดับ ผ่านดี",
    ],
    "weight": [
        "แบบวัด IIT มีน้ำหนักร้อยละ ๓๐ แบบวัด EIT มีน้ำหนักร้อยละ ๓๐ และแบบวัด OIT มีน้ำหนักร้อยละ ๔๐",
        "OIT คิดเป็น ๔๐ คะแนน จาก ๑๐๐ คะแนน",
    ],
    "item_count": [
        "แบบวัด IIT มี ๓๐ ข้อ แบบวัด EIT มี ๑๕ ข้อ ส่วนแบบตรวจ OIT มี ๔๓ ข้อ",
        "ตัวชี้วัดที่ ๙ การเปิดเผยข้อมูล มีข้อคำถาม ๓๓ ข้อ",
    ],
    "national_average": [
        "ค่าเฉลี่ย ITA ระดับประเทศ ประจำปีงบประมาณ พ.ศ. ๒๕๖๖ เท่ากับ ๙๐.๑๙ คะแนน",
        "ในปี ๒๕๖๖ คะแนนเฉลี่ยทั้งประเทศอยู่ที่ ๙๐.๑๙ คะแนน จากหน่วยงาน ๘,๓๒๓ แห่ง",
    ],
    "group_average": [
        "องค์การบริหารส่วนตำบลทั้งหมดในจังหวัดกาญจนบุรีมีคะแนนเฉลี่ย ๘๘.๔๑ คะแนน",
        "ค่าเฉลี่ยของหน่วยงานประเภทเดียวกันเท่ากับ ๘๗.๖๕ คะแนน",
        "คะแนนเฉลี่ยระดับจังหวัด ๘๙.๑๒ คะแนน",
    ],
    "survey": [
        "ผู้รับบริการพึงพอใจโดยรวมมีค่าเฉลี่ย ๔.๕๒ (S.D. = ๐.๖๑) คิดเป็นร้อยละ ๙๐.๔๐",
        "ความพึงพอใจด้านการให้บริการได้คะแนนร้อยละ ๙๕.๒๐ อยู่ในระดับมากที่สุด",
    ],
    "quality_assurance": [
        "ศูนย์พัฒนาเด็กเล็กได้คะแนนประกันคุณภาพ ๔.๓๕ จากคะแนนเต็ม ๕",
        "ผลการประเมินคุณภาพภายใน ๔.๖๗ คะแนน (คะแนนเต็ม ๕.๐๐) ระดับดีมาก",
    ],
    "lpa": [
        "ผลการประเมิน LPA ประจำปี ๒๕๖๖ ได้คะแนนรวมร้อยละ ๘๙.๓๐",
        "การประเมินประสิทธิภาพขององค์กรปกครองส่วนท้องถิ่น (LPA) ด้านที่ ๕ ธรรมาภิบาล ได้ ๗๖.๒๕ คะแนน",
    ],
    "money": [
        "ใช้งบประมาณอบรม ๘๕,๔๐๐.๐๐ บาท เบิกจ่ายแล้ว ๖๒,๑๐๐.๕๐ บาท",
        "ค่าใช้จ่ายต่อคน ๙๒.๕๐ บาท",
    ],
    "projects": [
        "ดำเนินโครงการแล้วเสร็จ ๓๔ โครงการ จาก ๔๐ โครงการ คิดเป็นร้อยละ ๘๕.๐๐",
        "การใช้งบประมาณตามแผนเบิกจ่ายได้ร้อยละ ๘๗.๔๑",
    ],
    "kpi": [
        "ตัวชี้วัดความสำเร็จ : ร้อยละ ๘๐ ของผู้เข้าอบรมเข้าใจเรื่องผลประโยชน์ทับซ้อน",
        "ตัวชี้วัดของโครงการ คือ ผู้เข้าร่วมไม่น้อยกว่าร้อยละ ๙๐.๐๐",
    ],
    "moit": [
        "โรงพยาบาลส่งเสริมสุขภาพตำบลได้คะแนน MOIT ร้อยละ ๙๒.๕๐",
        "MOIT ๑ ถึง MOIT ๒๒ ผ่าน ๒๐ ข้อ คิดเป็น ๙๐.๙๑ คะแนน",
    ],
    "difference": [
        "คะแนนเพิ่มขึ้นจากปีที่ผ่านมา ๓.๑๒ คะแนน",
        "ตัวชี้วัดที่ ๖ คุณภาพการดำเนินงาน ลดลง ๕.๔๐ คะแนน",
        "ยังขาดอีก ๑๓.๖๘ คะแนน จึงจะถึงเป้าหมาย",
    ],
    "rank": [
        "หน่วยงานอยู่ลำดับที่ ๔ ของอำเภอ และลำดับที่ ๕๒ ของจังหวัด",
        "การเปิดเผยข้อมูล อยู่ในลำดับที่ ๑๐",
    ],
}
TABLES = {
    "target": by_indicator("ค่าเป้าหมาย (คะแนน)", "85.00"),
    "threshold": by_indicator("เกณฑ์ขั้นต่ำ", "ไม่น้อยกว่า 85"),
    "grade_band": "ช่วงคะแนน\tระดับ\n95.00 - 100\tAA\n85.00 - 94.99\tA\n75.00 - 84.99\tB\n65.00 - 74.99\tC",
    "weight": "เครื่องมือ\tน้ำหนัก (ร้อยละ)\nIIT\t30\nEIT\t30\nOIT\t40\nรวม\t100",
    "item_count": by_indicator("จำนวนข้อคำถาม", "6"),
    "national_average": by_indicator("ค่าเฉลี่ยระดับประเทศ", "93.11", "91.40", "92.85"),
    "group_average": by_indicator("ค่าเฉลี่ยของจังหวัด", "88.20", "87.15", "90.01"),
    "survey": "ด้านที่ประเมิน\tค่าเฉลี่ย\tS.D.\tร้อยละ\nด้านเจ้าหน้าที่ผู้ให้บริการ\t4.52\t0.61\t90.40\nรวม\t4.48\t0.60\t89.60",
    "quality_assurance": "มาตรฐานที่\tคะแนน (เต็ม 5)\n1 การบริหารจัดการ\t4.35\n2 ครูและผู้ดูแลเด็ก\t4.67\nเฉลี่ย\t4.51",
    "lpa": "ด้านที่\tด้าน\tคะแนนเต็ม\tคะแนนที่ได้\tร้อยละ\n1\tการบริหารจัดการ\t205\t180\t87.80\n5\tธรรมาภิบาล\t80\t61\t76.25",
    "money": "โครงการ\tงบประมาณ (บาท)\tเบิกจ่าย (บาท)\nอบรมการป้องกันการทุจริต\t25,400.00\t23,150.75",
    "projects": "สถานะ\tจำนวนโครงการ\tร้อยละ\nดำเนินการแล้วเสร็จ\t34\t85.00\nอยู่ระหว่างดำเนินการ\t6\t15.00",
    "kpi": "ตัวชี้วัดความสำเร็จ\tค่าเป้าหมาย\nร้อยละของผู้เข้าอบรมที่มีความรู้เพิ่มขึ้น\t80.00\nจำนวนครั้งที่เผยแพร่\t12",
    "moit": "ข้อ\tรายการ\tคะแนน\nMOIT 1\tระบบข้อมูลข่าวสาร\t5.00\nMOIT 2\tการเปิดเผยข้อมูล\t4.50\nรวม\t\t92.50",
    "difference": by_indicator("เพิ่มขึ้น/ลดลง", "+3.12", "-5.40", "+0.75"),
    "rank": by_indicator("อันดับ", "3", "1", "2", "4", "6", "5", "8", "7", "10", "9"),
}


def scores(text: str) -> dict[tuple[Any, Any], tuple[Any, ...]]:
    """The published value and status of every score of the text."""
    from pipeline.process import process

    result = process(text.encode(), "paper.txt")
    assert result.document["status"] != "failed", result.document["error"]
    return {(row["code"], row["fiscal_year"]): (row["score"], row["status"]) for row in result.scores}


@pytest.mark.parametrize("name", PROSE)
def test_a_sentence_gives_no_score(name: str) -> None:
    for sentence in PROSE[name]:
        assert scores(f"{TITLE}\n\n{sentence}\n") == {}, sentence


@pytest.mark.parametrize("name", TABLES)
def test_a_table_gives_no_score(name: str) -> None:
    assert scores(f"{TITLE}\n\n{TABLES[name]}\n") == {}


@pytest.mark.parametrize("name", PROSE)
def test_a_sentence_leaves_real_scores_alone(name: str) -> None:
    real = scores(f"{TITLE}\n\n{REAL}\n")
    for sentence in PROSE[name]:
        assert scores(f"{TITLE}\n\n{sentence}\n\n{REAL}\n\n{sentence}\n") == real, sentence


@pytest.mark.parametrize("name", TABLES)
def test_a_table_leaves_real_scores_alone(name: str) -> None:
    real = scores(f"{TITLE}\n\n{REAL}\n")
    assert scores(f"{TITLE}\n\n{TABLES[name]}\n\n{REAL}\n") == real
    assert scores(f"{TITLE}\n\n{REAL}\n\n{TABLES[name]}\n") == real


def test_the_real_scores_are_read() -> None:
    real = scores(f"{TITLE}\n\n{REAL}\n")
    assert real["ITA", 2566] == (91.17, "verified")
    assert real["9", 2566] == (100.0, "verified")
    assert len([code for code, _ in real if code.isdigit()]) == 10
