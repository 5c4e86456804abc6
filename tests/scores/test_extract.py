"""Score extraction of a whole paper: topics, captions, headings, rows of measure tables, years."""

from __future__ import annotations

import pytest

from extractors.document import Document, Page, TextKind, TextSource
from extractors.facts import DocumentKind, Identity
from extractors.scores import extract_scores
from normalizers.agencies import Agency
from tests.scores.reading import INDICATORS, VALUES, extracted, paragraph, table, values

ABOUT = paragraph("ผลการประเมินคุณธรรมและความโปร่งใส (ITA)")
SCORES = table([["ตัวชี้วัด", "คะแนน"], *([label, value] for label, value in zip(INDICATORS, VALUES, strict=True))])
EXPECTED = {(str(number), 2567): float(value) for number, value in enumerate(VALUES, start=1)}


def test_a_table_has_the_year_of_the_paper_or_of_its_caption() -> None:
    assert values(extracted(ABOUT, SCORES)) == EXPECTED
    caption = paragraph("ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2566")
    assert values(extracted(caption, SCORES)) == {(code, 2566): value for (code, _), value in EXPECTED.items()}


@pytest.mark.parametrize(
    "text",
    [
        "เมื่อเทียบกับผลการประเมิน ITA ปี 2565 ซึ่งได้ 92.64 คะแนน หน่วยงานต้องปรับปรุง",
        "คะแนนเพิ่มขึ้นจากปี 2565 ซึ่งได้ 72.64 คะแนน",
    ],
)
def test_a_year_that_is_compared_with_is_not_that_of_the_table_below(text: str) -> None:
    found = values(extracted(ABOUT, paragraph(text), SCORES))
    assert {key: value for key, value in found.items() if key[0].isdigit()} == EXPECTED


def test_two_tables_of_two_years() -> None:
    found = extracted(
        paragraph("ตารางที่ 1 ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2566"),
        SCORES,
        paragraph("ตารางที่ 2 ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2565"),
        SCORES,
    )
    assert {mention.fiscal_year for mention in found} == {2566, 2565}
    assert len(values(found)) == 20


def test_a_total_needs_a_paper_about_the_assessment() -> None:
    sentence = paragraph("หน่วยงานมีคะแนนรวม 88.40 คะแนน")
    assert values(extracted(ABOUT, sentence)) == {("ITA", 2567): 88.4}
    assert extracted(sentence) == ()
    other = paragraph("ผลการประเมิน LPA", TextKind.HEADING)
    assert extracted(ABOUT, other, sentence) == ()


def test_a_score_below_its_heading() -> None:
    heading = paragraph("ผลการประเมินภาพรวม", TextKind.HEADING)
    assert values(extracted(ABOUT, heading, paragraph("91.13 คะแนน"))) == {("ITA", 2567): 91.13}


def test_years_listed_below_a_caption() -> None:
    found = extracted(
        paragraph("ผลการประเมิน ITA ย้อนหลัง"),
        paragraph("ปีงบประมาณ พ.ศ. 2565 ได้ 84.63 คะแนน", TextKind.LIST_ITEM),
        paragraph("ปีงบประมาณ พ.ศ. 2566 ได้ 91.13 คะแนน", TextKind.LIST_ITEM),
    )
    assert values(found) == {("ITA", 2565): 84.63, ("ITA", 2566): 91.13}


def test_years_above_two_columns_without_a_header() -> None:
    heading = paragraph("ผลการประเมินภาพรวมย้อนหลัง", TextKind.HEADING)
    found = extracted(ABOUT, heading, table([["ปี 2566", "85.44"], ["ปี 2567", "88.91"]], header=0))
    assert values(found) == {("ITA", 2566): 85.44, ("ITA", 2567): 88.91}


def test_a_score_in_an_analysis_cell_is_a_weak_mention() -> None:
    rows = table(
        [
            ["ตัวชี้วัด", "ผลการวิเคราะห์", "แนวทางการดำเนินการ"],
            ["ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ", "ได้รับคะแนน 83.87 คะแนน ควรพัฒนา", "จัดทำคู่มือการยืม"],
        ]
    )
    (mention,) = extracted(ABOUT, rows)
    assert (mention.code, mention.value, mention.strength) == ("4", 83.87, 0.3)


def test_the_only_year_of_scores_is_that_of_the_others() -> None:
    found = extracted(
        paragraph("ผลการประเมิน ITA ปี 2568 ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่ 93.33 คะแนน"),
        paragraph("ตัวชี้วัดที่ 2 การใช้งบประมาณ 90.48 คะแนน"),
        year=None,
    )
    assert values(found) == {("1", 2568): 93.33, ("2", 2568): 90.48}


def test_two_years_leave_an_undated_score_undated() -> None:
    found = extracted(
        paragraph("ผลการประเมิน ITA ปี 2567 ได้ 88.91 คะแนน"),
        paragraph("ผลการประเมิน ITA ปี 2568 ได้ 91.13 คะแนน"),
        paragraph("ตัวชี้วัดที่ 2 การใช้งบประมาณ 90.48 คะแนน"),
        year=None,
    )
    assert values(found) == {("ITA", 2567): 88.91, ("ITA", 2568): 91.13, ("2", None): 90.48}


