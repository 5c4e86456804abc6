"""Tables of scores: many agencies, one agency, turned, with heads that run upwards."""

from __future__ import annotations

import random

from tools.made_papers.model import Block, Cell, Paper, Raw, Table, Text
from tools.made_papers.words import INDICATORS, KINDS, LOREM, PLACES, THAI, cells


def league() -> Paper:
    """17 agencies × 14 numbers on a landscape page in small type, heads merged."""
    chance = random.Random(4)
    names = [f"{KINDS[index % 3]}{place}" for index, place in enumerate(PLACES)]
    rows: list[list[Cell]] = [
        [
            Cell("ลำดับ", rows=2), Cell("หน่วยงาน", rows=2), Cell("ตัวชี้วัด", columns=10),
            Cell("IIT", rows=2), Cell("EIT", rows=2), Cell("OIT", rows=2), Cell("คะแนนรวม", rows=2),
        ],
        cells(*map(str, range(1, 11))),
    ]  # fmt: skip
    for number, name in enumerate(names, start=1):
        rows.append(cells(str(number), name, *(f"{chance.uniform(60, 100):.2f}" for _ in range(14))))
    widths = [0.05, 0.19, *[0.052] * 13, 0.084]
    title = Text("ตารางคะแนนการประเมินคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. ๒๕๖๖", 2, centred=True)
    return Paper("league", [title, Table(rows, widths, header=2, centred=True)], landscape=True, size=8)


def scores(rules: str) -> Paper:
    """The ten indicators with their scores, without rules or with rules between the rows only."""
    chance = random.Random(11)
    rows = [cells("ที่", "ตัวชี้วัด", "คะแนน", "ระดับ")]
    for number, name in enumerate(INDICATORS, start=1):
        value = chance.uniform(70, 100)
        rows.append(
            cells(f"{number}".translate(THAI), name, f"{value:.2f}".translate(THAI), "A" if value > 85 else "B")
        )
    blocks: list[Block] = [
        Text("ผลการประเมินรายตัวชี้วัด", 2),
        Text(LOREM[0] + " " + LOREM[1]),
        Table(rows, [0.08, 0.5, 0.22, 0.2], rules=rules),
        Text(LOREM[2] + " " + LOREM[3]),
    ]
    return Paper(f"scores_{rules}", blocks)


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
