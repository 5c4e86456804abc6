"""How alike a damaged text and a label are: edit distance on folded text and on its look-alike skeleton."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

from normalizers import thai
from normalizers.framework import KNOWN_YEARS, framework

# Lengths of pieces that are compared with a label: so many letters more or fewer than it has.
_SLACK = (0, -1, 1, -2, 2, -3, 3)
# How much closer two texts may be by skeleton than by letters, for the quick test only.
_SKELETON_GAIN = 0.15


@dataclass(frozen=True, slots=True)
class Label:
    """A wording of a code's label; ``canonical`` is the label of the framework, the keys are for comparing.

    ``short`` marks the short row label of a sub-indicator: too common a phrase to be looked for in longer text.
    """

    code: str
    canonical: str
    text: str
    folded: str
    skeleton: str
    short: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """Where a label stands in a ``Folded`` text, both ends as offsets into it, and how alike it is (0..1)."""

    start: int
    end: int
    label: Label
    similarity: float


@dataclass(frozen=True, slots=True)
class Folded:
    """A text folded letter by letter, so that any piece of it can be compared and traced back.

    ``offsets`` gives for each folded letter its offset in the text; ``marks`` how many letters of ``skeleton`` stand
    before it (one more entry than letters), because a skeleton leaves letters out.
    """

    letters: str
    skeleton: str
    marks: tuple[int, ...]
    offsets: tuple[int, ...]

    def piece(self, start: int, end: int) -> tuple[str, str]:
        """Folded letters and skeleton of a piece."""
        return self.letters[start:end], self.skeleton[self.marks[start] : self.marks[end]]

    def end_in_text(self, end: int) -> int:
        """Offset in the text behind the folded letter before ``end``."""
        return self.offsets[end - 1] + 1


@cache
def _fold_letter(letter: str) -> tuple[str, str]:
    return thai.fold(letter), thai.skeleton(letter)


def fold_letters(text: str, start: int = 0, end: int | None = None) -> Folded:
    """Fold a cleaned text letter by letter between two offsets."""
    letters: list[str] = []
    skeletons: list[str] = []
    marks = [0]
    offsets: list[int] = []
    for offset in range(start, len(text) if end is None else min(end, len(text))):
        folded, skeleton = _fold_letter(text[offset])
        if folded:
            letters.append(folded)
            skeletons.append(skeleton)
            marks.append(marks[-1] + len(skeleton))
            offsets.append(offset)
    return Folded("".join(letters), "".join(skeletons), tuple(marks), tuple(offsets))


@cache
def settings() -> dict[str, Any]:
    """Thresholds and vocabularies (``indicators.toml``)."""
    return tomllib.loads(Path(__file__).with_name("indicators.toml").read_text("utf-8"))


def threshold(name: str) -> float:
    """One of the ``[thresholds]``."""
    return float(settings()["thresholds"][name])


def make_label(code: str, canonical: str, text: str, *, short: bool = False) -> Label:
    """Prepare one wording for comparing."""
    return Label(code, canonical, text, thai.fold(text), thai.skeleton(text), short)


@cache
def indicator_labels() -> tuple[Label, ...]:
    """All Thai wordings of the ten indicators; they are the same in every year."""
    return tuple(
        make_label(indicator.code, indicator.label, text)
        for indicator in framework(None).indicators
        for text in (indicator.label, *indicator.variants)
    )


@cache
def english_labels() -> tuple[Label, ...]:
    """The English wordings of the ten indicators; in running text they are ordinary words.

    Without those that a tool's name begins with: "Open Data" may be short for either.
    """
    tools = tuple(thai.fold(tool.label_en) for tool in framework(None).tools)
    return tuple(
        make_label(indicator.code, indicator.label, text)
        for indicator in framework(None).indicators
        for text in (indicator.label_en, *indicator.names_en)
        if not any(tool.startswith(thai.fold(text)) for tool in tools)
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
    subs = {(sub.code, sub.label, sub.short_label): None for known in years for sub in framework(known).sub_indicators}
    wordings = {(code, label, text): None for code, label, short in subs for text in (label, short)}
    return tuple(make_label(code, label, text, short=text != label) for code, label, text in wordings)


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


def prefix_match(text: Folded, label: Label, cutoff: float, start: int = 0) -> Window | None:
    """Best alignment of a label to what begins at ``start``, a few letters more or less; None below ``cutoff``."""
    size, length = len(label.folded), len(text.letters)
    # A piece of another length is at most that many edits nearer; the allowance is for a skeleton that is closer.
    allowed = int((1 - cutoff + _SKELETON_GAIN) * size) + 1
    if Levenshtein.distance(text.letters[start : start + size], label.folded, score_cutoff=allowed) > allowed:
        return None
    best: Window | None = None
    # Where less text is left than a label needs, all of it is the piece.
    for end in dict.fromkeys(min(start + size + slack, length) for slack in _SLACK):
        folded, skeleton = text.piece(start, end)
        value = similarity(folded, skeleton, label, best.similarity if best else cutoff)
        if value and (best is None or value > best.similarity):
            best = Window(start, end, label, value)
            if value == 1.0:
                break
    return best


def find_window(text: Folded, label: Label, cutoff: float) -> Window | None:
    """Best place of a label inside a longer text: at its start, or where the first letters of the label stand.

    The number of places that are compared is bounded by the text's length; the caller bounds that.
    """
    head = label.folded[:3]
    best: Window | None = None
    start = 0
    while start >= 0:
        found = prefix_match(text, label, best.similarity if best else cutoff, start)
        if found and not _bound(text.letters, found) and (best is None or found.similarity > best.similarity):
            best = found
        start = text.letters.find(head, start + 1)
    return best


def _bound(folded: str, window: Window) -> bool:
    return bound_before(folded[: window.start]) or bound_after(folded[window.end :], window.label.code)


@cache
def _folded_bindings(kind: str) -> tuple[str, ...]:
    return tuple(thai.fold(word) for word in settings()["bindings"][kind])


@cache
def _folded_after(code: str) -> tuple[str, ...]:
    return tuple(thai.fold(word) for word in settings()["bindings"]["after"].get(code, ()))


def bound_before(folded_head: str) -> bool:
    """Whether the text before a label makes its first syllable the end of another word."""
    return folded_head.endswith(_folded_bindings("before"))


def bound_after(folded_tail: str, code: str) -> bool:
    """Whether the text behind a label makes it another term."""
    return folded_tail.startswith(_folded_after(code))


def ordinary_before(folded_head: str) -> bool:
    """Whether the text before a label makes it ordinary words of a sentence."""
    return folded_head.endswith(_folded_bindings("ordinary"))
