"""Lines of plain text to blocks: headings, paragraphs, list items and tables of every notation that papers mix.

Consecutive lines are one paragraph. A line is a heading only where the source marks it as one (``#``, ``<h2>``, or
bold from end to end): numbered lines may be headings or steps, so they stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from extractors.document import Block, Position, Table, TextBlock, TextKind
from extractors.readers.aligned_text import aligned_run
from extractors.readers.flat_tables import (
    Lines,
    aligned_tables,
    is_tab_line,
    is_tab_table,
    pipe_run,
    pipe_tables,
    tab_tables,
)
from extractors.readers.grid import Source
from extractors.readers.inline import block_text, line_texts
from extractors.readers.markup import html_tables
from extractors.readers.table_spans import OPENING, Place, table_ends
from extractors.readers.vocabulary import vocabulary

_ATX = re.compile(r"\s{0,3}(?:(#{1,6})[ \t\xa0]|(#{2,6})(?=[^\s#]))")
_BOLD_LINE = re.compile(r"(\*\*|__)((?:(?!\1).)+)\1:?")
_HTML_HEADING = re.compile(r"\s*<h([1-6])\b[^<>]*>", re.IGNORECASE)
_HTML_ITEM = re.compile(r"([ \t\xa0]*)<li\b[^<>]*>", re.IGNORECASE)
_MAYBE_TABLE = re.compile(r"[\t|<]|\S[ \xa0]{2}")
_FENCE = re.compile(r"\s*(?:```|~~~)[\w+-]*\s*$")
_NUMBERED = re.compile(r"[ \t]*(\(?)([0-9๐-๙]{1,3})([.)])(?![0-9๐-๙])\s*\S")
_SUBNUMBER = re.compile(r"\s*((?:[0-9๐-๙]{1,2}\.)+)([0-9๐-๙]{1,2})(?![0-9๐-๙.])")
_SPECIAL = re.compile(r"[ \t\xa0]*(?:[^\w\s“(\u0e31\u0e34-\u0e3a\u0e40-\u0e4e]|\(?[0-9๐-๙]|__)")
_LONGEST_BOLD_HEADING = 200
_TAB_WIDTH = 4


@cache
def _bullet() -> re.Pattern[str]:
    """A bullet with a blank behind it, or one that touches the first letter as in ``-นิติกร``."""
    words = vocabulary()
    spaced, tight = re.escape(words.bullets), re.escape(words.tight_bullets)
    return re.compile(f'([ \t\xa0]*)(?:[{spaced}][ \t\xa0]+(?=\\S)|[{tight}](?=[a-zA-Zก-ฮเ-ไ(“"]))')


@cache
def _box() -> re.Pattern[str]:
    """A tick box at the beginning of a line."""
    words = vocabulary()
    boxes = rf"[☐☑☒□✓✔]|<input\b|{words.ticked.pattern}|{words.unticked.pattern}"
    return re.compile(f"([ \t\xa0]*)(?:{boxes})")


@dataclass(slots=True)
class _Open:
    """The text block that is being gathered."""

    kind: TextKind
    first: int
    level: int = 0
    raw: list[str] = field(default_factory=list)
    lines: list[tuple[str, int]] = field(default_factory=list)


@dataclass(slots=True)
class PageScanner:
    """Scans the lines of one page. ``first_line`` is the number of the page's first line in the file."""

    texts: list[str]
    page: int
    first_line: int
    source: Source
    blocks: list[Block] = field(default_factory=list)
    heading_level: int = 0
    _open: _Open | None = None
    _table_ends: dict[Place, Place] | None = None
    _indents: list[int] = field(default_factory=list)
    _last_item: tuple[str, int, int] = ("", 0, 0)  # "1." and 9 of the last item numbered "1.9", and its level

    def scan(self) -> list[Block]:
        """The blocks of the page in reading order. Raises TooLargeError."""
        index = 0
        while index < len(self.texts):
            index = self._step(index)
        self._close()
        return self.blocks

    def _step(self, index: int) -> int:
        """Take what begins at a line; the index of the next line to look at."""
        line = self.texts[index]
        if not line or line.isspace():
            self._close()
            return index + 1
        end = self._table(index) if _MAYBE_TABLE.search(line) else index
        if end > index:
            return end
        if self.texts[index] is not line:
            return index  # text stood before a table: it is taken, the table is looked at next
        if _SPECIAL.match(line) is None or not self._special(index, line):
            self._continue(index, line)
        return index + 1

    # Tables

    def _table(self, index: int) -> int:
        """Take the table that begins at this line; the line behind it, or ``index`` if there is none."""
        line = self.texts[index]
        if is_tab_line(line):
            return self._tab_table(index)
        if "<" in line and (tag := OPENING.search(line)):
            return self._html_table(index, tag.start())
        if "|" in line and (end := pipe_run(self.texts, index)) > index:
            self._add(pipe_tables(self._lines(index, end), self.source))
            return end
        if (end := aligned_run(self.texts, index)) > index:
            self._add(aligned_tables(self._lines(index, end), self.source))
            return end
        return index

    def _tab_table(self, index: int) -> int:
        end = index
        while end < len(self.texts) and is_tab_line(self.texts[end]):
            end += 1
        previous = self.blocks[-1] if self.blocks and self._open is None else None
        if not is_tab_table(self.texts[index:end], previous if isinstance(previous, Table) else None):
            for place in range(index, end):
                line = self.texts[place]
                if _SPECIAL.match(line) is None or not self._special(place, line):
                    self._continue(place, line.strip("\t"))
            return end
        self._add(tab_tables(self._lines(index, end), self.source))
        return end

    def _html_table(self, index: int, start: int) -> int:
        """Take an HTML table that begins inside a line; text before and behind it is text of its own."""
        line = self.texts[index]
        if line[:start].strip():
            self._continue(index, line[:start])
            self._close()
            self.texts[index] = line[start:]
            return index
        last, column = self._end_of_table(index, start)
        markup = "\n".join([*self.texts[index:last], self.texts[last][:column]])
        self._add(html_tables(markup, self.page, self.first_line + index, self.source))
        rest = self.texts[last][column:]
        if not rest.strip():
            return last + 1
        self.texts[last] = rest
        return last if last > index else self._step(last)

    def _end_of_table(self, index: int, start: int) -> tuple[int, int]:
        """The line and the column behind the table that begins at this place."""
        if self._table_ends is None:
            self._table_ends = table_ends(self.texts)
        last, behind = self._table_ends[index, len(self.texts[index]) - start]
        return last, len(self.texts[last]) - behind

    def _add(self, blocks: Iterable[Block]) -> None:
        self._close()
        self.blocks.extend(blocks)
        self._indents = []

    def _lines(self, start: int, end: int) -> Lines:
        return Lines(self.texts[start:end], self.page, self.first_line + start)

    # Lines of text

    def _special(self, index: int, line: str) -> bool:
        """Take a heading, a list item or a line without text; False if the line is ordinary."""
        if _is_rule(line) or _FENCE.match(line):
            self._close()
            return True
        return self._heading(index, line) or self._item(index, line)

    def _heading(self, index: int, line: str) -> bool:
        if match := _ATX.match(line):
            level, text = len(match.group(1) or match.group(2)), _without_closing_hashes(line[match.end() :])
            self.heading_level = level
        elif match := _HTML_HEADING.match(line):
            level, text = int(match.group(1)), line
            self.heading_level = level
        elif len(line) <= _LONGEST_BOLD_HEADING and _BOLD_LINE.fullmatch(line.strip()):
            level, text = min(self.heading_level + 1, 6), line
        else:
            return False
        self._begin(TextKind.HEADING, index, level)
        self._take(index, line, text)
        self._close()
        self._indents = []
        return True

    def _item(self, index: int, line: str) -> bool:
        if match := _bullet().match(line) or _HTML_ITEM.match(line):
            text = line[match.end() :]
        elif match := _box().match(line):
            text = line
        elif self._is_numbered_item(index):
            match, text = re.match(r"([ \t\xa0]*)", line), line
        else:
            return False
        indent = len(match.group(1).expandtabs(_TAB_WIDTH)) if match else 0
        self._begin(TextKind.LIST_ITEM, index, self._numbered_level(text, self._level(indent)))
        self._take(index, line, text)
        return True

    def _numbered_level(self, text: str, level: int) -> int:
        """An item "1.10" stands on the level of "1.9", even where a page break lost its indent."""
        match = _SUBNUMBER.match(text)
        if match is None:
            return level
        group, number = match.group(1), int(match.group(2))
        if self._last_item[:2] == (group, number - 1):
            level = self._last_item[2]
        self._last_item = (group, number, level)
        return level

    def _is_numbered_item(self, index: int) -> bool:
        """A numbered line is an item where the line before or behind it carries the neighbouring number."""
        number = _number_of(self.texts[index])
        if number is None:
            return False
        before = _number_of(self.texts[index - 1]) if index else None
        behind = _number_of(self.texts[index + 1]) if index + 1 < len(self.texts) else None
        style, value = number
        return before == (style, value - 1) or behind == (style, value + 1)

    def _level(self, indent: int) -> int:
        while self._indents and self._indents[-1] > indent:
            self._indents.pop()
        if not self._indents or self._indents[-1] < indent:
            self._indents.append(indent)
        return len(self._indents) - 1

    def _begin(self, kind: TextKind, index: int, level: int) -> None:
        self._close()
        self._open = _Open(kind, index, level)

    def _continue(self, index: int, line: str) -> None:
        """An ordinary line: goes on with the open block, or begins a paragraph.

        Behind a list item a line without indent that begins with a number begins a paragraph of its own.
        """
        if self._open is None or (self._open.kind is TextKind.LIST_ITEM and _number_of(line) is not None):
            self._begin(TextKind.PARAGRAPH, index, 0)
        self._take(index, line, line)

    def _take(self, index: int, raw: str, text: str) -> None:
        assert self._open is not None
        self._open.raw.append(raw)
        self._open.lines += [(part, index) for part in line_texts(text.replace("\t", " "))]

    def _close(self) -> None:
        """Finish the open block, if any."""
        gathered, self._open = self._open, None
        if gathered is None:
            return
        text, lines = _cleaned(gathered.lines)
        if not text:
            return
        raw = "\n".join(gathered.raw)
        positions = tuple(Position(self.page, self.first_line + line) for line in lines)
        if gathered.kind is TextKind.PARAGRAPH:
            self._indents = []
        position = Position(self.page, self.first_line + gathered.first)
        self.blocks.append(
            TextBlock(gathered.kind, text, text if raw == text else raw, position, gathered.level, 1.0, positions)
        )


