from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.numerals import (
    Misreading,
    Number,
    any_digit_misreadings,
    find_numbers,
    parse_score,
    to_arabic,
)

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
SCORES = st.integers(0, 10_000).map(lambda cents: f"{cents / 100:.2f}")


def _one(text: str) -> Number:
    (number,) = find_numbers(text)
    return number


def _in_digits(plain: str, script: list[bool]) -> str:
    return "".join(THAI_DIGITS[int(c)] if c.isdigit() and thai else c for c, thai in zip(plain, script, strict=False))


def test_to_arabic() -> None:
    assert to_arabic("๙4.๔5 คะแนน") == "94.45 คะแนน"


@pytest.mark.parametrize(
    ("text", "raw", "value", "decimals", "digits"),
    [
        ("๙4.๔5", "๙4.๔5", 94.45, 2, "mixed"),
        ("งบ 306,000..... บาท", "306,000", 306000.0, 0, "arabic"),
        ("จำนวน ๘,๓๐๓ แห่ง", "๘,๓๐๓", 8303.0, 0, "thai"),
        ("....94.08....", "94.08", 94.08, 2, "arabic"),
        ("คะแนน๘๕.๐๐คะแนน", "๘๕.๐๐", 85.0, 2, "thai"),
        ("ITA85.2", "85.2", 85.2, 1, "arabic"),
        ("ผลต่าง -0.48", "0.48", -0.48, 2, "arabic"),
        ("-5 ข้อ", "5", 5.0, 0, "arabic"),
        ("9.4.1", "9.4.1", None, 0, "arabic"),
        ("1.234,56", "1.234,56", None, 0, "arabic"),
    ],
)
def test_number(text: str, raw: str, value: float | None, decimals: int, digits: str) -> None:
    number = _one(text)
    assert (number.raw, number.value, number.decimals, number.digits) == (raw, value, decimals, digits)
    assert text[number.start : number.end] == raw


@pytest.mark.parametrize("text", ["o8 O10", "9O.42", "l00.00", "V2", "ไม่มี", "", "....", "-"])
def test_no_number(text: str) -> None:
    assert find_numbers(text) == []


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("94,08", "guessed"),
        ("94. 08", "mended"),
        ("๙๔ .๐๘", "mended"),
        ("๐๘", "leading_zero"),
        ("ร้อยละ ๘๕", "percent"),
        ("85.5 %", "percent"),
    ],
)
def test_flags(text: str, flag: str) -> None:
    number = _one(text)
    flags = {name for name in ("guessed", "mended", "leading_zero", "range_part", "percent") if getattr(number, name)}
    assert flags == {flag}


def test_torn_decimal_has_its_value() -> None:
    assert _one("ได้ 94. 08 คะแนน").value == 94.08
    assert _one("๙๔ .๐๘").value == 94.08


@pytest.mark.parametrize("text", ["๑. ๒๕ คน", "12. 25 คน", "1,2", "๗. ๑๒"])
def test_list_numbers_are_not_joined(text: str) -> None:
    assert len(find_numbers(text)) == 2


def test_range_and_date() -> None:
    first, last = find_numbers("95.00 – 100")
    assert (first.value, last.value, first.range_part, last.range_part) == (95.0, 100.0, True, True)
    assert not any(number.range_part for number in find_numbers("31-03-2566"))


@given(SCORES, st.lists(st.booleans(), min_size=6, max_size=6))
def test_score_round_trip_in_any_digits(plain: str, script: list[bool]) -> None:
    printed = _in_digits(plain, script)
    score = parse_score(f"({printed})*")
    assert score is not None
    assert (score.value, score.guessed, score.mended) == (float(plain), False, False)
    assert _one(printed).value == float(plain)


@given(st.integers(1000, 10**9), st.booleans())
def test_thousands_round_trip(number: int, thai: bool) -> None:
    printed = _in_digits(f"{number:,}", [thai] * 20)
    assert _one(f"จำนวน {printed} บาท").value == number


@given(SCORES, st.lists(st.booleans(), min_size=6, max_size=6), st.integers(0, 6), st.booleans())
def test_a_number_that_touches_an_unread_letter_has_no_value(
    plain: str, script: list[bool], place: int, replaced: bool
) -> None:
    printed = _in_digits(plain, script)
    place = min(place, len(printed) - replaced)
    damaged = printed[:place] + "\ufffd" + printed[place + replaced :]
    assert all(number.value is None for number in find_numbers(damaged))
    score = parse_score(f"({damaged})")
    assert score is not None
    assert score.value is None


