"""Measures written one below the other instead of in a table: labelled lines, or a small table of labels and values.

"มาตรการที่ ๑ …", "มาตรการ: …" and lines that begin with the name of a column ("ผู้รับผิดชอบ …") make up a record.
Records become the rows of a table, so that everything else is decided as for tables. Only a record that names who is
responsible counts: any text may speak of measures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from extractors.document import Cell, Document, Position, Table, TextBlock, TextKind
from extractors.measures.labelled_lines import Label, following, labels_of, listed
from extractors.measures.subjects import opens_subject
from extractors.measures.surroundings import Surroundings, heads_indicator
from extractors.measures.vocabulary import Field, match_header, vocabulary
from normalizers.items import find_item_codes
from normalizers.numbering import leading_number
from normalizers.numerals import to_arabic
from normalizers.thai import fold

_PASSED = 2  # texts without a label that may stand below such a line before one with a label
_DOING = (Field.STEPS, Field.RESPONSIBLE, Field.PERIOD, Field.MONITORING)  # said of a measure that is named before


@dataclass(frozen=True, slots=True)
class _Value:
    """A value and its label, as printed."""

    label: str
    text: str
    position: Position
    headed: bool = False  # by a line "มาตรการที่ n …", which counts the measures


@dataclass(slots=True)
class _Record:
    """The values of one measure by their meaning; a meaning that comes again opens the next record.

    ``heading`` is that of the indicator above it, ``entry`` says that it is an entry of a list.
    """

    heading: str | None = None
    entry: bool = False
    values: dict[Field, _Value] = field(default_factory=dict)

    def is_measure(self) -> bool:
        """Whether it has a title and names who is responsible."""
        return all(
            name in self.values and self.values[name].text.strip() for name in (Field.MEASURE, Field.RESPONSIBLE)
        )

    def below_heading(self) -> _Record:
        """The record with the indicator of its heading, where it names none itself."""
        if self.heading is None or Field.INDICATOR in self.values:
            return self
        place = self.values[Field.MEASURE].position
        return _Record(None, self.entry, {Field.INDICATOR: _Value("ตัวชี้วัด", self.heading, place), **self.values})


@dataclass(frozen=True, slots=True)
class _Lines:
    """Following lines of a text block with their positions: an entry of a list, or what stands between such."""

    texts: tuple[str, ...]
    positions: tuple[Position, ...]
    listed: bool

    @property
    def text(self) -> str:
        """All lines."""
        return "\n".join(self.texts)


@dataclass(slots=True)
class _Reader:
    """The records of a run of texts; ``last`` is the label whose value the next line may go on with.

    ``heading`` is the indicator named above the text, by a text of its own or by a line "ตัวชี้วัดที่ n …". ``title`` is
    a numbered heading right above, the measure that the labels below it are said of.
    """

    records: list[_Record] = field(default_factory=list)
    record: _Record | None = None
    last: Field | None = None
    heading: str | None = None
    title: _Value | None = None
    passed: int = 0

    def take(self, label: Label, position: Position) -> None:
        """Put a labelled value in its record; what is done for a measure opens none, and said twice it ends one."""
        self._open(label)
        held = self.record.values if self.record is not None else {}
        late = label.name is Field.INDICATOR and Field.MEASURE in held and len(held) > 1
        if self.record is None or label.name in held or late:
            if label.name in _DOING:
                self.close()
                return
            self.record = _Record(self.heading)
            self.records.append(self.record)
        self.last = label.name
        self.passed = 0
        self.record.values[label.name] = _Value(label.label, label.value, position, label.heading)

    def _open(self, label: Label) -> None:
        """Open the record of the numbered heading right above a label; a label of the measure itself needs none."""
        title, self.title = self.title, None
        if title is not None and label.name is not Field.MEASURE:
            self.record = _Record(self.heading, values={Field.MEASURE: title})
            self.records.append(self.record)

    def is_torn(self) -> bool:
        """Whether the title read last has a bracket that is still open."""
        value = self.record.values[self.last] if self.record is not None and self.last is Field.MEASURE else None
        return value is not None and value.text.count("(") > value.text.count(")")

    def may_enter(self) -> bool:
        """Whether an entry of a list is no part of a measure above it."""
        return self.record is None or self.record.entry or Field.MEASURE not in self.record.values

    def enter(self, labels: list[Label], position: Position) -> None:
        """Put an entry of a list in a record of its own."""
        self.record = _Record(self.heading, entry=True)
        self.records.append(self.record)
        for label in labels:
            self.take(label, position)

    def close(self) -> None:
        """End the record: what follows is other text."""
        self.record = self.last = None

    def pass_by(self) -> None:
        """Other text stands here: it ends the record, but not right below a title of its own ("มาตรการที่ 1 …")."""
        title = self.record.values.get(Field.MEASURE) if self.record is not None and not self.record.entry else None
        self.passed += 1
        if title is not None and title.headed and self.passed <= _PASSED:
            self.last = None
            return
        self.close()
        self.heading = None

    def go_on(self, text: str) -> None:
        """Add a line to the last value; a value that grows too long was running text."""
        if self.record is None or self.last is None or self.record.entry:
            return
        value = self.record.values[self.last]
        if len(value.text) > vocabulary().recognition["value_length"]:
            self.close()
        else:
            self.record.values[self.last] = replace(value, text=f"{value.text}\n{text}".strip())


def _of_text(texts: list[tuple[TextBlock, Surroundings]]) -> list[_Record]:
    """Records of following text blocks; a text without a label goes on with the value above in its own block only."""
    reader = _Reader()
    if not any(vocabulary().recognition["opening"] in block.text for block, _ in texts):
        return []
    for block, above in texts:
        if above.heading is not None or block.kind is TextKind.HEADING:
            reader.heading = above.heading
        if (title := _numbered_heading(block)) is not None:
            reader.close()
            reader.title = title
            continue
        for place, lines in enumerate(_stretches(block)):
            entry = _entry(lines, above) if reader.may_enter() else []
            if entry:
                reader.enter(entry, lines.positions[0])
            elif lines.listed:
                _read_entry(reader, lines)
            else:
                _read_lines(reader, lines, opens=not place)
        reader.title = None
    return reader.records


def _numbered_heading(block: TextBlock) -> _Value | None:
    """What a numbered heading names, where it may be a measure; None for other texts."""
    numbered = leading_number(block.text) if block.kind is TextKind.HEADING else None
    if numbered is None or labels_of(block.text):
        return None
    head = Label(Field.MEASURE, "มาตรการ", numbered[1], implied=True)
    return _Value(head.label, head.value, block.position) if _is_measure(head, block.text) else None


def _stretches(block: TextBlock) -> Iterator[_Lines]:
    """A text block cut where its lines begin with the numbers of a list; a list item is one stretch."""
    lines = block.text.split("\n")
    positions = [block.lines[index] if index < len(block.lines) else block.position for index in range(len(lines))]
    if block.kind is TextKind.LIST_ITEM:
        starts = [0]
    else:
        starts = [0, *(index for index, line in enumerate(lines) if index and leading_number(line))]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        listed = block.kind is TextKind.LIST_ITEM or leading_number(lines[start]) is not None
        yield _Lines(tuple(lines[start:end]), tuple(positions[start:end]), listed)


def _read_lines(reader: _Reader, lines: _Lines, *, opens: bool) -> None:
    """Read lines of a paragraph; ``opens`` says that the first of them begins it."""
    if reader.record is not None and reader.record.entry:
        reader.close()
    for index, (line, position) in enumerate(zip(lines.texts, lines.positions, strict=True)):
        labels = labels_of(line)
        if heads_indicator(line):
            reader.heading = line
        if not labels and opens and not index and not reader.is_torn():
            reader.pass_by()
        elif not labels and reader.record is not None:
            rest, *labels = following(line)
            reader.go_on(rest.value)
        for label in labels:
            reader.take(label, position)


def _read_entry(reader: _Reader, lines: _Lines) -> None:
    """Read an item of a list that is no measure: a step of the measure above, or lines with labels."""
    for index, (line, position) in enumerate(zip(lines.texts, lines.positions, strict=True)):
        labels = labels_of(line)
        if not labels:
            reader.go_on(line if index or leading_number(line) else f"- {line}")
            if reader.record is not None and reader.record.entry and not index:
                reader.close()
        for label in labels:
            reader.take(label, position)


def _entry(lines: _Lines, above: Surroundings) -> list[Label]:
    """The labels of an entry of a list of measures, all in one stretch of text.

    Without the word for measure it needs a list that is told to be one, or that stands below an indicator.
    """
    if not lines.listed or labels_of(lines.text):
        return []
    labels = listed(lines.text)
    told = above.told or above.heading is not None
    return labels if labels and (told or not labels[0].implied) and _is_measure(labels[0], lines.text) else []


def _is_measure(head: Label, text: str) -> bool:
    """Whether the head of an entry may be a measure: no indicator or item given to a unit, nothing that costs money."""
    if not head.implied:
        return True
    costs = vocabulary().costs.search(to_arabic(text)) is not None
    long_enough = len(fold(head.value)) >= vocabulary().recognition["shortest_title"]
    return long_enough and not costs and not find_item_codes(head.value) and not opens_subject(head.value)


def _of_table(table: Table) -> list[_Record]:
    """The records of a table with labels on the left and values on the right; none for every other table."""
    records: list[_Record] = []
    if table.n_columns != 2:
        return _of_columns(table)
    heads = vocabulary().recognition["value_heads"]
    for row, (label, value) in enumerate(table.grid()):
        if not row and value is not None and value.text.strip() in heads:
            continue
        match = match_header(label.text) if label is not None else None
        if match is None or label is None or value is None or label is value:
            return []
        if not records or match.field in records[-1].values:
            records.append(_Record())
        records[-1].values[match.field] = _Value(label.text, value.text, value.position)
    return records


def _of_columns(table: Table) -> list[_Record]:
    """The records of a table whose rows are headed on the left, a measure a column; none for every other table."""
    rows = table.grid()
    if rows and all(cell is not None and _ordinal(cell.text) for cell in rows[0][1:]):
        rows = rows[1:]
    matches = [match_header(row[0].text) if row and row[0] is not None else None for row in rows]
    fields = [match.field for match in matches if match is not None]
    if len(fields) < len(rows) or len(set(fields)) < len(fields) or Field.RESPONSIBLE not in fields:
        return []
    records = [_Record() for _ in range(table.n_columns - 1)]
    for name, row in zip(fields, rows, strict=True):
        for record, cell in zip(records, row[1:], strict=True):
            if row[0] is not None and cell is not None and cell is not row[0]:
                record.values[name] = _Value(row[0].text, cell.text, cell.position)
    return records


def _ordinal(text: str) -> bool:
    """Whether a head only counts the measures: "มาตรการที่ 2"."""
    return re.fullmatch(r"มาตรการ(?:ที่)? ?\d{1,2}", to_arabic(text.strip())) is not None


def _as_table(records: list[_Record]) -> Table:
    """A row for every record below a header of their labels."""
    columns = list(dict.fromkeys(name for record in records for name in record.values))
    heads = [next(record.values[name] for record in records if name in record.values) for name in columns]
    cells = [Cell(0, column, head.label, head.label, head.position, header=True) for column, head in enumerate(heads)]
    for row, record in enumerate(records, start=1):
        for column, name in enumerate(columns):
            if (value := record.values.get(name)) is not None:
                cells.append(Cell(row, column, value.text, value.text, value.position))
    return Table(tuple(cells), len(records) + 1, len(columns), heads[0].position)


def record_tables(document: Document, above: Sequence[Surroundings]) -> Iterator[tuple[int, Table]]:
    """A table for each run of records, with the place of the run's end in the document.

    ``above`` are the surroundings of each block.
    """
    texts: list[tuple[TextBlock, Surroundings]] = []
    index = 0
    for index, (block, around) in enumerate(zip(document.blocks(), above, strict=False)):
        if isinstance(block, TextBlock):
            texts.append((block, around))
            continue
        yield from _made(index, _of_text(texts))
        texts = []
        yield from _made(index, [replace(record, heading=around.heading) for record in _of_table(block)])
    yield from _made(index, _of_text(texts))


def _made(index: int, records: list[_Record]) -> Iterator[tuple[int, Table]]:
    found = [record.below_heading() for record in records if record.is_measure()]
    if found:
        yield index, _as_table(found)
