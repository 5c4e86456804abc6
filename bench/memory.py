"""Memory of a run's own process: ``python -m bench.memory [--counts N N]``.

The results are made up, so that nothing but the run itself is measured: looking for papers, planning, keeping results,
building and publishing tables. Each count has a process of its own, which runs twice: anew, and without a change. Exit
status 1 when the peaks of the first and the last count lie further apart than memory that does not grow may.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.rerun import PAPER, write_papers
from pipeline.catalogue import BELOW
from pipeline.discover import Input
from pipeline.engines.model import Outcome, Work
from pipeline.process import DocumentResult, Options, process
from pipeline.run import CACHE, Job, ingest
from pipeline.schema import Row

FLAT = 20  # MiB


@dataclass(frozen=True, slots=True)
class MadeUp:
    """An engine that reads nothing: every paper has the rows of ``model``, as those of a body of its own."""

    model: DocumentResult

    def run(self, items: Iterable[Input], _: Work) -> Iterator[Outcome]:
        """One outcome for each item."""
        for item in items:
            yield Outcome(item, _copied(self.model, item.source), None, 0.0)


def _copied(model: DocumentResult, source: str) -> DocumentResult:
    """The same rows as those of another paper with other bytes, by another body."""
    digest = hashlib.sha256(source.encode()).hexdigest()
    origin: Row = {"document_id": digest, "source": source, "agency_id": f"X-{digest[:12]}"}
    below = {name: [row | origin for row in getattr(model, name)] for name in BELOW}
    return DocumentResult(model.document | origin, **below)


def peak(count: int) -> int:
    """MiB at most, of a process that publishes the tables of so many papers and looks at them once more."""
    command = [sys.executable, "-m", "bench.memory", "--one", str(count)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _measure(count: int) -> int:
    model = process(PAPER.format(year=2565, number=1, score=50).encode(), "model.md")
    with tempfile.TemporaryDirectory() as folder:
        raw, out = Path(folder) / "raw", Path(folder) / "out"
        write_papers(raw, count)
        for _ in range(2):
            ingest(Job(raw, out, Options(), cache=out / CACHE, engine=MadeUp(model)))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main(arguments: list[str] | None = None) -> int:
    """Print the figures; exit status 1 when memory grows with the number of papers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counts", type=int, nargs="+", default=[1_000, 10_000], help="how many papers")
    parser.add_argument("--one", type=int, help="print nothing but the peak of this process with so many papers")
    options = parser.parse_args(arguments)
    if options.one is not None:
        print(_measure(options.one))
        return 0
    peaks: list[int] = []
    for count in options.counts:
        peaks.append(peak(count))
        print(f"{count:8} papers {peaks[-1]:6} MiB", flush=True)
    return 0 if peaks[-1] - peaks[0] <= FLAT else 1


if __name__ == "__main__":
    sys.exit(main())
