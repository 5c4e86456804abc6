"""The blocks of a made-up paper: title, headings, and the table of many bodies either way up."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from tools.league_tables.model import INDICATORS, TOOLS, WEIGHTS, Body, Knobs, Scores
from tools.made_papers.model import Block, Cell, Table, Text

THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_LETTERS = ((95, "AA"), (85, "A"), (75, "B"), (65, "C"), (55, "D"), (50, "E"), (0, "F"))
_TITLES = (
    "ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA)",
    "สรุปผลคะแนน ITA รายหน่วยงาน",
    "ตารางแสดงผลการประเมิน ITA ของหน่วยงาน",
)
_LONG = {
    "IIT": "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (IIT)",
    "EIT": "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก (EIT)",
    "OIT": "แบบตรวจการเปิดเผยข้อมูลสาธารณะ (OIT)",
}
_MEANS = ("ค่าเฉลี่ย", "คะแนนเฉลี่ย", "เฉลี่ยรวม", "รวม/เฉลี่ย", "ค่าเฉลี่ยรวม")


@dataclass(frozen=True, slots=True)
class Line:
    """One body of the table: its name as printed and as it should be, its scores, the prints by year and code."""

    body: Body
    name: str
    intact: str
    scores: Mapping[int, Scores]
    prints: Mapping[tuple[int, str], str]

    def printed_name(self, knobs: Knobs) -> str:
        """What stands in the column of names."""
        return self.name.translate(THAI) if knobs.thai else self.name


def blocks(rng: random.Random, knobs: Knobs, lines: list[Line]) -> list[Block]:
    """All blocks of the paper."""
    title = rng.choice(_TITLES)
    if knobs.year_in == "caption":
        title += f" ประจำปีงบประมาณ พ.ศ. {_digits(knobs, str(knobs.years[0]))}"
    found: list[Block] = [Text(title, 1)]
    if knobs.group in ("province", "amphoe"):
        found.append(Text(f"ของหน่วยงานในเขตจังหวัด{lines[0].body.province}", 2))
    for heading, part in _parts(knobs, lines):
        if heading:
            found.append(Text(heading, 2))
        found.append(_table(rng, knobs, part))
    return found


def _parts(knobs: Knobs, lines: list[Line]) -> Iterator[tuple[str, list[Line]]]:
    """Tables by amphoe, by kind of body, or one table."""
    if knobs.group == "amphoe":
        by_amphoe = sorted(lines, key=lambda line: line.body.amphoe or "")
        for amphoe, part in groupby(by_amphoe, key=lambda line: line.body.amphoe):
            lines_of = list(part)
            if knobs.names == "bare_section":
                for kind, of_kind in groupby(
                    sorted(lines_of, key=lambda line: line.body.kind), key=lambda line: line.body.kind
                ):
                    yield f"อำเภอ{amphoe} ประเภท{kind}", list(of_kind)
            else:
                yield f"อำเภอ{amphoe}", lines_of
    elif knobs.names == "bare_section":
        for kind, part in groupby(sorted(lines, key=lambda line: line.body.kind), key=lambda line: line.body.kind):
            yield f"ประเภท{kind}", list(part)
    else:
        yield "", lines


def _table(rng: random.Random, knobs: Knobs, lines: list[Line]) -> Table:
    head = _head(knobs, rng)
    rows = _rows(rng, knobs, lines)
    texts = [[_digits(knobs, text) for text in row] for row in rows]
    if knobs.layout == "columns":
        return _turned(head, texts)
    depth = max(len(parts) for parts in head)
    table = [*_head_rows(head, depth), *([Cell(text) for text in row] for row in texts)]
    return Table(table, _widths(head), header=depth, centred=False)


def _widths(head: list[tuple[str, ...]]) -> list[float]:
    rest = len(head) - 1
    return [
        0.22 if parts[-1].startswith(("หน่วย", "ราย", "ชื่อ", "จังหวัด", "อปท", "องค์กร")) else 0.78 / max(rest, 1)
        for parts in head
    ]


def _head(knobs: Knobs, rng: random.Random) -> list[tuple[str, ...]]:
    """Per column its head from top to bottom."""
    found: list[tuple[str, ...]] = []
    if "number" in knobs.extras:
        found.append((rng.choice(("ที่", "ลำดับ", "ลำดับที่")),))
    if "rank" in knobs.extras:
        found.append(("อันดับ",))
    names = (
        ("จังหวัด",)
        if knobs.group == "provinces" and knobs.layout == "rows"
        else ("หน่วยงาน", "ชื่อหน่วยงาน", "รายชื่อหน่วยงาน")
    )
    found.append((rng.choice(names),))
    if knobs.names == "bare_typed":
        found.append(("ประเภท",))
    found += [
        ({"amphoe": "อำเภอ", "province": "จังหวัด"}[name],) for name in ("amphoe", "province") if name in knobs.extras
    ]
    if knobs.year_in == "row":
        found.append((rng.choice(("ปี", "ปีงบประมาณ", "พ.ศ.")),))
    for year in knobs.years if knobs.year_in == "heads" else (None,):
        top = (f"ปี {_digits(knobs, str(year))}",) if year else ()
        found += [(*top, *parts) for parts in _score_heads(knobs, rng)]
        if "grade" in knobs.extras:
            found.append((*top, "ระดับ"))
    if "change" in knobs.extras:
        found.append(("ผลต่าง (+/-)",))
    if "target" in knobs.extras:
        found.append(("เป้าหมาย",))
    return found


def _score_heads(knobs: Knobs, rng: random.Random) -> Iterator[tuple[str, ...]]:
    total = rng.choice(("คะแนน ITA", "คะแนนรวม", "ITA", "ผลคะแนน ITA", "คะแนนภาพรวม", "คะแนนรวม (100)"))
    for code in _order(knobs):
        if code == "ITA":
            yield (total,)
        elif code in TOOLS:
            yield from _tool_heads(knobs, code)
        else:
            yield _indicator_head(knobs, code)


def _tool_heads(knobs: Knobs, code: str) -> Iterator[tuple[str, ...]]:
    full = int(WEIGHTS[code] * 100)
    if knobs.weighted == "both":
        yield code, "คะแนน"
        yield code, "ถ่วงน้ำหนัก"
    elif knobs.head == "groups":
        yield code, "รวม"
    elif knobs.head == "long":
        yield (f"{_LONG[code]} {_digits(knobs, f'({full})')}" if knobs.weighted == "yes" else _LONG[code],)
    else:
        yield (f"{code} ({full})" if knobs.weighted == "yes" and knobs.head == "named" else code,)


def _indicator_head(knobs: Knobs, code: str) -> tuple[str, ...]:
    number = _digits(knobs, code)
    tool = next(tool for tool, numbers in TOOLS.items() if int(code) in numbers)
    if knobs.head == "numbers":
        return ("ตัวชี้วัด", number) if "IIT" not in knobs.codes else (f"ตัวชี้วัดที่ {number}",)
    if knobs.head == "labels":
        return (INDICATORS[int(code) - 1],)
    if knobs.head == "groups":
        return (tool, number)
    return (f"ตัวชี้วัดที่ {number}\n{INDICATORS[int(code) - 1]}",)


def _order(knobs: Knobs) -> tuple[str, ...]:
    rest = tuple(code for code in knobs.codes if code != "ITA")
    return ("ITA", *rest) if knobs.total_first else (*rest, "ITA")


def _rows(rng: random.Random, knobs: Knobs, lines: list[Line]) -> list[list[str]]:
    """The body of the table, right way up: bodies and rows of means."""
    by_total = sorted(lines, key=lambda line: -line.scores[knobs.years[0]].value("ITA"))
    ranks = {line.body.id: place for place, line in enumerate(by_total, start=1)}
    if "rank" in knobs.extras:
        lines = by_total
    years: tuple[int | None, ...] = knobs.years if knobs.year_in == "row" else (None,)
    rows = []
    for number, line in enumerate(lines, start=1):
        for place, year in enumerate(years):
            name = line.printed_name(knobs) if place == 0 or rng.random() < 0.5 else ""
            rows.append(_body_row(knobs, line, number, ranks[line.body.id], year, name))
    blank = _labels(knobs, "", "", "", line=None, year=None)
    means = [_mean_row(knobs, lines, rng.choice(_MEANS), blank, Fraction(1))]
    if knobs.year_in == "row" or knobs.summary == "none":
        return rows
    if knobs.summary == "mean_first":
        return [*means, *rows]
    if knobs.summary == "sum":
        return [*rows, _mean_row(knobs, lines, "รวม", blank, Fraction(len(lines)))]
    if knobs.summary == "mean_and_nation":
        means.append(_mean_row(knobs, lines, "ค่าเฉลี่ยระดับประเทศ", blank, Fraction(11, 12)))
    return [*rows, *means]


def _labels(knobs: Knobs, number: str, rank: str, name: str, line: Line | None, year: int | None) -> list[str]:
    found = [number] if "number" in knobs.extras else []
    found += [rank] if "rank" in knobs.extras else []
    found.append(name)
    found += [line.body.kind if line else ""] if knobs.names == "bare_typed" else []
    found += [(line.body.amphoe or "" if line else "")] if "amphoe" in knobs.extras else []
    found += [(line.body.province or "" if line else "")] if "province" in knobs.extras else []
    return [*found, str(year)] if knobs.year_in == "row" else found


def _body_row(knobs: Knobs, line: Line, number: int, rank: int, year: int | None, name: str) -> list[str]:
    row = _labels(knobs, str(number), str(rank), name, line, year)
    for of in (year,) if year else knobs.years:
        for code in _order(knobs):
            row.append(line.prints[of, code])
            if knobs.weighted == "both" and code in TOOLS:
                row.append(_two(line.scores[of].value(code) * WEIGHTS[code]))
        if "grade" in knobs.extras:
            row.append(grade(line.scores[of]))
    row += ["+1.25"] if "change" in knobs.extras else []
    return [*row, "85.00"] if "target" in knobs.extras else row


def _mean_row(knobs: Knobs, lines: list[Line], label: str, blank: list[str], factor: Fraction) -> list[str]:
    """A row of means over the printed columns, times ``factor``."""
    place = ("number" in knobs.extras) + ("rank" in knobs.extras)
    row = [*blank[:place], label, *blank[place + 1 :]]
    for year in knobs.years:
        for code in _order(knobs):
            weights = [Fraction(1), WEIGHTS[code]] if knobs.weighted == "both" and code in TOOLS else [Fraction(1)]
            if knobs.weighted == "yes" and code in TOOLS:
                weights = [WEIGHTS[code]]
            for weight in weights:
                values = [Fraction(_two(line.scores[year].value(code) * weight)) for line in lines]
                row.append(_two(factor * sum(values, Fraction(0)) / len(values)))
        row += [""] if "grade" in knobs.extras else []
    row += [""] if "change" in knobs.extras else []
    return [*row, "85.00"] if "target" in knobs.extras else row


def grade(scores: Scores) -> str:
    """The level of the year's own scheme."""
    total = Fraction(_two(scores.value("ITA")))
    if scores.year <= 2565:
        return next(letter for bound, letter in _LETTERS if total >= bound)
    weakest = min(Fraction(_two(scores.tool(tool))) for tool in TOOLS)
    if total >= 95 and weakest >= 95:
        return "ผ่านดีเยี่ยม"
    if total >= 85:
        return "ผ่านดี" if weakest >= 85 else "ผ่าน"
    return "ต้องปรับปรุง" if total >= 70 else "ต้องปรับปรุงโดยด่วน"


