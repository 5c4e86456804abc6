"""Whatever a table holds, reading it ends, and every measure has a title and a place."""

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.document import Cell, Document, Page, Position, Table, TextBlock, TextKind, TextSource
from extractors.facts import DocumentKind
from extractors.measures import extract_measures
from tests.measures.reading import identity

WORDS = [
    "", "-", "มาตรการ", "ตัวชี้วัด", "ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ", "ขั้นตอน", "ผู้รับผิดชอบ", "ระยะเวลา", "ความก้าวหน้า",
    "สถานะ", "แนวทาง", "๑. ประชุม ๒. ประกาศ", "☑ ดำเนินการแล้วเสร็จ ☐ ยังไม่ได้ดำเนินการ", "กองคลัง",
    "๓๑ มีนาคม ๒๕๖๖", "โครงการและ",
    "ปีงบประมาณ 2566", "✓", "๙๓.๓๓", "1.1 มีป้าย", "☐ 2. มีครบ", "ยังไม่ครบ เนื่องจาก", "โปรดทำเครื่องหมาย", "3.3 อื่น ๆ",
]  # fmt: skip
text = st.sampled_from(WORDS) | st.text(max_size=12)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    rows, columns = draw(st.integers(0, 5)), draw(st.integers(0, 5))
    cells = []
    for row in range(rows):
        for column in range(columns):
            if draw(st.integers(0, 9)):
                words = draw(text)
                spans = draw(st.sampled_from([(1, 1), (1, 1), (2, 1), (1, 2), (9, 9)]))
                cells.append(Cell(row, column, words, words, Position(1, row + 1), *spans, draw(st.booleans())))
    return Table(tuple(cells), rows, columns, Position(1, 1))


blocks = st.builds(TextBlock, st.sampled_from(list(TextKind)), text, text, st.just(Position(1, 1)), st.integers(0, 2))
documents = st.lists(tables() | blocks, max_size=8).map(
    lambda found: Document("txt", (Page(1, tuple(found), TextSource.PLAIN),))
)


@given(document=documents, kind=st.sampled_from(list(DocumentKind)))
@settings(max_examples=200, deadline=None)
def test_any_document_is_read(document: Document, kind: DocumentKind) -> None:
    measures, _ = extract_measures(document, identity(kind))
    assert [measure.seq for measure in measures] == list(range(1, len(measures) + 1))
    for measure in measures:
        assert measure.title.strip()
        assert all(1 <= number <= 10 for number in measure.indicators)
        assert measure.page_last >= measure.position.page
