"""The words and limits of score extraction, read from ``scores.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from normalizers.thai import fold


@dataclass(frozen=True, slots=True)
class AssignmentLimits:
    """Weights of the joint assignment; see the comments in the data file."""

    sure_similarity: float
    label_floor: float
    label_weight: float
    number_weight: float
    echo_weight: float
    position_weight: float
    minimum_evidence: float
    number_agreement: float


@dataclass(frozen=True, slots=True)
class TableLimits:
    """Limits of score tables; see the comments in the data file."""

    min_rows: int
    row_similarity: float
    sub_similarity: float
    caption_blocks: int
    caption_length: int
    compared: str
    compared_reach: int
    survey_scale: float
    survey_rows: int
    survey_heads: tuple[str, ...]
    label_length: int
    indicator_head: str
    number_words: str
    number_words_away: int
    least_named: int
    numbers_alone: int
    band: str
    bands_of_a_form: int
    code_heads: tuple[str, ...]
    year_head: int
    mean_heads: tuple[str, ...]
    measure_heads: tuple[str, ...]
    progress_heads: tuple[str, ...]
    item_row: str
    label_sample: int
    number_cell: int


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Whose numbers are somebody else's; ``heads`` is matched against folded headers."""

    patterns: re.Pattern[str]
    heads: re.Pattern[str]
    places: tuple[re.Pattern[str], ...]
    turns: re.Pattern[str]
    breaks: re.Pattern[str]
    counts: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Former:
    """How the five indices before FY2562 are called; matched against folded cells."""

    least: int
    names: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class SentenceRules:
    """Compiled word lists of score sentences; gaps are in characters."""

    overall: re.Pattern[str]
    assessment: re.Pattern[str]
    foreign: re.Pattern[str]
    target: re.Pattern[str]
    target_end: re.Pattern[str]
    target_reach: int
    raise_to: re.Pattern[str]
    raise_reach: int
    asked_about: re.Pattern[str]
    change: re.Pattern[str]
    change_end: re.Pattern[str]
    year_of_number: re.Pattern[str]
    year_in_brackets: re.Pattern[str]
    year_goes_on: re.Pattern[str]
    year_listed: re.Pattern[str]
    year_marked: re.Pattern[str]
    compared_year: re.Pattern[str]
    year_tells: re.Pattern[str]
    became_now: re.Pattern[str]
    year_starts_clause: re.Pattern[str]
    year_behind: int
    other_year: re.Pattern[str]
    comes_from: re.Pattern[str]
    became: re.Pattern[str]
    last_year: re.Pattern[str]
    this_year: re.Pattern[str]
    named_behind: re.Pattern[str]
    total_behind: re.Pattern[str]
    plan: re.Pattern[str]
    result: re.Pattern[str]
    plan_reach: int
    introduction_reach: int
    enumeration: re.Pattern[str]
    years_listed: re.Pattern[str]
    bare_year: re.Pattern[str]
    in_order: re.Pattern[str]
    years_from_to: re.Pattern[str]
    last_year_behind: re.Pattern[str]
    change_by: re.Pattern[str]
    row_joint: re.Pattern[str]
    names_listed: re.Pattern[str]
    numbers_listed: re.Pattern[str]
    number_listed: re.Pattern[str]
    asides: re.Pattern[str]
    sub_indicator: re.Pattern[str]
    shares: re.Pattern[str]
    leads_over: re.Pattern[str]
    wished: re.Pattern[str]
    came_true: re.Pattern[str]
    wish_of_points: re.Pattern[str]
    wish_ends: re.Pattern[str]
    wish_contrast: re.Pattern[str]
    wish_reach: int
    wish_joint: re.Pattern[str]
    blocking: re.Pattern[str]
    overall_blocking: re.Pattern[str]
    soft_blocking: re.Pattern[str]
    got: re.Pattern[str]
    introduction: re.Pattern[str]
    grade_gap: int
    behind: re.Pattern[str]
    behind_whole: re.Pattern[str]
    overall_words: re.Pattern[str]
    filler: re.Pattern[str]
    filler_rest: int
    anchored_rest: int
    topic_length: int
    foreign_reach: int
    label_gap: int
    overall_gap: int
    predicate_gap: int
    weak_strength: float


@dataclass(frozen=True, slots=True)
class Settings:
    """All of ``scores.toml``."""

    trusted_confidence: float
    torn: re.Pattern[str]
    assignment: AssignmentLimits
    tables: TableLimits
    elsewhere: Elsewhere
    former: Former
    columns: tuple[tuple[str, tuple[str, ...]], ...]
    total_words: re.Pattern[str]
    total_telling: re.Pattern[str]
    sentences: SentenceRules


def _joined(patterns: list[str]) -> str:
    """Alternatives of one pattern, the longest first."""
    return "|".join(sorted(patterns, key=len, reverse=True))


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    """One pattern for a list of regular expressions."""
    return re.compile(_joined(patterns), re.IGNORECASE)


def _behind(patterns: list[str]) -> re.Pattern[str]:
    """A pattern for what stands right behind a number and its percent sign."""
    return re.compile(rf"\s*%?\s*(?:{_joined(patterns)})")


def _elsewhere(data: dict[str, Any]) -> Elsewhere:
    rest = {key: re.compile(data[key]) for key in ("heads", "turns", "breaks", "counts")}
    places = tuple(re.compile(place) for place in data["places"])
    return Elsewhere(patterns=_any_of(data["patterns"]), places=places, **rest)


