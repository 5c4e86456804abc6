"""The back end Tesseract: its answers, its absence, its failures. Programs of that name are written for the test."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pytest

from extractors.ocr import tesseract
from extractors.ocr.errors import BackendError, BackendMissingError
from extractors.ocr.line_finder import TextLine
from extractors.ocr.options import OcrOptions
from extractors.ocr.tesseract import Tesseract
from extractors.pdf.doubt import UNTRUSTED

LINE = TextLine(np.full((34, 300), 255, np.uint8), 0, 0, 0.0, 34.0)
CELL = TextLine(np.full((34, 100), 255, np.uint8), 0, 0, 0.0, 34.0)
HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Put a program named tesseract on the path; its body runs when lines are read."""

    def write(body: str, languages: str = "eng tha") -> None:
        names = languages.replace(" ", "\\n")
        file = tmp_path / "tesseract"
        file.write_text(
            "#!/bin/sh\n"
            f"[ \"$1\" = --list-langs ] && {{ printf 'List:\\n{names}\\n'; exit 0; }}\n"
            "[ \"$1\" = --version ] && { echo 'tesseract 5.9'; exit 0; }\n"
            f"out=$2\n{body}\n"
        )
        file.chmod(0o755)

    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/usr/bin{os.pathsep}/bin")
    tesseract._languages.cache_clear()
    tesseract._version.cache_clear()
    yield write
    tesseract._languages.cache_clear()
    tesseract._version.cache_clear()


def test_letters_become_words_of_their_line(program) -> None:
    rows = [
        HEAD,
        "5\t1\t1\t1\t1\t1\t12\t12\t10\t34\t96.5\tก",
        "5\t1\t1\t1\t1\t2\t22\t12\t10\t34\t90\tา",
        "5\t1\t1\t1\t1\t3\t52\t12\t40\t34\t80\t85.20",
    ]
    program(
        "printf '%s\\n' " + " ".join(f"'{row}'" for row in rows) + " > $out.tsv; printf 'กา 85.20\\n\\f' > $out.txt"
    )
    ((first, second, number),) = Tesseract(OcrOptions()).lines([LINE])
    assert (first.text, first.x0, first.y1, first.confidence, first.blank) == ("ก", 0.0, 34.0, 0.965, True)
    assert (second.text, second.blank) == ("า", False)
    assert (number.text, number.x0, number.blank) == ("85.20", 40.0, True)


def test_a_line_without_words_stays_in_its_place(program) -> None:
    row = "5\t2\t1\t1\t1\t1\t12\t12\t10\t34\t96\tA"
    program(f"printf '%s\\n' '{HEAD}' '{row}' > $out.tsv; printf '\\fA\\n\\f' > $out.txt")
    empty, found = Tesseract(OcrOptions()).lines([LINE, LINE])
    assert (empty, [word.text for word in found]) == ((), ["A"])


def answer(*words: tuple[int, int, int, str], page: int = 1) -> str:
    """What a program does that reads words: left, width, confidence, text."""
    rows = [HEAD, *(f"5\t{page}\t1\t1\t1\t1\t{x}\t12\t{wide}\t34\t{sure}\t{text}" for x, wide, sure, text in words)]
    quoted = " ".join(f"'{row}'" for row in rows)
    return f"printf '%s\\n' {quoted} > $out.tsv; printf '{' '.join(word[3] for word in words)}\\n\\f' > $out.txt"


def test_a_number_alone_in_its_cell_is_shown_twice_and_the_second_copy_counts(program) -> None:
    program(answer((12, 100, 95, "19.66"), (136, 100, 91, "79.66")))
    ((number,),) = Tesseract(OcrOptions()).lines([CELL])
    assert (number.text, number.x0, number.x1, number.confidence) == ("79.66", 0.0, 100.0, 0.91)


def test_a_word_over_both_copies_is_halved(program) -> None:
    program(answer((12, 224, 91, "79.6679.66")))
    ((number,),) = Tesseract(OcrOptions()).lines([CELL])
    assert (number.text, number.x0, number.x1) == ("79.66", 0.0, 100.0)


def test_a_number_that_is_read_otherwise_the_second_time_is_not_trusted(program) -> None:
    first = answer((12, 60, 96, "A"), (82, 100, 95, "19.66"))
    second = answer((12, 82, 95, "79.66"), (114, 82, 95, "79.66"))
    program(f'case "$*" in *"-l eng"*) {second};; *) {first};; esac')
    ((letter, number),) = Tesseract(OcrOptions()).lines([LINE])
    assert (letter.confidence, number.text, number.confidence) == (0.96, "19.66", UNTRUSTED)


def test_a_missing_program_names_the_command_that_installs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    reader = Tesseract(OcrOptions())
    assert not reader.is_available()
    assert reader.missing() == "sudo apt-get install tesseract-ocr tesseract-ocr-tha tesseract-ocr-eng"
    with pytest.raises(BackendMissingError, match="apt-get install"):
        reader.lines([LINE])


def test_a_missing_language_names_its_package(program) -> None:
    program("exit 0", languages="eng")
    assert Tesseract(OcrOptions()).missing() == "sudo apt-get install tesseract-ocr-tha"


def test_one_that_hangs_is_killed_with_its_children(program, tmp_path: Path) -> None:
    program(f"sleep 60 & echo $! > {tmp_path}/child; wait")
    with pytest.raises(BackendError, match="no answer within 1 seconds"):
        Tesseract(OcrOptions(timeout=1.0)).lines([LINE])
    child = int((tmp_path / "child").read_text())
    for _ in range(50):
        if not _runs(child):
            break
        time.sleep(0.05)
    assert not _runs(child)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("echo broken >&2; exit 3", "ended with 3: broken"),
        ("exit 0", "gave no answer"),
        ("printf 'x\\n5\\t1\\t1\\t1\\t1\\t1\\ta\\tb\\tc\\td\\te\\tf\\n' > $out.tsv; : > $out.txt", "no table of words"),
    ],
)
def test_failures_are_told(program, body: str, reason: str) -> None:
    program(body)
    with pytest.raises(BackendError, match=reason):
        Tesseract(OcrOptions()).lines([LINE])
