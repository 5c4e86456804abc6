"""Facts to rows of the tables: no decision is taken here, only the columns are filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from extractors.document import Position
from extractors.facts import Measure
from extractors.findings import Finding
from normalizers.agencies import Agency
from pipeline.schema import Row, tables

if TYPE_CHECKING:
    from pipeline.reconcile import JudgedMention, Score

_INDICATORS = range(1, 11)


WHO = ("agency_id", "agency", "agency_raw", "agency_type", "tambon", "amphoe", "province")


def who(agency: Agency) -> Row:
    """The who-columns shared by all tables."""
    return {name: getattr(agency, name) for name in WHO}


def agency_of(row: Mapping[str, Any]) -> Agency:
    """The agency that a row's who-columns name."""
    return Agency(**{name: row[name] for name in WHO})


def score_rows(scores: Iterable[Score], origin: Row, own: Agency) -> list[Row]:
    """Rows of ``scores``; ``origin`` holds document_id and source, ``own`` is the paper's own agency."""
    return [
        tables()["scores"].row(
            {
                **origin,
                **who(score.agency or own),
                **_place(score.position),
                "fiscal_year": score.fiscal_year,
                "level": str(score.level),
                "code": score.code,
                "tool": score.tool,
                "indicator": score.indicator,
                "label": score.label,
                "label_en": score.label_en,
                "score": round(float(score.score), 2),
                "grade": score.grade,
                "status": str(score.status),
                "mentions": score.mentions,
                "agreeing": score.agreeing,
                "blind_spot": _rounded(score.blind_spot),
                "raw_label": score.raw_label,
                "raw_value": score.raw_value,
                "confidence": _rounded(score.confidence),
                "method": score.method,
            }
        )
        for score in scores
    ]


def mention_rows(judged: Iterable[JudgedMention], origin: Row, own: Agency) -> list[Row]:
    """Rows of ``mentions``."""
    return [
        tables()["mentions"].row(
            {
                **origin,
                **who(item.mention.agency or own),
                **_place(item.mention.position),
                "fiscal_year": item.mention.fiscal_year,
                "code": item.mention.code,
                "context": str(item.mention.context),
                "reading_group": item.mention.group,
                "raw_label": item.mention.raw_label,
                "printed_number": _small(item.mention.printed_number),
                "raw_value": item.mention.raw_value,
                "value": _rounded(item.mention.value),
                "grade": item.mention.grade,
                "label_match": _rounded(item.mention.label_match),
                "strength": _rounded(item.mention.strength),
                "confidence": _rounded(item.mention.confidence),
                "candidates": [text for text, _ in item.mention.candidates] or None,
                "probabilities": [_rounded(likely) for _, likely in item.mention.candidates] or None,
                "agrees": item.agrees,
                "method": item.mention.method,
            }
        )
        for item in judged
    ]


def measure_rows(measures: Iterable[Measure], origin: Row, own: Agency) -> list[Row]:
    """Rows of ``measures``; its two pages replace ``page``."""
    return [_measure_row(measure, origin, own) for measure in measures]


def _measure_row(measure: Measure, origin: Row, own: Agency) -> Row:
    place = _place(measure.position)
    page_first = place.pop("page")
    indicators = [number for number in measure.indicators if number in _INDICATORS]
    return tables()["measures"].row(
        {
            **origin,
            **who(own),
            **place,
            "fiscal_year": measure.fiscal_year,
            "seq": measure.seq,
            "kind": str(measure.kind),
            "indicator": indicators[0] if indicators else None,
            "indicators": indicators,
            "sub_indicator": measure.sub_indicator,
            "indicator_match": _rounded(measure.indicator_match),
            "printed_number": _small(measure.printed_number),
            "title": measure.title,
            "analysis": measure.analysis,
            "steps": list(measure.steps),
            "responsible": list(measure.responsible),
            "period": measure.period,
            "period_start": measure.period_start,
            "period_end": measure.period_end,
            "monitoring": measure.monitoring,
            "progress": measure.progress,
            "outcome": measure.outcome,
            "status": measure.status,
            "checked": measure.checked,
            "page_first": page_first,
            "page_last": measure.page_last,
        }
    )


def finding_rows(findings: Iterable[Finding], origin: Row, own: Agency) -> list[Row]:
    """Rows of ``findings``."""
    return [
        tables()["findings"].row(
            {
                **origin,
                **who(item.agency or own),
                "fiscal_year": item.fiscal_year,
                "code": item.code,
                "severity": str(item.severity),
                "subject": item.subject,
                "message_th": item.message_th,
                "message_en": item.message_en,
                "expected": item.expected,
                "found": item.found,
                "page": item.page,
                "line": item.line,
            }
        )
        for item in findings
    ]


def _place(position: Position | None) -> Row:
    box = position.bbox if position else None
    return {
        "page": position.page if position else None,
        "line": position.line if position else None,
        "x0": box.x0 if box else None,
        "y0": box.y0 if box else None,
        "x1": box.x1 if box else None,
        "y1": box.y1 if box else None,
    }


def _rounded(value: float | None) -> float | None:
    """Four decimals: more would only be noise of floating point, different on another machine."""
    return None if value is None else round(float(value), 4)


def _small(number: int | None) -> int | None:
    """A printed number that no Arrow int32 can hold is a misreading (an account number); the raw text keeps it."""
    return number if number is not None and abs(number) < 1 << 31 else None
