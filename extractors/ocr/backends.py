"""The text back ends by name. To add one: write its module and name it in ``_BACKENDS``.

A back end either gives the words of lines with boxes (``LineReader``) or a whole page as text (``PageReader``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass, field, replace
from typing import Any, Generic, Protocol, TypeAlias, TypeVar, runtime_checkable

from extractors.ocr.errors import BackendError, BackendSilentError
from extractors.ocr.line_finder import TextLine
from extractors.ocr.openai import OpenAi
from extractors.ocr.options import DEFAULT_BACKEND, Ocr, OcrCache, OcrOptions, SecondOpinion
from extractors.ocr.reader.backend import LineNetwork
from extractors.ocr.second_opinion import UNSURE, seconded, unsure_numbers
from extractors.ocr.tesseract import Tesseract, TesseractNumbers
from extractors.ocr.words import Pixels, Word, Words


class Backend(Protocol):
    """What all back ends have in common."""

    @property
    def name(self) -> str:
        """The name of the option ``--ocr-backend``."""
        ...

    @property
    def reads_thai_digits(self) -> bool:
        """Whether numbers in Thai digits that it read may be believed."""
        ...

    def is_available(self) -> bool:
        """Whether it can be used here and now."""
        ...

    def missing(self) -> str:
        """What to do so that it can be used; empty where nothing is missing."""
        ...

    def version(self) -> str:
        """Everything that its answers depend on but the image: program, model, languages."""
        ...


@runtime_checkable
class LineReader(Backend, Protocol):
    """Gives the words of lines with their boxes."""

    def lines(self, images: Sequence[TextLine]) -> tuple[Words, ...]:
        """The words of every line, in pixels of the line's image. Raises BackendError."""
        ...


class PageReader(Backend, Protocol):
    """Gives a page as Markdown or HTML, without boxes."""

    def text(self, pixels: Pixels) -> str:
        """The text of a page. Raises BackendError."""
        ...


_MOST_SILENT = 2  # calls in a row without an answer: the third page of a paper would wait in vain as well

AnyReader: TypeAlias = LineReader | PageReader

_BACKENDS: dict[str, Callable[[OcrOptions], AnyReader]] = {
    "tesseract": Tesseract,
    "reader": LineNetwork,
    "openai": OpenAi,
}


def backend_names() -> tuple[str, ...]:
    """The names that ``backend`` takes."""
    return tuple(_BACKENDS)


def backend(ocr: Ocr) -> AnyReader:
    """The back end of the options for the pages of one paper, behind the cache where there is one.

    One that keeps silent on several pages in a row is not asked again. Raises BackendError for an unknown name.
    """
    make = _BACKENDS.get(ocr.options.backend)
    if make is None:
        raise BackendError(ocr.options.backend, f"is no back end; there are: {', '.join(_BACKENDS)}")
    made = make(ocr.options)
    if isinstance(made, LineReader):
        return _seconded(_before(made, ocr), ocr)
    text = _PatientText(made)
    return _CachedText(text, ocr.cache) if ocr.cache else text


def _before(made: LineReader, ocr: Ocr) -> LineReader:
    lines = _PatientLines(made)
    return _CachedLines(lines, ocr.cache) if ocr.cache else lines


def _seconded(lines: LineReader, ocr: Ocr) -> LineReader:
    """The reader with a second one behind it, where that is wanted and installed."""
    if ocr.options.second_opinion is SecondOpinion.NEVER or ocr.options.backend != DEFAULT_BACKEND:
        return lines
    second = _SECOND(ocr.options)
    return _SecondedLines(lines, _before(second, ocr)) if second.is_available() else lines


_SECOND: Callable[[OcrOptions], LineReader] = TesseractNumbers

_Inner = TypeVar("_Inner", bound=Backend)
_Answer = TypeVar("_Answer")


@dataclass(frozen=True)
class _Before(Generic[_Inner]):
    """Stands before a reader and is called like it."""

    inner: _Inner

    @property
    def name(self) -> str:
        return self.inner.name

    @property
    def reads_thai_digits(self) -> bool:
        return self.inner.reads_thai_digits

    def is_available(self) -> bool:
        return self.inner.is_available()

    def missing(self) -> str:
        return self.inner.missing()

    def version(self) -> str:
        return self.inner.version()


