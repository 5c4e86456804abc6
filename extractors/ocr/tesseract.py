"""The back end ``tesseract``: its command line, one process for each call, killed with all its children when late.

The command line and not a binding: a crash or a hang of the engine then costs one page and never the worker.
Lines are found by ``line_finder`` and go as the pages of one TIFF: on Thai, Tesseract's own search for lines costs
more time and more letters. It reports nearly every Thai letter as a word of its own in its TSV and drops the blanks
between true words; its plain text has them. Both are asked for in one call and laid over each other.

The first letter of a line is the one that it reads worst: of a number alone in its cell a 7 becomes a 1, and it is sure
of it. Short lines therefore go twice in a row in one image and the second copy is what is believed.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from extractors.ocr.errors import BackendError, BackendMissingError, BackendSilentError
from extractors.ocr.line_finder import TextLine
from extractors.ocr.options import OcrOptions
from extractors.ocr.second_reading import compared, numbers_of
from extractors.ocr.words import Word, Words

PROGRAM = "tesseract"
_PROBE_SECONDS = 20.0
_VERSION = re.compile(r"tesseract v?(\S+)")
_WORD_LEVEL = "5"
_HEIGHT = 34.0  # pixels of a letter's body: 30 to 40 read best, and blur of small ones is smoothed on the way
_BORDER = 12  # pixels around a line
_SHORT = 6.0  # heights: shorter lines are shown twice in a row
_GAP = 0.7  # heights between the two
_SECOND_HEIGHT = 28.0  # of numbers that are read again
_SECOND_LANGUAGE = "eng"  # has digits of its own making
_WAY = f"psm7 {_HEIGHT} {_BORDER} {_SHORT} {_GAP} {_SECOND_HEIGHT} {_SECOND_LANGUAGE}"
_LARGEST = 12_000  # pixels of a line's longer side
_DPI = 300  # only to keep it from guessing: sizes are known


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
        return f"{_version(shutil.which(PROGRAM))} {self.options.languages} {_WAY}"

    def lines(self, images: Sequence[TextLine]) -> tuple[Words, ...]:
        """The words of every line, in one call. Raises BackendMissingError, BackendError."""
        if missing := self.missing():
            raise BackendMissingError(self.name, missing)
        if not images:
            return ()
        read = self.read_once(images, _HEIGHT)
        numbers = numbers_of(images, read)
        if not numbers:
            return read
        known = self.options.languages.split("+")
        language = _SECOND_LANGUAGE if _SECOND_LANGUAGE in known else self.options.languages
        again = replace(self, options=replace(self.options, languages=language))
        return compared(read, numbers, again.read_once([number.image for number in numbers], _SECOND_HEIGHT))

    def read_once(self, images: Sequence[TextLine], height: float) -> tuple[Words, ...]:
        """The words of every line, letters' bodies ``height`` pixels high. Raises BackendError."""
        prepared = [_prepared(line, height) for line in images]
        with tempfile.TemporaryDirectory(prefix="ita-ocr-") as folder:
            pages, out = Path(folder, "lines.tif"), Path(folder, "out")
            first, *others = (page.image for page in prepared)
            first.save(pages, save_all=True, append_images=others)
            command = [PROGRAM, str(pages), str(out), "-l", self.options.languages, "--dpi", str(_DPI)]
            _run([*command, "--psm", "7", "tsv", "txt"], self.options.timeout)
            tsv, text = (_text(out.with_suffix(suffix)) for suffix in (".tsv", ".txt"))
        return tuple(_words(tsv, text, prepared))


