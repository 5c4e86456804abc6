"""Which indicator, sub-indicator or tool a printed label names.

``match_*`` rank a label-like text (a cell, a heading), ``split_label`` takes it apart, ``find_labels`` finds labels in
prose, ``indicators_in`` reads the cell of a measure table. Codes are those of the ``scores`` table. Labels and years
come from ``normalizers.framework``, thresholds from ``indicators.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from normalizers import thai
from normalizers.framework import INDICATORS, framework
from normalizers.label_parts import PREFIX, LabelParts, number_of, split_label
from normalizers.label_similarity import (
    Folded,
    Label,
    best_similarity,
    english_labels,
    find_window,
    fold_letters,
    indicator_labels,
    rival_labels,
    settings,
    similarity,
    sub_indicator_labels,
    threshold,
    tool_labels,
)
from normalizers.label_spans import LabelSpan, find_labels

__all__ = [
    "IndicatorHit",
    "LabelMatch",
    "LabelParts",
    "LabelSpan",
    "accept",
    "find_labels",
    "indicators_in",
    "match_indicator",
    "match_sub_indicator",
    "match_tool",
    "split_label",
]

_SUB_NUMBER = re.compile(r"(?<![0-9๐-๙.])(9|๙|10|๑๐)[.]([0-9๐-๙])(?![0-9๐-๙])")


@dataclass(frozen=True, slots=True)
class LabelMatch:
    """A code that a text may name: ``similarity`` 0..1 to the closest wording, ``label`` the canonical Thai one."""

    code: str
    similarity: float
    label: str


@dataclass(frozen=True, slots=True)
class IndicatorHit:
    """An indicator that a measure cell names.

    ``code`` is "9" or, where a sub-indicator was named, "9.4". ``printed_number`` is the number in front of the label;
    where it is not the label's own the caller sees the clash. Where the number decided, ``similarity`` is what the
    label adds to it, 0 when it speaks for another indicator.
    """

    code: str
    similarity: float
    printed_number: int | None

    @property
    def indicator(self) -> int:
        """Number of the indicator, 1..10."""
        return int(self.code.split(".")[0])

    @property
    def sub_indicator(self) -> str | None:
        """Code of the sub-indicator where one was named."""
        return self.code if "." in self.code else None


def accept(matches: list[LabelMatch]) -> LabelMatch | None:
    """Take the best match where it is good enough and leads the second clearly (``[thresholds]``), else None."""
    if not matches or matches[0].similarity < threshold("accept"):
        return None
    if len(matches) > 1 and matches[0].similarity - matches[1].similarity < threshold("margin"):
        return None
    return matches[0]


def match_indicator(text: str, year: int | None = None) -> list[LabelMatch]:
    """Rank all ten indicators for a label-like text, the best first.

    Number, bullets and score are stripped first. A label inside a longer text counts less than a full match, and a
    text that is closer to a tool, a sub-indicator or an item title keeps only a part of its similarity.
    ``year`` is taken for symmetry: the ten labels are the same from FY2562 on.
    """
    del year
    return list(_ranked_indicators(split_label(text).label))


@lru_cache(maxsize=4096)
def _ranked_indicators(label: str) -> tuple[LabelMatch, ...]:
    labels = framework(None).indicators
    latin = any(letter.isascii() and letter.isalpha() for letter in label)
    scores = _scores(label, (*indicator_labels(), *english_labels()) if latin else indicator_labels())
    best = max(scores.values(), default=0.0)
    if best >= 0.5:
        rival, _ = best_similarity(label, rival_labels(), cutoff=best)
        if rival > best:
            scores = {code: value * threshold("rival") for code, value in scores.items()}
    matches = [LabelMatch(str(number), scores.get(str(number), 0.0), labels[number - 1].label) for number in INDICATORS]
    return tuple(sorted(matches, key=lambda match: -match.similarity))


def _scores(label: str, labels: Iterable[Label]) -> dict[str, float]:
    """Similarity of each code: the whole text against each wording, or the wording inside the text."""
    folded = thai.fold(label)
    if not folded:
        return {}
    limits = settings()["limits"]
    whole = folded[: limits["label_characters"]]
    skeleton = thai.skeleton(whole)
    longer = fold_letters(folded, 0, limits["window_characters"])
    scores: dict[str, float] = {}
    for wording in labels:
        value = similarity(whole, skeleton, wording)
        if wording.short:
            value *= 1 if value >= threshold("short") else threshold("short_factor")
        elif len(folded) > len(wording.folded):
            value = max(value, _inside(longer, wording, value))
        scores[wording.code] = max(value, scores.get(wording.code, 0.0))
    return scores


def _inside(text: Folded, wording: Label, least: float) -> float:
    window = find_window(text, wording, max(threshold("window"), least))
    if window is None:
        return 0.0
    if window.start == 0:
        return window.similarity * threshold("window_at_start")
    return window.similarity * threshold("window_inside") if window.similarity >= threshold("inner_window") else 0.0


def match_sub_indicator(text: str, year: int | None, indicator: int | None = None) -> list[LabelMatch]:
    """Rank the sub-indicators of a year (of all years when it is None) for a label-like text, the best first.

    With ``indicator`` only those of that indicator. A printed sub-number ("๙.๓") lifts its sub-indicator: it decides
    alone where the wording says nothing, and stands against a wording that is clearly another's.
    """
    number = _SUB_NUMBER.search(text)
    labels = [
        label for label in sub_indicator_labels(year) if indicator is None or label.code.split(".")[0] == str(indicator)
    ]
    scores = _scores(split_label(text).label, labels)
    for label in labels:
        scores.setdefault(label.code, 0.0)
    if number:
        code = f"{number_of(number[1])}.{number_of(number[2])}"
        if code in scores:
            scores[code] = min(1.0, 0.7 + 0.3 * scores[code])
    canonical = {label.code: label.canonical for label in labels}
    matches = [LabelMatch(code, value, canonical[code]) for code, value in scores.items()]
    return sorted(matches, key=lambda match: (-match.similarity, match.code))


def match_tool(text: str) -> list[LabelMatch]:
    """Rank the three tools for a label-like text: its abbreviation standing alone, or its full name."""
    scores = _scores(split_label(text).label, tool_labels())
    for code, pattern in settings()["tool_abbreviations"].items():
        if re.search(rf"(?<![A-Za-z]){pattern}(?![A-Za-z])", text):
            scores[code] = max(1.0 if len(thai.fold(text)) <= 3 else 0.95, scores.get(code, 0.0))
    labels = {tool.code: tool.label for tool in framework(None).tools}
    matches = [LabelMatch(code, scores.get(code, 0.0), label) for code, label in labels.items()]
    return sorted(matches, key=lambda match: -match.similarity)


def indicators_in(text: str, year: int | None) -> list[IndicatorHit]:
    """Read which indicators the first cell of a measure row names, in the order they stand, each once.

    Each "ตัวชี้วัดที่ n" starts a new name; without any the whole cell is one label, or a list of labels that stand
    apart. A sub-indicator gives its own code. A name that is no label gives its number, where one is printed behind
    the word for indicator.
    """
    starts = [match.start() for match in PREFIX.finditer(text)]
    if starts:
        pieces = [text[begin:end] for begin, end in pairwise([*starts, len(text)])]
        hits = [_hit(piece, year) for piece in pieces]
    else:
        hits = _listed(text) or [_hit(text, year)]
    return list({hit.code: hit for hit in reversed(hits) if hit}.values())[::-1]


def _listed(text: str) -> list[IndicatorHit | None]:
    """Two or more indicator labels that stand apart in a cell without numbers behind the word for indicator."""
    spans = [span for span in find_labels(text, min_similarity=threshold("listed")) if span.code.isdigit()]
    if len({span.code for span in spans}) < 2:
        return []
    return [IndicatorHit(span.code, span.similarity, span.printed_number) for span in spans]


def _hit(text: str, year: int | None) -> IndicatorHit | None:
    parts = split_label(text)
    ranked = match_indicator(text, year)
    indicator = accept(ranked)
    sub = accept(match_sub_indicator(text, year))
    if indicator and (sub is None or indicator.similarity >= sub.similarity):
        return IndicatorHit(indicator.code, indicator.similarity, parts.printed_number)
    if sub:
        return IndicatorHit(sub.code, sub.similarity, parts.printed_number)
    if parts.named and parts.printed_number in INDICATORS:
        code = str(parts.printed_number)
        return IndicatorHit(code, ranked[0].similarity if ranked[0].code == code else 0.0, parts.printed_number)
    return None
