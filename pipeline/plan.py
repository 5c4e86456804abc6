"""What a run has to do: for every input whether its result is known, and if not, why it is processed."""

from __future__ import annotations

import datetime as dt
import hashlib
import stat
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fnmatch import fnmatchcase

from pipeline.catalogue import Catalogue, Content, Entry, FileState, Kept
from pipeline.discover import Input
from pipeline.place import Place
from pipeline.process import suffix_of
from pipeline.stages import MadeWith

_SETTLED = 2_000_000_000  # nanoseconds: a file that changed later than this may change again and show the same time
_UNSETTLED = -1


class Reason(StrEnum):
    """Why a paper is processed, or not."""

    NEW = "new"
    CONTENT = "content changed"
    READERS = "readers changed"
    RULES = "rules changed"
    OPTIONS = "options changed"
    FAILED = "failed before"
    UNCHANGED = "unchanged"
    STILL_FAILED = "failed before, not retried"


DONE = frozenset({Reason.UNCHANGED, Reason.STILL_FAILED})


@dataclass(frozen=True, slots=True)
class Selection:
    """Which inputs a run may process.

    ``only`` are patterns for sources (``*`` also takes ``/``), of which one has to fit; ``since`` is the earliest day
    on which the file was changed; ``limit`` is the number of papers that are processed at most. ``rehash`` looks into
    every file, whether its size or time changed or not.
    """

    only: tuple[str, ...] = ()
    since: dt.date | None = None
    limit: int | None = None
    rehash: bool = False
    retry_failed: bool = True


EVERYTHING = Selection()


@dataclass(frozen=True, slots=True)
class Planned:
    """One input: why it is (not) processed, whether it is selected, the state of its file (None: it cannot be told).

    ``entry`` is what is known of it and up to date, also where another try is due.
    """

    item: Input
    reason: Reason
    selected: bool
    state: FileState | None
    entry: Entry | None

    @property
    def to_do(self) -> bool:
        """Whether this run processes it."""
        return self.selected and self.reason not in DONE


@dataclass(frozen=True, slots=True)
class Plan:
    """All inputs sorted by source, and the files that were looked at anew although nothing else has to be done."""

    planned: tuple[Planned, ...]
    looked_at: Mapping[str, FileState]

    @property
    def to_do(self) -> list[Planned]:
        """What this run processes."""
        return [planned for planned in self.planned if planned.to_do]

    @property
    def missing(self) -> list[Planned]:
        """Inputs that will have no row in the tables: not selected, and no result that is up to date."""
        return [planned for planned in self.planned if planned.entry is None and not planned.to_do]

    def counts(self) -> dict[str, int]:
        """How many inputs there are for each reason."""
        counts = Counter(planned.reason for planned in self.planned)
        return {reason.value: counts[reason] for reason in Reason if counts[reason]}


@dataclass(frozen=True, slots=True)
class _Known:
    """All that the catalogue holds on a folder."""

    files: Mapping[str, FileState]
    sizes: frozenset[int]
    results: Mapping[Content, Kept]
    failures: Mapping[str, Kept]


def make_plan(
    inputs: Sequence[Input], catalogue: Catalogue | None, root: str, made: MadeWith, selection: Selection = EVERYTHING
) -> Plan:
    """What to do with every input; nothing is written. ``catalogue`` None knows nothing.

    A file is looked into only where its size or time changed and its size is that of a paper with a result.
    """
    known = _known(catalogue, root)
    planned: list[Planned] = []
    looked_at: dict[str, FileState] = {}
    for item in inputs:
        state = _state(item, known, rehash=selection.rehash)
        reason, entry = _judged(item.source, state, known, made, retry=selection.retry_failed)
        planned.append(Planned(item, reason, _is_selected(item, state, selection), state, entry))
        if state and reason in DONE and state != known.files.get(item.source):
            looked_at[item.source] = state
    return Plan(tuple(_within(planned, selection.limit)), looked_at)


def _within(planned: Sequence[Planned], limit: int | None) -> Iterator[Planned]:
    """With no more than ``limit`` to do: those that failed before come last, or they would use it up in every run."""
    to_do = sorted((one.reason is Reason.FAILED, place) for place, one in enumerate(planned) if one.to_do)
    left_out = {place for _, place in to_do[limit:]} if limit is not None else set()
    for place, one in enumerate(planned):
        yield replace(one, selected=False) if place in left_out else one


def _known(catalogue: Catalogue | None, root: str) -> _Known:
    if catalogue is None:
        return _Known({}, frozenset(), {}, {})
    return _Known(catalogue.files(root), catalogue.sizes(), catalogue.results(), catalogue.failures(root))


def _state(item: Input, known: _Known, *, rehash: bool) -> FileState | None:
    """Size, time and, where it can matter, content of a file."""
    before = known.files.get(item.source)
    now = time.time_ns()
    try:
        status = item.path.stat()
        if not stat.S_ISREG(status.st_mode):
            return None
        mtime_ns = status.st_mtime_ns if status.st_mtime_ns < now - _SETTLED else _UNSETTLED
        if before and not rehash and before.size == status.st_size and before.mtime_ns == status.st_mtime_ns:
            return before
        failure = known.failures.get(item.source)
        matters = status.st_size in known.sizes or (failure is not None and failure.document_id is not None)
        return FileState(status.st_size, mtime_ns, _sha256(item.path) if matters else None)
    except OSError:
        return None


def _sha256(path: Place) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _judged(
    source: str, state: FileState | None, known: _Known, made: MadeWith, *, retry: bool
) -> tuple[Reason, Entry | None]:
    """Why a paper is processed or not, and what is known of it and up to date."""
    content = (state.document_id, suffix_of(source)) if state and state.document_id else None
    result = known.results.get(content) if content else None
    again = Reason.FAILED if retry else Reason.STILL_FAILED
    if result and result.made == made:
        reason = again if result.incomplete else Reason.UNCHANGED
        return reason, Entry(source, content, result.rows)
    failure = known.failures.get(source)
    if failure and failure.document_id not in (None, content and content[0]):
        failure = None  # of other bytes
    if failure and failure.made == made:
        return again if failure.document_id else Reason.FAILED, Entry(source, None, failure.rows)
    before = result or failure
    if before:
        return _changed(before.made, made), None
    file = known.files.get(source)
    return Reason.CONTENT if file and state and file.document_id != state.document_id else Reason.NEW, None


def _changed(before: MadeWith, made: MadeWith) -> Reason:
    if before.readers != made.readers:
        return Reason.READERS
    return Reason.RULES if before.rules != made.rules else Reason.OPTIONS


def _is_selected(item: Input, state: FileState | None, selection: Selection) -> bool:
    if selection.only and not any(fnmatchcase(item.source, pattern) for pattern in selection.only):
        return False
    return selection.since is None or _changed_on(item, state) >= selection.since


def _changed_on(item: Input, state: FileState | None) -> dt.date:
    """The day (local time) on which the file was changed; today where that cannot be told."""
    if state and state.mtime_ns != _UNSETTLED:
        return dt.date.fromtimestamp(state.mtime_ns / 1e9)
    try:
        return dt.date.fromtimestamp(item.path.stat().st_mtime)
    except OSError:
        return dt.date.today()
