"""Repair of Thai text layers: certain faults one by one, faults of a whole page, and that sound text stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.pdf.repair import mend

SOUND = (
    "สำนักงานปลัดประกาศเจตจำนงสุจริตประจำปีงบประมาณ พ.ศ. 2567",
    "คำสั่งแต่งตั้งคณะทำงานเพื่อดำเนินการตามมาตรการป้องกันการทุจริต",
    "ผู้อำนวยการกองคลังรายงานการใช้จ่ายงบประมาณทุกเดือน ร้อยละ 92.50",
)


@pytest.mark.parametrize("line", SOUND)
def test_sound_text_stays(line: str) -> None:
    assert mend([line]).lines == (line,)
    assert mend([line]).repairs == ()


@pytest.mark.parametrize(
    ("damaged", "mended", "repair"),
    [
        ("ต�าบลหนองบัว", "ตำบลหนองบัว", "sara_am_lost_in_map"),
        ("ประจ� าปี", "ประจำปี", "sara_am_lost_in_map"),
        ("เ จ้าหน้าที่แ ละ", "เจ้าหน้าที่และ", "blank_after_leading_vowel"),
        ("งานอื่่\ufffdนของรััฐ", "งานอื่นของรัฐ", "residue_of_doubled_mark"),
        ("สำำ�นักงาน", "สำนักงาน", "residue_of_doubled_mark"),
        ("ที(cid:201)ดี", "ทีดี", "mark_without_map"),
        ("ดําเนินการ", "ดำเนินการ", "sara_am_split"),
        ("ผู\uf70bอํานวย", "ผู้อำนวย", "private_use_glyphs"),
        ("ร้อยละ (cid:346)(cid:349).5", "ร้อยละ \ufffd\ufffd.5", "glyph_without_map"),
        ("ปี ŚŝŞŝ", "ปี \ufffd\ufffd\ufffd\ufffd", "glyph_without_map"),
    ],
)
def test_certain_faults(damaged: str, mended: str, repair: str) -> None:
    page = mend([damaged])
    assert page.lines == (mended,)
    assert repair in page.repairs


def test_a_page_whose_sara_am_leave_a_residue() -> None:
    page = mend(["ประจำ�ปี", "สำ�านักงาน", "คำสั่ง"])
    assert page.lines == ("ประจำปี", "สำนักงาน", "คำสั่ง")
    assert page.repairs == ("residue_of_sara_am",)


@pytest.mark.parametrize("lines", [["ทำ�าน"], ["ทำ�ใน"], ["จำ� ๑๒"]])
def test_an_unread_letter_behind_sara_am_stays_where_nothing_explains_it(lines: list[str]) -> None:
    assert "".join(mend(lines).lines).count("\ufffd") == 1


def test_several_unknown_glyphs_in_a_row_are_no_marks() -> None:
    assert mend(["ปี(cid:346)(cid:349)(cid:350)(cid:349) ดี"]).lines == ("ปี\ufffd\ufffd\ufffd\ufffd ดี",)


def test_a_page_whose_sara_am_is_a_blank_and_sara_aa() -> None:
    page = mend(["ค าสั่งส านักงาน", "ด าเนินการตามแผน"])
    assert page.lines == ("คำสั่งสำนักงาน", "ดำเนินการตามแผน")
    assert page.repairs == ("sara_am_as_blank",)


def test_a_torn_word_beside_sound_sara_am_is_joined() -> None:
    assert mend(["สำนักงานประก าศ", "คำสั่งที่ ๑"]).lines == ("สำนักงานประกาศ", "คำสั่งที่ ๑")


def test_a_page_whose_sara_aa_comes_out_as_sara_am() -> None:
    lines = [line.replace("า", "ำ") for line in SOUND]
    page = mend(lines)
    assert page.lines == SOUND
    assert page.repairs == ("sara_aa_as_am",)


def test_a_page_whose_sara_am_comes_out_as_sara_aa() -> None:
    lines = [line.replace("ำ", "า") for line in SOUND] * 3
    page = mend(lines)
    assert page.lines == SOUND * 3
    assert page.repairs == ("sara_am_as_aa",)


def test_the_thai_code_page_taken_for_latin() -> None:
    line = "การประเมินคุณธรรมและความโปร่งใส ปี ๒๕๖๗ ได้ 89.12 คะแนน"
    page = mend([line.encode("cp874").decode("latin-1")])
    assert page.lines == (line,)
    assert page.repairs == ("thai_code_page_as_latin",)


def test_western_words_are_not_taken_for_thai() -> None:
    line = "Évaluation à l'été : résultats élevés, hôtel, Œuvre"
    assert mend([line]).lines[0].startswith("Évaluation à")


@given(
    st.lists(st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\n\r\v\f\x85\u2028\u2029")))
)
def test_the_number_of_lines_never_changes(lines: list[str]) -> None:
    assert len(mend(lines).lines) == len(lines)


@given(st.text(alphabet="0123456789๐๑๒๓๔๕๖๗๘๙., กาำ่้เ\ufffd(cid:)ที", max_size=60))
def test_digits_are_never_changed(line: str) -> None:
    digits = [letter for letter in line if letter.isdigit()]
    kept = [letter for letter in mend([line]).lines[0] if letter.isdigit()]
    remaining = iter(digits)
    assert all(digit in remaining for digit in kept)  # in order; digits inside (cid:n) are none of the page's


@given(st.lists(st.sampled_from(SOUND), min_size=1, max_size=6))
def test_mending_twice_changes_nothing(lines: list[str]) -> None:
    once = mend(lines)
    assert mend(once.lines).lines == once.lines
