"""The log of a run: everything that must not be in the tables (times, versions, paths, how each paper ended)."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TextIO

from extractors.ocr.options import Ocr
from pipeline.process import DocumentResult, Options
from pipeline.stages import MadeWith

_KEPT = 50  # logs of the last runs


@dataclass(frozen=True, slots=True)
class RunLog:
    """One JSON object on a line for everything that happens; ``path`` None writes nothing."""

    path: Path | None
    _file: TextIO | None

    def write(self, event: str, **values: object) -> None:
        """One line, at once on disk: a run that is killed has told how far it came."""
        if self._file is None:
            return
        line = {"event": event, "time": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"), **values}
        self._file.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
        self._file.flush()

    def start(self, raw: object, out: Path, options: Options, made: MadeWith, **values: object) -> None:
        """What the run is asked to do, and with what."""
        ocr = options.ocr or Ocr()
        self.write(
            "start",
            raw=raw,
            out=out,
            python=platform.python_version(),
            platform=platform.platform(),
            versions={"readers": made.readers, "rules": made.rules, "options": made.options},
            limits=astuple(options.limits) if options.limits else None,
            ocr=astuple(ocr.options) if options.ocr else None,
            **values,
        )

    def document(self, result: DocumentResult, reason: str) -> None:
        """How one paper ended, and why it was processed."""
        row = result.document
        told = ("source", "document_id", "pages", "status", "error_code", "error")
        self.write("document", reason=reason, seconds=round(result.seconds, 3), **{name: row[name] for name in told})


@contextmanager
def run_log(folder: Path | None) -> Iterator[RunLog]:
    """The log of this run as a file of its own in ``folder`` (None: no log); its end is told however the run ends."""
    if folder is None:
        yield RunLog(None, None)
        return
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S.%f}-{os.getpid()}.run.jsonl"
    for old in sorted(folder.glob("*.run.jsonl"))[: -_KEPT + 1]:
        old.unlink(missing_ok=True)
    with path.open("w", encoding="utf-8") as file:
        log = RunLog(path, file)
        try:
            yield log
        except BaseException as error:
            log.write("end", outcome=type(error).__name__, message=str(error))
            raise
