"""One run: discover the inputs, process each, put the rows together, publish the tables."""

from __future__ import annotations

import stat
from collections import Counter
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from extractors.document import Document
from extractors.errors import DocumentError, NotReadableError, TooLargeError, VanishedError
from extractors.findings import finding
from extractors.limits import DEFAULT_LIMITS, Limits
from pipeline import rows
from pipeline.check import check_rows
from pipeline.discover import Input, discover
from pipeline.engines import SERIAL, Engine
from pipeline.errors import Exit, RunError
from pipeline.interrupt import interruptible
from pipeline.order import ordered
from pipeline.panel import disagreements, panel_rows
from pipeline.process import DocumentResult, Options, failure, processed
from pipeline.publish import prepare, publish
from pipeline.report import report
from pipeline.review import kept_pages
from pipeline.schema import Row, tables

Tables = dict[str, list[Row]]
Progress = Callable[[int, int, DocumentResult], None]


@dataclass(frozen=True, slots=True)
class Job:
    """What a run is asked to do."""

    raw: Path
    out: Path
    options: Options
    review: bool = True  # whether pictures of unreadable pages are kept beside the tables
    engine: Engine = SERIAL


def ingest(job: Job, progress: Progress | None = None) -> Tables:
    """Process every input and publish the tables; returns them.

    ``progress`` is called after every document with (done, all, its result). Raises RunError when there is nothing to
    do or the output folder cannot be written; the old tables then stay as they are.
    """
    inputs = discover(job.raw, exclude=job.out)
    if not inputs:
        raise RunError(f"{job.raw} holds no reports", "Put reports there, or name another folder.", Exit.NOTHING)
    results: list[DocumentResult] = []
    with interruptible() as check, closing(process_all(inputs, job.options, engine=job.engine)) as done:
        prepare(job.out)
        for result in done:
            check()
            results.append(result)
            if progress:
                progress(len(results), len(inputs), result)
    built = assemble(results)
    limits = job.options.limits or DEFAULT_LIMITS
    pages = kept_pages(inputs, built["findings"], limits) if job.review else ()
    publish(job.out, built, report(built), pages)
    return built


@dataclass(frozen=True, slots=True)
class _Work:
    """What is done with every item, as it travels to workers."""

    options: Options
    store: Path | None

    def __call__(self, item: Input) -> DocumentResult:
        return process_file(item, self.options, self.store)


def process_all(
    items: Iterable[Input], options: Options, store: Path | None = None, engine: Engine = SERIAL
) -> Generator[DocumentResult, None, None]:
    """A result for every item, in any order, as they come; ``engine`` says who does the work.

    ``store`` is a folder of documents that were read before (``pipeline.document_store``); whoever processes an item
    reads and writes it. Items are taken as they can be worked on. Closing the iterator ends all work.
    """
    for outcome in engine.run(items, _Work(options, store)):
        if outcome.error is None:
            assert outcome.result is not None
            yield outcome.result
        else:
            yield _given_up(outcome.item, outcome.error, options)


def _given_up(item: Input, error: DocumentError, options: Options) -> DocumentResult:
    """The row of a paper that an engine gave up, with the hash of its bytes where they can be read."""
    try:
        return failure(item.source, error, _bytes(item, options.limits or DEFAULT_LIMITS))
    except DocumentError:
        return failure(item.source, error)


def process_file(item: Input, options: Options, store: Path | None = None) -> DocumentResult:
    """One input from disk to rows; a file that cannot be read gives a ``failed`` row."""
    return read_file(item, options, store)[0]


def read_file(item: Input, options: Options, store: Path | None = None) -> tuple[DocumentResult, Document | None]:
    """As ``process_file``, with the document that was read (None where it failed)."""
    try:
        data = _bytes(item, options.limits or DEFAULT_LIMITS)
    except DocumentError as error:
        return failure(item.source, error), None
    return processed(data, item.source, options, store)


def _bytes(item: Input, limits: Limits) -> bytes:
    """All bytes of an input. Raises NotReadableError, VanishedError or TooLargeError."""
    try:
        status = item.path.stat()
        if not stat.S_ISREG(status.st_mode) and not item.path.is_dir():
            raise NotReadableError(name=item.source, reason="it is a pipe, a socket or a device")
        if status.st_size > limits.max_bytes:
            raise TooLargeError(
                name=item.source, what="the file", found=f"{status.st_size} bytes", limit=limits.max_bytes
            )
        return item.path.read_bytes()
    except FileNotFoundError as error:
        if item.path.is_symlink():
            raise NotReadableError(name=item.source, reason="the link leads nowhere") from error
        raise VanishedError(name=item.source) from error
    except OSError as error:
        raise NotReadableError(name=item.source, reason=error.strerror or type(error).__name__) from error


def assemble(results: Iterable[DocumentResult]) -> Tables:
    """All tables in their declared order, whatever the order of the results; checked against the schema."""
    results = list(results)
    scores = ordered(tables()["scores"], (row for result in results for row in result.scores))
    findings = [row for result in results for row in result.findings]
    findings += disagreements(scores) + _duplicates(results)
    built: Tables = {
        "documents": _documents(results, findings),
        "scores": scores,
        "mentions": [row for result in results for row in result.mentions],
        "measures": [row for result in results for row in result.measures],
        "findings": findings,
        "panel": panel_rows(scores),
    }
    for name, table in tables().items():
        built[name] = ordered(table, built[name])
        check_rows(table, built[name])
    return built


def _documents(results: list[DocumentResult], findings: list[Row]) -> list[Row]:
    """Rows of ``documents`` with the number of their findings, those of the whole run included."""
    counts = Counter(row["source"] for row in findings)
    return [{**result.document, "findings": counts[result.source]} for result in results]


def _duplicates(results: Iterable[DocumentResult]) -> list[Row]:
    """A finding for each file that is byte for byte the same as one before it."""
    first: dict[object, str] = {}
    found: list[Row] = []
    for result in sorted(results, key=lambda result: result.source):
        digest = result.document["document_id"]
        original = first.setdefault(digest, result.source)
        if digest is None or original == result.source:
            continue
        item = finding("duplicate_document", result.source, found=original)
        origin: Row = {"document_id": digest, "source": result.source}
        found += rows.finding_rows([item], origin, rows.agency_of(result.document))
    return found
