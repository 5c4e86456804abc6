"""How the ten indicators are shown: tables of several kinds, lists, headings, cells of a progress table."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.papers.blocks import Block, Cell, Grid, Heading, Para, broken, mark, row
from tests.papers.model import INDICATORS, TOOL_INDICATORS, Knobs, YearScores, wording
from tests.papers.names import slip, spaced

WEIGHTS = {"IIT": "30", "EIT": "30", "OIT": "40"}
ITEMS = {"IIT": "6", "EIT": "5", "OIT": ""}
TEXT_LAYOUTS = ("prose", "headings", "progress")


def table_form(knobs: Knobs) -> str:
    """The form in which the paper writes its tables."""
    forms = {"pipe": "pipe", "html": "html", "group": "html", "csv": "csv", "progress": "html", "headings": "pipe"}
    return forms.get(knobs.layout, "tsv")


class Show:
    """What a layout needs: the draw, the knobs, the scores by year, and labels as this paper writes them."""

    def __init__(self, rng: random.Random, knobs: Knobs, years: list[YearScores]) -> None:
        self.rng = rng
        self.knobs = knobs
        self.years = years
        self.scores = years[-1]
        self.form = table_form(knobs)

    def label(self, number: int, plain: bool = False) -> str:
        """A label of the indicator: canonical, a synonym, or with misread letters (``plain``: no line break inside)."""
        names = wording()["synonyms" if self.knobs.labels == "synonym" else "labels"][str(number)]
        text: str = self.rng.choice(names)
        if self.knobs.labels != "slips":
            return text
        text = slip(self.rng, text, self.rng.choice((0, 1, 1, 2, 2, 3)))
        if self.rng.random() < 0.3:
            text = spaced(self.rng, text)
            if not plain and self.form == "html" and self.rng.random() < 0.5:
                text = text.replace(" ", "\n", 1)
        return text

    def order(self) -> list[int]:
        """The indicators in the order of this paper."""
        numbers = list(INDICATORS)
        if self.knobs.order == "sorted":
            numbers.sort(key=lambda number: -self.scores.indicators[number])
        elif self.knobs.order == "shuffled":
            self.rng.shuffle(numbers)
        return numbers

    def number(self, place: int, indicator: int) -> str:
        """What stands before a label: nothing, the rank or the indicator's number."""
        return {"none": "", "rank": str(place), "indicator": str(indicator)}[self.knobs.numbers]

    def score(self, code: str | int) -> str:
        """The mark of a score of the paper's year."""
        return mark(code, self.scores.year)

    def head(self, role: str) -> str:
        """A column header."""
        return str(self.rng.choice(wording()["columns"][role]))

    def grid(self, rows: list[tuple[Cell, ...]]) -> Grid:
        """A table in the paper's form."""
        return Grid(tuple(rows), self.form, self.rng.choice(("th", "td")))

    def pages(self, grid: Grid) -> list[Block]:
        """The table as it falls on the pages of this paper."""
        if not self.knobs.page_breaks or self.form == "csv":
            return [grid]
        return broken(grid, self.rng.randint(1, len(grid.rows) - 2))


def plain_table(show: Show) -> list[Block]:
    """Number, label, score, perhaps a column of targets, items or weights; tool and total rows if asked for."""
    knobs = show.knobs
    heads = [show.head("label"), show.head("score")]
    if knobs.numbers != "none":
        heads.insert(0, show.head("rank" if knobs.numbers == "rank" else "number"))
    extra = knobs.extra_column
    if extra != "none":
        heads.insert(-1, show.head(extra))
    rows = [row(*heads, header=True)]
    order = show.order()
    for place, number in enumerate(order, 1):
        rows.append(row(*_cells(show, show.number(place, number), show.label(number), show.score(number), number)))
        tool = next(name for name, numbers in TOOL_INDICATORS.items() if number in numbers)
        if knobs.tools == "row" and number == TOOL_INDICATORS[tool][-1]:
            label = show.rng.choice(wording()["tools"][tool])
            rows.append(row(*_cells(show, "", label, show.score(tool), 0)))
    if knobs.total == "row":
        rows.append(row(*_cells(show, "", show.head("total"), show.score("ITA"), 0)))
    return show.pages(show.grid(rows))


def _cells(show: Show, number: str, label: str, score: str, indicator: int) -> list[str]:
    cells = [label, score]
    if show.knobs.extra_column != "none":
        cells.insert(1, _extra(show.knobs.extra_column, indicator))
    if show.knobs.numbers != "none":
        cells.insert(0, number)
    return cells


def _extra(kind: str, indicator: int) -> str:
    if kind == "target":
        return "85"
    if not indicator:
        return ""
    tool = next(name for name, numbers in TOOL_INDICATORS.items() if indicator in numbers)
    return WEIGHTS[tool] if kind == "weight" else ITEMS[tool]


def group_table(show: Show) -> list[Block]:
    """Tool groups that span their rows: tool, weight, number, label, score, perhaps the tool's own score."""
    with_tool = show.knobs.tools == "column"
    heads = [show.head("group"), show.head("weight"), show.head("number"), show.head("label"), show.head("score")]
    rows = [row(*heads, *(["คะแนนแบบวัด"] if with_tool else []), header=True)]
    for tool, numbers in TOOL_INDICATORS.items():
        for number in numbers:
            cells = row(str(number), show.label(number), show.score(number))
            if number == numbers[0]:
                span = len(numbers)
                cells = (Cell(tool, rows=span), Cell(WEIGHTS[tool], rows=span), *cells)
                if with_tool:
                    cells = (*cells, Cell(show.score(tool), rows=span))
            rows.append(cells)
    if show.knobs.total == "row":
        total = (Cell(show.head("total"), columns=4), Cell(show.score("ITA")))
        rows.append((*total, Cell("")) if with_tool else total)
    return [Grid(tuple(rows), "html", show.rng.choice(("th", "td")))]


