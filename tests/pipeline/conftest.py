"""A made-up paper format and stages that read it, so that these tests know nothing of the real readers.

A line ``agency_id|agency|fiscal_year|code|score|status`` is a score; ``#unreadable`` makes the page unreadable,
``#crash`` is a fault of the program.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
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

from .object_store import Store, served

OLD = 1_600_000_000  # seconds: long before any run
_TOOLS = {"IIT": "IIT", "EIT": "EIT", "OIT": "OIT"}


def agency(agency_id: str = "A1", name: str = "อบต.หนึ่ง") -> Agency:
    return Agency(agency=name, agency_raw=name, agency_type="sao", agency_id=agency_id or None)


def score(line: str, number: int = 1) -> Score:
    agency_id, name, year, code, value, status = line.split("|")
    level = Level.INDICATOR if code.isdigit() else Level.TOOL if code in _TOOLS else Level.OVERALL
    return Score(
        agency=agency(agency_id, name),
        fiscal_year=int(year),
        level=level,
        code=code,
        tool=_TOOLS.get(code),
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
    place, raw = item.position, item.raw_value or ""
    reading = ScoreMention(item.code, item.fiscal_year, Context.TABLE, item.code, raw, item.score, place, "test")
    return JudgedMention(reading, agrees=True)


def fake_understand(data: bytes, source: str, options: Options, store: Path | None = None) -> Understood:
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise UndecodableTextError(name=source) from error
    if "#crash" in text:
        raise ZeroDivisionError("boom \udcff\nsecond line")
    scores = tuple(score(line, n) for n, line in enumerate(text.splitlines(), 1) if "|" in line)
    own = scores[0].agency if scores else agency()
    found = (finding("year_inferred", "2564", expected="2564"),)
    measure = Measure(MeasureKind.PLAN, 1, 2565, (3, 5), "ทำสิ่งนี้", Position(1, 2), 1, steps=("ก", "ข"))
    page = Page(1, (), TextSource.PLAIN, unreadable="no text" if "#unreadable" in text else None)
    return Understood(
        Document("txt", (page,)),
        Facts(
            Identity(own, DocumentKind.RESULT, 2565, 2564, found), tuple(mention(s).mention for s in scores), (measure,)
        ),
        Reconciled(scores, tuple(mention(item) for item in scores)),
    )


@pytest.fixture
def fake_stages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_module, "understand", fake_understand)


@pytest.fixture
def papers(tmp_path: Path, fake_stages: None) -> Path:
    """Four papers: two that disagree on one total, one without scores, one that fails."""
    raw = tmp_path / "raw"
    write(raw / "b.txt", "A1|อบต.หนึ่ง|2564|ITA|80.0|verified", "A1|อบต.หนึ่ง|2564|10|70.5|reported")
    write(raw / "sub" / "a.txt", "A1|อบต.หนึ่ง|2564|ITA|81.0|reported", "A2|อบต.สอง|2564|9|50.25|conflict")
    write(raw / "none.txt", "nothing")
    write(raw / "crash.txt", "#crash")
    return raw


def write(path: Path, *lines: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines), encoding="utf-8")


def settle(folder: Path) -> None:
    """Make all files older than any run."""
    for path in folder.rglob("*"):
        os.utime(path, (OLD, OLD))


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Sources that were extracted."""
    called: list[str] = []

    def understand(data: bytes, source: str, options: Options, store: Path | None = None) -> Understood:
        called.append(source)
        return fake_understand(data, source, options, store)

    monkeypatch.setattr(process_module, "understand", understand)
    return called


@pytest.fixture
def raw(tmp_path: Path, calls: list[str]) -> Path:
    """Four papers that are older than the run."""
    folder = tmp_path / "raw"
    write(folder / "b.txt", "A1|อบต.หนึ่ง|2564|ITA|80.0|verified", "A1|อบต.หนึ่ง|2564|10|70.5|reported")
    write(folder / "sub" / "a.txt", "A1|อบต.หนึ่ง|2564|ITA|81.0|reported", "A2|อบต.สอง|2564|9|50.25|conflict")
    write(folder / "c.txt", "A3|อบต.สาม|2565|ITA|77.0|verified")
    write(folder / "none.txt", "nothing")
    settle(folder)
    return folder


@pytest.fixture(scope="session")
def served_store() -> Iterator[Store]:
    with served("papers") as found:
        yield found


@pytest.fixture
def store(served_store: Store, keys: None) -> Store:
    """An object store with one empty bucket, for whoever has the keys."""
    served_store.begin()
    return served_store


@pytest.fixture
def mortal_store(keys: None) -> Iterator[Store]:
    """The same, to be stopped."""
    with served("papers") as found:
        found.begin()
        yield found


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_SESSION_TOKEN", "http_proxy", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
