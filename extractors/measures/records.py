"""Measures written one below the other instead of in a table: labelled lines, or a small table of labels and values.

"มาตรการที่ ๑ …", "มาตรการ: …" and lines that begin with the name of a column ("ผู้รับผิดชอบ …") make up a record.
Records become the rows of a table, so that everything else is decided as for tables. Only a record that names who is
responsible counts: any text may speak of measures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from extractors.document import Cell, Document, Position, Table, TextBlock, TextKind
from extractors.measures.vocabulary import Field, exact_header, match_header, vocabulary
from normalizers.numerals import to_arabic

_LONGEST_LABEL = 120  # letters at a line's start among which its label stands
_BULLET = r"[\s\-–•*#]*"
_TITLE = re.compile(rf"{_BULLET}มาตรการที่ ?\d{{1,2}}(?!\d)[ .:)]*(?P<value>\S.*)")
_COLON = re.compile(
    rf"{_BULLET}(?:\d{{1,2}}[.)] ?)?(?P<label>[^\s:][^:\n]{{1,40}}?)[ *]{{0,3}}:[ *]{{0,3}}(?P<value>.*)"
)
_WORD = re.compile(rf"{_BULLET}(?:\d{{1,2}}[.)] ?)?(?P<label>[^\s:]{{3,40}}) +(?P<value>\S.*)")


@dataclass(frozen=True, slots=True)
class _Value:
    """A value and its label, as printed."""

    label: str
    text: str
    position: Position


@dataclass(slots=True)
class _Record:
    """The values of one measure by their meaning; a meaning that comes again opens the next record."""

    values: dict[Field, _Value] = field(default_factory=dict)

    def is_measure(self) -> bool:
        """Whether it has a title and names who is responsible."""
        return all(
            name in self.values and self.values[name].text.strip() for name in (Field.MEASURE, Field.RESPONSIBLE)
        )


@dataclass(frozen=True, slots=True)
class _Label:
    name: Field
    label: str
    value: str


def _label_of(line: str) -> _Label | None:
    """The label that a line begins with; without a colon only the exact names of a few columns are one."""
    arabic = to_arabic(line[:_LONGEST_LABEL])
    if match := _TITLE.match(arabic):
        return _Label(Field.MEASURE, "มาตรการ", line[match.start("value") :])
    if (match := _COLON.match(arabic)) and (known := exact_header(match["label"])):
        return _Label(known.field, match["label"].strip(" *"), line[match.start("value") :])
    match = _WORD.match(arabic)
    known = exact_header(match["label"]) if match else None
    if match and known and known.field in vocabulary().labels:
        return _Label(known.field, match["label"], line[match.start("value") :])
    return None


def _of_text(blocks: list[TextBlock]) -> Iterator[_Record]:
    """Records of following text blocks; a text without a label goes on with the value above in its own block only."""
    if not any(vocabulary().recognition["opening"] in block.text for block in blocks):
        return
    record: _Record | None = None
    last: Field | None = None
    for line, position, opens_block in _lines(blocks):
        label = _label_of(line)
        if label is not None:
            if record is None or label.name in record.values:
                record = _Record()
                yield record
            last = label.name
            record.values[last] = _Value(label.label, label.value, position)
        elif opens_block:
            record = last = None
        elif record is not None and last is not None:
            value = record.values[last]
            if len(value.text) > vocabulary().recognition["value_length"]:
                record = last = None
                continue
            record.values[last] = replace(value, text=f"{value.text}\n{line}".strip())


def _lines(blocks: list[TextBlock]) -> Iterator[tuple[str, Position, bool]]:
    """Lines with their positions; the third tells of the first line of a block that is no list item."""
    for block in blocks:
        for index, line in enumerate(block.text.split("\n")):
            position = block.lines[index] if index < len(block.lines) else block.position
            yield line, position, not index and block.kind is not TextKind.LIST_ITEM


def _of_table(table: Table) -> list[_Record]:
    """The records of a table with labels on the left and values on the right; none for every other table."""
    records: list[_Record] = []
    if table.n_columns != 2:
        return records
    for label, value in table.grid():
        match = match_header(label.text) if label is not None else None
        if match is None or label is None or value is None or label is value:
            return []
        if not records or match.field in records[-1].values:
            records.append(_Record())
        records[-1].values[match.field] = _Value(label.text, value.text, value.position)
    return records


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


def record_tables(document: Document) -> Iterator[tuple[int, Table]]:
    """A table for each run of records, with the place of the run's end in the document."""
    texts: list[TextBlock] = []
    index = 0
    for index, block in enumerate(document.blocks()):
        if isinstance(block, TextBlock):
            texts.append(block)
            continue
        yield from _made(index, list(_of_text(texts)))
        texts = []
        yield from _made(index, _of_table(block))
    yield from _made(index, list(_of_text(texts)))


def _made(index: int, records: list[_Record]) -> Iterator[tuple[int, Table]]:
    found = [record for record in records if record.is_measure()]
    if found:
        yield index, _as_table(found)
