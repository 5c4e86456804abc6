"""Engines side by side on the sample papers: ``python -m bench.engines [--copies N] [--scans N]``.

Typeset papers and scans per second with 1 and 2 workers and what the second worker is worth; what the guard costs a
paper; Ray beside the local engine, where Ray is installed. Starting is left out: the clock runs from the first outcome.
Clocks of a busy machine say little; ratios within one run say more.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from extractors.errors import EmptyFileError
from pipeline.discover import Input
from pipeline.engines import SERIAL, Engine
from pipeline.engines.cluster import Ray
from pipeline.engines.local import Local
from pipeline.process import DocumentResult, Options, failure
from pipeline.recognition import recognition
from pipeline.run import process_all

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "raw"
EMPTY = 2000  # papers without work, for the cost of the guard


def main(arguments: list[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=10, help="how often every typeset sample is read")
    parser.add_argument("--scans", type=int, default=4, help="how often every scanned sample is read; 0 for none")
    options = parser.parse_args(arguments)
    print(f"{'load of the machine before':34} {os.getloadavg()[0]:.1f}")
    print(f"{'guard, ms a paper':34} {guard_cost():.2f}", flush=True)
    typeset = [path for path in sorted(SAMPLES.iterdir()) if path.suffix in {".txt", ".md", ".csv", ".html"}]
    scans = sorted(SAMPLES.glob("*scan*.pdf"))
    engines: dict[str, Engine] = {"serial": SERIAL, "local, 1 worker": Local(1), "local, 2 workers": Local(2)}
    if find_spec("ray"):
        engines["ray, 2 workers"] = Ray(2)
    compare("typeset papers/s", copied(typeset, options.copies), engines, Options())
    if not options.scans:
        return 0
    recognised = Options(ocr=recognition("always", "reader", None, no_cache=True))
    compare("scanned pages/s", copied(scans, options.scans), engines, recognised)
    return 0


def copied(paths: Sequence[Path], copies: int) -> list[Input]:
    """Every paper so many times, under names of its own."""
    return [Input(path, f"{copy}/{path.name}") for copy in range(copies) for path in paths]


def compare(what: str, items: list[Input], engines: dict[str, Engine], options: Options) -> None:
    """The rate under each engine, and the ratios."""
    rates = {name: rate(items, engine, options, pages="pages" in what) for name, engine in engines.items()}
    for name, figure in rates.items():
        print(f"{f'{what}, {name}':34} {figure:.2f}")
    print(f"{'  efficiency of 2 workers':34} {rates['local, 2 workers'] / rates['local, 1 worker'] / 2:.2f}")
    if "ray, 2 workers" in rates:
        print(f"{'  ray / local':34} {rates['ray, 2 workers'] / rates['local, 2 workers']:.2f}")


def rate(items: list[Input], engine: Engine, options: Options, *, pages: bool) -> float:
    """Papers (or pages) per second after the first one."""
    done, start = 0, 0.0
    for result in process_all(items, options, engine=engine):
        if start:
            done += int(str(result.document["pages"])) if pages else 1
        start = start or time.perf_counter()
    return done / (time.perf_counter() - start)


def nothing(item: Input) -> DocumentResult:
    """No work."""
    return failure(item.source, EmptyFileError(name=item.source))


def guard_cost() -> float:
    """Milliseconds between two papers without work, with one worker."""
    start = 0.0
    for _ in Local(1).run((Input(SAMPLES, str(number)) for number in range(EMPTY)), nothing):
        start = start or time.perf_counter()
    return 1000 * (time.perf_counter() - start) / EMPTY


if __name__ == "__main__":
    sys.exit(main())
