"""One measure for every logical row: page breaks, merged cells, section titles."""

from extractors.document import Document, Page, Table, TextSource
from extractors.facts import MeasureKind
from extractors.measures import extract_measures
from extractors.readers import read
from tests.measures.reading import identity, measures_of, read_measures, tsv

HEADER = "มาตรการ | ขั้นตอนหรือวิธีการ | ผู้รับผิดชอบ"


def html(*rows: str) -> str:
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def test_steps_and_units_are_lists() -> None:
    text = html(
        "<td>มาตรการ</td><td>ขั้นตอน</td><td>ผู้รับผิดชอบ</td>",
        "<td>ทบทวนคู่มือ</td><td>๑. ประชุม<br>๒. ร่างคู่มือ<br>๓. ประกาศใช้</td><td>กองคลัง<br>กองช่าง</td>",
    )
    (measure,) = measures_of(text)
    assert measure.steps == ("ประชุม", "ร่างคู่มือ", "ประกาศใช้")
    assert measure.responsible == ("กองคลัง", "กองช่าง")
    assert (measure.kind, measure.seq, measure.fiscal_year) == (MeasureKind.PLAN, 1, 2566)


def test_a_row_without_title_continues_the_row_above() -> None:
    text = tsv(HEADER, "ทบทวนคู่มือ | ๑. ประชุม ๒. ร่างคู่มือ | กองคลัง", "| ๓. ประกาศใช้ |", "อบรม | จัดอบรม | กองช่าง")
    first, second = measures_of(text)
    assert first.steps == ("ประชุม", "ร่างคู่มือ", "ประกาศใช้")
    assert first.responsible == ("กองคลัง",)
    assert second.title == "อบรม"


def test_a_table_without_header_after_a_title_goes_on() -> None:
    text = "\n".join(
        [
            tsv(HEADER, "ทบทวนคู่มือ | ประชุม | กองคลัง"),
            "",
            "\t".join(["อบรมผู้ดูแลเว็บไซต์", "จัดอบรม", "สำนักปลัด"]),
            "\t".join(["เผยแพร่แผน", "ลงประกาศ", "กองช่าง"]),
        ]
    )
    assert [m.title for m in measures_of(text)] == ["ทบทวนคู่มือ", "อบรมผู้ดูแลเว็บไซต์", "เผยแพร่แผน"]


def joined_pages(*texts: str) -> Document:
    """Each text on a page of its own, its tables left as they are (a reader that joins nothing)."""
    pages = []
    for number, text in enumerate(texts, start=1):
        blocks = tuple(read(text.encode(), "paper.txt").blocks())
        pages.append(Page(number, blocks, TextSource.PLAIN))
    return Document("txt", tuple(pages))


def test_a_row_cut_by_a_break_between_two_tables_is_one_measure() -> None:
    above = "\n".join(
        "\t".join(row)
        for row in (
            ["มาตรการ", "ขั้นตอน", "ผู้รับผิดชอบ"],
            ["เผยแพร่แผนการจัดซื้อจัดจ้างและ", "๑. รวบรวมข้อมูล", "กองคลัง"],
        )
    )
    below = "\n".join(
        "\t".join(row) for row in (["รายงานผลรายไตรมาส", "ให้ครบถ้วน ๒. ลงประกาศ", ""], ["อบรม", "จัดอบรม", "กองช่าง"])
    )
    first, second = extract_measures(joined_pages(above, below), identity())[0]
    assert first.title == "เผยแพร่แผนการจัดซื้อจัดจ้างและรายงานผลรายไตรมาส"
    assert len(first.steps) == 2
    assert second.title == "อบรม"


def test_a_different_table_below_does_not_go_on() -> None:
    text = "\n".join(
        [
            tsv(HEADER, "ทบทวนคู่มือ | ประชุม | กองคลัง"),
            "",
            "อันดับ\tตัวชี้วัด\tคะแนน",
            "1\tการใช้อำนาจ\t90.12",
            "2\tการใช้งบประมาณ\t88.10",
        ]
    )
    assert [m.title for m in measures_of(text)] == ["ทบทวนคู่มือ"]


def test_a_repeated_header_is_no_row() -> None:
    text = tsv(HEADER, "ทบทวนคู่มือ | ประชุม | กองคลัง", HEADER, "อบรม | จัดอบรม | กองช่าง")
    assert [m.title for m in measures_of(text)] == ["ทบทวนคู่มือ", "อบรม"]


def test_numbers_of_the_columns_are_no_row() -> None:
    text = tsv(HEADER, "(๑) | (๒) | (๓)", "ทบทวนคู่มือ | ประชุม | กองคลัง")
    assert [m.title for m in measures_of(text)] == ["ทบทวนคู่มือ"]


