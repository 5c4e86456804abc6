"""Who wrote a paper, which kind it is, and for which years, over many layouts of covers and titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from extractors.document import Block, Cell, Document, Page, Position, Table, TextBlock, TextKind, TextSource
from extractors.facts import DocumentKind, Identity
from extractors.identity import identify
from normalizers.thai import clean
from pipeline.process import process

REPORTS = Path(__file__).resolve().parents[2] / "shared" / "reports"
Rows = Sequence[Sequence[str]]

INDICATORS = [["ตัวชี้วัด", "คะแนน"], ["การปฏิบัติหน้าที่", "91.20"], ["การใช้งบประมาณ", "88.10"]]
MEASURES = [
    ["ตัวชี้วัด", "มาตรการ/กิจกรรม", "ผู้รับผิดชอบ", "ระยะเวลา"],
    ["การใช้อำนาจ", "จัดทำคู่มือ", "สำนักปลัด", "ปีงบประมาณ พ.ศ. 2567"],
]


def table(rows: Rows, line: int) -> Table:
    cells = tuple(
        Cell(row, column, text, text, Position(1, line + row), header=row == 0)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    )
    return Table(cells, len(rows), max(map(len, rows)), Position(1, line))


def paper(*parts: str | Rows) -> Document:
    """A document: "# …" is a heading, other text a paragraph, a list of rows a table with a header."""
    blocks: list[Block] = []
    line = 1
    for part in parts:
        if isinstance(part, str):
            kind = TextKind.HEADING if part.startswith("#") else TextKind.PARAGRAPH
            text = clean(part.lstrip("# "))
            blocks.append(TextBlock(kind, text, part, Position(1, line)))
            line += text.count("\n") + 2
        else:
            blocks.append(table(part, line))
            line += len(part) + 1
    return Document("txt", (Page(1, tuple(blocks), TextSource.OCR),))


def codes(identity: Identity) -> list[str]:
    return [finding.code for finding in identity.findings]


@dataclass(frozen=True)
class Case:
    """A made-up paper and what must be read off it."""

    document: Document
    agency_id: str | None
    kind: DocumentKind
    fiscal_year: int | None
    scores_year: int | None
    findings: tuple[str, ...] = ()


CASES = {
    "plain cover, results named in the text": Case(
        paper(
            "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน\nองค์การบริหารส่วนตำบลริมกก\nประจำปีงบประมาณ พ.ศ. ๒๕๖๗",
            "ด้วยอบต.ริมกก อำเภอเมือง จังหวัดเชียงราย ได้เข้าร่วมการประเมิน ITA ประจำปีงบประมาณ พ.ศ. ๒๕๖๖ ได้คะแนน ๘๘.๒๐",
            MEASURES,
        ),
        "SAO-570114",
        DocumentKind.MEASURES_PLAN,
        2567,
        2566,
    ),
    "abbreviations in one line, year of the results not printed": Case(
        paper("มาตรการส่งเสริมคุณธรรมและความโปร่งใส อบต.ห้วยขวาง อ.กำแพงแสน จ.นครปฐม ปี 2566", MEASURES),
        "SAO-730204",
        DocumentKind.MEASURES_PLAN,
        2566,
        2565,
        ("year_inferred",),
    ),
    "a town, name broken over lines, slips of a scan": Case(
        paper(
            "# มาตรกรรส่งเสริมคุณธรรมและความโปร่งไสภายในหน่วยงาน",
            "เทศบาล\nตำบล แม่จั่น\nอําเภอแม่จัน จังหวัดเชียงราย",
            "ผลคะแนนการประเมินคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. ๒๕๖๔ เท่ากับ ๗๗.๐๐ คะแนน",
            "ทั้งนี้ให้ดำเนินการตามมาตรการในปีงบประมาณ พ.ศ. ๒๕๖๕ ดังนี้",
            [["ตัวชี้วัด", "ขั้นตอน", "ผู้รับผิดชอบ"], ["การใช้อำนาจ", "จัดทำคู่มือ", "กองคลัง"]],
        ),
        "SDM-570701",
        DocumentKind.MEASURES_PLAN,
        2565,
        2564,
        ("agency_corrected",),
    ),
    "progress report": Case(
        paper(
            "รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. 2567",
            "เทศบาลเมืองชะอำ อำเภอชะอำ จังหวัดเพชรบุรี",
            [["มาตรการ", "สรุปผลการดำเนินการตามมาตรการ", "ผลลัพธ์หรือความสำเร็จ"], ["ก", "ข", "ค"]],
        ),
        "TWM-760401",
        DocumentKind.PROGRESS_REPORT,
        2567,
        2566,
        ("year_inferred",),
    ),
    "report on the measures in the wording of the item": Case(
        paper("การดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน\nอบจ.แพร่ ปีงบประมาณ 2565"),
        "PAO-54",
        DocumentKind.PROGRESS_REPORT,
        2565,
        2564,
        ("year_inferred",),
    ),
    "analysis under the newest title": Case(
        paper(
            "# การนำผลการประเมิน ITA ไปสู่การพัฒนาองค์กร",
            "# การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ ประจำปีงบประมาณ พ.ศ. 2566 "
            "เทศบาลนครขอนแก่น หน่วยงานประเภท เทศบาลนคร",
            "ผลการประเมินรายตัวชี้วัด\nปี 2566",
            INDICATORS,
            "ได้กำหนดมาตรการเพื่อพัฒนาองค์กรในปีงบประมาณ พ.ศ. ๒๕๖๗ ดังนี้",
            MEASURES,
        ),
        "CTM-4001",
        DocumentKind.MEASURES_PLAN,
        2567,
        2566,
        ("place_inferred",),
    ),
    "site visit form": Case(
        paper(
            "แบบรายงานการนิเทศติดตามผลการดำเนินงาน\nประจำปีงบประมาณ พ.ศ. 2564",
            "ชื่อหน่วยงาน องค์การบริหารส่วนตำบลบ้านแจ้ง........ อำเภออาจสามารถ.......",
            "รายชื่อคณะนิเทศ 1. นาย ก",
            "1.4 ผลการประเมินคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. 2563 (โปรดระบุ)",
        ),
        "SAO-451403",
        DocumentKind.SITE_VISIT,
        2564,
        2563,
        ("place_inferred",),
    ),
    "result of one body": Case(
        paper(
            "ประกาศผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงาน (ITA)\nประจำปีงบประมาณ พ.ศ. 2568",
            "ขององค์การบริหารส่วนตำบลกุดหว้า อำเภอกุฉินารายณ์ จังหวัดกาฬสินธุ์",
            INDICATORS,
        ),
        "SAO-460506",
        DocumentKind.RESULT,
        2568,
        2568,
    ),
    "name that repeats in the country": Case(
        paper("มาตรการส่งเสริมคุณธรรมและความโปร่งใส\nองค์การบริหารส่วนตำบลหนองบัว\nประจำปี พ.ศ. 2566", MEASURES),
        None,
        DocumentKind.MEASURES_PLAN,
        2566,
        2565,
        ("agency_ambiguous", "year_inferred"),
    ),
    "address on the last page decides": Case(
        paper(
            "มาตรการส่งเสริมคุณธรรมและความโปร่งใส\nองค์การบริหารส่วนตำบลหนองบัว\nประจำปี พ.ศ. 2566",
            MEASURES,
            "ที่ทำการ เลขที่ ๙ หมู่ที่ ๓ ตำบลหนองบัว อำเภอเมืองกาญจนบุรี จังหวัดกาญจนบุรี",
        ),
        "SAO-710106",
        DocumentKind.MEASURES_PLAN,
        2566,
        2565,
        ("year_inferred",),
    ),
    "no body at all": Case(
        paper("มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน\nประจำปีงบประมาณ พ.ศ. 2566", MEASURES),
        None,
        DocumentKind.MEASURES_PLAN,
        2566,
        2565,
        ("agency_missing", "year_inferred"),
    ),
    "history of totals": Case(
        paper(
            "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปี 2568",
            "องค์การบริหารส่วนตำบลท่าสุด อำเภอเมือง จังหวัดเชียงราย",
            "ปีที่ผ่านมา (ปีงบประมาณ พ.ศ. 2566) หน่วยงานได้คะแนนรวม 81.00 คะแนน",
            "ผลการประเมินปีงบประมาณ พ.ศ. 2567 ได้คะแนน 90.11 คะแนน ภายใต้แผนแม่บท พ.ศ. 2561 - 2580",
            INDICATORS,
        ),
        "SAO-570121",
        DocumentKind.MEASURES_PLAN,
        2568,
        2567,
    ),
    "a university": Case(
        paper(
            "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน\nมหาวิทยาลัยราชภัฏเชียงราย\nประจำปีงบประมาณ พ.ศ. 2566",
            "จากผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2565 มหาวิทยาลัยได้ทบทวนการทำงาน",
        ),
        "CEN-0153",
        DocumentKind.MEASURES_PLAN,
        2566,
        2565,
        (),
    ),
    "a municipality that is called like no place": Case(
        paper(
            "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปี 2566\nเทศบาลตำบลศรีวิไลนครใหม่\nจังหวัดลพบุรี",
            "ผลการประเมิน ITA ประจำปี 2565 ได้ 80.00 คะแนน",
        ),
        "X-",
        DocumentKind.MEASURES_PLAN,
        2566,
        2565,
        ("agency_unknown",),
    ),
    "something else": Case(
        paper("บันทึกข้อความ\nเรื่อง ขออนุมัติจัดซื้อวัสดุ"), None, DocumentKind.OTHER, None, None, ("agency_missing",)
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_layout(name: str) -> None:
    case = CASES[name]
    identity = identify(case.document)
    found = identity.agency.agency_id
    assert (found and found[:2]) == case.agency_id if case.agency_id == "X-" else found == case.agency_id
    assert identity.kind is case.kind
    assert (identity.fiscal_year, identity.scores_year) == (case.fiscal_year, case.scores_year)
    assert tuple(sorted(set(codes(identity)))) == tuple(sorted(case.findings))


def test_the_printed_form_shown_is_that_of_the_cover() -> None:
    identity = identify(
        paper(
            "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน\nองค์กรบริหารส่วนตำบลบ้านแก้ง\nประจำปี 2566",
            "อบต.บ้านแก้ง ได้ทบทวน อบต.บ้านแก้ง จึงกำหนด",
            "ผลคะแนนการประเมิน ITA ปี 2565 ขององค์การบริหารส่วนตำบลบ้านแจ้ง จังหวัดร้อยเอ็ด เท่ากับ 80.00 คะแนน",
        )
    )
    assert identity.agency.agency == "องค์การบริหารส่วนตำบลบ้านแจ้ง"
    assert identity.agency.agency_raw == "องค์กรบริหารส่วนตำบลบ้านแก้ง"
    assert "agency_corrected" in codes(identity)


def test_text_copied_from_another_body_is_pointed_at() -> None:
    identity = identify(
        paper(
            "มาตรการส่งเสริมคุณธรรมและความโปร่งใส ปี 2566\nอบต.ริมกก อ.เมือง จ.เชียงราย",
            "การวิเคราะห์ผลการประเมิน ITA ปี 2565 ของสำนักงานกองทุนพัฒนาชุมชน พบว่ายังต้องปรับปรุง",
            "ผลการประเมินของอบต.ห้วยขวาง อ.กำแพงแสน จ.นครปฐม ปี 2565 ได้คะแนน 80.00",
            "สำนักงาน ป.ป.ช. และกรมส่งเสริมการปกครองท้องถิ่น กำหนดมาตรการส่งเสริมของกระทรวงมหาดไทย",
        )
    )
    foreign = [finding.subject for finding in identity.findings if finding.code == "foreign_agency_text"]
    assert foreign == ["อบต.ห้วยขวาง อ.กำแพงแสน จ.นครปฐม", "สำนักงานกองทุนพัฒนาชุมชน"]
    assert identity.agency.agency_id == "SAO-570114"
    assert all(finding.line for finding in identity.findings if finding.code == "foreign_agency_text")


def test_a_league_table_gives_no_body_of_its_rows_as_author() -> None:
    names = ["ริมกก", "นางแล", "ท่าสุด", "แม่ยาว", "ดอยฮาง", "ห้วยสัก"]
    rows = [["หน่วยงาน", "คะแนน ITA"], *([f"อบต.{name} อ.เมือง จ.เชียงราย", "90.00"] for name in names)]
    identity = identify(paper("ผลคะแนนรายหน่วยงาน ประจำปีงบประมาณ พ.ศ. 2566", rows))
    assert identity.kind is DocumentKind.LEAGUE_TABLE
    assert identity.agency.agency is None
    assert (identity.fiscal_year, identity.scores_year) == (2566, 2566)


def test_an_empty_paper() -> None:
    identity = identify(Document("txt", ()))
    assert (identity.kind, identity.fiscal_year, identity.scores_year) == (DocumentKind.OTHER, None, None)


EXPECTED = {
    "000": ("SAO-440506", DocumentKind.MEASURES_PLAN, 2565, 2564, {"agency_corrected", "foreign_agency_text"}),
    "001": ("SAO-760301", DocumentKind.MEASURES_PLAN, 2566, 2565, set()),
    "002": ("SAO-302502", DocumentKind.MEASURES_PLAN, 2569, 2568, {"place_inferred"}),
    "003": ("SAO-471603", DocumentKind.SITE_VISIT, 2563, 2562, {"place_inferred"}),
    "004": ("SAO-310503", DocumentKind.PROGRESS_REPORT, 2566, 2566, {"agency_corrected"}),
}


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the real papers are not at hand")
@pytest.mark.parametrize("number", EXPECTED)
def test_real_papers(number: str) -> None:
    from extractors.readers import read

    (path,) = REPORTS.glob(f"{number}_*.txt")
    identity = identify(read(path.read_bytes(), path.name))
    agency_id, kind, fiscal_year, scores_year, findings = EXPECTED[number]
    assert identity.agency.agency_id == agency_id
    assert (identity.kind, identity.fiscal_year, identity.scores_year) == (kind, fiscal_year, scores_year)
    assert set(codes(identity)) == findings


PLAN = "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. 2567"


@pytest.mark.parametrize(
    ("cover", "agency", "province"),
    [
        (f"{PLAN}\nจังหวัดพะเยา", "จังหวัดพะเยา", "พะเยา"),
        (f"{PLAN}\nโรงพยาบาลแม่ลาว\nจังหวัดเชียงราย", "โรงพยาบาลแม่ลาว", "เชียงราย"),
        (f"{PLAN}\nที่ว่าการอำเภอแม่ริม จังหวัดเชียงใหม่", "ที่ว่าการอำเภอแม่ริม", "เชียงใหม่"),
        (f"{PLAN}\nของกรมการปกครอง กระทรวงมหาดไทย", "กรมการปกครอง", None),
        (f"{PLAN}\nกรมการข้าว\nรายงานฉบับเต็ม", "กรมการข้าว", None),
        (f"{PLAN}\nกรมการข้าว\nกระทรวงเกษตรและสหกรณ์", "กรมการข้าว", None),
        (f"{PLAN}\nกรมการแพทย์แผนไทยและ\nการแพทย์ทางเลือก", "กรมการแพทย์แผนไทยและการแพทย์ทางเลือก", None),
        (f"{PLAN}\nโรงเรียนบ้านหนองแวง\nเอกสารประกอบ", "โรงเรียนบ้านหนองแวง", None),
        (f"{PLAN}\nสำนักงานสาธารณสุขจังหวัดตาก", "สำนักงานสาธารณสุขจังหวัดตาก", "ตาก"),
        (f"{PLAN}\nตามหนังสือกรมการปกครอง ที่ มท 0310/12", None, None),
        (f"{PLAN}\nศูนย์ฝึกกลาง\nจังหวัดพะเยา", None, None),
    ],
)
def test_bodies_that_are_no_local_government(cover: str, agency: str | None, province: str | None) -> None:
    identity = identify(paper(cover, MEASURES))
    assert (identity.agency.agency, identity.agency.province) == (agency, province)


@pytest.mark.parametrize(
    ("title", "fiscal_year", "scores_year"),
    [
        ("การนำผลการประเมิน ITA ปี ๒๕๖๗ ไปสู่การพัฒนาองค์กร ปี ๒๕๖๘", 2568, 2567),
        ("การวิเคราะห์ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2567 และมาตรการปีงบประมาณ พ.ศ. 2568", 2568, 2567),
        ("การวิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงาน ปี 2565\nมาตรการที่จะขับเคลื่อนในปี 2566", 2566, 2565),
        ("วันที่ ๓ พฤศจิกายน ๒๕๖๖\nเรื่อง รายงานผลการวิเคราะห์ ITA ปี พ.ศ. ๒๕๖๖ และมาตรการปี ๒๕๖๗", 2567, 2566),
        ("มาตรการส่งเสริมความโปร่งใส ๒๕๖๖", 2566, 2565),
    ],
)
def test_years_of_a_paper_that_leads_from_results_to_measures(title: str, fiscal_year: int, scores_year: int) -> None:
    rows = [["ตัวชี้วัด", "มาตรการ", "ผู้รับผิดชอบ"], ["การใช้อำนาจ", "จัดทำคู่มือ", "สำนักปลัด"]]
    identity = identify(paper(title, rows))
    assert identity.kind is DocumentKind.MEASURES_PLAN
    assert (identity.fiscal_year, identity.scores_year) == (fiscal_year, scores_year)


def test_a_year_below_the_title_is_the_year_of_what_the_title_names() -> None:
    title = ("ผลการประเมินคุณธรรมและความโปร่งใส (ITA)", "ประจำปีงบประมาณ พ.ศ. ๒๕๖๔", "เทศบาลตำบลเชียงกลาง จังหวัดน่าน")
    found = identify(paper(*title, "หน่วยงานกำหนดมาตรการสำหรับปีงบประมาณ พ.ศ. ๒๕๖๕ ไว้ดังนี้", MEASURES))
    assert (found.fiscal_year, found.scores_year) == (2565, 2564)


def test_years_of_national_plans_are_not_those_of_the_paper() -> None:
    plans = "ตามแผนแม่บทภายใต้ยุทธศาสตร์ชาติ พ.ศ. 2561 - 2580"
    title = "การนำผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2567 ไปสู่การพัฒนาองค์กร"
    assert identify(paper(f"{title}\n{plans}")).scores_year == 2567
    forward = [["ตัวชี้วัด", "มาตรการ", "ผู้รับผิดชอบ", "ระยะเวลา"], ["การใช้อำนาจ", "ทำคู่มือ", "สำนักปลัด", "ปี 2568"]]
    identity = identify(paper(f"{title}\n{plans}", forward))
    assert (identity.fiscal_year, identity.scores_year) == (2568, 2567)


@pytest.mark.parametrize("words", ["ในปีที่ผ่านมา", "ของปีงบประมาณที่ผ่านมา", "ปีก่อนหน้า"])
def test_scores_of_last_year_are_of_the_year_before_the_paper(words: str) -> None:
    title = "# มาตรการยกระดับคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. 2568"
    told = identify(paper(title, "เทศบาลตำบลท่าข้าม", f"ผลการประเมิน ITA {words} หน่วยงานได้ 84.82 คะแนน"))
    assert (told.fiscal_year, told.scores_year) == (2568, 2567)


def test_a_comparison_with_last_year_moves_nothing() -> None:
    title = "# รายงานผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567"
    told = identify(paper(title, "เทศบาลตำบลท่าข้าม", "ได้ 90.08 คะแนน สูงกว่าปีที่ผ่านมา 5.26 คะแนน"))
    assert (told.fiscal_year, told.scores_year) == (2567, 2567)


@pytest.mark.parametrize("years", ["ปี พ.ศ. 2566 กับปี พ.ศ. 2567", "ปีงบประมาณ พ.ศ. ๒๕๖๗ กับปีงบประมาณ พ.ศ. ๒๕๖๖"])
def test_the_later_year_of_a_title_that_compares_two_is_the_papers(years: str) -> None:
    text = f"การวิเคราะห์ผลการประเมิน ITA เทศบาลเมืองหัวหิน เปรียบ\nเทียบ{years}\n\n1. การใช้อำนาจ จาก 82.11 → 90.22\n"
    result = process(text.encode(), "paper.txt")
    assert [(row["code"], row["fiscal_year"], row["score"]) for row in result.scores] == [("3", 2567, 90.22)]


def test_a_result_over_the_years_is_of_the_last_of_its_captions() -> None:
    title = "# ผลการประเมิน ITA ย้อนหลัง\n\nตารางที่ 1 ผลคะแนน ITA ปีงบประมาณ พ.ศ. 2565"
    told = identify(paper(title, "เทศบาลตำบลท่าข้าม", "ตารางที่ 2 ผลคะแนน ITA ปีงบประมาณ พ.ศ. 2566"))
    assert told.fiscal_year == 2566


def test_the_year_of_a_title_that_leads_on_to_measures_is_the_papers() -> None:
    title = "# แนวทางการนำผลการประเมิน ITA ไปสู่การพัฒนา ปีงบประมาณ พ.ศ. 2569"
    told = identify(paper(title, "เทศบาลตำบลท่าข้าม", "ผลการประเมินปีงบประมาณ พ.ศ. 2568 ได้ 84.82 คะแนน"))
    assert (told.fiscal_year, told.scores_year) == (2569, 2568)


def test_a_trend_is_of_its_last_year() -> None:
    told = identify(paper("# แนวโน้มผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2564 - 2567", "เทศบาลตำบลท่าข้าม"))
    assert told.fiscal_year == 2567


def test_a_report_of_the_year_tells_the_scores_of_its_own_year() -> None:
    title = "รายงานผลการดำเนินงานประจำปีงบประมาณ พ.ศ. 2567\nเทศบาลตำบลบ้านคลอง อำเภอเมืองพิษณุโลก จังหวัดพิษณุโลก"
    yearly = "1. ผลการประเมินคุณธรรมและความโปร่งใส (ITA)\nได้รับคะแนน 83.74 คะแนน\n\n2. การจัดเก็บรายได้ จัดเก็บได้ร้อยละ 98.43"
    assert identify(paper(f"{title}\n\n{yearly}")).scores_year == 2567
    assert identify(paper(f"{title}\n\nตามมาตรการส่งเสริมคุณธรรม\n\n{yearly}")).scores_year == 2566