def _without_closing_hashes(text: str) -> str:
    text = text.rstrip()
    opened = text.rstrip("#")
    return opened.rstrip() if not opened or opened[-1].isspace() else text


def _is_rule(line: str) -> bool:
    """Whether the line is a horizontal rule; more than three underscores are a place to write on."""
    marks = line.replace(" ", "").replace("\t", "")
    return len(marks) >= 3 and marks[0] in "-*_" and not marks.strip(marks[0]) and (marks[0] != "_" or len(marks) == 3)


def _cleaned(lines: list[tuple[str, int]]) -> tuple[str, list[int]]:
    """The text of a block and the index of each of its lines; lines that turn out empty are left out."""
    texts = block_text("\n".join(text for text, _ in lines)).split("\n")
    indexes = [index for _, index in lines]
    if len(texts) != len(lines):  # a character inside a line was a line end after all
        pairs = [(part, index) for text, index in lines for part in block_text(text).split("\n")]
        texts, indexes = [text for text, _ in pairs], [index for _, index in pairs]
    kept = [(text.strip(), index) for text, index in zip(texts, indexes, strict=True) if text.strip()]
    return "\n".join(text for text, _ in kept), [index for _, index in kept]


def _number_of(line: str) -> tuple[str, int] | None:
    match = _NUMBERED.match(line)
    if match is None:
        return None
    script = "thai" if match.group(2)[0] >= "๐" else "arabic"
    return f"{match.group(1)}{script}{match.group(3)}", int(match.group(2))
