"""What the tests of reruns share: papers older than the run, runs over them, and what a fresh run gives."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipeline.plan import EVERYTHING, Plan, Reason, Selection
from pipeline.process import Options
from pipeline.run import CACHE, Job, Outcome, ingest

from .test_run import contents


def job(raw: Path, selection: Selection = EVERYTHING, share: float = 0.1) -> Job:
    out = raw.parent / "out"
    return Job(raw, out, Options(), cache=out / CACHE, selection=selection, allow_shrink=share)


def run(raw: Path, selection: Selection = EVERYTHING, share: float = 0.1) -> Outcome:
    return ingest(job(raw, selection, share))


def fresh(raw: Path) -> dict[str, bytes]:
    """What a run that knows nothing publishes."""
    out = raw.parent / "fresh"
    shutil.rmtree(out, ignore_errors=True)
    ingest(Job(raw, out, Options()))
    return contents(out)


def reasons(plan: Plan) -> dict[str, Reason]:
    return {planned.item.source: planned.reason for planned in plan.planned}
