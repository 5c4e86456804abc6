"""What each column of a table of many bodies holds, by its head of one or more lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from extractors.scores.assignment import Row, assign
from extractors.scores.grids import is_total
from extractors.scores.league.sheet import Sheet
from extractors.scores.league.vocabulary import Kind, words
from normalizers.framework import INDICATORS, framework
from normalizers.indicators import accept, match_indicator, match_tool, split_label
from normalizers.numerals import to_arabic
from normalizers.thai import fold
from normalizers.years import find_years

_YEAR_WORDS = re.compile(r"(?:ประจำ)?ปี(?:งบประมาณ)?(?:\s*พ\.?\s*ศ\.?)?|พ\.\s?ศ\.")
_SUB = re.compile(r"(?<![0-9.])(9|10)\.([1-5])(?![0-9])")
_BARE = re.compile(r"\D{0,3}([0-9]{1,2})\D{0,3}")
_OF_TOOL = re.compile(r"\W*([IEO]IT)\W+([0-9]{1,2})\W*", re.IGNORECASE)
STRONG, PLAIN = 2, 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its kind, and for scores the code, the year its head names and whether it says "weighted".

    ``strength`` tells how surely a total is one. ``similarities`` and ``number`` are what a head says about which
    indicator it names; ``bare`` marks a number without a word beside it.
    """

    index: int
    kind: Kind
    head: str
    year: int | None = None
    code: str | None = None
    strength: int = 0
    weighted: bool = False
    match: float = 1.0
    similarities: dict[int, float] = field(default_factory=dict)
    number: int | None = None
    bare: bool = False


def columns_of(sheet: Sheet) -> list[Column]:
    """All columns of a sheet; those of indicators are given their codes jointly, year by year."""
    found = [_column(index, parts) for index, parts in enumerate(sheet.heads)]
    for year in dict.fromkeys(column.year for column in found):
        for column in _assigned([column for column in found if column.year == year and _may_be_indicator(column)]):
            found[column.index] = column
    return found


def _may_be_indicator(column: Column) -> bool:
    return column.kind is Kind.SCORE and column.code is None and bool(column.similarities or column.number)


def _assigned(columns: Sequence[Column]) -> Iterable[Column]:
    """Codes of the columns that name indicators; bare numbers count only where there are many and each once."""
    bare = [column.number for column in columns if column.bare]
    counted = len(set(bare)) >= words().table.bare_numbers and len(set(bare)) == len(bare)
    rows = [Row(c.similarities, None if c.bare and not counted else c.number) for c in columns]
    for column, indicator in zip(columns, assign(rows).indicators, strict=True):
        if indicator is None:
            yield replace(column, kind=Kind.OTHER)
        else:
            clash = column.number not in (None, indicator)
            match = column.similarities.get(indicator, 0.0) if column.similarities else 1.0
            yield replace(column, code=str(indicator), match=match, number=column.number if clash else None)


def _column(index: int, parts: tuple[str, ...]) -> Column:
    """What the head of one column says."""
    head = " ".join(parts)
    years = {mention.year for mention in find_years(head)}
    year = years.pop() if len(years) == 1 else None
    column = Column(index, Kind.OTHER, head, year)
    if not parts or _kind_of(fold(parts[-1])) is Kind.YEAR:
        return replace(column, kind=Kind.YEAR) if parts else column
    named = [plain for part in parts if (plain := _without_year(part))]
    own = named[-1] if named else ""
    if any(_kind_of(_key(above)) is Kind.OTHER for above in named[:-1]):
        return column
    kind = _kind_of(_key(own))
    if kind is not None:
        return replace(column, kind=kind)
    return _score_column(column, own, named[:-1])


def _score_column(column: Column, own: str, above: Sequence[str]) -> Column:
    """A column of scores: of what its own line names, else of what stands above a word like "คะแนน", else a total."""
    column = replace(column, kind=Kind.SCORE, weighted=_says_weighted(column.head))
    if named := _named(column, own):
        return named
    if not own or _says_points(own):
        for part in reversed(above):
            if (named := _named(column, part)) and not named.bare:
                return named
        strength = _total_strength(own, above)
        return replace(column, code="ITA", strength=strength) if strength else replace(column, kind=Kind.OTHER)
    strength = _total_strength(own, ())
    return replace(column, code="ITA", strength=strength) if strength else replace(column, kind=Kind.OTHER)


def _says_weighted(head: str) -> bool:
    """Whether a head says that its points are weighted, or that they are out of 30 or 40."""
    total = words().total
    full = {to_arabic(match["full"]) for match in total.annotation.finditer(head)}
    return total.weighted.search(fold(head)) is not None or bool(full & {"30", "40"})


def _named(column: Column, text: str) -> Column | None:
    """The column with the tool, sub-indicator or possible indicator that a head line names, None for no name."""
    plain = words().total.short_label.sub(" ตัวชี้วัดที่ ", words().total.annotation.sub(" ", text))
    limits = words().table
    if sub := _SUB.search(to_arabic(plain)):
        return replace(column, code=f"{sub[1]}.{sub[2]}")
    if number := _number_in_tool(plain):
        return replace(column, number=number, bare=True)
    parts = split_label(plain)
    ranked = match_indicator(plain)
    tool = accept(match_tool(plain))
    best = ranked[0].similarity if ranked else 0.0
    if tool is not None and tool.similarity >= limits.sure_similarity and tool.similarity > best:
        return replace(column, code=tool.code, match=tool.similarity)
    similarities = {int(match.code): match.similarity for match in ranked} if best >= limits.label_similarity else {}
    number = parts.printed_number if parts.named and parts.printed_number in INDICATORS else None
    bare = _BARE.fullmatch(to_arabic(plain).strip())
    if number is None and bare and int(bare[1]) in INDICATORS:
        return replace(column, number=int(bare[1]), bare=True)
    return replace(column, similarities=similarities, number=number) if similarities or number else None


def _number_in_tool(text: str) -> int | None:
    """The indicator of a head that is a tool and the number of one of its indicators: "EIT 6"."""
    match = _OF_TOOL.fullmatch(to_arabic(text))
    if match is None:
        return None
    tool = next(tool for tool in framework(None).tools if tool.code == match[1].upper())
    return int(match[2]) if int(match[2]) in tool.indicators else None


def _says_points(own: str) -> bool:
    """Whether a line names nothing: "คะแนน", "ร้อยละ", "รวม", "ถ่วงน้ำหนัก", "(100)"."""
    total = words().total
    key = _key(own)
    return not key or total.plain.search(key) is not None or total.weighted.search(fold(own)) is not None


def _total_strength(own: str, above: Sequence[str]) -> int:
    """How surely a head is that of a total; 0 for none."""
    total = words().total
    key = _key(own)
    if total.strong.search(key) and not total.not_total.search(key):
        return STRONG
    if any("ita" in _key(part) for part in above):
        return STRONG
    return PLAIN if not key or total.plain.search(key) or is_total(own) else 0


def _kind_of(key: str) -> Kind | None:
    return next((kind for kind, pattern in words().columns if pattern.search(key)), None) if key else None


def _key(text: str) -> str:
    """A head line folded, without what it says about its full score."""
    return fold(words().total.annotation.sub(" ", text))


def _without_year(text: str) -> str:
    """A head line without its year and the words for one."""
    for mention in reversed(find_years(text)):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return _YEAR_WORDS.sub(" ", text).strip(" ()-–.")
