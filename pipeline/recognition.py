"""What the command line says about recognising pages, and the folder that keeps what was recognised."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from extractors.ocr.options import USUAL_TIMEOUT, Ocr, OcrMode, OcrOptions, SecondOpinion
from pipeline.cache_file import FolderCache
from pipeline.errors import Exit, RunError

LONGEST = 3600.0  # seconds
_NAME = "ita-pipeline"


def cache_folder() -> Path:
    """Where this platform keeps what may be deleted at any time."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / _NAME / "ocr"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the back end ``openai`` is served, how long (seconds) one call of any may take, who is asked beside it."""

    url: str | None = None
    model: str | None = None
    timeout: float = USUAL_TIMEOUT
    second_opinion: str = SecondOpinion.NEVER


def recognition(
    mode: str, backend: str, cache: Path | None, *, no_cache: bool, endpoint: Endpoint | None = None
) -> Ocr:
    """The options of a run. Raises RunError for a mode, a back end, a second opinion or a time that there is not."""
    from extractors.ocr.backends import backend_names

    if mode not in list(OcrMode):
        raise RunError(f"no OCR mode {mode}", f"There are: {', '.join(OcrMode)}.", Exit.USAGE)
    if backend not in backend_names():
        raise RunError(f"no OCR back end {backend}", f"There are: {', '.join(backend_names())}.", Exit.USAGE)
    to = endpoint or Endpoint()
    if not 0 < to.timeout <= LONGEST:
        raise RunError(f"no time limit {to.timeout:g}", f"It lies between 0 and {LONGEST:g} seconds.", Exit.USAGE)
    if to.second_opinion not in list(SecondOpinion):
        raise RunError(f"no second opinion {to.second_opinion}", f"There are: {', '.join(SecondOpinion)}.", Exit.USAGE)
    second = SecondOpinion(to.second_opinion)
    kept = None if no_cache else FolderCache(cache or cache_folder())
    options = OcrOptions(OcrMode(mode), backend, to.timeout, url=to.url, model=to.model, second_opinion=second)
    return Ocr(options, kept)
