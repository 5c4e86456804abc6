"""The recognisers that ``bench.ocr`` compares, each in a process of its own: our path, and bare Tesseract.

Seconds are of the processor, of a process and of all that it started: what else runs on the machine does not count.
"""

from __future__ import annotations

import os
import resource
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest import mock

from extractors.document import Document, Table

Grid = tuple[tuple[str, ...], ...]

# What is timed: name of the step, module, function or method.
_STEPS = (
    ("render", "extractors.ocr.images", "PdfPages.image"),
    ("straighten", "extractors.ocr.page", "straighten"),
    ("rules", "extractors.ocr.page", "rules_of"),
    ("rules", "extractors.ocr.page", "lattices_of"),
    ("lines", "extractors.ocr.page", "find_lines"),
)
READING, REST = "reading", "assembling"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a recogniser made of a paper: lines of each page, tables, processor seconds of all and of each step."""

    pages: tuple[tuple[str, ...], ...]
    tables: tuple[Grid, ...]
    seconds: float
    wall: float
    steps: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ours:
    """Our path from the bytes of a PDF to a document, with one of the registered back ends.

    ``alone`` names one of the networks of ``extractors.ocr.reader.model``: it reads everything, at one size.
    """

    backend: str
    alone: str = ""

    @property
    def name(self) -> str:
        """The name in the tables of figures."""
        return f"only {self.alone}" if self.alone else f"ours, {self.backend}"

    def missing(self) -> str:
        """What to install; empty where nothing is missing."""
        from extractors.ocr.backends import backend

        return backend(self._ocr()).missing()

    def read(self, data: bytes, name: str) -> Reading:
        """Read a paper without any cache."""
        from extractors.ocr.backends import LineReader, backend
        from extractors.readers import read

        ocr = self._ocr()
        made = backend(ocr)
        method = "lines" if isinstance(made, LineReader) else "text"
        steps: defaultdict[str, float] = defaultdict(float)
        drafts: list[Any] = []
        with ExitStack() as stack:
            if self.alone:
                only(self.alone, stack)
            for step, module, function in _STEPS:
                stack.enter_context(_timed(import_module(module), function, step, steps))
            stack.enter_context(_timed(type(made), method, READING, steps))
            stack.enter_context(_kept(import_module("extractors.ocr.page"), "read_page", drafts))
            wall, start = time.perf_counter(), processor_seconds()
            document = read(data, name, ocr=ocr)
            seconds, wall = processor_seconds() - start, time.perf_counter() - wall
        steps[REST] = seconds - sum(steps.values())
        return Reading(tuple(map(_lines_of, drafts)), _tables_of(document), seconds, wall, dict(steps))

    def _ocr(self) -> Any:
        from extractors.ocr import Ocr, OcrMode, OcrOptions

        return Ocr(OcrOptions(OcrMode.ALWAYS, self.backend))


@dataclass(frozen=True, slots=True)
class Bare:
    """Tesseract's command line on whole pages (psm 3), one thread, as our path renders them.

    Only the time of Tesseract is counted: rendering the page and writing it to a file are a gift.
    """

    languages: str

    @property
    def name(self) -> str:
        """The name in the tables of figures."""
        return f"tesseract {self.languages}"

    def missing(self) -> str:
        """What to install; empty where nothing is missing."""
        from extractors.ocr.options import OcrOptions
        from extractors.ocr.tesseract import Tesseract

        return Tesseract(OcrOptions(languages=self.languages)).missing()

    def read(self, data: bytes, name: str) -> Reading:  # noqa: ARG002 - all engines are called alike
        """Read a paper page by page. Raises CalledProcessError."""
        from PIL import Image

        from extractors.limits import DEFAULT_LIMITS
        from extractors.ocr.images import PdfPages

        pages: list[tuple[str, ...]] = []
        seconds = wall = 0.0
        document = PdfPages(data, DEFAULT_LIMITS)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "page.tif")
            for index in range(len(document.document)):
                image = document.image(index)
                Image.fromarray(image.pixels).save(file, dpi=(image.dpi, image.dpi))
                clock, start = time.perf_counter(), processor_seconds()
                text = self._run(file)
                seconds, wall = seconds + processor_seconds() - start, wall + time.perf_counter() - clock
                pages.append(tuple(line for line in text.split("\n") if line.strip()))
        document.close()
        return Reading(tuple(pages), (), seconds, wall)

    def _run(self, file: Path) -> str:
        command = ["tesseract", str(file), "stdout", "-l", self.languages, "--psm", "3"]
        environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
        return subprocess.run(command, capture_output=True, check=True, env=environment).stdout.decode()


Engine = Ours | Bare


def processor_seconds() -> float:
    """Processor seconds of this process and of those that it started and that have ended."""
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in spent)


def peaks() -> tuple[float, float]:
    """Peak memory in MiB of this process, and of the largest that it started."""
    return tuple(  # type: ignore[return-value]
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )


def _lines_of(draft: Any) -> tuple[str, ...]:
    from extractors.ocr.markdown import texts_of
    from extractors.pdf.drafts import lines_in

    if draft.blocks:
        return tuple(text for block in draft.blocks for text in texts_of(block))
    return tuple(line.text for line in lines_in(draft.regions))


def _tables_of(document: Document) -> tuple[Grid, ...]:
    tables = (block for block in document.blocks() if isinstance(block, Table))
    return tuple(tuple(tuple(cell.text if cell else "" for cell in row) for row in table.grid()) for table in tables)


def only(network: str, stack: ExitStack) -> None:
    """Read with one network, once, while the context lasts."""
    from extractors.ocr.reader import model, sizes

    likely = model.log_probabilities
    stack.enter_context(mock.patch.object(sizes, "LOOKS", ()))
    stack.enter_context(mock.patch.object(model, "log_probabilities", lambda strip: likely(strip, network)))


@contextmanager
def _timed(owner: Any, path: str, step: str, steps: defaultdict[str, float]) -> Iterator[None]:
    """Add up the processor seconds of a function while the context lasts."""

    def wrap(function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:
            start = processor_seconds()
            try:
                return function(*arguments, **named)
            finally:
                steps[step] += processor_seconds() - start

        return run

    with _wrapped(owner, path, wrap):
        yield


@contextmanager
def _kept(owner: Any, path: str, answers: list[Any]) -> Iterator[None]:
    """Keep what a function answers while the context lasts."""

    def wrap(function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:
            answers.append(function(*arguments, **named))
            return answers[-1]

        return run

    with _wrapped(owner, path, wrap):
        yield


@contextmanager
def _wrapped(owner: Any, path: str, wrap: Callable[[Callable[..., Any]], Callable[..., Any]]) -> Iterator[None]:
    *parents, name = path.split(".")
    for parent in parents:
        owner = getattr(owner, parent)
    function = getattr(owner, name)
    setattr(owner, name, wrap(function))
    try:
        yield
    finally:
        setattr(owner, name, function)
