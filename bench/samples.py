"""Speed and memory on the sample papers, then the other benches: ``python -m bench.samples [--copies N] [--alone]``.

The samples are copied N times into one folder and ingested by a process of their own, whose peak memory is read.
CPU seconds are what counts on a machine that has other work to do.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "data" / "raw"

# The other benches with the arguments that keep them to a minute or so; the first takes ten.
OTHERS = {
    "rerun": ["--count", "10000", "--kills", "20"],
    "memory": [],
    "engines": ["--copies", "5", "--scans", "2"],
    "agencies": ["--count", "200"],
    "reconcile": ["300"],
    "papers": ["--seeds", "50"],
    "pdf": [],
}


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of the clock and of the processor."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:.2f} s ({self.cpu:.2f} s CPU)"


def main(arguments: list[str] | None = None) -> int:
    """Print the figures; exit status 1 when a bench failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=20, help="how often every sample is read")
    parser.add_argument("--alone", action="store_true", help="leave the other benches out")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        for name, figure in ingest_figures(Path(folder), options.copies).items():
            print(f"{name:34} {figure}")
    print(f"{'ita --help, best of 5':34} {min((spend('--help') for _ in range(5)), key=lambda spent: spent.wall)}")
    failed = [] if options.alone else [name for name in OTHERS if not run_other(name)]
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def ingest_figures(folder: Path, copies: int) -> dict[str, str]:
    """One run over ``copies`` of every sample: documents per second and peak memory of the process."""
    papers = [path for path in sorted(SAMPLES.iterdir()) if not path.name.startswith(".")]
    for number in range(copies):
        (folder / "raw" / f"{number:04}").mkdir(parents=True)
        for path in papers:
            shutil.copy(path, folder / "raw" / f"{number:04}" / path.name)
    few = spend("ingest", str(SAMPLES), "-o", str(folder / "few"), "--quiet")
    many = spend("ingest", str(folder / "raw"), "-o", str(folder / "many"), "--quiet")
    count = len(papers) * copies
    difference = count - len(papers)
    return {
        f"{len(papers)} papers, with start": str(few),
        f"{count} papers, with start": str(many),
        "documents per second": f"{difference / max(many.wall - few.wall, 1e-9):.1f}",
        "documents per CPU second": f"{difference / max(many.cpu - few.cpu, 1e-9):.1f}",
        "peak memory": f"{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MiB",
    }


def spend(*arguments: str) -> Spent:
    """What one ``ita`` command in a process of its own takes. Raises CalledProcessError when it fails."""
    wall, cpu = time.perf_counter(), children_cpu()
    subprocess.run([sys.executable, "-m", "pipeline", *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return Spent(time.perf_counter() - wall, children_cpu() - cpu)


def children_cpu() -> float:
    """CPU seconds of all processes that were started here and have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def run_other(name: str) -> bool:
    """Run another bench of this folder, where it is there; whether it ended well."""
    if not (ROOT / "bench" / f"{name}.py").exists():
        return True
    print(f"\n{name}", flush=True)
    return subprocess.run([sys.executable, "-m", f"bench.{name}", *OTHERS[name]], cwd=ROOT, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
