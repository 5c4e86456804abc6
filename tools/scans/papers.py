"""Papers to scan: made-up ones with their truth (of ``tests.papers``, and checklists), and any that readers know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.document import Block, Cell, Document, Table, TextBlock
from extractors.readers import read
from pipeline.truth import TrueMeasure, TruePaper, TrueScore
from tests.papers import Paper, Truth, generate
from tests.papers.model import TruthMeasure, texts_of, wording
from tools.scans.checklists import Checklist, checklist
from tools.scans.settings import Font, fonts, fonts_of
from tools.scans.web_fonts import style_of
from tools.typeset import Style

DIGITS = ("arabic", "thai")
LAYOUTS = ("tsv", "group", "prose", "progress", "grid", "headings", "years", "transposed")
CHECKLIST = "checklist"  # papers without scores, so only where they are asked for
WIDE = ("progress",)
_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def made_up(
    number: int,
    seed: int,
    digits: str,
    part: str,
    family: str | None = None,
    layouts: Sequence[str] = LAYOUTS,
) -> tuple[str, Document, TruePaper, Style]:
    """Paper ``number`` of a seed: name, document, truth without pages and setting of the scan, and style.

    Layouts and fonts go round, so that every eight papers show each layout; ``family`` sets all in one font.
    """
    layout = layouts[number % len(layouts)]
    font = fonts()[family] if family else _font(number, part)
    setting: dict[str, str | int] = {"digits": digits, "layout": layout, "font": font.family, "part": part}
    name = f"paper_{seed:03d}_{number:04d}"
    if layout == CHECKLIST:
        return name, *_ticked(checklist(number, seed, part), {**setting, "seed": seed}, style_of(font))
    knobs = {"layout": layout, "digits": digits, "labels": "canonical" if number % 2 else "synonym"}
    with texts_of(part):
        paper = generate(
            seed * 10_000 + number, misspelled_agency=False, page_breaks=False, wrap=False, damage=0, **knobs
        )
        document = with_digits(read(paper.data, paper.name), digits)
        style = style_of(font, landscape=layout in WIDE and number % 3 != 0)
        return name, document, truth_of(paper, document, {**setting, "seed": seed}), style


def _ticked(paper: Checklist, setting: dict[str, str | int], style: Style) -> tuple[Document, TruePaper, Style]:
    """A checklist as document, its truth, and the style that draws its boxes."""
    document = with_digits(read(paper.html.encode(), "paper.html"), str(setting["digits"]))
    truth = TruePaper(
        source="paper.html",
        agency=paper.body.full_name,
        amphoe=paper.body.amphoe,
        province=paper.body.province,
        scores=(),
        measures=paper.measures,
        setting={**setting, "form": paper.form, "drawing": paper.drawing},
        text=document.text(),
        tables=_tables(document),
    )
    return document, truth, replace(style, drawn=paper.drawn)


def truth_of(paper: Paper, document: Document, setting: dict[str, str | int]) -> TruePaper:
    """The truth of a made-up paper in the form of truth files (``source`` is filled in by the scan)."""
    truth: Truth = paper.truth
    scores = tuple(
        TrueScore(score.year, score.code, score.value, score.grade)
        for score in sorted(truth.scores.values(), key=lambda score: (score.year, len(score.code), score.code))
    )
    return TruePaper(
        source=paper.name,
        agency=truth.body.full_name,
        amphoe=truth.body.amphoe,
        province=truth.body.province,
        scores=scores,
        measures=tuple(map(_measure, truth.measures)),
        setting=setting,
        text=document.text(),
        tables=_tables(document),
    )


def with_digits(document: Document, digits: str) -> Document:
    """The document with all its digits Thai or Arabic."""
    table = _TO_THAI if digits == "thai" else _TO_ARABIC
    pages = (replace(page, blocks=tuple(_translated(block, table) for block in page.blocks)) for page in document.pages)
    return replace(document, pages=tuple(pages))


def _translated(block: Block, table: dict[int, int]) -> Block:
    if isinstance(block, TextBlock):
        return replace(block, text=block.text.translate(table))
    return replace(block, cells=tuple(replace(cell, text=cell.text.translate(table)) for cell in block.cells))


def _tables(document: Document) -> tuple[tuple[tuple[str, ...], ...], ...]:
    return tuple(_cells(block) for block in document.blocks() if isinstance(block, Table))


def _cells(table: Table) -> tuple[tuple[str, ...], ...]:
    """The texts of a table row by row; what a span covers repeats it."""
    return tuple(tuple(_text(cell) for cell in row) for row in table.grid())


def _text(cell: Cell | None) -> str:
    return cell.text if cell else ""


def _measure(truth: TruthMeasure) -> TrueMeasure:
    """The steps in words: the wording knows them by the title or, in progress tables, by the indicator."""
    known = wording()["measures"]
    words = next(
        (words for number, words in known.items() if words["title"] == truth.title or number == str(truth.indicator)),
        None,
    )
    numbered = tuple(words["steps"]) if words and truth.steps is not None else ()
    return TrueMeasure(truth.title, truth.indicator, (truth.responsible,), numbered, truth.steps, truth.status)


def _font(number: int, part: str) -> Font:
    families = fonts_of(part)
    return families[(number // len(LAYOUTS) + number) % len(families)]
