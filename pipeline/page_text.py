"""``ita show FILE --page N``: the text of one page as it was read, for a person with the page in hand."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console

from extractors.document import Document, Page, Table, TextBlock, TextKind
from pipeline.errors import Exit, RunError

_INDENT = 2  # blanks for each level of a list


def print_page(console: Console, document: Document, number: int) -> None:
    """Print what was read on a page (from 1). Raises RunError for a page that the paper does not have."""
    page = next((page for page in document.pages if page.number == number), None)
    if page is None:
        remedy = f"The paper has {len(document.pages)} pages."
        raise RunError(f"there is no page {number}", remedy, Exit.USAGE)
    console.print(f"\n[bold]Page {number}[/] as read")
    for line in page_lines(document, page):
        console.print(line, markup=False, soft_wrap=True)


def page_lines(document: Document, page: Page) -> Iterator[str]:
    """How the page was read, then its text: blocks parted by empty lines, a row of a table on a line.

    A table or a paragraph that goes on over pages gives the rows or lines that stand on this page. In a cell `` / ``
    parts lines; a cell that spans several places stands in the first of them.
    """
    yield from _how(page)
    for block in document.blocks():
        lines = _table(block, page.number) if isinstance(block, Table) else _text(block, page.number)
        if lines:
            yield ""
            yield from lines


def _how(page: Page) -> Iterator[str]:
    size = f", {page.width:g} × {page.height:g} points" if page.width and page.height else ""
    yield f"{page.method}, confidence {page.confidence:.2f}{size}"
    if page.label:
        yield f"printed page number: {page.label}"
    if page.repairs:
        yield f"repairs: {', '.join(page.repairs)}"
    if page.unreadable:
        yield f"not readable: {page.unreadable}"
    if page.unseen:
        yield f"text that nobody can see was left out: {page.unseen}"
    if page.picture_left_out:
        yield f"a picture was not read: {page.picture_left_out}"


def _text(block: TextBlock, number: int) -> list[str]:
    lines = block.text.split("\n")
    pages = (
        [place.page for place in block.lines] if len(block.lines) == len(lines) else [block.position.page] * len(lines)
    )
    before = "#" * block.level + " " if block.kind is TextKind.HEADING and block.level else ""
    if block.kind is TextKind.LIST_ITEM:
        before = " " * _INDENT * block.level
    return [f"{before}{line}" for line, page in zip(lines, pages, strict=True) if page == number]


def _table(table: Table, number: int) -> list[str]:
    rows: dict[int, dict[int, str]] = {}
    for cell in table.cells:
        if cell.position.page == number:
            rows.setdefault(cell.row, {})[cell.column] = " / ".join(cell.text.split("\n"))
    columns = range(table.n_columns)
    return [f"| {' | '.join(cells.get(column, '') for column in columns)} |" for _, cells in sorted(rows.items())]
