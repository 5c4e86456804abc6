"""A made-up paper format and stages that read it, so that these tests know nothing of the real readers.

A line is ``agency_id|agency|fiscal_year|code|score|status``; ``#unreadable`` makes a page unreadable, ``#crash`` fails.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.document import Document, Page, Position, TextSource
from extractors.errors import UndecodableTextError
from extractors.facts import Context, DocumentKind, Facts, Identity, Measure, MeasureKind, ScoreMention
from extractors.findings import finding
from normalizers.agencies import Agency
from normalizers.framework import Level
from pipeline import process as process_module
from pipeline.process import Options, Understood
from pipeline.reconcile import JudgedMention, Reconciled, Score, Status

_TOOLS = {"ITA": None, "IIT": "IIT", "EIT": "EIT", "OIT": "OIT"}


def agency(agency_id: str = "A1", name: str = "อบต.หนึ่ง") -> Agency:
    return Agency(agency=name, agency_raw=name, agency_type="sao", agency_id=agency_id or None)


def score(line: str, number: int) -> Score:
    agency_id, name, year, code, value, status = line.split("|")
    return Score(
        agency=agency(agency_id, name),
        fiscal_year=int(year),
        level=Level.INDICATOR if code.isdigit() else Level.TOOL,
        code=code,
        tool=_TOOLS.get(code, "IIT"),
        indicator=int(code) if code.isdigit() else None,
        label=code,
        label_en=code,
        score=float(value),
        grade="A" if code == "ITA" else None,
        status=Status(status),
        mentions=1,
        agreeing=1,
        blind_spot=None,
        raw_label=code,
        raw_value=value,
        confidence=1.0,
        position=Position(page=1, line=number),
        method="test",
    )


def mention(item: Score) -> JudgedMention:
    assert item.position is not None
    reading = ScoreMention(
        item.code, item.fiscal_year, Context.TABLE, item.code, str(item.score), item.score, item.position, "test"
    )
    return JudgedMention(reading, agrees=True)


def fake_understand(data: bytes, source: str, options: Options) -> Understood:
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise UndecodableTextError(name=source) from error
    if "#crash" in text:
        raise ZeroDivisionError("boom \udcff")
    lines = text.splitlines()
    scores = tuple(score(line, n) for n, line in enumerate(lines, 1) if "|" in line)
    unreadable = "no text" if "#unreadable" in text else None
    own = scores[0].agency if scores else agency()
    identity = Identity(own, DocumentKind.RESULT, 2565, 2564, (finding("year_inferred", "2564", expected="2564"),))
    measure = Measure(MeasureKind.PLAN, 1, 2565, (3, 5), "ทำสิ่งนี้", Position(1, 2), 1, steps=("ก", "ข"))
    return Understood(
        Document("txt", (Page(1, (), TextSource.PLAIN, unreadable=unreadable),)),
        Facts(identity, tuple(mention(item).mention for item in scores), (measure,)),
        Reconciled(scores, tuple(mention(item) for item in scores)),
    )


@pytest.fixture
def fake_stages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_module, "understand", fake_understand)


@pytest.fixture
def papers(tmp_path: Path, fake_stages: None) -> Path:
    raw = tmp_path / "raw"
    (raw / "sub").mkdir(parents=True)
    (raw / "b.txt").write_text(
        "A1|อบต.หนึ่ง|2564|ITA|80.0|verified\nA1|อบต.หนึ่ง|2564|10|70.5|reported\n", encoding="utf-8"
    )
    (raw / "sub" / "a.txt").write_text("A1|อบต.หนึ่ง|2564|ITA|81.0|reported\nA2|อบต.สอง|2564|9|50.25|conflict\n", "utf-8")
    (raw / "empty_of_scores.txt").write_text("nothing", encoding="utf-8")
    (raw / "crash.txt").write_text("#crash", encoding="utf-8")
    return raw