@dataclass
class _Patience:
    """Counts the calls in a row that got no answer."""

    silent: int = 0

    def ask(self, name: str, call: Callable[[], _Answer]) -> _Answer:
        """The answer of a call. Raises BackendError without calling where the back end was silent too often."""
        if self.silent >= _MOST_SILENT:
            raise BackendError(name, f"is not asked again: it kept silent {_MOST_SILENT} times in a row in this paper")
        try:
            answer = call()
        except BackendSilentError:
            self.silent += 1
            raise
        except BackendError:
            self.silent = 0
            raise
        self.silent = 0
        return answer


@dataclass(frozen=True)
class _PatientLines(_Before[LineReader]):
    """A reader of lines that is given up when it keeps silent."""

    patience: _Patience = field(default_factory=_Patience)

    def lines(self, images: Sequence[TextLine]) -> tuple[Words, ...]:
        return self.patience.ask(self.name, lambda: self.inner.lines(images))


@dataclass(frozen=True)
class _PatientText(_Before[PageReader]):
    """A reader of pages that is given up when it keeps silent."""

    patience: _Patience = field(default_factory=_Patience)

    def text(self, pixels: Pixels) -> str:
        return self.patience.ask(self.name, lambda: self.inner.text(pixels))


@dataclass(frozen=True)
class _CachedLines(_Before[LineReader]):
    """A reader that never reads the same lines twice."""

    cache: OcrCache

    def lines(self, images: Sequence[TextLine]) -> tuple[Words, ...]:
        seen = [pixels for line in images for pixels in (line.pixels, line.covered) if pixels is not None]
        key = key_of(seen, self.inner.name, self.inner.version())
        held = self.cache.get(key)
        if held is not None and (known := _unpacked(held, len(images))) is not None:
            return known
        found = self.inner.lines(images)
        packed = [[astuple(word) for word in words] for words in found]
        self.cache.put(key, json.dumps(packed, ensure_ascii=False).encode())
        return found


@dataclass(frozen=True)
class _SecondedLines(_Before[LineReader]):
    """A reader whose unsure numbers a second one reads too, those of a page in one call."""

    second: LineReader

    def version(self) -> str:
        return f"{self.inner.version()} {self.second.version()} {UNSURE}"

    def lines(self, images: Sequence[TextLine]) -> tuple[Words, ...]:
        read = self.inner.lines(images)
        unsure = unsure_numbers(images, read)
        if not unsure:
            return read
        try:
            return seconded(read, unsure, self.second.lines([number.image for number in unsure]))
        except BackendError:  # the page is read all the same, its unsure numbers stay so
            return read


@dataclass(frozen=True)
class _CachedText(_Before[PageReader]):
    """A reader that never reads the same page twice."""

    cache: OcrCache

    def text(self, pixels: Pixels) -> str:
        key = key_of([pixels], self.inner.name, self.inner.version())
        held = self.cache.get(key)
        if held is not None:
            return held.decode("utf-8", "replace")
        found = self.inner.text(pixels)
        self.cache.put(key, found.encode())
        return found


def key_of(images: Iterable[Pixels], *parts: str) -> str:
    """The key of an answer: the content of the images and everything else that it depends on."""
    digest = hashlib.sha256(repr(parts).encode())
    for pixels in images:
        digest.update(repr(pixels.shape).encode())
        digest.update(pixels.tobytes())
    return digest.hexdigest()


def _word(*fields: Any) -> Word:
    word = Word(*fields)
    return replace(word, readings=tuple((text, likely) for text, likely in word.readings))


def _unpacked(held: bytes, count: int) -> tuple[Words, ...] | None:
    """What was cached; None where it is damaged."""
    try:
        known = tuple(tuple(_word(*fields) for fields in words) for words in json.loads(held))
    except (ValueError, TypeError):
        return None
    return known if len(known) == count else None
