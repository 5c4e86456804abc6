"""Tables with rules between their rows and none between their columns.

Rows are what stands between two rules, columns what the same gaps part in every row. Deliberately narrow: at least
three rows between rules of one length, and gaps that are wide in most rows. Prose between rules stays text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.document import BoundingBox
from extractors.pdf.aligned_tables import GAP
from extractors.pdf.drafts import Interval, Slot, TableDraft
from extractors.pdf.geometry import touch
from extractors.pdf.lines import Cluster, lines_of, rows_of
from extractors.pdf.ruled_tables import Filled
from extractors.pdf.rulings import Ruling, Rulings

_LEAST_ROWS = 3
_SAME_END = 3.0  # points by which the ends of the rules of one table may differ
_SHORTEST = 150.0  # points: shorter rules are lines for a signature
_LEAST_GAP = 0.3  # of the font size: cells in two columns come no closer
_MOSTLY = 0.5  # share of the rows in which a column holds text, and in which a gap is wide


@dataclass(frozen=True, slots=True)
class _Band:
    """What stands between two rules."""

    top: float
    bottom: float
    clusters: tuple[Cluster, ...]

    def within(self, column: Interval) -> list[Cluster]:
        """The clusters of one column, blanks included."""
        return [cluster for cluster in self.clusters if column[0] <= cluster.centre[0] <= column[1]]


def fill_between_rules(rulings: Rulings, filled: Filled) -> Filled:
    """The page with its tables of this kind, taken from the clusters that stand in no other table."""
    tables, rest = list(filled.tables), filled.rest
    for rules in _sets(rulings):
        table = _table(_bands(rules, rest), rules[0])
        if table is None or _is_cut(table, rulings) or any(touch(table.box, other.box) for other in tables):
            continue
        tables.append(table)
        rest = tuple(cluster for cluster in rest if not _holds(table.box, cluster))
    return Filled(tuple(tables), rest)


def _sets(rulings: Rulings) -> Iterator[list[Ruling]]:
    """Rules that begin and end alike, from top to bottom."""
    left = [rule for rule in rulings.horizontal if rule.end - rule.start >= _SHORTEST]
    while left:
        first = left[0]
        alike = [rule for rule in left if _alike(first, rule)]
        left = [rule for rule in left if not _alike(first, rule)]
        if len(alike) > _LEAST_ROWS:
            yield alike


def _alike(first: Ruling, second: Ruling) -> bool:
    return max(abs(first.start - second.start), abs(first.end - second.end)) <= _SAME_END


def _is_cut(table: TableDraft, rulings: Rulings) -> bool:
    """Whether shorter or upright rules stand inside: cells are merged there, and rows are not what the rules part."""
    box = table.box
    across = (
        rule
        for rule in rulings.horizontal
        if box.y0 < rule.at < box.y1 and rule.start < box.x1 and box.x0 < rule.end
        if not _alike(Ruling(rule.at, box.x0, box.x1), rule)
    )
    upright = (rule for rule in rulings.vertical if box.x0 <= rule.at <= box.x1)
    return any(across) or any(rule.start < box.y1 and box.y0 < rule.end for rule in upright)


def _holds(box: BoundingBox, cluster: Cluster) -> bool:
    x, y = cluster.centre
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1


def _bands(rules: Sequence[Ruling], clusters: Iterable[Cluster]) -> list[list[_Band]]:
    """Runs of bands with text."""
    left, right = rules[0].start, rules[0].end
    inside = [cluster for cluster in clusters if left <= cluster.centre[0] <= right]
    runs: list[list[_Band]] = [[]]
    for above, below in pairwise(rules):
        held = tuple(cluster for cluster in inside if above.at <= cluster.centre[1] <= below.at)
        if any(cluster.text.strip() for cluster in held):
            runs[-1].append(_Band(above.at, below.at, held))
        else:
            runs.append([])
    return runs


def _table(runs: Sequence[Sequence[_Band]], rule: Ruling) -> TableDraft | None:
    """The table of the longest run of bands; its first row may be a title above it, its last one a note."""
    run = max(runs, key=len)
    for bands in (run, run[1:], run[:-1], run[1:-1]):
        columns = _columns(bands)
        if len(bands) >= _LEAST_ROWS and _is_table(bands, columns):
            return _draft(bands, columns, rule)
    return None


def _columns(bands: Iterable[_Band]) -> list[Interval]:
    """The x that the ink of all rows covers, in pieces that the same gaps part everywhere."""
    inked = [cluster for band in bands for cluster in band.clusters if cluster.text.strip()]
    columns: list[Interval] = []
    for cluster in sorted(inked, key=lambda cluster: cluster.box.x0):
        if columns and cluster.box.x0 < columns[-1][1] + _LEAST_GAP * cluster.size:
            columns[-1] = (columns[-1][0], max(columns[-1][1], cluster.box.x1))
        else:
            columns.append((cluster.box.x0, cluster.box.x1))
    return columns


def _is_table(bands: Sequence[_Band], columns: Sequence[Interval]) -> bool:
    """Whether every row fills two columns, most rows fill each column, and the gaps between them are wide."""
    if len(columns) < 2:
        return False
    rows = [[[c for c in band.within(column) if c.text.strip()] for column in columns] for band in bands]
    if any(sum(map(bool, cells)) < 2 for cells in rows):
        return False
    if any(sum(bool(cells[place]) for cells in rows) < _MOSTLY * len(rows) for place in range(len(columns))):
        return False
    return all(
        sum(_is_wide(cells[place], cells[place + 1]) for cells in rows) >= _MOSTLY * len(rows)
        for place in range(len(columns) - 1)
    )


def _is_wide(left: Sequence[Cluster], right: Sequence[Cluster]) -> bool:
    """Whether some line shows that two cells are apart: by a wide gap, or by text on one side only."""
    if not (left and right):
        return bool(left or right)
    start = min(cluster.box.x0 for cluster in right)
    for row in rows_of([*left, *right]):
        ends = [cluster.box.x1 for cluster in row if cluster.box.x0 < start]
        starts = [cluster.box.x0 for cluster in row if cluster.box.x0 >= start]
        if not (ends and starts) or min(starts) - max(ends) >= GAP * row[0].size:
            return True
    return False


def _draft(bands: Sequence[_Band], columns: Sequence[Interval], rule: Ruling) -> TableDraft:
    edges = (rule.start, *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), rule.end)
    slots = tuple(
        Slot(row, column, 1, 1, BoundingBox(x0, band.top, x1, band.bottom), tuple(lines_of(band.within((x0, x1)))))
        for row, band in enumerate(bands)
        for column, (x0, x1) in enumerate(pairwise(edges))
    )
    box = BoundingBox(rule.start, bands[0].top, rule.end, bands[-1].bottom)
    return TableDraft(slots, len(bands), len(columns), box, edges)
