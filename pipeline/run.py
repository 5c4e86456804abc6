"""One run: discover the inputs, process what is not done, put the rows together, publish the tables."""

from __future__ import annotations

import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from extractors.document import Document
from extractors.errors import DocumentError, NotReadableError, TooLargeError, VanishedError
from extractors.limits import DEFAULT_LIMITS, Limits
from extractors.ocr.errors import LongScanError
from pipeline.catalogue import FILE, Catalogue, Entry, FileState
from pipeline.discover import Input, discover
from pipeline.edition import Edition
from pipeline.engines import SERIAL, Engine
from pipeline.errors import Exit, RunError
from pipeline.interrupt import interruptible
from pipeline.plan import EVERYTHING, Plan, Selection, make_plan
from pipeline.process import DocumentResult, Options, failure, keep_pages, processed
from pipeline.publish import prepare
from pipeline.remote import Address
from pipeline.remote.inputs import discover_stored, reachable
from pipeline.remote.target import Target
from pipeline.report import Summary
from pipeline.run_log import RunLog, run_log
from pipeline.shrink import USUAL_SHARE
from pipeline.slices import USUAL_SLICING, Seen, Slice, Sliced, Slicing, Whole
from pipeline.stages import MadeWith, made_with

Progress = Callable[[int, int, DocumentResult], None]

CACHE = ".ita-cache"  # the usual cache, in the output folder
_DOCUMENTS = "documents"
_LOGS = "runs"
_UNKNOWN = FileState(0, -1, None)
_PERHAPS_THE_STORE = (NotReadableError.code_name, VanishedError.code_name)


