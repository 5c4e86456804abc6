from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.units import split_units

UNITS = ["สำนักปลัด", "กองคลัง", "กองการศึกษาฯ", "งานนิติการ", "ผู้บริหารสูงสุด", "หัวหน้าสำนักปลัด", "ทุกส่วนราชการ"]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("", []),
        ("-", []),
        ("สำนักปลัด", ["สำนักปลัด"]),
        ("ผู้บริหารสูงสุด / คณะกรรมการ ขับเคลื่อน ITA", ["ผู้บริหารสูงสุด", "คณะกรรมการขับเคลื่อน ITA"]),
        ("ทุกสำนัก/กองงาน", ["ทุกสำนัก/กองงาน"]),
        ("สำนัก/กอง", ["สำนัก/กอง"]),
        ("สำนักปลัด/กองคลัง", ["สำนักปลัด", "กองคลัง"]),
        ("งานพัสดุ และ ทรัพย์สิน", ["งานพัสดุและทรัพย์สิน"]),
        ("กองคลัง และ กองช่าง", ["กองคลัง", "กองช่าง"]),
        ("กองคลังและกองช่าง", ["กองคลัง", "กองช่าง"]),
        ("งานเลขานุการและประชาสัมพันธ์", ["งานเลขานุการและประชาสัมพันธ์"]),
        ("งานบริหาร งานทั่วไป", ["งานบริหารงานทั่วไป"]),
        ("ผู้อำนวยการ กองคลัง", ["ผู้อำนวยการกองคลัง"]),
        ("นิติกรสำนักปลัด", ["นิติกร", "สำนักปลัด"]),
        ("ประชาสัมพันธ์ ทุกส่วน ราชการ", ["ประชาสัมพันธ์", "ทุกส่วนราชการ"]),
        ("1. สำนักปลัด 2. กองคลัง", ["สำนักปลัด", "กองคลัง"]),
        ("งานแผนและ\nงบประมาณ\n-นักวิเคราะห์นโยบายและ\nแผน", ["งานแผนและงบประมาณ", "นักวิเคราะห์นโยบายและแผน"]),
        ("สำนักปลัด (งานนิติการ, งานพัสดุ)", ["สำนักปลัด (งานนิติการ, งานพัสดุ)"]),
        ("นาย ก ใจดี\nนาง ข ใจงาม", ["นาย ก ใจดี", "นาง ข ใจงาม"]),
    ],
)
def test_units(cell: str, names: list[str]) -> None:
    assert split_units(cell) == names


@given(
    st.lists(st.sampled_from(UNITS), min_size=1, max_size=6),
    st.sampled_from([" ", "\n", ", ", " / ", "\n-", " -", "\n- "]),
)
def test_joined_names_come_apart(names: list[str], separator: str) -> None:
    assert split_units(separator.join(names)) == names


@pytest.mark.parametrize(
    "name",
    [
        "เจ้า|พนักงานธุรการ", "นาย|ช่างโยธา", "ผู้|อำนวยการ|กองช่าง", "ผู้อำนวย|การกองช่าง", "หัว|หน้า|ฝ่ายอำนวยการ",
        "กองการ|เจ้าหน้าที่",
        "พนักงาน|ส่วนตำบล", "บุคลากร|ทุกคน", "หัวหน้าสำนัก|ปลัด", "งานนโยบายและ|แผน", "สำนัก|ปลัด", "นักวิชาการเงินและ|บัญชี",
        "ลูกจ้าง|ประจำ",
    ],
)  # fmt: skip
@pytest.mark.parametrize(("above", "below"), [([], []), (["กองคลัง"], []), (["นิติกร"], ["กองคลัง", "ลูกจ้างประจำ"])])
def test_a_name_broken_over_lines_is_one(name: str, above: list[str], below: list[str]) -> None:
    assert split_units("\n".join([*above, name.replace("|", "\n"), *below])) == [*above, name.replace("|", ""), *below]


def test_a_post_and_its_unit_come_apart_where_the_unit_is_broken() -> None:
    assert split_units("นิติกรสำนัก\nปลัด") == ["นิติกร", "สำนักปลัด"]


PIECES = [*UNITS, "กอง", "งาน", "และ", "/", " ", "\n", "-", ",", "ทรัพย์สิน", "ITA", "(งานพัสดุ)", "นิติกร", "ทุก"]


@given(st.lists(st.sampled_from(PIECES), max_size=10))
def test_no_letter_is_lost(pieces: list[str]) -> None:
    def letters(string: str) -> str:
        return "".join(c for c in string if c not in " \n/,-").replace("และ", "")

    text = "".join(pieces)
    assert letters("".join(split_units(text))) == letters(text)
