"""What was recognised is kept by content, and the command's options name what there is."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from extractors.ocr import backends
from extractors.ocr.backends import backend, key_of
from extractors.ocr.line_finder import TextLine
from extractors.ocr.options import Ocr, OcrOptions
from extractors.ocr.words import Word, Words
from pipeline.cache_file import FolderCache
from pipeline.errors import RunError
from pipeline.recognition import recognition

LINE = TextLine(np.full((20, 60), 255, np.uint8), 0, 0, 0.0, 20.0)
WORD = Word("กา", 1.0, 2.0, 30.0, 18.0, 0.9, True)


@dataclass
class Reader:
    options: OcrOptions
    name: str = "fake"
    reads_thai_digits: bool = True
    calls: list[int] = field(default_factory=list)

    def is_available(self) -> bool:
        return True

    def missing(self) -> str:
        return ""

    def version(self) -> str:
        return self.options.languages

    def lines(self, images: list[TextLine]) -> tuple[Words, ...]:
        self.calls.append(len(images))
        return tuple((WORD,) for _ in images)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    made = Reader(OcrOptions())
    monkeypatch.setitem(backends._BACKENDS, "fake", lambda _: made)
    return made


def test_the_same_lines_are_read_once(reader: Reader, tmp_path: Path) -> None:
    ocr = Ocr(OcrOptions(backend="fake"), FolderCache(tmp_path))
    assert backend(ocr).lines([LINE]) == backend(ocr).lines([LINE]) == ((WORD,),)  # type: ignore[union-attr]
    assert reader.calls == [1]


def test_a_damaged_or_deleted_entry_is_read_anew(reader: Reader, tmp_path: Path) -> None:
    ocr = Ocr(OcrOptions(backend="fake"), FolderCache(tmp_path))
    backend(ocr).lines([LINE])  # type: ignore[union-attr]
    (entry,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    for ruin in (lambda: entry.write_bytes(b"{"), lambda: entry.write_bytes(b"[[[1]]]"), entry.unlink):
        ruin()
        assert backend(ocr).lines([LINE]) == ((WORD,),)  # type: ignore[union-attr]
    assert reader.calls == [1, 1, 1, 1]


def test_a_key_holds_all_that_an_answer_depends_on() -> None:
    other = LINE.pixels.copy()
    other[0, 0] = 0
    keys = {
        key_of([LINE.pixels], "a", "1"),
        key_of([LINE.pixels], "a", "2"),
        key_of([LINE.pixels], "b", "1"),
        key_of([other], "a", "1"),
        key_of([LINE.pixels.reshape(60, 20)], "a", "1"),
        key_of([LINE.pixels, LINE.pixels], "a", "1"),
    }
    assert len(keys) == 6


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = FolderCache(tmp_path / "file")
    cache.put("abc", b"1")
    assert cache.get("abc") is None


def test_unknown_modes_and_back_ends_are_told(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="auto, always, never"):
        recognition("sometimes", "tesseract", None, no_cache=True)
    with pytest.raises(RunError, match="tesseract, reader, openai"):
        recognition("auto", "magic", None, no_cache=True)
    assert recognition("auto", "tesseract", tmp_path, no_cache=True).cache is None
