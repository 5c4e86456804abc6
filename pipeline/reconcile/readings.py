"""Readings: the distinct values that a paper gives for one code, the best attested first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import ceil

from extractors.facts import ScoreMention
from pipeline.reconcile.settings import settings

FULL_SCORE = 10_000
_DECIMALS = re.compile(r"\d[.,](\d+)\D*$")


def hundredths(value: float) -> int:
    """Points to whole hundredths, halves upwards."""
    return int((Decimal(repr(value)) * 100).quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Reading:
    """One value (hundredths; None for a print that is no score, told apart by ``raw``) with all its mentions.

    ``votes`` sums strength times confidence over independent places, ``groups`` are these places, ``grain`` is the
    unit it was rounded to (hundredths), ``factor`` what the print was multiplied by. ``mentions``: the best one first.
    """

    value: int | None
    raw: str
    mentions: tuple[ScoreMention, ...]
    votes: float
    groups: frozenset[int]
    strong: bool
    grain: int = 1
    factor: float = 1.0


def readings_of(mentions: Iterable[ScoreMention], grains: Mapping[int, int]) -> tuple[Reading, ...]:
    """Readings of one code, the best attested first; ``grains`` gives the grain of each mention group."""
    by_value: dict[tuple[int | None, str], list[ScoreMention]] = defaultdict(list)
    for mention in mentions:
        value = None if mention.value is None else hundredths(mention.value)
        if value is not None and not 0 <= value <= FULL_SCORE:
            value = None
        by_value[value, mention.raw_value if value is None else ""].append(mention)
    found = [_reading(value, group, grains) for (value, _), group in by_value.items()]
    return tuple(sorted(found, key=_rank))


def _reading(value: int | None, mentions: Sequence[ScoreMention], grains: Mapping[int, int]) -> Reading:
    votes: dict[int, float] = {}
    for mention in mentions:
        vote = mention.strength * mention.confidence
        votes[mention.group] = max(votes.get(mention.group, 0.0), vote)
    ordered = tuple(sorted(mentions, key=_mention_rank))
    return Reading(
        value=value,
        raw=ordered[0].raw_value,
        mentions=ordered,
        votes=round(sum(votes.values()), 9),
        groups=frozenset(votes),
        strong=any(mention.strength >= settings().thresholds.strong for mention in mentions),
        grain=min(ceil(grains.get(mention.group, 1) * mention.factor) for mention in mentions),
        factor=ordered[0].factor,
    )


def place_of(mention: ScoreMention) -> tuple[float, ...]:
    """Sort key of where a mention stood, in reading order."""
    position, box = mention.position, mention.position.bbox
    line = -1 if position.line is None else position.line
    return (position.page, line, box.y0, box.x0) if box else (position.page, line, -1.0, -1.0)


def _context_rank(mention: ScoreMention) -> int:
    ranks = settings().context_rank
    return ranks.get(mention.context.value, len(ranks))


def _mention_rank(mention: ScoreMention) -> tuple[object, ...]:
    vote = mention.strength * mention.confidence
    return (-round(vote, 9), _context_rank(mention), place_of(mention), mention.raw_value, mention.raw_label)


def _rank(reading: Reading) -> tuple[object, ...]:
    """Numbers before prints that are none, strong before weak, then votes, context and place."""
    contexts = min(_context_rank(mention) for mention in reading.mentions)
    first = min(place_of(mention) for mention in reading.mentions)
    return (reading.value is None, not reading.strong, -reading.votes, contexts, first, reading.value or 0, reading.raw)


def grains_of(mentions: Iterable[ScoreMention]) -> dict[int, int]:
    """Unit (hundredths) that the values of each mention group are rounded to.

    Papers drop trailing zeros, so one short number says nothing; a table whose values all have one decimal does.
    """
    limits = settings().thresholds
    decimals: dict[int, list[int]] = defaultdict(list)
    for mention in mentions:
        if mention.value is not None:
            found = _DECIMALS.search(mention.raw_value.strip())
            decimals[mention.group].append(len(found[1]) if found else 0)
    return {
        group: limits.coarsest_grain if max(counts) == 1 and len(counts) >= limits.coarse_values else 1
        for group, counts in decimals.items()
    }
