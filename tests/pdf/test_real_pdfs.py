"""Papers of Thai offices as they were published: which pages count, which are mended or refused, and what they say.

The papers lie outside the repository. None holds an ITA score, however many numbers it prints.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

from extractors.document import Document, Table
from extractors.pdf.gate import notes, reasons
from extractors.readers import read

FOLDER = Path(__file__).parents[3] / "shared" / "real_pdfs"
UNSEEN = "unseen_text_left_out"
ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


@dataclass(frozen=True)
class Paper:
    """``mended`` and ``refused``: pages by repair and by reason; ``lines``: what a person reads, by page."""

    pages: int
    mended: dict[str, list[int]] = field(default_factory=dict)
    refused: dict[str, list[int]] = field(default_factory=dict)
    lines: tuple[tuple[int, str], ...] = ()


def pages(first: int, last: int, *without: int) -> list[int]:
    return [number for number in range(first, last + 1) if number not in without]


PAPERS = {
    "P10": Paper(
        7,
        {"private_use_glyphs": pages(1, 7, 6), "sara_am_split": pages(1, 7, 6), UNSEEN: [1, 2, 5]},
        {"latin_garbage": [6]},
        (
            (1, "ข้อกำหนดจริยธรรมเจ้าหน้าที่ของรัฐสำนักงานปลัดกระทรวงสาธารณสุข พ.ศ. ๒๕๖๔"),
            (1, "พ.ศ. ๒๕๖๓ สำนักงานปลัดกระทรวงสาธารณสุข จึงกำหนดข้อกำหนดจริยธรรมเจ้าหน้าที่ของรัฐ"),
            (1, "ในการปฏิบัติหน้าที่ราชการ ดำรงชีวิตด้วยความเรียบง่าย ประหยัด เหมาะสมกับฐานะของตนและสังคม"),
        ),
    ),
    "P13": Paper(
        10,
        {"letters_from_font": pages(1, 10), "sara_am_split": pages(1, 10)},
        {},
        (
            (2, "คณะกรรมการกลางบริหารงานบุคคลของเจ้าหน้าที่ของรัฐในฝ่ายบริหาร และคณะกรรมการมาตรฐาน"),
            (2, "มาตรา ๕ มาตรฐานทางจริยธรรม คือ หลักเกณฑ์การประพฤติปฏิบัติอย่างมีคุณธรรม"),
            (2, "(๗) ดำรงตนเป็นแบบอย่างที่ดีและรักษาภาพลักษณ์ของทางราชการ"),
        ),
    ),
    "P16": Paper(
        1,
        {"letters_from_font": [1], "sara_am_split": [1]},
        {},
        (
            (1, "สำนักงานสาธารณสุขอำเภอหนองใหญ่ จังหวัดชลบุรี (งานบริหาร) โทร.๐๓๘-๒๑๙๒๓๒-๓"),
            (1, "๑.วิธีเฉพาะเจาะจง จำนวน ๖ โครงการ จำนวนเงิน ๕๘๑,๐๙๖ บาท"),
            (1, "ดำเนินงานของหน่วยงานภาครัฐ (Integrity and Transparency Assessment : ITA) ของหน่วยงานภาครัฐ"),
        ),
    ),
    "P21": Paper(
        1,
        {"letters_from_font": [1], "sara_am_split": [1]},
        {},
        (
            (1, "และบันทึกข้อตกลงความร่วมมือการดำเนินงานพัฒนาด้านสาธารณสุข"),
            (1, "2. หน่วยงานสาธารณสุขผ่านเกณฑ์องค์กรที่มีความสุข ไม่น้อยกว่าร้อยละ 80"),
            (1, "ปัญหาสำคัญของจังหวัดชลบุรี"),
            (1, "(level 1) ภายใน 24 ชั่วโมงและจากการบาดเจ็บทางถนน"),
            (1, "ไม่น้อยกว่า 75 ปี"),
        ),
    ),
    "P24": Paper(3, {UNSEEN: [1]}, {"latin_garbage": [1], "scan_without_text": [2, 3]}),
    "P26": Paper(7, {}, {"scan_without_text": pages(1, 7)}),
    "P29": Paper(10, {}, {"scan_without_text": pages(1, 10)}),
    "P37": Paper(
        9,
        {"private_use_glyphs": pages(1, 9), "sara_am_split": pages(1, 9), "large_picture": [2]},
        {},
        (
            (7, "รวมคะแนน = ((คะแนนเฉลี่ยองค์ 1 – 4)+(คะแนนเฉลี่ยองค์ 5))/2"),
            (7, "การทำงานเป็นทีม การคิดริเริ่มเพื่อการพัฒนากลุ่มงานและรองรับความต้องการของชุมชน ท้องถิ่น ตามพันธกิจ"),
            (7, "ตัวบ่งชี้ที่ 5.5 การพัฒนาสื่ออิเล็กทรอนิกส์เพื่อ"),
        ),
    ),
    "P43": Paper(
        84,
        {
            "letters_from_font": [1, *pages(9, 81, 12, 26), 84],
            "sara_am_split": [1, *pages(9, 81, 12, 26, 60), 84],
            "residue_of_doubled_mark": [5, 6, 7],
            "residue_of_sara_am": [3],
            UNSEEN: [40, 74],
        },
        {},
        (
            (3, "ประจำปีงบประมาณ พ.ศ. ๒๕๖๕"),
            (3, "สำนักงบประมาณ สำนักนายกรัฐมนตรี"),
            (5, "(1) สำนักงานคณะกรรมการการแข่งขันทางการค้า 5 ถึง 17"),
            (5, "แผนพัฒนาเศรษฐกิจและสังคมแห่งชาติ ฉบับที่ 12"),
            (48, "โครงการที่ 1 : โครงการเพิ่มศักยภาพ"),
            (48, "ของผู้สูงอายุ เด็กและเยาวชนที่ด้อยโอกาส"),
        ),
    ),
    "P45": Paper(20, {UNSEEN: [20]}, {"broken_map": pages(1, 20)}),
}

if not FOLDER.is_dir():
    pytest.skip("the published papers are not here", allow_module_level=True)

each = pytest.mark.parametrize("name", sorted(PAPERS))


def path_of(name: str) -> Path:
    return next(FOLDER.glob(f"{name}_*.pdf"))


@cache
def document(name: str) -> Document:
    return read(path_of(name).read_bytes(), path_of(name).name)


def text_by_page(paper: Document) -> dict[int, str]:
    """The text of every page with single blanks and Arabic digits (some fonts draw Arabic digits in the Thai way).

    A table over several pages is one block of its first page; its cells know where they stand.
    """
    parts: dict[int, list[str]] = {}
    for block in paper.blocks():
        for item in block.cells if isinstance(block, Table) else [block]:
            parts.setdefault(item.position.page, []).append(item.text)
    return {number: " ".join(" ".join(texts).split()).translate(ARABIC) for number, texts in parts.items()}


@each
def test_pages_that_are_refused(name: str) -> None:
    refused: dict[str, list[int]] = {}
    for page in document(name).pages:
        if page.unreadable:
            refused.setdefault(page.unreadable, []).append(page.number)
            assert not page.blocks
    assert refused == PAPERS[name].refused
    assert set(refused) <= set(reasons())
    assert len(document(name).pages) == PAPERS[name].pages


@each
def test_pages_that_are_mended(name: str) -> None:
    mended: dict[str, list[int]] = {}
    for page in document(name).pages:
        for repair in page.repairs:
            mended.setdefault(repair, []).append(page.number)
    wanted = PAPERS[name].mended
    layout = {repair for repair in mended if repair.startswith(("text_turned", "slanted"))}
    assert {repair: numbers for repair, numbers in mended.items() if repair not in layout} == wanted
    assert set(notes()) & set(wanted) <= {"large_picture"}


@each
def test_lines_as_a_person_reads_them(name: str) -> None:
    by_number = text_by_page(document(name))
    missing = [line for number, line in PAPERS[name].lines if line.translate(ARABIC) not in by_number[number]]
    assert missing == []


@each
def test_no_scores_and_a_finding_for_every_refused_page(name: str) -> None:
    from pipeline.process import process

    result = process(path_of(name).read_bytes(), path_of(name).name)
    assert result.scores == []
    told = [finding["page"] for finding in result.findings if finding["code"] == "unreadable_page"]
    assert sorted(told) == sorted(number for numbers in PAPERS[name].refused.values() for number in numbers)
