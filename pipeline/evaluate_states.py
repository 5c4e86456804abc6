"""Ticks and states of measures against the truth: what the boxes and the words of a paper say of its measures.

A state is missed where its row was not found or its cell is empty: that is what a doubtful box should become. A wrong
one always claims to be right, and so does one that the paper does not give (nothing was ticked).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from pipeline.truth import TrueMeasure

Row = dict[str, Any]

FIELDS = ("checked", "status")
OUTCOMES = ("right", "wrong", "noticed", "lost", "extra")
_NAMED = frozenset({"status_ambiguous", "tick_unclear"})  # findings on a measure, by its title
_PAGES = frozenset({"unreadable_page", "hardly_read_page"})


class Pair(NamedTuple):
    """A measure of the truth and its row, None where it was not found."""

    true: TrueMeasure
    row: Row | None


@dataclass(frozen=True, slots=True)
class State:
    """One tick or status that a paper gives or that was published; ``outcome`` is one of ``OUTCOMES``."""

    source: str
    field: str
    title: str
    outcome: str
    true: bool | str | None
    found: bool | str | None


def states_of(source: str, pairs: Iterable[Pair], findings: Sequence[Row]) -> tuple[State, ...]:
    """The ticks and the states of one paper, those that it gives and those that were published without."""
    found = []
    for true, row in pairs:
        for field in FIELDS:
            wanted, given = getattr(true, field), row[field] if row else None
            if wanted is not None or given is not None:
                title = true.title or (str(row["title"]) if row else "")
                found.append(State(source, field, title, _outcome(wanted, given, row, findings), wanted, given))
    return tuple(found)


def state_figures(states: Iterable[State]) -> dict[str, dict[str, int]]:
    """Counts by field: printed = found + missed, found = right + wrong; extra are given by no paper."""
    counts = {field: Counter[str]() for field in FIELDS}
    for state in states:
        counts[state.field][state.outcome] += 1
    return {
        field: {
            "printed": count["right"] + count["wrong"] + count["noticed"] + count["lost"],
            "found": count["right"] + count["wrong"],
            "right": count["right"],
            "wrong": count["wrong"],
            "missed": count["noticed"] + count["lost"],
            "unnoticed": count["lost"],
            "extra": count["extra"],
        }
        for field, count in counts.items()
    }


def is_wrong(state: State) -> bool:
    """Whether a state looks right and is not."""
    return state.outcome in ("wrong", "extra")


def _outcome(wanted: bool | str | None, given: bool | str | None, row: Row | None, findings: Sequence[Row]) -> str:
    if wanted is None:
        return "extra"
    if given is not None:
        return "right" if given == wanted else "wrong"
    return "noticed" if _is_noticed(row, findings) else "lost"


def _is_noticed(row: Row | None, findings: Iterable[Row]) -> bool:
    """Whether a finding names the row or its page; without a row, any page."""
    return any(
        finding["subject"] == row["title"]
        if row and finding["code"] in _NAMED
        else finding["code"] in _PAGES and (row is None or finding["page"] == row["page_first"])
        for finding in findings
    )
