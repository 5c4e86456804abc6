"""Measure tables of made-up papers and what must be read from them."""

from __future__ import annotations

from dataclasses import replace

from tests.papers.blocks import Block, Cell, Grid, row
from tests.papers.layouts import Show
from tests.papers.model import INDICATORS, TruthMeasure, wording


def measure_table(show: Show) -> tuple[list[Block], list[TruthMeasure]]:
    """As many measures as the knobs ask for, in one of the header wordings, perhaps broken over two pages.

    The break may fall inside a row: its last step then stands alone in the first row of the next page.
    """
    words = wording()
    table = show.rng.choice(words["measure_tables"])
    numbers = sorted(show.rng.sample(INDICATORS, show.knobs.measures))
    rows = [row(*table["headers"], header=True)]
    truths = []
    for place, number in enumerate(numbers, 1):
        cells = _cells(show, place, number, table["roles"])
        rows.append(row(*(cells[role] for role in table["roles"])))
        named = number if "indicator" in table["roles"] else None
        measure = words["measures"][str(number)]
        steps = len(measure["steps"]) if "steps" in table["roles"] else None
        truths.append(TruthMeasure(measure["title"], named, cells["responsible"], None, steps))
    grid = Grid(tuple(rows), show.form)
    if show.knobs.page_breaks and "steps" in table["roles"] and show.rng.random() < 0.5:
        return _torn(show, grid, table["roles"].index("steps")), truths
    return show.pages(grid), truths


def _torn(show: Show, grid: Grid, column: int) -> list[Block]:
    """The table cut inside a row: the last of its steps goes to the next page, beside empty cells."""
    place = show.rng.randint(1, len(grid.rows) - 1)
    cells = list(grid.rows[place])
    kept, last = cells[column].text.rsplit("\n", 1)
    cells[column] = Cell(kept)
    rest = row(*(last if index == column else "" for index in range(len(cells))))
    head = grid.rows[0]
    return [
        replace(grid, rows=(*grid.rows[:place], tuple(cells))),
        replace(grid, rows=(head, rest, *grid.rows[place + 1 :])),
    ]


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
    units, measures = wording()["responsible"]["units"], wording()["measures"]
    return [
        TruthMeasure(
            "",
            number,
            units[number % 7],
            "done" if number % 3 else "in_progress",
            len(measures[str(number)]["steps"]),
        )
        for number in INDICATORS
    ]
