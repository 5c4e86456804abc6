"""Numbered steps inside one cell: split at the cell's own numbering, never in mid-sentence.

A numbering is a run of markers of one style ("๑.", "1)", "(๑)", "ข้อ ๑", "1.1") that rises by one, from 1, or from 2
where the first number was lost. Years, amounts, dates and item codes do not rise so and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from normalizers.numerals import to_arabic

_D = "[0-9๐-๙]"
_BEFORE = r"(?:^|(?<=[\s\n;:,])|(?<=[ก-ฺเ-๎)\]\"”’ฯ.]))"
# Each style: what stands before the number (a blank, a line start or the end of a word), the number, its closing sign.
_STYLES: dict[str, re.Pattern[str]] = {
    "bracketed": re.compile(rf"\(({_D}{{1,2}})\)\s*"),
    "half_bracket": re.compile(rf"(?<![0-9๐-๙(/.,])({_D}{{1,2}})\)\s*"),
    "dotted": re.compile(rf"(?<![0-9๐-๙.,/()A-Za-z])({_D}{{1,2}})\s?\.(?!\s?{_D})\s*"),
    "nested": re.compile(rf"(?<![0-9๐-๙.,/()A-Za-z])(?:{_D}{{1,2}}\.)({_D}{{1,2}})[.)]?\s+"),
}
_BULLET = re.compile(r"(?:^|\n)[ \t]*(?:[-–—•●▪◦*➢✓✔])[ \t]*(?=\S)")
_NO_STEP = re.compile(r"(?:พ\.ศ\.?|ปี|ข้อ|ราย|เดือน|วันที่|ครั้งที่|มาตรา|ที่|หน้า|รอบ|ระดับ|ไตรมาส|ระยะ|และ|หรือ|ถึง)[ \t]*$")
_LEADING = re.compile(rf"\s*(?:\(({_D}{{1,3}})\)|({_D}{{1,3}})\s?[.)](?!{_D})|({_D}{{1,3}})(?=\s))\s*")
_THAI_JOIN = re.compile(r"(?<=[ก-๛])[ \t]*\n[ \t]*(?=[ก-๛])")


@dataclass(frozen=True, slots=True)
class Marker:
    """One number of a numbering: its place in the text and its value."""

    start: int
    end: int
    number: int


def split_steps(text: str) -> list[str]:
    """The steps of a cell, their own markers removed, wrapped lines joined.

    Text before the first marker belongs to step 1 where the numbering begins at 1 (a lead-in), and is step 1 itself
    where it begins at 2. Text without numbering and without bullets is one step.
    """
    if not text.strip():
        return []
    markers = _best_run(text)
    if not markers:
        return _bulleted(text) or [_unwrap(text)]
    pieces = _pieces(text, markers)
    return [step for piece in pieces if (step := _unwrap(piece))]


def leading_number(text: str) -> tuple[int, str] | None:
    """The row number in front of a text ("๒. จัดทำ…" gives 2 and the rest), None without one."""
    match = _LEADING.match(text)
    if match is None or not text[match.end() :].strip():
        return None
    digits = next(group for group in match.groups() if group)
    return int(to_arabic(digits)), text[match.end() :].strip()


def _pieces(text: str, markers: list[Marker]) -> Iterator[str]:
    """The text between the markers; what stands before the first is a lead-in or the step whose number was lost."""
    head = text[: markers[0].start].strip()
    bounds = [*(marker.start for marker in markers[1:]), len(text)]
    bodies = [text[marker.end : bound] for marker, bound in zip(markers, bounds, strict=True)]
    if markers[0].number == 1:
        bodies[0] = f"{head} {bodies[0].strip()}".strip()
    elif head:
        yield head
    yield from bodies


def _best_run(text: str) -> list[Marker]:
    """The longest numbering of any style; the earlier one where two are equally long. A lone "1." counts."""
    best: list[Marker] = []
    for style, pattern in _STYLES.items():
        markers = [
            Marker(match.start(), match.end(), int(to_arabic(match.group(1))))
            for match in pattern.finditer(text)
            if not _NO_STEP.search(text[max(0, match.start() - 12) : match.start()]) or _at_line_start(text, match.start())
        ]
        run = _rising(markers, text)
        if len(run) > len(best) and (style != "nested" or not best):
            best = run
    return best


def _rising(markers: list[Marker], text: str) -> list[Marker]:
    """The numbers that rise by one from the first 1, or from a 2 that follows some text."""
    for first in (1, 2):
        run: list[Marker] = []
        for marker in markers:
            if marker.number == first + len(run) and (run or first == 1 or text[: marker.start].strip()):
                run.append(marker)
        if run and (first == 2 or len(run) > 1 or not text[: run[0].start].strip()):
            return run
        if run and first == 1:
            return run
    return []


def _at_line_start(text: str, place: int) -> bool:
    return not text[text.rfind("\n", 0, place) + 1 : place].strip()


def _bulleted(text: str) -> list[str]:
    """Lines behind bullets, each with the lines that it was wrapped to; empty without at least one bullet."""
    starts = list(_BULLET.finditer(text))
    if not starts:
        return []
    bounds = [*(match.start() for match in starts[1:]), len(text)]
    bodies = [text[match.end() : bound] for match, bound in zip(starts, bounds, strict=True)]
    head = text[: starts[0].start()].strip()
    steps = [head, *bodies] if head else bodies
    return [step for body in steps if (step := _unwrap(body))]


def _unwrap(text: str) -> str:
    """One line: Thai wrapped at a line end is joined without a blank, anything else with one."""
    return re.sub(r"\s+", " ", _THAI_JOIN.sub("", text)).strip(" \t\n-;")
