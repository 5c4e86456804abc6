"""A stored document is the document, exactly; whatever else lies in the store counts as nothing."""

from __future__ import annotations

import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors import readers
from extractors.document import BoundingBox, Document, Page, Position, TextBlock, TextKind, TextSource
from extractors.stored import DamagedStoreError, pack, unpack
from pipeline.discover import Input
from pipeline.document_store import keep, load
from pipeline.process import Options
from pipeline.run import process_file

SAMPLES = Path(__file__).parents[2] / "data" / "raw"
DIGEST = "ab" * 32

texts = st.text(st.characters(exclude_categories=()), max_size=8)
numbers = st.floats(allow_nan=False, width=64)
boxes = st.builds(BoundingBox, numbers, numbers, numbers, numbers)
positions = st.builds(Position, st.integers(), st.none() | st.integers(), st.none() | boxes)


@pytest.fixture(autouse=True, scope="module")
def _strategies() -> None:
    st.register_type_strategy(str, texts)
    st.register_type_strategy(float, numbers)
    st.register_type_strategy(Position, positions)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(st.deferred(lambda: st.from_type(Document)))
def test_every_document_comes_back_as_it_was(document: Document) -> None:
    back = unpack(pack(document))
    assert back == document
    assert repr(back) == repr(document)  # 1 is no 1.0, "plain" no TextSource.PLAIN; boxes of positions too


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("2567_*")), ids=lambda path: path.name)
def test_samples_come_back_as_they_were(path: Path) -> None:
    document = readers.read(path.read_bytes(), path.name)
    assert repr(unpack(pack(document))) == repr(document)


PAPER = Document(
    "txt",
    (Page(1, (TextBlock(TextKind.HEADING, "ผล \ud83d\ude00", "x", Position(1, 2), 1),), TextSource.PLAIN, 595, 842.5),),
)


def test_half_characters_stay_two() -> None:
    assert repr(unpack(pack(PAPER))) == repr(PAPER)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"rubbish",
        pack(PAPER)[:-3],
        zlib.compress(b"[]"),
        zlib.compress(b"null"),
        zlib.compress(b'["Page",1,[],"plain"]'),
        zlib.compress(b'["Document","txt",[["Table",[]]],null]'),
        zlib.compress(b"[" * 100_000),
    ],
)
def test_what_is_no_document_is_refused(data: bytes) -> None:
    with pytest.raises(DamagedStoreError):
        unpack(data)


def test_values_that_are_not_declared_are_not_stored() -> None:
    with pytest.raises(TypeError, match="cannot hold bytes"):
        pack(replace(PAPER, encoding=b"utf-8"))  # type: ignore[arg-type]  # the wrong type is the point


def test_the_store_knows_content_and_suffix(tmp_path: Path) -> None:
    keep(tmp_path, DIGEST, ".txt", PAPER)
    assert load(tmp_path, DIGEST, ".txt") == PAPER
    assert load(tmp_path, DIGEST, ".md") is None
    assert load(tmp_path, "cd" * 32, ".txt") is None
    assert load(tmp_path / "gone", DIGEST, ".txt") is None


def test_odd_suffixes_stay_below_the_store(tmp_path: Path) -> None:
    for suffix in ("./../x", ".\n", ".ไทย", ".-e44-", "." + "x" * 300):
        keep(tmp_path / "store", DIGEST, suffix, PAPER)
        assert load(tmp_path / "store", DIGEST, suffix) in (PAPER, None)
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_a_damaged_store_is_read_past(tmp_path: Path) -> None:
    keep(tmp_path, DIGEST, ".txt", PAPER)
    stored = next(path for path in tmp_path.rglob("*") if path.is_file())
    stored.write_bytes(stored.read_bytes()[:-2])
    assert load(tmp_path, DIGEST, ".txt") is None


def test_a_store_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    keep(tmp_path / "file", DIGEST, ".txt", PAPER)


def test_what_was_read_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    item = Input(SAMPLES / "2567_memo_khaokhansong.md", "a.md")
    first = process_file(item, Options(), tmp_path / "store")
    monkeypatch.setattr(readers, "read", None)  # calling it would fail the paper
    assert process_file(item, Options(), tmp_path / "store") == first
    assert process_file(item, Options(), None).failed


def test_papers_that_a_recogniser_left_are_not_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = Document("pdf", (Page(1, (), TextSource.OCR, unreadable="backend_failed: openai keeps silent"),))
    monkeypatch.setattr(readers, "read", lambda *_: left)
    result = process_file(Input(SAMPLES / "2567_memo_khaokhansong.md", "a.md"), Options(), tmp_path / "store")
    assert result.incomplete
    assert not (tmp_path / "store").exists()