@pytest.mark.parametrize(
    "text", ["94. 0\ufffd", "94 .0\ufffd", "9\ufffd . 08", "12,\ufffd23", "1,2,\ufffd", "\ufffd,123"]
)
def test_parts_around_an_unread_letter_are_no_numbers(text: str) -> None:
    assert [number.value for number in find_numbers(text) if number.value is not None] == []


def test_an_unread_letter_behind_a_blank_does_not_touch() -> None:
    assert _one("ปร\ufffdมาณ 94.08 \ufffd").value == 94.08


@given(st.text(alphabet="0123456789๐๙.,- oOA%\ufffd\n", max_size=40))
def test_numbers_stand_where_they_say(text: str) -> None:
    end = 0
    for number in find_numbers(text):
        assert number.start >= end
        end = number.end
        assert text[number.start : number.end] == number.raw


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("94.08", 94.08),
        ("ร้อยละ ๙๐.๑", 90.1),
        ("๙๔.๐๘ คะแนน", 94.08),
        ("100", 100.0),
        ("0.00", 0.0),
        ("94.085", 94.09),
        ("101", None),
        ("-", None),
        ("D", None),
        ("08", None),
        ("-0.48", None),
        ("95.00 - 100", None),
        ("99.3 5", None),
        ("9408", None),
        ("94.08 (A)", None),
        ("ไม่น้อยกว่า ๘๕", None),
    ],
)
def test_score_cell(cell: str, value: float | None) -> None:
    score = parse_score(cell)
    assert score is not None
    assert (score.value, score.raw) == (value, cell)


@pytest.mark.parametrize("text", [".94", " .94", "(.94)", "ได้ .๙๔ คะแนน"])
def test_digits_behind_a_point_alone_have_no_value(text: str) -> None:
    assert [number.value for number in find_numbers(text)] == [None]


@pytest.mark.parametrize(("text", "value"), [("..94", 94.0), ("พ.ศ.2567", 2567.0), (".94.08", 94.08), ("ข้อ.5", 5.0)])
def test_leaders_and_abbreviations_before_a_number(text: str, value: float) -> None:
    assert [number.value for number in find_numbers(text)] == [value]


def test_empty_cell_is_no_score() -> None:
    assert parse_score(" \n") is None


@pytest.mark.parametrize(
    ("raw", "value", "kind"),
    [
        ("9408", 94.08, "lost_point"),
        ("945", 94.5, "lost_point"),
        ("99.3 5", 99.35, "split_cell"),
        ("940.8", 94.08, "moved_point"),
        ("944.08", 94.08, "doubled_digit"),
        ("9.08", 94.08, "lost_digit"),
        ("๙๔.๐๘", 95.08, "look_alike"),
        ("94.08", 94.03, "look_alike"),
    ],
)
def test_plausible_misreading(raw: str, value: float, kind: str) -> None:
    assert [m.kind for m in any_digit_misreadings(raw) if m.value == value] == [kind]


def test_thai_look_alikes_do_not_apply_to_arabic_print() -> None:
    assert [m.kind for m in any_digit_misreadings("๙๔.๐๘") if m.value == 14.08] == ["look_alike"]
    assert [m.kind for m in any_digit_misreadings("94.08") if m.value == 14.08] == ["other_digit"]


def test_any_digit_costs_more() -> None:
    assert Misreading(24.08, "other_digit", 7.0) in any_digit_misreadings("94.08")


@given(SCORES, st.booleans())
def test_substitutions_are_symmetrical(plain: str, thai: bool) -> None:
    printed = _in_digits(plain, [thai] * 6)
    for misreading in any_digit_misreadings(printed):
        if misreading.kind == "look_alike":
            other = _in_digits(f"{misreading.value:.2f}", [thai] * 6)
            assert float(plain) in {m.value for m in any_digit_misreadings(other) if m.kind == "look_alike"}


@given(st.text(alphabet="0123456789๐๑๒๓๔๕๖๗๘๙., ", max_size=8))
def test_misreadings_are_scores_each_once_and_cheapest_first(raw: str) -> None:
    found = any_digit_misreadings(raw)
    values = [m.value for m in found]
    assert len(set(values)) == len(values)
    assert all(0 <= value <= 100 and round(value, 2) == value for value in values)
    assert [m.cost for m in found] == sorted(m.cost for m in found)
