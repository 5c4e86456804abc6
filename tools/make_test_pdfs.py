"""Make the PDFs of ``tests/pdf/files`` anew: the papers below, through Chromium and through LibreOffice.

Needs both programs and the font Laksaman (package fonts-tlwg-laksaman); the tests themselves need neither. Each paper
is described once; beside the PDFs a JSON file says what a reader must find. Run: ``python tools/make_test_pdfs.py``.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "tests" / "pdf" / "files"
FONT = "Laksaman"


@dataclass(frozen=True)
class Cell:
    """A table cell; its text may hold line ends."""

    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Table:
    """Rows of cells; the first ``header`` rows are its head, printed again on every page if ``repeat``."""

    rows: Sequence[Sequence[Cell]]
    widths: Sequence[float]  # shares of the line
    header: int = 1
    repeat: bool = True
    rules: str = "all"  # all, rows, none
    centred: bool = False


@dataclass(frozen=True)
class Text:
    """A paragraph, heading (``level`` 1 to 3) or bullet."""

    text: str
    level: int = 0
    bullet: bool = False
    centred: bool = False
    indent: bool = True


@dataclass(frozen=True)
class Columns:
    """Paragraphs in two columns."""

    texts: Sequence[Text]


@dataclass(frozen=True)
class Raw:
    """Markup for Chromium only, and the texts that a reader must find for it."""

    markup: str
    texts: Sequence[str] = ()


Block = Text | Table | Columns | Raw


@dataclass(frozen=True)
class Paper:
    """A paper: its blocks, how it is printed, and the head that every page carries."""

    name: str
    blocks: Sequence[Block]
    landscape: bool = False
    size: float = 14.0
    head: str = ""
    numbered: bool = False
    programs: Sequence[str] = ("chromium", "libreoffice")
    style: str = ""
    flag: int = 0  # degrees of the Rotate flag that the finished pages get


# HTML, for Chromium


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


# Flat OpenDocument, for LibreOffice

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


# The papers

PLACES = (
    "หนองบัว", "ดอนแก้ว", "ท่าข้าม", "บ้านใหม่", "แม่สอด", "วังทอง", "น้ำพอง", "คลองสาม", "โนนสูง", "ศรีสงคราม", "ปากช่อง", "เขาค้อ",
    "ลำปลายมาศ", "ทุ่งใหญ่", "กำแพงแสน", "สำโรง", "ชุมแพ",
)  # fmt: skip
KINDS = ("เทศบาลตำบล", "องค์การบริหารส่วนตำบล", "เทศบาลเมือง")
INDICATORS = (
    "การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ", "การใช้ทรัพย์สินของราชการ", "การแก้ไขปัญหาการทุจริต",
    "คุณภาพการดำเนินงาน", "ประสิทธิภาพการสื่อสาร", "การปรับปรุงระบบการทำงาน", "การเปิดเผยข้อมูล", "การป้องกันการทุจริต",
)  # fmt: skip
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
LOREM = (
    "หน่วยงานจัดประชุมผู้เกี่ยวข้องเพื่อทบทวนขั้นตอนการให้บริการ และกำหนดผู้รับผิดชอบในแต่ละขั้นตอนให้ชัดเจน",
    "จัดทำคู่มือการปฏิบัติงานเผยแพร่ทางเว็บไซต์ พร้อมทั้งเปิดช่องทางรับฟังความคิดเห็นของประชาชนอย่างต่อเนื่อง",
    "รายงานผลการดำเนินการต่อผู้บริหารทุกไตรมาส และนำข้อเสนอแนะไปปรับปรุงการทำงานในปีต่อไป",
    "ประชาสัมพันธ์ระเบียบการยืมใช้ทรัพย์สินของราชการให้บุคลากรทราบโดยทั่วกัน และตรวจสอบทะเบียนคุมทุกเดือน",
)


def _cells(*texts: str) -> list[Cell]:
    return [Cell(text) for text in texts]


def league() -> Paper:
    """17 agencies × 14 numbers on a landscape page in small type, heads merged."""
    chance = random.Random(4)
    names = [f"{KINDS[index % 3]}{place}" for index, place in enumerate(PLACES)]
    rows: list[list[Cell]] = [
        [
            Cell("ลำดับ", rows=2), Cell("หน่วยงาน", rows=2), Cell("ตัวชี้วัด", columns=10),
            Cell("IIT", rows=2), Cell("EIT", rows=2), Cell("OIT", rows=2), Cell("คะแนนรวม", rows=2),
        ],
        _cells(*map(str, range(1, 11))),
    ]  # fmt: skip
    for number, name in enumerate(names, start=1):
        rows.append(_cells(str(number), name, *(f"{chance.uniform(60, 100):.2f}" for _ in range(14))))
    widths = [0.05, 0.19, *[0.052] * 13, 0.084]
    title = Text("ตารางคะแนนการประเมินคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. ๒๕๖๖", 2, centred=True)
    return Paper("league", [title, Table(rows, widths, header=2, centred=True)], landscape=True, size=8)


def plan(repeat: bool) -> Paper:
    """A table of measures over several pages: rows cut by the page, one person for four rows, long cells."""
    chance = random.Random(7)
    rows: list[list[Cell]] = [_cells("ตัวชี้วัด", "มาตรการ/กิจกรรม", "ขั้นตอนการดำเนินการ", "ระยะเวลา", "ผู้รับผิดชอบ")]
    for number, name in enumerate(INDICATORS, start=1):
        steps = "\n".join(f"{step}. {chance.choice(LOREM)}".translate(THAI) for step in range(1, chance.randint(3, 5)))
        row = _cells(f"{number}. {name}".translate(THAI), chance.choice(LOREM), steps, "ตุลาคม ๒๕๖๖ - กันยายน ๒๕๖๗")
        if number in (1, 5):
            row.append(Cell("สำนักปลัด" if number == 1 else "กองคลัง", rows=4 if number == 1 else 1))
        elif number > 5:
            row.append(Cell("กองการศึกษา"))
        rows.append(row)
    table = Table(rows, [0.17, 0.22, 0.33, 0.13, 0.15], repeat=repeat)
    title = Text("มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน", 1, centred=True)
    opening = Text("จากผลการประเมินที่ผ่านมา หน่วยงานจึงกำหนดมาตรการตามตารางต่อไปนี้")
    return Paper("plan" if repeat else "plan_one_header", [title, opening, table], numbered=True)


def scores(rules: str) -> Paper:
    """The ten indicators with their scores, without rules or with rules between the rows only."""
    chance = random.Random(11)
    rows = [_cells("ที่", "ตัวชี้วัด", "คะแนน", "ระดับ")]
    for number, name in enumerate(INDICATORS, start=1):
        value = chance.uniform(70, 100)
        rows.append(
            _cells(f"{number}".translate(THAI), name, f"{value:.2f}".translate(THAI), "A" if value > 85 else "B")
        )
    blocks: list[Block] = [
        Text("ผลการประเมินรายตัวชี้วัด", 2),
        Text(LOREM[0] + " " + LOREM[1]),
        Table(rows, [0.08, 0.5, 0.22, 0.2], rules=rules),
        Text(LOREM[2] + " " + LOREM[3]),
    ]
    return Paper(f"scores_{rules}", blocks)


def prose() -> Paper:
    """Title, headings, paragraphs, bullets, two columns; a running head and page numbers."""
    chance = random.Random(3)

    def paragraph(sentences: int) -> Text:
        return Text(" ".join(chance.choice(LOREM) for _ in range(sentences)))

    blocks: list[Block] = [
        Text("รายงานการวิเคราะห์ผลการประเมิน", 1, centred=True),
        Text("องค์การบริหารส่วนตำบลหนองบัว", 2, centred=True),
    ]
    for number in range(1, 4):
        blocks += [Text(f"{number}. หัวข้อเรื่องที่หนึ่ง".translate(THAI), 2), paragraph(4), paragraph(3)]
        blocks += [Text(sentence, bullet=True) for sentence in LOREM[:2]]
    blocks += [Text("บทความสองคอลัมน์", 2), Columns([paragraph(4) for _ in range(4)])]
    blocks += [Text("สรุป", 2), *(paragraph(5) for _ in range(5))]
    return Paper("prose", blocks, head="รายงานประจำปี หนองบัว", numbered=True)


def checklist() -> Paper:
    """Tick boxes as letters, in a list and in a table."""
    rows = [_cells("รายการ", "มี", "ไม่มี", "หมายเหตุ")]
    for index, name in enumerate(INDICATORS[:6]):
        rows.append(_cells(name, "☑" if index % 2 else "☐", "☐" if index % 2 else "☑", "ครบ" if index == 3 else ""))
    blocks: list[Block] = [
        Text("แบบตรวจการเปิดเผยข้อมูล", 2),
        Text("☑ ดำเนินการแล้ว", indent=False),
        Text("☐ ยังไม่ได้ดำเนินการ", indent=False),
        Text("☐ อยู่ระหว่างดำเนินการ", indent=False),
        Table(rows, [0.5, 0.12, 0.12, 0.26]),
    ]
    return Paper("checklist", blocks)


def drawn_boxes() -> Paper:
    """Tick boxes that are drawn: squares, squares with a tick or a cross inside, and those of web forms."""
    tick = "<path d='M2 6 L5 9 L10 2' fill='none' stroke='#000' stroke-width='1.4'/>"
    cross = "<path d='M2 2 L10 10' stroke='#000'/><path d='M10 2 L2 10' stroke='#000'/>"
    items = (
        ("", "ยังไม่ได้จัดทำแผน"),
        (tick, "จัดทำแผนแล้ว"),
        (cross, "เผยแพร่แผนแล้ว"),
        ("", "รายงานผลรอบหกเดือน"),
    )
    lines = [
        f"<p><svg width=12 height=12 viewBox='0 0 12 12'><rect x=1 y=1 width=10 height=10 fill='none' "
        f"stroke='#000'/>{mark}</svg> {text}</p>"
        for mark, text in items
    ]
    lines += ["<p><input type=checkbox> ยังไม่ได้อนุมัติ</p>", "<p><input type=checkbox checked> อนุมัติแล้ว</p>"]
    texts = [f"{'☑' if mark else '☐'} {text}" for mark, text in items] + ["☐ ยังไม่ได้อนุมัติ", "☑ อนุมัติแล้ว"]
    return Paper("drawn_boxes", [Raw("".join(lines), texts)], programs=("chromium",))


def turned(flag: int) -> Paper:
    """A wide table printed sideways on a portrait page, without and with the flag that turns the page."""
    paper = league()
    style = (
        "body { transform: rotate(-90deg) translateX(-25.3cm); transform-origin: 0 0; width: 25.3cm; height: 17cm; }"
    )
    name = f"turned_{flag}"
    return Paper(name, paper.blocks, size=8, programs=("chromium",), style=style, flag=flag)


def upright_heads() -> Paper:
    """A table whose heads run upwards, as wide tables have them."""
    chance = random.Random(5)
    heads = "".join(f"<th><span>{name}</span></th>" for name in INDICATORS[:6])
    values = [[f"{chance.uniform(60, 100):.2f}" for _ in range(6)] for _ in range(4)]
    rows = "".join(
        f"<tr><td>{name}</td>{''.join(f'<td>{value}</td>' for value in line)}</tr>"
        for name, line in zip(PLACES, values, strict=False)
    )
    markup = f"<table class=all><tr><th>หน่วยงาน</th>{heads}</tr>{rows}</table>"
    style = "th { height: 5cm; } th span { writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap; }"
    return Paper("upright_heads", [Raw(markup)], programs=("chromium",), style=style)


PAPERS = (
    league(), plan(True), plan(False), scores("none"), scores("rows"), prose(), checklist(), drawn_boxes(), turned(0),
    turned(90), upright_heads(),
)  # fmt: skip


# Programs


def _chromium(source: Path, target: Path, flag: int) -> None:
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--disable-pdf-tagging"]
    subprocess.run(["chromium", *options, f"--print-to-pdf={target}", str(source)], check=True, capture_output=True)
    if flag:
        import pypdfium2

        document = pypdfium2.PdfDocument(target.read_bytes())
        for page in document:
            page.set_rotation(flag)
        document.save(target)


def _libreoffice(source: Path, target: Path) -> None:
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(source.parent), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    target.write_bytes(source.with_suffix(".pdf").read_bytes())


def truth(paper: Paper) -> dict[str, object]:
    """What a reader must find: paragraphs and the grid of each table, spans repeated."""
    texts: list[str] = []
    tables: list[list[list[str]]] = []
    for block in paper.blocks:
        if isinstance(block, Table):
            tables.append(_grid(block))
        elif isinstance(block, Raw):
            texts += block.texts
        else:
            texts += [text.text for text in (block.texts if isinstance(block, Columns) else [block])]
    return {"texts": texts, "tables": tables}


def _grid(table: Table) -> list[list[str]]:
    grid = [[""] * len(table.widths) for _ in table.rows]
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(table.rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            for place in ((row + down, column + right) for down in range(cell.rows) for right in range(cell.columns)):
                grid[place[0]][place[1]] = cell.text
                taken.add(place)
            column += cell.columns
    return grid


def main(names: Sequence[str]) -> None:
    """Make the files of the named papers, all without names."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for paper in PAPERS:
            if names and paper.name not in names:
                continue
            (FOLDER / f"{paper.name}.json").write_text(
                json.dumps(truth(paper), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
            )
            for program in paper.programs:
                target = FOLDER / f"{paper.name}.{program}.pdf"
                if program == "chromium":
                    source = Path(folder) / f"{paper.name}.html"
                    source.write_text(html(paper), encoding="utf-8")
                    _chromium(source, target, paper.flag)
                else:
                    source = Path(folder) / f"{paper.name}.fodt"
                    source.write_text(fodt(paper), encoding="utf-8")
                    _libreoffice(source, target)


if __name__ == "__main__":
    main(sys.argv[1:])
