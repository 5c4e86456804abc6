"""Columns that name the ten indicators by number alone, also where a scan spoilt some of the names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.document import Cell
from extractors.scores.grids import Grid, bare_number
from extractors.scores.vocabulary import settings
from normalizers.framework import INDICATORS
from normalizers.numerals import to_arabic
from normalizers.thai import fold, skeleton

_NUMBERED = re.compile(r"(?P<words>\D+)(?P<number>10|[1-9])", re.ASCII)

Numbers = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class BareColumn:
    """A column and the indicator of each of its body cells; ``named`` says that the cells hold the word for it."""

    column: int
    numbers: Numbers
    named: bool


def bare_number_column(grid: Grid) -> BareColumn | None:
    """The column that names all ten indicators by number alone; bare digits need a header for indicators.

    Of cells that hold the word for indicator, some may be spoilt where the others count from 1 to 10: a table in order
    says by its order which they are.
    """
    for column, header in enumerate(grid.headers):
        cells = grid.column(column)
        named = tuple(map(_named_number, cells))
        complete = named if _is_complete(named) else _by_order(cells, named)
        if complete is not None:
            return BareColumn(column, complete, named=True)
        headed = grid.roles[column] == "label" and _heads_numbers(fold(header))
        numbers = tuple(integer(cell) or number for cell, number in zip(cells, named, strict=True))
        if headed and _is_complete(numbers):
            return BareColumn(column, numbers, named=False)
    return None


def integer(cell: Cell | None) -> int | None:
    """A bare whole number from 1 to 10, else None."""
    text: str = fold(to_arabic(cell.text)) if cell is not None else ""
    return int(text) if text.isascii() and text.isdigit() and 1 <= int(text) <= 10 else None


def _is_complete(numbers: Numbers) -> bool:
    return sorted(number for number in numbers if number is not None) == list(INDICATORS)


def _heads_numbers(header: str) -> bool:
    """Whether a folded header says that bare numbers below it are those of indicators."""
    limits = settings().tables
    return limits.indicator_head in header or header in limits.code_heads


def _named_number(cell: Cell | None) -> int | None:
    """The number of a cell that holds the word for indicator and its number: "ตัวชี้วัดที่ 3"."""
    if cell is None:
        return None
    return bare_number(cell.text) or _misread_number(cell.text)


def _misread_number(text: str) -> int | None:
    """The number behind what looks like the word for indicator: "สัวช์วัดที 3"."""
    from rapidfuzz.distance import Levenshtein

    found = _NUMBERED.fullmatch(fold(to_arabic(text)))
    if found is None:
        return None
    limits = settings().tables
    away = Levenshtein.distance(_looks(found["words"]), _looks(limits.number_words))
    return int(found["number"]) if away <= limits.number_words_away else None


def _looks(text: str) -> str:
    """What the letters of a text look like, without any marks."""
    return "".join(letter for letter in skeleton(text) if letter.isalnum())


def _by_order(cells: Sequence[Cell | None], named: Numbers) -> Numbers | None:
    """The numbers of a column in order, those of spoilt cells between the others included; None where it has none.

    One cell may repeat the number of another: its digit was misread ("๔" for "๕").
    """
    known = {place: number for place, number in enumerate(named) if number is not None}
    votes = Counter(place - number + 1 for place, number in known.items())
    if not votes:
        return None
    first, agreeing = votes.most_common(1)[0]
    others = [place for place, number in known.items() if place - number + 1 != first]
    if agreeing < settings().tables.least_named or len(others) > 1:
        return None
    if any(known.get(first + known[place] - 1) != known[place] for place in others):
        return None
    places = range(first, first + len(INDICATORS))
    if first < 0 or places.stop > len(cells) or any(not _is_filled(cells[place]) for place in places):
        return None
    if any(place not in places for place in others):
        return None
    return tuple(place - first + 1 if place in places else None for place in range(len(cells)))


def _is_filled(cell: Cell | None) -> bool:
    return cell is not None and bool(cell.text.strip())