def _sentences(data: dict[str, Any], elsewhere: list[str]) -> SentenceRules:
    points = [rf"(?:คะแนน\s*)?(?:{_joined(data['behind_points'])})"]
    next_name = [rf"(?:คะแนน\s*)?(?:{_joined(data['belongs_to_next'])})"]
    return SentenceRules(
        overall=_any_of(data["overall"]),
        assessment=_any_of(data["assessment"]),
        foreign=_any_of([*data["foreign"], *elsewhere]),
        target=_any_of(data["target"]),
        target_end=_any_of(data["target_end"]),
        target_reach=data["target_reach"],
        raise_to=re.compile(data["raise_to"]),
        raise_reach=data["raise_reach"],
        asked_about=re.compile(data["asked_about"]),
        change=_any_of(data["change"]),
        change_end=_any_of(data["change_end"]),
        year_of_number=_any_of(data["year_of_number"]),
        year_in_brackets=re.compile(data["year_in_brackets"]),
        year_goes_on=_any_of(data["year_goes_on"]),
        year_listed=re.compile(data["year_listed"]),
        year_marked=re.compile(data["year_marked"]),
        compared_year=re.compile(data["compared_year"]),
        year_tells=re.compile(data["year_tells"]),
        became_now=re.compile(data["became_now"]),
        year_starts_clause=re.compile(data["year_starts_clause"]),
        year_behind=data["year_behind"],
        other_year=_any_of(data["other_year"]),
        comes_from=_any_of(data["comes_from"]),
        became=_any_of(data["became"]),
        last_year=re.compile(data["last_year"]),
        this_year=re.compile(data["this_year"]),
        named_behind=re.compile(data["named_behind"]),
        total_behind=re.compile(data["total_behind"]),
        plan=_any_of(data["plan"]),
        result=_any_of(data["result"]),
        plan_reach=data["plan_reach"],
        introduction_reach=data["introduction_reach"],
        enumeration=re.compile(data["enumeration"]),
        years_listed=re.compile(data["years_listed"]),
        bare_year=re.compile(data["bare_year"]),
        in_order=re.compile(data["in_order"]),
        years_from_to=re.compile(data["years_from_to"]),
        last_year_behind=re.compile(data["last_year_behind"]),
        change_by=re.compile(data["change_by"]),
        row_joint=re.compile(data["row_joint"]),
        names_listed=re.compile(data["names_listed"]),
        numbers_listed=re.compile(data["numbers_listed"]),
        number_listed=re.compile(data["number_listed"]),
        asides=_any_of(data["asides"]),
        sub_indicator=re.compile(data["sub_indicator"]),
        shares=re.compile(data["shares"]),
        leads_over=re.compile(data["leads_over"]),
        wished=_any_of(data["wished"]),
        came_true=_any_of(data["came_true"]),
        wish_of_points=re.compile(data["wish_of_points"]),
        wish_ends=_any_of([*data["wish_ends"], *data["came_true"]]),
        wish_contrast=re.compile(data["wish_contrast"]),
        wish_reach=data["wish_reach"],
        wish_joint=re.compile(data["wish_joint"]),
        blocking=_any_of(data["blocking"]),
        overall_blocking=_any_of(data["overall_blocking"]),
        soft_blocking=_any_of(data["soft_blocking"]),
        got=_any_of(data["got"]),
        introduction=_any_of(data["introduction"]),
        grade_gap=data["grade_gap"],
        overall_words=_any_of(data["overall_words"]),
        behind=_behind([*data["behind"], *points, *next_name]),
        behind_whole=_behind([*data["behind"], *data["behind_counts"], *points, *next_name]),
        filler=_any_of([re.escape(word) for word in data["filler"]]),
        filler_rest=data["filler_rest"],
        anchored_rest=data["anchored_rest"],
        topic_length=data["topic_length"],
        foreign_reach=data["foreign_reach"],
        label_gap=data["label_gap"],
        overall_gap=data["overall_gap"],
        predicate_gap=data["predicate_gap"],
        weak_strength=data["weak_strength"],
    )


def _frozen(value: Any) -> Any:
    """A list of words as a tuple of folded words, anything else as it is."""
    return tuple(fold(word) for word in value) if isinstance(value, list) else value


@cache
def settings() -> Settings:
    """The settings, read once."""
    data = tomllib.loads(resources.files("extractors.scores").joinpath("scores.toml").read_text(encoding="utf-8"))
    return Settings(
        trusted_confidence=data["trust"]["confidence"],
        torn=re.compile(data["trust"]["torn"]),
        assignment=AssignmentLimits(**data["assignment"]),
        tables=TableLimits(**{key: _frozen(value) for key, value in data["tables"].items()}),
        elsewhere=_elsewhere(data["elsewhere"]),
        former=Former(data["former"]["least"], tuple(map(re.compile, data["former"]["names"]))),
        columns=tuple((entry["role"], tuple(fold(word) for word in entry["words"])) for entry in data["columns"]),
        total_words=_any_of([fold(word) for word in data["rows"]["total_words"]]),
        total_telling=_any_of([fold(word) for word in data["rows"]["total_telling"]]),
        sentences=_sentences(data["sentences"], data["elsewhere"]["patterns"]),
    )
