"""What ``bench.ocr`` counts of one paper: letters, numbers, labels, cells. All figures can be added up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from bench.ocr_engines import Grid, Reading
from bench.ocr_match import Letters, holds, wrong_letters
from bench.ocr_pages import Scan
from normalizers.framework import framework
from normalizers.thai import ARABIC_DIGITS, THAI_DIGITS, fold
from pipeline.truth import TrueScore

LABEL_ALIKE, CELL_ALIKE = 0.9, 0.8
_NUMBER = re.compile(r"(?<![\d.,])(?:100\.00|\d{1,2}\.\d\d)(?!\d|[.,]\d)", re.ASCII)
_ARABIC = str.maketrans(THAI_DIGITS, ARABIC_DIGITS)


def figures_of(scan: Scan, reading: Reading) -> Counter[str]:
    """All counts of a paper."""
    counts: Counter[str] = Counter(pages=len(scan.lines))
    for number, printed in enumerate(scan.lines, 1):
        read = reading.pages[number - 1] if number <= len(reading.pages) else ()
        letters, wrong = wrong_letters(printed, read)
        counts.update(letters=letters, letters_wrong=wrong)
        scores = [score for score in scan.truth.scores if number in score.pages]
        counts.update(numbers_of(scores, printed, read))
    counts.update(labels_of(scan.truth.text or "", [line for page in reading.pages for line in page]))
    counts.update(cells_of(scan.truth.tables, reading.tables))
    return counts


def numbers_of(scores: Iterable[TrueScore], printed: Sequence[str], read: Sequence[str]) -> Counter[str]:
    """Scores printed on a page; of these read right; and wrong as a well-formed number.

    Wrong are numbers of the form of a score that the page does not print, one at most for each score that is not right.
    """
    values = {f"{score.score:.2f}" for score in scores}
    there, found = _numbers(printed), _numbers(read)
    count = sum(there[value] for value in values)
    right = sum(min(there[value], found[value]) for value in values)
    strange = sum(number for value, number in found.items() if value not in there)
    return Counter(scores=count, scores_right=right, scores_wrong=min(count - right, strange))


def _numbers(lines: Sequence[str]) -> Counter[str]:
    return Counter(number for line in lines for number in _NUMBER.findall(line.translate(_ARABIC)))


def labels_of(text: str, read: Sequence[str]) -> Counter[str]:
    """Which of the ten indicators a paper names, and which of these labels a stretch of what was read is like."""
    folded, letters = fold(text), Letters(read)
    counts: Counter[str] = Counter()
    for indicator in framework(None).indicators:
        wordings = [fold(wording) for wording in (indicator.label, *indicator.variants)]
        printed = [wording for wording in wordings if wording in folded]
        if printed:
            found = holds(letters, max(printed, key=len), LABEL_ALIKE)
            counts.update(labels=1, labels_found=found)
    return counts


def cells_of(true: Sequence[Grid], read: Sequence[Grid]) -> Counter[str]:
    """Cells with text in the tables of a paper; those read with equal text; those found in their place.

    Equal: as often as printed, among the cells of all tables. In place: in the table that fits best, shifted by whole
    rows (a table may be cut or joined), a cell at the same row and column is alike.
    """
    printed = Counter(cell for table in true for cell in _texts(table).values())
    found = Counter(cell for table in read for cell in _texts(table).values())
    equal = sum(min(count, found[cell]) for cell, count in printed.items())
    placed = sum(_placed(_texts(table), [_texts(other) for other in read]) for table in true)
    return Counter(cells=printed.total(), cells_equal=equal, cells_placed=placed)


def _texts(table: Grid) -> dict[tuple[int, int], str]:
    """The folded texts by place, without empty ones."""
    places = {(r, c): fold(text) for r, row in enumerate(table) for c, text in enumerate(row)}
    return {place: text for place, text in places.items() if text}


def _placed(true: dict[tuple[int, int], str], tables: Sequence[dict[tuple[int, int], str]]) -> int:
    """Every table that was read, each at its best shift, puts cells in their places; none counts twice."""
    done: set[tuple[int, int]] = set()
    for table in tables:
        last = max((row for row, _ in true), default=0)
        done |= max((_in_place(true, table, shift) for shift in range(-last, last + 1)), key=len, default=set())
    return len(done)


def _in_place(true: dict[tuple[int, int], str], table: dict[tuple[int, int], str], shift: int) -> set[tuple[int, int]]:
    from rapidfuzz.distance import Levenshtein

    return {
        (row, column)
        for (row, column), text in true.items()
        if (other := table.get((row + shift, column))) is not None
        and Levenshtein.normalized_similarity(text, other) >= CELL_ALIKE
    }
