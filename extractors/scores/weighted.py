"""Scores of tools that are printed as weighted points (of 30, 30 and 40) without saying so: the sums prove it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from extractors.facts import Context, ScoreMention
from normalizers.framework import framework

_SUM = 0.021  # points by which three printed parts may miss a printed total, each rounded to two decimals
_MEAN = 0.011  # the same for one weighted mean of printed indicators
_HALF = 1e-9  # lets halves round upwards
_APART = 1.0  # points by which the other reading must miss, so that only one of them closes

Points = dict[str, float]


def with_weights_undone(mentions: Sequence[ScoreMention], passages: Mapping[int, int]) -> list[ScoreMention]:
    """The mentions, those of tools that are proven to be weighted turned into points of 100.

    ``passages`` tells of a group of prose in which stretch of text it stands. Three tools are proven to be weighted
    where they add up to the total beside them, or where each of them is its weight times a score printed elsewhere or
    times the mean of its printed indicators.
    """
    found = list(mentions)
    for places in _sets(found, passages):
        members = [found[place] for place in places]
        if _is_weighted(members, found):
            undone = {
                place: _undone(mention, _whole(mention, members, found))
                for place, mention in zip(places, members, strict=True)
                if mention.code != "ITA"
            }
            found = [undone.get(place, mention) for place, mention in enumerate(found)]
    return found


def _sets(mentions: Sequence[ScoreMention], passages: Mapping[int, int]) -> Iterator[list[int]]:
    """The places of the tools and the total of one year in one table, one stretch of text, or all running text."""
    sets: dict[tuple[int | None, int, int], list[int]] = {}
    prose: dict[int | None, list[int]] = {}
    wanted = {tool.code for tool in framework(None).tools} | {"ITA"}
    for place, mention in enumerate(mentions):
        if mention.code not in wanted or mention.agency is not None or mention.factor != 1.0 or mention.value is None:
            continue
        in_table = mention.context is Context.TABLE and mention.group not in passages
        key = (0, mention.group) if in_table else (1, passages.get(mention.group, mention.group))
        sets.setdefault((mention.fiscal_year, *key), []).append(place)
        if not in_table:
            prose.setdefault(mention.fiscal_year, []).append(place)
    yield from sets.values()
    yield from prose.values()


def _is_weighted(members: list[ScoreMention], mentions: Sequence[ScoreMention]) -> bool:
    """Whether the tools of a set, each printed once, are weighted points."""
    values = _once(members)
    of_year = framework(members[0].fiscal_year)
    full = {tool.code: 100 * tool.weight for tool in of_year.tools}
    if not full.keys() <= values.keys() or any(values[code] > most for code, most in full.items()):
        return False
    if any(mention.factor != 1.0 for mention in members):
        return False
    total = values.get("ITA")
    if total is not None and abs(sum(values[code] for code in full) - total) <= _SUM:
        return True
    return all(_whole(mention, members, mentions) is not None for mention in members if mention.code in full)


def _once(members: Iterable[ScoreMention]) -> Points:
    """The values by code that a set prints once, or always alike."""
    values: dict[str, set[float]] = {}
    for mention in members:
        if mention.value is not None:
            values.setdefault(mention.code, set()).add(mention.value)
    return {code: next(iter(found)) for code, found in values.items() if len(found) == 1}


def _whole(mention: ScoreMention, apart: Sequence[ScoreMention], mentions: Sequence[ScoreMention]) -> float | None:
    """The score printed elsewhere, or the mean of the indicators, that these points are the weighted part of."""
    tool = next(tool for tool in framework(mention.fiscal_year).tools if tool.code == mention.code)
    own = [m for m in mentions if m.fiscal_year == mention.fiscal_year and m.agency is None]
    others = [other for other in own if not any(other is held for held in apart)]
    numbers = {str(number) for number in tool.indicators}
    indicators = _once(other for other in others if other.code in numbers)
    wholes = [other.value for other in others if other.code == mention.code and other.value is not None]
    if indicators.keys() == numbers:
        wholes.append(round(sum(indicators.values()) / len(numbers) + _HALF, 2))
    points = mention.value or 0.0
    return next((w for w in wholes if abs(tool.weight * w - points) <= _MEAN and abs(w - points) > _APART), None)


def _undone(mention: ScoreMention, whole: float | None) -> ScoreMention:
    """The mention in points of 100: those of ``whole``, of which its print is a rounded part, else its own."""
    weight = next(tool.weight for tool in framework(mention.fiscal_year).tools if tool.code == mention.code)
    value = whole if whole is not None else round((mention.value or 0.0) / weight + _HALF, 2)
    return replace(mention, value=value, factor=1 / weight)
