"""Telling measure tables from others, and what their columns mean."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractors.document import Cell, Table
from extractors.measures.contents import told_by_cells
from extractors.measures.vocabulary import Field, exact_header, header_key, match_header, names_one_status, vocabulary
from normalizers.thai import fold
from normalizers.years import find_years

Grid = list[list[Cell | None]]


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a measure table.

    ``fields`` and ``stacks`` have one entry a column: its meaning (None where not known) and its header texts from top
    to bottom. ``title`` is the field that names the measure, ``body`` the first row below the header, ``year`` the
    Buddhist Era year that the header itself names for the measures.
    """

    fields: tuple[Field | None, ...]
    stacks: tuple[tuple[str, ...], ...]
    title: Field
    body: int
    year: int | None

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.fields)

    def header(self, column: int) -> str:
        """The whole header of a column."""
        return "\n".join(self.stacks[column])

    def has(self, field: Field) -> bool:
        """Whether a column of that meaning exists."""
        return field in self.fields

    def without_indicator(self) -> Layout | None:
        """The layout with the indicator columns taken for the analysis; None where they are headed by no issue."""
        issues = vocabulary().issues
        headed = all(header_key(self.header(column)).startswith(issues) for column in self.columns(Field.INDICATOR))
        if not self.has(Field.INDICATOR) or self.has(Field.ANALYSIS) or not headed:
            return None
        fields = tuple(Field.ANALYSIS if field is Field.INDICATOR else field for field in self.fields)
        title = _title_field(frozenset(field for field in fields if field is not None))
        return None if title in (None, Field.INDICATOR) else replace(self, fields=fields, title=title)

    def status_columns(self) -> tuple[int, ...]:
        """The columns headed by one status each ("ดำเนินการแล้ว"), to be ticked."""
        return tuple(column for column in self.columns(Field.STATUS) if names_one_status(self.stacks[column][-1]))

    def columns(self, *fields: Field) -> tuple[int, ...]:
        """The columns of these meanings, from left to right."""
        return tuple(column for column, field in enumerate(self.fields) if field in fields)


def _stack(grid: Grid, column: int, rows: range) -> list[str]:
    """Texts of the distinct header cells above a column, from top to bottom."""
    texts: list[str] = []
    seen: list[Cell] = []
    for row in rows:
        cell = grid[row][column]
        if cell is not None and cell.text.strip() and not any(cell is other for other in seen):
            seen.append(cell)
            texts.append(cell.text)
    return texts


def _column_field(texts: list[str]) -> Field | None:
    """Meaning of a column: a status below another header, else that of the whole header (it may be wrapped).

    Else of its lowest part, else of the one above. A lowest part that is a known name goes before a whole that is not.
    """
    if len(texts) > 1 and names_one_status(texts[-1]):
        return Field.STATUS
    whole = "\n".join(texts)
    lowest = exact_header(texts[-1]) if len(texts) > 1 and exact_header(whole) is None else None
    if lowest is not None:
        return lowest.field
    for candidate in (whole, *reversed(texts)):
        match = match_header(candidate)
        if match is not None:
            return match.field
    return None


def _title_field(present: frozenset[Field]) -> Field | None:
    for rule in vocabulary().titles:
        if rule.field in present and rule.when <= present and not rule.unless & present:
            return rule.field
    return None


def _evidence(layout: Layout, *, told: bool) -> int:
    """Sum of the weights, 0 where the columns cannot make a measure table.

    A caption that speaks of measures counts where a column of its own gives the titles, and so does a form to tick.
    """
    words, title = vocabulary(), layout.title
    present = frozenset(name for name in layout.fields if name is not None)
    support = {Field(name) for name in words.recognition["support"]} - {title}
    if not support & present:
        return 0
    pardoned = set(words.recognition["pardoned"]) if Field.MEASURE in present else set()
    evidence = sum(words.weights[field] for field in present if field not in pardoned)
    if told and title is not Field.INDICATOR:
        ticked = len(layout.status_columns()) > 1
        evidence += int(words.captions["weight"]) + ticked * int(words.captions["ticked_weight"])
    return evidence


def _year_of(texts: list[str]) -> int | None:
    """The one Buddhist Era year that the texts name."""
    years = {mention.year for text in texts for mention in find_years(text) if mention.certain}
    return years.pop() if len(years) == 1 else None


