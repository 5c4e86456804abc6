from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from normalizers.thai import clean, fold, skeleton

THAI = "".join(map(chr, [*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C)]))
DAMAGED = st.text(
    st.one_of(
        st.sampled_from(THAI),
        st.sampled_from(" \n\t\u00a0\u200b\ufeff\u00ad\ufffd\r.,-0123456789AbZ"),
        st.integers(0xF700, 0xF71A).map(chr),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("ที\uf70aผ\uf70aาน", "ที่ผ่าน"),
        ("ตํา\u200bบล", "ตำบล"),
        ("น\u0e4d\u0e49า", "น้ำ"),
        ("น\u0e49\u0e4dา", "น้ำ"),
        ("นำ้", "น้ำ"),
        ("ตำาบล", "ตำบล"),
        ("ตํ าบล", "ตำบล"),
        ("ค ำสั่ง", "คำสั่ง"),
        ("เเผน", "แผน"),
        ("ท\u0e48\u0e35", "ที่"),
        ("ที่่", "ที่"),
        ("ที ่", "ที่"),
        ("ขา่ว", "ข่าว"),
        ("ก\u00adข\ufeff", "กข"),
        ("ก\u00a0ข", "ก ข"),
        ("ก   ข  ", "ก ข"),
        ("ก \r\n ข", "ก\nข"),
    ],
)
def test_clean_repairs(damaged: str, right: str) -> None:
    assert clean(damaged) == right


@pytest.mark.parametrize(
    "text", ["ก\tข\t\t", "ก\n\n\nข", "ต\ufffdบล", "ค าสั่ง", "ต่าง ๆ", "มากกก", "พันธุ์", "อบต.ฯ", "ก\n่"]
)
def test_clean_leaves_alone(text: str) -> None:
    assert clean(text) == text


@given(DAMAGED)
def test_clean_is_idempotent(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(DAMAGED)
def test_clean_never_touches_a_digit(text: str) -> None:
    assert [c for c in clean(text) if c.isdigit()] == [c for c in text if c.isdigit()]


@given(st.text(max_size=60))
def test_clean_and_fold_are_idempotent_on_any_text(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert fold(fold(text)) == fold(text)


@given(DAMAGED, st.integers(0, 40))
def test_fold_does_not_see_blanks_or_punctuation(text: str, place: int) -> None:
    for inserted in (" ", "\n", "\u200b", "-", "“"):
        assert fold(text[:place] + inserted + text[place:]) == fold(text)


@given(DAMAGED)
def test_fold_of_clean_text_is_fold(text: str) -> None:
    assert fold(clean(text)) == fold(text)


def test_fold() -> None:
    assert fold("ตัวชี้วัดที่ ๑๐ – “IIT” (ก.ย.)") == "ตัวชี้วัดที่10iitกย"


def test_skeleton_joins_what_scans_mix_up() -> None:
    assert skeleton("กู่ทอง") == skeleton("ภูทอง")
    assert skeleton("หนองกี่") == skeleton("หนองกี")
    assert skeleton("วังหมี") != skeleton("วังนา")


@example("\uf717\nํา")
@given(DAMAGED)
def test_skeleton_of_clean_text_is_skeleton(text: str) -> None:
    assert skeleton(clean(text)) == skeleton(fold(text)) == skeleton(text)
