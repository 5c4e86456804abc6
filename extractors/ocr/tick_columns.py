"""Columns of a ruled table that are there to be ticked: their head is an answer, a state or a part of the year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.pdf.geometry import centre_in
from extractors.pdf.lattice import Lattice, Place
from extractors.pdf.lines import Cluster
from normalizers.periods import names_part_of_year
from normalizers.status import parse_answer, parse_status

_HEAD_ROWS = 4


@dataclass(frozen=True, slots=True)
class TickColumn:
    """A column to be ticked: its first row below the head, and whether it is a part of the year."""

    body: int
    period: bool


def columns_to_tick(lattice: Lattice, clusters: Sequence[Cluster]) -> dict[int, TickColumn]:
    """The columns to be ticked, by their number."""
    heads = [place for place in lattice.places if place.row < _HEAD_ROWS and place.col_span == 1]
    found: dict[int, TickColumn] = {}
    for place in heads:
        text = text_in(place, clusters) if place.column not in found else ""
        period = bool(text) and names_part_of_year(text)
        if period or parse_answer(text) is not None or parse_status(text) is not None:
            found[place.column] = TickColumn(place.row + place.row_span, period)
    return found


def text_in(place: Place, clusters: Iterable[Cluster]) -> str:
    """What was read in a cell, as one line."""
    own = [cluster for cluster in clusters if centre_in(cluster.box, place.box)]
    rows = sorted(own, key=lambda cluster: cluster.centre[1])
    lines: list[list[Cluster]] = []
    for cluster in rows:
        if lines and abs(cluster.centre[1] - lines[-1][-1].centre[1]) <= cluster.size / 2:
            lines[-1].append(cluster)
        else:
            lines.append([cluster])
    return "".join(
        cluster.text for line in lines for cluster in sorted(line, key=lambda cluster: cluster.box.x0)
    ).strip()