def test_a_longer_reading_of_a_table_wins_over_its_years() -> None:
    rows = [["ลำดับ", "ตัวชี้วัด", "คะแนน", "คะแนน"], ["ลำดับ", "ตัวชี้วัด", "ปี 2566", "ปี 2567"]]
    rows += [[str(n), label, "70.50", VALUES[n - 1]] for n, label in enumerate(INDICATORS, start=1)]
    rows.append(["", "คะแนนรวม", "70.50", "84.94"])
    found = values(extracted(ABOUT, table(rows, header=2)))
    assert len(found) == 22
    assert (found["3", 2566], found["3", 2567], found["ITA", 2567]) == (70.5, 73.03, 84.94)


def test_parts_of_an_indicator_are_no_other_indicators() -> None:
    above = paragraph("ผลการประเมิน ITA\nตัวชี้วัดที่ 5 การแก้ไขปัญหาการทุจริต (76.88 คะแนน)")
    parts = ("การป้องกันการทุจริตในหน่วยงาน 88.40 คะแนน", "การเปิดเผยข้อมูล 91.20 คะแนน")
    items = [paragraph(text, TextKind.LIST_ITEM) for text in parts]
    assert values(extracted(above, *items)) == {("5", 2567): 76.88}
    assert values(extracted(above, paragraph("จุดแข็งของหน่วยงาน"), items[1])) == {("5", 2567): 76.88, ("9", 2567): 91.2}


def test_a_score_of_last_year_in_a_paper_of_this_one() -> None:
    title = paragraph("รายงานผลการประเมิน ITA")
    text = paragraph("คะแนน ITA ในปีนี้ได้ 90.08 คะแนน ส่วนในปีที่ผ่านมาได้คะแนน ITA 84.82 คะแนน")
    assert values(extracted(title, text)) == {("ITA", 2567): 90.08, ("ITA", 2566): 84.82}


def test_the_year_of_a_plan_above_a_table_is_not_that_of_its_scores() -> None:
    plan = paragraph("แผนยกระดับผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2568")
    scores = table([["แบบวัด", "คะแนน"], ["IIT", "85.43"], ["EIT", "87.07"]])
    assert values(extracted(plan, scores)) == {("IIT", 2567): 85.43, ("EIT", 2567): 87.07}


@pytest.mark.parametrize("source", [TextSource.OCR, TextSource.TEXT_LAYER])
def test_a_scanned_table_whose_heads_are_unreadable_is_reported_with_its_numbers(source: TextSource) -> None:
    grid = table([["ฬุ๊", "ตัวซ", "คฯ", "รัดิ้ง", "๋", "ท"], ["ค:แบ", *VALUES[:5]]])
    name = "องค์การบริหารส่วนตำบลท่าข้าม"
    identity = Identity(Agency(name, name), DocumentKind.RESULT, 2567, 2567)
    mentions, findings = extract_scores(Document("pdf", (Page(1, (grid,), source),)), identity)
    assert mentions == ()
    said = [(item.code, item.subject, item.found) for item in findings]
    shown = ", ".join(VALUES[:5])
    assert said == ([("table_not_understood", "1", shown)] if source is TextSource.OCR else [])


@pytest.mark.parametrize("spoilt", ["70.", "* 3.75", "=0.10", "94,"])
def test_a_torn_print_in_a_scanned_cell_has_no_vote(spoilt: str) -> None:
    grid = table(
        [["ตัวชี้วัด", "คะแนน"], *([label, spoilt if label == INDICATORS[7] else "85.25"] for label in INDICATORS)]
    )
    name = "องค์การบริหารส่วนตำบลท่าข้าม"
    identity = Identity(Agency(name, name), DocumentKind.RESULT, 2567, 2567)
    mentions, _ = extract_scores(Document("pdf", (Page(1, (grid,), TextSource.OCR),)), identity)
    assert [mention.code for mention in mentions if not mention.trusted] == ["8"]


FORM = [
    ["เกณฑ์คะแนน", "ระดับ", "ผลคะนแนน"],
    ["95.00 - 100", "AA", ""],
    ["85.00-94.99", "ำ", "65.08"],
    ["75.00 – 84.99", "B", ""],
]


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        (FORM, "65.08, 95.00 - 100, 85.00-94.99, 75.00 – 84.99"),
        (
            [["เกณฑ์คะแนน", "ระดับ", "ผลคะแนน"], *([band, level, ""] for band, level, _ in FORM[1:])],
            "95.00 - 100, 85.00-94.99, 75.00 – 84.99",
        ),
        ([["เกณฑ์คะแนน", "ระดับ"], *([band, level] for band, level, _ in FORM[1:])], None),
    ],
    ids=["a number alone", "a column for it", "bands only"],
)
def test_a_scanned_form_of_levels_without_a_score_is_reported(rows: list[list[str]], shown: str | None) -> None:
    name = "องค์การบริหารส่วนตำบลท่าข้าม"
    identity = Identity(Agency(name, name), DocumentKind.RESULT, 2567, 2567)
    mentions, findings = extract_scores(Document("pdf", (Page(1, (table(rows),), TextSource.OCR),)), identity)
    assert mentions == ()
    assert [item.found for item in findings if item.code == "table_not_understood"] == ([shown] if shown else [])
