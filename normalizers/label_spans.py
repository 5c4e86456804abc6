"""Finding labels in running text, with offsets into the text as given.

Three ways lead to a label: its exact letters (blanks, tone marks and look-alikes aside) anywhere; a damaged label
behind "ตัวชี้วัดที่ n"; a damaged label at the beginning of a line. Only the last two are compared letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from normalizers import thai
from normalizers.framework import INDICATORS
from normalizers.label_parts import BULLET, LIST_NUMBER, OUTLINE_NUMBER, PREFIX, label_end, number_of
from normalizers.label_similarity import (
    Folded,
    Label,
    Window,
    bound_after,
    bound_before,
    fold_letters,
    indicator_labels,
    ordinary_before,
    prefix_match,
    settings,
    similarity,
    threshold,
    tool_labels,
)

# How far behind a number a label may reach, behind the beginning of a line, and how long a line without a lead may be.
_REACH = 90
_LINE_REACH = 45
_SHORT_LINE = 80
# Folded letters that the beginning of a line must have to be a damaged label.
_SHORTEST = 8
_LINE = re.compile(r"^[^\n]+", re.MULTILINE)
_THAI = re.compile("[\u0e01-\u0e4e]")
_GAP = r"[ \t]{0,2}\n?[ \t]{0,2}"


@dataclass(frozen=True, slots=True)
class LabelSpan:
    """A label found in a text.

    ``start`` and ``end`` hold the label with its "ตัวชี้วัดที่ n" or list number, ``number_span`` the digits of
    that number. ``similarity`` is that of the label alone, lowered where it is joined to Thai letters; 0 where the
    label is unreadable and the number gave the code. ``anchored`` tells that a number or the beginning of a line
    stands before the label: in the middle of a sentence the same words may just be words.
    """

    start: int
    end: int
    code: str
    similarity: float
    printed_number: int | None
    number_span: tuple[int, int] | None
    anchored: bool


def find_labels(text: str, year: int | None = None, min_similarity: float = 0.8) -> list[LabelSpan]:
    """Labels of indicators and tools in ``text``, in order, not overlapping; the longest and best reading wins.

    A label behind "ตัวชี้วัดที่ n" may be less alike than ``min_similarity`` (``[thresholds] anchored``); where it is
    unreadable the number gives the code. "ตัวชี้วัดย่อยที่ 9.3" gives the sub-indicator's code.
    """
    del year
    spans = [span for span in _exact_spans(text) if span.similarity >= min_similarity]
    spans += _prefixed_spans(text)
    spans += [span for span in _line_spans(text) if span.similarity >= min_similarity]
    return _without_overlaps(spans)


def _without_overlaps(spans: list[LabelSpan]) -> list[LabelSpan]:
    kept: list[LabelSpan] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if kept and span.start < kept[-1].end:
            if _rank(span) > _rank(kept[-1]):
                kept[-1] = span
        else:
            kept.append(span)
    return kept


def _rank(span: LabelSpan) -> tuple[bool, bool, float, int]:
    """Order readings of one place: with a number, readable, as alike (to a tenth) and as long as can be."""
    return (span.number_span is not None, span.similarity > 0, round(span.similarity, 1), span.end - span.start)


def _labels() -> tuple[Label, ...]:
    return (*indicator_labels(), *tool_labels())


@cache
def _prose_labels() -> tuple[Label, ...]:
    cell_only = settings()["bindings"]["cell_only"]
    return tuple(label for label in _labels() if label.text not in cell_only)


@cache
def _by_skeleton() -> dict[str, tuple[Label, ...]]:
    groups: dict[str, list[Label]] = {}
    for label in _prose_labels():
        groups.setdefault(label.skeleton, []).append(label)
    return {key: tuple(labels) for key, labels in groups.items()}


@cache
def _exact_pattern() -> re.Pattern[str]:
    """All labels as one pattern over look-alike classes, shared beginnings once; abbreviations of tools beside it."""
    names = _trie_pattern(sorted(_by_skeleton()))
    short = "|".join(f"(?P<{code}>{pattern})" for code, pattern in settings()["tool_abbreviations"].items())
    return re.compile(f"(?P<name>{names})|(?<![A-Za-z0-9])(?:{short})(?![A-Za-z0-9])")


def _trie_pattern(words: list[str]) -> str:
    """Pattern of sorted words; of several that fit the longest is taken."""
    branches: dict[str, list[str]] = {}
    for word in words:
        if word:
            branches.setdefault(word[0], []).append(word[1:])
    patterns = []
    for letter, tails in branches.items():
        rest = _trie_pattern(tails)
        optional = "?" if "" in tails and rest else ""
        patterns.append(_letter_class(letter) + (f"(?:{_GAP}{rest}){optional}" if rest else ""))
    if not patterns:
        return ""
    return patterns[0] if len(patterns) == 1 else f"(?:{'|'.join(patterns)})"


@cache
def _letter_class(letter: str) -> str:
    members = [chr(code) for code in (*range(0x0E01, 0x0E4F), *range(0x61, 0x7B)) if thai.skeleton(chr(code)) == letter]
    members += [member.upper() for member in members if member.isascii()]
    return f"[{''.join(members) or re.escape(letter)}][่-์๎]?"


def _exact_spans(text: str) -> Iterator[LabelSpan]:
    for match in _exact_pattern().finditer(text):
        code = match.lastgroup
        if code is not None and code != "name":
            yield LabelSpan(match.start(), match.end(), code, 1.0, None, None, anchored=False)
            continue
        found = match.group()
        folded, skeleton = thai.fold(found), thai.skeleton(found)
        wordings = _by_skeleton().get(skeleton, ())
        best = max(wordings, key=lambda label: similarity(folded, skeleton, label), default=None)
        if best is None:
            continue
        factor = _joint(text, match.start(), match.end(), best.code)
        if factor:
            value = similarity(folded, skeleton, best) * factor
            yield _with_list_number(text, match.start(), match.end(), best.code, value)


def _joint(text: str, start: int, end: int, code: str) -> float:
    """Factor for how freely a label stands: 1 between blanks, less where Thai letters touch it, 0 in another word."""
    head, tail = text[max(0, start - 16) : start], text[end : end + 16]
    folded_head = thai.fold(head)
    if bound_before(folded_head) or bound_after(thai.fold(tail), code):
        return 0.0
    touched = _THAI.match(head[-1:])
    factor = threshold("joined") if touched else 1.0
    if touched and ordinary_before(folded_head):
        factor *= threshold("ordinary")
    return factor * threshold("joined") if _THAI.match(tail[:1]) else factor


def _line_start(text: str, start: int) -> int:
    return text.rfind("\n", max(0, start - _REACH), start) + 1 or (0 if start <= _REACH else -1)


def _lead(text: str, start: int) -> tuple[int, re.Match[str] | None]:
    """Pass over bullets, outline and list numbers from ``start``; gives the offset behind and the list number."""
    position = start
    for pattern in (BULLET, OUTLINE_NUMBER):
        match = pattern.match(text, position)
        position = match.end() if match else position
    listed = LIST_NUMBER.match(text, position)
    position = listed.end() if listed else position
    match = BULLET.match(text, position)
    return (match.end() if match else position), listed


def _with_list_number(text: str, start: int, end: int, code: str, value: float) -> LabelSpan:
    line = _line_start(text, start)
    behind, listed = _lead(text, line) if line >= 0 else (-1, None)
    anchored = behind == start
    if anchored and listed:
        return LabelSpan(
            listed.start(), end, code, value, number_of(listed["number"]), listed.span("number"), anchored=True
        )
    return LabelSpan(start, end, code, value, None, None, anchored)


def _best_prefix(text: Folded, cutoff: float) -> Window | None:
    """Best label at the beginning of a text; None where another code is about as alike."""
    best: dict[str, Window] = {}
    for label in _labels():
        known = best.get(label.code)
        found = prefix_match(text, label, known.similarity if known else cutoff - threshold("anchored_margin"))
        if found and (known is None or (found.similarity, found.end) > (known.similarity, known.end)):
            best[label.code] = found
    ranked = sorted(best.values(), key=lambda window: (-window.similarity, -window.end))
    if not ranked or ranked[0].similarity < cutoff or bound_after(text.letters[ranked[0].end :], ranked[0].label.code):
        return None
    if len(ranked) > 1 and _unsettled(ranked[0], ranked[1]):
        return None
    return ranked[0]


def _unsettled(first: Window, second: Window) -> bool:
    return first.similarity < 1 and first.similarity - second.similarity < threshold("anchored_margin")


def _prefixed_spans(text: str) -> Iterator[LabelSpan]:
    """Yield what stands behind each "ตัวชี้วัดที่ n"."""
    for prefix in PREFIX.finditer(text):
        number = number_of(prefix["number"])
        found = None
        if prefix["sub"] is None:
            folded = fold_letters(text, prefix.end(), label_end(text, prefix.end(), _REACH))
            found = _best_prefix(folded, threshold("anchored"))
        if found:
            end, code, value = folded.end_in_text(found.end), found.label.code, found.similarity
        elif number in INDICATORS and (prefix["at"] or prefix["sub"]):
            end, value = prefix.end(), 0.0
            code = f"{number}.{number_of(prefix['sub'])}" if prefix["sub"] else str(number)
        else:
            continue
        yield LabelSpan(prefix.start(), end, code, value, number, prefix.span("number"), anchored=True)


def _line_spans(text: str) -> Iterator[LabelSpan]:
    """Yield damaged labels at the beginnings of headings, list items and short lines."""
    for line in _LINE.finditer(text):
        start, listed = _lead(text, line.start())
        if (start == line.start() and line.end() - start > _SHORT_LINE) or not _THAI.match(text, start):
            continue
        folded = fold_letters(text, start, label_end(text, start, _LINE_REACH))
        found = _best_prefix(folded, threshold("accept")) if len(folded.letters) >= _SHORTEST else None
        if found is None:
            continue
        end, code = folded.end_in_text(found.end), found.label.code
        number = number_of(listed["number"]) if listed else None
        begin = listed.start() if listed else start
        number_span = listed.span("number") if listed else None
        value = found.similarity * _joint(text, start, end, code)
        yield LabelSpan(begin, end, code, value, number, number_span, anchored=True)
