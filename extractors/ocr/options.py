"""Whether pages are recognised, by what, and where what was read is kept. Small, frozen, picklable."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

DEFAULT_BACKEND = "reader"  # needs nothing installed, and reads Thai digits


class OcrMode(StrEnum):
    """When pages are recognised: where their text layer is refused, always, or never."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class SecondOpinion(StrEnum):
    """Whether numbers that ``reader`` is unsure of are shown to Tesseract: where it is installed, or never."""

    AUTO = "auto"
    NEVER = "never"


class OcrCache(Protocol):
    """Keeps what was recognised. It may forget anything at any time."""

    def get(self, key: str) -> bytes | None:
        """What was put under the key, None where nothing is known."""
        ...

    def put(self, key: str, value: bytes) -> None:
        """Keep a value; a failure to do so is no error."""
        ...


USUAL_TIMEOUT = 180.0  # seconds


@dataclass(frozen=True, slots=True)
class OcrOptions:
    """How pages are recognised.

    ``timeout`` (seconds) is for one call of a back end. ``languages`` are Tesseract's. ``url`` and ``model`` are of an
    OpenAI-compatible endpoint, where they are None the environment names them (``ITA_OCR_URL``, ``ITA_OCR_MODEL``;
    the key is taken from ``ITA_OCR_KEY`` only, so that no option ever shows it).
    """

    mode: OcrMode = OcrMode.AUTO
    backend: str = DEFAULT_BACKEND
    timeout: float = USUAL_TIMEOUT
    languages: str = "tha+eng"
    url: str | None = None
    model: str | None = None
    second_opinion: SecondOpinion = SecondOpinion.NEVER


@dataclass(frozen=True, slots=True)
class Ocr:
    """Options and caches, as they travel to the readers.

    ``cache`` keeps what back ends answered, ``pages`` whole pages of this one paper (``extractors.ocr.kept_pages``).
    A paper of which more than ``at_once`` pages are still to be recognised is refused with LongScanError: its pages
    are to be kept slice by slice first (None: a paper is never too long).
    """

    options: OcrOptions = field(default_factory=OcrOptions)
    cache: OcrCache | None = None
    pages: OcrCache | None = None
    at_once: int | None = None


NO_OCR = Ocr(OcrOptions(OcrMode.NEVER))
