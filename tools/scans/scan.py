"""From a document to a scanned file with its truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from extractors.document import Document
from pipeline.truth import TruePaper, TrueScore
from tools.scans import image_pdf
from tools.scans.scanner import Scanner
from tools.scans.settings import levels
from tools.scans.typesetting import drawn, page_texts, pages_with, typeset_kept
from tools.typeset import Style

FORMATS = ("pdf", "tiff", "png")


@dataclass(frozen=True, slots=True)
class Order:
    """How to scan: dots per inch, name of the level of damage, seed, file format, how far the sheets are turned."""

    dpi: int = 200
    damage: str = "medium"
    seed: int = 0
    format: str = "pdf"
    turn: int = 0


def scanned(pdf: bytes, order: Order) -> bytes:
    """A typeset PDF as a scan. A PNG holds the first page only."""
    level = levels()[order.damage]
    pages = Scanner(level, order.dpi, order.seed, order.turn).scan(drawn(pdf, order.dpi))
    if order.format == "pdf":
        return image_pdf.as_pdf(pages, order.dpi, level.jpeg)
    through = [image_pdf.through_jpeg(page, level.jpeg) for page in pages]
    return image_pdf.as_tiff(through, order.dpi) if order.format == "tiff" else image_pdf.as_png(through[0], order.dpi)


def scan_documents(
    documents: Mapping[str, Document], order: Order, style: Style | None = None, producer: str = "chromium"
) -> dict[str, bytes]:
    """Documents by name as scans. Raises RuntimeError where the producer or the font is missing."""
    return {name: scanned(pdf, order) for name, pdf in typeset_kept(documents, producer, style or Style()).items()}


def completed(truth: TruePaper, pdf: bytes, source: str, order: Order) -> TruePaper:
    """The truth with what typesetting and scanning add: file name, pages, dpi, damage."""
    texts = page_texts(pdf)
    scores = tuple(replace(score, pages=pages_with(f"{score.score:.2f}", texts)) for score in truth.scores)
    measures, tables, text, pages = truth.measures, truth.tables, truth.text, len(texts)
    if order.format == "png":  # what stands on the first page can be judged, the rest was not scanned
        scores, measures, tables, text, pages = _on_first_page(scores), None, (), None, 1
    setting = {**truth.setting, "dpi": order.dpi, "damage": order.damage}
    return replace(
        truth,
        source=source,
        scores=scores,
        measures=measures,
        tables=tables,
        text=text,
        pages=pages,
        setting=setting,
    )


def _on_first_page(scores: tuple[TrueScore, ...]) -> tuple[TrueScore, ...]:
    return tuple(replace(score, pages=(1,)) for score in scores if 1 in score.pages)
