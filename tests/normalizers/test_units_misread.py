"""Misread names of units and posts: mended where one known name is near, untouched everywhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.units import split_units
from normalizers.units_misread import mend_units


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("กองชาง", ["กองช่าง"]),  # a tone mark lost
        ("กองสาธารณ av", ["กองสาธารณสุข"]),  # letters of another script for Thai ones
        ("ผช่วยนัก\nประชาสัมพันธ์", ["ผู้ช่วยนักประชาสัมพันธ์"]),  # a vowel lost, torn by the line end
        ("เจ้าหน้าที\nประชาสัมพันธ์\nกองคลัง", ["เจ้าหน้าที่ประชาสัมพันธ์", "กองคลัง"]),
        ("สำนัก .\nปลัด", ["สำนักปลัด"]),  # dirt between the parts of a name
        ("-นิติกร\n-เจ้าหน้าทีธุรการ", ["นิติกร", "เจ้าหน้าที่ธุรการ"]),
        ("1.นกวิชาการพัสดุ 2.กองคลง", ["นักวิชาการพัสดุ", "กองคลัง"]),
    ],
)
def test_near_to_one_known_name(read: str, meant: list[str]) -> None:
    assert split_units(mend_units(read)) == meant


@pytest.mark.parametrize(
    "text",
    [
        "นักวิชาการช่าง",  # a name of its own, as long as a known one
        "งานนิติกร",  # a head and a known name, though near to another
        "กองกลาง",
        "กองคลัง กองช่าง",
        "กอง av",  # too little was read
        "กองการศึกษา (งานพัสดุ)",
        "นายสมชาย ใจดี",
        "IT",
        "",
    ],
)
def test_everything_else_stays(text: str) -> None:
    assert mend_units(text) == text


def test_names_behind_each_other_stay_apart() -> None:
    assert split_units(mend_units("นิติกร\nสำนักปลัด\nปลัดเทศบาล")) == ["นิติกร", "สำนักปลัด", "ปลัดเทศบาล"]


@given(st.text("กองคลังช่าปดู้ีั่ ./-1\n", max_size=60))
def test_digits_are_never_changed(text: str) -> None:
    assert [c for c in mend_units(text) if c.isdigit()] == [c for c in text if c.isdigit()]


def test_an_endless_text_is_left_alone() -> None:
    text = "กองชาง " * 2000
    assert mend_units(text) == text
