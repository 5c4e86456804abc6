"""Checklists of site-visit forms, and lists that are none."""

import pytest

from extractors.facts import DocumentKind, Identity, MeasureKind
from tests.measures.reading import identity, measures_of, read_measures

VISIT = identity(DocumentKind.SITE_VISIT, 2563, 2562)
PLAN = identity()


def lines(*texts: str) -> str:
    return "\n".join(texts)


NUMBERED = lines(
    "ตัวชี้วัดที่ 3 การใช้อำนาจ",
    "",
    "- 1. มีคำสั่งมอบหมายงาน",
    "- 2. มีการประชุมชี้แจง ดังนี้",
    "  - ประชุมประจำเดือน",
    "  - ประชุมคณะทำงาน",
    "- 3. มีช่องทางร้องเรียน",
    "",
    "3.3 ปัญหาและอุปสรรค",
    "",
    "- 4. งบประมาณไม่พอ",
)


def test_numbered_items_below_a_heading() -> None:
    measures = measures_of(NUMBERED, VISIT)
    assert [m.title for m in measures] == ["มีคำสั่งมอบหมายงาน", "มีการประชุมชี้แจง ดังนี้", "มีช่องทางร้องเรียน"]
    assert {m.kind for m in measures} == {MeasureKind.CHECKLIST}
    assert {m.indicators for m in measures} == {(3,)}
    assert {m.checked for m in measures} == {None}
    assert measures[1].steps == ("ประชุมประจำเดือน", "ประชุมคณะทำงาน")
    assert [(m.seq, m.printed_number, m.fiscal_year) for m in measures] == [(1, 1, 2563), (2, 2, 2563), (3, 3, 2563)]


def test_the_same_list_in_another_paper_is_prose() -> None:
    assert measures_of(NUMBERED, PLAN) == ()


def test_the_instruction_to_tick_makes_a_checklist() -> None:
    text = f"หากมีการดำเนินงานแล้ว โปรดทำเครื่องหมาย ✓ หน้าข้อ\n\n{NUMBERED}"
    assert len(measures_of(text, PLAN)) == 3


def test_a_heading_with_two_indicators() -> None:
    text = "ตัวชี้วัดที่ ๒ การใช้งบประมาณ (IIT) และตัวชี้วัดที่ ๗ ประสิทธิภาพการสื่อสาร (EIT)\n\n- 1. มีแผนงาน\n- 2. มีประกาศ"
    assert [m.indicators for m in measures_of(text, VISIT)] == [(2, 7), (2, 7)]


def test_sub_numbers_after_a_break_belong_to_their_item() -> None:
    text = lines(
        "ตัวชี้วัดที่ 8 การปรับปรุงระบบการทำงาน",
        "",
        "- 1. อำนวยความสะดวก ดังนี้",
        "  - 1.1 มีที่นั่งรอ",
        "",
        "- 1.2 มีป้ายบอกทาง",
        "- 2. มีบริการนอกสถานที่",
    )
    first, second = measures_of(text, VISIT)
    assert first.steps == ("มีที่นั่งรอ", "มีป้ายบอกทาง")
    assert second.title == "มีบริการนอกสถานที่"


def test_boxes_of_items() -> None:
    text = lines("ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ", "", "☑ 1. มีทะเบียนคุม", "☐ 2. มีคู่มือ", "☑ 3. มีการตรวจนับ")
    for who in (VISIT, PLAN):
        measures = measures_of(text, who)
        assert [(m.title, m.checked) for m in measures] == [
            ("มีทะเบียนคุม", True),
            ("มีคู่มือ", False),
            ("มีการตรวจนับ", True),
        ]


