"""Papers with boxes to tick: lists of what an office should have, and tables of how far its measures are.

Five forms take turns: boxes before the lines of a list, boxes for "yes" and "no" behind them, a table of the published
items with a column for each answer, and tables of measures with a column for each state or with the three states in a
cell. Some lines are left open. Sentences and drawings stand in ``checklists.toml``.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from extractors.document import TICKED, UNTICKED
from normalizers.framework import framework
from pipeline.truth import TrueMeasure
from tests.papers.model import PARTS, Body, texts_of
from tests.papers.names import draw_body

FORMS = ("visit", "items", "states", "answers", "boxes")
TABLES = ("items", "states")  # with a column for each answer
YEARS = (2564, 2566)  # of the same list of items
_OPEN = 0.08  # share of the lines that nobody has ticked
_YES = 0.6
_SVG = '<svg viewBox="0 0 24 24" style="width: 12pt; height: 12pt; vertical-align: -2pt; overflow: visible">{}</svg>'


@dataclass(frozen=True, slots=True)
class Checklist:
    """A paper with boxes: the body it is from, its source (HTML), its truth, and how its boxes are drawn."""

    body: Body
    html: str
    measures: tuple[TrueMeasure, ...]
    form: str
    drawing: str

    @property
    def drawn(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The markup that is printed for an empty and for a ticked box."""
        drawing = next(drawing for drawing in _data()["drawing"] if drawing["name"] == self.drawing)
        if "marks" not in drawing:
            return ()
        frame = drawing.get("frame", "")
        marks = tuple(_SVG.format(frame + mark) for mark in drawing["marks"])
        return ((UNTICKED, (_SVG.format(frame) if frame else "",)), (TICKED, marks))


@dataclass(slots=True)
class _Pen:
    """What a form is written with: the draw, the part of the sentences, the fiscal year."""

    rng: random.Random
    part: str
    year: int

    def some(self, texts: Sequence[Any]) -> list[Any]:
        """The share of a list that this part of the samples uses."""
        return list(texts[PARTS[self.part] :: len(PARTS)])

    def answer(self) -> bool | None:
        """Ticked, not ticked, or left open."""
        return None if self.rng.random() < _OPEN else self.rng.random() < _YES

    def lines(self) -> list[tuple[int, list[str]]]:
        """Indicators with their lines."""
        lines = [(int(number), self.some(texts)) for number, texts in _data()["lines"].items()]
        return sorted(self.rng.sample(lines, 4))