@dataclass(frozen=True, slots=True)
class Job:
    """What a run is asked to do.

    ``cache`` is the folder of the catalogue, of documents as they were read and of the logs; None keeps nothing.
    ``allow_shrink`` is the share of a table's rows (0 to 1) that may go. ``review`` says whether pictures of unreadable
    pages are kept beside the tables. With a ``target`` the tables are made in ``out`` and then published there.
    ``slicing`` says which scans are cut, which needs a cache.
    """

    raw: Path | Address
    out: Path
    options: Options
    review: bool = True
    cache: Path | None = None
    selection: Selection = EVERYTHING
    allow_shrink: float = USUAL_SHARE
    engine: Engine = SERIAL
    target: Target | None = None
    slicing: Slicing = USUAL_SLICING

    @property
    def root(self) -> str:
        """The raw folder as the catalogue names it."""
        return str(self.raw.resolve() if isinstance(self.raw, Path) else self.raw)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended: the summary of the tables, and what was done for them.

    ``reasons`` counts the inputs by why they were processed or not, ``missing`` those that have no row because they
    were not selected. ``log`` is the run's log.
    """

    summary: Summary
    reasons: Mapping[str, int]
    processed: int
    missing: int
    log: Path | None


def ingest(job: Job, progress: Progress | None = None) -> Outcome:
    """Process every input whose result is not known, and publish the tables.

    ``progress`` is called after every document with (done, all, its result). Raises RunError when there is nothing to
    do, the output folder cannot be written or too many rows would go; the old tables then stay as they are. What was
    processed is kept however the run ends.
    """
    inputs = _inputs(job)
    with interruptible() as check, ExitStack() as stack:
        made = made_with(job.options)  # first: loading libraries is no moment at which to be interrupted
        check()
        prepare(job.out)
        if job.target:
            job.target.prepare(job.out, job.cache)
        folder = stack.enter_context(_cache_of(job))
        catalogue = stack.enter_context(closing(Catalogue(folder / FILE)))
        log = stack.enter_context(run_log(folder / _LOGS if job.cache else None))
        plan = make_plan(inputs, catalogue, job.root, made, job.selection)
        log.start(job.raw, job.out, job.options, made, inputs=len(inputs), reasons=plan.counts())
        store = folder / _DOCUMENTS / made.store if job.cache else None
        started = time.monotonic()
        entries = _Run(job, catalogue, made, log, store).process(plan, check, progress)
        if not entries:
            raise RunError("no input is selected", "Give other patterns, or leave them out.", Exit.NOTHING)
        edition = Edition(
            job.out, job.root, tuple(inputs), tuple(entries), _limits(job.options) if job.review else None
        )
        summary = edition.publish(catalogue, job.allow_shrink, missing=len(plan.missing))
        _forget_old(catalogue, job, inputs, store)
        if job.target:
            _publish_to(job.target, job, catalogue, changed=bool(plan.to_do))
        log.write("end", outcome="published", seconds=round(time.monotonic() - started, 3), missing=len(plan.missing))
        return Outcome(summary, plan.counts(), len(plan.to_do), len(plan.missing), log.path)


def explain(job: Job) -> Plan:
    """Why each input would be processed or not; nothing is processed or written. Raises RunError."""
    inputs = _inputs(job)
    made = made_with(job.options)
    if job.cache and job.target:
        job.target.fetch_catalogue(job.cache)
    if job.cache is None or not (job.cache / FILE).is_file():
        return make_plan(inputs, None, job.root, made, job.selection)
    with closing(Catalogue(job.cache / FILE)) as catalogue:
        return make_plan(inputs, catalogue, job.root, made, job.selection)


@dataclass(frozen=True, slots=True)
class _Run:
    """The parts of a run that all steps need; ``store`` holds documents as they were read."""

    job: Job
    catalogue: Catalogue
    made: MadeWith
    log: RunLog
    store: Path | None

    def process(self, plan: Plan, check: Callable[[], None], progress: Progress | None) -> list[Entry]:
        """Process what is to be done, keep every result as it comes; gives all that is known, by source."""
        self.catalogue.seen(self.job.root, plan.looked_at)
        to_do = {planned.item.source: planned for planned in plan.to_do}
        entries = {planned.item.source: planned.entry for planned in plan.planned if planned.entry}
        items = [planned.item for planned in to_do.values()]
        if not items:  # no worker has to be started
            return [entries[source] for source in sorted(entries)]
        with closing(self._results(items)) as results:
            for done, result in enumerate(results, start=1):
                self._still_there(result)
                planned = to_do[result.source]
                state = planned.state or _UNKNOWN
                entries[result.source] = self.catalogue.keep(self.job.root, state, result, self.made)
                self.log.document(result, planned.reason)
                check()
                if progress:
                    progress(done, len(to_do), result)
        return [entries[source] for source in sorted(entries)]

    def _results(self, items: Iterable[Input]) -> Generator[DocumentResult, None, None]:
        return process_all(items, self.job.options, self.store, self.job.engine, self.job.slicing)

    def _still_there(self, result: DocumentResult) -> None:
        """Raise RunError where a paper could not be read because no paper can be: that is no fault of the papers."""
        if isinstance(self.job.raw, Address) and result.error_code in _PERHAPS_THE_STORE:
            reachable(self.job.raw)


@dataclass(frozen=True, slots=True)
class _Work:
    """What is done with every item, as it travels to workers. Without a store nothing is cut."""

    options: Options
    store: Path | None
    slicing: Slicing

    def __call__(self, item: Input) -> DocumentResult | Seen:
        if self.store is None or isinstance(item, Whole):
            return process_file(item, self.options, self.store)
        if isinstance(item, Slice):
            return Seen(in_vain=not keep_slice(item, self.options, self.store))
        try:
            return process_file(item, replace(self.options, at_once=self.slicing.longest), self.store)
        except LongScanError as error:
            return Seen(error.pages)


def process_all(
    items: Iterable[Input],
    options: Options,
    store: Path | None = None,
    engine: Engine = SERIAL,
    slicing: Slicing = USUAL_SLICING,
) -> Generator[DocumentResult, None, None]:
    """A result for every item, in any order, as they come; ``engine`` says who does the work.

    ``store`` is a folder of documents that were read before (``pipeline.document_store``); whoever processes an item
    reads and writes it. Items are taken as they can be worked on. Closing the iterator ends all work.
    """
    sliced = Sliced(iter(items), slicing)
    for outcome in filter(None, map(sliced.heard, engine.run(sliced, _Work(options, store, slicing)))):
        if outcome.error is None:
            assert outcome.result is not None
            assert not isinstance(outcome.result, Seen)
            yield replace(outcome.result, seconds=outcome.seconds)
        else:
            yield _given_up(outcome.item, outcome.error, options)


def keep_slice(item: Slice, options: Options, store: Path) -> bool:
    """Recognise and keep the pages of a slice; whether the recogniser did its part on every one of them."""
    try:
        data = _bytes(item, _limits(options))
    except DocumentError:  # whoever reads the whole paper will say so
        return False
    return keep_pages(data, item.source, options, store, item.pages)


def _given_up(item: Input, error: DocumentError, options: Options) -> DocumentResult:
    """The row of a paper that an engine gave up, with the hash of its bytes where they can be read."""
    try:
        return failure(item.source, error, _bytes(item, _limits(options)))
    except DocumentError:
        return failure(item.source, error)


def process_file(item: Input, options: Options, store: Path | None = None) -> DocumentResult:
    """One input from disk to rows; a file that cannot be read gives a ``failed`` row."""
    return read_file(item, options, store)[0]


def read_file(item: Input, options: Options, store: Path | None = None) -> tuple[DocumentResult, Document | None]:
    """As ``process_file``, with the document that was read (None where it failed)."""
    try:
        data = _bytes(item, _limits(options))
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


def _inputs(job: Job) -> list[Input]:
    if isinstance(job.raw, Path):
        inputs = discover(job.raw, job.out, *([job.cache] if job.cache else []))
    else:
        inputs = discover_stored(job.raw, [job.target.address] if job.target else [])
    if not inputs:
        raise RunError(f"{job.raw} holds no reports", "Put reports there, or name another folder.", Exit.NOTHING)
    return inputs


def _publish_to(target: Target, job: Job, catalogue: Catalogue, *, changed: bool) -> None:
    """Publish the tables, then the catalogue where it has changed: one that is too old costs work, nothing else."""
    published = target.publish(job.out)
    if job.cache and (published or changed):
        target.keep_catalogue(catalogue)


@contextmanager
def _cache_of(job: Job) -> Iterator[Path]:
    """The folder of the catalogue: a passing one where nothing is to be kept."""
    if job.cache:
        yield job.cache
        return
    with tempfile.TemporaryDirectory(prefix="ita-") as folder:
        yield Path(folder)


def _limits(options: Options) -> Limits:
    return options.limits or DEFAULT_LIMITS


def _forget_old(catalogue: Catalogue, job: Job, inputs: Iterable[Input], store: Path | None) -> None:
    """Forget files that are gone, and documents that older readers have read.

    Those of the readers before stay: somebody may go back to them.
    """
    catalogue.prune(job.root, (item.source for item in inputs))
    if store is None:
        return
    others = [folder for folder in store.parent.glob("*") if folder.is_dir() and folder != store]
    for folder in sorted(others, key=lambda folder: folder.stat().st_mtime)[:-1]:
        shutil.rmtree(folder, ignore_errors=True)