@dataclass(frozen=True, slots=True)
class TesseractNumbers:
    """Tesseract for pieces of lines that hold one number: read once, as numbers are read again above."""

    options: OcrOptions

    name = "tesseract-numbers"
    reads_thai_digits = False

    @property
    def _program(self) -> Tesseract:
        return Tesseract(replace(self.options, languages=_SECOND_LANGUAGE))

    def is_available(self) -> bool:
        """Whether the program and its language are installed."""
        return not self.missing()

    def missing(self) -> str:
        """The command that installs what is missing; empty where nothing is."""
        return self._program.missing()

    def version(self) -> str:
        """What its answers depend on."""
        return self._program.version()

    def lines(self, images: Sequence[TextLine]) -> tuple[Words, ...]:
        """The words of every piece, in one call. Raises BackendMissingError, BackendError."""
        if missing := self.missing():
            raise BackendMissingError(self.name, missing)
        return self._program.read_once(images, _SECOND_HEIGHT) if images else ()


@dataclass(frozen=True, slots=True)
class _Prepared:
    """An image for Tesseract: its factor to the line's pixels, and where the copy that counts begins in it."""

    image: Any
    factor: float
    start: int


def _prepared(line: TextLine, height: float = _HEIGHT) -> _Prepared:
    """A line at the size that Tesseract reads best, with a border; a short one twice in a row."""
    import cv2
    from PIL import Image

    body = max(line.bottom - line.top, 1.0)
    factor = min(height / body, _LARGEST / max(line.pixels.shape))
    smooth = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    down, across = line.pixels.shape
    size = (max(1, round(across * factor)), max(1, round(down * factor)))
    sized = cv2.resize(line.pixels, size, interpolation=smooth)
    start = _BORDER
    if across < _SHORT * body:
        spaced = cv2.copyMakeBorder(sized, 0, 0, 0, round(_GAP * height), cv2.BORDER_CONSTANT, value=(255,))
        start += spaced.shape[1]
        sized = cv2.hconcat([spaced, sized])
    framed = cv2.copyMakeBorder(sized, _BORDER, _BORDER, _BORDER, _BORDER, cv2.BORDER_CONSTANT, value=(255,))
    return _Prepared(Image.fromarray(framed), factor, start)


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
                raise BackendSilentError(PROGRAM, f"gave no answer within {timeout:.0f} seconds") from error
            raise
    if process.returncode:
        last = complaint.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise BackendError(PROGRAM, f"ended with {process.returncode}: {last[:200]}")


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError as error:
        raise BackendError(PROGRAM, "gave no answer") from error


def _words(tsv: str, text: str, prepared: Sequence[_Prepared]) -> Iterator[Words]:
    """The words of each page of the TSV, with the blanks of the plain text."""
    pages: dict[int, list[list[str]]] = {}
    for row in tsv.split("\n")[1:]:
        parts = row.split("\t")
        if len(parts) >= 12 and parts[0] == _WORD_LEVEL and parts[11].strip() and parts[1].isdecimal():
            pages.setdefault(int(parts[1]), []).append(parts)
    texts = text.split("\f")
    for number, page in enumerate(prepared, start=1):
        blanks = _Blanks(texts[number - 1] if number <= len(texts) else "")
        words = [_word(parts, blanks, page) for parts in pages.get(number, ())]
        yield _second_copy(words) if page.start > _BORDER else tuple(words)


def _word(parts: Sequence[str], blanks: _Blanks, page: _Prepared) -> Word:
    try:
        left, top, width, height = (float(part) for part in parts[6:10])
        sure = min(max(float(parts[10]) / 100, 0.0), 1.0)
    except ValueError as error:
        raise BackendError(PROGRAM, "gave an answer that is no table of words") from error
    x0, y0 = (left - page.start) / page.factor, (top - _BORDER) / page.factor
    text = parts[11].strip()
    return Word(text, x0, y0, x0 + width / page.factor, y0 + height / page.factor, sure, blanks.before(text))


def _second_copy(words: Sequence[Word]) -> Words:
    """The words of the second copy, whose places are positive; of a word over both copies its second half."""
    found: list[Word] = []
    for word in words:
        half = len(word.text) // 2
        if word.x0 < 0 < word.x1 and word.text[:half] == word.text[half:]:
            found.append(replace(word, text=word.text[half:], x0=0.0))
        elif word.x0 + word.x1 > 0:
            found.append(word)
    return tuple(found)


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
