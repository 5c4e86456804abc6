"""Letters that a font proves where the PDF's own map is missing or wrong."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from extractors.limits import DEFAULT_LIMITS
from extractors.pdf.font_maps import (
    DIGITS_LOST,
    DIGITS_PROVEN,
    LETTERS_PROVEN,
    _named,
    between,
    completed,
    prove_fonts,
    repairs_of,
)
from extractors.pdf.glyphs import Content, page_content
from extractors.pdf.opened import opened
from extractors.pdf.page_tree import engine_pages

THAI = {132 + index: chr(0x0E01 + index) for index in (0, 1, 3, 4, 6)}


def proofs(**letters: str) -> dict[int, frozenset[str]]:
    return {int(code[1:]): frozenset(texts) for code, texts in letters.items()}


def test_glyphs_between_mapped_ones_continue_the_run() -> None:
    assert between(THAI) == {134: "ฃ", 137: "ฆ"}


def test_a_run_needs_a_third_witness() -> None:
    assert between({10: "ก", 13: "ค"}) == {}
    assert between({10: "ก", 13: "ค", 16: "ง"}) == {11: "ข", 12: "ฃ", 14: "ฅ", 15: "ฆ"}


@pytest.mark.parametrize(
    "given",
    [
        {10: "ก", 13: "จ", 20: "ฎ", 30: "ธ"},  # the steps differ
        {10: "ฮ", 14: "า", 15: "ิ", 16: "ี"},  # the ends are not in step
        {10: "9", 14: "=", 15: ">", 16: "?"},  # the run leaves the digits
    ],
)
def test_what_is_no_run_stays_unknown(given: dict[int, str]) -> None:
    assert between(given) == {}


def test_thai_digits_of_a_run() -> None:
    assert between({50: "๐", 51: "๑", 54: "๔", 59: "๙"}) == {
        52: "๒", 53: "๓", 55: "๕", 56: "๖", 57: "๗", 58: "๘",
    }  # fmt: skip


def test_unmapped_and_false_digits_are_taken_from_the_font() -> None:
    known = proofs(g5="5", g6="๖", g7="7")
    assert completed({5: "Ś", 6: "a", 7: "7"}, known) == {5: "5", 6: "๖"}
    assert completed({}, known) == {5: "5", 6: "๖", 7: "7"}


def test_the_same_digit_in_the_other_script_is_no_contradiction() -> None:
    assert completed({5: "5"}, proofs(g5="๕")) == {}
    assert completed({5: "5"}, proofs(g5="5๕")) == {}


def test_two_different_digits_for_one_glyph_are_lost() -> None:
    assert completed({5: "5"}, proofs(g5="8")) == {5: "\ufffd"}


def test_a_glyph_that_is_digit_and_letter_proves_nothing() -> None:
    assert completed({5: "O"}, proofs(g5="0O")) == {}
    assert completed({5: "l"}, proofs(g5="1l")) == {}


@pytest.mark.parametrize(("given", "font"), [(" ", "ํ"), ("ำ", "า"), ("้", "ู"), ("ู", "\uf70b"), ("", "ม"), ("น", "ม")])
def test_the_font_is_believed_on_thai_letters(given: str, font: str) -> None:
    assert completed({5: given}, {5: frozenset(font)}) == {5: font.replace("\uf70b", "้")}


@pytest.mark.parametrize(
    ("given", "font"),
    [("่", "\uf70a"), ("่", "่\uf70a"), ("ที่", "ท"), ("A", "B"), (" ", "\xa0"), ("น", "นม"), ("์", "\x8f\uf70e")],
)
def test_the_map_is_believed_where_the_font_says_the_same_or_nothing_certain(given: str, font: str) -> None:
    assert completed({5: given}, {5: frozenset(font)}) == {}


def test_glyph_names() -> None:
    names = b"".join(bytes([len(name)]) + name for name in (b"uni0E51", b"glyph7", b"fivethai"))
    table = b"\x00\x02\x00\x00" + bytes(28) + struct.pack(">5H", 4, 0, 22, 258, 259) + names
    assert list(_named(table)) == [(1, "3"), (2, "๑")]
    assert list(_named(b"\x00\x03\x00\x00" + bytes(28))) == []


def test_names_of_the_repairs() -> None:
    assert repairs_of([]) == ()
    assert repairs_of(["่", "๕"]) == (DIGITS_PROVEN, LETTERS_PROVEN)
    assert repairs_of(["\ufffd"]) == (DIGITS_LOST,)


SAMPLE = Path(__file__).parents[2] / "data" / "raw" / "2565_measures_plan_donkaeo.pdf"
FALSE = {digit: chr(0x015A + place) for place, digit in enumerate("0123456789๐๑๒๓๔๕๖๗๘๙")} | {"า": "ำ", "่": "้"}


def first_page(change: Callable[[str], str]) -> Content:
    """The first page of a sample whose map to Unicode was changed before its fonts are proven."""
    pdf = opened(SAMPLE.read_bytes(), SAMPLE.name, DEFAULT_LIMITS)
    load = pdf.rsrcmgr.get_font

    def get_font(number: object, spec: Any) -> Any:
        font = load(number, spec)
        known = getattr(getattr(font, "unicode_map", None), "cid2unichr", {})
        if not hasattr(font, "proven"):
            known.update({code: change(text) for code, text in known.items()})
        return font

    pdf.rsrcmgr.get_font = get_font
    prove_fonts(pdf.rsrcmgr)
    (page,) = engine_pages(pdf, 1)
    return page_content(page)


def texts(content: Content) -> list[str]:
    return [glyph.text for glyph in content.glyphs]


def test_a_page_whose_map_names_digits_and_marks_falsely_reads_as_before() -> None:
    sound, mended = first_page(lambda text: text), first_page(lambda text: FALSE.get(text, text))
    assert texts(mended) == texts(sound)
    assert repairs_of(sound.proven) == ()
    assert repairs_of(mended.proven) == (DIGITS_PROVEN, LETTERS_PROVEN)


def test_digits_exchanged_for_other_digits_are_never_believed() -> None:
    turned = str.maketrans("0123456789๐๑๒๓๔๕๖๗๘๙", "1234567890๑๒๓๔๕๖๗๘๙๐")
    sound, lost = first_page(lambda text: text), first_page(lambda text: text.translate(turned))
    single = [
        (old, new) for old, new in zip(texts(sound), texts(lost), strict=True) if old.isdecimal() and len(old) == 1
    ]
    assert single
    assert all(new == "\ufffd" for _, new in single)


def test_fonts_not_used_for_longest_are_let_go() -> None:
    class Manager:
        """Loads an empty font for every number, as pdfminer's resource manager does."""

        def __init__(self) -> None:
            self._cached_fonts: dict[object, SimpleNamespace] = {}

        def get_font(self, number: object, spec: object) -> SimpleNamespace:
            del spec
            return self._cached_fonts.setdefault(number, SimpleNamespace(fontfile=b"outlines"))

    manager = Manager()
    prove_fonts(manager)
    first = manager.get_font(0, {})
    assert vars(first) == {"proven": {}}
    for number in range(1, 1000):
        manager.get_font(number, {})
        assert manager.get_font(0, {}) is first
    assert len(manager._cached_fonts) == 64
    assert 999 in manager._cached_fonts
