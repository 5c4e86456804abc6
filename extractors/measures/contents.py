"""What a column of a measure table holds, told by its cells where its header is not known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from extractors.document import Cell
from extractors.measures.vocabulary import Field, vocabulary
from normalizers.periods import parse_period
from normalizers.status import parse_status
from normalizers.thai import fold
from normalizers.units import names_unit

_ANY_YEAR = 2560  # months without a year are days of some year


def told_by_cells(fields: Sequence[Field | None], body: Sequence[Sequence[Cell | None]]) -> tuple[Field | None, ...]:
    """``fields`` with the unknown ones that the cells of ``body`` tell; a meaning that the table has is told once."""
    told = list(fields)
    for column, known in enumerate(fields):
        if known is None:
            told[column] = _told(_texts(column, body), {field for field in told if field is not None})
    return tuple(told)


def _texts(column: int, body: Sequence[Sequence[Cell | None]]) -> tuple[str, ...]:
    cells = {id(cell): cell for row in body if (cell := row[column]) is not None and cell.col_span == 1}
    return tuple(cell.text for cell in cells.values() if fold(cell.text))


def _told(texts: tuple[str, ...], present: set[Field]) -> Field | None:
    if len(texts) < int(vocabulary().contents["least"]):
        return None
    return next((name for name, holds in _HOLDING if name not in present and holds(texts)), None)


def _share(texts: Sequence[str], fits: Callable[[str], bool]) -> float:
    return sum(map(fits, texts)) / len(texts)


@lru_cache(maxsize=512)
def _units(texts: tuple[str, ...]) -> bool:
    words = vocabulary().contents
    short = all(len(fold(text)) <= words["unit_length"] for text in texts)
    return short and _share(texts, names_unit) >= float(words["share"])


@lru_cache(maxsize=512)
def _times(texts: tuple[str, ...]) -> bool:
    words = vocabulary().contents
    short = all(len(fold(text)) <= words["period_length"] for text in texts)
    return short and _share(texts, _has_days) >= float(words["some"])


def _has_days(text: str) -> bool:
    period = parse_period(text, _ANY_YEAR)
    return period is not None and (period.start or period.end) is not None


def _states(texts: tuple[str, ...]) -> bool:
    return _share(texts, lambda text: parse_status(text) is not None) >= float(vocabulary().contents["share"])


_HOLDING: tuple[tuple[Field, Callable[[tuple[str, ...]], bool]], ...] = (
    (Field.STATUS, _states),
    (Field.RESPONSIBLE, _units),
    (Field.PERIOD, _times),
)
