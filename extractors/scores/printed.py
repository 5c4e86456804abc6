"""What in a text may be the number of a score."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise

from extractors.scores.vocabulary import settings
from normalizers.numerals import Number, find_numbers
from normalizers.years import find_years

_UNIT = re.compile(r"\s*(?:คะแนน|%)")
# "3.9", "๓.๑๐" before words at the start of a line
_OUTLINE = re.compile(
    r"^[^\S\n]*(?P<part>[0-9๐-๙]{1,2})\.(?P<number>[0-9๐-๙]{1,2})(?=[^\S\n]+[^\W0-9๐-๙])", re.MULTILINE
)
_TAIL = re.compile(r"\s[0-9๐-๙](?![0-9๐-๙.,)])")
_YEAR_REACH = 16  # letters before a number in which its own year stands
_ORIGIN_REACH = 60  # letters before a number in which the words stand that it is a former one


def score_numbers(text: str) -> list[Number]:
    """The numbers of a text that are printed as points."""
    found = find_numbers(text)
    tails = {number.end + 1 for number in found if torn_tail(text, number)}
    return [number for number in found if number.start not in tails and _score_form(number, text)]


def without_outline(text: str) -> str:
    """The text with the two-digit numbers of an outline blanked out: "3.10" before words, beside "3.9"."""
    single = {found["part"] for found in _OUTLINE.finditer(text) if len(found["number"]) == 1}
    return _OUTLINE.sub(
        lambda found: (
            " " * len(found.group()) if len(found["number"]) > 1 and found["part"] in single else found.group()
        ),
        text,
    )


def without_asides(text: str) -> str:
    """The text with clauses that say nothing of a present score blanked out, as long as before.

    Among them is what a score was before, in no named year: "จาก 82.09 เป็น 91.16".
    """
    rules = settings().sentences
    text = rules.asides.sub(lambda match: " " * len(match.group()), text)
    for number in find_numbers(text):
        start = _former_from(text, number) if number.decimals else None
        if start is not None:
            unit = _UNIT.match(text, number.end)
            end = unit.end() if unit is not None else number.end
            text = text[:start] + " " * (end - start) + text[end:]
    return text


def _former_from(text: str, number: Number) -> int | None:
    """Where the words begin that tell a number as a former score of no named year; None where it is none."""
    rules = settings().sentences
    near = max(0, number.start - _ORIGIN_REACH)
    origin = [match for match in rules.comes_from.finditer(text, near, number.start) if match.end() == number.start]
    if rules.leads_over.match(text, number.end):
        dated = find_years(text[max(0, number.start - _YEAR_REACH) : number.start])
        return None if dated else (origin[-1].start() if origin else number.start)
    return origin[-1].start() if origin and rules.became.match(text, number.end) else None


def without_enumerations(text: str, numbers: list[Number], kept: Collection[int]) -> list[Number]:
    """The numbers without those that stand in a row: whose each is, only their order says ("… ตามลำดับ").

    ``kept`` are the places of those whose order is understood.
    """
    enumeration = settings().sentences.enumeration
    joined = {
        place
        for first, second in pairwise(numbers)
        if first.decimals == second.decimals and enumeration.fullmatch(text, first.end, second.start)
        for place in (first.start, second.start)
    }
    return [number for number in numbers if number.start not in joined or number.start in kept]


def _score_form(number: Number, text: str) -> bool:
    """Whether a number is printed as points: with two decimals, or with a word for points at its side.

    Prints that lost their point, doubled a digit or were torn are let through: they give a reading without a value.
    """
    if number.range_part or (number.leading_zero and number.decimals == 0):
        return False
    if number.decimals == 0 and number.value is not None and number.value > 100:
        return lost_point(number) and _introduced(text, number)
    if number.decimals == 2 or points_follow(text, number):
        return True
    if number.decimals == 1 and torn_tail(text, number):
        return True
    return number.decimals in (1, 3) and _introduced(text, number)


def lost_point(number: Number) -> bool:
    """Whether a whole number above 100 may be a score that lost its decimal point: "9215"; no year, no thousands."""
    return number.raw.isdigit() and 3 <= len(number.raw) <= 5 and not find_years(f"ปี {number.raw}")


def torn_tail(text: str, number: Number) -> str:
    """The last decimal of a number that a blank tore off ("70.9 9"), with its blank; empty where none is."""
    if number.decimals != 1:
        return ""
    tail = _TAIL.match(text, number.end)
    return tail.group() if tail else ""


def points_follow(text: str, number: Number) -> bool:
    """Whether the word for points stands right behind a number."""
    return text[number.end : number.end + 8].lstrip().startswith("คะแนน")


def _introduced(text: str, number: Number) -> bool:
    """Whether a word for a result stands right before a number: "9.2" alone may be a section or an item."""
    return settings().sentences.introduction.search(text, max(0, number.start - 14), number.start) is not None


def without_years(text: str) -> str:
    """A gap without the years printed in it, which say when and not what."""
    for year in reversed(find_years(text)):
        text = text[: year.start] + " " + text[year.end :]
    return text
