"""Papers as flat OpenDocument, for LibreOffice."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tools.made_papers.model import FONT, Block, Columns, Paper, Raw, Table

_NAMESPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
    )
)


def fodt(paper: Paper) -> str:
    """The paper as a flat OpenDocument text."""
    width, height = (29.7, 21.0) if paper.landscape else (21.0, 29.7)
    line = width - 3.6
    tables = [block for block in paper.blocks if isinstance(block, Table)]
    styles = "".join(_fodt_table_styles(index, table, line) for index, table in enumerate(tables))
    body = "".join(_fodt_block(block, tables) for block in paper.blocks)
    face = f'style:font-name-complex="{FONT}" style:font-name="{FONT}"'
    faces = f'<style:font-face style:name="{FONT}" svg:font-family="{FONT}"/>'

    def paragraph(name: str, size: float, extra: str = "", bold: bool = False) -> str:
        weight = 'fo:font-weight="bold" style:font-weight-complex="bold"' if bold else ""
        return (
            f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties '
            f'fo:margin-bottom="0.1cm" {extra}/><style:text-properties {face} fo:font-size="{size}pt" '
            f'style:font-size-complex="{size}pt" {weight}/></style:style>'
        )

    names = [
        paragraph("P", paper.size),
        paragraph("I", paper.size, 'fo:text-indent="2cm" fo:text-align="justify"'),
        paragraph("C", paper.size, 'fo:text-align="center"'),
        paragraph("H1", paper.size + 6, bold=True),
        paragraph("H1C", paper.size + 6, 'fo:text-align="center"', bold=True),
        paragraph("H2", paper.size + 2, bold=True),
        paragraph("H2C", paper.size + 2, 'fo:text-align="center"', bold=True),
        paragraph("H3", paper.size, bold=True),
        paragraph("H3C", paper.size, 'fo:text-align="center"', bold=True),
        '<style:style style:name="S" style:family="section"><style:section-properties><style:columns '
        'fo:column-count="2" fo:column-gap="1cm"/></style:section-properties></style:style>',
    ]
    head = (
        f'<style:header><text:p text:style-name="C">{escape(paper.head)}</text:p></style:header>' if paper.head else ""
    )
    foot = '<style:footer><text:p text:style-name="C">- <text:page-number/> -</text:p></style:footer>'
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {_NAMESPACES} office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls>{faces}</office:font-face-decls>
<office:styles>{"".join(names[:-1])}</office:styles>
<office:automatic-styles>{names[-1]}{styles}<style:page-layout style:name="L"><style:page-layout-properties
 fo:page-width="{width}cm" fo:page-height="{height}cm" fo:margin-left="1.8cm" fo:margin-right="1.8cm"
 fo:margin-top="1.5cm" fo:margin-bottom="1.5cm"/></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L">{head}
{foot if paper.numbered else ""}</style:master-page></office:master-styles>
<office:body><office:text>{body}</office:text></office:body></office:document>"""


def _fodt_block(block: Block, tables: Sequence[Table]) -> str:
    if isinstance(block, Raw):
        raise ValueError("raw markup is for Chromium")
    if isinstance(block, Columns):
        inside = "".join(_fodt_block(text, tables) for text in block.texts)
        return f'<text:section text:style-name="S" text:name="s">{inside}</text:section>'
    if isinstance(block, Table):
        return _fodt_table(tables.index(block), block)
    if block.level:
        style = f"H{block.level}{'C' if block.centred else ''}"
        return f'<text:h text:outline-level="{block.level}" text:style-name="{style}">{escape(block.text)}</text:h>'
    style = "C" if block.centred else "I" if block.indent and not block.bullet else "P"
    mark = "• " if block.bullet else ""
    return f'<text:p text:style-name="{style}">{mark}{escape(block.text)}</text:p>'


def _fodt_table_styles(index: int, table: Table, line: float) -> str:
    border = {
        "all": 'fo:border="0.7pt solid #000000"',
        "rows": 'fo:border-top="0.7pt solid #000000" fo:border-bottom="0.7pt solid #000000"',
        "none": 'fo:border="none"',
    }[table.rules]
    columns = "".join(
        f'<style:style style:name="T{index}.{place}" style:family="table-column"><style:table-column-properties '
        f'style:column-width="{share * line:.3f}cm"/></style:style>'
        for place, share in enumerate(table.widths)
    )
    return (
        f'<style:style style:name="T{index}" style:family="table"><style:table-properties style:width="{line}cm" '
        f'table:align="left" style:writing-mode="lr-tb"/></style:style>{columns}<style:style style:name="T{index}c" '
        f'style:family="table-cell"><style:table-cell-properties fo:padding="0.06cm" {border}/></style:style>'
    )


def _fodt_table(index: int, table: Table) -> str:
    columns = "".join(
        f'<table:table-column table:style-name="T{index}.{place}"/>' for place in range(len(table.widths))
    )
    covered: dict[tuple[int, int], bool] = {}
    rows: list[str] = []
    for number, row in enumerate(table.rows):
        cells = iter(row)
        column, parts = 0, []
        while column < len(table.widths):
            if covered.get((number, column)):
                parts.append("<table:covered-table-cell/>")
                column += 1
                continue
            cell = next(cells)
            for down in range(cell.rows):
                for across in range(cell.columns):
                    covered[number + down, column + across] = True
            text = "".join(
                f'<text:p text:style-name="{"C" if table.centred else "P"}">{escape(part)}</text:p>'
                for part in cell.text.split("\n")
            )
            parts.append(
                f'<table:table-cell table:style-name="T{index}c" table:number-rows-spanned="{cell.rows}" '
                f'table:number-columns-spanned="{cell.columns}">{text}</table:table-cell>'
            )
            column += 1
        rows.append(f"<table:table-row>{''.join(parts)}</table:table-row>")
    head = "".join(rows[: table.header])
    head = f"<table:table-header-rows>{head}</table:table-header-rows>" if table.repeat and head else head
    body = "".join(rows[table.header :])
    return f'<table:table table:name="t{index}" table:style-name="T{index}">{columns}{head}{body}</table:table>'
