"""Cells of responsible units on pages that a recogniser read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.document import Block, NumberReadings, Table, TextSource
from extractors.measures import extract_measures
from extractors.readers import read
from tests.measures.reading import identity, tsv


@pytest.mark.parametrize(
    ("source", "units"),
    [(TextSource.OCR, ("กองช่าง",)), (TextSource.TEXT_LAYER, ("กองชาง",)), (TextSource.PLAIN, ("กองชาง",))],
)
def test_misread_units_are_mended_on_recognised_pages_only(source: TextSource, units: tuple[str, ...]) -> None:
    document = read(tsv("มาตรการ | ขั้นตอน | ผู้รับผิดชอบ", "อบรม | จัดอบรม | กองชาง").encode(), "paper.txt")
    pages = tuple(replace(page, source=source) for page in document.pages)
    (measure,), _ = extract_measures(replace(document, pages=pages), identity())
    assert measure.responsible == units


@pytest.mark.parametrize(
    ("cell", "numbers", "indicators", "findings"),
    [
        ("ตัวชี้วัดที่ ๒ 9ชลำนางแน", ((("๒", 0.45), ("๓", 0.4)),), (), [("low_ocr_confidence", "2")]),
        ("ตัวชี้วัดที่ ๒ 9ชลำนางแน", ((("๒", 0.99),),), (2,), []),
        ("ตัวชี้วัดที่ ๒ 9ชลำนางแน", (), (2,), []),
        ("ตัวชี้วัดที่ ๒ การใช้งบประมาณ", ((("๒", 0.45), ("๓", 0.4)),), (2,), []),
    ],
)
def test_a_number_that_was_not_surely_read_names_no_indicator_alone(
    cell: str, numbers: tuple[NumberReadings, ...], indicators: tuple[int, ...], findings: list[tuple[str, str]]
) -> None:
    document = read(tsv("ตัวชี้วัด | มาตรการ | ผู้รับผิดชอบ", f"{cell} | จัดอบรมประจำปี | กองช่าง").encode(), "paper.txt")

    def told(block: Block) -> Block:
        if not isinstance(block, Table):
            return block
        cells = (replace(place, numbers=numbers) if place.text == cell else place for place in block.cells)
        return replace(block, cells=tuple(cells))

    pages = tuple(replace(page, blocks=tuple(map(told, page.blocks))) for page in document.pages)
    (measure,), found = extract_measures(replace(document, pages=pages), identity())
    assert measure.indicators == indicators
    assert [(item.code, item.found) for item in found] == findings
