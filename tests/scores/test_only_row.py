"""Tables made for many bodies that hold the row of one."""

from __future__ import annotations

from tests.scores.reading import extracted, paragraph, table, values


def test_the_only_row_of_a_table_for_many_bodies_is_read_with_its_year() -> None:
    head = ["ปีงบประมาณ", "หน่วยงาน", "IIT", "EIT", "OIT", "ITA"]
    row = ["2566", "องค์การบริหารส่วนตำบลท่าข้าม", "81.10", "72.20", "93.30", "83.31"]
    mentions = extracted(paragraph("ผลการประเมิน ITA"), table([head, row]), year=None)
    assert values(mentions) == {("IIT", 2566): 81.1, ("EIT", 2566): 72.2, ("OIT", 2566): 93.3, ("ITA", 2566): 83.31}


def test_the_only_row_may_name_indicators_by_number_alone() -> None:
    head = ["หน่วยงาน", "ปี", "ตัวชี้วัดที่ 1", "ตัวชี้วัดที่ 2", "ตัวชี้วัดที่ 3", "ITA"]
    row = ["เทศบาลเมืองแสนสุข", "2567", "81.10", "72.20", "93.30", "85.12"]
    mentions = extracted(paragraph("ผลการประเมิน ITA"), table([head, row]), year=None)
    assert values(mentions) == {("1", 2567): 81.1, ("2", 2567): 72.2, ("3", 2567): 93.3, ("ITA", 2567): 85.12}
