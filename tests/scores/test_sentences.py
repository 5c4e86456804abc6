"""Statements: whose score a number of a sentence is, of which year, and which numbers are nobody's."""

from __future__ import annotations

import pytest

from tests.scores.reading import extracted, paragraph, said, stated, stated_years, values

STATEMENTS = {
    "ผลการประเมิน ITA ในภาพรวมได้ 91.13 คะแนน": [("ITA", 91.13)],
    "คะแนนภาพรวม ๙๑.๑๓ คะแนน": [("ITA", 91.13)],
    "แบ่งเป็นแบบวัด IIT ร้อยละ 91.16 แบบวัด EIT ร้อยละ 94.29 และแบบวัด OIT ร้อยละ 88.75": [
        ("IIT", 91.16),
        ("EIT", 94.29),
        ("OIT", 88.75),
    ],
    "ตัวชี้วัดที่ 1 การปฏิบัติ หน้าที่ ได้คะแนนร้อยละ 93.33 ตัวชี้วัดที่ 2 การใช้งบ ประมาณ ได้คะแนนร้อยละ 90.48": [
        ("1", 93.33),
        ("2", 90.48),
    ],
    "การใช้งบประมาณ 88.45, การใช้อำนาจ 90.12 และการเปิดเผยข้อมูล 97.50 ตามลำดับ": [
        ("2", 88.45),
        ("3", 90.12),
        ("9", 97.5),
    ],
    "ด้าน IIT ซึ่งมีน้ำหนักร้อยละ 30 ได้ 91.16 คะแนน ด้าน OIT น้ำหนักร้อยละ 40 ได้ 88.75 คะแนน": [
        ("IIT", 91.16),
        ("OIT", 88.75),
    ],
    "ตัวชี้วัดที่ 7 ประสิทธิภาพการสื่อสาร (e4 - e6) ได้ 94.18 คะแนน": [("7", 94.18)],
    "9.1 ข้อมูลพื้นฐาน 77.78 คะแนน 9.2 การบริหารงาน 75.00 คะแนน": [("9.1", 77.78), ("9.2", 75.0)],
    "ตัวชี้วัดที่ 9 การเปิดเผยข้อมูล ได้ 100 คะแนน": [("9", 100.0)],
    "ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่ ได้คะแนน 93.33 โดยข้อ i1 ได้คะแนน 95.00": [("1", 93.33), ("i1", 95.0)],
    "ตัวชี้วัดที่ไม่บรรลุเป้าหมาย ได้แก่ ตัวชี้วัดที่ 9 การเปิดเผยข้อมูล ได้ 70.00 คะแนน": [("9", 70.0)],
    "ผลการประเมิน ITA เพิ่มขึ้นเป็น 91.13 คะแนน": [("ITA", 91.13)],
    "ได้คะแนนร้อยละ 95.62 ในตัวชี้วัดคุณภาพการดำเนินงาน และร้อยละ 87.50 ในตัวชี้วัดการเปิดเผยข้อมูล": [
        ("6", 95.62),
        ("9", 87.5),
    ],
    "หน่วยงานได้ 91.13 คะแนน จากการประเมิน ITA": [("ITA", 91.13)],
    "แบบวัด IIT ได้ 26.09 คะแนน จากคะแนนเต็ม 30 คะแนน คิดเป็นร้อยละ 86.97": [("IIT", 86.97)],
    "OIT 37.55/40 คิดเป็นร้อยละ 93.88": [("OIT", 93.88)],
    "ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ ลดลงจากเดิม 92.40 คะแนน เป็น 88.26 คะแนน": [("4", 88.26)],
    "เทศบาลตำบลท่าข้าม อำเภอหาดใหญ่ จังหวัดสงขลา มีคะแนน ITA เฉลี่ย 90.41 คะแนน": [("ITA", 90.41)],
    "ต่ำกว่าค่าเฉลี่ยระดับประเทศ โดยมีคะแนน ITA 80.25 คะแนน": [("ITA", 80.25)],
}

