"""Checklists laid out as tables: an item a row, one column to tick for "yes" (มี) and one for "no" (ไม่มี).

One column may hold a box for each.
Source: site-visit and follow-up forms of local bodies, FY2563 to FY2567. What an item belongs to stands in an indicator
column, in a title row of the table, or in the heading above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.document import TICKED, UNTICKED, Cell, Document, Position, Table, TextBlock
from extractors.facts import Identity, Measure, MeasureKind
from extractors.findings import Finding, finding
from extractors.measures.build import Reading, framework_years, place_of
from extractors.measures.checklists import ends_section, starts_section, unclear_tick
from extractors.measures.columns import Grid, recognise
from extractors.measures.subjects import NOTHING, Subject, subject_of_cell
from extractors.measures.timing import is_mark
from extractors.measures.vocabulary import Field, match_header, vocabulary
from extractors.measures.wording import one_line
from normalizers.label_parts import PREFIX
from normalizers.numbering import leading_number
from normalizers.numerals import to_arabic
from normalizers.status import find_checkboxes, has_unclear_box, parse_answer
from normalizers.thai import fold

_LEAST_BOXES = 3  # rows with a box for each answer, before a column without an answer in its head is taken for one
_NUMBER = re.compile(r"\(?(\d{1,2})[.)]?")


@dataclass(frozen=True, slots=True)
class _Form:
    """The columns of such a table; ``body`` is the first row below the header, the rest are column numbers.

    ``yes`` and ``no`` are one column where its cells hold a box for each. ``crosses`` tick here.
    """

    body: int
    yes: int
    no: int
    item: int
    number: int | None
    others: tuple[int, ...]
    crosses: bool = False


def read_tick_tables(document: Document, identity: Identity) -> list[tuple[int, Reading]]:
    """The items of all such tables, each with the place of its table in the document."""
    readings = []
    heading: str | None = None
    for index, block in enumerate(document.blocks()):
        if isinstance(block, TextBlock):
            if starts_section(block):
                heading = block.text
            elif ends_section(block):
                heading = None
        elif (form := _form_of(block)) is not None:
            above = subject_of_cell(heading, framework_years(identity), counted=False) if heading else NOTHING
            readings += [(index, reading) for reading in _read(block, form, above, identity)]
    return readings


def _text(cell: Cell | None) -> str:
    return cell.text if cell is not None else ""


def _form_of(table: Table) -> _Form | None:
    """The columns where a header names one column "yes" and one "no"; None for every other table."""
    grid = table.grid()
    for row in range(min(vocabulary().recognition["header_rows"], len(grid) - 1)):
        answers = [parse_answer(text) if not _boxed(text := _text(cell)) else None for cell in grid[row]]
        if sorted(answer for answer in answers if answer is not None) in ([True], [False]):
            answers = _completed(grid, row, answers)
        if answers.count(True) == 1 and answers.count(False) == 1 and recognise(table) is None:
            return _columns(grid, row, answers.index(True), answers.index(False))
    both = [column for column in range(table.n_columns) if _holds_both(grid, column)]
    return _columns(grid, 0, both[0], both[0]) if len(both) == 1 and recognise(table) is None else None


def _holds_both(grid: Grid, column: int) -> bool:
    """Whether most cells of a column hold a box for each answer: "☑ มี ☐ ไม่มี"."""
    texts = [_text(row[column]) for row in grid[1:]]
    boxes = [{parse_answer(f"{TICKED} {box.label}") for box in find_checkboxes(text)} for text in texts]
    return boxes.count({True, False}) >= max(2, (len(texts) + 1) // 2)


def _completed(grid: Grid, header: int, answers: list[bool | None]) -> list[bool | None]:
    """The answers with the other one, whose head was misread.

    It is the column beside that has a box in the same rows, or marks in other rows.
    """
    known = next(column for column, answer in enumerate(answers) if answer is not None)
    rows = grid[header + 1 :]
    others = [
        column
        for column in (known - 1, known + 1)
        if 0 <= column < len(answers)
        and match_header(_text(grid[header][column])) is None
        and (_boxed_alike(rows, known, column) or _marked_in_turn(rows, known, column))
    ]
    return answers if len(others) != 1 else [not answers[known] if i in others else a for i, a in enumerate(answers)]


def _boxed_alike(rows: Sequence[Sequence[Cell | None]], first: int, second: int) -> bool:
    boxed = [{place for place, row in enumerate(rows) if _is_box(_text(row[column]))} for column in (first, second)]
    return len(boxed[0]) >= _LEAST_BOXES and boxed[0] == boxed[1]


def _marked_in_turn(rows: Sequence[Sequence[Cell | None]], first: int, second: int) -> bool:
    """Whether marks and nothing else stand in two columns, in most rows in one of them only."""
    pairs = [(row[first], row[second]) for row in rows if row[first] is not row[second]]
    texts = [(_text(one).strip(), _text(other).strip()) for one, other in pairs]
    if not all(not text or is_mark(text) or has_unclear_box(text) for pair in texts for text in pair):
        return False
    both = sum(bool(one) and bool(other) for one, other in texts)
    counts = [sum(bool(pair[place]) for pair in texts) for place in (0, 1)]
    return sum(counts) >= _LEAST_BOXES and min(counts) > 0 and both <= sum(counts) / 4


def _is_box(text: str) -> bool:
    return text.strip() in (TICKED, UNTICKED)


def _boxed(text: str) -> bool:
    return TICKED in text or UNTICKED in text


def _columns(grid: Grid, header: int, yes: int, no: int) -> _Form | None:
    """The items are the column with most text that is no remark; none where all other columns are."""
    meanings = [match_header(_text(cell)) for cell in grid[header]]
    fields = [match.field if match else None for match in meanings]
    others = [column for column in range(len(grid[header])) if column not in (yes, no)]
    number = next((column for column in others if fields[column] is Field.NUMBER), None)
    texts = [column for column in others if column != number and fields[column] not in vocabulary().unpublished]
    if not texts:
        return None
    body = header + 1
    item = max(texts, key=lambda column: sum(len(fold(_text(row[column]))) for row in grid[body:]))
    rest = tuple(column for column in others if column not in (number, item))
    return _Form(body, yes, no, item, number, rest, _crossed(grid[body:], yes, no))


def _crossed(rows: Sequence[Sequence[Cell | None]], yes: int, no: int) -> bool:
    """Whether both answers are given by crosses and none by a tick."""
    marks = [{_mark(_text(row[column])) for row in rows} for column in (yes, no)]
    return all(1 in found and 2 not in found for found in marks)


def _read(table: Table, form: _Form, above: Subject, identity: Identity) -> Iterator[Reading]:
    grid, years, section = table.grid(), framework_years(identity), above
    named: set[int] = set()
    rows: list[tuple[list[Cell | None], Subject]] = []
    for row in grid[form.body :]:
        title = _section(row)
        if title is not None:
            section = subject_of_cell(title, years, counted=False)
            continue
        subjects = {column: subject_of_cell(_text(row[column]), years, counted=True) for column in form.others}
        naming = [column for column in form.others if subjects[column].indicators]
        named.update(naming)
        rows.append((row, subjects[naming[0]] if naming else section))
    notes = tuple(_lost_columns(grid, form, frozenset(form.others) - named))
    for row, subject in rows:
        if subject.indicators and fold(_text(row[form.item])):
            measure = _measure(row, form, subject, identity)
            unclear = _is_unclear(row, form) or has_unclear_box(_answer_cells(row, form))
            yield Reading(measure, (*notes, *unclear_tick(measure, unclear)))
            notes = ()


def _section(row: list[Cell | None]) -> str | None:
    """The indicator that a row names without asking anything: nothing else stands in it."""
    texts = list(dict.fromkeys(_text(cell) for cell in row if fold(_text(cell))))
    alone = len(texts) == 1 and not any(_boxed(text) for text in texts)
    return texts[0] if alone and PREFIX.match(texts[0].strip(" *#\n")) else None


def _lost_columns(grid: Grid, form: _Form, columns: frozenset[int]) -> Iterator[Finding]:
    for column in sorted(columns):
        text = next((_text(row[column]) for row in grid[form.body :] if fold(_text(row[column]))), None)
        head = grid[form.body - 1][column]
        if text is not None and head is not None:
            place = head.position
            subject = one_line(head.text) or f"({column + 1})"
            yield finding(
                "measure_column_unpublished", subject, found=one_line(text)[:120], page=place.page, line=place.line
            )


def _mark(text: str) -> int:
    """2 for a tick, 1 for a cross (a tick of some hands, a "no" of others), 0 for an empty cell."""
    signs = text.replace(UNTICKED, "").strip(" -–—.…\n")
    if TICKED in signs or parse_answer(signs) is not None:
        return 2
    if not signs or not is_mark(signs):
        return 0
    return 1 if set(signs) <= set(vocabulary().rows["crosses"]) else 2


def _answer_cells(row: list[Cell | None], form: _Form) -> str:
    return f"{_text(row[form.yes])}\n{_text(row[form.no])}"


def _checked(row: list[Cell | None], form: _Form) -> bool | None:
    """The one column that is ticked; a lone cross is plain below "no" only."""
    if has_unclear_box(_answer_cells(row, form)):
        return None
    if form.yes == form.no:
        return parse_answer(_text(row[form.yes]))
    yes, no = _mark(_text(row[form.yes])), _mark(_text(row[form.no]))
    return None if yes == no or (yes == 1 and not no and not form.crosses) else yes > no


def _is_unclear(row: list[Cell | None], form: _Form) -> bool:
    """Whether marks stand in a row that do not say which answer is meant: a lone cross below "yes", both columns."""
    if form.yes == form.no:
        return False
    return any(_mark(_text(row[column])) for column in (form.yes, form.no)) and _checked(row, form) is None


def _measure(row: list[Cell | None], form: _Form, subject: Subject, identity: Identity) -> Measure:
    numbered = leading_number(_text(row[form.item]))
    title = numbered[1] if numbered else _text(row[form.item])
    counted = _NUMBER.fullmatch(to_arabic(_text(row[form.number]).strip())) if form.number is not None else None
    position, page_last = _place(row)
    return Measure(
        kind=MeasureKind.CHECKLIST,
        seq=0,
        fiscal_year=identity.fiscal_year,
        indicators=subject.indicators,
        title=one_line(title),
        position=position,
        page_last=page_last,
        sub_indicator=subject.sub_indicator,
        indicator_match=subject.match,
        printed_number=int(counted[1]) if counted else numbered[0] if numbered else None,
        checked=_checked(row, form),
    )


def _place(row: list[Cell | None]) -> tuple[Position, int]:
    cells = [cell for cell in row if cell is not None and cell.text.strip()]
    return place_of([cell for cell in cells if cell.row_span == 1] or cells)
