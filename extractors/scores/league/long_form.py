"""Tables with a row for each body and indicator, turned into one with a row for each body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.document import Cell, Table
from extractors.scores.grids import is_total, score_in
from extractors.scores.labels import named_label
from extractors.scores.league.columns import columns_of
from extractors.scores.league.sheet import Sheet, sheets_of, text_of
from extractors.scores.league.vocabulary import Kind, words
from normalizers.indicators import split_label
from normalizers.thai import fold

_PLACES = (Kind.AGENCY, Kind.TYPE, Kind.TAMBON, Kind.AMPHOE, Kind.PROVINCE, Kind.MINISTRY, Kind.YEAR)


@dataclass(frozen=True, slots=True)
class _Form:
    """The columns of such a sheet: those that tell whose a row is, the one of labels and the one of scores."""

    whose: tuple[int, ...]
    label: int
    score: int


def widened(table: Table) -> Table | None:
    """The table with a column for each label, every cell where it was printed; None for every other table.

    Names left blank below the first row of a body are those above. A label that a body has twice makes it no such
    table.
    """
    sheet = next(iter(sheets_of(table)), None) if table.n_columns > 2 else None
    form = _form_of(sheet) if sheet is not None and _repeats(sheet) else None
    if sheet is None or form is None:
        return None
    bodies: dict[tuple[str, ...], tuple[list[Cell | None], dict[str, Cell]]] = {}
    labels: dict[str, Cell] = {}
    last: list[Cell | None] = [None] * len(form.whose)
    for row in range(sheet.height):
        own = [sheet.cell(row, column) for column in form.whose]
        last = [cell if text_of(cell) else above for cell, above in zip(own, last, strict=True)]
        label, score = sheet.cell(row, form.label), sheet.cell(row, form.score)
        key = fold(text_of(label))
        held = bodies.setdefault(tuple(map(text_of, last)), (last, {}))[1]
        if label is None or score is None or not key or key in held:
            return None
        labels.setdefault(key, label)
        held[key] = score
    return _table(table, sheet, form, list(bodies.values()), labels)


def _repeats(sheet: Sheet) -> bool:
    """Whether some column says the same, or nothing, in most rows: else each row is of a body of its own."""
    texts = (sheet.column(column) for column in range(sheet.width))
    return any(2 * len({text for text in column if text}) <= len(column) for column in texts)


def _form_of(sheet: Sheet) -> _Form | None:
    columns = columns_of(sheet)
    whose = [column.index for column in columns if column.kind in _PLACES]
    names = [column.index for column in columns if column.kind is Kind.AGENCY]
    scores = [c.index for c in columns if c.kind is Kind.SCORE and any(map(_is_score, sheet.column(c.index)))]
    rest = [column.index for column in columns if column.index not in (*whose, *scores)]
    labelled = [index for index in rest if _names_scores(sheet.column(index))]
    if len(names) != 1 or len(scores) != 1 or len(labelled) != 1:
        return None
    named = {fold(text) for text in sheet.column(names[0]) if text}
    enough = words().table.min_bodies <= len(named) < sheet.height
    return _Form(tuple(whose), labelled[0], scores[0]) if enough else None


def _is_score(text: str) -> bool:
    return score_in(text) is not None


def _names_scores(texts: Sequence[str]) -> bool:
    """Whether every label of a column names an indicator, a tool or the total, and several different ones do."""
    different = {fold(text): text for text in texts if text}
    sure = [_is_sure(text) for text in different.values()]
    return len(sure) > 1 and all(sure)


def _is_sure(text: str) -> bool:
    parts = split_label(text)
    return parts.named or is_total(text) or named_label(text)[1] >= words().table.sure_similarity


def _table(
    table: Table,
    sheet: Sheet,
    form: _Form,
    bodies: Sequence[tuple[list[Cell | None], dict[str, Cell]]],
    labels: dict[str, Cell],
) -> Table:
    heads = [_head(sheet, column) for column in form.whose] + list(labels.values())
    cells = [_at(head, 0, column, header=True) for column, head in enumerate(heads) if head is not None]
    for row, (whose, held) in enumerate(bodies, start=1):
        line = [*whose, *(held.get(key) for key in labels)]
        cells += [_at(cell, row, column) for column, cell in enumerate(line) if cell is not None]
    return Table(tuple(cells), len(bodies) + 1, len(heads), table.position, table.continued, table.confidence)


def _head(sheet: Sheet, column: int) -> Cell | None:
    """The lowest head cell of a column."""
    cells = [row[column] for row in sheet.rows[: sheet.depth] if column < len(row)]
    return next((cell for cell in reversed(cells) if text_of(cell)), None)


def _at(cell: Cell, row: int, column: int, *, header: bool = False) -> Cell:
    return replace(cell, row=row, column=column, row_span=1, col_span=1, header=header)
