"""Whether the tools of a table are printed as points of 100 or weighted (of 30, 30 and 40): the sums tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.scores.league.columns import Column
from normalizers.framework import Framework

_ROUNDING = 0.021  # points by which a sum of printed parts may miss a printed total
_MEAN_ROUNDING = 0.011

Values = Mapping[str, float]


def weighted_tools(framework: Framework, columns: Sequence[Column], rows: Sequence[Values]) -> bool | None:
    """Whether tool columns hold weighted points; None where nothing tells. ``rows`` are points by code, row by row.

    The rows vote: with which reading does the total follow from the tools, or a tool from its indicators? Without
    such sums the full scores decide, then what the heads say.
    """
    tools = {tool.code: 100 * tool.weight for tool in framework.tools}
    plain = weighted = 0
    for values in rows:
        for votes_plain, votes_weighted in _votes(framework, values):
            plain += votes_plain
            weighted += votes_weighted
    if plain != weighted:
        return weighted > plain
    printed = [(values[code], full) for values in rows for code, full in tools.items() if code in values]
    if not printed:
        return None
    over = sum(value > full for value, full in printed)
    if over * 3 > len(printed):
        return False
    said = any(column.weighted for column in columns if column.code in tools)
    high = any(value > full / 2 for value, full in printed)
    several = len({code for values in rows for code in values if code in tools}) > 1
    return True if over == 0 and (said or (several and high)) else None


def _votes(framework: Framework, values: Values) -> list[tuple[bool, bool]]:
    """What each sum of a row says: closes with points of 100, closes with weighted points."""
    weights = {tool.code: tool.weight for tool in framework.tools}
    found = []
    if "ITA" in values and weights.keys() <= values.keys():
        as_plain = sum(weight * values[code] for code, weight in weights.items())
        as_weighted = sum(values[code] for code in weights)
        found.append((_near(as_plain, values["ITA"], _ROUNDING), _near(as_weighted, values["ITA"], _ROUNDING)))
    for tool in framework.tools:
        parts = [values.get(str(number)) for number in tool.indicators]
        known = [part for part in parts if part is not None]
        if tool.code in values and len(known) == len(parts):
            mean = sum(known) / len(known)
            value = values[tool.code]
            found.append((_near(mean, value, _MEAN_ROUNDING), _near(mean * tool.weight, value, _MEAN_ROUNDING)))
    return [vote for vote in found if vote[0] != vote[1]]


def _near(first: float, second: float, most: float) -> bool:
    return abs(first - second) <= most
