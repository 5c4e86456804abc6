"""Which kind of paper: weighted phrases in its title, its headings and the headers of its tables."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from extractors.facts import DocumentKind
from extractors.identity.lines import Role, Stream, rules
from extractors.measures.columns import Layout
from extractors.measures.vocabulary import Field
from normalizers.thai import skeleton


def kind_of(streams: Sequence[Stream], layouts: Sequence[Layout] = ()) -> DocumentKind:
    """The kind whose phrases weigh most, OTHER when none weighs enough; ``layouts`` are those of its measure tables."""
    rule = rules()["kind"]
    totals = dict.fromkeys(DocumentKind, 0.0)
    for role, lines in _lines(streams).items():
        factor = rule[role.value]
        for kind, phrase, weight in _phrases():
            if any(_holds(line, phrase) for line in lines):
                totals[kind] += factor * weight
    if any(piece.role is Role.LISTED for stream in streams for piece in stream.pieces):
        totals[DocumentKind.LEAGUE_TABLE] += rule["league_table_weight"]
    if any(map(_tells_what_was_done, layouts)):
        totals[DocumentKind.PROGRESS_REPORT] += rule["report_table_weight"]
    elif layouts:
        totals[DocumentKind.MEASURES_PLAN] += rule["plan_table_weight"]
    best = max(totals, key=lambda kind: totals[kind])
    return best if totals[best] >= rule["least"] else DocumentKind.OTHER


def _tells_what_was_done(layout: Layout) -> bool:
    return any(map(layout.has, (Field.PROGRESS, Field.STATUS, Field.SUMMARY, Field.OUTCOME)))


def _lines(streams: Sequence[Stream]) -> dict[Role, list[str]]:
    """Skeletons of the texts that are looked at, by role; a title also as a whole, for it breaks over lines."""
    lines: dict[Role, list[str]] = {Role.TITLE: [], Role.HEADING: [], Role.HEADER: []}
    for stream in streams:
        for piece in stream.pieces:
            if piece.role in lines:
                lines[piece.role].append(skeleton(stream.text[piece.start : stream.end_of(piece)]))
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