def test_a_merged_unit_holds_for_each_of_its_rows() -> None:
    text = html(
        "<td>มาตรการ</td><td>ขั้นตอน</td><td>ผู้รับผิดชอบ</td><td>การกำกับติดตาม</td>",
        "<td>ทบทวนคู่มือ</td><td>ประชุม</td><td rowspan=2>กองคลัง</td><td rowspan=3>รายงานทุกเดือน</td>",
        "<td>อบรม</td><td>จัดอบรม</td>",
        "<td>เผยแพร่แผน</td><td>ลงประกาศ</td><td></td>",
    )
    measures = measures_of(text)
    assert [m.responsible for m in measures] == [("กองคลัง",), ("กองคลัง",), ()]
    assert [m.monitoring for m in measures] == ["รายงานทุกเดือน"] * 3


def test_an_empty_unit_cell_stays_empty() -> None:
    text = tsv(HEADER, "ทบทวนคู่มือ | ประชุม | กองคลัง", "อบรม | จัดอบรม | ")
    assert [m.responsible for m in measures_of(text)] == [("กองคลัง",), ()]


def test_a_merged_title_is_one_measure_with_all_steps() -> None:
    text = html(
        "<td>มาตรการ</td><td>ขั้นตอน</td><td>ผู้รับผิดชอบ</td>",
        "<td rowspan=2>ทบทวนคู่มือ</td><td>๑. ประชุม</td><td>กองคลัง</td>",
        "<td>๒. ประกาศใช้</td><td>กองช่าง</td>",
    )
    (measure,) = measures_of(text)
    assert measure.steps == ("ประชุม", "ประกาศใช้")
    assert measure.responsible == ("กองคลัง", "กองช่าง")


def test_a_merged_indicator_holds_for_each_of_its_measures() -> None:
    text = html(
        "<td>ตัวชี้วัด</td><td>มาตรการ</td><td>ขั้นตอน</td><td>ผู้รับผิดชอบ</td>",
        "<td rowspan=2>ตัวชี้วัดที่ ๒ การใช้งบประมาณ</td><td>เผยแพร่แผน</td><td>ลงประกาศ</td><td>กองคลัง</td>",
        "<td>จัดประชุม</td><td>ชี้แจง</td><td>สำนักปลัด</td>",
    )
    measures = measures_of(text)
    assert [(m.title, m.indicators) for m in measures] == [("เผยแพร่แผน", (2,)), ("จัดประชุม", (2,))]


def test_a_title_across_the_table_names_the_indicator_of_the_rows_below() -> None:
    text = html(
        "<td>ที่</td><td>มาตรการ</td><td>ขั้นตอน</td><td>ผู้รับผิดชอบ</td>",
        "<td colspan=4>ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ</td>",
        "<td>1</td><td>จัดทำทะเบียน</td><td>สำรวจ</td><td>กองคลัง</td>",
        "<td colspan=4>ตัวชี้วัดที่ ๗ ประสิทธิภาพการสื่อสาร</td>",
        "<td>2</td><td>ปรับปรุงเพจ</td><td>ออกแบบ</td><td>สำนักปลัด</td>",
    )
    assert [(m.title, m.indicators) for m in measures_of(text)] == [("จัดทำทะเบียน", (4,)), ("ปรับปรุงเพจ", (7,))]


def test_a_first_row_without_title_is_skipped_with_a_finding() -> None:
    measures, findings = read_measures(tsv(HEADER, "| ลงประกาศ | กองคลัง", "อบรม | จัดอบรม | กองช่าง"))
    assert [m.title for m in measures] == ["อบรม"]
    assert [f.code for f in findings] == ["row_unmapped"]


def test_a_row_knows_its_line_and_its_pages() -> None:
    (measure,) = measures_of(tsv(HEADER, "อบรม | จัดอบรม | กองช่าง"))
    assert (measure.position.page, measure.position.line, measure.page_last) == (1, 4, 1)


def test_measures_are_counted_over_all_tables() -> None:
    table = tsv(HEADER, "อบรม | จัดอบรม | กองช่าง", "ทบทวน | ประชุม | กองคลัง")
    other = tsv("ตัวชี้วัด | แนวทาง | ผู้รับผิดชอบ", "การใช้อำนาจ | จัดทำคำสั่ง | สำนักปลัด")
    assert [m.seq for m in measures_of(f"{table}\n\n{other}")] == [1, 2, 3]


def test_a_paper_without_tables_has_no_measures() -> None:
    assert read_measures("มาตรการส่งเสริมคุณธรรม\n\nผู้รับผิดชอบคือทุกคน") == ((), ())


def test_a_table_of_nothing_is_no_table() -> None:
    from extractors.document import Position

    page = Page(1, (Table((), 0, 0, Position(1)),), TextSource.PLAIN)
    assert extract_measures(Document("txt", (page,)), identity()) == ((), ())


def test_an_indicator_with_nothing_to_be_done_is_no_measure() -> None:
    text = tsv("ตัวชี้วัด | มาตรการ | ผู้รับผิดชอบ", "การใช้อำนาจ | ชี้แจงเกณฑ์ | สำนักปลัด", "การใช้งบประมาณ | - | -")
    measures, findings = read_measures(text)
    assert [measure.title for measure in measures] == ["ชี้แจงเกณฑ์"]
    assert [item.code for item in findings] == ["row_unmapped"]
