from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.numbering import join_lines, leading_number, split_steps

THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
STEPS = st.lists(
    st.sampled_from(["จัดทำแผน ปี ๒๕๖๕", "ประชุม 12 ครั้ง", "เผยแพร่ ข้อ ๒. และ (๐๘)", "รายงานทุก ๖ เดือน", "ได้ 94.08"]),
    min_size=2,
    max_size=12,
)


@given(STEPS, st.sampled_from(["{}. ", "{}.", "{}) ", "({}) ", "1.{} "]), st.sampled_from([" ", "\n"]), st.booleans())
def test_numbered_lists_come_apart(steps: list[str], marker: str, between: str, thai: bool) -> None:
    numbers = [str(number).translate(THAI_DIGITS if thai else {}) for number in range(1, len(steps) + 1)]
    cell = between.join(marker.format(number) + step for number, step in zip(numbers, steps, strict=True))
    assert split_steps(cell) == steps


@given(STEPS)
def test_first_number_lost(steps: list[str]) -> None:
    cell = " ".join([steps[0], *(f"{number}.{step}" for number, step in enumerate(steps[1:], 2))])
    assert split_steps(cell) == steps


@pytest.mark.parametrize(
    ("cell", "steps"),
    [
        ("", []),
        ("จัดประชุม", ["จัดประชุม"]),
        ("๑.จัดประชุม", ["จัดประชุม"]),
        ("การบริหาร ได้แก่ ๑.จัดทำ ๒.ประกาศ", ["การบริหาร ได้แก่ จัดทำ", "ประกาศ"]),
        ("1. ก 1.1 ข 1.2 ค 2. ง", ["ก 1.1 ข 1.2 ค", "ง"]),
        ("1.1 ก 1.2 ข 2.1 ค", ["ก", "ข", "ค"]),
        ("ตาม ข้อ ๒. และ พ.ศ. ๒๕๖๕ (๐๘) O8, O9 ราย ๖ เดือน", ["ตาม ข้อ ๒. และ พ.ศ. ๒๕๖๕ (๐๘) O8, O9 ราย ๖ เดือน"]),
        ("๑. ก ๓. ข", ["ก ๓. ข"]),
        ("- ก\n- ข\n- ค", ["ก", "ข", "ค"]),
        ("-จัดทำ -ประชุม", ["จัดทำ", "ประชุม"]),
        ("1 จัดทำแผน\n2 ประชุม", ["จัดทำแผน", "ประชุม"]),
        ("ขั้นตอนที่ 1 ก\nขั้นตอนที่ 2 ข", ["ก", "ข"]),
        ("1. ..... 2. .....", []),
        ("๑. จัดทำคู่มือการ\nปฏิบัติงาน\n๒. ประชุม", ["จัดทำคู่มือการปฏิบัติงาน", "ประชุม"]),
        ("๙๔.๐๘ คะแนน", ["๙๔.๐๘ คะแนน"]),
    ],
)
def test_steps(cell: str, steps: list[str]) -> None:
    assert split_steps(cell) == steps


@pytest.mark.parametrize(
    ("cell", "steps"),
    [
        ("1. ก 2 จัดประชุม 3. ค", ["ก", "จัดประชุม", "ค"]),
        ("๑) ก\n๒เผยแพร่\n๓) ค", ["ก", "เผยแพร่", "ค"]),
        ("1จัดทำแผน\n2. ประชุม", ["จัดทำแผน", "ประชุม"]),
        ("๑. ก\n๒. ข\n๓ เปิดให้แจ้งทางเว็บไซต์", ["ก", "ข", "เปิดให้แจ้งทางเว็บไซต์"]),
        ("1. ก\n2. ข 3 เปิดให้แจ้ง", ["ก", "ข 3 เปิดให้แจ้ง"]),
        ("1. ก 2. ข\n3 เปิดให้แจ้ง", ["ก", "ข 3 เปิดให้แจ้ง"]),
        ("1. ก\n2. ข ภายใน\n3 เดือน", ["ก", "ข ภายใน 3 เดือน"]),
        ("1. ก\n2. ข\n4 เปิดให้แจ้ง", ["ก", "ข 4 เปิดให้แจ้ง"]),
        ("1. ก ทุกรอบ 2 เดือน 3. ค", ["ก ทุกรอบ 2 เดือน 3. ค"]),
        ("1. ก จำนวน 2 โรงเรียน 3. ค", ["ก จำนวน 2 โรงเรียน 3. ค"]),
        ("1. ก 2 สำนัก 2 ฝ่าย 3. ค", ["ก 2 สำนัก 2 ฝ่าย 3. ค"]),
        ("1. ก 3. ค 2. ข", ["ก 3. ค", "ข"]),
        ("1. ก 2 ข 4. ง", ["ก 2 ข 4. ง"]),
        ("จัดให้มี 1 ช่องทาง 2. ประชุม", ["จัดให้มี 1 ช่องทาง", "ประชุม"]),
    ],
)
def test_a_number_without_its_point_fills_a_gap_of_one(cell: str, steps: list[str]) -> None:
    assert split_steps(cell) == steps


def test_paragraphs_keep_a_blank_between_them() -> None:
    assert join_lines("ก" * 100 + "\n" + "ข") == "ก" * 100 + " ข"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("๒. จัดทำ", (2, "จัดทำ")),
        ("๑๐) ก", (10, "ก")),
        ("(๓)ก", (3, "ก")),
        ("๓.", (3, "")),
        ("1.1 ก", None),
        ("94.08", None),
        ("จัดทำ", None),
        ("๒๕๖๕. ก", None),
    ],
)
def test_leading_number(text: str, expected: tuple[int, str] | None) -> None:
    assert leading_number(text) == expected


@given(st.text(alphabet="12๓๔.()- กข\n", max_size=60))
def test_any_text(text: str) -> None:
    steps = split_steps(text)
    assert all(step == " ".join(step.split()) for step in steps)


def test_a_unit_of_time_that_recurs_is_no_reference() -> None:
    assert split_steps("๑) สรุปแผนรายไตรมาส ๒) ปิดประกาศ") == ["สรุปแผนรายไตรมาส", "ปิดประกาศ"]
    assert split_steps("๑. ประเมินทุกปี ๒. รายงานผล") == ["ประเมินทุกปี", "รายงานผล"]
    assert split_steps("ให้เสร็จในไตรมาส ๒) แล้วรายงาน") == ["ให้เสร็จในไตรมาส ๒) แล้วรายงาน"]


def test_letters_number_a_list_at_line_starts() -> None:
    assert split_steps("ก. จัดประชุม\nข. แจ้งเวียน\nค. ติดตาม") == ["จัดประชุม", "แจ้งเวียน", "ติดตาม"]
    assert split_steps("ก) จัดประชุม\nข) แจ้งเวียน") == ["จัดประชุม", "แจ้งเวียน"]
    assert split_steps("ประชุมภายในเดือน\nก.พ. ๒๕๖๗\nข. แจ้งผล") == ["ประชุมภายในเดือนก.พ. ๒๕๖๗ ข. แจ้งผล"]