def _two(value: Fraction) -> str:
    hundredths = (value * 100 + Fraction(1, 2)).__floor__()
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _head_rows(head: list[tuple[str, ...]], depth: int) -> list[list[Cell]]:
    """Head rows with merged cells."""
    rows: list[list[Cell]] = [[] for _ in range(depth)]
    for level in range(depth):
        column = 0
        while column < len(head):
            parts = head[column]
            if len(parts) <= level:
                column += 1
                continue
            last = level == len(parts) - 1
            width = 1
            if not last:
                while column + width < len(head) and head[column + width][: level + 1] == parts[: level + 1]:
                    width += 1
            rows[level].append(Cell(parts[level], rows=depth - level if last else 1, columns=width))
            column += width
    return rows


def _turned(head: list[tuple[str, ...]], rows: list[list[str]]) -> Table:
    """The table with a body in every column."""
    lines = [[Cell(" ".join(parts)), *(Cell(row[column]) for row in rows)] for column, parts in enumerate(head)]
    name = next(index for index, parts in enumerate(head) if parts[-1] in ("หน่วยงาน", "ชื่อหน่วยงาน", "รายชื่อหน่วยงาน"))
    lines.insert(0, lines.pop(name))
    share = 0.8 / len(rows)
    return Table(lines, [0.2, *[share] * len(rows)], header=1)


def _digits(knobs: Knobs, text: str) -> str:
    return text.translate(THAI) if knobs.thai else text
