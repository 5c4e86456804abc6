"""Numbers beside the words of a score that are none: shares of work, lists of other things, hopes, former scores."""

from __future__ import annotations

import pytest

from extractors.document import TextBlock, TextKind
from tests.scores.reading import extracted, paragraph, stated, stated_years, values


def listed(*lines: str) -> list[TextBlock]:
    """A paragraph and the items of the list below it."""
    return [paragraph(lines[0]), *(paragraph(line, TextKind.LIST_ITEM) for line in lines[1:])]


@pytest.mark.parametrize(
    "text",
    [
        "การประเมิน ITA และงานคลัง จัดเก็บได้ร้อยละ 97.31",
        "ภาพรวม ITA ปี 2567 ดำเนินโครงการได้ร้อยละ 96.20",
        "การปฏิบัติหน้าที่ มีผู้ตอบว่าทำตามขั้นตอนร้อยละ 95.10",
        "ITA: ผู้ตอบ IIT คิดเป็นร้อยละ 87.12",
        "ตัวชี้วัดที่ 10 การป้องกันการทุจริต ตอบครบ ๑๐๐ คะแนน",
    ],
)
def test_a_share_of_what_was_done_is_no_score(text: str) -> None:
    assert stated(text) == []


def test_a_label_may_hold_the_words_of_a_share() -> None:
    assert stated("ตัวชี้วัดที่ 2 การใช้จ่ายงบประมาณ 93.94 คะแนน") == [("2", 93.94)]


def test_the_total_behind_those_who_answered_is_one() -> None:
    assert stated("ผลการประเมิน ITA จากผู้ตอบทั้งหมด 45 คน ได้คะแนนรวม 88.12 คะแนน") == [("ITA", 88.12)]


@pytest.mark.parametrize("line", ["3. ความพึงพอใจของผู้รับบริการ ร้อยละ 96.20", "1. งานโยธา 95.00 คะแนน"])
def test_a_numbered_line_without_a_known_name_is_no_indicator(line: str) -> None:
    assert extracted(*listed("ผลการประเมิน ITA", line)) == ()


def test_numbers_stand_for_names_where_most_lines_have_names() -> None:
    lines = ("1. การปฏิบัติหน้าที่ 91.01 คะแนน", "2. การใช้งบประมาณ 82.02 คะแนน", "3. กวรไซอำ 73.03 คะแนน")
    assert values(extracted(*listed("ผลการประเมิน ITA ปี 2567", *lines))) == {
        ("1", 2567): 91.01,
        ("2", 2567): 82.02,
        ("3", 2567): 73.03,
    }


@pytest.mark.parametrize("lead", ["เทศบาลตั้งเป้าหมายคะแนน ITA ปี 2568 ดังนี้", "เป้าหมายรายตัวชี้วัดของ ITA"])
def test_a_list_of_targets_gives_no_score(lead: str) -> None:
    lines = ("1. การปฏิบัติหน้าที่ 92.00 คะแนน", "2. การใช้งบประมาณ 91.00 คะแนน")
    assert extracted(*listed(lead, *lines)) == ()


def test_a_list_of_results_beside_a_target_gives_its_scores() -> None:
    lines = ("1. การปฏิบัติหน้าที่ 92.00 คะแนน", "2. การใช้งบประมาณ 91.00 คะแนน")
    mentions = extracted(*listed("ผลการประเมิน ITA เทียบกับค่าเป้าหมาย รายตัวชี้วัด ดังนี้", *lines))
    assert values(mentions) == {("1", 2567): 92.0, ("2", 2567): 91.0}


def test_an_arrow_leads_from_a_former_score_to_the_one_of_now() -> None:
    assert stated("การปฏิบัติหน้าที่ จาก 82.11 → 90.22 (+8.11)") == [("1", 90.22)]
    assert stated("การใช้อำนาจ 82.11 -> 90.22 คะแนน") == [("3", 90.22)]
    assert stated_years("คะแนน ITA ปี 2566 82.11 → ปี 2567 90.22") == [("ITA", 82.11, 2566), ("ITA", 90.22, 2567)]
