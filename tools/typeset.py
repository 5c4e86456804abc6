"""Typeset a paper that the readers know (text, Markdown, HTML, CSV) as PDF in the style of a Thai government office.

Headings, paragraphs, lists and tables (spans, heads repeated on every page, tick boxes) are set in the TH Sarabun
family; Laksaman of the package fonts-tlwg-laksaman is its free version. Producers: Chromium, LibreOffice, and
WeasyPrint where it is installed; their text layers differ as those of real papers do. The bytes are the same on every
run: dates and identifiers in them are fixed.

    python tools/typeset.py data/raw/report.txt --producer chromium --out report.pdf
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import cycle
from pathlib import Path

from extractors.document import Block, Cell, Document, Table, TextBlock, TextKind
from extractors.readers import read

HERE = Path(__file__).parent
FONT = "Laksaman"
PRODUCERS = ("chromium", "libreoffice", "weasyprint")
TIMEOUT = 240  # seconds for one call of a producer
_DEEPEST_HEADING = 3
_SIZE = re.compile(r"(font-size(?:-complex)?[:=]\s*\"?)([\d.]+)(?=pt)")
_LONGEST_MARK = 3
_LETTERS_PER_CM = 5.0  # in a table, at 14 points
_LETTERS_AROUND = 1.0  # the room that a cell's padding takes
_LETTERS_OF_A_WORD = 8
_VOLATILE = (  # what changes from run to run, and what it becomes; lengths stay, so that the file stays whole
    (re.compile(rb"(?<=Date\(D:)\d{14}"), rb"0"),
    (re.compile(rb"(?<=Date \(D:)\d{14}"), rb"0"),
    (re.compile(rb"(?<=/ID \[ <)[0-9A-Fa-f]{32}"), rb"0"),
    (re.compile(rb"(?<=/ID \[<)[0-9A-Fa-f]{32}"), rb"0"),
    (re.compile(rb"(?<=\n<)[0-9A-F]{32}(?=> \])"), rb"0"),
    (re.compile(rb"(?<=/DocChecksum /)[0-9A-F]{32}"), rb"0"),
)


@dataclass(frozen=True, slots=True)
class Style:
    """The sheet: portrait or landscape, the font family, and the factor of all sizes.

    The sizes are those of TH Sarabun, whose letters are small for them; the factor makes others as tall (bodies of 6.8
    points, lines 18 points apart, as in papers of offices).
    ``faces`` is CSS that brings the font along where it is not installed, ``drawn`` the markup that is printed for a
    character, its drawings in turn (LibreOffice reads neither).
    """

    landscape: bool = False
    font: str = FONT
    scale: float = 0.72
    faces: str = ""
    drawn: tuple[tuple[str, tuple[str, ...]], ...] = ()


def available(producer: str) -> bool:
    """Whether a producer is installed here."""
    if producer == "weasyprint":
        from importlib.util import find_spec

        return find_spec("weasyprint") is not None
    return shutil.which({"chromium": "chromium", "libreoffice": "soffice"}[producer]) is not None


def typeset(document: Document, producer: str, style: Style | None = None) -> bytes:
    """One document as PDF. Raises subprocess.CalledProcessError or TimeoutExpired when the producer fails."""
    return typeset_all({"paper": document}, producer, style)["paper"]


def typeset_all(documents: Mapping[str, Document], producer: str, style: Style | None = None) -> dict[str, bytes]:
    """Several documents by name (a producer starts slowly, so LibreOffice is called once for all)."""
    sheet = style or Style()
    make = {"chromium": _chromium, "libreoffice": _libreoffice, "weasyprint": _weasyprint}[producer]
    with tempfile.TemporaryDirectory() as folder:
        made = make(Path(folder), documents, sheet)
        return {name: _fixed(made[name].read_bytes()) for name in documents}


def _fixed(pdf: bytes) -> bytes:
    for pattern, filling in _VOLATILE:
        pdf = pattern.sub(lambda match, filling=filling: filling * len(match.group()), pdf)  # type: ignore[misc]
    return pdf


# Producers


def _chromium(folder: Path, documents: Mapping[str, Document], style: Style) -> dict[str, Path]:
    made = {}
    for name, document in documents.items():
        page, pdf = folder / f"{name}.html", folder / f"{name}.pdf"
        page.write_text(as_html(document, style), encoding="utf-8")
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={folder}/c"]
        _run(["chromium", *flags, f"--print-to-pdf={pdf}", page.as_uri()])
        made[name] = pdf
    return made


def _libreoffice(folder: Path, documents: Mapping[str, Document], style: Style) -> dict[str, Path]:
    sources = []
    for name, document in documents.items():
        source = folder / f"{name}.fodt"
        source.write_text(as_flat_odt(document, style), encoding="utf-8")
        sources.append(str(source))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    _run(["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *sources])
    return {name: folder / f"{name}.pdf" for name in documents}


def _weasyprint(folder: Path, documents: Mapping[str, Document], style: Style) -> dict[str, Path]:
    import weasyprint  # type: ignore[import-not-found, unused-ignore]

    made = {name: folder / f"{name}.pdf" for name in documents}
    for name, document in documents.items():
        weasyprint.HTML(string=as_html(document, style)).write_pdf(made[name])
    return made


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, timeout=TIMEOUT, capture_output=True)


def _scaled(text: str, style: Style) -> str:
    """A style sheet with all sizes of letters times the factor."""
    return _SIZE.sub(lambda match: f"{match[1]}{round(float(match[2]) * style.scale, 2):g}", text)


# HTML


def as_html(document: Document, style: Style) -> str:
    """The document as a web page with the style sheet of this folder."""
    css = (HERE / "typeset.css").read_text(encoding="utf-8").replace(FONT, style.font)
    css = style.faces + _scaled(css, style)
    pages = "".join(f"<section>{''.join(map(_html, page.blocks))}</section>" for page in document.pages)
    for character, drawings in style.drawn:
        in_turn = cycle(drawings)
        pages = re.sub(re.escape(character), lambda _, in_turn=in_turn: next(in_turn), pages)  # type: ignore[misc]
    sheet = ' class="wide"' if style.landscape else ""
    return (
        f'<!doctype html><html lang="th"><meta charset="utf-8"><style>{css}</style><body{sheet}>{pages}</body></html>'
    )


def _html(block: Block) -> str:
    if isinstance(block, Table):
        return _html_table(block)
    text = escape(block.text).replace("\n", "<br>")
    if block.kind is TextKind.HEADING:
        tag = f"h{min(max(block.level, 1), _DEEPEST_HEADING)}"
        return f"<{tag}>{text}</{tag}>"
    if block.kind is TextKind.LIST_ITEM:
        return f'<p class="item" style="margin-left: {1 + block.level}cm">{_mark(block)}{text}</p>'
    return f"<p>{text}</p>"


def _mark(block: TextBlock) -> str:
    """The mark of a list item that readers leave out of its text; numbers and tick boxes are part of it."""
    if block.kind is not TextKind.LIST_ITEM:
        return ""
    mark, _, _ = block.raw.partition(block.text[:8])
    return f"{mark.strip()} " if 0 < len(mark.strip()) <= _LONGEST_MARK else ""


def _html_table(table: Table) -> str:
    rows = [f"<tr>{''.join(map(_html_cell, cells))}</tr>" for cells in _rows(table)]
    head = table.header_rows()
    return f"<table><thead>{''.join(rows[:head])}</thead><tbody>{''.join(rows[head:])}</tbody></table>"


def _html_cell(cell: Cell) -> str:
    tag = "th" if cell.header else "td"
    spans = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    spans += f' colspan="{cell.col_span}"' if cell.col_span > 1 else ""
    return f"<{tag}{spans}>{escape(cell.text).replace(chr(10), '<br>')}</{tag}>"


def _rows(table: Table) -> list[list[Cell]]:
    """The cells that begin in each row."""
    rows: list[list[Cell]] = [[] for _ in range(table.n_rows)]
    for cell in table.cells:
        rows[cell.row].append(cell)
    return rows


# Flat OpenDocument


def as_flat_odt(document: Document, style: Style) -> str:
    """The document as OpenDocument in one XML file, with the styles of this folder."""
    width, height, left, right = (29.7, 21.0, 1.5, 1.5) if style.landscape else (21.0, 29.7, 3.0, 2.0)
    tables: list[Table] = []
    body = "\n".join(_odt_body(document, tables))
    columns = "".join(_odt_columns(index, table, width - left - right) for index, table in enumerate(tables))
    template = _scaled((HERE / "typeset.fodt").read_text(encoding="utf-8"), style)
    filling = {"font": style.font, "width": width, "height": height, "left": left, "right": right}
    return template.format(columns=columns, body=body, **filling)


def _odt_body(document: Document, tables: list[Table]) -> Iterator[str]:
    for number, page in enumerate(document.pages):
        if number:
            yield '<text:p text:style-name="NewPage"/>'
        for block in page.blocks:
            if isinstance(block, Table):
                yield _odt_table(len(tables), block)
                tables.append(block)
            else:
                yield _odt_text(_mark(block) + block.text, _odt_style(block))


def _odt_style(block: TextBlock) -> str:
    """The style of a text; LibreOffice would spread the letters of a justified line that ends in a line break."""
    if block.kind is TextKind.HEADING:
        return f"H{min(max(block.level, 1), _DEEPEST_HEADING)}"
    return "Item" if block.kind is TextKind.LIST_ITEM else "Lines" if "\n" in block.text else "Body"


def _odt_text(text: str, style: str) -> str:
    lines = escape(text, quote=False).replace("\n", "<text:line-break/>").replace("\t", "<text:tab/>")
    return f'<text:p text:style-name="{style}">{lines}</text:p>'


def _odt_columns(index: int, table: Table, width: float) -> str:
    """Styles of the columns of a table: wide where much is written, in centimetres."""
    style = '<style:style style:name="T{0}.{1}" style:family="table-column">'
    properties = '<style:table-column-properties style:column-width="{2:.2f}cm"/></style:style>\n'
    shares = _shares(table, width)
    return "".join((style + properties).format(index, place, width * share) for place, share in enumerate(shares))


def _shares(table: Table, width: float) -> list[float]:
    """Width of each column as a share of the table: room for the longest number, the rest by how much is written."""
    least = [_LETTERS_AROUND + 2.0] * table.n_columns
    written = [1.0] * table.n_columns
    for cell in table.cells:
        if cell.col_span == 1:
            written[cell.column] += min(len(cell.text), 300)
            for token in cell.text.split():
                needed = len(token) if token.isascii() else min(len(token), _LETTERS_OF_A_WORD)
                least[cell.column] = max(least[cell.column], min(needed, 20) + _LETTERS_AROUND)
    rest = max(width * _LETTERS_PER_CM - sum(least), 0.0)
    widths = [low + rest * text / sum(written) for low, text in zip(least, written, strict=True)]
    return [share / sum(widths) for share in widths]


def _odt_table(index: int, table: Table) -> str:
    rows = list(_odt_rows(table))
    head = table.header_rows()
    columns = "".join(f'<table:table-column table:style-name="T{index}.{place}"/>' for place in range(table.n_columns))
    header = f"<table:table-header-rows>{''.join(rows[:head])}</table:table-header-rows>" if head else ""
    opening = f'<table:table table:name="T{index}" table:style-name="Table">'
    return f"{opening}{columns}{header}{''.join(rows[head:])}</table:table>"


def _odt_rows(table: Table) -> Iterator[str]:
    for number, row in enumerate(table.grid()):
        cells = []
        for column, cell in enumerate(row):
            if cell is None:
                cells.append('<table:table-cell table:style-name="Box"><text:p/></table:table-cell>')
            elif (cell.row, cell.column) == (number, column):
                cells.append(_odt_cell(cell))
            else:
                cells.append("<table:covered-table-cell/>")
        yield f"<table:table-row>{''.join(cells)}</table:table-row>"


def _odt_cell(cell: Cell) -> str:
    spans = f' table:number-rows-spanned="{cell.row_span}"' if cell.row_span > 1 else ""
    spans += f' table:number-columns-spanned="{cell.col_span}"' if cell.col_span > 1 else ""
    style = "Head" if cell.header else "Cell"
    lines = "".join(_odt_text(line, style) for line in cell.text.split("\n"))
    return f'<table:table-cell table:style-name="Box"{spans}>{lines}</table:table-cell>'


# Command line


def main(arguments: Iterable[str] | None = None) -> None:
    """Read one paper and write it as PDF."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("paper", type=Path)
    parser.add_argument("--producer", choices=PRODUCERS, default="chromium")
    parser.add_argument("--out", type=Path, help="default: the paper's name with .pdf")
    parser.add_argument("--landscape", action="store_true")
    parser.add_argument("--font", default=FONT)
    chosen = parser.parse_args(None if arguments is None else list(arguments))
    document = read(chosen.paper.read_bytes(), chosen.paper.name)
    pdf = typeset(document, chosen.producer, Style(chosen.landscape, chosen.font))
    (chosen.out or chosen.paper.with_suffix(".pdf")).write_bytes(pdf)


if __name__ == "__main__":
    main()
