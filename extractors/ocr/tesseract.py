"""The back end ``tesseract``: its command line, one process for each call, killed with all its children when late.

The command line and not a binding: a crash or a hang of the engine then costs one page and never the worker.
Tesseract reports nearly every Thai letter as a word of its own in its TSV and drops the blanks between true words;
its plain text has them. Both are asked for in one call and laid over each other.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractors.ocr.errors import BackendError, BackendMissingError
from extractors.ocr.options import OcrOptions
from extractors.ocr.words import Pixels, Word

PROGRAM = "tesseract"
_PROBE_SECONDS = 20.0
_VERSION = re.compile(r"tesseract v?(\S+)")
_WORD_LEVEL = "5"


@dataclass(frozen=True, slots=True)
class Tesseract:
    """Debian's tesseract-ocr with the languages of the options."""

    options: OcrOptions

    name = "tesseract"
    reads_thai_digits = False  # 10 % right and 55 to 60 % well-formed and wrong, also on clean pages

    def is_available(self) -> bool:
        """Whether the program and its languages are installed."""
        return not self.missing()

    def missing(self) -> str:
        """The command that installs what is missing; empty where nothing is."""
        installed = _languages(shutil.which(PROGRAM))
        wanted = self.options.languages.split("+")
        packages = [f"tesseract-ocr-{name}" for name in wanted if name not in installed]
        if not shutil.which(PROGRAM):
            packages = ["tesseract-ocr", *packages]
        return f"sudo apt-get install {' '.join(packages)}" if packages else ""

    def version(self) -> str:
        """What its answers depend on: program, languages, how it is called."""
        return f"{_version(shutil.which(PROGRAM))} {self.options.languages} psm4"

    def words(self, pixels: Pixels, dpi: int) -> tuple[Word, ...]:
        """The words of a grey image from top to bottom. Raises BackendMissingError, BackendError."""
        import cv2

        if missing := self.missing():
            raise BackendMissingError(self.name, missing)
        with tempfile.TemporaryDirectory(prefix="ita-ocr-") as folder:
            image = Path(folder, "page.pgm")
            cv2.imwrite(str(image), pixels)
            out = Path(folder, "out")
            command = [PROGRAM, str(image), str(out), "-l", self.options.languages, "--dpi", str(dpi)]
            _run([*command, "--psm", "4", "tsv", "txt"], self.options.timeout)
            tsv, text = (_text(out.with_suffix(suffix)) for suffix in (".tsv", ".txt"))
        return tuple(_words(tsv, text))


@cache
def _languages(program: str | None) -> frozenset[str]:
    return frozenset(_probe(program, "--list-langs").split("\n")[1:]) if program else frozenset()


@cache
def _version(program: str | None) -> str:
    match = _VERSION.search(_probe(program, "--version")) if program else None
    return match[1] if match else "?"


def _probe(program: str, argument: str) -> str:
    try:
        done = subprocess.run([program, argument], capture_output=True, timeout=_PROBE_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (done.stdout or done.stderr).decode("utf-8", "replace").strip()


def _run(command: list[str], timeout: float) -> None:
    """Run to the end, or kill the whole process group. Raises BackendError."""
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
    ) as process:
        try:
            _, complaint = process.communicate(timeout=timeout)
        except BaseException as error:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if isinstance(error, subprocess.TimeoutExpired):
                raise BackendError(PROGRAM, f"no answer within {timeout:.0f} seconds") from error
            raise
    if process.returncode:
        last = complaint.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise BackendError(PROGRAM, f"ended with {process.returncode}: {last[:200]}")


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError as error:
        raise BackendError(PROGRAM, "gave no answer") from error


def _words(tsv: str, text: str) -> Iterator[Word]:
    """Words of the TSV, with the blanks of the plain text."""
    blanks = _Blanks(text)
    lines: dict[tuple[str, ...], int] = {}
    for row in tsv.split("\n")[1:]:
        parts = row.split("\t")
        if len(parts) < 12 or parts[0] != _WORD_LEVEL or not parts[11].strip():
            continue
        line = lines.setdefault(tuple(parts[1:5]), len(lines))
        try:
            left, top, width, height = map(int, parts[6:10])
            sure = min(max(float(parts[10]) / 100, 0.0), 1.0)
        except ValueError as error:
            raise BackendError(PROGRAM, "gave an answer that is no table of words") from error
        word = parts[11].strip()
        yield Word(word, left, top, left + width, top + height, sure, line, blanks.before(word))


class _Blanks:
    """Follows the plain text while the words of the same text come one by one."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0

    def before(self, word: str) -> bool:
        """Whether a blank stands before the next word; unknown words are taken to have one."""
        start = self.place
        while start < len(self.text) and self.text[start].isspace():
            start += 1
        if not self.text.startswith(word, start):
            start = self.text.find(word, self.place, self.place + 200)
            if start < 0:
                return True
        blank = start == 0 or self.text[start - 1].isspace()
        self.place = start + len(word)
        return blank