NO_STATEMENTS = [
    "คะแนน ITA ไม่น้อยกว่า 85.00 คะแนน",
    "ค่าเป้าหมายคะแนน ITA เท่ากับ 92.00 คะแนน",
    "ตั้งเป้าให้ตัวชี้วัดที่ 9 การเปิดเผยข้อมูล ได้คะแนน 100 คะแนน",
    "คะแนน ITA ตั้งเป้าไว้ที่ 95.00 คะแนน",
    "หากตัวชี้วัดที่ 9 การเปิดเผยข้อมูล ได้คะแนน 100.00 คะแนน",
    "จะทำให้คะแนน ITA เพิ่มเป็น 90.00 คะแนน",
    "ผลการประเมินตนเอง ตัวชี้วัดที่ 9 การเปิดเผยข้อมูล คาดการณ์ 98.00 คะแนน",
    "ความก้าวหน้าการจัดทำข้อมูล OIT คิดเป็นร้อยละ 65.71",
    "ผลการประเมิน ITA คะแนนสูงสุด 97.50 คะแนน คะแนนต่ำสุด 71.20 คะแนน",
    "คะแนน ITA ระดับประเทศเท่ากับ 93.05 คะแนน",
    "ผลการประเมิน ITA มีหน่วยงานเข้าร่วม 8,303 แห่ง คะแนนเฉลี่ย 87.57 คะแนน",
    "ผลการประเมิน ITA MOPH คิดเป็นร้อยละ 92.00",
    "โรงเรียนในสังกัดได้คะแนน ITA Online 96.40 คะแนน",
    "เพิ่มขึ้น 2.15 คะแนน ในตัวชี้วัดคุณภาพการดำเนินงาน",
    "ไม่น้อยกว่าร้อยละ 90.00 ในตัวชี้วัดการเปิดเผยข้อมูล",
    "ค่าเฉลี่ยของจังหวัดได้ 90.15 คะแนน จากการประเมิน ITA",
    "จังหวัดสงขลามีคะแนนเฉลี่ยเท่ากับ 90.41 คะแนน",
    "กระทรวงมหาดไทยได้คะแนน ITA เฉลี่ย 92.18 คะแนน",
    "เทศบาลทั่วประเทศมีคะแนน ITA 90.02 คะแนน",
    "คะแนน ITA เฉลี่ยจังหวัดเท่ากับ 89.44 คะแนน",
    "ค่าเป้าหมายปี 2568 คะแนน ITA 92.00 คะแนน",
    "คะแนน ITA ดีขึ้น 5.26 คะแนน",
    "ประสิทธิภาพการสื่อสารของเจ้าหน้าที่ ผู้รับบริการพึงพอใจร้อยละ 94.25",
    "ตัวชี้วัดที่ 3 การใช้อำนาจ ร้อยละ 81.33 ของผู้ตอบเห็นว่าเป็นธรรม",
    "ตัวชี้วัดที่ 3 การใช้อำนาจ ยังขาดอีก 5.00 คะแนน",
    "คะแนน ITA 70.00 - 84.99 คะแนน",
]


@pytest.mark.parametrize("text", STATEMENTS)
def test_a_number_belongs_to_the_subject_before_it(text: str) -> None:
    assert stated(text) == STATEMENTS[text]


@pytest.mark.parametrize("text", NO_STATEMENTS)
def test_a_number_that_is_no_result_of_this_body(text: str) -> None:
    assert stated(text) == []


def test_a_label_alone_says_nothing_outside_the_assessment() -> None:
    assert stated("การใช้งบประมาณ ร้อยละ 87.45", about_ita=False) == []
    assert stated("การใช้งบประมาณ ร้อยละ 87.45", about_ita=True) == [("2", 87.45)]
    assert stated("คะแนนรวม 87.45 คะแนน", about_ita=False) == []


def test_the_change_of_a_total_is_no_total() -> None:
    text = "ผลการประเมิน ITA ได้ 91.13 คะแนน เพิ่มขึ้นจากปี 2566 (86.13 คะแนน) ร้อยละ 5.81"
    assert stated_years(text) == [("ITA", 91.13, None), ("ITA", 86.13, 2566)]


def test_a_year_behind_a_number_is_not_that_of_the_next() -> None:
    text = "ผลการประเมิน ITA ปี 2567 ลดลงจาก 93.12 คะแนน ในปี 2566 เหลือ 91.13 คะแนน"
    assert ("ITA", 91.13, 2567) in stated_years(text)
    assert ("ITA", 91.13, 2566) not in stated_years(text)


def test_years_in_brackets_belong_to_the_number_before() -> None:
    text = "คะแนน ITA ของหน่วยงาน 78.30 คะแนน (ปี 2566) และ 91.13 คะแนน (ปี 2567)"
    assert stated_years(text) == [("ITA", 78.3, 2566), ("ITA", 91.13, 2567)]


