"""Papers made by two producers (``tools/make_test_pdfs.py``) are read as they were written."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractors.document import Document, Table, TextBlock, TextKind, TextSource
from extractors.readers import read

FILES = Path(__file__).parent / "files"
PAPERS = sorted(path.name.removesuffix(".pdf") for path in FILES.glob("*.pdf"))


@cache
def paper(name: str) -> Document:
    file = f"{name}.pdf"
    return read((FILES / file).read_bytes(), file)


def truth(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FILES / f"{name.split('.')[0]}.json").read_text(encoding="utf-8"))
    return found


def tables(name: str) -> list[Table]:
    return [block for block in paper(name).blocks() if isinstance(block, Table)]


def grid(table: Table) -> list[list[str]]:
    return [[squeezed(cell.text) if cell else "" for cell in row] for row in table.grid()]


def squeezed(text: str) -> str:
    """Lines wrap at other places in every producer."""
    return "".join(text.split())


@pytest.mark.parametrize("name", PAPERS)
def test_every_page_is_readable_text(name: str) -> None:
    document = paper(name)
    assert document.format == "pdf"
    assert document.source is TextSource.TEXT_LAYER
    assert [page.unreadable for page in document.pages] == [None] * len(document.pages)


@pytest.mark.parametrize("name", PAPERS)
def test_cells_are_exact(name: str) -> None:
    expected = [[[squeezed(text) for text in row] for row in table] for table in truth(name)["tables"]]
    if expected:
        assert [grid(table) for table in tables(name)] == expected


@pytest.mark.parametrize("name", [name for name in PAPERS if not name.startswith("prose.chromium")])
def test_texts_are_exact(name: str) -> None:
    blocks = [block for block in paper(name).blocks() if isinstance(block, TextBlock)]
    everything = squeezed("".join(block.text for block in blocks))
    assert [text for text in truth(name)["texts"] if squeezed(text) not in everything] == []
    assert len(everything) == sum(len(squeezed(text).removeprefix("•")) for text in truth(name)["texts"])


@pytest.mark.parametrize("producer", ["chromium", "libreoffice"])
def test_wide_table_in_small_type_has_its_two_header_rows(producer: str) -> None:
    (table,) = tables(f"league.{producer}")
    assert (table.n_rows, table.n_columns, table.header_rows()) == (19, 16, 2)
    heads = {cell.text: (cell.row_span, cell.col_span) for cell in table.cells if cell.header}
    assert heads["หน่วยงาน"] == (2, 1)
    assert heads["ตัวชี้วัด"] == (1, 10)


@pytest.mark.parametrize("name", ["plan.chromium", "plan.libreoffice", "plan_one_header.chromium"])
def test_table_over_pages_is_one_table_with_its_merged_cells(name: str) -> None:
    (table,) = tables(name)
    assert table.continued
    assert table.header_rows() == 1
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    assert cells[1, 4].row_span == 4
    assert cells[9, 0].position.page > 1


@pytest.mark.parametrize("producer", ["chromium", "libreoffice"])
def test_running_heads_go_and_page_numbers_become_labels(producer: str) -> None:
    document = paper(f"prose.{producer}")
    assert [page.label for page in document.pages] == [str(page.number) for page in document.pages]
    assert "รายงานประจำปี" not in document.text()


@pytest.mark.parametrize("producer", ["chromium", "libreoffice"])
def test_headings_have_levels_by_size(producer: str) -> None:
    headings = [
        (block.level, block.text)
        for block in paper(f"prose.{producer}").blocks()
        if isinstance(block, TextBlock) and block.kind is TextKind.HEADING
    ]
    assert headings == [
        (1, "รายงานการวิเคราะห์ผลการประเมิน"),
        (2, "องค์การบริหารส่วนตำบลหนองบัว"),
        (2, "๑. หัวข้อเรื่องที่หนึ่ง"),
        (2, "๒. หัวข้อเรื่องที่หนึ่ง"),
        (2, "๓. หัวข้อเรื่องที่หนึ่ง"),
        (2, "บทความสองคอลัมน์"),
        (2, "สรุป"),
    ]


@pytest.mark.parametrize("producer", ["chromium", "libreoffice"])
def test_bullets_are_list_items(producer: str) -> None:
    items = [
        block
        for block in paper(f"prose.{producer}").blocks()
        if isinstance(block, TextBlock) and block.kind is TextKind.LIST_ITEM
    ]
    assert len(items) == 6
    assert all(squeezed(item.text).endswith(("ชัดเจน", "ต่อเนื่อง")) for item in items)


def test_boxes_of_text_turned_without_a_flag_are_on_the_page_as_displayed() -> None:
    plain, flagged = tables("turned_0.chromium")[0], tables("turned_90.chromium")[0]
    page = paper("turned_0.chromium").pages[0]
    assert page.width is not None
    assert page.height is not None
    assert page.width < page.height
    assert page.repairs == ("text_turned_90",)
    for here, there in zip(plain.cells, flagged.cells, strict=True):
        assert here.position.bbox is not None
        assert there.position.bbox is not None
        assert here.position.bbox.x0 == pytest.approx(there.position.bbox.y0, abs=0.02)
        assert here.position.bbox.y1 == pytest.approx(page.height - there.position.bbox.x0, abs=0.02)


def test_heads_that_run_upwards_are_read() -> None:
    (table,) = tables("upright_heads.chromium")
    first = [cell.text if cell else "" for cell in table.grid()[0]]
    assert first[:3] == ["หน่วยงาน", "การปฏิบัติหน้าที่", "การใช้งบประมาณ"]


@pytest.mark.parametrize("name", PAPERS)
def test_every_cell_and_line_has_its_box_inside_the_page(name: str) -> None:
    document = paper(name)
    sizes = {page.number: (page.width or 0, page.height or 0) for page in document.pages}
    positions = [cell.position for table in tables(name) for cell in table.cells]
    for block in document.blocks():
        if isinstance(block, TextBlock):
            assert len(block.lines) == block.text.count("\n") + 1
            positions += [block.position, *block.lines]
    assert positions
    for position in positions:
        width, height = sizes[position.page]
        assert position.bbox is not None
        assert -1 <= position.bbox.x0 < position.bbox.x1 <= width + 1
        assert -1 <= position.bbox.y0 < position.bbox.y1 <= height + 1


def test_reading_is_deterministic() -> None:
    data = (FILES / "plan.libreoffice.pdf").read_bytes()
    assert read(data, "plan.pdf") == read(data, "plan.pdf")
