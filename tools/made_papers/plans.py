"""Tables of measures over several pages."""

from __future__ import annotations

import random

from tools.made_papers.model import Cell, Paper, Table, Text
from tools.made_papers.words import INDICATORS, LOREM, THAI, cells


def plan(repeat: bool) -> Paper:
    """A table of measures over several pages: rows cut by the page, one person for four rows, long cells."""
    chance = random.Random(7)
    rows: list[list[Cell]] = [cells("ตัวชี้วัด", "มาตรการ/กิจกรรม", "ขั้นตอนการดำเนินการ", "ระยะเวลา", "ผู้รับผิดชอบ")]
    for number, name in enumerate(INDICATORS, start=1):
        steps = "\n".join(f"{step}. {chance.choice(LOREM)}".translate(THAI) for step in range(1, chance.randint(3, 5)))
        row = cells(f"{number}. {name}".translate(THAI), chance.choice(LOREM), steps, "ตุลาคม ๒๕๖๖ - กันยายน ๒๕๖๗")
        if number in (1, 5):
            row.append(Cell("สำนักปลัด" if number == 1 else "กองคลัง", rows=4 if number == 1 else 1))
        elif number > 5:
            row.append(Cell("กองการศึกษา"))
        rows.append(row)
    table = Table(rows, [0.17, 0.22, 0.33, 0.13, 0.15], repeat=repeat)
    title = Text("มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน", 1, centred=True)
    opening = Text("จากผลการประเมินที่ผ่านมา หน่วยงานจึงกำหนดมาตรการตามตารางต่อไปนี้")
    return Paper("plan" if repeat else "plan_one_header", [title, opening, table], numbered=True)


def plan_row_rules() -> Paper:
    """Measures in words on one page, with rules between the rows only."""
    chance = random.Random(3)
    rows = [cells("ตัวชี้วัด", "มาตรการ/กิจกรรม", "ระยะเวลา", "ผู้รับผิดชอบ")]
    for number, name in enumerate(INDICATORS[:6]):
        office = ("สำนักปลัด", "กองคลัง", "กองการศึกษา")[number % 3]
        rows.append(cells(name, chance.choice(LOREM), "ตุลาคม ๒๕๖๖ - มีนาคม ๒๕๖๗", office))
    table = Table(rows, [0.22, 0.42, 0.18, 0.18], rules="rows")
    return Paper(
        "plan_row_rules", [Text("มาตรการส่งเสริมความโปร่งใส", 1, centred=True), Text(LOREM[1]), table, Text(LOREM[2])]
    )
