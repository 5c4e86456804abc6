"""HTML tables and HTML pages to blocks, with BeautifulSoup on lxml: it mends unclosed tags as browsers do."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractors.document import Block, Position, Table, TextBlock, TextKind
from extractors.errors import TooLargeError
from extractors.readers.grid import Source, SourceCell, build_table
from extractors.readers.inline import TAG, block_text, html_cell_text, strip_tags
from extractors.readers.table_headers import flag_headers
from extractors.readers.table_mend import mend_table, mended_row
from extractors.readers.unseen_markup import as_shown

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
_TABLE_PARTS = frozenset(("thead", "tbody", "tfoot", "form", "center", "div"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_PARAGRAPHS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "header",
        "hr",
        "html",
        "main",
        "nav",
        "p",
        "pre",
        "section",
    }
)
_SKIPPED = frozenset(("head", "script", "style", "template", "noscript", "title"))
_LINE_ATTRIBUTE = "data-source-line"
_OF_INTEREST = re.compile(r"<(table|tr|h[1-6]|p|li|div|br)(?=[\s/>])|\n", re.IGNORECASE)
_LINE_IN_SOURCE = re.compile(rf' {_LINE_ATTRIBUTE}="\d+"')


def depth(markup: str) -> int:
    """How deep the tags are nested, closing tags taken at their word."""
    deepest = level = 0
    for tag in TAG.finditer(markup):
        if tag.group(1):
            level = max(level - 1, 0)
        elif tag.group(2).lower() not in _VOID:
            level += 1
            deepest = max(deepest, level)
    return deepest


def parse(markup: str, first_line: int, source: Source) -> BeautifulSoup | None:
    """The parsed markup, every row and paragraph marked with its line in the file; None where it is nested too deep.

    Raises TooLargeError.
    """
    from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning

    limits = source.limits
    if len(markup) > limits.max_markup_chars:
        found = f"{len(markup)} characters"
        raise TooLargeError(name=source.name, what="HTML markup", found=found, limit=limits.max_markup_chars)
    if depth(markup) > limits.max_markup_depth:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)  # papers that call themselves XML are read all the same
        soup = BeautifulSoup(_with_lines(markup, first_line), "lxml")
    return as_shown(soup, markup)


def html_tables(markup: str, page: int, first_line: int, source: Source) -> list[Block]:
    """The tables of a piece of markup that begins with ``<table``. Nested tables become text of their outer cell."""
    soup = parse(markup, first_line, source)
    position = Position(page, first_line)
    if soup is None:
        return _as_text(markup, position)
    outermost = [table for table in soup.find_all("table") if table.find_parent("table") is None]
    blocks = [block for table in outermost for block in table_blocks(table, page, first_line, source)]
    return blocks or _as_text(markup, position)


def table_blocks(element: Tag, page: int, line: int, source: Source) -> list[Block]:
    """One ``<table>`` as a block, its caption before it as a paragraph; ``line`` is where it stands by default."""
    caption = next(iter(element.find_all("caption", recursive=False)), None)
    position = Position(page, _line(element, line))
    blocks = _as_text(caption.decode_contents(), position) if caption is not None else []
    table = _read_table(element, page, line, source)
    return [*blocks, table] if table.cells else blocks


def _read_table(element: Tag, page: int, line: int, source: Source) -> Table:
    line = _line(element, line)
    rows: list[list[SourceCell]] = []
    for row, in_head in _rows(element, in_head=False):
        line = _line(row[0].parent, line) if row and row[0].parent is not None else line
        header = in_head or all(cell.name == "th" for cell in row)
        rows.append([_cell(cell, Position(page, line), header) for cell in row])
    first = _line(element, line)
    table = build_table(_with_whole_numbers(rows), Position(page, first), source)
    return flag_headers(mend_table(table))


def _with_whole_numbers(rows: list[list[SourceCell]]) -> list[list[SourceCell]]:
    """Rows with one cell more than the first row because a number was broken in two get their number back.

    Only where no cell spans others and most rows are as wide as the first one, so that it gives the width.
    """
    if not rows or any(cell.row_span != 1 or cell.col_span != 1 for row in rows for cell in row):
        return rows
    width = len(rows[0])
    if sum(len(row) == width for row in rows) * 2 <= len(rows):
        return rows
    return [mended_row(row, width) for row in rows]


def html_blocks(soup: BeautifulSoup, source: Source) -> list[Block]:
    """The blocks of a whole HTML page in document order, all on page 1."""
    collector = _Collector(source)
    collector.walk(soup.body or soup, level=-1)
    collector.flush()
    return collector.blocks


def _as_text(markup: str, position: Position) -> list[Block]:
    text = block_text("\n".join(filter(None, map(str.strip, strip_tags(markup).split("\n")))))
    return [TextBlock(TextKind.PARAGRAPH, text, markup, position)] if text else []


def _with_lines(markup: str, first_line: int) -> str:
    """Rows and paragraphs get an attribute with their line number: the parser itself forgets where they stood."""
    line = first_line

    def number(match: re.Match[str]) -> str:
        nonlocal line
        if match.group(1) is None:
            line += 1
            return "\n"
        return f'<{match.group(1)} {_LINE_ATTRIBUTE}="{line}"'

    return _OF_INTEREST.sub(number, markup)


def _line(element: Tag | None, otherwise: int) -> int:
    value = element.get(_LINE_ATTRIBUTE) if element is not None else None
    return int(value) if isinstance(value, str) and value.isdigit() else otherwise


def _rows(element: Tag, *, in_head: bool) -> Iterator[tuple[list[Tag], bool]]:
    """The rows of a table and whether they stand in its ``<thead>``; cells outside of a row make rows of their own."""
    from bs4 import Tag

    loose: list[Tag] = []
    for child in element.children:
        if not isinstance(child, Tag):
            continue
        if child.name in ("td", "th"):
            loose.append(child)
            continue
        if loose:
            yield loose, in_head
            loose = []
        if child.name == "tr":
            yield child.find_all(["td", "th"], recursive=False), in_head
        elif child.name in _TABLE_PARTS:
            yield from _rows(child, in_head=in_head or child.name == "thead")
    if loose:
        yield loose, in_head


def _cell(element: Tag, position: Position, header: bool) -> SourceCell:
    raw = _LINE_IN_SOURCE.sub("", element.decode_contents())
    spans = _span(element, "rowspan"), _span(element, "colspan")
    return SourceCell(html_cell_text(raw), raw.strip(), position, *spans, header=header)


def _span(element: Tag, name: str) -> int:
    value = element.get(name)
    digits = value.strip() if isinstance(value, str) else ""
    return min(int(digits), 65534) if digits.isdecimal() and digits.isascii() and len(digits) < 8 else 1


@dataclass(slots=True)
class _Collector:
    """Walks an HTML page and collects blocks; inline content gathers in ``pending`` until a block element ends it."""

    source: Source
    blocks: list[Block] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    kind: TextKind = TextKind.PARAGRAPH
    level: int = 0
    line: int = 1
    numbers: list[int | None] = field(default_factory=list)  # of each open list the next number, None for bullets

    def walk(self, element: Tag, level: int) -> None:
        """Take the children of an element; ``level`` is the depth of the list around it, -1 outside of lists."""
        from bs4 import NavigableString, Tag
        from bs4.element import PreformattedString

        for child in element.children:
            if isinstance(child, Tag):
                self._element(child, level)
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                self.pending.append(_escaped(str(child)))

    def _element(self, child: Tag, level: int) -> None:
        name = child.name
        if name in _SKIPPED:
            return
        if name == "table":
            self.flush()
            self.line = _line(child, self.line)
            self.blocks += table_blocks(child, 1, self.line, self.source)
        elif name in _HEADINGS:
            self._text(child, TextKind.HEADING, _HEADINGS[name], level)
        elif name == "li":
            self._text(child, TextKind.LIST_ITEM, max(level, 0), level)
        elif name in ("ul", "ol"):
            self._list(child, level + 1)
        elif name in _PARAGRAPHS:
            self._text(child, self.kind if level >= 0 else TextKind.PARAGRAPH, max(level, 0), level)
        else:
            self._inline(child, level)

    def _list(self, child: Tag, level: int) -> None:
        self.flush()
        self.numbers.append(1 if child.name == "ol" else None)
        self.walk(child, level)
        self.numbers.pop()

    def _number(self) -> str:
        """What a browser prints before the next item of the innermost list, except for bullets."""
        number = self.numbers[-1] if self.numbers else None
        if number is None:
            return ""
        self.numbers[-1] = number + 1
        return f"{number}. "

    def _text(self, child: Tag, kind: TextKind, block_level: int, level: int) -> None:
        self.flush()
        outer = self.kind, self.level
        self.kind, self.level, self.line = kind, block_level, _line(child, self.line)
        if child.name == "li":
            self.pending.append(self._number())
        self.walk(child, level)
        self.flush()
        self.kind, self.level = outer

    def _inline(self, child: Tag, level: int) -> None:
        if child.find(["table", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6"]) is None:
            self.pending.append(str(child))
        else:
            self.walk(child, level)

    def flush(self) -> None:
        """End the block that is being gathered."""
        raw = " ".join(_LINE_IN_SOURCE.sub("", "".join(self.pending)).split())
        self.pending = []
        text = html_cell_text(raw) if raw else ""
        if text:
            block = TextBlock(self.kind, text, raw, Position(1, self.line), self.level)
            self.blocks.append(block)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
