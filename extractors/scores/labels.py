"""Labels of a score table: which column names indicators, tools and totals, and what each row may mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.document import Cell
from extractors.scores.bare_numbers import Numbers, integer
from extractors.scores.grids import POINT_DECIMALS, Grid, is_total, score_in
from extractors.scores.vocabulary import settings
from normalizers.framework import INDICATORS, framework
from normalizers.indicators import match_indicator, match_sub_indicator, match_tool, split_label
from normalizers.items import find_item_codes
from normalizers.numerals import find_numbers
from normalizers.thai import fold

_ASKED = "ie"  # letters of the items of questionnaires; a list of those of the open data alone holds no scores
_ITEM_BONUS = 0.01  # of a cell that opens with the code of an item
_CODE_LENGTH = 20  # characters at the beginning of a cell in which the code of an item stands
_HEAD_BONUS = 0.05  # of a column headed as one of labels, in points of similarity: it decides between equals


@dataclass(slots=True)
class LabelledRow:
    """One body row: its label cell and what the label may mean. ``code`` is set for rows that are no indicator."""

    index: int
    label: str
    similarities: dict[int, float]
    printed_number: int | None = None
    code: str | None = None
    match: float = 0.0
    cells: tuple[Cell | None, ...] = field(default=())


def best_similarity(row: LabelledRow) -> float:
    """Similarity of a row's label to the indicator that it fits best."""
    return max(row.similarities.values(), default=0.0)


def _similarities(text: str, year: int | None) -> dict[int, float]:
    """Similarity of a label to the ten indicators."""
    return {int(match.code): match.similarity for match in match_indicator(text, year)} if text.strip() else {}


def named_label(text: str) -> tuple[str, float]:
    """The indicator or tool that a cell names best; no similarity for numbers and stubs."""
    label = split_label(text).label
    if score_in(text) is not None or not 2 < len(fold(label)) <= settings().tables.label_length:
        return "", 0.0
    matches = [*match_indicator(label), *match_tool(label)]
    best = max(matches, key=lambda match: match.similarity, default=None)
    return (best.code, best.similarity) if best is not None else ("", 0.0)


def label_column_of(grid: Grid) -> int | None:
    """The column that names the most indicators and tools; a name repeated down a column counts once."""
    scores = []
    for column in range(grid.n_columns):
        cells = grid.column(column)[: settings().tables.label_sample]
        texts = {cell.text for cell in cells if cell is not None and len(cell.text) < 200}
        best: dict[str, float] = {}
        for text in sorted(texts):
            item = _named_item(text)
            asked = item if item is not None and item[0][0] in _ASKED else None
            code, similarity = asked or named_label(text)
            best[code] = max(best.get(code, 0.0), similarity - settings().assignment.label_floor)
        scores.append(sum(best.values()))
    if not scores or max(scores) <= 0:
        return None
    heads = [_HEAD_BONUS if role == "label" else 0.0 for role in grid.roles]
    totals = [score + head for score, head in zip(scores, heads, strict=True)]
    return totals.index(max(totals))


def _named_item(text: str) -> tuple[str, float] | None:
    """The item that a cell opens with, hardly more likely than any label, so that names of indicators decide."""
    found = find_item_codes(text[:_CODE_LENGTH].lstrip())[:1]
    opens = found and found[0].start == 0 and found[0].raw[0].isalpha() and found[0].range_end is None
    return (found[0].code, settings().assignment.label_floor + _ITEM_BONUS) if opens else None


def names_indicators(grid: Grid, column: int) -> bool:
    """Whether a column names an indicator by its label, and not tools alone."""
    named = (named_label(cell.text) for cell in grid.column(column) if cell is not None)
    return any(code.isdigit() and similarity >= settings().tables.row_similarity for code, similarity in named)


def names_measures(header: str) -> bool:
    """Whether a header says that the column lists measures, which may be called like indicators."""
    limits = settings().tables
    folded = fold(header)
    return any(word in folded for word in limits.measure_heads) and limits.indicator_head not in folded


def names_tools(grid: Grid) -> bool:
    """Whether some column holds the codes of all tools, which no other assessment has."""
    codes = {tool.code for tool in framework(None).tools}
    columns = (
        {cell.text.strip() for cell in grid.column(index) if cell is not None} for index in range(grid.n_columns)
    )
    return any(codes <= texts for texts in columns)