def prose_list(show: Show) -> list[Block]:
    """One sentence for each indicator; the tool's sentence may introduce its group."""
    words = wording()["items"]
    pattern = show.rng.choice(words["texts"] if show.knobs.numbers != "none" else words["unnumbered"])
    bullet = show.rng.random() < 0.5
    blocks: list[Block] = []
    for place, number in enumerate(show.order(), 1):
        number_text = show.number(place, number)
        text = pattern.format(n=number_text, label=show.label(number, plain=True), score=show.score(number))
        blocks.append(Para(text + show.rng.choice(words["tails"]), bullet))
    return blocks


def score_headings(show: Show) -> list[Block]:
    """A heading with the score for each indicator, and a few lines below it."""
    words = wording()["headings"]
    pattern = show.rng.choice(words["texts"])
    blocks: list[Block] = []
    for number in INDICATORS:
        label = show.label(number, plain=True)
        blocks.append(Heading(pattern.format(n=number, label=label, score=show.score(number)), 3))
        blocks.append(Para(show.rng.choice(words["bodies"])))
    return blocks


def transposed(show: Show) -> list[Block]:
    """The indicators as columns, the score as the one row."""
    named = show.knobs.numbers == "none"
    heads = [show.label(number) if named else f"ตัวชี้วัดที่ {number}" for number in INDICATORS]
    scores = [show.score(number) for number in INDICATORS]
    if show.knobs.total == "row":
        heads.append(show.head("total"))
        scores.append(show.score("ITA"))
    first = show.head("label")
    return [show.grid([row(first, *heads, header=True), row("คะแนน", *scores)])]


def years_table(show: Show) -> list[Block]:
    """Two or three fiscal years as columns, perhaps the difference as a last one."""
    years = [scores.year for scores in show.years]
    prefix = show.rng.choice(("ปี ", "ปี พ.ศ. ", "พ.ศ. ", "ปีงบประมาณ พ.ศ. "))
    difference = show.knobs.extra_column != "none"
    heads = [show.head("number"), show.head("label"), *(f"{prefix}{year}" for year in years)]
    rows = [row(*heads, *([show.head("difference")] if difference else []), header=True)]
    for number in INDICATORS:
        cells = [str(number), show.label(number), *(mark(number, year) for year in years)]
        rows.append(row(*cells, *([_difference(show, str(number))] if difference else [])))
    if show.knobs.total == "row":
        cells = ["", show.head("total"), *(mark("ITA", year) for year in years)]
        rows.append(row(*cells, *([_difference(show, "ITA")] if difference else [])))
    return show.pages(show.grid(rows))


def _difference(show: Show, code: str) -> str:
    change = float(show.years[-1].value(code) - show.years[-2].value(code))
    return f"{change:+.2f}"


def progress_table(show: Show) -> list[Block]:
    """A progress table with the score inside the cell of the indicator and tick boxes in the last one."""
    words = wording()
    table = words["progress_table"]
    rows = [row(*table["headers"], header=True)]
    for number in INDICATORS:
        measure = words["measures"][str(number)]
        unit = words["responsible"]["units"][number % 7]
        steps = "\n".join(f"{place}. {step}" for place, step in enumerate(measure["steps"], 1))
        label = f"ตัวชี้วัดที่ {number} {show.label(number)} คะแนน {show.score(number)}"
        boxes = tick_boxes(0 if number % 3 else 1)
        period = f"ปีงบประมาณ {show.scores.year + 1}"
        rows.append(row(label, steps, unit, period, f"- {measure['title']}แล้ว\n{boxes}"))
    return show.pages(Grid(tuple(rows), "html", show.rng.choice(("th", "td"))))


def tick_boxes(ticked: int) -> str:
    """The three status boxes, one of them ticked: 0 done, 1 in progress, 2 not started."""
    table = wording()["progress_table"]
    names = (table["done"], table["in_progress"], table["not_started"])
    lines = []
    for place, name in enumerate(names):
        ticks = 'checked="" ' if place == ticked else ""
        lines.append(f'<input {ticks}type="checkbox"> {name}')
    return "\n".join(lines)


def grade_grid(show: Show) -> Grid:
    """Bands, levels and results of the old scheme side by side: the total stands in the row of its level."""
    bands = (
        ("95.00 - 100", "AA"),
        ("85.00 - 94.99", "A"),
        ("75.00 - 84.99", "B"),
        ("65.00 - 74.99", "C"),
        ("55.00 - 64.99", "D"),
        ("50.00 - 54.99", "E"),
        ("0 - 49.99", "F"),
    )
    from tests.papers.figures import grade

    level = grade(show.scores)
    cells = [(band, name, show.score("ITA") if name == level else "") for band, name in bands]
    cells.append(("ดำเนินการไม่ครบถ้วน", "--", ""))
    heads = ("เกณฑ์คะแนน", "ระดับ", "ผลคะแนน")
    rows = [row(*heads, *heads, header=True)]
    rows.extend(row(*left, *right) for left, right in zip(cells[:4], cells[4:], strict=True))
    return show.grid(rows)


LAYOUT_WRITERS: dict[str, Callable[[Show], list[Block]]] = {
    "tsv": plain_table,
    "pipe": plain_table,
    "html": plain_table,
    "csv": plain_table,
    "grid": plain_table,
    "group": group_table,
    "prose": prose_list,
    "headings": score_headings,
    "transposed": transposed,
    "years": years_table,
    "progress": progress_table,
}
