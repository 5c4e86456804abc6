"""The assessment before FY2562: five indices, which are recognised and never taken for the ten indicators."""

from __future__ import annotations

from extractors.document import Table
from extractors.scores.vocabulary import settings
from normalizers.thai import fold


def is_of_former_framework(table: Table) -> bool:
    """Whether a table names the five indices, as rows or as columns."""
    rules = settings().former
    keys = {fold(cell.text) for cell in table.cells}
    return sum(any(map(name.match, sorted(keys))) for name in rules.names) >= rules.least
