"""The statements that a pass over a document met: which score each of them tells, and of which year."""

from __future__ import annotations

from extractors.facts import Identity, ScoreMention
from extractors.findings import finding
from extractors.scores.assignment import Row, assign
from extractors.scores.collector import Collector
from extractors.scores.evidence import with_candidates
from extractors.scores.runs import (
    is_list_of_indicators,
    label_text,
    names_indicator,
    runs,
)
from extractors.scores.sentences import Statement
from extractors.scores.vocabulary import settings
from normalizers.framework import framework
from normalizers.indicators import match_indicator


def assign_prose(collector: Collector) -> None:
    """Give every statement its code: indicators of one list jointly, the others by their subject."""
    for run in runs(collector.prose):
        group = collector.next_group()
        collector.passages[group] = id(run[0].unit)
        codes = _codes_of_run(collector, run)
        for statement, (code, match) in zip(run, codes, strict=True):
            if code is not None:
                collector.mentions.append(_mention(collector, statement, code, match, group))
            _report_clash(collector, statement, code)


def _codes_of_run(collector: Collector, run: list[Statement]) -> list[tuple[str | None, float]]:
    """Code and label similarity of each statement."""
    if not names_indicator(run[0]):
        return [(statement.subject.code, statement.subject.similarity) for statement in run]
    if not is_list_of_indicators(run):
        return [(statement.subject.code, statement.subject.similarity) for statement in run]
    rows = []
    for statement in run:
        similarities = {int(m.code): m.similarity for m in match_indicator(label_text(statement), statement.year)}
        rows.append(Row(similarities, statement.subject.printed_number))
    assignment = assign(rows)
    if assignment.numbers_are_ranks:
        place = run[0].unit.position_at(run[0].start)
        collector.findings.append(finding("numbers_are_ranks", run[0].label, page=place.page, line=place.line))
    return [
        (str(number), row.similarities.get(number, 0.0)) if number is not None else (None, 0.0)
        for row, number in zip(rows, assignment.indicators, strict=True)
    ]


def _report_clash(collector: Collector, statement: Statement, code: str | None) -> None:
    """A heading whose number is right and whose label names another indicator, or the other way round."""
    subject = statement.subject
    if code is None or subject.code is None or subject.similarity < settings().assignment.sure_similarity:
        return
    if not subject.code.isdigit() or subject.code == code:
        return
    place = statement.unit.position_at(statement.start)
    collector.findings.append(
        finding(
            "label_number_clash",
            statement.label,
            expected=subject.code,
            found=str(subject.printed_number),
            page=place.page,
            line=place.line,
        )
    )


def _year_told(statement: Statement, identity: Identity) -> int | None:
    """The year of a statement: last year's where it says so, the printed one, or that of the paper's scores."""
    if statement.last_year:
        present = identity.scores_year if statement.compared else identity.fiscal_year
        return present - 1 if present is not None else None
    return statement.year or identity.scores_year


def _mention(collector: Collector, statement: Statement, code: str, match: float, group: int) -> ScoreMention:
    year = _year_told(statement, collector.identity)
    position = statement.unit.position_at(statement.start)
    label = statement.label if statement.subject.code != "ITA" else framework(year).label_of(code)[0]
    mention = ScoreMention(
        code=code,
        fiscal_year=year,
        context=statement.unit.context,
        raw_label=label,
        raw_value=statement.raw,
        value=statement.value,
        position=position,
        method=statement.unit.method,
        printed_number=statement.subject.printed_number,
        label_match=round(match, 4),
        grade=statement.grade,
        group=group,
        confidence=statement.unit.confidence,
    )
    return with_candidates(mention, statement.unit.numbers)
