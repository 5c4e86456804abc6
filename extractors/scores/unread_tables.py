"""Scanned tables, and flat ones in text, that hold numbers like scores and gave none: somebody must look at them."""

from __future__ import annotations

import re

from extractors.document import Document, Page, Table, TextBlock, TextSource
from extractors.findings import Finding, finding
from extractors.scores.grids import POINT_DECIMALS, decimals_in, grid_of, looks_like_score
from extractors.scores.vocabulary import settings
from normalizers.framework import framework
from normalizers.numerals import find_numbers

_LEAST_TOOLS = 2  # named in a block of text that may be a flat table


def unread_numbers(table: Table, page: Page) -> list[Finding]:
    """The finding about a recognised table without a score: with enough numbers like scores, or a form of levels.

    A form that lists the band of every level is one of a result where a number stands alone in it, or a column for it.
    """
    if page.source is not TextSource.OCR:
        return []
    limits = settings().tables
    cells = [cell for cell in table.cells if decimals_in(cell.text) == POINT_DECIMALS and looks_like_score(cell.text)]
    bands = [cell for cell in table.cells if re.fullmatch(limits.band, cell.text.strip())]
    form = len(bands) >= limits.bands_of_a_form and (bool(cells) or "score" in grid_of(table).roles)
    if len(cells) < limits.numbers_alone and not form:
        return []
    place = (cells or bands)[0].position.page
    shown = ", ".join(cell.text.strip() for cell in [*cells, *(bands if form else [])][: limits.numbers_alone])
    return [finding("table_not_understood", str(place), found=shown, page=place)]


def unread_text(document: Document) -> list[Finding]:
    """The findings about blocks of text that look like a flat table: they name two tools and hold as many scores."""
    codes = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(tool.code for tool in framework(None).tools)})(?![A-Za-z])")
    found = []
    for page in document.pages:
        for block in page.blocks:
            if not isinstance(block, TextBlock) or len(set(codes.findall(block.text))) < _LEAST_TOOLS:
                continue
            numbers = _unwished(block.text)
            if len(numbers) >= _LEAST_TOOLS:
                shown, number = ", ".join(numbers[: settings().tables.numbers_alone]), page.number
                found.append(finding("table_not_understood", str(number), found=shown, page=number))
    return found


def _unwished(text: str) -> list[str]:
    """The numbers like scores of a text, as printed, without those that are asked or hoped for."""
    rules = settings().sentences
    if rules.wished.search(text) and not rules.came_true.search(text):
        return []
    kept, end = [], 0
    for number in find_numbers(text):
        if number.decimals == POINT_DECIMALS and not rules.blocking.search(text, end, number.start):
            kept.append(number.raw)
        end = number.end
    return kept