def test_the_year_of_a_plan_is_not_that_of_its_scores() -> None:
    text = "มาตรการส่งเสริมความโปร่งใส ประจำปีงบประมาณ พ.ศ. 2568 ผลการประเมิน ITA ได้ 91.13 คะแนน"
    assert stated_years(text) == [("ITA", 91.13, None)]


def test_a_former_score_without_a_year_is_left_out() -> None:
    assert stated("คะแนน IIT จาก 82.09 เป็น 91.16") == [("IIT", 91.16)]
    assert stated("คะแนน ITA จาก 82.09 เป็น 91.16 คะแนน") == [("ITA", 91.16)]


def test_one_subject_told_of_two_years() -> None:
    text = "ผลการประเมิน IIT ปี 2566 ได้ 77.60 คะแนน และปี 2567 ได้ 91.16 คะแนน"
    assert stated_years(text) == [("IIT", 77.6, 2566), ("IIT", 91.16, 2567)]


def test_a_year_that_may_be_of_either_number_tells_nothing() -> None:
    text = "แบบวัด IIT ได้ 77.60 คะแนน ในปี 2566 และ 91.16 คะแนน ในปี 2567"
    assert ("IIT", 91.16, 2566) not in stated_years(text)


@pytest.mark.parametrize("words", ["ปีที่ผ่านมา", "ปีงบประมาณที่แล้ว", "ปีก่อนหน้า"])
def test_a_score_of_last_year(words: str) -> None:
    (found,) = said(f"ใน{words} หน่วยงานได้คะแนน ITA 84.82 คะแนน")
    assert (found.year, found.last_year) == (None, True)
    (dated,) = said(f"ใน{words} (ปี 2566) หน่วยงานได้คะแนน ITA 84.82 คะแนน")
    assert (dated.year, dated.last_year) == (2566, False)


def test_this_year_is_not_last_year() -> None:
    (found,) = said("เทียบกับปีที่ผ่านมา ในปีนี้ได้คะแนน ITA 90.08 คะแนน")
    assert not found.last_year


def test_a_place_may_be_the_papers_own_body() -> None:
    text = "จังหวัดสงขลามีคะแนน ITA เฉลี่ย 90.41 คะแนน"
    assert stated(text, own="จังหวัดสงขลา") == [("ITA", 90.41)]


def test_the_own_name_takes_up_the_own_score_again() -> None:
    text = "ผลการประเมิน ITA ระดับประเทศอยู่ที่ 90.19 คะแนน ส่วนเทศบาลตำบลท่าข้ามได้ 78.30 คะแนน"
    assert stated(text) == []
    assert stated(text, own="เทศบาลตำบลท่าข้าม") == [("ITA", 78.3)]


def test_a_level_goes_to_the_nearest_total() -> None:
    first, second = said("ผลการประเมิน ITA ปี 2565 ได้ 84.63 คะแนน ระดับ B และปี 2564 ได้ 65.76 คะแนน ระดับ C")
    assert (first.value, first.grade, first.year) == (84.63, "B", 2565)
    assert (second.value, second.grade, second.year) == (65.76, "C", 2564)


def test_a_torn_or_pointless_print_is_a_reading_without_a_value() -> None:
    torn = said("ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่ ผลการประเมินอยู่ที่ 70.9 9 คะแนน")
    assert [(item.raw, item.value) for item in torn] == [("70.9 9", None)]
    lost = said("ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่ ได้คะแนน 9215")
    assert [(item.raw, item.value) for item in lost] == [("9215", None)]


def test_what_a_score_is_multiplied_with_is_none() -> None:
    assert stated("คะแนน ITA = (IIT x 0.30) + (EIT × 0.30) + (OIT คูณด้วย 0.40)") == []


def test_the_numbers_of_an_outline_are_no_scores() -> None:
    lines = "2.8 การปรับปรุงการทำงาน 81.10\n2.9 การเปิดเผยข้อมูล 82.20\n2.10 การป้องกันการทุจริต 83.30"
    assert values(extracted(paragraph(f"ผลการประเมิน ITA\n{lines}"))) == {
        ("8", 2567): 81.1,
        ("9", 2567): 82.2,
        ("10", 2567): 83.3,
    }