def _layout(grid: Grid, first: int, end: int) -> Layout | None:
    """The layout when the header is rows ``first`` to ``end`` (exclusive)."""
    stacks = tuple(_stack(grid, column, range(first, end)) for column in range(len(grid[0])))
    fields = tuple(_column_field(texts) for texts in stacks)
    title = _title_field(frozenset(field for field in fields if field is not None))
    if title is None:
        return None
    fields = told_by_cells(fields, grid[end:])
    telling = {title, Field.PERIOD, *vocabulary().steps}
    years = [text for field, texts in zip(fields, stacks, strict=True) if field in telling for text in texts]
    years += [cell.text for row in range(first) for cell in grid[row] if cell is not None]
    return Layout(fields, tuple(tuple(texts) for texts in stacks), title, end, _year_of(years))


def _is_sub_header(grid: Grid, row: int) -> bool:
    """Whether a row may be the second row of a header: short words only, and not everywhere."""
    cells = [cell for cell in grid[row] if cell is not None and cell.row == row]
    texts = [cell.text for cell in cells if cell.text.strip()]
    longest = vocabulary().recognition["sub_header_length"]
    return bool(texts) and all(len(fold(text)) <= longest for text in texts) and len(texts) < len(grid[row])


def _header_ends(grid: Grid, first: int, flagged: int) -> list[int]:
    """Possible first rows below a header that starts at ``first``, the likeliest first."""
    cells = [cell for cell in grid[first] if cell is not None]
    end = min(max(cell.row + cell.row_span for cell in cells), first + 3, len(grid)) if cells else first + 1
    if first < flagged:
        end = max(end, min(flagged, first + 3))
    spanning = any(1 < cell.col_span < len(grid[first]) for cell in cells)
    if end < len(grid) and _is_sub_header(grid, end):
        return [end + 1, end] if spanning and end == first + 1 else [end, end + 1]
    return [end]


def _known(layout: Layout) -> int:
    return sum(field is not None for field in layout.fields)


def _candidates(grid: Grid, first: int, flagged: int) -> Layout | None:
    """The best layout of a header starting at ``first``: a later reading must explain more columns."""
    best: Layout | None = None
    for end in _header_ends(grid, first, flagged):
        layout = _layout(grid, first, end)
        if layout is not None and (best is None or _known(layout) > _known(best)):
            best = layout
    return best


def recognise(table: Table, *, told: bool = False) -> Layout | None:
    """The layout of a measure table; None for every other table (scores, grades, projects, risks, agendas).

    ``told`` says that the caption above the table speaks of measures.
    Header wordings and weights: ``vocabulary.toml`` (measure papers and progress reports FY2562 to FY2569).
    """
    if table.n_columns < 2 or table.n_rows < 1:
        return None
    words = vocabulary()
    grid = table.grid()
    best: tuple[int, Layout] | None = None
    for first in range(min(words.recognition["header_rows"], len(grid))):
        layout = _candidates(grid, first, table.header_rows())
        if layout is None:
            continue
        evidence = _evidence(layout, told=told)
        if evidence >= words.recognition["threshold"] and (best is None or evidence > best[0]):
            best = (evidence, layout)
    return best[1] if best else None


def names_columns(row: list[Cell | None]) -> bool:
    """Whether a row reads like a header of whatever table: two or more distinct columns with known names."""
    cells = {id(cell): cell for cell in row if cell is not None and cell.text.strip()}
    return sum(match_header(cell.text) is not None for cell in cells.values()) >= 2


def repeats_header(row: list[Cell | None], layout: Layout) -> bool:
    """Whether a row is the header printed again (after a page break)."""
    from rapidfuzz.distance import Levenshtein

    limit = vocabulary().matching["header_similarity"]

    def equals(text: str, stack: tuple[str, ...]) -> bool:
        key = header_key(text)
        wordings = ("\n".join(stack), *stack)
        return any(Levenshtein.normalized_similarity(key, header_key(wording)) >= limit for wording in wordings)

    pairs = [(cell.text, stack) for cell, stack in zip(row, layout.stacks, strict=True) if cell and cell.text.strip()]
    equal = sum(equals(text, stack) for text, stack in pairs if stack)
    return equal >= 2 and equal >= vocabulary().matching["repeated_header"] * len(pairs)
