"""Papers of the same bodies side by side: one panel, and a finding where they disagree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.process import Options
from pipeline.run import Job, ingest
from tests.pipeline.whole import read_tables

WHO = "เทศบาลตำบลท่าข้าม อำเภอหาดใหญ่ จังหวัดสงขลา"
OTHER = "องค์การบริหารส่วนตำบลเขาคันทรง อำเภอศรีราชา จังหวัดชลบุรี"
RESULT = f"""รายงานผลการประเมินคุณธรรมและความโปร่งใส (ITA) ประจำปีงบประมาณ พ.ศ. ๒๕๖๖

{WHO}

ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. ๒๕๖๖ ได้ ๙๑.๐๐ คะแนน
แบบวัด IIT ได้ ๙๒.๐๐ คะแนน แบบวัด EIT ได้ ๙๐.๐๐ คะแนน และแบบตรวจ OIT ได้ ๙๑.๐๐ คะแนน
"""
AGREES = f"""มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. ๒๕๖๗

{WHO}

ผลการประเมิน ITA ปี ๒๕๖๖ ได้ ๙๑.๐๐ คะแนน เพิ่มขึ้นจากปี ๒๕๖๕ ที่ได้ ๘๘.๑๐ คะแนน
"""
DISAGREES = f"""รายงานผลการประเมินคุณธรรมและความโปร่งใส (ITA) ประจำปีงบประมาณ พ.ศ. ๒๕๖๗

{WHO}

ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. ๒๕๖๗ ได้ ๙๓.๔๐ คะแนน ลดลงจากปี ๒๕๖๖ ซึ่งได้ ๙๔.๑๐ คะแนน
"""


@pytest.fixture
def built(tmp_path: Path) -> dict[str, list[dict[str, Any]]]:
    raw = tmp_path / "raw"
    raw.mkdir()
    papers = {"a_result": RESULT, "b_plan": AGREES, "c_later": DISAGREES, "d_other": RESULT.replace(WHO, OTHER)}
    for name, text in papers.items():
        (raw / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest(Job(raw, tmp_path / "out", Options()))
    return read_tables(tmp_path / "out")


def test_three_papers_of_one_body_and_one_of_another_make_one_panel(built: dict[str, list[dict[str, Any]]]) -> None:
    wanted = ("agency", "fiscal_year", "ITA", "IIT", "EIT", "OIT", "grade", "documents")
    town, sao = "เทศบาลตำบลท่าข้าม", "องค์การบริหารส่วนตำบลเขาคันทรง"
    assert sorted(tuple(row[name] for name in wanted) for row in built["panel"]) == [
        (sao, 2566, 91.0, 92.0, 90.0, 91.0, "ผ่านดี", 1),
        (town, 2565, 88.1, None, None, None, "A", 1),
        (town, 2566, 91.0, 92.0, 90.0, 91.0, "ผ่านดี", 3),
        (town, 2567, 93.4, None, None, None, None, 1),
    ]
    assert len({row["agency_id"] for row in built["panel"]}) == 2


def test_what_the_papers_disagree_on_is_told_for_each_with_all_sources(built: dict[str, list[dict[str, Any]]]) -> None:
    found = [row for row in built["findings"] if row["code"] == "panel_disagreement"]
    values = "91.00 (a_result.txt), 91.00 (b_plan.txt), 94.10 (c_later.txt)"
    assert [(row["source"], row["subject"], row["fiscal_year"], row["found"]) for row in found] == [
        (source, "ITA", 2566, values) for source in ("a_result.txt", "b_plan.txt", "c_later.txt")
    ]
