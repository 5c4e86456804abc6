"""Codes of single questions and checklist items: "i4", "e8", "o12", however their letter was printed.

The letter o is often typed, or read off a scan, as the digit zero ("๐๘", "019"); such digits count only where they
stand alone and nothing beside them makes them a number.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from normalizers.numerals import to_arabic
from normalizers.years import month_names

_RANGE_GAP = re.compile(r"\s{0,3}(?:[-–—−~]|ถึง)\s{0,3}(?:ข้อ\s{0,3})?")
_NOT_ALONE_BEFORE = re.compile(r"[A-Za-z0-9ก-ฮฯ-๎ๆ_@#+]|(?<=[0-9])[.,:/-]")
_NOT_ALONE_AFTER = re.compile(r"[A-Za-z0-9ก-ฮฯ-๎_]|[.:/][0-9]|-(?!0[0-9]{1,2}(?![0-9/-]))[0-9]|,[1-9]")
_BARE_RANGE_END = re.compile(r"\s{0,3}[-–—−~]\s{0,3}(?P<number>[0-9]{1,2})(?![A-Za-z0-9]|[.,/:-][0-9])")

_WIDEST_GAP = 16


@dataclass(frozen=True, slots=True)
class ItemMention:
    """An item code: ``text[start:end] == raw``, ``code`` with a small letter ("o8").

    For a range ("O1 - O9") ``code`` is its first end, ``range_end`` its last, and the mention spans both.
    """

    start: int
    end: int
    raw: str
    code: str
    range_end: str | None = None


@dataclass(frozen=True, slots=True)
class _Rules:
    lettered: re.Pattern[str]
    zero: re.Pattern[str]
    letters: dict[str, str]
    last: dict[str, int]
    zero_code: str
    not_after: re.Pattern[str]
    not_before: re.Pattern[str]


@cache
def _rules() -> _Rules:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    letters, zero = data["letter"], data["zero"]
    months = [word for names in month_names() for word in names]
    forms = "|".join(f"[{letter['signs']}]{' ?' if letter['blank'] else ''}" for letter in letters)
    return _Rules(
        lettered=re.compile(f"(?<![A-Za-z0-9_@])(?:{forms})(?P<number>[0-9]{{1,2}})(?![A-Za-z0-9_]|\\.[0-9])"),
        zero=re.compile("(?<![0-9])0(?P<number>[1-9][0-9]?)(?![0-9])"),
        letters={sign: letter["code"] for letter in letters for sign in letter["signs"]},
        last={letter["code"]: letter["last"] for letter in letters},
        zero_code=zero["code"],
        not_after=re.compile(f"(?:{'|'.join(map(re.escape, zero['not_after']))})[\\s:]*$"),
        not_before=re.compile(f"\\s?(?:{'|'.join(map(re.escape, [*zero['not_before'], *months]))})"),
    )


def _code(letter: str, digits: str) -> str | None:
    number = int(digits)
    return f"{letter}{number}" if 1 <= number <= _rules().last[letter] else None


def _stands_alone(text: str, match: re.Match[str], after_item: bool) -> bool:
    """Whether a zero with digits is no part of a word, a number, a date or a telephone number."""
    rules = _rules()
    joined = not after_item and _NOT_ALONE_BEFORE.match(text, match.start() - 1) if match.start() else None
    if joined or _NOT_ALONE_AFTER.match(text, match.end()):
        return False
    before = text[max(0, match.start() - 14) : match.start()]
    return not (rules.not_after.search(before) or rules.not_before.match(text, match.end()))


def _scan(text: str) -> Iterator[ItemMention]:
    """Items one by one; ``text`` has Arabic digits."""
    rules = _rules()
    matches = sorted([*rules.lettered.finditer(text), *rules.zero.finditer(text)], key=lambda match: match.start())
    end = -1
    for match in matches:
        letter = rules.letters.get(match.group()[0])
        after_item = match.start() == end + 1 and text[end] in ",-–/"
        if match.start() < end or (letter is None and not _stands_alone(text, match, after_item)):
            continue
        code = _code(letter or rules.zero_code, match["number"])
        if code is not None:
            end = match.end()
            yield ItemMention(match.start(), end, match.group(), code)


def _is_range(text: str, first: ItemMention, last: ItemMention) -> bool:
    rises = first.code[0] == last.code[0] and int(first.code[1:]) < int(last.code[1:])
    return rises and bool(_RANGE_GAP.fullmatch(text, first.end, min(last.start, first.end + _WIDEST_GAP)))


def _range_of(text: str, first: ItemMention, last: ItemMention | None) -> tuple[int, str] | None:
    """Where a range that begins with ``first`` ends and its last code: "O1 - O9" or "O1 - 9"."""
    if last is not None and _is_range(text, first, last):
        return last.end, last.code
    bare = _BARE_RANGE_END.match(text, first.end)
    if bare is None or not first.raw[0].isalpha():
        return None
    code = _code(first.code[0], bare["number"])
    return (bare.end(), code) if code is not None and int(code[1:]) > int(first.code[1:]) else None


def find_item_codes(text: str) -> list[ItemMention]:
    """All item codes of a text in order: "O8", "i๔"; "๐๘" and "019" for o8 and o19; "I1 - 6" for a range."""
    arabic = to_arabic(text)
    found: list[ItemMention] = []
    taken = -1
    for first, last in pairwise([*_scan(arabic), None]):
        if first is None or first.start < taken:
            continue
        end, range_end = _range_of(arabic, first, last) or (first.end, None)
        taken = end
        found.append(ItemMention(first.start, end, text[first.start : end], first.code, range_end))
    return found
