"""``ita agency``: which body a name means, the candidates in order, and what speaks for and against each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from normalizers.agencies import Candidate, Outcome, Reason, Resolution
from normalizers.agencies.votes import score
from pipeline.rows import who

if TYPE_CHECKING:
    from pipeline.schema import Row

_OUTCOMES = {
    Outcome.EXACT: "printed as it is called",
    Outcome.CORRECTED: "corrected: one body is near enough and well ahead of the next",
    Outcome.AMBIGUOUS: "ambiguous: several bodies fit, none is taken",
    Outcome.UNKNOWN: "unknown: nothing known is near enough to be taken",
}
_FORMS = {"former_name": "a former name", "abbreviation": "an abbreviation", "beginning": "the beginning of the name"}


def found_something(resolution: Resolution) -> bool:
    """Whether there is a body or at least a candidate to show."""
    return bool(resolution.candidates) or resolution.outcome is not Outcome.UNKNOWN


def print_resolution(console: Console, resolution: Resolution) -> None:
    """The decision in two lines, then a table of the candidates with their reasons."""
    agency = resolution.agency
    console.print(f"[bold]{escape(agency.agency or 'no body')}[/]  {escape(agency.agency_id or 'no id')}")
    console.print(_OUTCOMES[resolution.outcome])
    if resolution.inferred_fields:
        console.print(f"not printed, follows from the name: {', '.join(resolution.inferred_fields)}")
    if not resolution.candidates:
        return
    table = Table("", "id", "off", "body, and why", box=None, pad_edge=False)
    for rank, candidate in enumerate(resolution.candidates, 1):
        body = escape(f"{_full_name(candidate)}\n{_why(candidate)}")
        table.add_row(str(rank), candidate.agency.agency_id, f"{candidate.cost:.1f}", body)
    console.print(table)
    console.print(f"off: points that the print leaves unexplained, {score('unit')} for an unrelated letter")


def _full_name(candidate: Candidate) -> str:
    """The body's name with the places that are not part of it."""
    body = candidate.agency
    amphoe = f" อำเภอ{body.amphoe}" if body.amphoe and body.tambon else ""
    named = body.tambon is None and (body.province or "") in (body.agency or "")
    province = f" จังหวัด{body.province}" if body.province and not named else ""
    return f"{body.agency}{amphoe}{province}"


def _why(candidate: Candidate) -> str:
    return "; ".join(map(_told, candidate.reasons)) or "the name is the whole body"


def _told(reason: Reason) -> str:
    """One field in words."""
    if reason.field in _FORMS:
        return f"{reason.printed} is {_FORMS[reason.field]}"
    if reason.cost == 0:
        return f"{reason.field} {reason.printed} fits"
    if reason.cost >= score("cap"):
        return f"{reason.field} {reason.printed} is far off"
    return f"{reason.field} {reason.printed} is {reason.cost:.1f} off"


def as_json(text: str, resolution: Resolution) -> str:
    """The same as one JSON object; costs and gap in points."""
    shown = {
        "text": text,
        "outcome": resolution.outcome.value,
        "agency": who(resolution.agency),
        "gap": round(resolution.gap, 3),
        "inferred_fields": list(resolution.inferred_fields),
        "candidates": [_row(candidate) for candidate in resolution.candidates],
    }
    return json.dumps(shown, ensure_ascii=False, indent=2)


def _row(candidate: Candidate) -> Row:
    reasons = [
        {"field": reason.field, "printed": reason.printed, "cost": round(reason.cost, 3)}
        for reason in candidate.reasons
    ]
    return {**who(candidate.agency), "cost": round(candidate.cost, 3), "reasons": reasons}
