"""Papers as web pages, for Chromium."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tools.made_papers.model import FONT, Block, Cell, Columns, Paper, Raw, Table


def html(paper: Paper) -> str:
    """The paper as a web page."""
    page = "A4 landscape" if paper.landscape else "A4"
    head = f"@top-center {{ content: '{paper.head}'; font: {paper.size - 2}pt {FONT}; }}" if paper.head else ""
    foot = f"@bottom-center {{ content: '- ' counter(page) ' -'; font: {paper.size - 2}pt {FONT}; }}"
    style = f"""
    @page {{ size: {page}; margin: 2.2cm 1.8cm; {head} {foot if paper.numbered else ""} }}
    body {{ font: {paper.size}pt {FONT}; line-height: 1.25; margin: 0; }}
    p {{ margin: 0 0 4pt; text-align: justify; }} p.i {{ text-indent: 2cm; }} .c {{ text-align: center !important; }}
    h1 {{ font-size: {paper.size + 6}pt; margin: 6pt 0; }} h2 {{ font-size: {paper.size + 2}pt; margin: 6pt 0; }}
    h3 {{ font-size: {paper.size}pt; margin: 6pt 0; }} ul {{ margin: 0 0 4pt; }}
    table {{ border-collapse: collapse; width: 100%; table-layout: fixed; margin: 4pt 0; }}
    td, th {{ padding: 1pt 3pt; vertical-align: top; overflow-wrap: anywhere; font-weight: normal; text-align: left; }}
    table.all td, table.all th {{ border: 0.7pt solid #000; }}
    table.rows tr {{ border-top: 0.7pt solid #000; border-bottom: 0.7pt solid #000; }}
    table.m td, table.m th {{ text-align: center; }}
    div.columns {{ columns: 2; column-gap: 1cm; }} {paper.style}"""
    body = "".join(map(_html_block, paper.blocks))
    return f"<!doctype html><html lang=th><meta charset=utf-8><title>{paper.name}</title><style>{style}</style>{body}"


def _html_block(block: Block) -> str:
    if isinstance(block, Raw):
        return block.markup
    if isinstance(block, Columns):
        return f"<div class=columns>{''.join(map(_html_block, block.texts))}</div>"
    if isinstance(block, Table):
        columns = "".join(f"<col style='width:{share * 100:.2f}%'>" for share in block.widths)
        head = "".join(map(_html_row, block.rows[: block.header]))
        body = "".join(map(_html_row, block.rows[block.header :]))
        head = f"<thead>{head}</thead>" if block.repeat else head
        return f"<table class='{block.rules}{' m' if block.centred else ''}'>{columns}{head}<tbody>{body}</table>"
    centred = " c" if block.centred else ""
    if block.level:
        return f"<h{block.level} class='{centred}'>{escape(block.text)}</h{block.level}>"
    if block.bullet:
        return f"<ul><li>{escape(block.text)}</ul>"
    return f"<p class='{'i' if block.indent and not block.centred else ''}{centred}'>{escape(block.text)}</p>"


def _html_row(row: Sequence[Cell]) -> str:
    cells = (
        f"<td rowspan={cell.rows} colspan={cell.columns}>{escape(cell.text).replace(chr(10), '<br>')}</td>"
        for cell in row
    )
    return f"<tr>{''.join(cells)}</tr>"