@pytest.mark.parametrize(
    ("answers", "checked", "analysis"),
    [
        (("มีครบ", "ยังไม่ครบ เนื่องจาก"), None, None),
        (("มีครบ", "ยังไม่ครบ เนื่องจากรอข้อมูล......"), None, "รอข้อมูล"),
        (("☑ มีครบ", "☐ ยังไม่ครบ เนื่องจาก....."), True, None),
        (("☐ มีครบ", "☑ ยังไม่ครบ เนื่องจาก อยู่ระหว่างจัดทำ"), False, "อยู่ระหว่างจัดทำ"),
    ],
)
def test_answers_below_an_item_without_number(
    answers: tuple[str, str], checked: bool | None, analysis: str | None
) -> None:
    text = lines(
        "ตัวชี้วัดที่ 9 การเปิดเผยข้อมูล",
        "",
        "ข้อมูลบนเว็บไซต์ของหน่วยงาน",
        "",
        "- ข้อมูลพื้นฐาน",
        *(f"  - {answer}" for answer in answers),
        "- การบริหารงาน ตามข้อ O10 - O17",
        *(f"  - {answer}" for answer in answers),
    )
    first, second = measures_of(text, VISIT)
    assert (first.title, first.sub_indicator, first.checked, first.analysis) == ("ข้อมูลพื้นฐาน", "9.1", checked, analysis)
    assert second.sub_indicator == "9.2"
    assert first.steps == ()


def test_a_list_of_results_is_no_checklist() -> None:
    text = lines(
        "ผลคะแนนรายตัวชี้วัด",
        "",
        "- ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่ มีผลคะแนน ๙๑.๑๐ คะแนน",
        "- ตัวชี้วัดที่ ๒ การใช้งบประมาณ มีผลคะแนน ๘๒.๓๐ คะแนน",
    )
    assert measures_of(text, PLAN) == ()
    assert measures_of(text, VISIT) == ()


def test_the_description_of_an_indicator_is_no_checklist() -> None:
    text = lines(
        "ตัวชี้วัดที่ ๙ การเปิดเผยข้อมูล",
        "",
        "เป็นตัวชี้วัดที่ประเมินการเผยแพร่ข้อมูล ได้แก่",
        "",
        "- (๑) ข้อมูลพื้นฐาน",
        "- (๒) การบริหารงาน",
    )
    assert measures_of(text, PLAN) == ()


def test_tables_and_checklists_are_counted_in_reading_order() -> None:
    who: Identity = VISIT
    table = "มาตรการ\tขั้นตอน\tผู้รับผิดชอบ\nอบรม\tจัดอบรม\tกองช่าง"
    text = f"{NUMBERED}\n\n{table}"
    assert [(m.seq, m.kind.value) for m in measures_of(text, who)] == [
        (1, "checklist"),
        (2, "checklist"),
        (3, "checklist"),
        (4, "plan"),
    ]


TICKS = """
<table><tr><th>ข้อ</th><th>รายการ</th><th>มี</th><th>ไม่มี</th><th>หมายเหตุ</th></tr>
<tr><td>1</td><td>มีแบบประเมินความพึงพอใจ</td><td>✓</td><td></td><td>ปีละ 2 ครั้ง</td></tr>
<tr><td>2</td><td>มีแผนผังขั้นตอนบริการ</td><td></td><td>/</td><td></td></tr>
<tr><td>3</td><td>มีบัตรคิว</td><td></td><td></td><td></td></tr>
<tr><td>4</td><td>มีจุดรับเรื่อง</td><td>✗</td><td></td><td></td></tr></table>
"""


def test_a_table_with_columns_to_tick_is_a_checklist() -> None:
    measures, findings = read_measures("ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่\n" + TICKS, VISIT)
    assert [(m.printed_number, m.title, m.checked) for m in measures] == [
        (1, "มีแบบประเมินความพึงพอใจ", True),
        (2, "มีแผนผังขั้นตอนบริการ", False),
        (3, "มีบัตรคิว", None),
        (4, "มีจุดรับเรื่อง", None),
    ]
    assert {(m.kind, m.indicators) for m in measures} == {(MeasureKind.CHECKLIST, (1,))}
    assert [(f.code, f.subject, f.found) for f in findings] == [
        ("measure_column_unpublished", "หมายเหตุ", "ปีละ 2 ครั้ง"),
        ("tick_unclear", "มีจุดรับเรื่อง", None),
    ]


def test_where_both_answers_are_crosses_these_are_the_ticks() -> None:
    crossed = TICKS.replace("✓", "x").replace("<td>/</td>", "<td>×</td>")
    measures, findings = read_measures("ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่\n" + crossed, VISIT)
    assert [m.checked for m in measures] == [True, False, None, True]
    assert [f.code for f in findings] == ["measure_column_unpublished"]


