"""The reader of CSV files (``.csv``, ``.tsv``): the delimiter is found by trying, quotes may hold line ends."""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from extractors.document import Block, Document, Position, TextBlock, TextKind
from extractors.limits import Limits
from extractors.readers.decoding import decode
from extractors.readers.flat_tables import mend_rows
from extractors.readers.grid import Source, SourceCell, build_table
from extractors.readers.inline import block_text
from extractors.readers.plain import pages_of, text_document
from extractors.readers.table_headers import flag_headers
from extractors.readers.table_join import join_continued
from extractors.readers.table_mend import mend_table

_DELIMITERS = ",;\t|"
_TOLD = re.compile(r'\ufeff*"?sep=([^\w\s"]|\t)"?[ \t]*(?=\n)')  # the first line tells spreadsheets the delimiter
_SAMPLE_ROWS = 200
_MOST_OPEN_QUOTES = 20  # in more lines than that: quotes are letters in all that follow
_BEHIND = "\ufdd0"  # no character of a text: a line of it behind the last one shows whether a quote is still open
_MAX_LINES_IN_CELL = 500  # more lines than that between two quotes: a quote was never closed

CsvRow = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class CsvReader:
    """CSV files; blank rows part tables, all on page 1."""

    name: str = "csv"
    extensions: tuple[str, ...] = (".csv", ".tsv")

    def is_available(self) -> bool:
        """Needs nothing but Python."""
        return True

    def read(self, data: bytes, name: str, limits: Limits) -> Document:
        """Read a file. Raises the errors of ``decode``, TooLargeError."""
        decoded = decode(data, name, limits)
        source = Source(name, limits)
        text = decoded.text.replace("\f", "\n")
        told = _TOLD.match(text)
        text = text[told.end() :] if told else text
        delimiter = told.group(1) if told else find_delimiter(text)
        if delimiter is None:
            return text_document(decoded, source, "csv")
        blocks = join_continued(_tables(text, delimiter, source))
        return Document("csv", pages_of(blocks, 1, decoded), decoded.encoding)


READER = CsvReader()


def find_delimiter(text: str) -> str | None:
    """The delimiter that gives most rows the same number of cells, more than one; None if there is none."""
    best: tuple[float, int] = (0.0, 0)
    found: str | None = None
    for delimiter in _DELIMITERS:
        widths = Counter(len(row) for _, row in islice(_parse(text, delimiter, quoted=True), _SAMPLE_ROWS) if row)
        wide = {width: count for width, count in widths.items() if width > 1}
        if not wide:
            continue
        width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
        if (count / widths.total(), width) > best:
            best, found = (count / widths.total(), width), delimiter
    return found


def _tables(text: str, delimiter: str, source: Source) -> Iterator[Block]:
    group: list[list[SourceCell]] = []
    for line, row in _rows(text, delimiter):
        if any(map(str.strip, row)):
            position = Position(1, line)
            group.append([SourceCell(block_text(raw).strip(), raw, position) for raw in row])
        elif group:
            yield from _blocks(group, source)
            group = []
    if group:
        yield from _blocks(group, source)


def _blocks(rows: list[list[SourceCell]], source: Source) -> Iterator[Block]:
    """A table with the titles above and the notes below it: rows that hold text in their first cell only."""
    lone = [bool(row[0].text) and not any(cell.text for cell in row[1:]) for row in rows]
    first = next((index for index, is_lone in enumerate(lone) if not is_lone), len(rows))
    last = next((index for index in range(len(rows), first, -1) if not lone[index - 1]), first)
    yield from (_paragraph(row[0]) for row in rows[:first])
    if last > first:
        yield _table(rows[first:last], source)
    yield from (_paragraph(row[0]) for row in rows[last:])


def _paragraph(cell: SourceCell) -> TextBlock:
    return TextBlock(TextKind.PARAGRAPH, cell.text, cell.raw, cell.position)


def _table(rows: list[list[SourceCell]], source: Source) -> Block:
    return flag_headers(mend_table(build_table(mend_rows(rows), rows[0][0].position, source)))


def _rows(text: str, delimiter: str) -> Iterator[CsvRow]:
    """The rows with quotes as CSV means them; in a line whose quote is never closed they are letters."""
    before = 0  # lines taken
    for left in range(_MOST_OPEN_QUOTES, -1, -1):
        unclosed = 0
        for line, row in _parse(f"{text}\n{_BEHIND}", delimiter, quoted=left > 0):
            if row == [_BEHIND]:
                return
            if any(_BEHIND in cell or cell.count("\n") > _MAX_LINES_IN_CELL for cell in row):
                unclosed = line
                break
            yield before + line, row
        lines = text.split("\n", unclosed)
        yield from ((before + unclosed, row) for _, row in _parse(lines[unclosed - 1], delimiter, quoted=False))
        if len(lines) == unclosed:
            return
        before, text = before + unclosed, lines[-1]


def _parse(text: str, delimiter: str, *, quoted: bool) -> Iterator[CsvRow]:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # the limits of this package are checked elsewhere
    lines = (f"{line}\n" for line in _split_lines(text))
    if quoted:
        parser = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    else:
        parser = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, quoting=csv.QUOTE_NONE)
    first = 1
    for row in parser:
        yield first, row
        first = parser.line_num + 1


def _split_lines(text: str) -> Iterator[str]:
    """The lines one by one: a list of them all would double the memory."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start:end]
        start = end + 1
    yield text[start:]
