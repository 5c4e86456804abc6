"""Whether a table's row is the rest of the row above it, cut by a page break, or a row of its own.

A wrong answer either way does harm: joined, two measures become one; not joined, a measure appears that nobody wrote.
A row counts as the rest only on evidence, and never where two values would come to stand in one cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from extractors.readers.grid import is_number
from extractors.readers.vocabulary import vocabulary
from normalizers.thai import ARABIC_DIGITS, THAI_DIGITS, fold
from normalizers.years import parse_month

_TO_ARABIC = str.maketrans(THAI_DIGITS, ARABIC_DIGITS)
# A number that opens a step: "๑. ", "2)", "(๓)"; not the decimals of "๓.๑" and not "85.00".
_DASHES = ("-", "–", "—")
_STEP = re.compile(r"(?<![0-9๐-๙.])\(?([0-9๐-๙]{1,2})[.)](?![0-9๐-๙])")
_KEY_NUMBER = re.compile(r"[(\s]*([0-9๐-๙]{1,3})(?![0-9๐-๙])(?!\.[0-9๐-๙])")


@dataclass(slots=True)
class FilledKeys:
    """What the first column of a table holds so far: whether every row fills it, and with numbers."""

    rows: int = 0
    filled: int = 0
    numbered: int = 0
    last_number: int | None = None

    def note(self, rows: Iterable[Sequence[str]]) -> None:
        """Take more rows into account."""
        for texts in rows:
            key = texts[0] if texts else ""
            self.rows += 1
            self.filled += bool(key)
            number = key_number(key)
            if number is not None:
                self.numbered += 1
                self.last_number = number

    def followed_by(self, number: int | None) -> bool:
        """Whether ``number`` goes on with the numbers of the first column."""
        return number is not None and self.last_number is not None and number == self.last_number + 1

    @property
    def always_filled(self) -> bool:
        """Whether no row leaves the first cell empty (then cells are not merged downwards)."""
        return self.filled == self.rows

    @property
    def always_numbered(self) -> bool:
        """Whether every row begins with a number."""
        return self.rows > 1 and self.numbered == self.rows


def key_number(text: str) -> int | None:
    """The number with which a first cell begins ("๓. …" gives 3), None where it begins otherwise."""
    match = _KEY_NUMBER.match(text)
    return int(match.group(1).translate(_TO_ARABIC)) if match else None


def goes_on(above: Sequence[str], row: Sequence[str], keys: FilledKeys, *, first: bool = True) -> bool:
    """Whether ``row`` is the rest of the row ``above``; ``first`` tells that it comes right behind the break."""
    if not any(above) or not any(row) or has_two_values(above, row):
        return False
    if not row[0]:
        return keys.always_filled and not _opens_row(row)
    return first and not _is_key(row[0], keys) and (ends_open(above[0]) or _steps_go_on(above, row))


def ends_open(text: str) -> bool:
    """Whether a text ends in the middle of a phrase: with a connective, or inside brackets."""
    text = text.rstrip()
    words = vocabulary()
    if text.endswith(words.complete):
        return False
    return text.endswith(words.connectives) or text.count("(") > text.count(")")


def goes_on_as_range(above: str, line: str) -> bool:
    """Whether a dash that opens a line joins two times or numbers: "… มกราคม" above "- มีนาคม 2567"."""
    first, rest = above.split()[-1:], line.split()
    dashed = len(rest) > 1 and rest[0] in _DASHES
    return dashed and bool(first) and _is_time(first[0]) and _is_time(rest[1])


def _is_time(word: str) -> bool:
    return word.strip("().,").isdecimal() or parse_month(word) is not None


def begins_like_key(text: str) -> bool:
    """Whether a first cell begins as the key of a new row does: with a number, or with a word such as ``ตัวชี้วัด``."""
    return key_number(text) is not None or _key_starts().match(fold(text)) is not None


def has_two_values(above: Sequence[str], row: Sequence[str]) -> bool:
    """Whether both rows hold a number of their own in one column."""
    return any(is_number(old) and is_number(new) for old, new in zip(above, row, strict=False))


def _opens_row(row: Sequence[str]) -> bool:
    """Whether the row's first text is a number alone: the key of a row whose first cell is merged with that above."""
    return is_number(next(filter(None, row)))


def _is_key(text: str, keys: FilledKeys) -> bool:
    """Whether a first cell begins as keys do."""
    return key_number(text) is not None or (not keys.always_numbered and begins_like_key(text))


@cache
def _key_starts() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, vocabulary().key_starts)))


def _steps_go_on(above: Sequence[str], row: Sequence[str]) -> bool:
    """Whether the numbered steps of some cell go on in the row, and no cell of the row begins to count anew."""
    going_on = False
    for old, new in zip(above[1:], row[1:], strict=False):
        new_steps = _steps(new)
        if new_steps and new_steps[0] == 1:
            return False
        old_steps = _steps(old)
        going_on |= bool(old_steps and new_steps and new_steps[0] == old_steps[-1] + 1)
    return going_on


def _steps(text: str) -> list[int]:
    return [int(number.translate(_TO_ARABIC)) for number in _STEP.findall(text)]
