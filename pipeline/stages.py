"""What the results of a run are made with: code, data, libraries and options of each stage, as checksums."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass

from extractors.limits import DEFAULT_LIMITS
from extractors.ocr.options import NO_OCR, Ocr, OcrMode
from pipeline.process import Options
from pipeline.versions import versions


@dataclass(frozen=True, slots=True)
class MadeWith:
    """Checksums of the readers, of all rules up to a paper's rows (readers included), and of the options.

    The options are resolved: they hold the version of the recogniser, or what it lacks.
    """

    readers: str
    rules: str
    options: str

    @property
    def store(self) -> str:
        """Name of the folder of documents that were read in this way."""
        return hashlib.sha256(f"{self.readers} {self.options}".encode()).hexdigest()[:32]


def made_with(options: Options) -> MadeWith:
    """What the results of this program with these options are made with."""
    ocr = options.ocr or NO_OCR
    resolved = (astuple(options.limits or DEFAULT_LIMITS), astuple(ocr.options), _recogniser(ocr))
    return MadeWith(versions().read, versions().extract, hashlib.sha256(repr(resolved).encode()).hexdigest())


def _recogniser(ocr: Ocr) -> str:
    """Everything that its answers depend on; where it cannot be used, what it lacks."""
    if ocr.options.mode is OcrMode.NEVER:
        return ""
    from extractors.ocr.backends import backend
    from extractors.ocr.errors import BackendError

    try:
        reader = backend(Ocr(ocr.options))
        return reader.version() if reader.is_available() else f"missing: {reader.missing()}"
    except BackendError as error:
        return f"missing: {error}"