def checklist(number: int, seed: int, part: str) -> Checklist:
    """Paper ``number`` of a seed; forms and drawings go round."""
    form = FORMS[number % len(FORMS)]
    drawings = [drawing["name"] for drawing in _data()["drawing"] if form in TABLES or not drawing.get("tables")]
    rng = random.Random(f"{seed}/{number}")
    pen = _Pen(rng, part, rng.randint(*YEARS))
    with texts_of(part):
        body = draw_body(rng)
    words = _data()["forms"][form]
    html, measures = _WRITERS[form](pen, words)
    title = escape(words["title"].format(year=pen.year))
    who = f"{body.full_name} อำเภอ{body.amphoe} จังหวัด{body.province}"
    page = f"<h1>{title}</h1><p>{who}</p><p>{words['opening']}</p>{html}"
    drawing = drawings[(number // len(FORMS) * 8 + number) % len(drawings)]  # every form meets every drawing
    return Checklist(body, page, tuple(measures), form, drawing)


@cache
def _data() -> dict[str, Any]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        return tomllib.load(file)


def _box(ticked: bool | None) -> str:
    return TICKED if ticked else UNTICKED


def _line(title: str, indicator: int, checked: bool | None) -> TrueMeasure:
    return TrueMeasure(title, indicator, kind="checklist", checked=checked)


def _heading(number: int) -> str:
    return f"<h3>ตัวชี้วัดที่ {number} {framework(None).indicators[number - 1].label}</h3>"


def _visit(pen: _Pen, _: dict[str, Any]) -> tuple[str, list[TrueMeasure]]:
    """A box before each line: empty means no."""
    parts, truths = [], []
    for indicator, lines in pen.lines():
        parts.append(_heading(indicator))
        for place, text in enumerate(lines, 1):
            checked = pen.rng.random() < _YES
            parts.append(f"<p>{_box(checked)} {place}. {text}</p>")
            truths.append(_line(text, indicator, checked))
    return "".join(parts), truths


def _answers(pen: _Pen, words: dict[str, Any]) -> tuple[str, list[TrueMeasure]]:
    """Boxes for both answers below each line."""
    yes, no = pen.rng.choice(pen.some(words["pairs"]))
    parts, truths = [], []
    for indicator, lines in pen.lines():
        parts.append(_heading(indicator))
        for place, text in enumerate(lines, 1):
            checked = pen.answer()
            boxes = f"{_box(checked)} {yes} &nbsp; {_box(checked is False)} {no}"
            parts.append(f"<ul><li>{place}. {text}<ul><li>{boxes}</li></ul></li></ul>")
            truths.append(_line(text, indicator, checked))
    return "".join(parts), truths


def _items(pen: _Pen, words: dict[str, Any]) -> tuple[str, list[TrueMeasure]]:
    """The items that an office publishes, below the names of the parts they belong to; a column for each answer."""
    yes, no = pen.rng.choice(pen.some(words["pairs"]))
    year = framework(pen.year)
    labels = {sub.code: sub.label for sub in year.sub_indicators}
    known = [item for code, item in year.items.items() if code.startswith("o") and item.title and item.sub_indicator]
    rows, truths = [_row([head.format(yes=yes, no=no) for head in words["headers"]], "th")], []
    for code, items in groupby(known[: pen.rng.randint(22, len(known))], key=lambda item: item.sub_indicator):
        rows.append(f'<tr><td colspan="5">ตัวชี้วัดย่อยที่ {code} {labels[str(code)]}</td></tr>')
        for item in items:
            checked = pen.answer()
            answer = [_box(checked), _box(checked is False)]
            rows.append(_row([item.code.upper(), str(item.title), *answer, pen.rng.choice(words["remarks"])]))
            truths.append(_line(str(item.title), int(str(code).split(".")[0]), checked))
    return f"<table>{''.join(rows)}</table>", truths


def _states(pen: _Pen, words: dict[str, Any]) -> tuple[str, list[TrueMeasure]]:
    """A column for each state, ticked in one of them."""
    states = pen.rng.choice(pen.some(_data()["states"]["orders"]))

    def cells(status: str | None) -> list[str]:
        return [_box(name == status) for name, _ in states]

    return _progress(pen, [*words["headers"], *(word for _, word in states)], cells)


def _boxes(pen: _Pen, words: dict[str, Any]) -> tuple[str, list[TrueMeasure]]:
    """The three states one below the other in a cell."""
    states = pen.rng.choice(pen.some(_data()["states"]["orders"]))

    def cells(status: str | None) -> list[str]:
        return ["\n".join(f"{_box(name == status)} {word}" for name, word in states)]

    return _progress(pen, words["headers"], cells)


def _progress(pen: _Pen, headers: list[str], cells: Callable[[str | None], list[str]]) -> tuple[str, list[TrueMeasure]]:
    """A table of measures; some of them have no state."""
    rows, truths = [_row(headers, "th")], []
    names = [state for state, _ in _data()["states"]["orders"][0]]
    lines = [text for _, texts in pen.lines() for text in texts]
    for place, text in enumerate(lines, 1):
        status = None if pen.rng.random() < _OPEN else pen.rng.choice(names)
        title, unit = text.replace("มี", "จัดให้มี", 1), pen.rng.choice(pen.some(_data()["responsible"]["texts"]))
        rows.append(_row([str(place), title, unit, *cells(status)]))
        truths.append(TrueMeasure(title, None, (unit,), status=status))
    return f"<table>{''.join(rows)}</table>", truths


def _row(texts: Sequence[str], tag: str = "td") -> str:
    cells = "".join(f"<{tag}>{escape(text).replace(chr(10), '<br>')}</{tag}>" for text in texts)
    return f"<tr>{cells}</tr>"


_WRITERS: dict[str, Callable[[_Pen, dict[str, Any]], tuple[str, list[TrueMeasure]]]] = {
    "visit": _visit,
    "answers": _answers,
    "items": _items,
    "states": _states,
    "boxes": _boxes,
}
