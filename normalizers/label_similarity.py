"""How alike a damaged text and a label are: edit distance on folded text and on its look-alike skeleton."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

from normalizers import thai
from normalizers.framework import KNOWN_YEARS, Framework, framework


@dataclass(frozen=True, slots=True)
class Label:
    """A wording of a code's label; ``canonical`` is the label of the framework, the keys are for comparing."""

    code: str
    canonical: str
    text: str
    folded: str
    skeleton: str


@dataclass(frozen=True, slots=True)
class Window:
    """Where a label stands in a folded text, both ends as offsets, and how alike it is (0..1)."""

    start: int
    end: int
    label: Label
    similarity: float


@cache
def settings() -> dict[str, Any]:
    """Thresholds and vocabularies (``indicators.toml``)."""
    return tomllib.loads(Path(__file__).with_name("indicators.toml").read_text("utf-8"))


def threshold(name: str) -> float:
    """One of the ``[thresholds]``."""
    return float(settings()["thresholds"][name])


def make_label(code: str, canonical: str, text: str) -> Label:
    """Prepare one wording for comparing."""
    return Label(code, canonical, text, thai.fold(text), thai.skeleton(text))


@cache
def indicator_labels() -> tuple[Label, ...]:
    """All wordings of the ten indicators; they are the same in every year."""
    return tuple(
        make_label(indicator.code, indicator.label, text)
        for indicator in framework(None).indicators
        for text in (indicator.label, *indicator.variants)
    )


@cache
def tool_labels() -> tuple[Label, ...]:
    """All wordings of the three tools, without the abbreviations."""
    return tuple(
        make_label(tool.code, tool.label, text)
        for tool in framework(None).tools
        for text in (tool.label, *tool.variants, tool.label_en)
    )


@cache
def sub_indicator_labels(year: int | None) -> tuple[Label, ...]:
    """Labels and short labels of the sub-indicators of a year; of all years when the year is None."""
    years = KNOWN_YEARS if year is None else (framework(year).year,)
    wordings = {(sub.code, sub.label, text): None for known in years for sub, text in _wordings(framework(known))}
    return tuple(make_label(*wording) for wording in wordings)


def _wordings(of_year: Framework) -> Iterator[tuple[Any, str]]:
    for sub in of_year.sub_indicators:
        for text in {sub.label: None, sub.short_label: None}:
            yield sub, text


@cache
def rival_labels() -> tuple[Label, ...]:
    """Labels of other kinds that lie near those of indicators: tools, sub-indicators, item titles, known decoys."""
    titles = {item.title: None for year in KNOWN_YEARS for item in framework(year).items.values() if item.title}
    decoys = settings()["bindings"]["decoys"]
    others = tuple(make_label("", text, text) for text in (*titles, *decoys))
    return (*tool_labels(), *sub_indicator_labels(None), *others)


def similarity(folded: str, skeleton: str, label: Label, cutoff: float = 0.0) -> float:
    """Likeness (0..1) of a prepared text to a label; 0 below ``cutoff``."""
    # The mean can reach the cutoff only if each half is within twice the distance that it allows.
    allowed = min(1.0, 2 * (1 - cutoff))
    plain = Levenshtein.normalized_distance(folded, label.folded, score_cutoff=allowed)
    if plain > allowed:
        return 0.0
    value = 1 - (plain + Levenshtein.normalized_distance(skeleton, label.skeleton)) / 2
    return value if value >= cutoff else 0.0


def best_similarity(text: str, labels: Iterable[Label], cutoff: float = 0.0) -> tuple[float, Label | None]:
    """Most alike of ``labels`` for a label-like text."""
    folded, skeleton = thai.fold(text), thai.skeleton(text)
    best: tuple[float, Label | None] = (0.0, None)
    for label in labels:
        value = similarity(folded, skeleton, label, max(cutoff, best[0]))
        if value > best[0]:
            best = (value, label)
    return best


def prefix_match(folded: str, label: Label, cutoff: float, start: int = 0) -> Window | None:
    """Best alignment of a label to what begins at ``start`` of a folded text; None below ``cutoff``."""
    size = len(label.folded)
    best: Window | None = None
    for slack in (0, -1, 1, -2, 2, -3, 3):
        end = start + size + slack
        if slack > 0 and end > len(folded):
            continue
        piece = folded[start:end]
        value = similarity(piece, thai.skeleton(piece), label, best.similarity if best else cutoff)
        if value and (best is None or value > best.similarity):
            best = Window(start, start + len(piece), label, value)
            if value == 1.0:
                break
    return best


def find_window(folded: str, label: Label, cutoff: float) -> Window | None:
    """Best place of a label inside a longer folded text: where its first letters stand (or their look-alikes).

    The number of places that are compared is bounded by the text's length; the caller bounds that.
    """
    head = label.folded[:3]
    best: Window | None = None
    start = 0
    while start >= 0:
        found = prefix_match(folded, label, best.similarity if best else cutoff, start)
        if found and not _bound(folded, found) and (best is None or found.similarity > best.similarity):
            best = found
        start = folded.find(head, start + 1)
    return best


def _bound(folded: str, window: Window) -> bool:
    return bound_before(folded[: window.start]) or bound_after(folded[window.end :], window.label.code)


@cache
def _folded_bindings(code: str | None) -> tuple[str, ...]:
    bindings = settings()["bindings"]
    words = bindings["before"] if code is None else bindings["after"].get(code, [])
    return tuple(thai.fold(word) for word in words)


def bound_before(folded_head: str) -> bool:
    """Whether the text before a label makes its first syllable the end of another word."""
    return folded_head.endswith(_folded_bindings(None))


def bound_after(folded_tail: str, code: str) -> bool:
    """Whether the text behind a label makes it another term."""
    return folded_tail.startswith(_folded_bindings(code))
