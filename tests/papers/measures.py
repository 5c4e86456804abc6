"""Measure tables of made-up papers and what must be read from them."""

from __future__ import annotations

from tests.papers.blocks import Grid, row
from tests.papers.layouts import Show
from tests.papers.model import INDICATORS, TruthMeasure, wording


def measure_table(show: Show) -> tuple[Grid, list[TruthMeasure]]:
    """A table of as many measures as the knobs ask for, in one of the header wordings; the last column may be empty."""
    words = wording()
    table = show.rng.choice(words["measure_tables"])
    numbers = sorted(show.rng.sample(INDICATORS, show.knobs.measures))
    rows = [row(*table["headers"], header=True)]
    truths = []
    for place, number in enumerate(numbers, 1):
        cells = _cells(show, place, number, table["roles"])
        rows.append(row(*(cells[role] for role in table["roles"])))
        named = number if "indicator" in table["roles"] else None
        truths.append(TruthMeasure(words["measures"][str(number)]["title"], named, cells["responsible"], None))
    return Grid(tuple(rows), "html" if show.form == "html" else show.form), truths


def _cells(show: Show, place: int, number: int, roles: list[str]) -> dict[str, str]:
    """The texts of one measure by role."""
    words = wording()
    measure = words["measures"][str(number)]
    label = words["labels"][str(number)][0]
    title = measure["title"]
    plan = show.scores.year + 1
    return {
        "indicator": f"ตัวชี้วัดที่ {number} {label}",
        "number": str(place),
        "title": title if "indicator" in roles or "number" in roles else f"{place}. {title}",
        "steps": "\n".join(f"{step_number}. {step}" for step_number, step in enumerate(measure["steps"], 1)),
        "analysis": measure["analysis"],
        "responsible": show.rng.choice(words["responsible"]["units"]),
        "period": f"ปีงบประมาณ พ.ศ. {plan}",
        "monitoring": f"รายงานผลภายในวันที่ 31 มีนาคม {plan}",
    }


def progress_truth() -> list[TruthMeasure]:
    """What the ten rows of the progress table say; the row is found by its indicator."""
    units = wording()["responsible"]["units"]
    return [
        TruthMeasure("", number, units[number % 7], "done" if number % 3 else "in_progress") for number in INDICATORS
    ]
