"""Columns of ranks: they tell the order of the totals, so a total that stands out of that order is a finding."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from extractors.findings import Finding, finding
from extractors.scores.grids import score_in
from extractors.scores.league.columns import Column
from extractors.scores.league.layout import Layout
from extractors.scores.league.names import Named
from extractors.scores.league.sheet import text_of
from extractors.scores.league.vocabulary import Kind, words
from normalizers.numerals import to_arabic

_Ranked = tuple[int, float, Named]  # rank, total, row


def out_of_rank(layout: Layout, named: Sequence[Named]) -> Iterator[Finding]:
    """A finding for every body whose total contradicts its rank, among the fewest that can be wrong.

    Only of a table with one column of ranks and the total that they can be of, and with nearly all rows in order: ranks
    may be those of another total, or of parts of the table.
    """
    ranks = [column for column in layout.columns if column.kind is Kind.RANK]
    totals = [column for column in layout.scores if column.code == "ITA"]
    if len(ranks) != 1 or len(totals) != 1 or ranks[0].year not in (None, totals[0].year):
        return
    for year in dict.fromkeys(row.row.year for row in named):
        rows = _ranked(layout, [row for row in named if row.row.year == year], ranks[0], totals[0])
        late = _out_of_order(rows)
        if len(rows) >= words().table.ranked_rows and 0 < len(late) <= words().table.out_of_rank * len(rows):
            yield from (_finding(layout, totals[0], rows[place]) for place in late)


def _ranked(layout: Layout, named: Sequence[Named], rank: Column, total: Column) -> list[_Ranked]:
    """The rows with a rank and a total, the first rank first; none where a rank comes twice."""
    found: list[_Ranked] = []
    for row in named:
        place = to_arabic(text_of(layout.sheet.cell(row.row.row, rank.index)))
        value = score_in(text_of(layout.sheet.cell(row.row.row, total.index)))
        if place.isascii() and place.isdigit() and value is not None:
            found.append((int(place), value, row))
    different = {place: value for place, value, _ in found}
    if any(different[place] != value for place, value, _ in found):
        return []
    return sorted(found, key=lambda item: item[0])


def _out_of_order(rows: Sequence[_Ranked]) -> list[int]:
    """The places outside of the longest stretch of totals that fall from rank to rank."""
    tails: list[float] = []
    ends: list[int] = []
    before: list[int] = []
    for place, (_, value, _) in enumerate(rows):
        length = bisect_right(tails, -value)
        before.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(-value)
            ends.append(place)
        else:
            tails[length], ends[length] = -value, place
    kept = set()
    place = ends[-1] if ends else -1
    while place >= 0:
        kept.add(place)
        place = before[place]
    return [place for place in range(len(rows)) if place not in kept]


def _finding(layout: Layout, total: Column, ranked: _Ranked) -> Finding:
    rank, _, row = ranked
    cell = layout.sheet.cell(row.row.row, total.index)
    return finding(
        "rank_mismatch",
        "ITA",
        expected=str(rank),
        found=text_of(cell),
        fiscal_year=row.row.year or total.year,
        page=cell.position.page if cell else None,
        line=cell.position.line if cell else None,
        agency=row.agency,
        label=row.row.name,
    )
