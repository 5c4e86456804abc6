"""What the tests of score extraction share: a text or a table in, codes and values out."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.document import Cell, Document, Page, Position, Table, TextBlock, TextKind, TextSource
from extractors.facts import Context, DocumentKind, Identity, ScoreMention
from extractors.scores import extract_scores
from extractors.scores.sentences import Statement, Unit, statements
from extractors.scores.tables import Settled
from normalizers.agencies import Agency

PLACE = Position(1, 1)
SETTLED = Settled(2567, "plain", 1)
INDICATORS = (
    "การปฏิบัติหน้าที่",
    "การใช้งบประมาณ",
    "การใช้อำนาจ",
    "การใช้ทรัพย์สินของราชการ",
    "การแก้ไขปัญหาการทุจริต",
    "คุณภาพการดำเนินงาน",
    "ประสิทธิภาพการสื่อสาร",
    "การปรับปรุงการทำงาน",
    "การเปิดเผยข้อมูล",
    "การป้องกันการทุจริต",
)
VALUES = ("91.01", "82.02", "73.03", "94.04", "85.05", "76.06", "97.07", "88.08", "79.09", "90.10")
Reading = tuple[str | None, float | None]
LAST = "last year"  # the one before that of the paper's scores, told in words


def said(text: str, *, about_ita: bool = True, own: str = "") -> list[Statement]:
    """The statements of a sentence in a paper about the assessment."""
    names = (own,) if own else ()
    return list(statements(Unit(text, Context.SENTENCE, lambda _: PLACE, "plain", about_ita, own_names=names)))


def stated(text: str, *, about_ita: bool = True, own: str = "") -> list[Reading]:
    """Codes and values of the statements of a sentence."""
    return [(item.subject.code, item.value) for item in said(text, about_ita=about_ita, own=own)]


def stated_years(text: str) -> list[tuple[str | None, float | None, int | None]]:
    """The same with the year that was printed with each."""
    return [(item.subject.code, item.value, item.year) for item in said(text)]


def told(text: str) -> list[tuple[str | None, float | None, int | str | None]]:
    """Code, value and year of each score of a sentence."""
    return [(item.subject.code, item.value, LAST if item.last_year else item.year) for item in said(text)]


def table(rows: Sequence[Sequence[str | None]], header: int = 1) -> Table:
    """A table of texts; None is a place without a cell."""
    cells = tuple(
        Cell(index, column, text, text, Position(1, index + 1), header=index < header)
        for index, row in enumerate(rows)
        for column, text in enumerate(row)
        if text is not None
    )
    return Table(cells, len(rows), max(len(row) for row in rows), PLACE)


def paragraph(text: str, kind: TextKind = TextKind.PARAGRAPH) -> TextBlock:
    """A block of text."""
    return TextBlock(kind, text, text, PLACE)


def extracted(*blocks: TextBlock | Table, year: int | None = 2567) -> tuple[ScoreMention, ...]:
    """The mentions of a paper made of blocks, whose scores are of one year."""
    name = "องค์การบริหารส่วนตำบลท่าข้าม"
    identity = Identity(Agency(name, name), DocumentKind.RESULT, year, year)
    page = Page(1, tuple(blocks), TextSource.PLAIN)
    return extract_scores(Document("txt", (page,)), identity)[0]


def values(mentions: Sequence[ScoreMention]) -> dict[tuple[str, int | None], float | None]:
    """Values by code and year; each may stand once."""
    found = {(mention.code, mention.fiscal_year): mention.value for mention in mentions}
    assert len(found) == len(mentions), mentions
    return found
