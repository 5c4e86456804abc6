"""Scanned tables that hold numbers like scores and gave none: a recogniser may have misread their heads or labels."""

from __future__ import annotations

import re

from extractors.document import Page, Table, TextSource
from extractors.findings import Finding, finding
from extractors.scores.grids import POINT_DECIMALS, decimals_in, grid_of, looks_like_score
from extractors.scores.vocabulary import settings


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