@pytest.mark.parametrize("head", ["", "ไมมี่"])
def test_the_other_answer_is_known_by_its_marks(head: str) -> None:
    table = TICKS.replace("<th>ไม่มี</th>", f"<th>{head}</th>").replace("✗", "/")
    measures, _ = read_measures("ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่\n" + table, VISIT)
    assert [m.checked for m in measures] == [True, False, None, True]


def boxes_below(*heads: str) -> str:
    rows = ("☑|☐", "☐|☑", "☑|☐", "☐|☑")
    cells = [f"| {place} | มีข้อมูลลำดับ {place} | {row} |" for place, row in enumerate(rows, 1)]
    return lines(f"| ข้อ | รายการ | {' | '.join(heads)} |", "|---|---|---|---|", *cells)


@pytest.mark.parametrize("heads", [("ม", "ไม่มี"), ("มี", "โม่ม"), ("มี", "ไม่มี")])
def test_a_misread_head_of_an_answer_is_known_by_the_boxes_below_it(heads: tuple[str, str]) -> None:
    measures = measures_of(f"ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่\n\n{boxes_below(*heads)}", VISIT, "paper.md")
    assert [m.checked for m in measures] == [True, False, True, False]


def test_a_table_to_tick_without_an_indicator_is_no_checklist_of_ours() -> None:
    assert measures_of("แบบสำรวจครุภัณฑ์\n" + TICKS, VISIT) == ()


def test_indicators_in_rows_and_columns_of_a_table_to_tick() -> None:
    rows = lines(
        "| ที่ | รายการตรวจ | ดำเนินการ | ไม่ดำเนินการ |",
        "|---|---|---|---|",
        "| | ตัวชี้วัดที่ 8 การปรับปรุงการทำงาน | | |",
        "| 1 | มีระบบ E-Service | ☑ | ☐ |",
        "| | ตัวชี้วัดที่ 9 การเปิดเผยข้อมูล | | |",
        "| 2 | มีคู่มือประชาชน | ☐ | ☑ |",
    )
    found = [(m.indicators, m.title, m.checked) for m in measures_of(rows, PLAN, "form.md")]
    assert found == [((8,), "มีระบบ E-Service", True), ((9,), "มีคู่มือประชาชน", False)]
    columns = lines(
        "| ตัวชี้วัด | ประเด็นการตรวจ | มี | ไม่มี |",
        "|---|---|---|---|",
        "| การใช้งบประมาณ | เผยแพร่แผนจัดซื้อจัดจ้าง | / | |",
        "| การใช้ทรัพย์สินของราชการ | มีทะเบียนคุมการยืมทรัพย์สิน | | / |",
    )
    found = [(m.indicators, m.title, m.checked) for m in measures_of(columns, PLAN, "form.md")]
    assert found == [((2,), "เผยแพร่แผนจัดซื้อจัดจ้าง", True), ((4,), "มีทะเบียนคุมการยืมทรัพย์สิน", False)]


def test_boxes_of_which_it_cannot_be_said_whether_they_are_ticked() -> None:
    heading = "ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ"
    text = lines(heading, "", "☑ 1. มีทะเบียนคุม", "", "\ufffd 2. มีคู่มือ", "", "☐ 3. มีผู้ดูแล")
    facts = read_measures(text, PLAN)
    assert [m.checked for m in facts[0]] == [True, None, False]
    assert [(f.code, f.subject) for f in facts[1]] == [("tick_unclear", "มีคู่มือ")]


def test_an_answer_beside_an_unclear_box_is_none() -> None:
    text = lines("ตัวชี้วัดที่ 9 การเปิดเผยข้อมูล", "", "- 1. ข้อมูลพื้นฐาน", "  - ☑ มี \ufffd ไม่มี", "- 2. ข่าวสาร", "  - ☑ มี ☐ ไม่มี")
    facts = read_measures(text, PLAN)
    assert [m.checked for m in facts[0]] == [None, True]
    assert [f.code for f in facts[1]] == ["tick_unclear"]


def test_unclear_boxes_in_columns_of_answers() -> None:
    table = TICKS.replace("<td>✓</td><td></td>", "<td>☑</td><td>\ufffd</td>")
    measures, findings = read_measures("ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่\n" + table, VISIT)
    assert [m.checked for m in measures][:2] == [None, False]
    unclear = [f.subject for f in findings if f.code == "tick_unclear"]
    assert unclear == ["มีแบบประเมินความพึงพอใจ", "มีจุดรับเรื่อง"]
