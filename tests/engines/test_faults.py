"""A folder of good papers and one of each evil kind, under every engine that contains."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.engines import Bounds, Engine
from pipeline.engines.cluster import Ray
from pipeline.engines.local import Local
from pipeline.process import Options
from pipeline.run import Job, ingest
from tests.pipeline.whole import read_tables

from .faults import CODES, Faulty, needs_ray, sleepers, wardens

GOOD = 200
BOUNDS = Bounds(deadline=8.0, memory=512)
PAPER = "การประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2565\n\n| ตัวชี้วัด | คะแนน |\n| --- | --- |\n| การใช้อำนาจ | {}.50 |\n"


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw")
    for number in range(GOOD):
        (folder / f"{number:03}.md").write_text(PAPER.format(number % 100), "utf-8")
    for name in CODES:
        (folder / f"{name}.md").write_text(PAPER.format(7), "utf-8")
    return folder


@pytest.fixture(scope="module")
def good(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What the good papers give when nothing goes wrong."""
    out = tmp_path_factory.mktemp("good")
    ingest(Job(raw, out, Options()))
    return {row["source"]: row for row in read_tables(out)["documents"] if Path(str(row["source"])).stem not in CODES}


ENGINES = [pytest.param(Local(2, BOUNDS), id="local"), pytest.param(Ray(2, BOUNDS), id="ray", marks=needs_ray)]


@pytest.mark.parametrize("engine", ENGINES)
def test_faults_cost_their_paper_only(engine: Engine, raw: Path, good: dict[str, object], tmp_path: Path) -> None:
    ingest(Job(raw, tmp_path, Options(), engine=Faulty(engine)))
    documents = {row["source"]: row for row in read_tables(tmp_path)["documents"]}
    assert len(good) == GOOD
    assert {source: documents[source] for source in good} == good
    failed = {Path(str(source)).stem: row for source, row in documents.items() if source not in good}
    assert {name: row["error_code"] for name, row in failed.items()} == CODES
    assert all(str(row["error"]).startswith(f"{name}.md") for name, row in failed.items())
    assert all(row["document_id"] for row in failed.values())
    assert (sleepers(), wardens()) == ([], set())