def label_rows(grid: Grid, label_column: int, year: int | None, bare: Numbers | None) -> tuple[LabelledRow, ...]:
    """All body rows with a label, each classified as total, tool, sub-indicator or (possible) indicator.

    ``bare`` are the numbers of the rows where the labels are nothing but the numbers of the indicators.
    """
    number_column = _number_column(grid, label_column)
    rows = []
    for index, cells in enumerate(grid.body):
        cell = cells[label_column] if label_column < len(cells) else None
        text = cell.text.replace("\n", " ").strip() if cell is not None else ""
        number_cell = cells[number_column] if number_column is not None else None
        alone = bare[index] if bare is not None else None
        item = _item_of(cells[: label_column + 1])
        foreign = _is_elsewhere(text) or any(map(_is_item, cells[: label_column + 1]))
        if item is not None and bare is None and not _is_indicator(text, year):
            rows.append(LabelledRow(index, text, {}, code=item, match=1.0, cells=cells))
        elif foreign:
            rows.append(LabelledRow(index, "", {}, cells=cells))
        elif alone is not None:
            rows.append(LabelledRow(index, text, {}, alone, cells=cells))
        else:
            rows.append(_classify(index, text, integer(number_cell) if bare is None else None, year, cells))
    return tuple(rows)


def settle_lone_tool(rows: Sequence[LabelledRow]) -> None:
    """Take the row of the only tool for its indicator where that alone is missing: they may be called alike."""
    tools = {tool.code: tool.indicators for tool in framework(None).tools}
    lone = [row for row in rows if row.code in tools]
    sure = settings().tables.row_similarity
    named = {max(row.similarities, key=row.similarities.__getitem__) for row in rows if best_similarity(row) >= sure}
    missing = set(INDICATORS) - named
    if len(lone) == len(missing) == 1 and missing <= set(tools[lone[0].code or ""]):
        lone[0].code, lone[0].similarities = None, dict.fromkeys(missing, lone[0].match)


def tell_scores(rows: Sequence[LabelledRow]) -> bool:
    """Whether most labels hold a score of their own: then the number beside one is another's."""
    named = [row for row in rows if row.code or best_similarity(row) >= settings().tables.row_similarity]
    told = [number for row in named for number in find_numbers(row.label)[-1:] if number.decimals == POINT_DECIMALS]
    return len(told) * 2 > len(named) and len({number.value for number in told}) > 1


def _is_elsewhere(label: str) -> bool:
    """Whether a label names somebody else's result: the mean of a place or of a group of bodies."""
    return settings().elsewhere.patterns.search(label) is not None


def _item_of(cells: Sequence[Cell | None]) -> str | None:
    """The item whose code a row opens with."""
    named = [_named_item(cell.text) for cell in cells if cell is not None and cell.text.strip()]
    found = [name[0] for name in named if name is not None]
    return found[0] if len(found) == 1 else None


def _is_indicator(text: str, year: int | None) -> bool:
    """Whether a label is called like an indicator: behind the code of an item it is an entry of some other list."""
    similarities = _similarities(split_label(text).label, year)
    return max(similarities.values(), default=0.0) >= settings().tables.row_similarity


def is_item_code(code: str | None) -> bool:
    """Whether a score code is that of an item ("i4")."""
    return code is not None and code[:1].islower()


def _is_item(cell: Cell | None) -> bool:
    """Whether a cell opens with the code of an item or of another list: its entries may be called like indicators."""
    if cell is None:
        return False
    coded = re.match(settings().tables.item_row, cell.text, re.IGNORECASE) is not None
    return coded or any(item.start == 0 for item in find_item_codes(cell.text[:_CODE_LENGTH]))


def _classify(
    index: int, text: str, printed: int | None, year: int | None, cells: tuple[Cell | None, ...]
) -> LabelledRow:
    """What one label means."""
    parts = split_label(text)
    if len(fold(parts.label)) > settings().tables.label_length:
        return LabelledRow(index, text, {}, cells=cells)
    similarities = _similarities(parts.label, year)
    best = max(similarities.values(), default=0.0)
    row = LabelledRow(index, text, similarities, parts.printed_number or printed, cells=cells)
    if is_total(parts.label) or is_total(text):
        row.code, row.match = "ITA", 1.0
        return row
    tool = max(match_tool(parts.label), key=lambda match: match.similarity, default=None)
    sub = max(match_sub_indicator(text, year), key=lambda match: match.similarity, default=None)
    if tool is not None and tool.similarity >= settings().assignment.sure_similarity and tool.similarity > best:
        row.code, row.match = tool.code, tool.similarity
    elif sub is not None and sub.similarity >= settings().tables.sub_similarity and sub.similarity > best:
        row.code, row.match = sub.code, sub.similarity
    return row


def _number_column(grid: Grid, label_column: int) -> int | None:
    """The nearest column left of the labels (else right) that holds indicator numbers 1 to 10."""
    order: list[int] = [*range(label_column - 1, -1, -1), *range(label_column + 1, grid.n_columns)]
    for column in order:
        if grid.roles[column] in ("excluded", "score"):
            continue
        found = [number for cell in grid.column(column) if (number := integer(cell)) is not None]
        if len(set(found)) >= 2 and len(set(found)) >= len(found) // 2:
            return column
    return None
