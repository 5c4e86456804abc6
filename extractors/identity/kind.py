"""Which kind of paper: weighted phrases in its title, its headings and the headers of its tables."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from extractors.document import Document, Table
from extractors.facts import DocumentKind
from extractors.identity.lines import Role, Stream, rules
from normalizers.agencies import find_agencies
from normalizers.thai import skeleton


def kind_of(document: Document, streams: Sequence[Stream]) -> DocumentKind:
    """The kind whose phrases weigh most, OTHER when none weighs enough."""
    rule = rules()["kind"]
    totals = dict.fromkeys(DocumentKind, 0.0)
    for role, lines in _lines(streams).items():
        factor = rule[role.value]
        for kind, phrase, weight in _phrases():
            if any(_holds(line, phrase) for line in lines):
                totals[kind] += factor * weight
    if is_league_table(document):
        totals[DocumentKind.LEAGUE_TABLE] += rule["league_table_weight"]
    best = max(totals, key=lambda kind: totals[kind])
    return best if totals[best] >= rule["least"] else DocumentKind.OTHER


def is_league_table(document: Document) -> bool:
    """Whether one table lists many bodies."""
    least = int(rules()["kind"]["league_bodies"])
    return any(isinstance(block, Table) and bodies_in(block) >= least for block in document.blocks())


def bodies_in(table: Table) -> int:
    """The greatest number of different bodies that one column or one row of a table names, one a cell."""
    columns: dict[int, set[str]] = {}
    rows: dict[int, set[str]] = {}
    for cell in table.cells:
        named = find_agencies(cell.text)
        if len(named) == 1 and len(named[0].raw) >= len(cell.text.strip()) / 2:
            columns.setdefault(cell.column, set()).add(named[0].type + named[0].name)
            rows.setdefault(cell.row, set()).add(named[0].type + named[0].name)
    return max((len(names) for names in (*columns.values(), *rows.values())), default=0)


def _lines(streams: Sequence[Stream]) -> dict[Role, list[str]]:
    """Skeletons of the texts that are looked at, by role; a title also as a whole, for it breaks over lines."""
    lines: dict[Role, list[str]] = {Role.TITLE: [], Role.HEADING: [], Role.HEADER: []}
    for stream in streams:
        for index, piece in enumerate(stream.pieces):
            if piece.role in lines:
                end = stream.pieces[index + 1].start if index + 1 < len(stream.pieces) else len(stream.text)
                lines[piece.role].append(skeleton(stream.text[piece.start : end]))
    lines[Role.TITLE].append("".join(lines[Role.TITLE]))
    return lines


@cache
def _phrases() -> tuple[tuple[DocumentKind, str, float], ...]:
    entries = rules()["kind"]["phrase"]
    return tuple((DocumentKind(entry["kind"]), skeleton(entry["text"]), float(entry["weight"])) for entry in entries)


def _holds(line: str, phrase: str) -> bool:
    """Whether a phrase stands in a line, a few letters wrong, lost or added."""
    if phrase in line:
        return True
    rule, triples = rules()["kind"], _triples(phrase)
    most = int(rule["slips"] * len(phrase))
    if not most or sum(triple in line for triple in triples) < rule["triples"] * len(triples):
        return False
    return _slips(line, phrase) <= most


def _slips(line: str, phrase: str) -> int:
    """Fewest edits that turn some part of ``line`` into ``phrase``."""
    row = list(range(len(phrase) + 1))
    least = row[-1]
    for letter in line:
        diagonal, row[0] = row[0], 0
        for index, wanted in enumerate(phrase, 1):
            diagonal, row[index] = row[index], min(diagonal + (letter != wanted), row[index] + 1, row[index - 1] + 1)
        least = min(least, row[-1])
    return least


@cache
def _triples(phrase: str) -> tuple[str, ...]:
    return tuple(phrase[start : start + 3] for start in range(len(phrase) - 2))
