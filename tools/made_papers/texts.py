"""Prose, and tick boxes as letters and drawn."""

from __future__ import annotations

import random

from tools.made_papers.model import Block, Columns, Paper, Raw, Table, Text
from tools.made_papers.words import INDICATORS, LOREM, THAI, cells


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
    rows = [cells("รายการ", "มี", "ไม่มี", "หมายเหตุ")]
    for index, name in enumerate(INDICATORS[:6]):
        rows.append(cells(name, "☑" if index % 2 else "☐", "☐" if index % 2 else "☑", "ครบ" if index == 3 else ""))
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
