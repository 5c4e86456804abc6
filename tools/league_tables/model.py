"""What a made-up table is: how it was made, its bytes, and what it really says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

TOOLS = {"IIT": (1, 2, 3, 4, 5), "EIT": (6, 7, 8), "OIT": (9, 10)}
WEIGHTS = {"IIT": Fraction(3, 10), "EIT": Fraction(3, 10), "OIT": Fraction(4, 10)}
INDICATORS = (
    "การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ", "การใช้ทรัพย์สินของราชการ", "การแก้ไขปัญหาการทุจริต",
    "คุณภาพการดำเนินงาน", "ประสิทธิภาพการสื่อสาร", "การปรับปรุงการทำงาน", "การเปิดเผยข้อมูล", "การป้องกันการทุจริต",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Body:
    """A body: its id, official name, the name as the table prints it when nothing is wrong, and its places."""

    id: str
    name: str
    printed: str
    kind: str
    amphoe: str | None = None
    province: str | None = None


@dataclass(frozen=True, slots=True)
class Scores:
    """The ten indicators of one body and year, exact."""

    year: int
    indicators: Mapping[int, Fraction]

    def tool(self, code: str) -> Fraction:
        """The mean of a tool's indicators."""
        return sum((self.indicators[number] for number in TOOLS[code]), Fraction(0)) / len(TOOLS[code])

    def value(self, code: str) -> Fraction:
        """The exact value of a code."""
        if code == "ITA":
            return sum((WEIGHTS[tool] * self.tool(tool) for tool in TOOLS), Fraction(0))
        return self.tool(code) if code in TOOLS else self.indicators[int(code)]


@dataclass(frozen=True, slots=True)
class Knobs:
    """How a table is made; see ``make.draw_knobs`` for what each may be."""

    seed: int
    group: str
    bodies: int
    years: tuple[int, ...]
    codes: tuple[str, ...]
    layout: str
    weighted: str
    total_first: bool
    head: str
    names: str
    extras: tuple[str, ...]
    summary: str
    format: str
    thai: bool
    year_in: str
    bad_names: int
    bad_digits: int


@dataclass(frozen=True, slots=True)
class TrueCell:
    """One score that a table prints (points of 100 as two decimals give them) and whose it is.

    ``known`` is False where the printed name is damaged; ``damaged`` where a digit of the print is wrong.
    """

    body: Body
    year: int
    code: str
    value: float
    known: bool = True
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A table as bytes with its truth."""

    name: str
    data: bytes
    knobs: Knobs
    cells: tuple[TrueCell, ...]
    printed_names: Mapping[str, str] = field(default_factory=dict)
