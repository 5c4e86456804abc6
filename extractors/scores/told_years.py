"""Which of the years of a text a number is told of: the one before it, the one behind it, or none that is sure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise, zip_longest

from extractors.scores.vocabulary import settings
from normalizers.numerals import Number
from normalizers.years import YearMention, find_years

Year = tuple[int, int, int]  # start, end, year


@dataclass(frozen=True, slots=True)
class ToldYears:
    """The years of a text that may be those of a result, and the numbers (by their place) whose own stands behind them.

    ``unclear`` are numbers beside which a year stands that may as well be the next one's: of which year they are,
    nobody can say. ``closed`` are years that say nothing of numbers from a place on: those of a bracket that holds
    its own number, and those that something is compared with.
    """

    years: tuple[Year, ...] = ()
    owned: Mapping[int, Year] = field(default_factory=dict)
    unclear: frozenset[int] = frozenset()
    closed: Mapping[Year, int] = field(default_factory=dict)

    def with_ordered(self, years: Mapping[int, Year]) -> ToldYears:
        """The same with the years of numbers that are told in the order of their years."""
        return replace(self, owned={**self.owned, **years}, unclear=self.unclear - years.keys()) if years else self

    def own_of(self, number: Number) -> int | None:
        """The year that stands behind a number as its own."""
        year = self.owned.get(number.start)
        return year[2] if year is not None else None

    def free_for(self, number: Number) -> list[Year]:
        """The years that may be a number's: without those that are known to be others'."""
        taken = {year for place, year in self.owned.items() if place < number.start}
        closed = {year for year, end in self.closed.items() if end <= number.start}
        return [year for year in self.years if year not in taken | closed]


class _Onward(StrEnum):
    """How a text goes on behind the year that stands behind a number."""

    LISTED = "listed"  # "… ในปี 2566 และ 91.16"
    CHANGED = "changed"  # "… ในปี 2566 เพิ่มเป็น 91.16", or another year stands there
    LED = "led"  # the year leads over to the next number: "ในปี 2566 ได้ 91.16"
    ENDS = "ends"  # no other number is near
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class _Link:
    """A number with the year behind it; ``sure`` where it is in brackets of its own."""

    year: Year
    sure: bool
    onward: _Onward


def result_years(text: str) -> list[Year]:
    """The years of a text that may be those of a result; the year of a plan is not."""
    rules = settings().sentences
    found = []
    previous = 0
    for year in find_years(text):
        clause = text[max(previous, year.start - rules.plan_reach) : year.start]
        plan = max((match.end() for match in rules.plan.finditer(clause)), default=0)
        result = max((match.end() for match in rules.result.finditer(clause)), default=-1)
        called = year.certain or not year.raw[0].isdigit() or _is_marked(text, year)  # a bare "2567" is none
        if called and not (plan and plan >= result):
            found.append((year.start, year.end, year.year))
        previous = year.end
    return found


def caption_years(text: str) -> set[int]:
    """The years that a text names for the table below it; years that it only compares with are none."""
    limits = settings().tables
    compared = re.compile(limits.compared)
    return {
        year
        for start, _, year in result_years(text)
        if not compared.search(text, max(0, start - limits.compared_reach), start)
    }


def _is_marked(text: str, year: YearMention) -> bool:
    """Whether a bare number stands as a year does: "(2566)", "2566: 84.20", "2566 (84.20)"."""
    bracketed = text[: year.start].endswith("(") and text[year.end :].startswith(")")
    return bracketed or settings().sentences.year_marked.match(text, year.end) is not None


def told_years(text: str, numbers: list[Number]) -> ToldYears:
    """The years of a text and whose they are, as far as numbers are followed by theirs.

    "93.12 คะแนน ในปี 2566 เหลือ 91.13 คะแนน" and "77.60 คะแนน ในปี 2566 และ 91.16 คะแนน ในปี 2567" tell a year behind
    its number, "ปี 2566 ได้ 77.60 ปี 2567 ได้ 91.16" before it.
    """
    years = result_years(text)
    links = [_link(text, number, following, years) for number, following in zip_longest(numbers, numbers[1:])]
    owned: dict[int, Year] = {}
    unclear: set[int] = set()
    previous = 0
    for number, link, following in zip_longest(numbers, links, links[1:]):
        if link is not None:
            free = [year for year in years if year not in owned.values()]
            dated = any(previous <= year[0] and year[1] <= number.start for year in free)
            own = _is_own(text, number, link, following, dated=dated, follows=bool(owned))
            if own:
                owned[number.start] = link.year
            elif own is None:
                unclear.add(number.start)
        previous = number.end
    doubtful = unclear | _behind_unclear(numbers, links, unclear)
    return ToldYears(tuple(years), owned, frozenset(doubtful), _closed(text, numbers, years))


def _closed(text: str, numbers: list[Number], years: list[Year]) -> dict[Year, int]:
    """Years with the place from which on they say nothing: "(ปี 2566 = 70.10)", "เพิ่มขึ้นจากปี 2566 เป็น"."""
    rules = settings().sentences
    closed: dict[Year, int] = {}
    for year in years:
        following = next((number for number in numbers if number.start >= year[1]), None)
        if following is None:
            continue
        bracket = text.find(")", year[1])
        if bracket >= following.end and "(" not in text[year[1] : bracket] and text.rfind("(", 0, year[0]) >= 0:
            closed[year] = bracket
        elif rules.compared_year.search(text, 0, year[0]) is not None:
            told = rules.year_tells.match(text, year[1]) and not rules.became_now.search(text, year[1], following.start)
            closed[year] = following.end if told else year[1]
    return closed


def _behind_unclear(numbers: list[Number], links: list[_Link | None], unclear: set[int]) -> set[int]:
    """The numbers behind a year of which it is unclear whether it is theirs."""
    return {
        following.start
        for (number, following), link in zip(pairwise(numbers), links, strict=False)
        if number.start in unclear and link is not None and link.onward is _Onward.UNCLEAR
    }


def _link(text: str, number: Number, following: Number | None, years: list[Year]) -> _Link | None:
    """The year right behind a number, where the words between make it one of that number."""
    rules = settings().sentences
    limit = following.start if following is not None else len(text)
    near = [year for year in years if number.end <= year[0] and year[1] <= limit]
    if not near:
        return None
    between, behind = text[number.end : near[0][0]], text[near[0][1] : limit]
    sure = rules.year_in_brackets.fullmatch(between) is not None and behind.lstrip().startswith(")")
    if not sure and (not rules.year_of_number.search(between) or rules.year_starts_clause.match(behind)):
        return None
    return _Link(near[0], sure, _onward(behind, several=len(near) > 1, ends=following is None))


def _onward(behind: str, *, several: bool, ends: bool) -> _Onward:
    """How a text goes on between a year and the next number."""
    rules = settings().sentences
    if ends or (len(behind) > rules.predicate_gap and not several):
        return _Onward.ENDS
    if several or rules.year_goes_on.search(behind):
        return _Onward.CHANGED
    if rules.year_listed.match(behind):
        return _Onward.LISTED
    led = rules.introduction.search(behind[-rules.introduction_reach :]) and not rules.assessment.search(behind)
    return _Onward.LED if led else _Onward.UNCLEAR


def _is_own(
    text: str, number: Number, link: _Link, following: _Link | None, *, dated: bool, follows: bool
) -> bool | None:
    """Whether the linked year behind a number is its own; None where that cannot be told.

    ``dated``: a year stands before the number as well. ``follows``: the number before has its year behind it.
    """
    rules = settings().sentences
    before = text[max(0, number.start - rules.predicate_gap) : number.start]
    came_from = any(match.end() == len(before) for match in rules.comes_from.finditer(before))
    listed = link.onward is _Onward.LISTED
    chained = listed and following is not None and following.onward is not _Onward.LED
    if link.sure or came_from or chained or (follows and link.onward is not _Onward.LED):
        return True
    if dated or link.onward is _Onward.LED:
        return None if listed else False
    return None if link.onward is _Onward.UNCLEAR else True
