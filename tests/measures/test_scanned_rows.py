"""Cells of responsible units on pages that a recogniser read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.document import TextSource
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
