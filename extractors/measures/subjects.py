"""Which indicators a measure serves: from its indicator cell, its title or the heading above it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from extractors.measures.vocabulary import vocabulary
from normalizers.framework import INDICATORS, framework
from normalizers.indicators import (
    LabelMatch,
    LabelParts,
    accept,
    indicators_in,
    match_indicator,
    match_sub_indicator,
    split_label,
)
from normalizers.items import find_item_codes
from normalizers.numerals import to_arabic
from normalizers.thai import fold

_LIST_WORDS = re.compile(r"ตัว\s?ชี้วัด(?:ที่)?|ตชว\.?(?:ที่)?")
_LONGEST_LIST = 60  # characters
_ASIDE = re.compile(r"\([^()]{0,40}?(?P<named>(?:ตัว\s?ชี้วัด|ตชว\.?)\s?(?:ที่)?\s?[0-9๐-๙][^()]*)\)\s*$")
_RANGE = re.compile(r"(\d{1,2})(?:\s*(?:[-–—]|ถึง)\s*(\d{1,2}))?")
_NUMBER_LIST = re.compile(rf"{_RANGE.pattern}(?:\s*(?:,|และ|กับ|&|\s)\s*{_RANGE.pattern})*")


@dataclass(frozen=True, slots=True)
class Clash:
    """The label names indicator ``expected``, the number printed before it is ``found``."""

    expected: int
    found: int


@dataclass(frozen=True, slots=True)
class Subject:
    """What a measure is about.

    ``match`` is the similarity (0..1) of the text to the label that decided, 0 where the printed number alone did.
    ``printed_number`` is the number printed before the label, ``unsure`` one that a recogniser may have misread.
    """

    indicators: tuple[int, ...] = ()
    sub_indicator: str | None = None
    match: float | None = None
    printed_number: int | None = None
    clash: Clash | None = None
    unsure: int | None = None


@dataclass(frozen=True, slots=True)
class _Name:
    """A code read from a text, how alike, and which part of the text its label makes up (may exceed 1)."""

    code: str
    similarity: float
    share: float


NOTHING = Subject()


def _limit(name: str) -> float:
    return float(vocabulary().subject[name])


def _best(label: str, years: Iterable[int | None]) -> _Name | None:
    """The indicator or sub-indicator that a label-like text fits best; an indicator goes before its equal."""
    found = [accept(match_indicator(label))]
    found += [accept(match_sub_indicator(label, year)) for year in years]
    matches = [match for match in found if match is not None]
    if not matches:
        return None
    best: LabelMatch = max(matches, key=lambda match: match.similarity)
    return _Name(best.code, best.similarity, len(fold(best.label)) / max(1, len(fold(label))))


def _subject(name: _Name, parts: LabelParts) -> Subject:
    indicator = int(name.code.split(".")[0])
    sub = name.code if "." in name.code else None
    return Subject((indicator,), sub, round(name.similarity, 4), parts.printed_number)


def _by_number(parts: LabelParts) -> Subject | None:
    """The indicator of "ตัวชี้วัดที่ n" alone; None where no such number is printed."""
    number = parts.printed_number
    if not parts.named or number is None or number not in INDICATORS:
        return None
    return Subject((number,), None, 0.0, number)


def _weigh(subject: Subject, parts: LabelParts, counted: bool) -> Subject:
    """Settle a label against its printed number; list numbers that only count the rows are no evidence."""
    number, indicator = parts.printed_number, subject.indicators[0]
    if number is None or number == indicator or (counted and not parts.named):
        return subject
    clash = Clash(expected=indicator, found=number)
    if (subject.match or 0.0) >= _limit("clash") or number not in INDICATORS or not parts.named:
        return replace(subject, clash=clash)
    return Subject((number,), None, 0.0, number, clash)


def _single(text: str, years: tuple[int | None, ...], counted: bool) -> Subject:
    parts = split_label(text)
    name = _best(parts.label, years)
    printed = _by_number(parts)
    agrees = name is not None and parts.printed_number == int(name.code.split(".")[0]) and not counted
    if name is not None and (agrees or printed or _is_label(name)):
        return _weigh(_subject(name, parts), parts, counted)
    return printed or Subject(printed_number=parts.printed_number)


def _is_label(name: _Name) -> bool:
    if name.share >= _limit("whole_share"):
        return name.similarity >= _limit("cell")
    return name.similarity >= _limit("cell_start")


def _several(text: str, years: tuple[int | None, ...]) -> list[Subject]:
    """Subjects of a cell that names each of several indicators on a line of its own."""
    subjects = []
    lines = text.split("\n")
    for line in lines if len(lines) <= _limit("lines") else ():
        name = _best(split_label(line).label, years)
        if name is not None and name.share >= _limit("whole_share") and name.similarity >= _limit("title"):
            subjects.append(_subject(name, split_label(line)))
    return subjects


def _numbers_alone(text: str) -> tuple[int, ...]:
    """The indicators of a cell that lists two or more numbers and nothing else: "1, 5", "ตัวชี้วัดที่ 6 - 8"."""
    rest = _LIST_WORDS.sub(" ", to_arabic(text)).strip()
    if len(rest) > _LONGEST_LIST or not _NUMBER_LIST.fullmatch(rest):
        return ()
    found: list[int] = []
    for first, last in _RANGE.findall(rest):
        found += range(int(first), int(last or first) + 1)
    rising = all(one < other for one, other in pairwise(found))
    return tuple(found) if len(found) > 1 and rising and set(found) <= set(INDICATORS) else ()


def subject_of_cell(text: str, years: tuple[int | None, ...], *, counted: bool) -> Subject:
    """Read an indicator cell or the heading of a checklist.

    ``years`` are the frameworks to look sub-indicators up in, the likelier first. ``counted`` tells that numbers
    without "ตัวชี้วัดที่" count the rows of the table, so that they do not speak for an indicator.
    """
    if listed := _numbers_alone(text):
        return Subject(listed, None, 0.0)
    hits = indicators_in(text, years[0])
    numbered = [hit for hit in hits if hit.printed_number is not None]
    if len(hits) > 1 and len(numbered) == len(hits):
        numbers = tuple(dict.fromkeys(hit.indicator for hit in hits))
        return Subject(numbers, None, round(min(hit.similarity for hit in hits), 4), hits[0].printed_number)
    subjects = _several(text, years)
    numbers = tuple(dict.fromkeys(number for subject in subjects for number in subject.indicators))
    if len(numbers) > 1:
        return Subject(numbers, None, min(subject.match or 0.0 for subject in subjects))
    return _single(text, years, counted)


def subject_of_items(text: str, years: tuple[int | None, ...]) -> Subject:
    """The indicator of the item codes that open a cell ("i2", "o10"), where the frameworks of all years agree."""
    mentions = find_item_codes(text)
    if not mentions or text[: mentions[0].start].strip(" (").removeprefix("ข้อ").strip():
        return NOTHING
    items = [framework(year).items.get(mention.code) for year in years for mention in mentions]
    numbers = {item.indicator if item is not None else None for item in items}
    number = numbers.pop() if len(numbers) == 1 else None
    return NOTHING if number is None else Subject((number,))


@cache
def _cores() -> tuple[tuple[int, str], ...]:
    """Labels of the indicators without the opening "การ", long enough to be no ordinary words."""
    wordings = ((i.number, fold(text)) for i in framework(None).indicators for text in (i.label, *i.variants))
    cores = ((number, text.removeprefix("การ")) for number, text in wordings)
    return tuple((number, core) for number, core in cores if len(core) >= _limit("contained_letters"))


def _topics(title: str) -> list[str]:
    """The title and the title without its opening words that name no topic."""
    topic = title.strip()
    shorter = True
    while shorter:
        shorter = False
        for filler in vocabulary().subject["fillers"]:
            if topic.startswith(filler) and len(topic) > len(filler):
                topic, shorter = topic[len(filler) :].strip(), True
    return [title, topic] if topic != title else [title]


def _contained(topic: str) -> Subject | None:
    """The one indicator whose label makes up at least half of a title."""
    folded = fold(topic)
    found: dict[int, float] = {}
    for number, core in _cores():
        if core in folded and len(core) >= _limit("contained_share") * len(folded):
            found[number] = max(found.get(number, 0.0), len(core) / len(folded))
    if len(found) != 1:
        return None
    ((number, share),) = found.items()
    return Subject((number,), None, round(share, 4))


def subject_of_title(title: str, years: tuple[int | None, ...]) -> Subject:
    """Read the title of a measure: only a title that is a label (or half of it is) names an indicator.

    A passing mention in a long title gives nothing rather than a guess; "(… ตัวชี้วัดที่ n …)" at its end tells.
    """
    aside = _ASIDE.search(title)
    if aside and (subject := subject_of_cell(aside["named"], years, counted=True)).indicators:
        return subject
    parts = split_label(title)
    if parts.named and parts.printed_number is not None:
        return _single(title, years, counted=False)
    topics = _topics(parts.label if parts.printed_number is not None else title)
    names = [name for topic in topics if (name := _best(topic, years)) is not None]
    whole = [n for n in names if n.share >= _limit("whole_share") and n.similarity >= _limit("title")]
    if whole:
        return replace(_subject(max(whole, key=lambda name: name.similarity), parts), printed_number=None)
    return _contained(topics[-1]) or NOTHING


def opens_subject(text: str) -> bool:
    """Whether a title or indicator cell visibly begins something new: a number, "ตัวชี้วัด", a known label."""
    parts = split_label(text)
    if parts.named or parts.printed_number is not None:
        return True
    name = _best(parts.label, (None,))
    return name is not None and name.share >= _limit("whole_share") and name.similarity >= _limit("title")


def are_row_numbers(texts: list[str]) -> bool:
    """Whether the numbers that open these texts (without "ตัวชี้วัดที่") just count the rows.

    They may go on from a table before, and one may be lost.
    """
    parts = [split_label(text) for text in texts if text.strip()]
    numbers = [part.printed_number for part in parts if part.printed_number is not None and not part.named]
    return bool(numbers) and numbers == sorted(set(numbers)) and numbers[-1] - numbers[0] <= len(parts)
